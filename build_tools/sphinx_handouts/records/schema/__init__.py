"""What the files of a project say: frozen records of TOML tables and of pages' front matter.

The description of each field is the reference that editors read.
"""
