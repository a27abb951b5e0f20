"""Addresses said without their secrets: who logs in with what, and the keys in what follows.

A sentence, a log, a list on a terminal and what is copied for whoever looks after the desk are
read by others than whoever typed an address.  The address itself stays whole where it is used.
"""

import binascii
import re
from collections.abc import Iterator

HIDDEN = "***"
MOST_SHOWN_CHARACTERS = 200
"""Of a value that is refused."""
MOST_LOGIN_CHARACTERS = 1_000
"""How far from the beginning of an address the end of a password is looked for."""

_BEGINS = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_NEXT = re.compile(r"\s(?:https?|feed|smtps?|sqlite|postgres[a-z+]{0,20})://", re.IGNORECASE)
_AUTHORITY_ENDS = re.compile(r"[/?#\s\"'<>]")
_GIVEN = re.compile(r"(?<![\w.%+-])([\w.%+-]{2,80})=('[^'\n]{0,200}'|[^&\s#\"<>]+)")
"""``name=value``: in what follows a ``?``, or as PostgreSQL's own library takes it.

A comma, a semicolon or an apostrophe may be a part of the value (RFC 3986, 3.4).
"""
_SECRET = re.compile(
    r"pass|pwd|secret|token|jeton|auth|credential|signature"
    r"|(?:api|access|account|app|feed|private|session|subscription|user)key"
    r"|(?:^|[^a-z])(?:key|cle|sig|sid|session)$",
    re.IGNORECASE,
)
"""Within the name of what is given."""


def without_secrets(text: str) -> str:
    """Return *text*, an address or words with addresses in them, without what is secret there.

    Who logs in is said of a database, whose people need to tell one login from another; of a
    page it is not, since some sites take a key there.
    """
    if "=" in text:
        text = _GIVEN.sub(_hide_value, text)
    return _without_logins(text) if "://" in text else text


def in_short(value: object) -> object:
    """Return a *value* that was refused as a sentence may show it: short, and without secrets."""
    if isinstance(value, str):
        # Written so wrong that no address begins: what stands before the @ may be a password.
        is_bare = "@" in value and "://" not in value
        value = f"{HIDDEN}{value[value.rindex('@') :]}" if is_bare else without_secrets(value)
    try:
        said = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists
        return "…"
    return value if len(said) <= MOST_SHOWN_CHARACTERS else f"{said[:MOST_SHOWN_CHARACTERS]}…"


class Secrets:
    """What was said to a server in confidence, and may come back in its answers.

    Found as it is, in base64 (within anything else, and twice over), in hexadecimal,
    percent-encoded, quoted-printable, escaped, in other capitals, and in pieces: parted by line
    ends, blanks or signs, or `PIECE_CHARACTERS` of it and more alone.
    """

    PIECE_CHARACTERS = 8
    """How many in a row of a secret, or of a form of it, are hidden wherever they stand."""
    _SHORTEST = 3
    """What is shorter is hidden only where it stands as it is."""

    def __init__(self, *said: str) -> None:
        """Know what was *said*; what is empty is no secret."""
        self._short: set[str] = set()
        self._pieces: dict[int, set[str]] = {}
        for secret in filter(None, said):
            content = secret.encode("utf-8", "surrogatepass")
            for form in _forms(content):
                bare = "".join(filter(_counts, form)).lower()
                size = min(len(bare), self.PIECE_CHARACTERS)
                if size >= self._SHORTEST:
                    starts = range(len(bare) - size + 1)
                    self._pieces.setdefault(size, set()).update(
                        bare[at : at + size] for at in starts
                    )
            if len("".join(filter(_counts, content.decode("latin-1")))) < self._SHORTEST:
                self._short.add(content.decode("latin-1").lower())

    def hide(self, answer: bytes) -> bytes:
        """Return *answer* without them; the enhanced codes that open its lines stay."""
        text = answer.decode("latin-1")
        hidden = [False] * len(text)
        codes = {at for code in _LINE_CODE.finditer(text) for at in range(*code.span())}
        for characters in (_as_it_is, _decoded):
            self._mark(list(characters(text)), codes, hidden)
        for short in self._short:
            at = text.lower().find(short)
            while at >= 0:
                hidden[at : at + len(short)] = [True] * len(short)
                at = text.lower().find(short, at + len(short))
        if not any(hidden):
            return answer
        for word in _WORD.finditer(text):
            if word.start() not in codes and any(hidden[word.start() : word.end()]):
                hidden[word.start() : word.end()] = [True] * (word.end() - word.start())
        said = "".join("\0" if gone else each for each, gone in zip(text, hidden, strict=True))
        return _GONE.sub(HIDDEN, said).encode("latin-1")

    def hide_in(self, text: str) -> str:
        """Return *text* without them; see `hide`."""
        return self.hide(text.encode("utf-8", "replace")).decode("utf-8", "replace")

    def _mark(self, read: list[tuple[str, int, int]], codes: set[int], hidden: list[bool]) -> None:
        """Mark in *hidden* where what was *read* (a character, from, to) is a piece of a secret."""
        read = [each for each in read if each[1] not in codes and _counts(each[0])]
        bare = "".join(each[0] for each in read).lower()
        for size, pieces in self._pieces.items():
            for at in range(len(bare) - size + 1):
                if bare[at : at + size] in pieces:
                    start, end = read[at][1], read[at + size - 1][2]
                    kept = [place in codes for place in range(start, end)]
                    hidden[start:end] = [
                        was or not keep for was, keep in zip(hidden[start:end], kept, strict=True)
                    ]


