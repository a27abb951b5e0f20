"""What a server says of each address in a report made for machines (RFC 3464, 6533).

And how final it is: the words go before the number where they say more, since a full box is
often refused "for good" and a box that is nobody's often with a number of policy.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comms_desk.mail.bounces import causes
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.bounces.signs import FoldedWords
from comms_desk.mail.reading.parts import MessagePart

GOOD = frozenset({"delivered", "relayed", "expanded"})
BAD = frozenset({"failed", "delayed"})
STATUS_KINDS = frozenset({"message/delivery-status", "message/global-delivery-status"})

FIELD_LIMIT_CHARACTERS = 2_000
_BY_CLASS = {"5": "failed", "4": "delayed"}

_STATUS = re.compile(r"(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)")
_REPLY = re.compile(r"(?<![\w.])([45])[0-5]\d(?=[ -])")
"""The first word of a server's answer (RFC 5321 §4.2.1)."""
_SAYS_OF_ANY = re.compile(r"5\.1\.0 - Unknown address error (?=[45]\d\d)")
"""What IronPort puts before what a server said of a recipient, whatever that is."""
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{0,60})[ \t]{0,8}:[ \t]{0,8}(.{0,2000})")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientStatus:
    """What a report says of one recipient."""

    addresses: tuple[str, ...]
    """As the fields have them: to whom it was written, then where it went."""
    action: str
    status: str
    sentence: str


def statuses_of(parts: Iterable[MessagePart]) -> Iterator[RecipientStatus]:
    """Yield what each recipient of a report is said to have."""
    for part in parts:
        if part.kind in STATUS_KINDS:
            yield from groups_of(part.text)


def groups_of(text: str) -> Iterator[RecipientStatus]:
    """Yield the recipients of the fields *text*, which blank lines part."""
    for fields in _fields(text):
        action = fields.get("action", "").split("(")[0].strip().lower()
        if action not in GOOD | BAD:
            # Some servers write "error", or nothing: then the number says it.
            action = _BY_CLASS.get(fields.get("status", "").strip()[:1], "")
        if not action or not {"original-recipient", "final-recipient"} & fields.keys():
            continue
        yield RecipientStatus(
            addresses=(fields.get("original-recipient", ""), fields.get("final-recipient", "")),
            action=action,
            status=status_in(fields.get("status", "")),
            sentence=_without_type(fields.get("diagnostic-code", "")),
        )


def envelope_of(parts: Iterable[MessagePart]) -> str:
    """Return what the envelope of the letter was called that a report is about, or nothing."""
    for part in parts:
        if part.kind in STATUS_KINDS:
            for fields in _fields(part.text):
                if found := fields.get("original-envelope-id", ""):
                    return found
    return ""


def status_in(text: str) -> str:
    """Return the first enhanced status code in *text*, a refusal's before others, or nothing."""
    found = _STATUS.findall(text)
    return next((each for each in found if each[0] != "2"), found[0] if found else "")


def judged(action: str, status: str, said: str) -> Nature:
    """Return whether what was *said* refuses the address for good."""
    said = _SAYS_OF_ANY.sub("", said)
    words = FoldedWords(said)
    # What the far server said goes before what the one that reports made of it.
    status = status_in(said) or status
    if action == "delayed" or _is_for_now(words, said, status) or words.has_any(causes.FULL):
        return Nature.SOFT
    is_about_us = words.has_any(causes.OUR_SENDER) or words.has_any(causes.POLICY)
    if is_about_us or status in causes.NEVER_HARD_STATUSES:
        return Nature.SOFT
    if not action and words.has_any(causes.PASSING) and status not in causes.HARD_STATUSES:
        return Nature.SOFT
    is_of_policy = status.startswith("5.7.")
    if not is_of_policy and words.has_any(causes.REJECTED_ADDRESS):
        return Nature.HARD
    if words.has_any(causes.UNKNOWN) or status in causes.HARD_STATUSES:
        return Nature.HARD
    return Nature.SOFT


def _is_for_now(words: FoldedWords, said: str, status: str) -> bool:
    """Whether a server answered that it may be otherwise later, also where a sender gave up."""
    found = _STATUS.findall(said)
    if status.startswith("4.") or words.has_any(causes.UNSURE):
        return True
    if words.has_any(causes.EXPIRED) and any(each.startswith("4.") for each in found):
        return True
    return not found and set(_REPLY.findall(said)) == {"4"}


def _fields(text: str) -> Iterator[dict[str, str]]:
    """Yield each group of fields, folded lines joined; the first of a name counts."""
    group: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if not line.strip():
            if group:
                yield group
            group, name = {}, ""
        elif line[0] in " \t":
            if name and len(group[name]) < FIELD_LIMIT_CHARACTERS:
                group[name] += f" {line.strip()}"
        elif found := _FIELD.match(line):
            name = found[1].lower()
            if name in group:
                name = ""
            else:
                group[name] = found[2].strip()
    if group:
        yield group


def _without_type(diagnostic: str) -> str:
    """Return what the server said, without ``smtp;`` before it."""
    kind, mark, said = diagnostic.partition(";")
    return " ".join((said if mark and " " not in kind.strip() else diagnostic).split())
