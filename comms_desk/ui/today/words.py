"""Today in words: turns what the desk read into lines, in a reading thread.

Dates and sentences are written here, out of the window's thread: the first use of Babel
takes longer than a slot may.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
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
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.errors import ASK_TO_SIGN_IN
from comms_desk.mail.model import ExclusionReason, Letter, LetterState
from comms_desk.media.articles.titles import article_title
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.ui.frame.counts import TODAY, waits
from comms_desk.ui.frame.freeze import since
from comms_desk.ui.frame.freeze import waits as waits_frozen
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.today import inquiries, reviews, to_look_at
from comms_desk.ui.today.hours import DayHeading, PlacedLine, heading
from comms_desk.ui.today.view import (
    AddressesKey,
    AddressKey,
    EveningKey,
    HandOverKey,
    LetterGroupKey,
    LettersView,
    MailsToSortKey,
    OtherLetters,
    StopKey,
    TodayView,
)
from comms_desk.wording.bounces import said_of, tag_of
from comms_desk.wording.kept_passwords import to_change
from comms_desk.wording.letters import waits_for_words, why
from comms_desk.wording.spikes import spike_said

if TYPE_CHECKING:
    from comms_desk.across.bounced_contacts import CameBack
    from comms_desk.across.breaches import Breach
    from comms_desk.across.freeze import FreezeSeen
    from comms_desk.across.office import Office
    from comms_desk.across.today import (
        LetterGroup,
        Today,
        Troubles,
    )
    from comms_desk.mail.handing_over import ToHandOver
    from comms_desk.mail.kept_passwords import KeptPassword
    from comms_desk.mail.model import Account, HeldBack, WaitingForWords
    from comms_desk.mail.stops import SendingStop
    from comms_desk.media.dispatches.model import ToDo
    from comms_desk.media.inquiries.case.waiting import ReplyInDoubt
    from comms_desk.media.themes.model import Mention, Theme
    from comms_desk.media.themes.spikes import Spike

FAILING_SHOWN = 12
CAME_BACK_SHOWN = 8


def read_today(office: "Office", *, mine: bool = False) -> TodayView:
    """Read the morning and write it out; of the inquiries, *mine* alone or everybody's."""
    from comms_desk.across.today import TodayDesk

    return _view(TodayDesk(office).read(mine=mine))


def read_letters(office: "Office", key: LetterGroupKey) -> LettersView:
    """Read the letters of one line and write them out."""
    from comms_desk.across.today import TodayDesk
    from comms_desk.mail.model import MessageId

    letters = TodayDesk(office).letters_of(MessageId(key.message), key.state)
    is_replaced = any(letter.is_replaced for letter in letters)
    return LettersView(
        key=key,
        subject=letters[0].subject if letters else "",
        explanation=_explanation(key.state, is_replaced=is_replaced),
        can_send_again=not is_replaced,
        some_left_together=len(letters) > 1 and any(letter.left_with for letter in letters),
        rows=tuple(_letter_row(letter) for letter in letters),
        about=letters[0].embargo if letters else None,
    )


def _view(today: "Today") -> TodayView:
    troubles = today.troubles
    failing = (*to_look_at.lines(troubles), *to_look_at.bylines(today.to_check))
    day = format_weekday(troubles.now)
    waiting = waits(TODAY, troubles.waiting) if troubles.waiting else ""
    timed = _timed(troubles)
    return TodayView(
        title=day[:1].upper() + day[1:],
        subtitle=" · ".join(filter(None, (format_time(troubles.now), waiting))),
        now=tuple(_now(troubles, timed[DayHeading.NOW])),
        before_noon=timed[DayHeading.BEFORE_NOON],
        later=(*timed[DayHeading.TODAY], *_more_inquiries(troubles)),
        coming=timed[DayHeading.LATER],
        night=(
            *(_spike(theme, each, troubles.now) for theme, each in today.spikes),
            *(_mention(each, troubles.now) for each in today.mentions),
            *_more_mentions(today),
        ),
        night_count=_unread(today),
        failing=(*failing[:FAILING_SHOWN], *_more_failing(failing)),
        waiting=troubles.waiting,
        unread=today.figures.unread,
        inquiries=troubles.inquiries.for_me,
        is_empty=today.is_empty,
    )