_WORD = re.compile(r"\S+")
_GONE = re.compile("\0+")
_LINE_CODE = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", re.MULTILINE)
_ESCAPED = re.compile(
    r"[%=]([0-9A-Fa-f]{2})|\\x([0-9A-Fa-f]{2})|\\u00([0-9A-Fa-f]{2})|&#x0*([0-9A-Fa-f]{2});"
    r"|&#0*(\d{1,3});"
)


def _counts(character: str) -> bool:
    """Whether a character tells secrets apart: signs between others are what parts pieces."""
    return character.isalnum() or character > "\x7f"


def _as_it_is(text: str) -> Iterator[tuple[str, int, int]]:
    return ((each, at, at + 1) for at, each in enumerate(text))


def _decoded(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the characters of *text*, each that is escaped as what it stands for."""
    here = 0
    for escaped in _ESCAPED.finditer(text):
        yield from ((text[at], at, at + 1) for at in range(here, escaped.start()))
        number = int(escaped[5]) if escaped[5] else int(next(filter(None, escaped.groups())), 16)
        yield chr(min(number, 0xFF)), escaped.start(), escaped.end()
        here = escaped.end()
    yield from ((text[at], at, at + 1) for at in range(here, len(text)))


def _forms(content: bytes) -> Iterator[str]:
    """Yield *content* as it is, in hexadecimal, and as it stands within base64, twice over."""
    yield content.decode("latin-1")
    yield content.hex()
    for once in _within_base64(content):
        yield once
        yield from _within_base64(once.encode("ascii"))


def _within_base64(content: bytes) -> Iterator[str]:
    """Yield what *content* is in base64, wherever it begins and whatever stands around it."""
    for before in range(3):
        coded = binascii.b2a_base64(bytes(before) + content, newline=False).decode("ascii")
        start, end = -(-before * 8 // 6), (before + len(content)) * 8 // 6
        yield coded[start:end]


def _hide_value(given: re.Match[str]) -> str:
    from urllib.parse import unquote

    name = unquote(given[1])
    return f"{given[1]}={HIDDEN}" if _SECRET.search(name) else given[0]


def _without_logins(text: str) -> str:
    said: list[str] = []
    here = 0
    for begins in _BEGINS.finditer(text):
        if begins.start() < here:
            continue
        start = begins.end()
        end = _end_of_login(text, start)
        if end < 0:
            continue
        user, colon, _password = text[start:end].partition(":")
        is_page = begins[0].lower().startswith(("http", "feed"))
        said += [text[here:start], HIDDEN if is_page or not colon else f"{user}:{HIDDEN}"]
        if not is_page and not colon:
            said[-1] = user
        here = end
    return "".join((*said, text[here:]))


def _end_of_login(text: str, start: int) -> int:
    """Return where the ``@`` stands that ends a login, or -1 where nobody logs in.

    A password may hold what should have been escaped: then what stands where a port should
    is no number, and all is taken for it up to the last ``@``.
    """
    reach = _NEXT.split(text[start : start + MOST_LOGIN_CHARACTERS], maxsplit=1)[0]
    ends = _AUTHORITY_ENDS.search(reach)
    authority = reach if ends is None else reach[: ends.start()]
    at = authority.rfind("@")
    if at < 0 and not authority.startswith("["):
        _host, colon, port = authority.partition(":")
        if colon and not port.isdecimal():
            at = reach.partition("\n")[0].rfind("@")
    return start + at if at >= 0 else -1
