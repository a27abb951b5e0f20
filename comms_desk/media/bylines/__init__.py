"""Who signs what, and what the directory does not know of it yet."""