def _beyond(shown: int, total: str, key: object) -> Row:
    """Return the line that says that *shown* of *total* are there, and opens the others."""
    said = _("{n} of {total}").format(n=format_number(shown), total=total)
    return Row(key=OtherLetters(key), title=said, strong=False)


def _more_failing(failing: Sequence[Row]) -> Iterator[Row]:
    if len(failing) > FAILING_SHOWN:
        yield _beyond(FAILING_SHOWN, format_number(len(failing)), failing[FAILING_SHOWN].key)


def _more_inquiries(troubles: "Troubles") -> Iterator[Row]:
    """Give the lines of the inquiries of the day that are not shown: there are too many."""
    due = troubles.inquiries.due
    if due.is_cut:
        total = format_number(due.total) + ("+" if due.capped else "")
        yield _beyond(len(due.rows), total, Ref(Subject.INQUIRY, int(due.rows[-1].id)))
    yield from inquiries.others(troubles.inquiries)


def _of_inquiries(troubles: "Troubles", due: "Sequence[Row]") -> Iterator[Row]:
    """Give what the inquiries ask now: replies that did not arrive, hours, and why one was late."""
    in_doubt = troubles.inquiries.in_doubt
    for group in troubles.letters:
        if group.message in in_doubt:
            yield _reply(group, in_doubt[group.message])
    yield from due
    yield from inquiries.unanswered(troubles.unanswered)
    yield from inquiries.afterwards(troubles.inquiries)
    unexplained = troubles.inquiries.unexplained
    if unexplained.is_cut:
        key = Ref(Subject.INQUIRY, int(unexplained.rows[-1].id))
        yield _beyond(len(unexplained.rows), format_number(unexplained.total), key)


def _now(troubles: "Troubles", due: "Sequence[Row]") -> Iterator[Row]:
    yield from map(_stop, troubles.stops)
    if troubles.freeze is not None:
        yield _frozen(troubles.freeze)
    yield from _of_inquiries(troubles, due)
    for account in troubles.resting:
        until = account.resting_until
        yield Row(
            key=Ref(Subject.ACCOUNT, int(account.id)),
            title=_("Sending interrupted: {account}").format(account=account.name),
            detail=why(account.trouble)
            or (_("Tried again at {time}").format(time=format_time(until)) if until else ""),
            tags=(RowTag(_stopped(account), Hue.RED),),
        )
    yield from map(_breach, troubles.breaches)
    yield from _kept_passwords(troubles.kept_passwords)
    for each in troubles.to_hand_over:
        yield _to_hand_over(each)
    yield from map(_held_back, troubles.held_back)
    yield from map(_waiting_for_words, troubles.waiting_for_words)
    for group in troubles.letters:
        if group.message not in troubles.inquiries.in_doubt:
            yield _letters(group)
    yield from _more_letters(troubles)
    if troubles.mails_to_sort:
        total = format_number(troubles.mails_to_sort)
        yield Row(
            key=MailsToSortKey(),
            title=_("Mails to sort: {total}").format(total=total),
            detail=_("Nothing says that a journalist wrote them."),
        )
    yield from _all_that_came_back(troubles)
    for outside in troubles.to_do:
        if outside[0].not_before is None:
            yield _outside(outside)


def _more_letters(troubles: "Troubles") -> Iterator[Row]:
    """Give the line of the letters to decide that are not shown: there are too many."""
    if troubles.letters_are_capped or troubles.letters_waiting > sum(
        group.count for group in troubles.letters
    ):
        shown = sum(group.count for group in troubles.letters)
        total = format_number(troubles.letters_waiting) + (
            "+" if troubles.letters_are_capped else ""
        )
        first = troubles.letters[0]
        yield Row(
            key=OtherLetters(LetterGroupKey(first.message, first.state)),
            title=_("{n} of {total} e-mails shown").format(n=format_number(shown), total=total),
            detail=_("The others come up as these are decided."),
            strong=False,
        )


