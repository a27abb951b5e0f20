"""Word documents from the office’s own templates."""
