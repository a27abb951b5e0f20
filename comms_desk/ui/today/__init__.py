"""Today: the page, and its lines in words."""
