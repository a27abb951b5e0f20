"""What a mail proposes: who asks what, for when, in which thread; or that nobody asks anything.

Of a mail that a colleague passes on it is the journalist's that is read, and received when they
wrote it.  What is quoted below is not theirs to ask, and its hours are not theirs.

The hours are that of the deadline, and that at which it is published or airs; each is what its own
clause says.  Some are nobody's to wait for: those of the past, of a meeting, of an embargo, of what
the City does.  What is not clear is unsure, and nothing is lost unsaid.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.mail.reading.model import (
    TEXT_LIMIT_CHARACTERS,
    LeftUnread,
    MailPart,
    OpenedMail,
)
from comms_desk.mail.reading.opening import open_mail
from comms_desk.mail.reading.outlook_file import is_outlook_file
from comms_desk.mail.reading.quoting import QuotedMail, parted
from comms_desk.mail.reading.signature import SignedBody, is_item, written
from comms_desk.media.inquiries.model import (
    MOST_PARTS,
    QUESTION_LENGTH,
    TO_ASK,
    URGENT,
    Basis,
    Hour,
    Reporter,
)
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reading import mail_kinds, mail_sender
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex, KnownOutlet
from comms_desk.media.inquiries.reading.hours import Hours, SaidTime, assumed
from comms_desk.media.inquiries.reading.mail_clauses import For, HoursSentence, Said
from comms_desk.media.inquiries.reading.mail_questions import (
    heard_in,
    language_of,
    questions_in,
    sentences,
)
from comms_desk.media.inquiries.reading.proposal import (
    MAIL_TYPE,
    OUTLOOK_TYPE,
    TEXT_TYPE,
    Guess,
    InquiryProposal,
    LineKind,
    NamedOutlet,
    ProposedReferral,
)
from comms_desk.media.inquiries.reading.role_words import Role
from comms_desk.text.markdown.model import clean_text
from comms_desk.text.phones import dialled

MOST_TIMES = 60
"""Of a mail whose roles are sought: one that says more is a calendar."""


PASSED_ON_DEEP = 5
MOST_PHONES = 5
MOST_REFERENCES = 100
MOST_REPLY_ALSO = 5
WITHOUT_HOURS = frozenset({LineKind.CITIZEN, LineKind.ACCESS, LineKind.NOT_A_QUESTION})
"""Nobody waits for these by the hour."""

_PREFIX = re.compile(
    r"\s*(?:\[(?:externe?|external|ext|spam)\]|(?:re|ref|réf|tr|fw|fwd|rép\.?|réponse automatique"
    r"|automatic reply"
    r"|out of office|absence du bureau)\s*(?:\[\d+\])?\s*[:：])\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"^\s*\[(?:externe?|external|ext|spam)\]\s*", re.IGNORECASE)
_PASSED_ON = re.compile(r"(?:\s*(?:\[[^\]]{1,12}\]|re ?:))*\s*(?:tr|fw|fwd)\s*:", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d./-])(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\)|[2-9]\d{2})[ .-]?[2-9]\d{2}[ .-]?\d{4}(?![\d/])"
    r"(?:[ ,]*(?:poste|ext\.?|x|p\.|#) ?\d{1,6})?",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(r"[«“\"]([^«»“”\"]{10,5000})[»”\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Whose mail it is to answer: that of who wrote to the office, or that of who was passed on."""

    sender: str
    sender_name: str
    reply_to: str
    subject: str
    sent_at: datetime
    own: str
    reply_also: tuple[str, ...] = ()
    is_passed_on: bool = False


