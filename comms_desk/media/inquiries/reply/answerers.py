"""Who answers instead of the City: data that the office edits, as it edits its templates.

Ours are ``resources/referrals/*.json``; one of the office's, in ``templates/referrals``, stands in
the place of ours of the same key.  No address is shipped that might be wrong: the office fills it
in once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language, format_date, format_phone
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.paths import resource
from comms_desk.text.fold import tokens

ACCESS = "access"
"""A request under the access act: another regime, whose days count from its receipt."""
FILE_LIMIT_BYTES = 1_000_000
FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH
REACHED = {FRENCH: "Pour les joindre\u00a0: {where}.", ENGLISH: "You can reach them at {where}."}
OR = {FRENCH: " ou ", ENGLISH: " or "}
A_BOROUGH = {FRENCH: "arrondissement concerné", ENGLISH: "the one concerned"}


class AnswererUnknown(CommsDeskError):
    """Nobody is called *key*; there are *known*."""

    what = N_("Nobody who answers instead is called “{key}”.")
    way_out = N_("There are: {known}.")

    key: str
    known: tuple[str, ...]


class AnswerersBroken(CommsDeskError):
    """A file of those who answer instead, *name*, cannot be read as one; *field* is wrong."""

    name: str
    field: str


class AnswererUnreachable(CommsDeskError):
    """What is passed on to *name* goes to their address, and none is known."""

    what = N_("No address is known of {name}, to whom it would be passed on.")
    way_out = N_("Write it in a file of the folder templates/referrals, under “{key}”.")

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Somebody who answers instead.

    Attributes:
        key: By which they are named: SPVM, 311, access.
        names: What they are called, in each language.
        texts: What the journalist is told; ``{place}`` is the borough, ``{received}`` the day.
        email: Where they are written to; None: not known.
        phone: Their telephone; "": not known.
        words: Those of a question that speak of them.
        is_passed_on: Whether the questions are passed on to them, rather than the journalist sent.
    """

    key: str
    names: Mapping[Language, str]
    texts: Mapping[Language, str]
    email: Address | None
    phone: str
    words: tuple[str, ...]
    is_passed_on: bool

    def reach(self, language: Language) -> str:
        """Return the sentence that says how to reach them; "" where nobody knows, or it is said."""
        phone = format_phone(self.phone) if self.phone else ""
        where = [] if phone in self.texts[language] else [phone]
        where += [self.email.bare] if self.email is not None else []
        return REACHED[language].format(where=OR[language].join(where)) if where else ""

    def text_for(self, inquiry: Inquiry) -> str:
        """Return what the one who asks is told, of the place and the day of *inquiry*."""
        language = inquiry.language
        boroughs = inquiry.scope.boroughs
        called = {FRENCH: [each.full_name for each in boroughs]}
        called[ENGLISH] = [each.name for each in boroughs]
        place = ", ".join(called[language]) or A_BOROUGH[language]
        received = format_date(inquiry.received_at, language)
        return self.texts[language].replace("{place}", place).replace("{received}", received)

    def called(self, inquiry: Inquiry) -> str:
        """Return what they are called, the borough by its name where they are one."""
        boroughs = inquiry.scope.boroughs
        is_of_place = "{place}" in self.texts[FRENCH] and boroughs
        name = self.names[inquiry.language]
        return f"{name} – {', '.join(each.name for each in boroughs)}" if is_of_place else name


def every(templates: Path | None) -> tuple[Answerer, ...]:
    """Return all who answer instead: ours, and the office's own in *templates*/referrals.

    Raises:
        AnswerersBroken: A file cannot be read as one.
    """
    found: dict[str, Answerer] = {}
    folders = [resource("referrals")]
    folders += [] if templates is None else [templates / "referrals"]
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            status = file.stat()
            if status.st_size > FILE_LIMIT_BYTES:
                raise AnswerersBroken(file.name, "")
            found |= {each.key: each for each in _read(file, status.st_mtime_ns)}
    return tuple(found.values())


def one(templates: Path | None, key: str) -> Answerer:
    """Return who is called *key*, in capitals or not.

    Raises:
        AnswererUnknown: Nobody is.
        AnswerersBroken: A file cannot be read as one.
    """
    those = every(templates)
    for each in those:
        if each.key.casefold() == key.casefold():
            return each
    raise AnswererUnknown(key, tuple(each.key for each in those))


def proposed(those: Iterable[Answerer], text: str) -> Answerer | None:
    """Return who might answer *text* instead, by its words; the access act goes before all."""
    said = f" {' '.join(tokens(text))} "
    spoken = (
        each
        for each in sorted(those, key=lambda each: each.key != ACCESS)
        if any(f" {' '.join(tokens(words))} " in said for words in each.words)
    )
    return next(spoken, None)


@lru_cache(maxsize=16)
def _read(file: Path, _modified: int) -> tuple[Answerer, ...]:
    try:
        written = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise AnswerersBroken(file.name, "") from error
    if not isinstance(written, list):
        raise AnswerersBroken(file.name, "")
    return tuple(_one(each, file.name) for each in written)


def _one(written: Any, name: str) -> Answerer:
    """Return who is *written* in the file *name*.

    Raises:
        AnswerersBroken: A field lacks, or says what it cannot.
    """
    said = written if isinstance(written, dict) else {}
    key = said.get("key")
    if not isinstance(key, str) or not key.strip():
        raise AnswerersBroken(name, "key")
    both = {field: _in_both(said.get(field), name, field) for field in ("name", "text")}
    words = said.get("words", [])
    if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
        raise AnswerersBroken(name, "words")
    for field in ("email", "phone"):
        if not isinstance(said.get(field, ""), str):
            raise AnswerersBroken(name, field)
    email = said.get("email", "").strip()
    try:
        address = Address.parse(email) if email else None
    except BadAddress as error:
        raise AnswerersBroken(name, "email") from error
    return Answerer(
        key=key.strip(),
        names=both["name"],
        texts=both["text"],
        email=address,
        phone=said.get("phone", "").strip(),
        words=tuple(each for each in words if tokens(each)),
        is_passed_on=said.get("is_passed_on", False) is True,
    )


def _in_both(written: Any, name: str, field: str) -> Mapping[Language, str]:
    said = written if isinstance(written, dict) else {}
    found = {each: said.get(each.value) for each in Language}
    if not all(isinstance(each, str) and each.strip() for each in found.values()):
        raise AnswerersBroken(name, field)
    return {each: str(words) for each, words in found.items()}
