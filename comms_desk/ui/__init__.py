"""The window: it shows and asks; it decides nothing and never waits for the database."""
