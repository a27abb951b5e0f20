"""The kinds of accounts that letters leave by.

``smtp`` is a server with a password, or a relay without; ``m365`` is Microsoft 365, where a
person signs in with the organisation; of ``outlook`` a person sends the letters, as drafts.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comms_desk.keys import Keys
from comms_desk.mail import m365
from comms_desk.mail.doors import Door, DoorKind, Facts, Secret, SmtpFacts
from comms_desk.mail.errors import DoorUnknown
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.outlook import OutlookFacts, no_line

if TYPE_CHECKING:
    from comms_desk.mail.doors import Patience


def _make_smtp(facts: Facts, key: str, keys: Keys, *, patience: "Patience | None" = None) -> Door:
    from comms_desk.mail.smtp import SmtpDoor

    known = SmtpFacts.read(facts)
    return SmtpDoor(known, password=lambda: keys.need(key), patience=patience)


def _make_m365(facts: Facts, key: str, keys: Keys, *, patience: "Patience | None" = None) -> Door:
    from comms_desk.mail.m365_door import M365Door

    return M365Door(M365Facts.read(facts), key, keys, patience=patience)


SMTP_KIND = DoorKind(
    name="smtp",
    check=lambda facts: SmtpFacts.read(facts).to_facts(),
    secret=lambda facts: Secret.PASSWORD if facts.get("user") else Secret.NONE,
    server=lambda facts: SmtpFacts.read(facts).host,
    make=_make_smtp,
)
M365_KIND = DoorKind(
    name="m365",
    check=lambda facts: M365Facts.read(facts).to_facts(),
    secret=lambda _facts: Secret.SIGN_IN,
    server=lambda facts: M365Facts.read(facts).host,
    make=_make_m365,
    recipients_a_day=m365.RECIPIENTS_A_DAY,
    recipients_a_message=m365.RECIPIENTS_A_MESSAGE,
)
OUTLOOK_KIND = DoorKind(
    name="outlook",
    check=lambda facts: OutlookFacts.read(facts).to_facts(),
    secret=lambda _facts: Secret.NONE,
    server=lambda _facts: "Outlook",
    make=no_line,
)
KINDS: Mapping[str, DoorKind] = {each.name: each for each in (SMTP_KIND, M365_KIND, OUTLOOK_KIND)}


def kind_named(name: str) -> DoorKind:
    """Return the kind of account called *name*.

    Raises:
        DoorUnknown: There is none.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise DoorUnknown(name) from None


def server_of(kind: str, facts: Facts) -> str:
    """Return where letters go by an account, in a few words; of a later version, its kind."""
    return KINDS[kind].server(facts) if kind in KINDS else kind
