"""What an author may write, and what is refused while pages are read.

Directives, roles and their nodes, the medium that they are for, review tables, and the guards of
pages that others wrote. The front door is each module's ``connect`` or ``add_...``, which
`sphinx_handouts.setup` calls. What becomes of the nodes on paper is written in `sheets`.
"""
