"""Addresses and telephones in a file: which columns have them, and what a cell says.

Google and Outlook number their columns and Outlook names some ninety: an address and a
telephone are known by a word of their heading, where the cells agree.

Left unread: faxes, an assistant's telephone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice

from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.outlets.model import (
    MOST_FOR_ONE,
    BadPhone,
    MoreThanOnePerson,
    phone_key,
)
from comms_desk.text.columns import FileRow, ImportColumn
from comms_desk.text.lines import on_one_line

LEAST_DIGITS = 10
"""Of a telephone that a column is known by: shorter ones are numbers of anything."""
MOST_DIGITS = 15

_NOT_AN_ADDRESS = frozenset(
    {"type", "label", "libelle", "etiquette", "display", "affiche", "nom", "name", "format"}
    | {"status", "statut", "date", "consent", "consentement", "opt", "marketing", "list", "liste"}
    | {"assistant", "assistante", "manager", "responsable", "postal", "postale", "web"}
)
_NOT_A_TELEPHONE = frozenset(
    {"type", "label", "libelle", "etiquette", "fax", "telecopie", "telecopieur", "pager"}
    | {"telex", "tty", "tdd", "isdn", "assistant", "assistante", "date", "status", "statut"}
    | {"manager", "responsable", "opt", "consent"}
)

_NOTHING = frozenset(
    {"-", "--", "–", "—", "?", "n/a", "n.a.", "na", "n/d", "n.d.", "nd", "s/o", "s.o."}
    | {"aucun", "aucune", "none", "inconnu", "inconnue", "unknown", "#n/a"}
)
"""What a cell says that has nothing to say, in lists that are kept by hand."""

_BETWEEN = str.maketrans(dict.fromkeys(";,/\n|", "\n"))
_BETWEEN_ADDRESSES = str.maketrans(dict.fromkeys(";,\n|", "\n"))
_BETWEEN_TELEPHONES = str.maketrans(dict.fromkeys(";/\n|", "\n"))


def written_addresses(cells: Iterable[str]) -> Iterable[str]:
    """Yield the addresses of *cells*; a space parts two, but not the words of a bad one.

    So does a stroke, but it may stand in an address too (RFC 5322, 3.2.3), and an Exchange
    server's own addresses are made of them (``/o=…/cn=…``).
    """
    for piece in _pieces(cells, _BETWEEN_ADDRESSES):
        for part in _pieces((piece,), _BETWEEN) if _holds_several(piece) else (piece,):
            yield from part.split() if part.count("@") > 1 else (part,)


def _holds_several(piece: str) -> bool:
    return "@" in piece and "/" in piece and not piece.startswith("/") and not _is_one(piece)


def _is_one(text: str) -> bool:
    try:
        return bool(Address.parse(text))
    except BadAddress:
        return False


def written_telephones(cells: Iterable[str]) -> Iterable[str]:
    """Yield the telephones of *cells*; « ou » parts two."""
    said = (cell.replace(" ou ", "\n").replace(" or ", "\n") for cell in cells)
    yield from _pieces(said, _BETWEEN_TELEPHONES)


def written_beats(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the beats of *cells*, each once, on one line as they will be stored."""
    return tuple(dict.fromkeys(filter(None, map(on_one_line, _pieces(cells, _BETWEEN)))))


def holds_addresses(text: str) -> bool:
    """Whether *text* begins with an address."""
    return "@" in text and all(map(_is_one, islice(written_addresses([text]), 1)))


def holds_telephones(text: str) -> bool:
    """Whether *text* begins with a telephone: ten digits or more, and hardly a letter."""
    piece = next(iter(written_telephones([text])), "")
    number = piece.casefold().partition("poste")[0].partition("ext")[0].partition("x")[0]
    try:
        digits = len(phone_key(number))
    except BadPhone:
        return False
    return LEAST_DIGITS <= digits <= MOST_DIGITS and not any(map(str.isalpha, number))


def _pieces(cells: Iterable[str], between: Mapping[int, str]) -> Iterable[str]:
    """Yield what stands between the separators of *cells*; Google's is three colons."""
    for cell in cells:
        if cell.strip().casefold() in _NOTHING:
            continue
        for piece in cell.replace(":::", "\n").translate(between).split("\n"):
            if text := piece.strip():
                yield text


def of_addresses(column: ImportColumn) -> ImportColumn:
    """Return *column* as one of several columns of addresses that a file may have."""
    return replace(
        column,
        many=True,
        words=frozenset(
            {"courriel", "courriels", "email", "emails", "mail", "messagerie", "courrier"}
            | {"electronique"}
        ),
        but=_NOT_AN_ADDRESS,
        fits=holds_addresses,
    )


def of_telephones(column: ImportColumn) -> ImportColumn:
    """Return *column* as one of several columns of telephones that a file may have."""
    return replace(
        column,
        many=True,
        words=frozenset(
            {"telephone", "telephones", "phone", "phones", "tel", "mobile", "cell", "cellulaire"}
            | {"cellphone", "portable", "iphone", "gsm"}
        ),
        but=_NOT_A_TELEPHONE,
        fits=holds_telephones,
    )


def reached(
    row: FileRow, name: str
) -> tuple[tuple[Address, ...], tuple[str, ...], tuple[CommsDeskError, ...]]:
    """Return the addresses and the telephones of a row, each once, and why others are not there.

    One that is none costs no other: it is left out, unless nothing else reaches them.

    Raises:
        BadAddress, BadPhone: All are none; the first of them.
        MoreThanOnePerson: There are more than anybody has.
    """
    emails = list(islice(written_addresses(row.all("emails")), MOST_FOR_ONE + 1))
    phones = list(islice(written_telephones(row.all("phones")), MOST_FOR_ONE + 1))
    if max(len(emails), len(phones)) > MOST_FOR_ONE:
        raise MoreThanOnePerson(name, MOST_FOR_ONE)
    left_out: list[CommsDeskError] = []
    addresses = _sound(lambda text: Address.parse(text).alone, emails, left_out)
    numbers = _sound(_telephone, phones, left_out)
    if left_out and not (addresses or numbers):
        raise left_out[0]
    return (
        _unique(addresses, key=lambda address: address.key),
        _unique(numbers, key=phone_key),
        tuple(left_out),
    )


def _sound[T](
    read: Callable[[str], T], texts: list[str], left_out: list[CommsDeskError]
) -> list[T]:
    """Return what *read* makes of *texts*; why one is none goes to *left_out*."""
    sound = []
    for text in texts:
        try:
            sound.append(read(text))
        except (BadAddress, BadPhone) as reason:
            left_out.append(reason.with_traceback(None))
    return sound


def _telephone(text: str) -> str:
    phone_key(text)
    return text


def _unique[T](things: Iterable[T], *, key: Callable[[T], str]) -> tuple[T, ...]:
    """Return *things*, the first of those with the same *key*."""
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return tuple(found.values())
