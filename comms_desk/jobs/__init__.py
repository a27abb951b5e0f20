"""What the worker says and who may be it: one lease, lines of JSON."""
