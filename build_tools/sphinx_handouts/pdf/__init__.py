"""HTML to PDF, and PDF to PDF."""
