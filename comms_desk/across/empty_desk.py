"""Whether the desk is bare: nobody has put anything on it yet.

One question for all who ask it: the pages that offer the sample desk, Today, and the loading
of the sample itself, which refuses a desk that holds anything.  What is in the bin is
somebody's too.  Settings, accounts and the people who work here do not count.
"""

from comms_desk.across import Office
from comms_desk.errors import DeskNotBare
from comms_desk.mail import within as mail
from comms_desk.storage import bin as the_bin
from comms_desk.storage.database import Snapshot


def is_bare(office: Office) -> bool:
    """Say whether nobody has put anything on the desk yet."""
    with office.database.snapshot() as snapshot:
        return _is_bare(snapshot)


def refuse_unless_bare(snapshot: Snapshot) -> None:
    """Go on only where there is nothing on the desk.

    Raises:
        DeskNotBare: Somebody has put something on it, or in its bin.
    """
    if not _is_bare(snapshot):
        raise DeskNotBare


def _is_bare(snapshot: Snapshot) -> bool:
    return not (the_bin.is_anything(snapshot) or mail.is_any_letter(snapshot))
