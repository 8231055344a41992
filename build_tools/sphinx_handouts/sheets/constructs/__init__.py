"""What becomes on paper of the constructs that a browser shows in a way of its own.

Each module looks at the tree of one handout after its parts were picked, and turns one kind of
construct into what paper can hold: footnotes, formulas, drawings, tabs and cards, lists of pages,
outputs of notebooks, numbers of figures, signatures, meanings of abbreviations. `unfolding`
is the front door, called by `sheets.parts`.
"""
