"""What a saved view is: a search with what it is narrowed to, of one person or of the office."""

from dataclasses import dataclass
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.themes.model import EVERY_MENTION, MentionFilter, name_key
from comms_desk.text.fold import tokens
from comms_desk.text.query import parse

ViewId = NewType("ViewId", int)


class ViewNameMissing(CommsDeskError):
    """A view must have a name."""

    what = N_("A view must have a name.")
    way_out = N_("Write at least one letter or digit.")


class ViewEmpty(CommsDeskError):
    """A view asks for something: a search, or some mentions only."""

    what = N_("There is no search to save.")
    way_out = N_("Search for words, or choose filters, then save the view.")


class ViewNameTaken(CommsDeskError):
    """The person saving a view has another of that name already: their own, or the office's."""

    what = N_("There is already a view called “{name}”.")
    way_out = N_("Use another name.")

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewView:
    """A search that is not saved yet, with what it is narrowed to.

    Attributes:
        query: As it was typed; without, the mentions are listed.
        person: Whose it is; None: the office's.
    """

    name: str
    query: str = ""
    which: MentionFilter = EVERY_MENTION
    person: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be asked.

        Raises:
            ViewNameMissing: There is no word in its name.
            ViewEmpty: It asks for every mention.
            QueryError: The query is not understood.
        """
        if not tokens(self.name):
            raise ViewNameMissing
        if self.query.strip():
            parse(self.query)
        elif self.which == EVERY_MENTION:
            raise ViewEmpty


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A saved search of the desk; its fields are those of `NewView`."""

    id: ViewId
    name: str
    query: str
    which: MentionFilter
    person: int | None

    @property
    def key(self) -> str:
        """The form under which two spellings of its name are the same."""
        return name_key(self.name)
