"""What Today, the Watch and Inquiries count, and how the rail and a page’s head say it."""

from comms_desk.changes import Subject
from comms_desk.i18n import format_number, ngettext
from comms_desk.kinds import those

TODAY, WATCH, INQUIRIES = "today", "watch", "inquiries"
COUNTED = frozenset(
    {
        Subject.LETTER,
        Subject.ACCOUNT,
        Subject.EMBARGO,
        Subject.FREEZE,
        Subject.MENTION,
        Subject.ARTICLE,
        Subject.REVIEW,
        *those(lambda kind: kind.is_binned),  # the first of any kind: the desk is not bare
    }
)
"""What Today and the Watch show, and is counted again once it changes."""


def waits(key: str, waiting: int) -> str:
    """Say how many things wait on the page *key*, as its rail and its head do."""
    if key == WATCH:
        said = ngettext("{n} unread", "{n} unread", waiting)
    else:
        said = ngettext("{n} to act on", "{n} to act on", waiting)
    return said.format(n=format_number(waiting))
