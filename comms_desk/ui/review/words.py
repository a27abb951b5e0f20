"""The review in words, written in a reading thread: rows, counts, the countdown, what is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import (
    CITY_ZONE,
    Language,
    _,
    current,
    format_date,
    format_moment_within,
    format_number,
    format_short_day,
    format_time,
    format_weekday_near,
    ngettext,
    one_stop,
    pgettext,
)
from comms_desk.mail.model import LetterState, NoAccount
from comms_desk.media.articles.titles import article_title
from comms_desk.media.reviews.edition import (
    HIGHLIGHT_LENGTH,
    HIGHLIGHTS_MOST,
    SUMMARY_WORDS,
    Edition,
    EditionEntry,
)
from comms_desk.media.reviews.model import (
    LINE_LENGTH,
    LINES_MOST,
    OF_THE_DAY,
    AccountMissing,
    OfferedStory,
    Order,
    PlannedReview,
    ReadersMissing,
    Review,
    ReviewItem,
    ReviewLine,
    section_moved,
)
from comms_desk.media.reviews.rendering import also_by, carried, kind_of, not_read
from comms_desk.settings import REVIEW_ACCOUNT, REVIEW_READERS, SettingSection
from comms_desk.text.markdown import Document, count_words, paragraph
from comms_desk.ui.frame.whole_letter import letters_tone
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row
from comms_desk.wording import say
from comms_desk.wording.letters import letter_counts

COUNTED_DOWN = timedelta(hours=2)
"""Before, the hour alone is said."""
ESSENTIALS = 0
"""The key of the row of the essentials: no item has that number."""
DIGEST_SHOWN = 12
"""How much of a digest is said; all of it is in the edition's file."""
type Place = tuple[SettingSection, str]
"""A section of the settings, and the key of a setting in it; "" for none."""
LACKING: Mapping[type[CommsDeskError], tuple[Callable[[], str], Place]] = {
    ReadersMissing: (lambda: _("no readers yet"), (SettingSection.REVIEW, REVIEW_READERS.key)),
    AccountMissing: (lambda: _("no sending account"), (SettingSection.REVIEW, REVIEW_ACCOUNT.key)),
    NoAccount: (lambda: _("no sending account"), (SettingSection.ACCOUNTS, "")),
}
"""Why a review may not leave yet, on the button, and where that leads to."""


def kept_rows(review: Review) -> tuple[Row, ...]:
    """Return the essentials, then what is kept, in the order in which it is read."""
    lines = ngettext("{count} line", "{count} lines", len(review.highlights))
    to_come = ngettext("{count} thing today", "{count} things today", len(review.agenda))
    said = (
        lines.format(count=format_number(len(review.highlights))) if review.highlights else "",
        to_come.format(count=format_number(len(review.agenda))) if review.agenda else "",
    )
    essentials = Row(
        key=ESSENTIALS,
        title=_("Highlights and agenda"),
        detail=" · ".join(filter(None, said))
        or (_("Nothing was written there") if review.is_issued else _("Nothing is written yet")),
    )
    rows = (_row(each.id, each.section, each.entry, not review.is_issued) for each in review.kept)
    return (essentials, *rows)


def aside_row(item: ReviewItem) -> Row:
    """Return what was put aside as a row."""
    return _row(item.id, item.section, item.entry)


def offered_row(offered: OfferedStory) -> Row:
    """Return what may be kept as a row, under the section that is proposed for it."""
    return _row(offered.entry.article, offered.section, offered.entry)


def _row(key: int, section: str, entry: EditionEntry, moves: bool = False) -> Row:  # noqa: FBT001, FBT002
    by, also = carried(entry, current()), also_by(entry, current())
    return Row(
        key=key,
        title=article_title(entry.title),
        detail=" · ".join(filter(None, (by, also[:1].lower() + also[1:]))),
        group=section,
        moves=moves,
        tooltip=entry.summary,
    )


def counted(edition: Edition) -> str:
    """Return « 18 sujets · 41 retombées »."""
    stories = ngettext("{n} story", "{n} stories", edition.stories)
    clips = ngettext("{n} clip", "{n} clips", edition.articles)
    said = stories.format(n=format_number(edition.stories))
    return f"{said} · {clips.format(n=format_number(edition.articles))}"


def sources(edition: Edition) -> str:
    """Return until when the sources were read, and how many were not."""
    if edition.read_until is None:
        return ""
    read = _("read at {time}").format(time=format_time(edition.read_until))
    return ", ".join(filter(None, (read, not_read(edition, current()))))


