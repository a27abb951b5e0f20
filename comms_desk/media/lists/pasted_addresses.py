"""Addresses that somebody pastes, as Outlook and Gmail copy them, or one a line.

« Luc Tremblay <luc@a.example>; Roy, Ada <ada@b.example> », commas, tabs of a spreadsheet,
« À : » before them.  Every piece that holds anything is accounted for: it is an address, or it
is refused with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.lists.model import NoAddressThere, PastedTooMuch
from comms_desk.text.lines import on_one_line

MOST_CHARACTERS = 2_000_000
LONGEST_NAME = 200
SHOWN_CHARACTERS = 80

_BEFORE = re.compile(r"^\s*(?:à|a|to|cc|cci|bcc|de|from)\s*:\s*(?=\S)", re.IGNORECASE)
"""What stands before the addresses of a header that was copied with them."""
_AROUND = " \t,;:()[]<>\"'«»\u00a0·–-"
"""Signs around a name, which are none of it."""


@dataclass(frozen=True, slots=True)
class PastedPiece:
    """What was pasted of one address, or a row of a file: where, and what it is.

    *ref* is who of the desk a file says that it is, if the desk calls them by that *name*.
    """

    line: int
    text: str
    address: Address | None
    reason: CommsDeskError | None
    ref: Ref | None = None
    name: str = ""


def read_pasted(text: str) -> Iterator[PastedPiece]:
    """Yield what is pasted, piece by piece, in order.

    Raises:
        PastedTooMuch: It is more than anybody's address book.
    """
    if len(text) > MOST_CHARACTERS:
        raise PastedTooMuch(MOST_CHARACTERS)
    for line, written in _pieces(text):
        said = _BEFORE.sub("", on_one_line(written)).strip()
        for one in _parted(said):
            if any(map(str.isalnum, one)):
                yield _read(line, one)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between separators, each with the number of its line.

    A comma parts two only where an address was there: « Roy, Ada <ada@b.example> » is one.
    """
    for line, written in enumerate(text.splitlines(), start=1):
        last_quote, last_bracket = written.rfind('"'), written.rfind(">")
        begins, quoted, bracketed, has_address = 0, False, False, False
        for place, sign in enumerate(written):
            if sign == '"':
                quoted = not quoted and place < last_quote
            elif quoted:
                continue
            elif sign == "<":
                bracketed = place < last_bracket
            elif sign == ">":
                bracketed = False
            elif sign == "@":
                has_address = True
            elif not bracketed and (sign == ";" or (sign == "," and has_address)):
                yield line, written[begins:place]
                begins, has_address = place + 1, False
        yield line, written[begins:]


def _parted(said: str) -> Iterator[str]:
    """Yield the addresses that stand in a piece with nothing but space between."""
    words = said.split()
    if len(words) > 1 and all("@" in each and "<" not in each for each in words):
        yield from words
    else:
        yield said


def _read(line: int, said: str) -> PastedPiece:
    shown = said if len(said) <= SHOWN_CHARACTERS else f"{said[:SHOWN_CHARACTERS]}…"
    name, bare = _name_and_bare(said)
    if "@" not in bare:
        return PastedPiece(line, shown, None, NoAddressThere(shown))
    try:
        address = Address.parse(bare)
    except BadAddress as error:
        return PastedPiece(line, shown, None, error.with_traceback(None))
    if name.casefold() in {bare.casefold(), address.bare.casefold()}:
        name = ""
    called = Address(name=name[:LONGEST_NAME], local=address.local, domain=address.domain)
    return PastedPiece(line, shown, called, None)


def _name_and_bare(said: str) -> tuple[str, str]:
    """Part a piece in what somebody is called and where they are written to."""
    before, bracket, rest = said.rpartition("<")
    if bracket:
        bare, _closing, _after = rest.partition(">")
        return _named(before), _bare(bare)
    words = said.split()
    places = [place for place, word in enumerate(words) if "@" in word]
    if len(places) != 1:
        return "", _bare(said)
    (place,) = places
    return _named(" ".join((*words[:place], *words[place + 1 :]))), _bare(words[place])


def _named(said: str) -> str:
    """Return a name without what stood around it; « Karim Diouf (pigiste) » keeps both brackets."""
    name = said.strip(_AROUND).replace('\\"', '"')
    opened = name.count("(") - name.count(")")
    return "(" * -opened + name + ")" * opened


def _bare(said: str) -> str:
    return said.strip(" \t,;:()[]<>\"'\u00a0").removeprefix("mailto:").removeprefix("MAILTO:")
