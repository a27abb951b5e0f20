"""A file shown before it is brought in: what its columns are, and what its rows become."""
