"""Word: the office's own templates filled from a whitelist of tags, and Word read back."""
