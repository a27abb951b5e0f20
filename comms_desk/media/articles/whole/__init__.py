"""The whole text of articles: fetched from their page, kept for a while, read by the themes."""
