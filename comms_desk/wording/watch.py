"""What queries may refuse, and what an edit of a theme would change."""

from collections.abc import Callable, Iterator, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.themes import remembered
from comms_desk.text.query.errors import Expectation, QueryError
from comms_desk.wording.sentence import Says


def examples_broken(count: int) -> str:
    """Say how many examples do not hold; nothing where all do."""
    if not count:
        return ""
    return ngettext("{count} example broken", "{count} examples broken", count).format(
        count=format_number(count)
    )


def replayed(told: remembered.Replayed) -> str:
    """Say what an edit would change: counts, then what it would in what names the watch."""
    broken = examples_broken(len(told.broken)) or _("no example broken")
    said = " · ".join((_moved(told.gained, told.lost), broken, among(told)))
    return "\n".join((said, *_followed(told)))


def replayed_list(told: remembered.Replay) -> str:
    """Say what an edit of a list would change in the watches that name it, a line each."""
    if not told.within:
        return ""
    if not told.follows:
        return f"{_('No watch would find anything else')} · {among(told)}"
    return "\n".join((*_followed(told), among(told)))


def _followed(told: remembered.Replay) -> Iterator[str]:
    for each in told.follows:
        broken = examples_broken(len(each.breaks))
        changes = " · ".join(filter(None, (_moved(each.gained, each.lost), broken)))
        yield _("“{watch}”: {changes}").format(watch=each.name, changes=changes)


def _moved(gained: int, lost: int) -> str:
    said = (
        ngettext("{count} gained", "{count} gained", gained).format(count=format_number(gained)),
        ngettext("{count} lost", "{count} lost", lost).format(count=format_number(lost)),
    )
    return " · ".join(said)


def among(told: remembered.Replay) -> str:
    """Say among how many articles an edit was replayed."""
    examined, within = format_number(told.examined), format_number(told.within)
    if told.is_whole:
        return _("among the {examined} newest articles").format(examined=examined)
    return _("among the {examined} newest of {within} articles").format(
        examined=examined, within=within
    )


_QUERY_EXPECTED: Mapping[Expectation, Callable[[], str]] = {
    Expectation.WORD: lambda: _("Write a word, a phrase or an opening bracket there."),
    Expectation.CLOSING_QUOTE: lambda: _("Close the quotation marks."),
    Expectation.CLOSING_BRACKET: lambda: _("Close the bracket."),
    Expectation.OPENING_BRACKET: lambda: _("Open a bracket before, or take this one away."),
    Expectation.KNOWN_FIELD: lambda: _(
        "The fields are title:, outlet:, author:, lang:, after: and before:. "
        "Put quotation marks around words that hold a colon."
    ),
    Expectation.TEXT_IN_FIELD: lambda: _("Write only words and phrases in it."),
    Expectation.DATE: lambda: _("Write a date there, such as 2026-11-24."),
    Expectation.LANGUAGE: lambda: _("Write a language there, such as fr or en."),
    Expectation.STAR_AT_END: lambda: _("A star may only end a word, or the last of a phrase."),
    Expectation.NEAR_DISTANCE: lambda: _(
        "Say how many words may stand between, from 0 to 30, such as NEAR/5. "
        "Put quotation marks around the word itself."
    ),
    Expectation.NEAR_WORDS: lambda: _(
        "Put words, phrases, or such joined by OR, on both sides of NEAR."
    ),
    Expectation.KNOWN_NAME: lambda: _(
        "No list and no watch has that name. Write the name of one, or put quotation marks "
        "around the whole word."
    ),
    Expectation.NO_CIRCLE: lambda: _("That watch’s own query comes back to this one."),
    Expectation.SOUND_NAME: lambda: _("That watch is itself not understood: mend its query first."),
    Expectation.FEWER_TERMS: lambda: _("It is too long: split it into several queries."),
    Expectation.FEWER_LEVELS: lambda: _("Too many nested brackets: split it into several queries."),
}


def _query_mistake(error: QueryError) -> tuple[str, str]:
    if error.at_end and not error.position:
        return _("The query is empty."), _("Write a word, or a phrase in quotation marks.")
    if error.at_end:
        what = _("The query is not finished: something is missing at the end.")
    elif error.found:
        what = _("The query is not understood at character {place}, “{found}”.").format(
            place=error.position + 1, found=error.found
        )
    else:
        what = _("The query is not understood at character {place}.").format(
            place=error.position + 1
        )
    return what, _QUERY_EXPECTED[error.expected]()


QUERY: Mapping[type[CommsDeskError], Says] = {QueryError: _query_mistake}
