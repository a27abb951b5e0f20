"""Who is in a list, as a file that the same list reads back: what it wrote brings the same people.

A row says who of the desk it is, by reference and name together: of another desk the same number
is somebody else.  A person who is nobody of the desk is their address.
"""

from collections.abc import Iterable, Iterator, Sequence

from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.lists.model import Addressee, NoAddressThere
from comms_desk.media.lists.pasted_addresses import PastedPiece
from comms_desk.media.outlets.facts import EMAIL_HEADINGS
from comms_desk.text.columns import FileRow, ImportColumn, Sheet
from comms_desk.text.spreadsheet import Cell

HEADINGS = ("name", "email", "ref", "left_out")
COLUMNS = (
    ImportColumn(
        key="name",
        names=("name", "nom", "nom complet", "full name", "display name", "destinataire"),
    ),
    ImportColumn(key="email", names=("email", *EMAIL_HEADINGS), required=True),
    ImportColumn(key="ref", names=("ref", "référence", "reference")),
)
"""Of a file that is put in a list."""


def in_table(
    people: Iterable[tuple[Addressee, str]],
) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Return a line a person under its header; each comes with why nothing is sent, in words."""
    return (
        HEADINGS,
        [
            (each.name, each.address.bare if each.address else "", str(each.ref or ""), why)
            for each, why in people
        ],
    )


def pieces(sheet: Sheet) -> Iterator[PastedPiece]:
    """Yield what each row of a file says: who of the desk it is, or an address, or neither."""
    for row in sheet.rows:
        yield _piece(row)
    for ragged in sheet.ragged:
        said = " ".join(ragged.cells)[:80]
        yield PastedPiece(ragged.line, said, None, NoAddressThere(said))


def _piece(row: FileRow) -> PastedPiece:
    name, email, ref = row.get("name"), row.get("email"), _ref(row.get("ref"))
    said = " ".join(filter(None, (name, email)))[:80]
    address: Address | None = None
    reason: CommsDeskError | None = None
    try:
        read = Address.parse(email)
    except BadAddress as error:
        reason = error.with_traceback(None) if email else NoAddressThere(said)
    else:
        address = Address(name=name or read.name, local=read.local, domain=read.domain)
    return PastedPiece(row.line, said, address, reason, ref, name)


def _ref(text: str) -> Ref | None:
    try:
        return Ref.from_text(text)
    except ValueError:
        return None
