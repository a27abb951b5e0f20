"""What the Bulletins page says of bulletins, blocks, readers and letters."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from comms_desk.changes import Subject
from comms_desk.facts import listed
from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_date,
    format_day,
    format_number,
    format_time,
    ngettext,
)
from comms_desk.internal.audience.facts import FACTS as EMPLOYEE_FACTS
from comms_desk.internal.audience.model import Employee, EmployeeGroup, GroupKind
from comms_desk.internal.bulletins.facts import FACTS
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinLine,
    Excluded,
    NoLetterReason,
    Problem,
    ProblemKind,
    Recipients,
    SentInPart,
)
from comms_desk.mail.model import Cancelled, LetterState, SendingPlan
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.letters import BECAME, became

NAMES_SHOWN = 6


def name_and_number(bulletin: Bulletin | BulletinLine) -> str:
    """Return « Entre nous, nᵒ 41 »."""
    return _("{name}, no.\u00a0{number}").format(name=bulletin.name, number=bulletin.number)


def row(line: BulletinLine) -> Row:
    """Return *line* as a row of the list."""
    called, day = name_and_number(line), format_date(line.day)
    tag = state(line)
    return Row(
        key=line.id,
        title=line.subject or called,
        detail=f"{called} · {day}" if line.subject else day,
        tags=(tag,),
        copied=(*(fact.copied(line) for fact in listed(FACTS)), (_("Status"), tag.text)),
        strong=line.issued_at is None,
    )


def employee(value: Employee) -> Row:
    """Return an employee as a row of the list: the name, then where to write and where they work.

    Without a mailbox it says so: no bulletin goes there.
    """
    detail = " · ".join(part for part in (value.email, value.service, value.site) if part)
    tags = () if value.email else (RowTag(_("no e-mail address")),)
    name = ", ".join(part for part in (value.family_name, value.given_name) if part)
    copied = (_("Name"), name), *(fact.copied(value) for fact in listed(EMPLOYEE_FACTS))
    return Row(key=value.id, title=name, detail=detail, tags=tags, copied=copied)


def group(value: EmployeeGroup) -> Row:
    """Return a service or a workplace as a row, and how many work there."""
    kind = _("Service") if value.kind is GroupKind.SERVICE else _("Workplace")
    many = how_many(Subject.EMPLOYEE, value.count).format(count=format_number(value.count))
    return Row(key=value, title=value.name, detail=f"{kind} · {many}")


def how_many(subject: Subject, number: int) -> str:
    """Return how so many of a kind are said."""
    if subject is Subject.EMPLOYEE:
        return ngettext("{count} employee", "{count} employees", number)
    return ngettext("{count} bulletin", "{count} bulletins", number)


def searched(subject: Subject) -> str:
    """Return what may be searched for in the list of a kind."""
    return searched_readers() if subject is Subject.EMPLOYEE else _("Name, number, subject…")


def searched_readers() -> str:
    """Return what employees are searched for by."""
    return _("Name, service, workplace…")


def stays() -> str:
    """Return why nothing of a bulletin that was sent is put back."""
    return _(
        "This bulletin was sent: nothing in it changes any more. Copy it, and change the copy."
    )


def nobody() -> str:
    """Return what a list without employees says."""
    return _("The list of employees is empty.")


def state(line: BulletinLine) -> RowTag:
    """Return whether *line* was sent, as a tag; green once nothing of it is still to leave."""
    if line.archived_at is not None:
        return RowTag(_("Archived"))
    if line.is_cancelled:
        return RowTag(_("Sending stopped"))
    if line.is_leaving:
        return RowTag(_("Being sent"), Hue.ACCENT)
    if line.sent_in_part is not None:
        hue = Hue.GREEN if line.sent_in_part.as_chosen else Hue.AMBER
        return RowTag(in_part(line.sent_in_part), hue)
    return RowTag(_("Sent"), Hue.GREEN) if line.issued_at else RowTag(_("Draft"))


def in_part(sent: SentInPart) -> str:
    """Return to how many of its readers a bulletin was sent."""
    return _("Sent to {sent} of {total}").format(
        sent=format_number(sent.sent), total=format_number(sent.of)
    )


def problem_tag(problem: Problem) -> tuple[str, Hue]:
    """Return what is wrong in a word or two, on its block."""
    tone = Hue.RED if problem.stops_sending else Hue.AMBER
    said = {
        ProblemKind.BLOCK_EMPTY: _("empty"),
        ProblemKind.PICTURE_MISSING: _("no image"),
        ProblemKind.ALTERNATIVE_MISSING: _("alternative text missing"),
        ProblemKind.ALTERNATIVE_IS_FILE_NAME: _("alternative text is a file name"),
        ProblemKind.ALTERNATIVE_LONG: _("alternative text too long"),
        ProblemKind.ADDRESS_WRONG: _("address missing or wrong"),
        ProblemKind.LABEL_MISSING: _("text of a link missing"),
        ProblemKind.LABEL_VAGUE: _("say where the link leads"),
        ProblemKind.HEADING_SKIPPED: _("begin with a large heading"),
    }
    return said.get(problem.kind, ""), tone


def readers(recipients: Recipients) -> str:
    """Return how many would get a letter, or have not had theirs, and how many would not."""
    if not (recipients.count or recipients.already or recipients.excluded):
        return nobody()
    if recipients.is_issued:
        said = ngettext(
            "{count} person not reached yet", "{count} people not reached yet", recipients.count
        )
    else:
        said = ngettext("{count} recipient", "{count} recipients", recipients.count)
    said = said.format(count=format_number(recipients.count))
    return " · ".join([said, *excluded(recipients.excluded)])


def excluded(those: tuple[Excluded, ...]) -> list[str]:
    """Return how many get no e-mail, by reason."""
    counts = Counter(each.because for each in those)
    return [
        f"{format_number(counts[each])} {_because(each)}" for each in NoLetterReason if counts[each]
    ]


def not_reached(those: tuple[Excluded, ...]) -> str:
    """Return how many get no e-mail, and why; where there is one reason, the number once."""
    because = {each.because for each in those}
    reasons = [_because(each) for each in because] if len(because) == 1 else excluded(those)
    return ngettext(
        "{count} person will not get it: {reasons}.",
        "{count} people will not get it: {reasons}.",
        len(those),
    ).format(count=format_number(len(those)), reasons=" · ".join(reasons))


def _because(reason: NoLetterReason) -> str:
    return {
        NoLetterReason.NO_MAILBOX: _("without an e-mail address"),
        NoLetterReason.EXCLUDED: _("on the exclusion list"),
        NoLetterReason.SAME_MAILBOX: _("with the same address as someone else"),
        NoLetterReason.FORMER_ADDRESS: _("already written to at a former address"),
    }[reason]


def names(those: tuple[Excluded, ...]) -> str:
    """Return the first names of *those*, and how many follow: nothing is cut in silence."""
    shown = ", ".join(each.name for each in those[:NAMES_SHOWN])
    rest = len(those) - NAMES_SHOWN
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} other", "{names} and {count} others", rest).format(
        names=shown, count=format_number(rest)
    )


def question(bulletin: Bulletin, recipients: Recipients) -> str:
    """Return the question that is asked before sending: to how many, of how many."""
    count = recipients.count
    if not count:
        said = _("Send {bulletin}: to whom?")
    elif count == recipients.of:
        said = ngettext(
            "Send {bulletin} to {count} person?", "Send {bulletin} to {count} people?", count
        )
    else:
        said = ngettext(
            "Send {bulletin} to {count} person of {total}?",
            "Send {bulletin} to {count} people of {total}?",
            count,
        )
    return said.format(
        bulletin=name_and_number(bulletin),
        count=format_number(count),
        total=format_number(recipients.of),
    )


def verb(count: int) -> str:
    """Return the verb that sends, to *count* once there is anybody."""
    if not count:
        return _("Send")
    return ngettext("Send to {count} person", "Send to {count} people", count).format(
        count=format_number(count)
    )


def last_leaves(plan: SendingPlan, *, now: datetime) -> str:
    """Return when the last letter leaves, today or on another day, and why not sooner."""
    last, rate = plan.last_leaves_at, plan.letters_a_minute
    today, day = (each.astimezone(CITY_ZONE).date() for each in (now, last))
    if day == today:
        said = ngettext(
            "The last one leaves about {time}, at {rate} e-mail a minute.",
            "The last one leaves about {time}, at {rate} e-mails a minute.",
            rate,
        )
    else:
        said = ngettext(
            "The last one leaves on {day} about {time}, at {rate} e-mail a minute.",
            "The last one leaves on {day} about {time}, at {rate} e-mails a minute.",
            rate,
        )
    on = format_day(day) if day.year == today.year else format_date(day)
    return said.format(rate=format_number(rate), day=on, time=format_time(last))


def cancelling(bulletin: Bulletin, waiting: int, total: int) -> str:
    """Return the question that is asked before letters are cancelled."""
    called = name_and_number(bulletin)
    if not waiting:
        return _("{bulletin}: stop e-mails that return to the queue?").format(bulletin=called)
    return ngettext(
        "{bulletin}: stop {waiting} e-mail of {total}?",
        "{bulletin}: stop {waiting} e-mails of {total}?",
        waiting,
    ).format(waiting=format_number(waiting), total=format_number(total), bulletin=called)


def cancel(waiting: int) -> str:
    """Return the verb that cancels; when none waits, all that remain are on their way."""
    if not waiting:
        return _("Stop those that return to the queue")
    return ngettext("Stop {count} e-mail", "Stop {count} e-mails", waiting).format(
        count=format_number(waiting)
    )


def go_on(on_the_wire: int) -> str:
    """Return what a cancellation does to letters on the wire; nothing when none is."""
    if not on_the_wire:
        return ""
    return ngettext(
        "{count} e-mail is already being sent. If it returns to the queue, it will be stopped.",
        "{count} e-mails are already being sent. Those that return to the queue will be stopped.",
        on_the_wire,
    ).format(count=format_number(on_the_wire))


def not_cancelled(counts: Mapping[LetterState, int]) -> str:
    """Return what no cancellation touches; nothing when nothing has left or failed."""
    leaving = {LetterState.QUEUED, LetterState.SENDING}
    others = " · ".join(
        became(state, counts[state])
        for state in BECAME
        if state not in leaving and counts.get(state)
    )
    return _("The others stay as they are: {letters}.").format(letters=others) if others else ""


def none_waits(bulletin: Bulletin) -> str:
    """Return what the question comes to once every letter that it was about has left."""
    return _("{bulletin}: no e-mail is waiting any more").format(bulletin=name_and_number(bulletin))


def queued_since(count: int) -> str:
    """Return that *count* letters are not what was asked about; nothing when none is."""
    if not count:
        return ""
    return ngettext(
        "{count} e-mail has been added since: it will leave.",
        "{count} e-mails have been added since: they will leave.",
        count,
    ).format(count=format_number(count))


def cancelled(done: Cancelled, *, left: int, since: int = 0) -> str:
    """Return what a cancellation did, how many letters had *left*, and how many leave still."""
    parts = []
    if done.cancelled or not done.on_the_wire:
        said = ngettext("{count} e-mail stopped", "{count} e-mails stopped", done.cancelled)
        parts.append(said.format(count=format_number(done.cancelled)))
    if done.on_the_wire:
        said = ngettext(
            "{count} being sent: stopped if it returns to the queue",
            "{count} being sent: stopped if they return to the queue",
            done.on_the_wire,
        )
        parts.append(said.format(count=format_number(done.on_the_wire)))
    if left:
        said = ngettext("{count} had already left", "{count} had already left", left)
        parts.append(said.format(count=format_number(left)))
    if since:
        said = ngettext(
            "{count} added since, which will leave", "{count} added since, which will leave", since
        )
        parts.append(said.format(count=format_number(since)))
    return " · ".join(parts)
