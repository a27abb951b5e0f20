"""How a command answers: a table for a person, or JSON and nothing else for a program.

JSON has stable names: those of the fields of the frozen values that desks return, with the codes
as they are stored; a table has words instead.  Moments are ISO 8601 in UTC.  Whatever is not the
answer (progress, "n of N", warnings) goes to standard error, so that standard output can be piped.
"""

import json
import sys
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn, override

import click

from comms_desk.apart import PATIENT, Onlooker
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.facts import PLACE
from comms_desk.i18n import Language, _, current, format_moment, format_number, pgettext
from comms_desk.mail.address import Address
from comms_desk.places import Scope
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.bars import BarTable
from comms_desk.text.discretion import without_secrets
from comms_desk.wording.kinds import ONE

if TYPE_CHECKING:
    from comms_desk.across.office import Office

COLUMN_GAP = "  "
MOST_CELL_WIDTH = 60
MOST_LAST_WIDTH = 240
NOTHING = "—"

json_option = click.option("--json", "as_json", is_flag=True, help="Show the answer in JSON only.")
"""Every command has it."""


class ReaderLeft(Exception):
    """The reader of standard output has stopped reading: there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class OutputColumn[T]:
    """A column of the table that a person reads; *title* is in English, and said as it is read."""

    title: str
    value: Callable[[T], object]

    @property
    def called(self) -> str:
        """The title in the reader's language: of now, whenever the column was declared."""
        return _(self.title) if self.title else ""


class Headed[T](OutputColumn[T]):
    """A column whose title is already in the reader's language, or in nobody's."""

    __slots__ = ()

    @property
    @override
    def called(self) -> str:
        return self.title


class OneALine(tuple[str, ...]):
    """Values of one thing that are read one under the other."""

    __slots__ = ()


def of_table(table: BarTable) -> OutputColumn[Any]:
    """Return the column in which *table* is read, a row a line."""
    lines = OneALine(_table_line(table.headings, bar.cells) for bar in table.bars)
    return Headed(table.title, lambda _value: lines)


def _table_line(headings: tuple[str, ...], cells: tuple[str, ...]) -> str:
    name, number, *more = cells
    counted = pgettext("figure", "{name}: {n}").format(name=name, n=number)
    return "; ".join(filter(None, (counted, in_one_line(zip(headings[2:], more, strict=True)))))


def emit(
    answer: object, *, as_json: bool, columns: Sequence[OutputColumn[Any]] = (), begin: str = ""
) -> None:
    """Write *answer*, a page, a sequence or one value, to standard output.

    Without *columns* the fields of the values are the columns.  *begin* is the command that
    a person is told of when there is nothing in the list yet.
    """
    rows: Iterable[Any] | None = None
    if isinstance(answer, PageOfRows):
        rows = answer.rows
        _say_what_was_cut(answer)
    elif isinstance(answer, Sequence) and not isinstance(answer, str | bytes):
        rows = answer
    if as_json:
        _write(json.dumps(plain(answer if rows is None else list(rows)), ensure_ascii=False))
    elif rows is not None:
        _write_table(list(rows), columns, begin)
    else:
        _write_fields(answer, columns)


def note(text: str) -> None:
    """Say *text*, which is not the answer, on standard error."""
    click.echo(clean(without_secrets(text)), err=True)


def warn_of_words(desk: "Office", answer: object, *, own: Collection[Ref] = ()) -> None:
    """Say which words of *answer*, written as JSON, are under embargo: a program may take them on.

    What it shows of *own* may be read here: it is warned of, and not held.
    """
    try:
        desk.embargoes.refuse_words("\n".join(_texts(plain(answer))), own=own)
    except WordsUnderEmbargo as held:
        from comms_desk.wording import say

        note(say(held).what)


def _texts(answer: Any) -> Iterator[str]:
    match answer:
        case str():
            yield answer
        case dict():
            yield from _texts(list(answer.values()))
        case list():
            for each in answer:
                yield from _texts(each)


class Telling:
    """How far long work is, on one line of a terminal, which goes once it is done."""

    wants_stop = False
    """Ctrl+C ends it all, and what works apart with it."""

    def __init__(self, words: Callable[[int, int], str]) -> None:
        """Say it in the *words* for how much is done, of about how much; 0: nobody knows."""
        self._words = words
        self._width = 0

    def told(self, done: int, total: int) -> None:
        """Say how far it is, over what was said before."""
        said = clean(without_secrets(self._words(done, total)))
        click.echo(f"\r{said:<{self._width}}", err=True, nl=False)
        self._width = len(said)

    def over(self) -> None:
        """Clear the line."""
        if self._width:
            click.echo(f"\r{'':<{self._width}}\r", err=True, nl=False)
            self._width = 0