def read_mail(raw: bytes, *, known: DirectoryIndex, now: datetime) -> InquiryProposal:
    """Return what the mail *raw* (.eml, .msg) proposes.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    mail = open_mail(raw)
    proposal = propose(mail, known=known, now=now, original=raw)
    if _is_empty(mail):
        return replace(proposal, kind=LineKind.NOT_A_QUESTION, is_noise=True)
    return proposal


def read_text(text: str, *, known: DirectoryIndex, now: datetime) -> InquiryProposal:
    """Return what the *text* of a mail proposes that was copied, its headers with it or not."""
    whole, text = text, clean_text(text[:TEXT_LIMIT_CHARACTERS])
    part = parted(text)
    cut = LeftUnread(what=MailPart.TEXT, read=len(text) // 1_000, total=len(whole) // 1_000)
    left_unread = (cut,) if len(whole) > TEXT_LIMIT_CHARACTERS else ()
    mail = OpenedMail(text=text, left_unread=left_unread)
    if part.quoted is not None and not part.own:
        mail = OpenedMail(
            sender=part.quoted.sender,
            sender_name=part.quoted.sender_name,
            reply_to=part.quoted.sender,
            subject=part.quoted.subject,
            sent_at=part.quoted.sent_at,
            text=part.quoted.text,
            left_unread=left_unread,
        )
    original = clean_text(whole).encode()
    proposal = propose(mail, known=known, now=now, original=original)
    return replace(proposal, original_type=TEXT_TYPE)


def propose(
    mail: OpenedMail, *, known: DirectoryIndex, now: datetime, original: bytes
) -> InquiryProposal:
    """Return what an opened *mail* proposes, whose *original* is kept."""
    enclosed = mail.enclosed
    if enclosed is not None and _is_cover(mail, known):
        inner = propose(enclosed, known=known, now=now, original=original)
        files = (*inner.attachments, *mail.files, *mail.enclosed_files[1:])
        left_unread = (*inner.left_unread, *mail.left_unread)
        return replace(inner, attachments=files, left_unread=left_unread)
    asker = _asker(mail, known, now)
    has_sound = any(each.media_type.startswith("audio/") for each in mail.files)
    if mail_kinds.is_voicemail(asker.subject, asker.own, has_sound=has_sound):
        return _spoken(mail, asker, known, original)
    part = written(asker.own, _shown_name(asker, known))
    kind = _kind(mail, asker, part, known)
    outlet = _outlet(asker, part, known, kind)
    questions = () if kind is LineKind.NOT_A_QUESTION else _bounded(questions_in(part.body))
    hours = Hours(wants_hour=False)
    if kind not in WITHOUT_HOURS:
        hours = hours_of(
            _unmarked(asker.subject),
            part,
            sent_at=asker.sent_at,
            outlet=outlet,
            assumes=kind is not LineKind.REPLY,
        )
    reporter = _reporter(asker, part, known)
    return replace(
        _envelope(mail, asker, original),
        kind=kind,
        is_ours=mail_sender.is_ours(asker.sender, known),
        is_noise=_is_noise(mail, asker),
        is_of_press=_is_of_press(asker, part, known, kind, asks=bool(questions)),
        questions=questions,
        outlet=_named(outlet),
        reporters=() if reporter is None else (reporter,),
        phones=_phones((*part.body, *part.signature)),
        referral=ProposedReferral.CITIZENS if kind is LineKind.CITIZEN else None,
        language=language_of(questions, language_of([asker.subject, *part.body])),
        **hours.fields(),
    )


# ── Whose it is ───────────────────────────────────────────────────────────────────────


def _is_cover(mail: OpenedMail, known: DirectoryIndex) -> bool:
    """Whether a mail is only sent to pass on the one in it."""
    return mail_sender.is_ours(mail.sender, known) or bool(_PASSED_ON.match(mail.subject))


def _asker(mail: OpenedMail, known: DirectoryIndex, now: datetime) -> _Asker:
    part = parted(mail.text)
    asker = _Asker(
        sender=mail.sender,
        sender_name=mail.sender_name,
        reply_to=mail.reply_to,
        subject=mail.subject,
        sent_at=min(mail.sent_at or now, now),  # a clock that runs ahead is not believed
        own=part.own,
        reply_also=mail.reply_also,
    )
    is_said = bool(_PASSED_ON.match(mail.subject))
    quoted = part.quoted
    for _deep in range(PASSED_ON_DEEP):
        if quoted is None or not _is_passed_on(asker, quoted, known, is_said=is_said):
            break
        inner = parted(quoted.text)
        asker = _Asker(
            sender=quoted.sender,
            sender_name=quoted.sender_name,
            reply_to=quoted.sender,
            subject=quoted.subject or asker.subject,
            sent_at=min(quoted.sent_at or asker.sent_at, now),
            own=inner.own,
            is_passed_on=True,
        )
        if not mail_sender.is_ours(quoted.sender, known):
            break
        quoted = inner.quoted
    return asker


def _is_passed_on(
    asker: _Asker, quoted: QuotedMail, known: DirectoryIndex, *, is_said: bool
) -> bool:
    """Whether the mail of *asker* passes on what it quotes, rather than answers it."""
    if not (quoted.sender or quoted.sender_name):
        return False
    if not mail_sender.is_ours(asker.sender, known):
        of_outlet = mail_sender.outlet_by_domain(quoted.sender, known) is not None
        return is_said and of_outlet and mail_sender.outlet_by_domain(asker.sender, known) is None
    return is_said or (bool(quoted.sender) and not mail_sender.is_ours(quoted.sender, known))


def _shown_name(asker: _Asker, known: DirectoryIndex) -> str:
    return mail_sender.person_in(asker.sender_name, known) or mail_sender.person_of_address(
        asker.sender
    )


def _reporter(asker: _Asker, part: SignedBody, known: DirectoryIndex) -> Guess[Reporter] | None:
    if mail_sender.is_ours(asker.sender, known):
        return None
    contact = mail_sender.reporter_of(asker.sender, known)
    address = mail_sender.address_of(asker.sender)
    if contact is not None:
        return Guess(value=Reporter(contact=contact.contact, name=contact.name, email=address))
    shown = mail_sender.person_in(asker.sender_name, known)
    signed = mail_sender.person_signing(part.signature, known)
    if shown or signed:
        return Guess(value=Reporter(name=shown or signed, email=address))
    named = mail_sender.person_of_address(asker.sender)
    if named or address is not None:
        return Guess(value=Reporter(name=named, email=address), is_sure=not named)
    return None


def _outlet(
    asker: _Asker, part: SignedBody, known: DirectoryIndex, kind: LineKind
) -> Guess[KnownOutlet] | None:
    """Return the outlet by its domain, by the directory, or by how they sign; then it is unsure."""
    if kind is LineKind.CITIZEN or mail_sender.is_ours(asker.sender, known):
        return None
    found = mail_sender.outlet_by_domain(asker.sender, known)
    if found is not None:
        return Guess(value=found)
    contact = mail_sender.reporter_of(asker.sender, known)
    if contact is not None and len(contact.outlets) == 1:
        works_for = known.by_id.get(contact.outlets[0])
        return None if works_for is None else Guess(value=works_for)
    signed = mail_sender.outlet_in(part.signature, known) or mail_sender.outlet_said(
        part.body, known
    )
    return None if signed is None else Guess(value=signed, is_sure=False)


# ── What it is ────────────────────────────────────────────────────────────────────────


def _kind(mail: OpenedMail, asker: _Asker, part: SignedBody, known: DirectoryIndex) -> LineKind:
    body = " ".join(part.body)
    is_outlets = mail_sender.outlet_by_domain(asker.sender, known) is not None
    said = mail_sender.outlet_in(part.signature, known) or mail_sender.outlet_said(part.body, known)
    is_of_press = (
        is_outlets
        or said is not None
        or mail_kinds.is_of_press(asker.subject, body)
        or mail_kinds.says_press(asker.subject, part.body, part.signature)
    )
    if _is_noise(mail, asker):
        return LineKind.NOT_A_QUESTION
    if (
        mail_kinds.is_sent_to_many(asker.own)
        and mail_sender.reporter_of(asker.sender, known) is None
    ):
        return LineKind.NOT_A_QUESTION
    if mail_sender.is_ours(asker.sender, known):
        relays = mail_sender.outlet_in(part.body, known) is not None and bool(
            questions_in(part.body)
        )
        of_press = mail_kinds.is_of_press(asker.subject, body)
        return LineKind.INQUIRY if relays and of_press else LineKind.NOT_A_QUESTION
    if mail_kinds.is_access(asker.subject, body):
        return LineKind.ACCESS
    if not is_outlets and mail_kinds.sells(body):
        return LineKind.NOT_A_QUESTION
    is_own = mail_kinds.is_of_their_own(asker.subject, body)
    if (
        not is_outlets
        and not (is_of_press and said)
        and ((mail_sender.is_public(asker.sender) and not is_of_press) or (is_own and said is None))
    ):
        return LineKind.CITIZEN
    if not asker.is_passed_on and (mail.in_reply_to or mail.references):
        return LineKind.REPLY
    return LineKind.INQUIRY


def _is_noise(mail: OpenedMail, asker: _Asker) -> bool:
    """Whether no person wrote it to the office: what a colleague passes on somebody did."""
    if asker.is_passed_on:
        return False
    subjects = (_MARK.sub("", mail.subject), _unmarked(mail.subject))
    lines = asker.own.split("\n")
    return (
        mail.is_automatic
        or any(map(mail_kinds.is_automatic_subject, subjects))
        or mail_kinds.is_receipt(subjects[0], asker.own)
        or (_answers(mail) and mail_kinds.is_absence(asker.own) and not questions_in(lines))
    )


def _answers(mail: OpenedMail) -> bool:
    """Whether it says that it answers another, as what a program writes in one's absence does."""
    is_marked = _unmarked(mail.subject) != _MARK.sub("", mail.subject).strip()
    return bool(mail.in_reply_to or mail.references) or is_marked


