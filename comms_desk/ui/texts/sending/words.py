"""The words of the last screen before a text leaves: who, when, how, and why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_day,
    format_number,
    format_time,
    ngettext,
    pgettext,
)
from comms_desk.mail.model import NoAccount
from comms_desk.media.dispatches.model import (
    AllHaveIt,
    CorrectionUnsaid,
    DispatchKind,
    EnglishAlone,
    EnglishStale,
    HourMissing,
    HourPassed,
    MediaContactMissing,
    NobodyToSendTo,
    NothingToLift,
    NothingWasSent,
    Plan,
    PlannedList,
    RequestedSending,
    SameAsSent,
    SendingTime,
    SentDiffers,
    SourceMissing,
    TextMaybeSent,
    TextMissing,
    TextNotKept,
    WasWithdrawn,
)
from comms_desk.media.drafting.model import TitleMissing
from comms_desk.media.lists.model import Addressee, LeftOut
from comms_desk.ui.kit.look import Hue
from comms_desk.wording import say

NAMED = 8
"""How many of those who do not get it are named, for one reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLine:
    """One line of the screen: an hour, a name, what is said of it, a tag, a way to take it away.

    *is_under* says that it is one of the people of the line above, which has the hour.
    """

    key: object
    name: str
    detail: str = ""
    when: str = ""
    tag: str = ""
    tone: Hue = Hue.NEUTRAL
    away: str = ""


WHY: Mapping[LeftOut, Callable[[], str]] = {
    LeftOut.NO_ADDRESS: lambda: _("no address"),
    LeftOut.BARRED: lambda: _("do not contact"),
    LeftOut.EXCLUDED: lambda: _("address on the exclusion list"),
    LeftOut.ALREADY: lambda: _("already has it, or it is on its way"),
    LeftOut.NOT_SIGNED: lambda: _("under embargo, without a signed exception"),
}

SHORT: Mapping[type[CommsDeskError], Callable[[], str]] = {
    NoAccount: lambda: _("no sending account"),
    NobodyToSendTo: lambda: _("nobody chosen"),
    AllHaveIt: lambda: _("everyone has it"),
    TitleMissing: lambda: _("title missing"),
    TextMissing: lambda: _("text missing"),
    SourceMissing: lambda: _("source missing"),
    MediaContactMissing: lambda: _("media contact missing"),
    TextNotKept: lambda: _("text being written"),
    HourMissing: lambda: _("date or time incomplete"),
    HourPassed: lambda: _("hour passed"),
    NothingToLift: lambda: _("no embargo any more"),
    SentDiffers: lambda: _("sent otherwise: correct it"),
    EnglishAlone: lambda: _("not in French"),
    EnglishStale: lambda: _("English outdated"),
    TextMaybeSent: lambda: _("to be confirmed"),
    WasWithdrawn: lambda: pgettext("text", "withdrawn"),
    SameAsSent: lambda: _("nothing has changed"),
    CorrectionUnsaid: lambda: _("say what changes"),
    NothingWasSent: lambda: _("nothing was sent"),
    WordsUnderEmbargo: lambda: _("words under embargo"),
}
"""Why a text cannot leave, as its button says it."""


def titled(plan: Plan) -> str:
    """Return « Budget 2027, version 14 »."""
    title = plan.title or _("Untitled")
    if not plan.version:
        return title
    number = format_number(plan.version)
    return _("{title}, version {number}").format(title=title, number=number)


def lines(plan: Plan, also: Sequence[ScreenLine], now: datetime) -> Iterator[ScreenLine]:
    """Yield each list as it would leave, then those chosen beside them."""
    days = {_day(each.first_leaves_at) for each in plan.lists if each.count}
    said = format_time if len(days) <= 1 else partial(time_within, now=now)
    for each in plan.lists:
        if each.list is not None:
            yield _list(each, said)
    beside = [each for each in plan.lists if each.list is None]
    hour = said(beside[0].first_leaves_at) if beside else ""
    for one in also:
        yield ScreenLine(
            key=one.key,
            name=one.name,
            detail=one.detail,
            when=hour,
            away=_("Leave out {who}").format(who=one.name),
        )


