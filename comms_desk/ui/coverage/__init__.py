"""What the media made of a dossier, a text, some days, in the window."""
