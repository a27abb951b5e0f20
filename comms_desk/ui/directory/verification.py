"""What a card says of how far it can be trusted; written in a reading thread."""

from typing import TYPE_CHECKING

from comms_desk.i18n import _, format_date
from comms_desk.media.contacts.model import Contact

if TYPE_CHECKING:
    from comms_desk.across.office import Office


def verification(office: "Office", contact: Contact) -> tuple[str, ...]:
    """Return when the card was last verified, and by whom."""
    from comms_desk.across.contacting import verified_by

    if contact.verified_on is None:
        return ()
    day, who = format_date(contact.verified_on), verified_by(office, contact)
    said = _("Card verified on {day} by {who}") if who else _("Card verified on {day}")
    return (said.format(day=day, who=who),)
