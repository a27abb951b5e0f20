"""People: those of the office, and those who speak for it."""
