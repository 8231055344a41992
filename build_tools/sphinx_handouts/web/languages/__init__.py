"""The pages in several languages side by side: which there are, and how a reader goes between."""
