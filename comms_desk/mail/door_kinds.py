"""The kinds of accounts that letters leave by.

There is one today, ``smtp``; signing in with the organisation's identity, a hand-over to
Outlook or a distribution list will be further kinds behind the protocols of `doors`.
"""

from collections.abc import Mapping

from comms_desk.keys import Keys
from comms_desk.mail.doors import Door, DoorKind, Facts, SmtpFacts
from comms_desk.mail.errors import DoorUnknown


def _make_smtp(facts: Facts, key: str, keys: Keys) -> Door:
    from comms_desk.mail.smtp import SmtpDoor

    known = SmtpFacts.read(facts)
    return SmtpDoor(known, password=lambda: keys.need(key))


SMTP_KIND = DoorKind(
    name="smtp", check=lambda facts: SmtpFacts.read(facts).to_facts(), make=_make_smtp
)
KINDS: Mapping[str, DoorKind] = {SMTP_KIND.name: SMTP_KIND}


def kind_named(name: str) -> DoorKind:
    """Return the kind of account called *name*.

    Raises:
        DoorUnknown: There is none.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise DoorUnknown(name) from None
