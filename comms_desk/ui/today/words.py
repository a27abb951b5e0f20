"""Today in words: turns what the desk read into lines, in a reading thread.

Dates and sentences are written here, out of the window's thread: the first use of Babel
takes longer than a slot may.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_day,
    format_moment,
    format_moment_within,
    format_number,
    format_time,
    format_weekday,
    ngettext,
    pgettext,
)
from comms_desk.mail.model import Letter, LetterState
from comms_desk.media.articles.titles import article_title
from comms_desk.ui.kit.line import LineText
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.across.today import (
        FeedGroup,
        FeedReason,
        GapGroup,
        LetterGroup,
        Today,
        Troubles,
    )
    from comms_desk.errors import CommsDeskError
    from comms_desk.media.feeds.model import Feed
    from comms_desk.media.watches.model import Mention

FAILING_SHOWN = 12
NAMES_SHOWN = 3
RECENT_DAY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class LetterGroupKey:
    """Which letters a line opens."""

    message: int
    state: LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """Today, written out."""

    title: str
    subtitle: str
    now: tuple[LineText, ...]
    later: tuple[LineText, ...]
    coming: tuple[LineText, ...]
    night: tuple[LineText, ...]
    night_count: str
    night_more: str
    failing: tuple[LineText, ...]
    failing_more: str
    waiting: int
    unread: int
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView:
    """The letters of one line of Today, written out."""

    key: LetterGroupKey
    subject: str
    explanation: str
    rows: tuple[Row, ...]


def read_today(office: "Office") -> TodayView:
    """Read the morning and write it out."""
    from comms_desk.across.today import TodayDesk

    return _view(TodayDesk(office).read())


def read_counts(office: "Office") -> dict[str, int]:
    """Read how many things wait on Today, and how many mentions are unread in the Watch."""
    from comms_desk.across.today import TodayDesk

    troubles = TodayDesk(office).troubles()
    return {"today": troubles.waiting, "watch": office.watches.figures().unread}


def read_letters(office: "Office", key: LetterGroupKey) -> LettersView:
    """Read the letters of one line and write them out."""
    from comms_desk.across.today import TodayDesk
    from comms_desk.mail.model import MessageId

    letters = TodayDesk(office).letters_of(MessageId(key.message), key.state)
    return LettersView(
        key=key,
        subject=letters[0].subject if letters else "",
        explanation=_explanation(key.state),
        rows=tuple(_letter_row(letter) for letter in letters),
    )


def _view(today: "Today") -> TodayView:
    troubles = today.troubles
    failing = tuple(_failing(troubles))
    day = format_weekday(troubles.now)
    left_out = len(failing) - FAILING_SHOWN
    return TodayView(
        title=day[:1].upper() + day[1:],
        subtitle=format_time(troubles.now),
        now=tuple(_now(troubles)),
        later=tuple(_later(troubles, on_a_day_to_come=False)),
        coming=tuple(_later(troubles, on_a_day_to_come=True)),
        night=tuple(_mention(mention, troubles.now) for mention in today.mentions),
        night_count=_unread(today),
        night_more=_more_mentions(today),
        failing=failing[:FAILING_SHOWN],
        failing_more=(
            _("{n} of {total}").format(
                n=format_number(FAILING_SHOWN), total=format_number(len(failing))
            )
            if left_out > 0
            else ""
        ),
        waiting=troubles.waiting,
        unread=today.figures.unread,
        is_empty=today.is_empty,
    )


def _now(troubles: "Troubles") -> Iterator[LineText]:
    for account in troubles.resting:
        until = account.resting_until
        yield LineText(
            key=None,
            title=_("Sending interrupted: {account}").format(account=account.name),
            detail=_what(account.trouble.to_error() if account.trouble else None)
            or (_("Tried again at {time}").format(time=format_time(until)) if until else ""),
            tag=RowTag(pgettext("account", "stopped"), Hue.RED),
        )
    for group in troubles.letters:
        yield _letters(group)
    if troubles.letters_are_capped or troubles.letters_waiting > sum(
        group.count for group in troubles.letters
    ):
        shown = sum(group.count for group in troubles.letters)
        total = format_number(troubles.letters_waiting) + (
            "+" if troubles.letters_are_capped else ""
        )
        yield LineText(
            key=None,
            title=_("{n} of {total} e-mails shown").format(n=format_number(shown), total=total),
            detail=_("The others come up as these are decided."),
            strong=False,
        )


def _letters(group: "LetterGroup") -> LineText:
    to = group.first.to.bare
    if group.state is LetterState.UNCERTAIN:
        many = ngettext(
            "{n} uncertain e-mail: it may have left",
            "{n} uncertain e-mails: they may have left",
            group.count,
        )
        tag = RowTag(_("to confirm"), Hue.AMBER)
    else:
        many = ngettext("{n} refused e-mail", "{n} refused e-mails", group.count)
        tag = RowTag(pgettext("letter", "refused"), Hue.RED)
    trouble = group.first.trouble
    parts = [many.format(n=format_number(group.count)), to]
    if group.count == 1 and trouble is not None and group.state is LetterState.REFUSED:
        parts.append(_what(trouble.to_error()))
    return LineText(
        key=LetterGroupKey(group.message, group.state),
        title=group.subject or _("(no subject)"),
        detail=" · ".join(filter(None, parts)),
        when=format_time(group.first.queued_at),
        tag=tag,
    )


def _later(troubles: "Troubles", *, on_a_day_to_come: bool) -> Iterator[LineText]:
    this_day = troubles.now.astimezone(CITY_ZONE).date()
    for lifting in troubles.lifting:
        until = lifting.embargo.until
        if (until.astimezone(CITY_ZONE).date() > this_day) is not on_a_day_to_come:
            continue
        day = format_weekday(until) if on_a_day_to_come else ""
        yield LineText(
            key=lifting.ref,
            title=lifting.title or _("A text under embargo"),
            detail=" · ".join(filter(None, (day, lifting.embargo.ends_when))),
            when=format_time(until),
            tag=RowTag(_("embargo"), Hue.AMBER),
        )


def _mention(mention: "Mention", now: datetime) -> LineText:
    article = mention.article
    outlet, moment = article.outlet_name, format_time(article.moment)
    if article.moment.astimezone(CITY_ZONE).date() != now.astimezone(CITY_ZONE).date():
        moment = f"{format_day(article.moment)}, {moment}"
    return LineText(
        key=Ref(Subject.MENTION, int(mention.id)),
        title=article_title(article.title),
        detail=" · ".join(filter(None, (outlet, moment))),
    )


def _unread(today: "Today") -> str:
    figures = today.figures
    number = format_number(figures.unread) + ("+" if figures.unread_is_capped else "")
    return ngettext("{n} unread mention", "{n} unread mentions", figures.unread).format(n=number)


def _more_mentions(today: "Today") -> str:
    """Return how many of the unread are shown, where some are not."""
    shown, figures = len(today.mentions), today.figures
    if shown >= figures.unread:
        return ""
    total = format_number(figures.unread) + ("+" if figures.unread_is_capped else "")
    return _("{n} of {total}").format(n=format_number(shown), total=total)


def _failing(troubles: "Troubles") -> Iterator[LineText]:
    yield from _gaps(troubles.gaps)
    for watch, error in troubles.broken_watches:
        yield LineText(
            key=Ref(Subject.WATCH, int(watch.id)),
            title=_("Watch to correct: {name}").format(name=watch.name),
            detail=_what(error),
            strong=False,
            tag=RowTag(_("inactive"), Hue.RED),
        )
    for group in troubles.feeds:
        yield _feeds(group)
    if troubles.cut_short:
        yield _cut_short(troubles.cut_short)


def _gaps(groups: "Iterable[GapGroup]") -> Iterator[LineText]:
    for group in groups:
        same_day = group.until - group.since < RECENT_DAY
        said, written = _("from {start} to {end}"), format_time
        if not same_day:
            said, written = pgettext("days", "from {start} to {end}"), format_moment_within
        span = said.format(start=written(group.since), end=written(group.until))
        names = tuple(dict.fromkeys(gap.feed_title for gap in group.gaps))
        many = ngettext("Watch gap: {n} feed", "Watch gap: {n} feeds", len(names))
        yield LineText(
            key=Ref(Subject.FEED, int(group.gaps[0].feed)),
            title=_("Watch gap: {feed}").format(feed=names[0])
            if len(names) == 1
            else many.format(n=format_number(len(names))),
            detail=span if len(names) == 1 else f"{span} · {_some(names)}",
            strong=False,
            tag=RowTag(_("gap"), Hue.AMBER),
        )


def _feeds(group: "FeedGroup") -> LineText:
    """One line for feeds that fail alike; opened, the list of feeds has those that fail first."""
    first, count = group.feeds[0], len(group.feeds)
    if count == 1:
        title, detail = _("Feed: {name}").format(name=first.name), _what_of(first)
    else:
        title = _how_many(group.reason, count).format(n=format_number(count))
        detail = _some(feed.name for feed in group.feeds)
    return LineText(
        key=Ref(Subject.FEED, int(first.id)),
        title=title,
        detail=detail,
        strong=False,
        tag=RowTag(_("stopped") if group.is_stopped else _("failing"), Hue.RED),
    )


def _cut_short(feeds: "Sequence[Feed]") -> LineText:
    """One line for the feeds of which entries were left out."""
    from comms_desk.media.feeds.left_out import NOTHING_LEFT_OUT
    from comms_desk.wording.watch import left_out

    first, count = feeds[0], len(feeds)
    title = _("Feed not taken in whole: {name}").format(name=first.name)
    if count > 1:
        title = ngettext(
            "{n} feed not taken in whole", "{n} feeds not taken in whole", count
        ).format(n=format_number(count))
    said = left_out(sum((feed.left_out for feed in feeds), NOTHING_LEFT_OUT)).rstrip(".")
    return LineText(
        key=Ref(Subject.FEED, int(first.id)),
        title=title,
        detail=said if count == 1 else f"{said} · {_some(feed.name for feed in feeds)}",
        strong=False,
        tag=RowTag(_("incomplete"), Hue.AMBER),
    )


def _how_many(reason: "FeedReason", n: int) -> str:
    """Return what *n* feeds that fail for *reason* do, its number still to be put in."""
    match reason.value:
        case "no_answer":
            return ngettext("{n} feed does not answer", "{n} feeds do not answer", n)
        case "out_of_order":
            return ngettext(
                "{n} feed whose server is down",
                "{n} feeds whose server is down",
                n,
            )
        case "asked_to_wait":
            return ngettext(
                "{n} feed asks to wait",
                "{n} feeds ask to wait",
                n,
            )
        case "moved":
            return ngettext(
                "{n} feed is no longer at its address",
                "{n} feeds are no longer at their address",
                n,
            )
        case "refused":
            return ngettext(
                "{n} feed blocks automatic reading",
                "{n} feeds block automatic reading",
                n,
            )
        case "private":
            return ngettext(
                "{n} feed leads inside a private network",
                "{n} feeds lead inside a private network",
                n,
            )
        case "unproven":
            return ngettext(
                "{n} feed of unverified identity",
                "{n} feeds of unverified identity",
                n,
            )
        case _:
            return ngettext("{n} unreadable feed", "{n} unreadable feeds", n)


def _some(names: Iterable[str]) -> str:
    """Return the first of *names*, and how many others there are."""
    every = list(names)
    shown, rest = ", ".join(every[:NAMES_SHOWN]), len(every) - NAMES_SHOWN
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} other", "{names} and {count} others", rest).format(
        names=shown, count=format_number(rest)
    )


def _what_of(feed: "Feed") -> str:
    since = (
        _("silent since {moment}").format(moment=format_moment_within(feed.answered_at))
        if feed.answered_at
        else _("never answered")
    )
    return " · ".join(filter(None, (_what(feed.what_failed()).rstrip("."), since)))


def _letter_row(letter: Letter) -> Row:
    return Row(
        key=letter.id,
        title=str(letter.to),
        detail=_what(letter.trouble.to_error() if letter.trouble else None),
        moment=format_time(letter.queued_at),
        at=format_moment(letter.queued_at),
    )


def _explanation(state: LetterState) -> str:
    if state is LetterState.UNCERTAIN:
        return _("This e-mail may have left. Check with the recipient before you send it again.")
    return _("The server refused this e-mail: it did not arrive.")


def _what(error: "CommsDeskError | None") -> str:
    if error is None:
        return ""
    from comms_desk.wording import say

    return say(error).what
