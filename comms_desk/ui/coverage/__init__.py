"""What became of what the City said, in the window."""
