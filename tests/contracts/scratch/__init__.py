"""A kind reserved for tests: a key of the City, lent to whoever opens a hall for the press.

It is written as any slice is, in as few lines as the house asks of a new kind.  `register` has
the desk know it, in a process of its own.
"""

from comms_desk.changes import Subject

SCRATCH = str.__new__(Subject, "scratch")
SCRATCH._name_, SCRATCH._value_ = "SCRATCH", "scratch"
Subject._member_names_.append("SCRATCH")
Subject._member_map_["SCRATCH"] = Subject._value2member_map_["scratch"] = SCRATCH