@contextmanager
def telling(words: Callable[[int, int], str]) -> Iterator[Onlooker]:
    """Say on a terminal how far long work is; in a file that would be noise."""
    if not sys.stderr.isatty():
        yield PATIENT
        return
    teller = Telling(words)
    try:
        yield teller
    finally:
        teller.over()


def nothing_done(why: str) -> NoReturn:
    """End the command with status 1: nothing of what was asked for was done, *why* says so."""
    note(why)
    click.get_current_context().exit(1)


def plain(value: object) -> Any:
    """Turn *value* into what JSON knows; a dataclass becomes an object of its fields."""
    simple: Any
    match value:
        case None | bool() | int() | float() | str() if not isinstance(value, Enum):
            simple = value
        case Enum():
            simple = plain(value.value)
        case datetime():
            simple = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            simple = value.isoformat()
        case bytes():
            simple = b64encode(value).decode("ascii")
        case Mapping():
            simple = {str(plain(key)): plain(each) for key, each in value.items()}
        case AbstractSet():
            simple = sorted((plain(each) for each in value), key=str)
        case Iterable():
            simple = [plain(each) for each in value]
        case _ if hasattr(value, "to_text"):
            simple = value.to_text()
        case _ if is_dataclass(value) and not isinstance(value, type):
            simple = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            simple = str(value)
    return simple


def clean(text: str) -> str:
    """Take out of a stranger's *text* what a terminal would obey or break a line on."""
    return "".join(
        " " if character in "\t\r\n" else character
        for character in text
        if character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )


def _say_what_was_cut(page: PageOfRows[Any]) -> None:
    if page.capped or len(page.rows) < page.total:
        total = format_number(page.total) + ("+" if page.capped else "")
        note(_("{shown} of {total}").format(shown=format_number(len(page.rows)), total=total))


def _write(text: str) -> None:
    """Write a line.

    Raises:
        ReaderLeft: The reader of standard output has stopped; on Windows that is a plain
            OSError.
    """
    try:
        click.echo(text)
    except OSError as error:
        if isinstance(error, BrokenPipeError) or sys.platform == "win32":
            raise ReaderLeft from error
        raise


def _write_table(rows: Sequence[Any], columns: Sequence[OutputColumn[Any]], begin: str) -> None:
    if not rows:
        way = _("Begin with “comms-desk {command}”.").format(command=begin) if begin else ""
        note(f"{_('Nothing to show.')} {way}".rstrip())
        return
    columns = columns or _field_columns(rows[0])
    cells = [_row(columns, row) for row in rows]
    titles = [column.called for column in columns]
    widths = [max(map(_width, each)) for each in zip(titles, *cells, strict=True)]
    for line in [titles, *cells]:
        padded = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        _write(COLUMN_GAP.join(padded).rstrip())


def _row(columns: Sequence[OutputColumn[Any]], row: object) -> list[str]:
    """Return the cells of *row*; only the last, which pushes none aside, may be long."""
    cells = [_cell(column.value(row)) for column in columns]
    return [*(_shorten(cell, MOST_CELL_WIDTH) for cell in cells[:-1]), _shorten(cells[-1])]


def _write_fields(value: Any, columns: Sequence[OutputColumn[Any]]) -> None:
    if isinstance(value, str):
        _write(value)
        return
    colon = _colon()
    for column in columns or _field_columns(value):
        said = column.value(value)
        if isinstance(said, OneALine) and said:
            _write(f"{column.called}{colon}".rstrip())
            for each in said:
                _write(f"  {_cell(each)}")
        else:
            _write(f"{column.called}{colon}{_cell(said) or NOTHING}")


def _field_columns(value: Any) -> Sequence[OutputColumn[Any]]:
    if isinstance(value, Mapping):
        return [Headed(of_field(str(key)), lambda row, key=key: row[key]) for key in value]  # type: ignore[misc]
    if is_dataclass(value):
        return [
            Headed(of_field(field.name), lambda row, name=field.name: getattr(row, name))  # type: ignore[misc]
            for field in fields(value)
        ]
    return [Headed("", lambda row: row)]


