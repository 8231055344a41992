"""Frozen records that the other rooms hand each other, and the tables of papers and variants.

Everybody may import everything here; it imports nothing of the package. No record knows where it
came from or what becomes of it.
"""
