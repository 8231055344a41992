"""From page trees to one composed sheet: parts are picked, references resolved, HTML written.

The front doors are `parts.assemble` (the tree of a handout) and `compose.compose` (one
self-contained HTML string). Text is never copied or invented here: it comes from pages, or is
`furniture`, translated. Nothing here knows PDFs, workers or the output folder.
"""
