"""Finished PDFs, read as they are delivered: what a screen reader meets, and what a reader misses.

The front doors are `structure.read_structure` (the rules of PDF/UA-1 that can break) and
`read_back.read_back` (whether all that the HTML says is there, in order, whole, and nothing else).
Nothing here changes a file, and nothing takes a word of those who made it on trust.
"""
