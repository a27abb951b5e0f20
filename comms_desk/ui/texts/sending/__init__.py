"""The last screen before a text leaves for the media, and what became of its letters."""