def _outside(outside: "Sequence[ToDo]", *, day: str = "", when: str = "") -> Row:
    from comms_desk.wording.dispatches import steps  # Today is there before what it needs

    first = outside[0]
    return Row(
        key=Ref(Subject.DRAFT, int(first.draft)),
        title=first.title or _("Untitled"),
        detail=" · ".join(filter(None, (day, steps(outside)))),
        when=when,
        tags=(RowTag(_("frozen") if first.is_frozen else _("to do outside"), Hue.AMBER),),
    )


def _stop(stop: "SendingStop") -> Row:
    same_day = stop.until.astimezone(CITY_ZONE).date() == stop.since.astimezone(CITY_ZONE).date()
    said, written = _("from {start} to {end}"), format_time
    if not same_day:
        said, written = pgettext("days", "from {start} to {end}"), format_moment_within
    many = ngettext(
        "Sending stopped: {n} e-mail late", "Sending stopped: {n} e-mails late", stop.letters
    )
    span = said.format(start=written(stop.since), end=written(stop.until))
    why = _("the computer slept or was restarted, or Comms Desk was closed")
    return Row(
        key=StopKey(stop.id, stop.about),
        title=many.format(n=format_number(stop.letters)),
        detail=f"{span} · {why}",
        when=format_time(stop.until),
        tags=(RowTag(_("late"), Hue.RED),),
        away=_("Seen"),
    )


def _frozen(seen: "FreezeSeen") -> Row:
    return Row(
        key=Ref(Subject.FREEZE, seen.id),
        title=_("Sending is frozen: {reason}").format(reason=seen.reason),
        detail=" · ".join((waits_frozen(seen.letters).rstrip("."), since(seen))),
        when=format_time(seen.at),
        tags=(RowTag(_("frozen"), Hue.RED),),
    )


def _all_that_came_back(troubles: "Troubles") -> Iterator[Row]:
    shown = troubles.came_back[:CAME_BACK_SHOWN]
    if len(troubles.came_back) > 1:
        yield _together(troubles.came_back)
    for each in shown:
        yield _came_back(each)
    if len(shown) < len(troubles.came_back):
        total = format_number(len(troubles.came_back))
        yield _beyond(CAME_BACK_SHOWN, total, AddressesKey())


def _together(came_back: "Sequence[CameBack]") -> Row:
    """Return the line that opens the list of all that came back, and says what is not proven."""
    unproven = sum(
        each.asked.excluded is ExclusionReason.BOUNCED and not each.asked.is_proven
        for each in came_back
    )
    excluded = ngettext(
        "{n} excluded after a report that nothing proves",
        "{n} excluded after reports that nothing proves",
        unproven,
    )
    return Row(
        key=AddressesKey(),
        title=_("Addresses to decide about: {total}").format(total=format_number(len(came_back))),
        detail=excluded.format(n=format_number(unproven))
        if unproven
        else _("In one list, with what was said of each"),
    )


def _came_back(came_back: "CameBack") -> Row:
    asked = came_back.asked
    parts = [asked.address if came_back.name else "", said_of(asked), asked.sentence]
    return Row(
        key=came_back.ref or AddressKey(asked.address),
        title=came_back.name or asked.address,
        detail=" · ".join(filter(None, parts)),
        when=format_time(asked.at),
        tags=(RowTag(tag_of(asked), Hue.RED if asked.nature is Nature.HARD else Hue.AMBER),),
    )


def _stopped(account: "Account") -> str:
    """Return what mends an account that rests, where its person can, else that it is stopped."""
    error = account.trouble.to_error() if account.trouble else None
    if isinstance(error, ASK_TO_SIGN_IN):
        return _("Sign in again")
    return pgettext("account", "stopped")


def _kept_passwords(kept: "Sequence[KeptPassword]") -> Iterator[Row]:
    """Give the one line of the passwords that old backups and logs may hold."""
    if kept:
        yield Row(
            key=Ref(Subject.SETTING, int(kept[0].account)),
            title=_("Password to change: {accounts}").format(
                accounts=", ".join(each.name for each in kept)
            ),
            detail=to_change(kept[0]),
            tags=(RowTag(_("to change"), Hue.AMBER),),
        )


