"""What each kind of thing is called, as its page in `across.kinds` has it."""

from comms_desk.across.kinds import complete_by

ONE = complete_by(
    lambda kind: kind.is_binned or kind.is_tied, "word for one", lambda page: page.one
)
"""One of those that are listed by their kind, as in a heading."""

MANY = complete_by(lambda _kind: True, "word for many", lambda page: page.many)
"""Many of them, as in a sentence."""
