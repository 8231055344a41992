"""What a picture may be: safe to open, drawn by the press as by a browser, held by a PDF.

Each module asks one question of a picture, and says in words what is wrong with it.
"""
