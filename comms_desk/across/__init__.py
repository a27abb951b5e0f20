"""Views and flows over several slices.  Owns no table, and no rule about one slice."""
