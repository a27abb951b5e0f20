"""What a watch asks, and what a mention is.

A watch is a query, the phrases that it ignores, and how sure its finds are.  A mention is an
article that answers at least one watch: it is shown once, whatever the number of watches,
and read, coded and linked once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from comms_desk.changes import Ref
from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import Article, ArticleId, ArticleText
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.text.fold import tokens
from comms_desk.text.matching import MOST_MARKS, MatchedDocument
from comms_desk.text.query import NamedQuery, QueryError, Tree, Words, parse, parse_phrase

ThemeId = NewType("ThemeId", int)
WordListId = NewType("WordListId", int)

type Marks = tuple[tuple[int, int], ...]
"""Where matched words stand, in characters."""


class Grade(StrEnum):
    """How sure a watch's finds are; the values are stored."""

    KEEP = "keep"
    TO_CHECK = "to_check"


class Tone(StrEnum):
    """How an article treats the City, or who is named, as a person judged it; they are stored."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    NEGATIVE = "negative"


type Tones = tuple[tuple[str, Tone], ...]
"""How an article treats each of the subjects that are named, by name."""

CITY = ""
"""The subject of a tone where none is named."""


class ThemeNameMissing(CommsDeskError):
    """A watch must have a name."""

    what = N_("A watch must have a name.")
    way_out = N_("Write a name, such as “City”.")


class ThemeIsOurs(CommsDeskError):
    """The watch of what is added by hand is the desk's own: it is neither edited nor removed."""

    what = N_("The watch of what is added by hand is neither changed nor removed.")
    way_out = N_("Remove what is in it, or list another watch.")


class IgnoredPhraseWrong(CommsDeskError):
    """A phrase to ignore has no word in it, or a star that does not end it."""

    what = N_("“{phrase}” cannot be ignored: it has no word, or its star is not at the end.")
    way_out = N_("Write plain words; a star may only end the last one.")

    phrase: str


class NoSuchWordList(CommsDeskError):
    """A phrase to ignore is a name, with its @, and no list is called so."""

    what = N_("No list is called “{name}”.")
    way_out = N_("Write the name of a list after the @; a theme’s phrases are not words to ignore.")

    name: str


class WordListNameMissing(CommsDeskError):
    """A list must have a name, by which a query can call it."""

    what = N_("A list needs a name.")
    way_out = N_("Write at least one letter or digit.")


class NameTaken(CommsDeskError):
    """A list and another, or a theme, cannot have the same name."""

    what = N_("There is already a watch or a list called “{name}”.")
    way_out = N_("Edit that one, or use another name.")

    name: str


class WordListEmpty(CommsDeskError):
    """A list has one term at least."""

    what = N_("A list of terms needs one term.")
    way_out = N_("Write one term a line.")


class TermWrong(CommsDeskError):
    """A term of a list has no word in it, a star that does not end it, or is itself a name."""

    what = N_("“{term}” is not a term: it has no word, or its star is not at the end.")
    way_out = N_("Write a word or a phrase; a list names no other list.")

    term: str


