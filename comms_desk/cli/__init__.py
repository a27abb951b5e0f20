"""The command line: one module a noun, one command per thing the desk does."""
