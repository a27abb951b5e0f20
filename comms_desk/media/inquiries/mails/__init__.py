"""Reads the mails by which journalists ask; what they hold is bounded before it is looked at."""
