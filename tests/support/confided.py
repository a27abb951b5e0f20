"""The forms that a server may make of what it was told in confidence, and whether one was kept."""

import base64
import json
import quopri
import re
import urllib.parse
from collections.abc import Callable
from functools import lru_cache

USER = "presse@ville.example"
PIECE = 12
_KEY, _STEP = 8, 5
"""Of any `PIECE` characters, some `_KEY` begin at a multiple of `_STEP`: those are looked at."""
_SIGNS = re.compile(rb"[^0-9a-z\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff]+")


def as_it_is(said: str) -> bytes:
    return said.encode()


def in_base64(said: str) -> bytes:
    return base64.b64encode(said.encode())


def in_base64_of_more(said: str) -> bytes:
    return base64.b64encode(f"you said {said} to me".encode())


def in_base64_twice(said: str) -> bytes:
    return base64.b64encode(base64.b64encode(f"x{said}".encode()))


def in_the_webs_base64(said: str) -> bytes:
    return base64.urlsafe_b64encode(f">>{said}??".encode())


def quoted_printable(said: str) -> bytes:
    return b"".join(b"=%02X" % each for each in said.encode())


def quoted_printable_lines(said: str) -> bytes:
    return quopri.encodestring(said.encode()).replace(b"\n", b"\r\n550-5.7.1 ")


def percent_encoded(said: str) -> bytes:
    return urllib.parse.quote(said, safe="").encode()


def in_hexadecimal(said: str) -> bytes:
    return said.encode().hex().upper().encode()


def in_capitals(said: str) -> bytes:
    return said.encode().upper()


def between_signs(said: str) -> bytes:
    return b'"' + said[:7].encode() + b'", "' + said[7:].encode() + b'"'


def in_json(said: str) -> bytes:
    return json.dumps(said).replace("+", "\\u002b").encode()


def over_lines(said: str) -> bytes:
    pieces = [said[at : at + 5].encode() for at in range(0, len(said), 5)]
    return b"\r\n550-5.7.1 ".join(pieces)


def over_lines_in_base64(said: str) -> bytes:
    return over_lines(in_base64(f"\0{USER}\0{said}").decode())


def cut_in_base64(said: str) -> bytes:
    return in_base64(f"\0{USER}\0{said}")[:-6]


FORMS: tuple[Callable[[str], bytes], ...] = (
    as_it_is,
    in_base64,
    in_base64_of_more,
    in_base64_twice,
    in_the_webs_base64,
    quoted_printable,
    quoted_printable_lines,
    percent_encoded,
    in_hexadecimal,
    in_capitals,
    between_signs,
    in_json,
    over_lines,
    over_lines_in_base64,
    cut_in_base64,
)


def tells(kept: bytes, *secrets: str) -> list[str]:
    """Return in which forms *kept* tells one of *secrets*, or `PIECE` characters of it in a row."""
    keys, pieces = _pieces(secrets)
    searched = (kept.lower(), _bare(kept))
    met = keys.intersection(
        one[at : at + _KEY] for one in searched for at in range(0, len(one), _STEP)
    )
    if not met:
        return []
    return [
        form
        for form, those in pieces.items()
        if any(each in one for each in those if any(key in each for key in met) for one in searched)
    ]


@lru_cache(maxsize=8)
def _pieces(secrets: tuple[str, ...]) -> tuple[frozenset[bytes], dict[str, frozenset[bytes]]]:
    """Return the pieces of each form of *secrets*, and keys: where a piece stands, one does."""
    pieces: dict[str, set[bytes]] = {form.__name__: set() for form in FORMS}
    for form in FORMS:
        for secret in secrets:
            made = form(secret).replace(b"\r\n550-5.7.1 ", b"")
            bare = made.lower() if b"=" in made[:-2] or b"%" in made else _bare(made)
            if form in {in_base64_of_more, in_base64_twice, in_the_webs_base64}:
                bare = bare[16:-8]  # what is said around it tells nothing
            elif form in {over_lines_in_base64, cut_in_base64}:
                bare = bare[len(in_base64(f"\0{USER}\0")) :]
            starts = range(len(bare) - PIECE + 1)
            pieces[form.__name__].update(bare[at : at + PIECE] for at in starts)
    every = frozenset().union(*pieces.values())
    keys = frozenset(each[at : at + _KEY] for each in every for at in range(_STEP))
    return keys, {form: frozenset(those) for form, those in pieces.items()}


def _bare(said: bytes) -> bytes:
    return _SIGNS.sub(b"", said.lower())
