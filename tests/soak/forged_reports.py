"""Reports that anybody can write of an address to which letters go: none may close it.

They bear no id of ours, one that only looks so, or that of a letter to somebody else, as who
shares a list or is in copy has it; or the letter's own id, about a server that is on a block list.
"""

from collections.abc import Mapping
from enum import StrEnum

from tests.mail.bounces.bounce_support import HARD, report


class Forgery(StrEnum):
    """What a forged report bears."""

    NO_ID = "no id"
    INVENTED = "an invented id"
    SOMEBODY_ELSES = "the id of a letter to somebody else"
    BLOCK_LIST = "its own id, and a block list"
    ENVELOPE = "an invented envelope"


BLOCK_LISTS = (
    ("5.1.1", "550 5.7.1 IP blacklisted"),
    ("5.7.1", "554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org"),
    ("5.1.1", "550 5.7.26 DMARC policy: message rejected"),
)


def forged(forgery: Forgery, number: int, *, to: str, names: Mapping[str, str]) -> bytes:
    """Return a report about *to*; *names* are the Message-IDs of the letters, by address."""
    others = [name for key, name in names.items() if key != to]
    said, about, envelope = HARD, "", ""
    match forgery:
        case Forgery.INVENTED:
            about = f"<{number}.0123456789abcdef@ville.example>"
        case Forgery.SOMEBODY_ELSES:
            about = others[number % len(others)] if others else ""
        case Forgery.BLOCK_LIST:
            about, said = names.get(to, ""), BLOCK_LISTS[number % len(BLOCK_LISTS)]
        case Forgery.ENVELOPE:
            envelope = f"{number}.0123456789abcdef"
        case Forgery.NO_ID:
            pass
    return report(
        to, said, about=about, envelope=envelope, own_id=f"<forged{number}@nowhere.example>"
    )
