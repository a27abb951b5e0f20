"""Dossiers: the files that tie everything else together."""