def _to_hand_over(waiting: "ToHandOver") -> Row:
    many = ngettext(
        "{n} e-mail waits to be handed over to Outlook",
        "{n} e-mails wait to be handed over to Outlook",
        waiting.letters,
    )
    return Row(
        key=HandOverKey(waiting.message),
        title=waiting.subject or _("(no subject)"),
        detail=many.format(n=format_number(waiting.letters)),
        tags=(RowTag(_("to hand over"), Hue.AMBER),),
    )


def _held_back(held: "HeldBack") -> Row:
    many = ngettext(
        "{n} e-mail waits: {account} has reached its day’s limit ({limit})",
        "{n} e-mails wait: {account} has reached its day’s limit ({limit})",
        held.letters,
    )
    return Row(
        key=Ref(Subject.ACCOUNT, int(held.account.id)),
        title=many.format(
            n=format_number(held.letters),
            account=held.account.name,
            limit=format_number(held.account.recipients_a_day or 0),
        ),
        detail=_("The next one leaves on {moment}").format(
            moment=format_moment_within(held.goes_on_at)
        ),
        tags=(RowTag(_("day’s limit"), Hue.AMBER),),
    )


def _breach(breach: "Breach") -> Row:
    said = _is_in(breach.words, breach.of, breach.until)
    return Row(
        key=Ref(Subject.MENTION, int(breach.article)),
        title=article_title(breach.title),
        detail=" · ".join(filter(None, (breach.outlet, said))),
        tags=(RowTag(_("Breach of the embargo"), Hue.RED),),
    )


def _is_in(words: Sequence[str], title: str, until: datetime) -> str:
    said = _("“{words}” is in “{title}”, under embargo until {moment}")
    return said.format(
        words=" […] ".join(words),
        title=title or _("Untitled"),
        moment=format_moment_within(until),
    )


def _waiting_for_words(waiting: "WaitingForWords") -> Row:
    return Row(
        key=waiting.about,
        title=waits_for_words(waiting),
        detail=_is_in(waiting.words, waiting.title, waiting.until),
        tags=(RowTag(_("under embargo"), Hue.AMBER),),
    )


def _reply(group: "LetterGroup", doubt: "ReplyInDoubt") -> Row:
    """Return the line of a reply that did not arrive, or that nobody knows of: somebody waits."""
    is_refused = group.state is LetterState.REFUSED
    if doubt.what is MomentKind.ANSWERED:
        said = _("the answer did not arrive") if is_refused else _("the answer may not have left")
    else:
        said = _("the word that it came did not arrive")
        if not is_refused:
            said = _("the word that it came may not have left")
    trouble = why(group.first.trouble) if is_refused else ""
    tag = RowTag(pgettext("letter", "refused"), Hue.RED)
    return Row(
        key=LetterGroupKey(group.message, group.state),
        title=doubt.title,
        detail=" · ".join(filter(None, (doubt.outlet_name, said, group.first.to.bare, trouble))),
        when=format_time(group.first.queued_at),
        tags=(tag if is_refused else RowTag(_("to confirm"), Hue.AMBER),),
    )


def _letters(group: "LetterGroup") -> Row:
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
        if group.first.is_replaced:
            many = ngettext(
                "{n} refused e-mail: the corrected text was not sent to it",
                "{n} refused e-mails: the corrected text was not sent to them",
                group.count,
            )
        tag = RowTag(pgettext("letter", "refused"), Hue.RED)
    trouble = group.first.trouble
    parts = [many.format(n=format_number(group.count)), to]
    if group.count == 1 and trouble is not None and group.state is LetterState.REFUSED:
        parts.append(why(trouble))
    return Row(
        key=LetterGroupKey(group.message, group.state),
        title=group.subject or _("(no subject)"),
        detail=" · ".join(filter(None, parts)),
        when=format_time(group.first.queued_at),
        tags=(tag,),
    )


