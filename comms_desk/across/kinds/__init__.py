"""The book of kinds, without the window's part of it: a page a kind, named after its noun.

A page says what the whole desk must know of a kind beside its own slice: its desk, its facts, its
words, its commands.  It is imported when something of its kind is first asked for, and by its name
alone: nothing lists the pages.  Where the window shows a kind stands in `ui.kinds`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.kinds import KINDS, Kind, complete

if TYPE_CHECKING:
    from comms_desk import facts as declared
    from comms_desk.storage.desks import BinnedDesk
    from comms_desk.storage.model import Edit, FieldChange

    type AnyDesk = BinnedDesk[Any, Any, Any]

type Facts = declared.Facts
"""As a word of what gives them: a page imports nothing of its slice before it is asked."""

BOOK = "across/kinds"


@dataclass(frozen=True, slots=True)
class ThingLine:
    """What a line says of a thing."""

    title: str
    detail: str = ""
    at: datetime | None = None


def archived(thing: Any, *details: str) -> str:
    """Return *details* of *thing*, after the word that it is archived where it is."""
    word = _("Archived") if thing.archived_at is not None else ""
    return " · ".join(filter(None, (word, *details)))


def facts_of(module: str, *names: str) -> Callable[[Office], Facts]:
    """Return what reads the facts that *names* of *module* are, or give; it is imported then.

    Args:
        module: Where a slice declares its facts.
        names: Of several facts, of one, or of a function that returns several.
    """

    def read(_office: Office) -> Facts:
        declared_there = import_module(module)
        found: list[declared.Fact] = []
        for name in names:
            held = getattr(declared_there, name)
            held = held() if callable(held) else held
            found += held if isinstance(held, tuple) else [held]
        return tuple(found)

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPage:
    """What the whole desk knows of a kind; ``PAGE`` in the module of that kind.

    Attributes:
        many: What many of them are called, as in a sentence.
        one: What one is called, as in a heading: of what has a bin, or is tied to dossiers.
        help: What its commands do, in English: of what has a noun.
        desk: Its desk: of what has a bin.  It gets, edits, bins and tells the history of one.
        facts: What may have been changed of one and of its parts: of what has a bin.
        offered: The facts of one with what there is to choose among, where those have it not.
        edit: How a field of one is changed, where its desk alone does not.
        line: What a line says of one.
        points_at: The fields whose value is the number of another thing, or of several, by kind.
        parts: The pages of its parts.
        sample: Puts the invented ones on the sample desk, once dossiers and directory are there.
    """

    many: Callable[[], str]
    one: Callable[[], str] | None = None
    help: str = ""
    desk: "Callable[[Office], AnyDesk] | None" = None
    facts: Callable[[Office], Facts] | None = None
    offered: Callable[[Office], Facts] | None = None
    edit: "Callable[[Office], Callable[[Any, FieldChange], Edit]] | None" = None
    line: Callable[[Any], ThingLine] = lambda thing: ThingLine(thing.name)
    points_at: Mapping[str, Subject] = field(default_factory=dict)
    parts: "Mapping[Subject, KindPage]" = field(default_factory=dict)
    sample: Callable[[Office], object] | None = None


ONLY_COUNTED: Mapping[Subject, KindPage] = {
    Subject.PERSON: KindPage(many=lambda: _("people")),
    Subject.ISSUE: KindPage(many=lambda: _("issues of bulletins")),
    Subject.MESSAGE: KindPage(many=lambda: _("messages")),
    Subject.SUPPRESSION: KindPage(many=lambda: _("exclusions")),
    Subject.EMBARGO: KindPage(many=lambda: _("embargoes")),
    Subject.FREEZE: KindPage(many=lambda: _("freezes")),
    Subject.JOB: KindPage(many=lambda: _("jobs")),
    Subject.RULE: KindPage(many=lambda: _("rules of destruction")),
}
"""Of the kinds without a noun: nobody opens one by its kind, and an error may count them."""


@cache
def page_of(kind: Kind) -> KindPage | None:
    """Return the page of *kind*; None where the book has none."""
    if kind.part_of is not None:
        whole = page_of(KINDS[kind.part_of])
        return None if whole is None else whole.parts.get(kind.subject)
    if not kind.noun:
        return ONLY_COUNTED.get(kind.subject)
    name = f"{__name__}.{kind.noun}"
    try:
        page: KindPage = import_module(name).PAGE
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
    return page


PAGES = complete(lambda _kind: True, "page", page_of, book=BOOK)
"""The pages by their kinds."""


def complete_by[Part](
    of: Callable[[Kind], bool], called: str, read: Callable[[KindPage], Part | None]
) -> Mapping[Subject, Part]:
    """Return what *read* finds on the page of each kind for which *of* is true."""
    return complete(of, called, lambda kind: read(PAGES[kind.subject]), book=BOOK)
