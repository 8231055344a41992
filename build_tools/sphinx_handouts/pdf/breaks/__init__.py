"""Where lines and pages break: where WeasyPrint, left alone, would break none, or a wrong one.

A line that was broken once is kept for the next layout.
"""
