"""Reading what came back: a report of a server, an automatic answer, a receipt, or a person.

A report is believed for its form (RFC 3464), or for three things at once: a machine sent it,
in its own words it says that a letter did not arrive, and it names an address.  Nothing that
somebody wrote is ever taken for one: what is not surely something else is a person's.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import unescape
from urllib.parse import unquote

from comms_desk.mail.address import Address
from comms_desk.mail.bounces import causes, signs
from comms_desk.mail.bounces.report import READ_LIMIT_BYTES, BounceReport, Nature, ReportedAddress
from comms_desk.mail.bounces.signs import FoldedWords
from comms_desk.mail.bounces.statuses import (
    GOOD,
    RecipientStatus,
    envelope_of,
    groups_of,
    judged,
    status_in,
    statuses_of,
)
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.reading.opening import first_id, moment_of
from comms_desk.mail.reading.parts import MessagePart

WORDS_LIMIT_CHARACTERS = 32 * 1024
SENTENCE_LIMIT_CHARACTERS = 500
REFUSALS_LIMIT = 100
"""Addresses of one report; a letter of ours has one."""
REPORTS_DEEP = 3
"""How often a report may have been passed on by a machine."""

WHY = causes.UNKNOWN + causes.REJECTED_ADDRESS + causes.FULL
"""Words that say why a letter did not arrive, where no number does."""
NEVER_ON_REPORTS = ("X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe")
"""Headers of answers and of newsletters."""
OWN_NAMES_OF_LISTS = ("-owner", "-bounces", "-request")
"""What a list calls itself by as it writes to who looks after it (Mailman, Sympa)."""

_ADDRESS = re.compile(
    r"(?<![\w.+%=?\\}\ufffd-])\w[\w.+%=&'/-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_QUOTED_LOCAL = re.compile(r"'([\w.+%=&/-]{1,64})'@")
_QUOTED = re.compile(
    r"\"((?:[^\"\\\r\n]|\\[^\r\n]){1,128})\"@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?![\w.-])"
)
"""What stands before the @ in quotes; a letter in it may be escaped (RFC 5321 §4.1.2)."""
_ESCAPED = re.compile(r"\\(.)")
_NEEDS_QUOTES = re.compile(r"[^\w.!#$%&'*+/=?^`{|}~-]")
_NOTES_NAME = re.compile(
    r"^[ \t]{0,12}[^\n<>():;,/]{1,80}(?:/[\w.-]{1,64}){1,4}@[\w.-]{1,128} \((?=[^\s()@]{1,64}@)",
    re.MULTILINE,
)
"""The name of somebody in a directory of Domino's, before their address in brackets."""
_SMTP_BEFORE = re.compile(r"^(?:smtp|rfc822|mailto)=", re.IGNORECASE)
_HEX = re.compile(r"\+([0-9A-Fa-f]{2})")
_XTEXT = re.compile(r"\+(2B|3D|40)")
"""What RFC 3461 has written so in an address, and an address is not seen with."""
_UNICODE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
"""A letter beyond ASCII in the address of a report for machines (RFC 6533 §3)."""
NUMBERED_IN_ADDRESSES = ("+", "=")
"""What it writes so of ASCII, and an address may have in it."""
_MESSAGE_ID_LINE = re.compile(
    r"^[> \t]{0,8}(?:X-Original-)?Message-ID[ \t]{0,4}:[ \t]{0,4}(<[^<>\s]{3,250}>)",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MAILTO = re.compile(r"mailto:([^\"'?<>\s]{3,254})", re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]{0,200}>", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w.])[45]\d\d(?=[\s:-])|(?<![\w.])[45]\.\d{1,3}\.\d{1,3}(?![\w.])")
