"""What a watch remembers: what it must catch and must not, and what an edit of it would change.

An example keeps its own words: it stands when its article has left the desk, and says the same
of a query next year.  Values only; `memory` keeps them and `replay` asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import Mention, ThemeId
from comms_desk.media.themes.names import Asked
from comms_desk.storage.model import Edit
from comms_desk.text.fold import tokens
from comms_desk.text.matching import MatchedDocument, Prepared, answers

ExampleId = NewType("ExampleId", int)

EXAMPLE_CHARACTERS = 5_000
"""An example keeps so much of a text, its beginning: enough to be asked, and no article whole."""


class ExampleWanted(StrEnum):
    """What a watch is to do with an example; the values are stored."""

    MUST = "must"
    MUST_NOT = "must_not"


class ExampleEmpty(CommsDeskError):
    """An example has no word in its title."""

    what = N_("The title of an example has no word.")
    way_out = N_("Write the title of an article.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExample:
    """An example that is not on the desk yet: of an article there, or pasted.

    Attributes:
        text: Of a longer one its first `EXAMPLE_CHARACTERS` are kept.
        moment: When it was published or seen: a query may ask for days.
    """

    watch: ThemeId
    wanted: ExampleWanted
    title: str
    text: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    moment: datetime | None = None
    article: ArticleId | None = None

    def __post_init__(self) -> None:
        """Refuse what no query could be asked of.

        Raises:
            ExampleEmpty: Its title holds no word.
        """
        refuse_empty(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example of a watch; its fields are those of `NewExample`.

    *by* is the person who gave it, None for the desk itself; *article* is None once it is gone.
    """

    id: ExampleId
    watch: ThemeId
    wanted: ExampleWanted
    title: str
    text: str
    outlet: str
    author: str
    language: str
    moment: datetime | None
    article: ArticleId | None
    by: int | None
    at: datetime

    def holds(self, query: Asked) -> bool:
        """Whether *query* does with it what it is to do."""
        tree, ignored = query
        document = MatchedDocument(
            title=self.title,
            text=self.text,
            outlet=self.outlet,
            author=self.author,
            language=self.language,
            moment=self.moment,
        )
        return answers(tree, Prepared(document, ignored)) is (self.wanted is ExampleWanted.MUST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An example, and whether its watch does with it what it is to do."""

    example: Example
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What another watch would gain, lose and break: it names what is edited."""

    name: str
    gained: int
    lost: int
    breaks: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What an edit of a list, or of a watch, would change in the watches that name it.

    Attributes:
        examined: So many of the newest articles were looked at, of *within*; where they are
            fewer, too much was proposed for the time that there is.
        within: Among so many newest articles it was looked for: fewer where no index helps.
        follows: The watches that would change, what changes most first.
    """

    examined: int
    within: int
    follows: tuple[Follows, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all that was to be looked at was."""
        return self.examined == self.within


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed(Replay):
    """What an edit of a watch would change.

    Attributes:
        gained: How many articles the watch would find that it does not find now.
        lost: How many it would find no more.
        newly: The newest that were gained, with their marks.
        no_more: The newest that were lost, with the marks that they had.
        broken: The examples that would not hold.
        breaks: Those of them that hold now.
    """

    gained: int
    lost: int
    newly: tuple[Mention, ...]
    no_more: tuple[Mention, ...]
    broken: tuple[Example, ...]
    breaks: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPhrase:
    """A phrase that a watch could ignore, after an article that was not pertinent.

    Attributes:
        others: How many other mentions put aside hold it, copies of one another counted once.
        lost: How many mentions would go; *irrelevant* of them were put aside and *read* were
            read and not put aside.
        breaks: The examples that it would break.
        examined: So many of the newest articles were looked at.
    """

    watch: ThemeId
    phrase: str
    others: int
    lost: int
    irrelevant: int
    read: int
    breaks: tuple[Example, ...]
    examined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredPhrase:
    """A phrase was ignored, and its article became an example: what undoes both."""

    edit: Edit
    example: ExampleId


def refuse_empty(title: str) -> None:
    """Refuse the title of an example in which no word stands.

    Raises:
        ExampleEmpty: It is one.
    """
    if not tokens(title):
        raise ExampleEmpty


def broken(examples: Sequence[Example], query: Asked) -> tuple[Example, ...]:
    """Return those of *examples* that do not hold for *query*."""
    return tuple(each for each in examples if not each.holds(query))