def _is_of_press(
    asker: _Asker, part: SignedBody, known: DirectoryIndex, kind: LineKind, *, asks: bool
) -> bool:
    """Whether it says by itself that a journalist asks.

    By their address, by the directory, or in their words; who acts under the law does not wait
    either, nor does what a colleague heard.
    """
    if kind in {LineKind.CITIZEN, LineKind.NOT_A_QUESTION}:
        return False
    if kind is LineKind.ACCESS or mail_sender.is_ours(asker.sender, known):
        return True
    body = "\n".join(part.body)
    is_theirs = (
        mail_sender.outlet_by_domain(asker.sender, known) is not None
        or mail_sender.reporter_of(asker.sender, known) is not None
    )
    if is_theirs:
        return asks or not mail_kinds.invites(asker.subject, body)
    if mail_kinds.speaks_for_others(asker.subject, body):
        return False
    return (
        mail_kinds.says_press(asker.subject, part.body, part.signature)
        or mail_sender.outlet_said(part.body, known) is not None
        or mail_sender.outlet_in(part.signature, known) is not None
    )


def _spoken(
    mail: OpenedMail, asker: _Asker, known: DirectoryIndex, original: bytes
) -> InquiryProposal:
    """Return what a message left by voice proposes: all that a machine heard is unsure."""
    heard = _TRANSCRIPT.search(asker.own)
    words = " ".join((heard[1] if heard else asker.own).split())
    outlet = mail_sender.outlet_said([words], known) or mail_sender.outlet_in([words], known)
    name = mail_sender.person_speaking(words)
    hours = hours_of(
        "",
        SignedBody(body=(words,), signature=()),
        sent_at=asker.sent_at,
        outlet=None,
        assumes=True,
        is_heard=True,
    )
    return replace(
        _envelope(mail, asker, original),
        kind=LineKind.VOICEMAIL,
        channel=Channel.PHONE,
        is_of_press=True,
        questions=heard_in(words),
        outlet=_named(None if outlet is None else Guess(value=outlet, is_sure=False)),
        reporters=(Guess(value=Reporter(name=name), is_sure=False),) if name else (),
        phones=_phones([_unmarked(mail.subject), *asker.own.split("\n"), words]),
        language=language_of([words]),
        reply_to=None,
        **hours.fields(),
    )


