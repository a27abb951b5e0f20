"""Dispatches: a text that leaves for the media, is corrected or withdrawn, and who had it."""
