"""The window and what lives in it: rail, status bar, palette, capture, drops, the worker’s link."""
