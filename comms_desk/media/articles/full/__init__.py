"""The full text of articles: read from their pages, kept for a while, read by the themes."""