def _timed(troubles: "Troubles") -> dict[DayHeading, tuple[Row, ...]]:
    """Return the lines that have an hour, under the heading of each, in the order of the day."""
    found = [
        *inquiries.lines(troubles.inquiries, troubles.now),
        *reviews.lines(troubles.reviews, troubles.now),
        *_lifting(troubles),
        *_evening(troubles),
        *_outside_later(troubles),
    ]
    found.sort(key=lambda each: (each.at is None, each.at or troubles.now))
    return {under: tuple(each.row for each in found if each.under is under) for under in DayHeading}


def _lifting(troubles: "Troubles") -> Iterator[PlacedLine]:
    for lifting in troubles.lifting:
        until = lifting.embargo.until
        under = heading(until, troubles.now)
        day = format_weekday(until) if under is DayHeading.LATER else ""
        line = Row(
            key=lifting.ref,
            title=lifting.title or _("A text under embargo"),
            detail=" · ".join(filter(None, (day, lifting.embargo.ends_when))),
            when=format_time(until),
            tags=(RowTag(_("embargo"), Hue.AMBER),),
        )
        yield PlacedLine(under=under, at=until, row=line)


def _evening(troubles: "Troubles") -> Iterator[PlacedLine]:
    at = troubles.evening_at
    if at is not None:
        line = Row(
            key=EveningKey(),
            title=_("The end of the day leaves by itself"),
            detail=_("press to read it whole first"),
            when=format_time(at),
            strong=False,
        )
        yield PlacedLine(under=heading(at, troubles.now), at=at, row=line)


def _outside_later(troubles: "Troubles") -> Iterator[PlacedLine]:
    for outside in troubles.to_do:
        not_before = outside[0].not_before
        if not_before is not None:
            under = heading(not_before, troubles.now)
            day = format_weekday(not_before) if under is DayHeading.LATER else ""
            line = _outside(outside, day=day, when=format_time(not_before))
            yield PlacedLine(under=under, at=not_before, row=line)


def _spike(theme: "Theme", spike: "Spike", now: datetime) -> Row:
    return Row(
        key=Ref(Subject.WATCH, int(theme.id)),
        title=theme.name,
        detail=spike_said(spike, now),
        tags=(RowTag(_("spike"), Hue.AMBER),),
    )


def _mention(mention: "Mention", now: datetime) -> Row:
    article = mention.article
    at = article.on_air_at or article.moment
    outlet, moment = article.outlet_name, format_time(at)
    if at.astimezone(CITY_ZONE).date() != now.astimezone(CITY_ZONE).date():
        moment = f"{format_day(at)}, {moment}"
    return Row(
        key=Ref(Subject.MENTION, int(mention.id)),
        title=article_title(article.title),
        detail=" · ".join(filter(None, (outlet, moment))),
    )


def _unread(today: "Today") -> str:
    figures = today.figures
    number = format_number(figures.unread) + ("+" if figures.unread_is_capped else "")
    return ngettext("{n} unread mention", "{n} unread mentions", figures.unread).format(n=number)


def _more_mentions(today: "Today") -> Iterator[Row]:
    """Give the line that says how many of the unread are shown, where some are not."""
    shown, figures = len(today.mentions), today.figures
    if 0 < shown < figures.unread:
        total = format_number(figures.unread) + ("+" if figures.unread_is_capped else "")
        yield _beyond(shown, total, Ref(Subject.MENTION, int(today.mentions[-1].id)))


def _letter_row(letter: Letter) -> Row:
    return Row(
        key=letter.id,
        title=str(letter.to),
        detail=why(letter.trouble),
        moment=format_time(letter.queued_at),
        at=format_moment(letter.queued_at),
    )


def _explanation(state: LetterState, *, is_replaced: bool) -> str:
    if is_replaced:
        return _(
            "The server refused this e-mail, and the text was corrected since. Whoever it was for"
            " has neither: open the text to send it to them, or leave it."
        )
    if state is LetterState.UNCERTAIN:
        return _("This e-mail may have left. Check with the recipient before you send it again.")
    return _("The server refused this e-mail: it did not arrive.")
