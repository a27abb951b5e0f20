"""What became of what the City said: the coverage of a release, a dossier, a period."""
