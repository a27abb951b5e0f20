"""Pure functions over text: no file, no network, no database."""
