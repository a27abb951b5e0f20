"""What is read on paper or on a phone: the sheet of an interview, and the end of the day.

Both are read in the office, and are in French.  They are made of what the desk knows as they are
asked for, and are kept by whoever asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language, format_moment, format_phone, format_time, format_weekday
from comms_desk.mail import mailboxes
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage, without_pieces
from comms_desk.mail.model import AccountId, LetterId
from comms_desk.media.drafting import boilerplate, letters
from comms_desk.media.drafting.letters import Letter
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import Inquiry, InquiryId, View
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.paths import resource
from comms_desk.planning.people import within as people
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.finding import row_of
from comms_desk.text import file_names
from comms_desk.text.calendar import Appointment, write_calendar
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import bullet, heading, number, paragraph, read_markdown
from comms_desk.text.markdown.model import Block, Document, Run

FRENCH = Language.FRENCH
HARD_QUESTIONS = 3
"""Those that one prepares for, whatever is said to be asked."""
INTERVIEW = timedelta(minutes=30)
PAGE_ROWS = 200
MOST_OPEN = 2_000
"""Open inquiries that a report names: nobody reads more."""
TO_PREPARE = "à préparer"
NAME, EVENING_NAME = "Fiche d’entrevue", "Fin de journée"
FILE_NAME_LENGTH = 120


class InterviewHourMissing(CommsDeskError):
    """An interview is in a calendar at an hour, and none is said."""


class NowhereToReport(CommsDeskError):
    """The end of the day goes to a mailbox, and the service has said none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What is agreed of an interview, and prepared for it.

    Attributes:
        at: When it is; None: not known yet.
        lasts: How long.
        place: Where, or by what line.
        programme: Of which programme, live or recorded.
        angle: What they are after.
        messages: What we say.
        hard_questions: What we would rather not be asked.
    """

    at: datetime | None = None
    lasts: timedelta = INTERVIEW
    place: str = ""
    programme: str = ""
    angle: str = ""
    messages: tuple[str, ...] = ()
    hard_questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file, and what it is called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOpen:
    """An open inquiry, and who has it; "": nobody."""

    inquiry: Inquiry
    holder: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """The end of a day: what is open, the first due first, who has it, who is on duty.

    *more* is how many others are open that are not named.
    """

    at: datetime
    open: tuple[StillOpen, ...]
    more: int
    on_duty: str

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(each.is_late for each in self.open)


class PaperDesk:
    """Makes papers; the office's own templates are in *templates*."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        self._database = database
        self._templates = templates

    # ── an interview ──────────────────────────────────────────────────────────────────

    def sheet(self, inquiry: InquiryId, interview: Interview) -> Paper:
        """Return the sheet of an *interview*, for Word, for whoever gives it.

        Raises:
            NotFound: There is no such inquiry, or it is in the bin.
            CommsDeskError: What the office's own template asks for and there is not.
        """
        with self._database.snapshot() as snapshot:
            one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
            speaks = _spokesperson(snapshot, one)
            now = snapshot.now
        body = Document(tuple(_of_interview(one, interview, speaks)))
        when = interview.at or now
        return self._word(NAME, one.title, format_weekday(when, FRENCH), body, now=now)

    def calendar(self, inquiry: InquiryId, interview: Interview) -> Paper:
        """Return the appointment of an *interview*, for the calendar of whoever gives it.

        Raises:
            NotFound: There is no such inquiry, or it is in the bin.
            InterviewHourMissing: Nobody has said when it is.
        """
        if interview.at is None:
            raise InterviewHourMissing
        with self._database.snapshot() as snapshot:
            one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
            speaks = _spokesperson(snapshot, one)
            now = snapshot.now
        title = " – ".join(filter(None, ("Entrevue", one.outlet_name, one.title)))
        body = Document(tuple(_of_interview(one, interview, speaks)))
        made = Appointment(
            uid=f"inquiry-{inquiry}-{one.received_at:%Y%m%d%H%M%S}@comms-desk",
            starts_at=interview.at,
            lasts=interview.lasts,
            title=title,
            place=interview.place,
            text=body.text,
        )
        return Paper(name=_file_name(title, ".ics"), content=write_calendar(made, now=now))

    # ── the end of the day ────────────────────────────────────────────────────────────

    def evening(self, on_duty: str = "") -> Evening:
        """Return what is open at the end of the day; *on_duty* answers the press tonight."""
        with self._database.snapshot() as snapshot:
            rows: list[Inquiry] = []
            after: object | None = None
            total = store.counts(snapshot)[View.OPEN]
            while True:
                page = store.search(snapshot, "", View.OPEN, after=after, limit=PAGE_ROWS)
                rows += page.rows
                after = page.next_key
                if after is None or len(rows) >= MOST_OPEN:
                    break
            holders = {each.holder.person for each in rows if each.holder.person is not None}
            names = people.names(snapshot, holders)
            return Evening(
                at=snapshot.now,
                open=tuple(_open(each, names, snapshot.now) for each in rows),
                more=max(total - len(rows), 0),
                on_duty=on_duty.strip(),
            )

    def evening_word(self, evening: Evening) -> Paper:
        """Return *evening* for Word.

        Raises:
            CommsDeskError: What the office's own template asks for and there is not.
        """
        head = [paragraph(_summary(evening)), paragraph(_duty(evening))]
        body = Document((*head, *_of_evening(evening)))
        day = format_weekday(evening.at, FRENCH)
        return self._word(EVENING_NAME, day[:1].upper() + day[1:], "", body, now=evening.at)

    def evening_letter(self, evening: Evening) -> Letter:
        """Return *evening* as a mail that reads on a phone.

        Raises:
            LetterTemplateBroken: The office's words ask for what there is not.
        """
        words = None if self._templates is None else self._templates / "letters"
        said = {
            "title": format_weekday(evening.at, FRENCH),
            "text": _summary(evening),
            "who": _duty(evening),
        }
        body = tuple(_of_evening(evening))
        subject, parts = letters.filled("evening.fr", said, templates=words, body=body)
        blocks = tuple(block for part in parts for block in part.blocks)
        return Letter(subject, ((FRENCH, Document(blocks)),))

    def send_evening(
        self, evening: Evening, to: Address | None = None, *, account: AccountId | None = None
    ) -> LetterId:
        """Send *evening* to an address; None: to the shared mailbox of the service.

        It is about nothing: no freeze holds what the office tells itself.

        Raises:
            NowhereToReport: No address is given, and the service has no shared mailbox.
            LetterTemplateBroken: The office's words ask for what there is not.
            NoAccount, AccountRetired: Nothing is set up, or it would leave by one out of use.
            StorageBusy: Another process held the lock too long; try again.
        """
        written = self.evening_letter(evening)
        made = NewMessage(
            subject=without_pieces(written.subject),
            text=without_pieces(written.text),
            html=written.html,
        )
        with self._database.transaction(durable=True) as transaction:
            where = to or mailboxes.shared(transaction)
            if where is None:
                raise NowhereToReport
            stored = outbox.compose(transaction, made, account=account)
            return outbox.queue(transaction, stored, to=where)

    def _word(self, kind: str, title: str, date: str, body: Document, *, now: datetime) -> Paper:
        from comms_desk.documents.template import Template

        ours = resource("templates", "sheet.fr.docx")
        theirs = None if self._templates is None else self._templates / "sheet.fr.docx"
        template = theirs if theirs is not None and theirs.is_file() else ours
        content = Template.read(template).fill(
            {"kind": kind.upper(), "title": title, "date": date or format_moment(now, FRENCH)},
            body,
            language=FRENCH,
            title=f"{kind} – {title}",
            author=boilerplate.AUTHOR,
            now=now,
        )
        return Paper(name=_file_name(f"{kind} - {title}", ".docx"), content=content)


