"""The tables of the first revision, by part of the house.  Frozen like it."""
