"""A kind reserved for tests: a key of the City, lent to whoever opens a hall for the press.

It is written as any kind is, in as few lines as the house asks of a new one.  `across`, `ui` and
`cli` hold what stands in the folders of these names in the product; `__main__` has the desk look
there too.  Only that process may import any of it: the subject is added to those of the product,
as `enum` itself adds one.
"""

from comms_desk.changes import Subject

SCRATCH = str.__new__(Subject, "scratch")
SCRATCH._name_, SCRATCH._value_ = "SCRATCH", "scratch"
Subject._member_names_.append("SCRATCH")
Subject._member_map_["SCRATCH"] = Subject._value2member_map_["scratch"] = SCRATCH