def _envelope(mail: OpenedMail, asker: _Asker, original: bytes) -> InquiryProposal:
    """Return what a mail proposes by itself, before its words are read."""
    thread = dict.fromkeys((*mail.references, mail.in_reply_to))
    return InquiryProposal(
        title=" ".join(_unmarked(asker.subject).split()),
        channel=Channel.EMAIL,
        received_at=asker.sent_at,
        message_id=mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=tuple(each for each in thread if each)[-MOST_REFERENCES:],
        sender=mail_sender.address_of(asker.sender or mail.sender),
        reply_to=mail_sender.address_of(asker.reply_to or asker.sender),
        reply_choices=_reply_choices(asker),
        text=asker.own,
        attachments=(*mail.files, *mail.enclosed_files),
        left_unread=mail.left_unread,
        original_type=OUTLOOK_TYPE if is_outlook_file(original) else MAIL_TYPE,
        original=original,
    )


def _reply_choices(asker: _Asker) -> tuple[Address, ...]:
    """Return the addresses among which a person says where the answer goes; none: there is one."""
    written = (asker.reply_to, *asker.reply_also[:MOST_REPLY_ALSO], asker.sender)
    found = {each.key: each for each in map(mail_sender.address_of, written) if each is not None}
    return tuple(found.values()) if len(found) > 1 else ()


def _named(outlet: Guess[KnownOutlet] | None) -> Guess[NamedOutlet] | None:
    if outlet is None:
        return None
    named = NamedOutlet(id=outlet.value.id, name=outlet.value.name)
    return Guess(value=named, is_sure=outlet.is_sure)