def _day(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()


def _list(each: PlannedList, hour: Callable[[datetime], str]) -> ScreenLine:
    detail = people(each.count)
    if each.under_embargo:
        detail = ngettext("{n} named person", "{n} named people", each.count).format(
            n=format_number(each.count)
        )
        detail = f"{detail} · {_('under embargo')}"
    if each.counted_before:
        more = ngettext("{n} already above", "{n} already above", each.counted_before)
        detail = f"{detail} · {more.format(n=format_number(each.counted_before))}"
    tag, tone = "", Hue.NEUTRAL
    if each.under_embargo:
        tag, tone = _("signed exception"), Hue.AMBER
    return ScreenLine(
        key=each.list,
        name=each.name,
        detail=detail,
        when=hour(each.first_leaves_at) if each.count else "",
        tag=tag,
        tone=tone,
        away=_("Leave out {who}").format(who=each.name),
    )


def people(count: int) -> str:
    """Return « 412 personnes »."""
    return ngettext("{n} person", "{n} people", count).format(n=format_number(count))


def addresses(count: int) -> str:
    """Return « 12 adresses »."""
    return ngettext("{n} address", "{n} addresses", count).format(n=format_number(count))


def time_within(moment: datetime, now: datetime) -> str:
    """Return the hour of *moment*, with its day where that is another than today."""
    if _day(moment) == _day(now):
        return format_time(moment)
    return f"{format_day(moment)}, {format_time(moment)}"


def left_out(those: Iterable[Addressee]) -> Iterator[ScreenLine]:
    """Yield who does not get it and why: by name, those of one reason together."""
    by: dict[LeftOut, list[Addressee]] = {}
    for each in those:
        if each.left_out is not None:
            by.setdefault(each.left_out, []).append(each)
    for reason, some in by.items():
        if reason in (LeftOut.NO_ADDRESS, LeftOut.ALREADY) and len(some) > 1:
            names = ", ".join(_name(each) for each in some[:NAMED])
            more = len(some) - NAMED
            if more > 0:
                names = ngettext(
                    "{names} and {count} other", "{names} and {count} others", more
                ).format(names=names, count=format_number(more))
            yield ScreenLine(
                key=reason, name=people(len(some)), detail=f"{WHY[reason]()} · {names}"
            )
            continue
        for each in some[:NAMED]:
            said = " · ".join(filter(None, (WHY[reason](), each.note)))
            yield ScreenLine(key=(reason, each.ref or each.name), name=_name(each), detail=said)
        if len(some) > NAMED:
            yield ScreenLine(key=reason, name=people(len(some) - NAMED), detail=WHY[reason]())


def _name(each: Addressee) -> str:
    return each.name or (each.address.bare if each.address else "")


def account(plan: Plan, now: datetime) -> str:
    """Return by what it leaves, how fast, and when the last letter does."""
    if plan.account is None:
        return ""
    rate = plan.account.letters_a_minute
    said = [
        _("Account: {name}, {address}").format(
            name=plan.account.name, address=plan.account.sender.bare
        ),
        ngettext("{n} e-mail a minute", "{n} e-mails a minute", rate).format(n=format_number(rate)),
    ]
    if plan.last_leaves_at is not None:
        first = plan.first_leaves_at or now
        last = time_within(plan.last_leaves_at, first)
        said.append(_("last letter around {time}").format(time=last))
    if plan.copy_to is not None:
        said.append(_("blind copy to {address}").format(address=plan.copy_to.bare))
    return " · ".join(said)


def verb(plan: Plan, wanted: RequestedSending, now: datetime) -> str:
    """Return « Envoyer à 10 h · 412 personnes »: all that the button does."""
    hour = _hour(plan, wanted)
    if wanted.when is SendingTime.NOW and plan.until is not None:
        said = _("Send under embargo")
    elif (
        wanted.when is SendingTime.AT and wanted.at is None
    ):  # what is typed is no hour: none is said
        said = _("Send")
    elif wanted.when is SendingTime.NOW or hour is None:
        said = _("Send now")
    else:
        is_today = _day(hour) == _day(now)
        said = _("Send at {time}") if is_today else _("Send on {day} at {time}")
        said = said.format(day=format_day(hour), time=format_time(hour))
    return f"{said} · {people(plan.people)}" if plan.people else said


def _hour(plan: Plan, wanted: RequestedSending) -> datetime | None:
    """Return the hour that people speak of: not that of those who have it minutes before."""
    if wanted.when is SendingTime.AT:
        return wanted.at
    lifted = plan.until if wanted.when is SendingTime.WHEN_LIFTED else None
    return lifted or plan.first_leaves_at


def forbidden(obstacles: Sequence[CommsDeskError], left_out: Iterable[Addressee] = ()) -> str:
    """Return why it cannot leave, in two words; "": it can."""
    if not obstacles:
        return ""
    unsigned = sum(each.left_out is LeftOut.NOT_SIGNED for each in left_out)
    if unsigned and isinstance(obstacles[0], NobodyToSendTo):
        return ngettext("{n} unsigned exception", "{n} unsigned exceptions", unsigned).format(
            n=format_number(unsigned)
        )
    short = SHORT.get(type(obstacles[0]))
    return _("see why below") if short is None else short()


def missing(obstacle: CommsDeskError) -> str:
    """Return why it cannot leave, and the way out."""
    return say(obstacle).whole


def said_below(obstacles: Iterable[CommsDeskError]) -> tuple[str, ...]:
    """Return in whole sentences why it cannot leave, but what is said where it is decided."""
    elsewhere = (TextMaybeSent, EnglishStale, WordsUnderEmbargo)
    return tuple(missing(each) for each in obstacles if not isinstance(each, elsewhere))


def confirmed(kind: DispatchKind) -> str:
    """Return what a person says who has a text in doubt leave all the same."""
    match kind:
        case DispatchKind.CORRECTION:
            return _("I have asked: the correction may leave, though some may have one already")
        case DispatchKind.WITHDRAWAL:
            return _("I have asked: the withdrawal may leave, though some may have one already")
        case _:
            return _("I have asked: it may leave, though some may have it already")


def lifted(until: datetime, now: datetime) -> str:
    """Return « À la levée de l’embargo · 10 h (HE) »."""
    return _("When the embargo lifts · {time} (ET)").format(time=time_within(until, now))


def frozen(reason: str) -> str:
    """Say that nothing leaves before a freeze is lifted."""
    return _(
        "All sending is frozen ({reason}): nothing leaves before the freeze is lifted."
    ).format(reason=reason)


def question(plan: Plan) -> str:
    """Return what is asked last of all."""
    return ngettext(
        "Send “{title}” to {n} person?", "Send “{title}” to {n} people?", plan.people
    ).format(title=plan.title, n=format_number(plan.people))


def hours(plan: Plan, now: datetime) -> str:
    """Return when the first letter leaves, and the last."""
    if plan.first_leaves_at is None or plan.last_leaves_at is None:
        return ""
    first = time_within(plan.first_leaves_at, now)
    last = time_within(plan.last_leaves_at, plan.first_leaves_at)
    if plan.first_leaves_at == plan.last_leaves_at:
        return _("It leaves at {time}").format(time=first)
    return _("First letter at {first}, last one around {last}").format(first=first, last=last)


def queued(letters: int, *, with_copy: bool) -> str:
    """Return « 21 courriels dans la boîte d’envoi, et la copie cachée »."""
    count = letters - with_copy
    said = ngettext("{count} e-mail in the outbox", "{count} e-mails in the outbox", count)
    said = said.format(count=format_number(count))
    return _("{emails}, and the blind copy").format(emails=said) if with_copy else said


def not_reached(count: int) -> str:
    """Say how many are left out."""
    return ngettext(
        "{n} person of these lists does not get it.",
        "{n} people of these lists do not get it.",
        count,
    ).format(n=format_number(count))
