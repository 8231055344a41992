"""Draws people for the guide: `poses.toml` says how they stand, sit and lie, a row a pose.

`poses` reads the table, `body` bends a person by the angles of the joints, `flesh` gives the bones
rounded limbs, `props` draws what the person stands, sits and lies on, and `figures` writes the SVG
files, in the one style of `paint`. `strips` puts several side by side, and `counts` draws how many
of a hundred. To mend a pose is to mend its row: the next build draws it anew.
"""
