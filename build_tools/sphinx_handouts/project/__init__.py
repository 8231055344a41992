"""What the files of a project say: catalogue, brands, logos, ledger, front matter.

The front doors are `catalogue.load` and `revisions.load`. Bad input becomes findings that name the
file, the key and the mend; good input becomes records. Nothing here writes outputs or knows Sphinx.
"""
