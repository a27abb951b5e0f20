"""What is read on paper or on a phone: the sheet of an interview, and the end of the day.

Both are read in the office, and are in French.  They are made of what the desk knows as they are
asked for, and are kept by who asked.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from comms_desk.changes import Ref
from comms_desk.embargo import within as embargoes
from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import (
    CITY_ZONE,
    Language,
    format_moment,
    format_phone,
    format_time,
    format_weekday,
)
from comms_desk.mail import mailboxes
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage, ShownLetter, without_pieces
from comms_desk.mail.model import AccountId, LetterId, MessageId
from comms_desk.media.drafting import letters
from comms_desk.media.drafting.letters import OfficeLetter
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import Basis, Inquiry, InquiryId, InquiryTab
from comms_desk.media.inquiries.rows import EveningRow, InquiryRow
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
LATE_AFTER = timedelta(minutes=10)
"""The end of the day that leaves so much after its hour says so."""
SATURDAY = 5
TO_PREPARE = "à préparer"
UNNAMED = "quelqu’un de l’équipe"
"""Who has an inquiry, and never said their name: a login says nothing to who reads this."""
NAME, EVENING_NAME = "Fiche d’entrevue", "Fin de journée"
FILE_NAME_LENGTH = 120


class InterviewHourMissing(CommsDeskError):
    """An interview is in a calendar at an hour, and none is said."""

    what = N_("The interview has no hour yet: it has no place in a calendar.")
    way_out = N_("Say when it is.")


class NowhereToReport(CommsDeskError):
    """The end of the day goes to a mailbox, and the service has said none."""

    what = N_("Nobody is named to send the end of the day to.")
    way_out = N_("Give an address, or set the shared mailbox of the service in the settings.")


class EveningLeft(CommsDeskError):
    """The end of that day left for *address* already, at *moment*."""

    what = N_("The end of the day left for {address} already, on {moment}.")
    way_out = N_("Send it again only where somebody needs it.")

    address: str
    moment: datetime


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

    @property
    def is_urgent(self) -> bool:
        """Whether it is wanted at once, whenever it is on air."""
        return self.inquiry.deadline.basis is Basis.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """The end of a day: what is open, late, urgent, then the first due; who has it, who is on duty.

    Attributes:
        more: How many others are open that are not named.
        was_asked: Whether anybody ever asked anything of this desk.
        due_at: The hour at which it leaves by itself; None: a person asked for it.
    """

    at: datetime
    open: tuple[StillOpen, ...]
    more: int
    on_duty: str
    was_asked: bool
    due_at: datetime | None

    @property
    def day(self) -> date:
        """The day that ends, in the city."""
        return (self.due_at or self.at).astimezone(CITY_ZONE).date()

    @property
    def is_awaited(self) -> bool:
        """Whether it leaves by itself: on a weekday, where nothing is open too; or somebody waits.

        An evening without it would be taken for one on which it could not leave.
        """
        return bool(self.open) or (self.was_asked and self.day.weekday() < SATURDAY)

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
        """Return the sheet of an *interview*, for Word, for the person who gives it.

        Raises:
            NotFound: There is no such inquiry, or it is in the bin.
            WordsUnderEmbargo: It has words that may not leave yet.
            CommsDeskError: What the office's own template asks for and there is not.
        """
        with self._database.snapshot() as snapshot:
            one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
            speaks = _spokesperson(snapshot, one)
            body = Document(tuple(_of_interview(one, interview, speaks)))
            _refuse_words(snapshot, one.title, body, own={store.ref(inquiry)})
            now = snapshot.now
        when = interview.at or now
        return self._word(NAME, one.title, format_weekday(when, FRENCH), body, now=now)

    def calendar(self, inquiry: InquiryId, interview: Interview) -> Paper:
        """Return the appointment of an *interview*, for the calendar of the person who gives it.

        Raises:
            NotFound: There is no such inquiry, or it is in the bin.
            InterviewHourMissing: Nobody has said when it is.
            WordsUnderEmbargo: It has words that may not leave yet.
        """
        if interview.at is None:
            raise InterviewHourMissing
        with self._database.snapshot() as snapshot:
            one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
            speaks = _spokesperson(snapshot, one)
            body = Document(tuple(_of_interview(one, interview, speaks)))
            _refuse_words(snapshot, one.title, body, own={store.ref(inquiry)})
            now = snapshot.now
        title = " – ".join(filter(None, ("Entrevue", one.outlet_name, one.title)))
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

    def evening(self, on_duty: str = "", *, due_at: datetime | None = None) -> Evening:
        """Return what is open at the end of the day; *on_duty* answers the press tonight.

        Args:
            on_duty: Who does, as people call them.
            due_at: The hour at which it leaves by itself; None: a person asks for it.
        """
        with self._database.snapshot() as snapshot:
            rows: list[Inquiry] = []
            after: object | None = None
            counts = store.counts(snapshot)
            while True:
                page = store.search(snapshot, "", InquiryTab.OPEN, after=after, limit=PAGE_ROWS)
                rows += page.rows
                after = page.next_key
                if after is None or len(rows) >= MOST_OPEN:
                    break
            holders = {each.holder.person for each in rows if each.holder.person is not None}
            names = people.given_names(snapshot, holders)
            waiting = [_open(each, names, snapshot.now) for each in rows]
            return Evening(
                at=snapshot.now,
                open=tuple(
                    sorted(waiting, key=lambda each: (not each.is_late, not each.is_urgent))
                ),
                more=max(counts[InquiryTab.OPEN] - len(rows), 0),
                on_duty=on_duty.strip(),
                was_asked=bool(counts[InquiryTab.ALL]),
                due_at=due_at,
            )

    def evening_word(self, evening: Evening) -> Paper:
        """Return *evening* for Word.

        Raises:
            WordsUnderEmbargo: It has words that may not leave yet.
            CommsDeskError: What the office's own template asks for and there is not.
        """
        head = [paragraph(_summary(evening)), paragraph(_duty(evening))]
        body = Document((*head, *_of_evening(evening)))
        with self._database.snapshot() as snapshot:
            _refuse_words(snapshot, "", body)
        day = format_weekday(evening.day, FRENCH)
        return self._word(EVENING_NAME, day[:1].upper() + day[1:], "", body, now=evening.at)

    def evening_letter(self, evening: Evening) -> OfficeLetter:
        """Return *evening* as a mail that reads on a phone.

        Raises:
            LetterTemplateBroken: The office's words ask for what there is not.
        """
        words = None if self._templates is None else self._templates / "letters"
        said = {
            "title": format_weekday(evening.day, FRENCH),
            "text": _heading(evening),
            "who": _duty(evening),
        }
        body = tuple(_of_evening(evening))
        subject, parts = letters.filled("evening.fr", said, templates=words, body=body)
        blocks = tuple(block for part in parts for block in part.blocks)
        return OfficeLetter(subject, ((FRENCH, Document(blocks)),))

    def plan_evening(self, evening: Evening, to: Address | None = None) -> ShownLetter:
        """Return *evening* as it would leave, read back from its bytes.

        To an address; None: to the shared mailbox of the service, if there is one.

        Raises:
            LetterTemplateBroken: The office's words ask for what there is not.
            NoAccount: None has been set up.
        """
        from comms_desk.mail import shown

        made = self._evening_message(evening)
        with self._database.snapshot() as snapshot:
            where = to or mailboxes.shared(snapshot)
            sender = outbox.accounts(snapshot)[0].sender
        read = shown.read_back(made, sender=sender, to=where)
        return ShownLetter(
            to=() if where is None else (where,),
            sender=sender,
            subject=read.subject,
            text=read.text,
            html=read.html,
        )

    def _evening_message(self, evening: Evening) -> NewMessage:
        written = self.evening_letter(evening)
        return NewMessage(
            subject=without_pieces(written.subject),
            text=without_pieces(written.text),
            html=written.html,
        )

    def evening_awaits(self, day: date) -> bool:
        """Whether the shared mailbox is to have the end of that *day*, and it has not left."""
        with self._database.snapshot() as snapshot:
            where = mailboxes.shared(snapshot)
            return where is not None and _left(snapshot, day, where) is None

    def send_evening(
        self,
        evening: Evening,
        to: Address | None = None,
        *,
        account: AccountId | None = None,
        again: bool = False,
    ) -> LetterId:
        """Send *evening* to an address; None: to the shared mailbox of the service.

        It is about nothing: no freeze holds what the office tells itself.  It leaves once a day
        for an address, sent by the desk itself or by a person before it.

        Raises:
            NowhereToReport: No address is given, and the service has no shared mailbox.
            EveningLeft: That of the day left already, and not *again*.
            LetterTemplateBroken: The office's words ask for what there is not.
            NoAccount, AccountRetired: Nothing is set up, or it would leave by one out of use.
        """
        made = self._evening_message(evening)
        with self._database.transaction(durable=True) as transaction:
            where = to or mailboxes.shared(transaction)
            if where is None:
                raise NowhereToReport
            left = _left(transaction, evening.day, where)
            if left is not None and not again and _is_gone(transaction, left, evening):
                raise EveningLeft(where.bare, left.at)
            stored = outbox.compose(transaction, made, account=account)
            letter = outbox.queue(transaction, stored, to=where)
            row = EveningRow(
                day=evening.day, address_key=where.key, at=transaction.now, message=stored
            )
            transaction.session.merge(row)
            return letter

    def _word(self, kind: str, title: str, date: str, body: Document, *, now: datetime) -> Paper:
        from comms_desk.media.drafting.export import sheet_of

        said = date or format_moment(now, FRENCH)
        content = sheet_of(
            kind, title, said, body, language=FRENCH, now=now, templates=self._templates
        )
        return Paper(name=_file_name(f"{kind} - {title}", ".docx"), content=content)


def _refuse_words(
    snapshot: Snapshot, title: str, body: Document, *, own: Collection[Ref] = ()
) -> None:
    """Let a paper be made only of what may leave: it is read wherever it is carried."""
    said = "\n".join((title, *(each.text for each in body.blocks)))
    embargoes.refuse_words(snapshot, said, own=own)


def _left(snapshot: Snapshot, day: date, to: Address) -> EveningRow | None:
    return snapshot.session.get(EveningRow, (day, to.key))


def _is_gone(snapshot: Snapshot, left: EveningRow, evening: Evening) -> bool:
    """Whether what *left* has, or may: by itself it is tried once, a person tries it again."""
    return evening.due_at is not None or bool(outbox.written_to(snapshot, MessageId(left.message)))


def _file_name(words: str, suffix: str) -> str:
    stem = file_names.part_of_name(words)[:FILE_NAME_LENGTH]
    return file_names.file_name(stem, suffix)


def _spokesperson(snapshot: Snapshot, one: Inquiry) -> str:
    if one.spokesperson is None:
        return ""
    return people.given_names(snapshot, [one.spokesperson]).get(one.spokesperson, "")


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
            yield paragraph(Run(f"{label}\u00a0: ", bold=True), on_one_line(value))
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


def _when(moment: datetime) -> str:
    return f"{format_weekday(moment, FRENCH)}, {format_time(moment, FRENCH)}"


def _open(one: Inquiry, names: Mapping[int, str], now: datetime) -> StillOpen:
    person: PersonId | None = one.holder.person
    holder = one.holder.body if person is None else names.get(person, UNNAMED)
    return StillOpen(inquiry=one, holder=holder, is_late=one.is_late(now))


def _summary(evening: Evening) -> str:
    count = len(evening.open) + evening.more
    if not count:
        return "Aucune demande n’est ouverte."
    said = "1 demande ouverte" if count == 1 else f"{count} demandes ouvertes"
    if evening.late:
        said += f", dont {evening.late} en retard"
    return f"{said}."


def _heading(evening: Evening) -> str:
    """Return what it comes to; and that it is late, where it could not leave at its hour."""
    due = evening.due_at
    if due is None or evening.at < due + LATE_AFTER:
        return _summary(evening)
    now, hour = format_time(evening.at, FRENCH), format_time(due, FRENCH)
    return f"{_summary(evening)} C’est l’état de {now}\u00a0: rien n’est parti à {hour}."


def _duty(evening: Evening) -> str:
    return f"De garde ce soir\u00a0: {evening.on_duty or 'personne n’est inscrit'}."


def _of_evening(evening: Evening) -> Iterator[Block]:
    for each in evening.open:
        one = each.inquiry
        late = "en retard\u00a0· " if each.is_late else ""
        who = each.holder or "sans responsable"
        title = " – ".join(filter(None, (one.outlet_name, one.title)))
        said = f"\u00a0: {late}{_due(one, evening.day)}\u00a0· {who}"
        yield bullet(Run(on_one_line(title), bold=True), said)
    if evening.more:
        yield paragraph(f"Et {evening.more} autres.")


def _due(one: Inquiry, today: date) -> str:
    """Return when *one* is due, as it is read on the evening of *today*, with how it is known."""
    hour = one.hour
    urgent = "urgent, " if one.deadline.basis is Basis.URGENT else ""
    if hour.at is None:
        return f"{urgent}heure à demander"
    day = hour.at.astimezone(CITY_ZONE).date()
    said = format_time(hour.at, FRENCH)
    if day != today:
        near = {-1: "hier", 1: "demain"}.get((day - today).days, format_weekday(day, FRENCH))
        said = f"{near}, {said}"
    said = f"diffusion {said}" if one.waits_for_air else said
    return urgent + said + {Basis.UNSURE: "?", Basis.ASSUMED: ", supposée"}.get(hour.basis, "")
