"""The employee bulletin: blocks, what it looks like, and the issue that was sent."""
