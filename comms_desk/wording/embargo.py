"""What embargoes may refuse, and what is said of words and figures that they hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from comms_desk.embargo import model as embargo
from comms_desk.embargo.model import LockedFigures, SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment_within, ngettext
from comms_desk.wording.sentence import Says


def words_held(words: Sequence[str], title: str, until: datetime) -> str:
    """Return which *words* of a text that is under embargo stand somewhere."""
    asked = _("“{words}”: these words are in “{title}”, which is under embargo until {moment}.")
    said = asked.format(
        words=" […] ".join(words),
        title=title or _("Untitled"),
        moment=format_moment_within(until),
    )
    return said[:-1] if said.endswith("..") else said  # « 10 a.m. » has its own


def sentence_there(title: str, there: str) -> str:
    """Return how the text called *title* has these words; "": it could not be read."""
    if not there:
        return ""
    return _("In “{title}”: “{sentence}”").format(title=title or _("Untitled"), sentence=there)


def both_places(held: embargo.WordsUnderEmbargo, words: int | None = None) -> Sequence[str]:
    """Return in which file words that are held stand, which, and where they come from.

    Args:
        held: They.
        words: How many passages are said; None: all.
    """
    file = _("In the file “{name}”:").format(name=held.file) if held.file else ""
    here = words_held(held.words[:words], held.title, held.until)
    return [each for each in (file, here, sentence_there(held.title, held.there)) if each]


def figures_held(held: LockedFigures) -> str:
    """Return the warning that a text under embargo says a figure of the same thing."""
    many = ngettext(
        "{figures}: this figure is in “{title}”, which is under embargo until {moment}, of the "
        "same thing.",
        "{figures}: these figures are in “{title}”, which is under embargo until {moment}, of the "
        "same things.",
        len(held.written),
    )
    return many.format(
        figures=", ".join(held.written),
        title=held.title or _("Untitled"),
        moment=format_moment_within(held.until),
    )


def shared_warnings(shared: SharedWords) -> Sequence[str]:
    """Return what is to be known of what a message shares with texts under embargo; it leaves."""
    said = [figures_held(each) for each in shared.figures]
    return [*said, files_unread(shared.unread)] if shared.unread else said


def files_unread(names: Sequence[str]) -> str:
    """Return that nobody knows whether files have words that are under embargo."""
    many = ngettext(
        "{names}: no word of this file could be read, nor compared with what is under embargo.",
        "{names}: no word of these files could be read, nor compared with what is under embargo.",
        len(names),
    )
    return many.format(names=", ".join(names))


EMBARGO: Mapping[type[CommsDeskError], Says] = {
    embargo.UnderEmbargo: lambda e: (
        _("This is under embargo until {moment}.").format(moment=format_moment_within(e.until)),
        _("Wait until then, or lift the embargo first."),
    ),
    embargo.WordsUnderEmbargo: lambda e: (
        "\n".join(both_places(e)),
        _("Take them out, wait until then, or lift the embargo first."),
    ),
}