class StillNamed(CommsDeskError):
    """A list or a theme that the queries of others name is not put in the bin."""

    what = N_("“{name}” is named by the query of {watches}.")
    way_out = N_("Take it out of there first.")

    name: str
    watches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTheme:
    """A watch that is not on the desk yet.

    Attributes:
        query: As it was typed; it is understood here, or refused.
        ignored: Phrases erased from an article before the query is asked.
        alert: Whether its new mentions are called out.
    """

    name: str
    query: str
    ignored: tuple[str, ...] = ()
    grade: Grade = Grade.KEEP
    alert: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not be asked.

        Raises:
            ThemeNameMissing: There is no name.
            QueryError: The query is not understood.
            IgnoredPhraseWrong: A phrase to ignore holds no word.
        """
        watch_name(self.name)
        asked(self.query, self.ignored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A watch of the desk; its fields are those of `NewTheme`.

    *is_looking_back* says that older articles have not all been asked yet.
    """

    id: ThemeId
    name: str
    query: str
    ignored: tuple[str, ...]
    grade: Grade
    alert: bool
    is_looking_back: bool
    by_hand: bool = False
    """Whether it asks nothing, and holds what people and vendors brought."""

    @property
    def key(self) -> str:
        """The form of its name by which a query names it."""
        return name_key(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWordList:
    """A list that is not on the desk yet: a query names it, and means any of its *terms*.

    Attributes:
        terms: Words and phrases, as a query has them: =SIM, "mairesse de Montréal", tunnel*.
        also_called: Other names of it: a query says @services or @departments.
    """

    name: str
    terms: tuple[str, ...]
    also_called: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no query could name or mean.

        Raises:
            WordListNameMissing: There is no word in a name.
            WordListEmpty: There is no term.
            TermWrong: A term holds no word.
        """
        if not all(map(tokens, self.called)):
            raise WordListNameMissing
        if not self.terms:
            raise WordListEmpty
        for each in self.terms:
            term(each)

    @property
    def called(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.also_called)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """A list of the desk; its fields are those of `NewWordList`."""

    id: WordListId
    name: str
    also_called: tuple[str, ...]
    terms: tuple[str, ...]

    @property
    def called(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.also_called)

    @property
    def keys(self) -> tuple[str, ...]:
        """The forms of its names by which a query names it."""
        return tuple(map(name_key, self.called))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Somebody starred an article for all, or put it aside: who (None: the desk), and when."""

    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """The tone that an article has towards a subject, as one person judged it."""

    by: int
    tone: Tone
    subject: str = CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Stamp):
    """What people of the desk wrote of an article: the last who did, and when."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What somebody made of an article, a mention or not.

    The *tone* is that of the City, *toned* those of others.  Once it is *irrelevant*, lists of
    mentions leave it out.
    """

    tone: Tone | None
    dossiers: tuple[Dossier, ...]
    irrelevant: Stamp | None = None
    star: Stamp | None = None
    note: Note | None = None
    toned: Tones = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Judged):
    """An article that answers watches, and what was made of it.

    *text* is the version that answered; the marks are places in it.
    """

    article: Article
    text: ArticleText
    watches: tuple[ThemeId, ...]
    grade: Grade
    title_marks: Marks
    text_marks: Marks
    words: tuple[str, ...]

    @property
    def id(self) -> ArticleId:
        """The article's id: a mention has no other."""
        return self.article.id

    @property
    def marks_are_capped(self) -> bool:
        """Whether more may answer than is marked: "1,000+" is said."""
        return len(self.title_marks) + len(self.text_marks) >= MOST_MARKS

    @property
    def shown_text(self) -> tuple[str, Marks]:
        """What is read of it, and what is marked in it: what its page says, if it is there.

        Where only the feed's words answered they stand before it.
        """
        text, marks = self.text, self.text_marks
        begin = text.full_begins_at
        inside = tuple((start - begin, end - begin) for start, end in marks if start >= begin)
        if text.full and (inside or not marks):
            return text.full, inside
        return text.all_text or self.article.summary, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFilter:
    """Which mentions are asked for: those that answer all that is said here.

    Attributes:
        watch: Found by this one.
        is_unread: Not read by the acting person.
        source: Of this outlet, or of this feed, which has none.
        tone: Judged so, as the lists say it.
        dossier: Tied to it.
        is_irrelevant: Put aside as not pertinent; without it, those are left out.
        is_starred: With a star.
        is_noted: With a note.
    """

    watch: ThemeId | None = None
    is_unread: bool = False
    source: Ref | None = None
    tone: Tone | None = None
    dossier: DossierId | None = None
    is_irrelevant: bool = False
    is_starred: bool = False
    is_noted: bool = False


EVERY_MENTION = MentionFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRead:
    """The articles that were just marked as read: the newest of *total* that were not."""

    articles: tuple[ArticleId, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What one round of the watches did.

    *is_done* says that nothing waits: neither new texts nor a look back; *is_stopped*, that it
    was told to stop, and stored nothing.
    """

    texts: int = 0
    mentions: tuple[ArticleId, ...] = ()
    alerts: tuple[tuple[ThemeId, ArticleId], ...] = ()
    is_done: bool = True
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """How many of the newest articles hold a term of a query, or a phrase to ignore, by itself.

    Where it *goes_on*, more were not looked at.
    """

    typed: str
    count: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTried:
    """What a watch would have found among the newest articles.

    *examined* articles of so many *days* were asked; *answering* counts those that answer, *found*
    shows the newest of them with their marks.  What each of its *terms* finds alone, and where
    each phrase to ignore is *erased*, is counted over the same articles.
    """

    examined: int
    answering: int
    found: tuple[Mention, ...]
    days: int = 1
    terms: tuple[Alone, ...] = ()
    erased: tuple[Alone, ...] = ()


def watch_name(name: str) -> str:
    """A watch's name as it is stored.

    Raises:
        ThemeNameMissing: Nothing is left of it.
    """
    stored = " ".join(name.split())
    if not stored:
        raise ThemeNameMissing
    return stored


def name_key(name: str) -> str:
    """The form under which two spellings of one name are the same."""
    return " ".join(tokens(name)) or name


def asked(query: str, ignored: Iterable[str]) -> tuple[Tree, tuple[Words | NamedQuery, ...]]:
    """A watch's query and phrases, understood but for the names in them.

    Raises:
        QueryError: The query is not understood.
        IgnoredPhraseWrong: A phrase to ignore holds no word.
    """
    tree = parse(query)
    phrases: list[Words | NamedQuery] = []
    for phrase in ignored:
        try:
            named = parse(phrase) if phrase.lstrip().startswith("@") else None
            phrases.append(named if isinstance(named, NamedQuery) else parse_phrase(phrase))
        except QueryError as error:
            raise IgnoredPhraseWrong(phrase) from error
    return tree, tuple(phrases)


def term(typed: str) -> Words:
    """A term of a list, understood.

    Raises:
        TermWrong: It holds no word, a star that does not end it, or is itself a name.
    """
    try:
        words = parse_phrase(typed)
    except QueryError as error:
        raise TermWrong(typed) from error
    if typed.lstrip().startswith("@"):
        raise TermWrong(typed)
    return words


def document(text: ArticleText) -> MatchedDocument:
    """What a query may ask about a version of an article."""
    return MatchedDocument(
        title=text.title,
        text=text.all_text,
        outlet=text.outlet,
        author=text.author,
        language=text.language,
        moment=text.moment,
    )
