"""What the inquiries of some days teach, in the window."""
