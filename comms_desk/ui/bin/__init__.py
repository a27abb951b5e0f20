"""The bin as a page, and what a page says once something is in it."""