def _cell(value: object) -> str:
    match value:
        case None:
            text = ""
        case bool():
            text = _("yes") if value else _("no")
        case datetime():
            text = format_moment(value)
        case Enum():
            text = of_code(value) or str(plain(value))
        case str():
            text = value
        case Scope():
            text = PLACE.say(value)
        case Address():
            text = str(value)
        case list() | tuple() | frozenset():
            text = ", ".join(_cell(each) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            columns = _field_columns(value)
            text = in_one_line((each.called, _cell(each.value(value))) for each in columns)
        case _:
            simple = plain(value)
            text = simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)
    return clean(text)


def in_one_line(said: Iterable[tuple[str, str]]) -> str:
    """Return the (title, text) pairs of what is *said* of a value inside another; none is empty."""
    colon = _colon()
    return "; ".join(f"{title}{colon}{text}" for title, text in said if text)


def _colon() -> str:
    return "\u00a0: " if current() is Language.FRENCH else ": "


def _shorten(text: str, most: int = MOST_LAST_WIDTH) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def of_field(name: str) -> str:
    """Return the heading of the field *name*."""
    words = {
        "about": _("About"),
        "account": _("Account"),
        "address": _("Address"),
        "articles": _("Articles"),
        "backup": _("Backup"),
        "before": _("Previous version"),
        "bulletins_doubted": _("Bulletins to confirm"),
        "bytes": _("Size in bytes"),
        "cancelled": _("Sending stopped"),
        "contacts": _("Contacts"),
        "texts_doubted": _("Texts to confirm"),
        "reviews_doubted": _("Press reviews to confirm"),
        "carried_over": _("Exclusions and embargoes carried over"),
        "dossiers": _("Dossiers"),
        "doubted": _("E-mails to confirm"),
        "draft": _("Draft"),
        "drafts": _("Texts"),
        "eml": _("For a mail program"),
        "employees": _("Employees"),
        "excluded": _("Excluded"),
        "failed_feeds": _("Failing feeds"),
        "feeds": _("Feeds"),
        "file": _("File"),
        "files": _("Files"),
        "html": _("For a browser"),
        "id": _("Id"),
        "index": _("Problems of the search index"),
        "inquiries": _("Inquiries"),
        "integrity": _("Problems of the file"),
        "shape": _("Missing or foreign parts"),
        "kept": _("Kept"),
        "kept_by_holds": _("Kept by a hold on destruction"),
        "key": _("Setting"),
        "language": _("Language"),
        "left_out": _("Articles left out"),
        "letter": _("E-mail"),
        "letters": _("E-mails tried"),
        "lists": _("Lists"),
        "mentions": _("New mentions"),
        "name": _("Name"),
        "new_articles": _("New articles"),
        "note": _("Note"),
        "now": _("Current version"),
        "on_the_wire": _("Being sent: stopped if they return to the queue"),
        "altered": _("Changed since it was sealed"),
        "orphans": _("Orphan rows"),
        "outlet_name": _("Outlet"),
        "outlets": _("Outlets"),
        "present": _("The desk before"),
        "handed_over": _("Handed over to Outlook"),
        "queued": _("Queued"),
        "refused": pgettext("letter", "Refused"),
        "removed_from_bin": _("Erased from the bin"),
        "sending": _("Being sent"),
        "sent": _("Accepted by server"),
        "sound": _("In good order"),
        "status": _("Status"),
        "tags": _("Tags"),
        "template": _("Template"),
        "title": _("Title"),
        "to": _("To"),
        "tried": _("E-mails tried"),
        "uncertain": _("Uncertain"),
        "under_embargo": _("Under embargo"),
        "value": _("Value"),
        "was_excluded": _("Was excluded"),
        "withheld": _("Not sent"),
        "works": _("Works"),
    }
    return words.get(name, name)


def of_code(value: Enum) -> str | None:
    """Return what *value* is called; None when its code is all there is."""
    if isinstance(value, Subject):
        return ONE[value]() if value in ONE else None
    words = {
        "Security.none": pgettext("protection", "None"),
        "Security.tls": "TLS",
        "Security.starttls": "STARTTLS",
        "Language.fr": _("French"),
        "Language.en": _("English"),
        "Act.edited": _("Changed"),
        "Act.removed": _("Position removed"),
        "Act.read": _("Read"),
        "Act.exported": _("Exported"),
        "Act.binned": pgettext("done", "Put in the bin"),
        "Act.restored": _("Taken out of the bin"),
        "Act.archived": _("Archived"),
        "Act.unarchived": _("Taken out of the archive"),
        "DraftKind.release": _("Release"),
        "DraftKind.speech": _("Speech"),
    }
    return words.get(f"{type(value).__name__}.{value.value}")
