"""What is done to finished PDFs, as a bindery does: imposing booklets, binding packs, dressing.

The front doors are `imposition.impose`, `merging.merge` and `dressing.dress`.
Nothing here lays anything out: it moves pages about, what is drawn on them, and their structure
trees. What a sheet is dressed in is written by hand (`writing`). It knows pikepdf alone, no
WeasyPrint; `pdf` makes what is finished here, and judges it.
"""
