"""A kind reserved for tests: a key of the City, lent to whoever opens a hall for the press.

It is written as any slice is, in as few lines as the house asks of a new kind; `register` adds
its part to each layer, in a process of its own.
"""