def _is_empty(mail: OpenedMail) -> bool:
    """Whether nothing says that it is a mail: an empty file, or bytes that somebody renamed."""
    said = (mail.sender, mail.sender_name, mail.subject, mail.message_id, mail.sent_at, mail.files)
    return not (any(said) or mail.enclosed or mail.left_unread)


def _unmarked(subject: str) -> str:
    """Return *subject* without « RE: TR: [EXTERNE] »."""
    while (found := _PREFIX.match(subject)) is not None and found.end():
        subject = subject[found.end() :]
    return subject


def _phones(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers of *lines* as they are written, each once."""
    found: dict[str, str] = {}
    for line in lines:
        for number in _PHONE.finditer(line):
            found.setdefault(dialled(number[0]) or number[0], number[0])
    return tuple(found.values())[:MOST_PHONES]


def _bounded(questions: Sequence[str]) -> tuple[str, ...]:
    """Return as many questions, as long, as an inquiry takes; the original has the others."""
    return tuple(each[:QUESTION_LENGTH] for each in questions[:MOST_PARTS])


def hours_of(
    title: str,
    part: SignedBody,
    *,
    sent_at: datetime,
    outlet: Guess[KnownOutlet] | None,
    assumes: bool,
    is_heard: bool = False,
) -> Hours:
    """Return the hours that a mail of *title* gives, written at *sent_at*.

    Args:
        title: Its subject.
        part: Its words and its signature.
        sent_at: From which « demain » and « dans une heure » are counted.
        outlet: Who asks; a bare hour of a broadcaster may be the one or the other.
        assumes: Whether the end of the day is, where nothing is said.
        is_heard: Whether a machine heard it: nothing is sure then.
    """
    broadcasts = outlet is not None and outlet.value.broadcasts
    said = list(_said([title, *part.body], sent_at.astimezone(CITY_ZONE), broadcasts=broadcasts))
    if any(of in {For.ON_AIR, For.DEADLINE, For.LAST} for of, _time in said):
        said = [each for each in said if each[0] is not For.RECORDED]
    deadline = _first(said, For.LAST, For.DEADLINE, For.EITHER, For.RECORDED, For.UNCLEAR)
    on_air = _first(said, For.ON_AIR, For.SPOKEN, For.EITHER, For.RECORDED)
    if deadline is None and on_air is None:
        deadline = _first(said, For.LEFT)
    hourless = {of for of, _time in said if of in {For.SOON, For.URGENT}}
    if deadline is not None or on_air is not None or hourless:
        sure = not is_heard
        unknown = URGENT if For.URGENT in hourless else TO_ASK
        return Hours(
            deadline=unknown if deadline is None else deadline(is_sure=sure),
            deadline_day=None if deadline is None else deadline.only_day,
            on_air=None if on_air is None else on_air(is_sure=sure),
            on_air_day=None if on_air is None else on_air.only_day,
        )
    if not assumes:
        return Hours(wants_hour=False)
    return Hours(deadline=Hour(at=assumed(sent_at), basis=Basis.ASSUMED))


def _first(said: Sequence[Said], *wanted: For) -> SaidTime | None:
    """Return the hour of the first of *wanted*, before a day alone; unsure, where two differ."""
    of = next((each for each in wanted if any(role is each for role, _time in said)), None)
    times = [time for role, time in said if role is of and time is not None]
    timed = [each for each in times if each.at is not None]
    timed = [each for each in timed if each.is_sure] or timed
    if timed:
        first = min(timed, key=lambda each: each.at or datetime.max.replace(tzinfo=UTC))
        return replace(first, is_sure=first.is_sure and len({each.at for each in timed}) == 1)
    return next((each for each in times if each.is_end), next(iter(times), None))


def _said(lines: Sequence[str], sent: datetime, *, broadcasts: bool) -> Iterator[Said]:
    language = language_of(lines)
    said, day = 0, None
    matters: list[SaidTime] = []
    for line in lines:
        for words in sentences(line):
            asks = "?" in words or is_item(line)
            sentence = HoursSentence(
                words, sent, language, day=day, broadcasts=broadcasts, asks=asks
            )
            day = sentence.day
            for of, time in sentence.said(MOST_TIMES - said):
                said += 1
                if of is not For.MATTER:
                    yield of, time
                elif time is not None and time.at is not None:
                    matters.append(replace(time, is_sure=False))
            if sentence.says(Role.BEFORE_IT) and (not asks or sentence.says(Role.ASKED)):
                yield For.SOON, None
                yield from ((For.UNCLEAR, each) for each in matters[-1:])
