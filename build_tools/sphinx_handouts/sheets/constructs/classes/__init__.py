"""What the classes of a page mean on paper: those of the press are taken away, others hide."""