def standing(review: Review, now: datetime) -> tuple[str, bool]:
    """Return when a review leaves, or was issued; and whether its hour has passed."""
    if review.issued_at is None and review.number != OF_THE_DAY:  # it leaves when it is ready
        return _("Addendum to send") if review.kept else _("Nothing is kept yet"), False
    if review.issued_at is None:
        return countdown(review.closes_at, now)
    return _("Issued at {time}").format(time=_hour(review.issued_at, now)), False


def countdown(closes_at: datetime, now: datetime) -> tuple[str, bool]:
    """Return how long there is until a review is to leave, and whether that has passed."""
    minutes = round((closes_at - now) / timedelta(minutes=1))
    if minutes <= 0:
        return _("To be sent since {time}").format(time=_hour(closes_at, now)), True
    if closes_at - now > COUNTED_DOWN:
        return _("To be sent at {time}").format(time=_hour(closes_at, now)), False
    said = ngettext("To be sent in {count} minute", "To be sent in {count} minutes", minutes)
    return said.format(count=format_number(minutes)), False


def _hour(moment: datetime, now: datetime) -> str:
    is_today = is_of(now, moment.astimezone(CITY_ZONE).date())
    return format_time(moment) if is_today else format_moment_within(moment)


def is_of(moment: datetime, day: date) -> bool:
    """Whether *moment* is on that *day*, in the city."""
    return moment.astimezone(CITY_ZONE).date() == day


def frozen(review: Review, letters: Mapping[LetterState, int], waiting: int, now: datetime) -> str:
    """Return what became of a frozen review, its digest, and how many stories wait since."""
    said = [
        standing(review, now)[0],
        letter_counts(letters),
        _("frozen, digest {digest}").format(digest=review.digest[:DIGEST_SHOWN]),
    ]
    if waiting:
        new = ngettext("{count} new one is waiting", "{count} new ones are waiting", waiting)
        said.append(new.format(count=format_number(waiting)))
    return " · ".join(filter(None, said))


def notice(
    review: Review | None,
    letters: Mapping[LetterState, int],
    waiting: int,
    now: datetime,
    *,
    is_earlier: bool,
) -> tuple[str, str, Hue]:
    """Return what is to be known of a review that is frozen or of another day, the verb, the tone.

    The verb is that of what can be done about it; "": nothing.
    """
    if review is None or not (review.is_issued or is_earlier):
        return "", "", Hue.AMBER
    if not review.is_issued:
        said = _("This is the review of {day}, which was not sent.")
        return said.format(day=format_weekday_near(review.day)), _("Review of today"), Hue.AMBER
    tone = letters_tone(letters) if letters else Hue.GREEN
    return frozen(review, letters, waiting, now), _("Addendum") if waiting else "", tone


def review() -> str:
    """Return what the page calls what it shows, in its head."""
    return pgettext("press", "Review")


def title(edition: Edition, now: datetime) -> str:
    """Return what the head calls a review: « Addendum »; of another day « Revue, 23 nov. »."""
    what = review() if edition.number == OF_THE_DAY else kind_of(edition)
    return what if is_of(now, edition.day) else f"{what}, {format_short_day(edition.day)}"


def send_it() -> str:
    """Return the verb that sends a review."""
    return pgettext("review", "Send")


def send(review: Review, readers: int) -> str:
    """Return the verb that sends a review, to so many."""
    verb = pgettext("review", "Send to the others") if review.message is not None else send_it()
    if not readers:
        return verb
    to = ngettext("{count} reader", "{count} readers", readers)
    return f"{verb} · {to.format(count=format_number(readers))}"


def question(review: Review, sending: PlannedReview) -> str:
    """Return what is asked before a review leaves."""
    said = ngettext(
        "Send {review} to {count} reader?", "Send {review} to {count} readers?", sending.letters
    )
    what = _("the press review") if review.number == 1 else _("the addendum")
    return said.format(review=what, count=format_number(sending.letters))


def what_leaves(subject: str, edition: Edition) -> str:
    """Return the subject that its readers see, and how many stories it tells."""
    return f"{_('“{name}”').format(name=subject)} · {counted(edition)}"