_REFUSED = re.compile(r"(?<![\w.])5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}(?![\w.])")
"""A server's refusal by both its numbers, which needs no language (RFC 2034)."""
_SENDS_BACK = re.compile(
    r"^(?:[ \t>*|]{0,8}-{2,80}.{0,60}(?:copy of (?:the|your) message"
    r"|(?:original|returned|attached) m|message d.origine|message initial|copie d[eu]).{0,80}"
    r"|[ \t]{0,8}(?:below|here|this|voici|ceci|ci-dessous).{0,40}(?:copy of|copie d[eu]).{0,80}"
    r"|[ \t|-]{0,40}(?:original message|message (?:text|headers?))(?: as received)?(?: is as)?"
    r" follows?.{0,80}"
    r"|(?:Received: (?:from|by) |Return-Path: {0,2}<).{0,400}"
    r"|(?:Original message headers|En-têtes d[eu] message d.origine).{0,20}"
    r"|(?:Détails du message d.origine|Original Message Details).{0,20})$",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED = re.compile(
    r"^[> \t\u00a0]{0,12}(?:To|Cc|From|Reply-To|Sender|Subject|Sent|Received|Return-Path|Message-ID"
    r"|À|A|De|Objet|Envoyé|Répondre à)[ \t\u00a0]{0,4}:",
    re.IGNORECASE,
)
"""A line about the letter that did not arrive."""
_QUOTES = re.compile(
    r"^(?:>.{0,2000}"
    r"|-{2,} ?(?:Original Message|Message d.origine|Forwarded message|Message transféré).{0,80}"
    r"|Le .{4,200} a écrit.{0,3}|On .{4,200} wrote:|_{10,}|(?:De|From) ?: .{1,300})$",
    re.IGNORECASE | re.MULTILINE,
)


def read(raw: bytes) -> BounceReport:
    """Return what the message *raw* says."""
    return _read(MessagePart.read(raw[:READ_LIMIT_BYTES]), REPORTS_DEEP)


def _read(message: MessagePart, deep: int) -> BounceReport:
    parts = list(message.every())
    kinds = {part.kind for part in parts}
    words = _words(parts)
    report = partial(
        BounceReport,
        sender=_sender(message),
        own_id=first_id(message.header("Message-ID")),
        dated=moment_of(message.header("Date")),
    )
    if "message/disposition-notification" in kinds and not FoldedWords(words).has_any(
        signs.REJECTED
    ):
        return report(nature=Nature.RECEIPT, about=_original_id(message, parts))
    groups = list(statuses_of(parts))
    if not groups and _is_surely_from_machine(message):
        # The form for machines, among its words: a mail program lost what parts them.
        groups = list(groups_of(words))
    if groups and all(each.action in GOOD for each in groups):
        return report(nature=Nature.RECEIPT, about=_original_id(message, parts))
    if not groups and deep:
        passed_on = _passed_on(message, parts, deep)
        if passed_on is not None:
            return passed_on
    refusals = _refusals(groups, message, parts, words)
    if refusals:
        hard = any(each.nature is Nature.HARD for each in refusals)
        return report(
            nature=Nature.HARD if hard else Nature.SOFT,
            refusals=refusals,
            about=_original_id(message, parts),
            envelope=envelope_of(parts),
        )
    answers = first_id(message.header("In-Reply-To"))
    if _is_automatic(message):
        return report(nature=Nature.AUTO_REPLY, about=answers)
    wants_out = _wants_out(message.header("Subject"), words)
    return report(nature=Nature.HUMAN, about=answers, wants_out=wants_out)


# ── who says it ────────────────────────────────────────────────────────────────────────────


def _sender(message: MessagePart) -> str:
    found = _ADDRESS.search(message.header("From"))
    return found[0] if found else ""


def _is_from_machine(message: MessagePart) -> bool:
    """Whether a mail system sent it, as far as its headers say."""
    return (
        bool(message.header("X-Failed-Recipients"))
        or FoldedWords(message.header("From")).has_any(signs.MACHINE_SENDERS)
        or message.header("Auto-Submitted").lower().startswith("auto-generated")
        or _is_from_nobody(message)
        or _is_surely_from_machine(message)
    )


def _is_from_nobody(message: MessagePart) -> bool:
    """Whether its envelope has no sender (RFC 5321 §4.5.5), which Postfix pipes write by name."""
    return message.header("Return-Path").lower().startswith(("<>", "<mailer-daemon"))


def _is_surely_from_machine(message: MessagePart) -> bool:
    """Whether what writes reports and nothing else sent it."""
    return (
        message.headers.get("X-MS-Exchange-Message-Is-Ndr") is not None
        or message.header("X-List-Administrivia").lower() == "yes"
        or message.header("Auto-Submitted").lower().startswith("auto-replied (rejected")
        or "delivery-status" in message.header("Content-Type").lower()
        or FoldedWords(message.header("From")).has_any(signs.SURE_MACHINES)
    )


def _is_from_list(message: MessagePart) -> bool:
    """Whether a list, and none of its members, wrote it to who looks after it."""
    named = _sender(message).partition("@")[0].lower()
    is_of_list = message.header("List-Id") or message.header("X-Mailman-Version")
    return bool(is_of_list) and named.endswith(OWN_NAMES_OF_LISTS)


def _is_automatic(message: MessagePart) -> bool:
    """Whether no person sent it to us in particular (RFC 3834, and what is common)."""
    subject = FoldedWords(message.header("Subject"))
    return (
        message.header("Auto-Submitted").lower() not in {"", "no"}
        or message.header("Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(message.header(name) for name in ("X-Autoreply", "X-Autorespond", *NEVER_ON_REPORTS))
        or subject.begins_with_any(signs.AUTOMATIC_SUBJECTS)
    )


def _passed_on(
    message: MessagePart, parts: Sequence[MessagePart], deep: int
) -> BounceReport | None:
    """Return the report that a message carries and says nothing about, if it does.

    Where somebody wrote a sentence above it, it is theirs; a gateway writes what it likes.
    """
    carried = [part for part in parts if part.kind in {"message/rfc822", "message/global"}]
    said = "".join(part.text for part in parts if part.kind == "text/plain").strip()
    if said and (_is_surely_from_machine(message) or _is_from_list(message)):
        said = ""
    if len(carried) != 1 or said or not carried[0].children:
        return None
    report = _read(carried[0].children[0], deep - 1)
    return report if report.refusals else None


# ── what it says ───────────────────────────────────────────────────────────────────────────


def _words(parts: Iterable[MessagePart]) -> str:
    """Return what a person reads first in it: its plain text, else its HTML without marks."""
    plain, html = [], []
    for part in parts:
        if part.kind == "text/plain":
            plain.append(part.text)
        elif part.kind == "text/html":
            lines = _LINE_TAG.sub("\n", part.text[: 4 * WORDS_LIMIT_CHARACTERS])
            html.append(unescape(_TAG.sub(_address_of_link, lines)))
    chosen = plain if any(text.strip() for text in plain) else html
    return "\n".join(chosen)[:WORDS_LIMIT_CHARACTERS]


def _address_of_link(tag: re.Match[str]) -> str:
    """Return the address that a link leads to (RFC 6068), shown by a name; or a space."""
    found = _MAILTO.search(tag[0])
    return f" {unquote(found[1])} " if found else " "


def _refusals(
    groups: Sequence[RecipientStatus],
    message: MessagePart,
    parts: Sequence[MessagePart],
    words: str,
) -> tuple[ReportedAddress, ...]:
    """Return the addresses that did not get the letter."""
    report = _SENDS_BACK.split(words, maxsplit=1)[0]
    report = _MESSAGE_ID_LINE.sub("", report if _ADDRESS.search(report) else words)
    found: dict[str, ReportedAddress] = {}
    addresses = (next(filter(None, map(_address, each.addresses)), "") for each in groups)
    own = _said_of_each(report, [each for each in addresses if each])
    for group in groups[:REFUSALS_LIMIT]:
        named = next(filter(None, map(_address, group.addresses)), "")
        address = named or _only(_recipients(message, parts, report))
        if group.action in GOOD or not address:
            continue
        sentence = group.sentence
        if not any(each.isalpha() for each in sentence):
            sentence = _sentence(own.get(address, report), address) or sentence
        status = group.status or status_in(sentence)
        nature = judged(group.action, status, sentence)
        found[address] = ReportedAddress(
            address=address,
            nature=nature,
            status=status,
            sentence=sentence[:SENTENCE_LIMIT_CHARACTERS],
        )
    if found or not _says_so(message, report):
        return tuple(found.values())
    recipients = _recipients(message, parts, report)[:REFUSALS_LIMIT]
    own = _said_of_each(report, recipients)
    for address in recipients:
        said = own[address]
        sentence = _sentence(said, address)
        status = status_in(sentence) or status_in(said)
        # The subject of our letter is ours: a virus in it is no reason of a server's.
        theirs = "\n".join(line for line in said.splitlines() if not _LABELLED.match(line))
        found[address] = ReportedAddress(
            address=address,
            nature=judged("", status, theirs),
            status=status,
            sentence=sentence[:SENTENCE_LIMIT_CHARACTERS],
        )
    return tuple(found.values())


def _said_of_each(report: str, addresses: Sequence[str]) -> dict[str, str]:
    """Return what a report in prose says of each of *addresses*: its own lines, where it has some.

    Two recipients are two verdicts: what is said of one is not said of the other.  Those that stand
    in a row, without a word between them, share what follows them.
    """
    if len(addresses) < 2:  # noqa: PLR2004 - one has all of it
        return dict.fromkeys(addresses, report)
    lines = report.splitlines()
    whose = [next((each for each in addresses if each in line), "") for line in lines]
    found = dict.fromkeys(addresses, "")
    in_row: list[str] = []
    has_words = True
    for line, address in zip(lines, whose, strict=True):
        if address and address not in in_row:
            in_row = [address] if has_words else [*in_row, address]
            has_words = False
        rest = line.replace(address, "") if address else line
        has_words = has_words or any(each.isalnum() for each in rest)
        for each in in_row:
            found[each] += f"{line}\n"
    return {address: said or report for address, said in found.items()}


def _says_so(message: MessagePart, report: str) -> bool:
    """Whether a machine says in its own words that a letter did not arrive."""
    subject = FoldedWords(message.header("Subject"))
    is_named_so = FoldedWords(message.header("From")).has_any(signs.MACHINE_SENDERS)
    is_from_nobody = _is_from_nobody(message)
    if not _is_from_machine(message) or (
        subject.begins_with_any(signs.PASSED_ON) and not (is_from_nobody and is_named_so)
    ):
        return False
    if FoldedWords(report).has_any(signs.REJECTED):
        return True
    if subject.begins_with_any(signs.AUTOMATIC_SUBJECTS) or message.header(
        "X-Auto-Response-Suppress"
    ):
        return False
    if message.header("X-Failed-Recipients"):
        return True
    is_called_so = subject.has_any(signs.FAILED_SUBJECTS)
    is_surely_one = _is_surely_from_machine(message)
    is_listed = message.header("List-Id") or message.header("List-Unsubscribe")
    if is_listed and not (is_surely_one or is_called_so):
        return False  # A list passes on what came to it; its own news is nobody's report.
    own = "\n".join(line for line in report.splitlines() if not line.startswith("> "))
    says_it = FoldedWords(own).has_any(signs.FAILED)
    says_why = _CODE.search(own) is not None or FoldedWords(own).has_any(WHY)
    if is_surely_one:
        says_more = says_why or FoldedWords(own).has_any(causes.PASSING)
        return says_it or (is_called_so and says_more) or _REFUSED.search(own) is not None
    # A postmaster is a person too; an alert, a parcel, speak of what was not delivered.
    if is_from_nobody or is_named_so:
        return (
            (is_called_so and (says_it or says_why))
            or (says_it and not message.header("Subject"))
            or (is_from_nobody and is_named_so and _REFUSED.search(own) is not None)
        )
    return is_called_so and says_it and says_why


def _recipients(message: MessagePart, parts: Sequence[MessagePart], report: str) -> list[str]:
    """Return the addresses that a report in prose is about, in order.

    Those of its own header where it has one; else those that it names and the letter went to.
    """
    failed = _ADDRESS.findall(message.header("X-Failed-Recipients"))
    if failed:
        return _once(failed)
    ours = {each.lower() for each in _ADDRESS.findall(message.header("To"))}
    ours.add(_sender(message).lower())
    report = _NOTES_NAME.sub("(", report)
    outside = "\n".join(line for line in report.splitlines() if not _LABELLED.match(line))
    named = [each for each in _named(outside) if each.lower() not in ours]
    named = named or [each for each in _named(report) if each.lower() not in ours]
    sent_to = {
        each.lower() for part in _originals(parts) for each in _ADDRESS.findall(part.header("To"))
    }
    both = [each for each in named if each.lower() in sent_to]
    machines = signs.MACHINE_SENDERS
    return both or [each for each in named if not FoldedWords(each).begins_with_any(machines)]


def _address(written: str) -> str:
    """Return the bare address that a field holds, or nothing."""
    plain = _UNICODE.sub(_letter, _QUOTED_LOCAL.sub(r"\1@", written))
    quoted = _QUOTED.search(plain)
    if quoted is not None:
        local = _ESCAPED.sub(r"\1", quoted[1])
        if _NEEDS_QUOTES.search(local):  # None of ours has such an address: the desk takes none.
            return quoted[0]
        plain = f"{plain[: quoted.start()]}{local}@{quoted[2]}{plain[quoted.end() :]}"
    found = _ADDRESS.search(plain)
    if found is None:
        return ""
    named = _SMTP_BEFORE.sub("", found[0])
    if named.upper().startswith("IMCEA"):
        # Exchange's form of an address that is another system's, or the Internet's in it.
        inner = re.match(r"IMCEA(?:SMTP|INVALID)-(.+)@", named, re.IGNORECASE)
        named = _HEX.sub(lambda each: chr(int(each[1], 16)), inner[1]) if inner else ""
    named = _XTEXT.sub(lambda each: chr(int(each[1], 16)), named)
    try:
        return Address.parse(named).bare
    except BadAddress:
        return ""


def _letter(found: re.Match[str]) -> str:
    """Return the character whose number stands in an address; what none has in it stays."""
    number = int(found[1], 16)
    said = chr(number) if number <= sys.maxunicode else ""
    return said if said.isalnum() or said in NUMBERED_IN_ADDRESSES else found[0]


def _sentence(report: str, address: str) -> str:
    """Return what the server said of *address*: the lines with a code near it, else the next."""
    lines = [" ".join(line.split()) for line in report.splitlines()]
    lines = [line for line in lines if line]
    places = [number for number, line in enumerate(lines) if address in line]
    for place in reversed(places):
        near = lines[place : place + 8]
        said = [line for line in near if _CODE.search(line)]
        if said:
            return " ".join(said)[:SENTENCE_LIMIT_CHARACTERS]
    said = [line for line in lines if _CODE.search(line)]
    if said:
        return " ".join(said[:4])[:SENTENCE_LIMIT_CHARACTERS]
    after = [lines[places[-1]].partition(address)[2].strip(" >:.-")] if places else []
    after = [each for each in after if " " in each] or lines[places[-1] + 1 :][:2] if places else []
    return " ".join(after)[:SENTENCE_LIMIT_CHARACTERS]


# ── of which letter ────────────────────────────────────────────────────────────────────────


def _originals(parts: Iterable[MessagePart]) -> Iterator[MessagePart]:
    """Yield the headers of the letter that is sent back."""
    for part in parts:
        if part.kind in {"message/rfc822", "message/global"}:
            yield from part.children[:1]
        elif part.kind in {"text/rfc822-headers", "message/global-headers"}:
            yield MessagePart.read(part.content)


def _original_id(message: MessagePart, parts: Sequence[MessagePart]) -> str:
    """Return the Message-ID of the letter that did not arrive, or nothing."""
    for original in _originals(parts):
        if found := first_id(original.header("Message-ID")):
            return found
    for part in parts:
        if part.kind.startswith("message/") or part.kind == "text/plain":
            found_in_text = _MESSAGE_ID_LINE.search(part.text)
            if found_in_text:
                return found_in_text[1]
    return first_id(message.header("In-Reply-To")) or first_id(message.header("References"))


# ── what a person asks ─────────────────────────────────────────────────────────────────────


def _wants_out(subject: str, words: str) -> bool:
    """Whether somebody asks, in their own words, to be written to no more."""
    own = _QUOTES.split(words, maxsplit=1)[0].strip()
    if not own and FoldedWords(subject).begins_with_any(signs.WANTS_OUT_BEGINNINGS):
        return len(subject.split()) == 1
    if FoldedWords(own).has_any(signs.WANTS_OUT):
        return True
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    return any(
        FoldedWords(line).begins_with_any(signs.WANTS_OUT_BEGINNINGS) and "?" not in line
        for line in lines[:3]
    )


def _named(text: str) -> list[str]:
    """Return the addresses that stand in *text*, those in quotes too, in order."""
    found = [(each.start(), each[0]) for each in _ADDRESS.finditer(text)]
    found += [(each.start(), each[0]) for each in _QUOTED.finditer(text)]
    return _once(written for _place, written in sorted(found))


def _once(addresses: Iterable[str]) -> list[str]:
    parsed = (_address(each.rstrip(".'")) for each in addresses)
    return list(dict.fromkeys(each for each in parsed if each))


def _only(addresses: Sequence[str]) -> str:
    """Return the one address of several that are one, or nothing."""
    return addresses[0] if len(addresses) == 1 else ""
