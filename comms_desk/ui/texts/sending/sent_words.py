"""The words of what became of a text that was sent: each sending, each letter, each correction."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from comms_desk.i18n import (
    _,
    format_moment,
    format_number,
    ngettext,
    pgettext,
)
from comms_desk.mail.model import Letter, LetterState
from comms_desk.media.dispatches.model import AmendmentPlan, Dispatch, DispatchKind, ToDo
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.texts.sending.words import WHY, ScreenLine, people, time_within
from comms_desk.wording.dispatches import step_said
from comms_desk.wording.letters import STATES, state_alone, why

TONES: Mapping[LetterState, Hue] = {
    LetterState.SENT: Hue.GREEN,
    LetterState.HANDED_OVER: Hue.AMBER,
    LetterState.UNCERTAIN: Hue.AMBER,
    LetterState.REFUSED: Hue.RED,
}
IN_ORDER = (
    LetterState.UNCERTAIN,
    LetterState.REFUSED,
    LetterState.SENDING,
    LetterState.QUEUED,
    LetterState.SENT,
    LetterState.HANDED_OVER,
    LetterState.WITHHELD,
    LetterState.CANCELLED,
)
"""What a person decides about first, then what is on its way, then what is over."""


def kind(each: DispatchKind) -> str:
    """Return what was sent."""
    match each:
        case DispatchKind.CORRECTION:
            return _("Correction")
        case DispatchKind.WITHDRAWAL:
            return pgettext("text", "Withdrawal")
        case _:
            return pgettext("text", "Sending")


def total(dispatches: Sequence[Dispatch]) -> dict[LetterState, int]:
    """Return how many letters of *dispatches* stand where, in the order in which it is said."""
    return {
        state: count
        for state in IN_ORDER
        if (count := sum(each.counts.get(state, 0) for each in dispatches))
    }


def counts(of: Mapping[LetterState, int]) -> str:
    """Return « Accepté par le serveur : 398 · En attente : 12 »."""
    return " · ".join(
        _("{state}: {n}").format(state=STATES[state](), n=format_number(of[state]))
        for state in IN_ORDER
        if of.get(state)
    )


def summary(dispatches: Sequence[Dispatch], now: datetime) -> str:
    """Return what the card of a text says of its sending: since when, and how far it is."""
    if not dispatches:
        return ""
    last = dispatches[0]
    moment = last.first_sent_at or last.made_at
    said = _sent(last.kind) if last.first_sent_at else _("In the outbox since {time}")
    hour = said.format(time=time_within(moment, now))
    return f"{hour} · {counts(last.counts)}" if last.letters else hour


def _sent(each: DispatchKind) -> str:
    match each:
        case DispatchKind.CORRECTION:
            return _("Corrected at {time}")
        case DispatchKind.WITHDRAWAL:
            return _("Withdrawn at {time}")
        case _:
            return _("Released at {time}")


def line(each: Dispatch, by: str, now: datetime, *, lifts: datetime | None = None) -> ScreenLine:
    """Return one sending as a line; *lifts* is when the embargo of its text does, if one holds."""
    version = _("version {number}").format(number=format_number(each.version))
    said = [version] if each.version else []
    if by:
        said.append(by)
    if each.stopped_at is not None:
        stopped = _("stopped at {time}").format(time=time_within(each.stopped_at, now))
        said.append(stopped)
    if lifts is not None and each.counts.get(LetterState.QUEUED):
        time = time_within(lifts, now)
        said.append(_("leaves as the embargo lifts, {time}").format(time=time))
    said.append(counts(each.counts))
    if each.note:
        said.append(each.note)
    return ScreenLine(
        key=each.id,
        when=time_within(each.at or each.made_at, now),
        name=kind(each.kind),
        detail=" · ".join(said),
    )


def letter(each: Letter, now: datetime, lifts: datetime | None = None) -> Row:
    """Return one letter as a row: to whom, where it stands, and when it left or leaves.

    *lifts* is when the embargo of its text does, if one holds.
    """
    tone = TONES.get(each.state, Hue.NEUTRAL)
    moment = each.sent_at or each.due_at
    if each.state is LetterState.QUEUED and each.embargo is not None and lifts is not None:
        moment = max(moment, lifts - timedelta(seconds=each.lead_s or 0))
    return Row(
        key=each.id,
        title=str(each.to),
        detail=put_off(each, now) or why(each.trouble) or each.receipt,
        moment=time_within(moment, now),
        at=format_moment(moment),
        tags=(RowTag(state_alone(each), tone),),
        strong=False,
    )


def put_off(each: Letter, now: datetime) -> str:
    """Say when a letter whose server asked to wait is tried again; "" for any other."""
    if each.state is not LetterState.QUEUED or each.trouble is None or each.due_at <= now:
        return ""
    return _("Will be tried again at {time}").format(time=time_within(each.due_at, now))


def fate(each: Letter, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield all that is known of one letter, each fact under its name."""
    bare = each.to.bare.replace("@", "@\N{ZERO WIDTH SPACE}")  # a long one may be cut there
    yield _("To"), "\n".join(filter(None, (each.to.name, bare)))
    yield _("Subject"), each.subject
    yield _("State"), state_alone(each)
    yield _("In the outbox since"), format_moment(each.queued_at)
    if each.sent_at is not None:
        yield _("Taken by the server"), format_moment(each.sent_at)
    if each.receipt:
        yield _("Its answer"), each.receipt
    if each.trouble is not None:
        yield _("What happened"), why(each.trouble)
    if waits := put_off(each, now):
        yield _("What comes next"), waits


