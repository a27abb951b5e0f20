"""What a card says of how far it can be trusted; written in a reading thread."""

from comms_desk.across import Office
from comms_desk.i18n import _, format_date
from comms_desk.media.contacts.model import Contact
from comms_desk.wording.bylines import silence
from comms_desk.wording.origins import come_from


def verification(office: Office, contact: Contact) -> tuple[str, ...]:
    """Return when it was last verified, what they signed last, and where addresses come from."""
    from comms_desk.across.contact_status import verified_by

    lines = list(map(come_from, contact.origins))
    for article in office.articles.search(by=contact.id, limit=1).rows:
        day = format_date(article.moment)
        lines.insert(0, _("Last article signed on {day}").format(day=day))
    silent = office.bylines.silence_of(contact.id)
    if silent is not None:
        lines.insert(0, silence(silent))
    if contact.verified_on is not None:
        day, who = format_date(contact.verified_on), verified_by(office, contact)
        said = _("Card verified on {day} by {who}") if who else _("Card verified on {day}")
        lines.insert(0, said.format(day=day, who=who))
    return tuple(lines)
