"""One thing of every kind, on the sample desk."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import FromClause, Table

from comms_desk.across import things
from comms_desk.across.office import Office
from comms_desk.across.sample import load_sample
from comms_desk.changes import Ref, Subject
from comms_desk.media.clips.model import NewClip
from comms_desk.media.themes.model import NewWordList
from comms_desk.media.themes.saved_views import NewView


class OfEveryKind[Part](dict[Subject, Part]):
    """What the tests have of each kind; a kind that is not there is told where to be written."""

    def __init__(self, where: str, parts: Mapping[Subject, Part]) -> None:
        super().__init__(parts)
        self._where = where

    def __missing__(self, kind: Subject) -> Part:
        raise LookupError(f"the kind '{kind}' has no line in {self._where}")


TYPED = OfEveryKind(
    "TYPED, of tests/contracts/every_kind.py",
    {
        Subject.DOSSIER: "about",
        Subject.OUTLET: "owner_group",
        Subject.CONTACT: "note",
        Subject.LIST: "note",
        Subject.FEED: "title",
        Subject.WATCH: "query",
        Subject.EXAMPLE: "title",
        Subject.WORD_LIST: "name",
        Subject.VIEW: "name",
        Subject.CLIP: "speaker",
        Subject.DRAFT: "title",
        Subject.INQUIRY: "title",
        Subject.VERBATIM: "text",
        Subject.BULLETIN: "subject",
        Subject.EMPLOYEE: "service",
    },
)
"""A field of each in which anything may be typed; no list has the name of a watch."""


TABLES: list[FromClause] = []
"""Those that no migration makes: of a kind that is of tests alone."""


def furnish(office: Office) -> None:
    """Fill *office* with the sample desk, and with what it has nothing of."""
    for table in TABLES:
        cast("Table", table).create(office.database.engine)
    load_sample(office)
    office.word_lists.add(NewWordList(name="neige", terms=("déneigement",)))
    office.saved_views.add(NewView(name="Neige à relire", query="neige"))
    office.clips.add(NewClip(title="Chef de l’opposition sur la neige"))


def first(office: Office, kind: Subject) -> Ref:
    """Return the first thing of *kind* there is."""
    rows = range(1, 1000)
    if kind is Subject.WORD_LIST:
        rows = rows[::-1]  # the City's watches name the others
    found = (Ref(kind, row) for row in rows if things.find(office, Ref(kind, row)))
    ref = next(found, None)
    assert ref is not None, f"the sample desk has no {kind}: `sample` of its page in across/kinds"
    return ref
