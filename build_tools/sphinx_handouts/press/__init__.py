"""From sheets to a published set of PDFs."""