def amend(of: DispatchKind, plan: AmendmentPlan | None) -> str:
    """Return the verb that sends a correction or a withdrawal, and to how many."""
    is_correction = of is DispatchKind.CORRECTION
    said = _("Send the correction") if is_correction else _("Withdraw the text")
    return f"{said} · {people(len(plan.told))}" if plan is not None and plan.told else said


def told(plan: AmendmentPlan) -> str:
    """Say who gets the notice, and who does not though they have the text."""
    counted = Counter(each.left_out for each in plan.left_out if each.left_out is not None)
    left_out = (
        ngettext("{count} left out: {why}", "{count} left out: {why}", count).format(
            count=format_number(count), why=WHY[because]()
        )
        for because, count in counted.items()
    )
    return "\n".join((_told(plan), *left_out))


def _told(plan: AmendmentPlan) -> str:
    said = ngettext(
        "{n} address has the text: it gets this notice.",
        "{n} addresses have the text: they get this notice.",
        len(plan.told),
    ).format(n=format_number(len(plan.told)))
    if not plan.told and plan.left_out:
        return _("Nobody who has the text can be written to: no notice leaves.")
    if not plan.told:
        return _("Nobody has the text yet: no notice leaves.")
    if not plan.uncertain:
        return said
    maybe = ngettext(
        "Of {n} nobody knows: it is told too.",
        "Of {n} nobody knows: they are told too.",
        plan.uncertain,
    ).format(n=format_number(plan.uncertain))
    return f"{said} {maybe}"


def replaced(of: DispatchKind, plan: AmendmentPlan) -> str:
    """Say what becomes of what waits still."""
    if not plan.replaced:
        return ""
    number = format_number(len(plan.replaced))
    if of is DispatchKind.WITHDRAWAL:
        return ngettext(
            "{n} e-mail waits still: it is stopped.",
            "{n} e-mails wait still: they are stopped.",
            len(plan.replaced),
        ).format(n=number)
    return ngettext(
        "{n} e-mail waits still: the right text takes its place, without a notice.",
        "{n} e-mails wait still: the right text takes their place, without a notice.",
        len(plan.replaced),
    ).format(n=number)


def amended_question(of: DispatchKind, plan: AmendmentPlan) -> str:
    """Return what is asked last of all."""
    said = (
        _("Send the correction of “{title}”?")
        if of is DispatchKind.CORRECTION
        else _("Withdraw “{title}”?")
    )
    return said.format(title=plan.title)


def waiting(of: Mapping[LetterState, int]) -> int:
    """Return how many letters can be stopped still."""
    return of.get(LetterState.QUEUED, 0) + of.get(LetterState.SENDING, 0)


def stopped(count: int, on_the_wire: int) -> str:
    """Say what a stop did."""
    said = ngettext("{n} e-mail stopped", "{n} e-mails stopped", count).format(
        n=format_number(count)
    )
    if not on_the_wire:
        return said
    gone = ngettext("{n} on its way may leave", "{n} on their way may leave", on_the_wire).format(
        n=format_number(on_the_wire)
    )
    return f"{said}; {gone}"


def dated_step(each: ToDo, now: datetime) -> str:
    """Return what a person does outside; under it from when, where that is not now."""
    said = [step_said(each)]
    if each.is_frozen:
        said.append(_("once the freeze is lifted"))
    if each.not_before is not None:
        said.append(_("not before {time}").format(time=time_within(each.not_before, now)))
    return "\n".join(said)


def done(each: ToDo, names: Mapping[int, str], now: datetime) -> str:
    """Return who did it, and when; "" while nobody has."""
    if each.done_at is None:
        return ""
    by = "" if each.done_by is None else names.get(each.done_by, "")
    return " · ".join(filter(None, (by, time_within(each.done_at, now))))
