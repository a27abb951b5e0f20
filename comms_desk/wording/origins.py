"""Where an address comes from, in words, for a card and for the command line."""

from comms_desk.i18n import _, format_date
from comms_desk.media.contacts.origins import AddressOrigin, OriginKind


def come_from(origin: AddressOrigin) -> str:
    """Return where an address comes from, and since when."""
    match origin.how, bool(origin.source):
        case OriginKind.IMPORTED, True:
            said = _("{address}: brought in with {source} on {day}")
        case OriginKind.IMPORTED, False:
            said = _("{address}: brought in on {day}")
        case OriginKind.TYPED, True:
            said = _("{address}: typed by {source} on {day}")
        case _:
            said = _("{address}: typed on {day}")
    return said.format(address=origin.address, source=origin.source, day=format_date(origin.on))