def _file_name(words: str, suffix: str) -> str:
    stem = file_names.part_of_name(words)[:FILE_NAME_LENGTH]
    return file_names.file_name(stem, suffix)


def _spokesperson(snapshot: Snapshot, one: Inquiry) -> str:
    if one.spokesperson is None:
        return ""
    return people.names(snapshot, [one.spokesperson]).get(one.spokesperson, "")


def _of_interview(one: Inquiry, interview: Interview, speaks: str) -> Iterator[Block]:
    """Yield who, what, when, where, the angle, the messages and the three hard questions."""
    when = "" if interview.at is None else _when(interview.at)
    for label, value in (
        ("Qui", _who(one)),
        ("Porte-parole", speaks or "à trouver"),
        ("Quand", when or "à confirmer"),
        ("Où", interview.place or "à confirmer"),
        ("Émission", interview.programme),
        ("Sujet", one.title),
        ("Diffusion", "" if one.on_air is None or one.on_air.at is None else _when(one.on_air.at)),
    ):
        if value.strip():
            yield _labelled(label, value)
    if one.parts:
        yield heading(2, "Questions annoncées")
        yield from (number(on_one_line(each.question)) for each in one.parts)
    yield heading(2, "Angle")
    yield from read_markdown(interview.angle or TO_PREPARE.capitalize()).blocks
    yield heading(2, "Messages")
    yield from (bullet(on_one_line(each)) for each in interview.messages or (TO_PREPARE,))
    yield heading(2, "Trois questions difficiles")
    asked = [each for each in interview.hard_questions if each.strip()]
    asked += [TO_PREPARE] * (HARD_QUESTIONS - len(asked))
    yield from (number(on_one_line(each)) for each in asked)


def _who(one: Inquiry) -> str:
    said = [
        ", ".join(filter(None, (each.name, format_phone(each.phone) if each.phone else "")))
        for each in one.reporters
    ]
    return " · ".join(filter(None, (*said, one.outlet_name)))


def _labelled(label: str, value: str) -> Block:
    return paragraph(Run(f"{label}\u00a0: ", bold=True), on_one_line(value))


def _when(moment: datetime) -> str:
    return f"{format_weekday(moment, FRENCH)}, {format_time(moment, FRENCH)}"


def _open(one: Inquiry, names: Mapping[int, str], now: datetime) -> StillOpen:
    person: PersonId | None = one.holder.person
    holder = one.holder.body if person is None else names.get(person, "")
    return StillOpen(inquiry=one, holder=holder, is_late=one.is_late(now))


def _summary(evening: Evening) -> str:
    count = len(evening.open) + evening.more
    if not count:
        return "Aucune demande n’est ouverte."
    said = "1 demande ouverte" if count == 1 else f"{count} demandes ouvertes"
    if evening.late:
        said += f", dont {evening.late} en retard"
    return f"{said}."


def _duty(evening: Evening) -> str:
    return f"De garde ce soir\u00a0: {evening.on_duty or 'personne n’est inscrit'}."


def _of_evening(evening: Evening) -> Iterator[Block]:
    for each in evening.open:
        one = each.inquiry
        due = one.due_at
        hour = "heure à demander" if due is None else _when(due)
        late = "en retard\u00a0· " if each.is_late else ""
        who = each.holder or "personne ne l’a"
        title = " – ".join(filter(None, (one.outlet_name, one.title)))
        yield bullet(Run(on_one_line(title), bold=True), f"\u00a0: {late}{hour}\u00a0· {who}")
    if evening.more:
        yield paragraph(f"Et {evening.more} autres.")
