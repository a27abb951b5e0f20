"""Feeds: where the watch listens, when it next asks, and what went wrong."""