def leaving(sending: PlannedReview, now: datetime) -> Iterator[str]:
    """Yield how it leaves: as what, from where, until when, and who does not have it."""
    yield _(
        "One e-mail, in blind copies, from the account “{account}” to the list “{list}”."
    ).format(account=sending.account_name, list=sending.list_name)
    last = _("The last one leaves about {time}.").format(time=_hour(sending.last_leaves_at, now))
    yield one_stop(last)
    if sending.already:
        had = ngettext(
            "{count} reader has it already.", "{count} readers have it already.", sending.already
        )
        yield had.format(count=format_number(sending.already))
    if sending.left_out:
        names = ", ".join(each.name for each in sending.left_out if each.name)
        out = ngettext(
            "{count} person will not get it: {reasons}.",
            "{count} people will not get it: {reasons}.",
            len(sending.left_out),
        )
        yield out.format(count=format_number(len(sending.left_out)), reasons=names)


def chosen(count: int) -> str:
    """Return how many are chosen together."""
    said = ngettext("{count} story chosen", "{count} stories chosen", count)
    return said.format(count=format_number(count))


def was_sent(letters: int) -> str:
    """Return that a review or an addendum is on its way."""
    said = ngettext(
        "On its way to {count} reader",
        "On its way to {count} readers",
        letters,
    )
    return said.format(count=format_number(letters))


def number(count: int) -> str:
    """Return a count for a chip; "" for none."""
    return format_number(count) if count else ""


def how_many(count: int) -> str:
    """Return how so many stories are said."""
    return ngettext("{count} story", "{count} stories", count)


def why_not(
    review: Review, sending: PlannedReview | CommsDeskError | None, now: datetime
) -> tuple[str, Place | None]:
    """Return in a few words why *review* may not leave, "" where it may; and where that is set."""
    if review.is_issued and not is_of(now, review.day):
        return _("of another day"), None
    if isinstance(sending, CommsDeskError):
        said, place = LACKING.get(type(sending), (lambda: say(sending).what, None))
        return said(), place
    if sending is None or not sending.letters:
        return _("nobody to write to") if review.message is None else _("everyone has it"), None
    return "", None


def earlier(line: ReviewLine) -> str:
    """Return a review in a list: « Revue de presse, 24 novembre 2026 · 18 sujets »."""
    stories = how_many(line.stories).format(count=format_number(line.stories))
    said = _("altered, given up") if line.is_given_up else stories
    return f"{kind_of(line)}, {format_date(line.day)} · {said}"


def other_language(language: Language) -> str:
    """Return the verb that shows the review in the other language."""
    return _("Review in English") if language is Language.FRENCH else _("Review in French")


def section_after(order: Order, section: str, place: int) -> Order:
    """Return *order* with *section* after *place* others that are seen: the empty ones are not."""
    others = [each for each in order if each[0] != section]
    seen = [at for at, (_name, items) in enumerate(others) if items]
    return section_moved(order, section, at=seen[place] if place < len(seen) else len(others))


def in_order(review: Review, order: Order) -> Review:
    """Return *review* with what is kept as it stands in *order*."""
    items = {each.id: each for each in review.items}
    kept = tuple(
        replace(items[each], section=name) for name, some in order for each in some if each in items
    )
    sections = tuple(name for name, _items in order)
    return replace(review, items=(*kept, *review.aside), sections=sections)


def summary_count(text: str) -> tuple[str, bool]:
    """Return how many words a summary has, and whether that is more than is aimed at."""
    words = count_words(Document((paragraph(text),)))
    said = ngettext("{count} word of {most}", "{count} words of {most}", words)
    most = format_number(SUMMARY_WORDS)
    return said.format(count=format_number(words), most=most), words > SUMMARY_WORDS


def highlights_count(text: str) -> tuple[str, bool]:
    """Return how long each line of the essentials is, and whether one is too long, or too many."""
    lengths = [len(line) for line in lines(text)]
    said = " · ".join(map(format_number, lengths or (0,)))
    too_much = len(lengths) > HIGHLIGHTS_MOST or any(each > HIGHLIGHT_LENGTH for each in lengths)
    return _("{lengths} of {most}").format(
        lengths=said, most=format_number(HIGHLIGHT_LENGTH)
    ), too_much


def agenda_count(text: str) -> tuple[str, bool]:
    """Return how many lines there are of what is to come, and whether that is more than may be."""
    every = lines(text)
    number, most = len(every), LINE_LENGTH
    if longest := max((len(each) for each in every if len(each) > most), default=0):
        said = _("{lengths} of {most}")
        return said.format(lengths=format_number(longest), most=format_number(most)), True
    said = ngettext("{count} line", "{count} lines", number).format(count=format_number(number))
    return said if number else "", number > LINES_MOST


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say anything."""
    return tuple(filter(None, map(str.strip, text.splitlines())))
