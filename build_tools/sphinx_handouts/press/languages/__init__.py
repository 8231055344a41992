"""What a build in another language knows of its sheets, and in which languages one is made."""
