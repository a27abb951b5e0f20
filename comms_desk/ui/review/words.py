"""The review in words, written in a reading thread: counts, the countdown, what is asked."""

from datetime import datetime, timedelta

from comms_desk.i18n import CITY_ZONE, _, format_moment_within, format_number, format_time, ngettext
from comms_desk.media.reviews.edition import HIGHLIGHT_LENGTH, HIGHLIGHTS_MOST, SUMMARY_WORDS
from comms_desk.text.markdown import Document, count_words, paragraph

COUNTED_DOWN = timedelta(hours=2)
"""Before, the hour alone is said."""


def summary_count(text: str) -> tuple[str, bool]:
    """Return how many words a summary has, and whether that is more than is aimed at."""
    words = count_words(Document((paragraph(text),)))
    said = ngettext("{count} word of {most}", "{count} words of {most}", words)
    return said.format(
        count=format_number(words), most=format_number(SUMMARY_WORDS)
    ), words > SUMMARY_WORDS


def highlights_count(text: str) -> tuple[str, bool]:
    """Return how long each line of the essentials is, and whether one is too long, or too many."""
    lengths = [len(line.strip()) for line in text.splitlines() if line.strip()]
    said = " · ".join(map(format_number, lengths or (0,)))
    most = format_number(HIGHLIGHT_LENGTH)
    too_much = len(lengths) > HIGHLIGHTS_MOST or any(each > HIGHLIGHT_LENGTH for each in lengths)
    return _("{lengths} of {most}").format(lengths=said, most=most), too_much


def agenda_count(text: str) -> tuple[str, bool]:
    """Return how many lines there are of what is to come."""
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if not lines:
        return "", False
    said = ngettext("{count} line", "{count} lines", lines)
    return said.format(count=format_number(lines)), False


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
    same = moment.astimezone(CITY_ZONE).date() == now.astimezone(CITY_ZONE).date()
    return format_time(moment) if same else format_moment_within(moment)
