"""A file of people brought in from a page: its columns, what is left out, what came of it."""
