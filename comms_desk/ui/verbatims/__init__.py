"""The verbatims: what was said aloud, to be quoted."""
