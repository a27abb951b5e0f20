"""The press review: what is kept of the Watch, in order, beside what its readers will get.

A mode of the Watch: R there puts a story in it, Escape here goes back there.  All of it is done
from the keyboard: J and K choose, Alt and the arrows move, Enter writes, Ctrl+Enter sends.
"""
