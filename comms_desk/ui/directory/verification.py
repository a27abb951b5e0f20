"""What a card says of how far it can be trusted; written in a reading thread."""

from typing import TYPE_CHECKING

from comms_desk.i18n import _, format_date
from comms_desk.media.contacts.model import Contact
from comms_desk.wording.origins import come_from

if TYPE_CHECKING:
    from comms_desk.across.office import Office


def verification(office: "Office", contact: Contact) -> tuple[str, ...]:
    """Return when the card was last verified, and by whom; and where its addresses come from."""
    from comms_desk.across.contacting import verified_by

    lines = list(map(come_from, contact.origins))
    if contact.verified_on is not None:
        day, who = format_date(contact.verified_on), verified_by(office, contact)
        said = _("Card verified on {day} by {who}") if who else _("Card verified on {day}")
        lines.insert(0, said.format(day=day, who=who))
    return tuple(lines)
