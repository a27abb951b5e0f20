"""How what a card shows is put away: in the bin, or in the archive once it was sent.

The desk decides; the card says it on its button before it is pressed, and once it is archived
since when, by whom, and until when it is kept.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.i18n import _, format_date, format_moment_within, ngettext, one_stop, pgettext
from comms_desk.storage.model import Archived
from comms_desk.ui.kit.controls import Button

if TYPE_CHECKING:
    from comms_desk.storage.finding import RowPlace

ARCHIVED = "archived"
"""By which the pages know the filter that lists the archive alone."""


class PutAwayWay(Enum):
    """Where a thing goes when its button is pressed."""

    BIN = auto()
    ARCHIVE = auto()
    OUT = auto()
    """Of the archive, back in its list."""


@dataclass(frozen=True, slots=True)
class ArchiveStanding:
    """Whether a thing *was sent*, and how it stands in the archive, by *who*, or None."""

    was_sent: bool = False
    archived: Archived | None = None
    who: str = ""

    @property
    def way(self) -> PutAwayWay:
        """Where it goes from here."""
        if self.archived is not None:
            return PutAwayWay.OUT
        return PutAwayWay.ARCHIVE if self.was_sent else PutAwayWay.BIN

    def said(self) -> str:
        """Say since when it is archived, by whom, and until when; nothing where it is not."""
        if self.archived is None:
            return ""
        since = format_moment_within(self.archived.at)
        said = _("Archived on {moment} by {name}.") if self.who else _("Archived on {moment}.")
        return f"{one_stop(said.format(moment=since, name=self.who))} {_kept(self.archived)}"


ON_THE_DESK = ArchiveStanding()
"""Of what never left the house."""


def chip_words() -> str:
    """Return what the filter that lists the archive alone is called."""
    return pgettext("filter", "Archived")


def where(narrowed_to: object) -> "RowPlace":
    """Return where a list looks that is *narrowed to* a filter; for a reading thread."""
    from comms_desk.storage.finding import RowPlace

    return RowPlace.IN_ARCHIVE if narrowed_to == ARCHIVED else RowPlace.HERE


def nothing_archived() -> str:
    """Return what the list of the archive says while nothing is in it."""
    return _("Nothing is archived.")


def standing_of(office: Office, ref: Ref) -> ArchiveStanding:
    """Return how *ref* stands; in a reading thread.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    from comms_desk.storage.errors import NotArchived

    was_sent = office.archive.was_sent(ref)
    try:
        archived = office.archive.find(ref)
    except NotArchived:
        return ArchiveStanding(was_sent)
    names = office.people.names([] if archived.by is None else [archived.by])
    return ArchiveStanding(was_sent, archived, names.get(archived.by or 0, ""))


class PutAway(Button):
    """Puts a thing in the bin, in the archive, or out of it: it says which.

    Signals:
        wanted: It was pressed; carries the `PutAwayWay`.
    """

    wanted = Signal(object)

    def __init__(self, role: str = "") -> None:
        """Offer the bin."""
        super().__init__(_("Put in the bin"), role=role, icon="" if role else "bin")
        self._way = PutAwayWay.BIN
        self.clicked.connect(self._want)

    def offer(self, way: PutAwayWay) -> None:
        """Offer *way*."""
        self._way = way
        said = {
            PutAwayWay.BIN: _("Put in the bin"),
            PutAwayWay.ARCHIVE: pgettext("verb", "Archive"),
            PutAwayWay.OUT: _("Take out of the archive"),
        }
        self.rename(said[way])
        if self._icon_name:
            self._icon_name = "bin" if way is PutAwayWay.BIN else "archive"
            self.colour()

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._way)


def _kept(archived: Archived) -> str:
    rule, until = archived.rule, archived.kept_until
    if rule is None or until is None:
        return _("No rule lets it be destroyed.")
    return ngettext(
        "Rule {reference} ({years} year) lets it be destroyed from {date} on.",
        "Rule {reference} ({years} years) lets it be destroyed from {date} on.",
        rule.years,
    ).format(reference=rule.reference, years=rule.years, date=format_date(until))
