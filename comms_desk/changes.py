"""What a thing is called across slices, and the news that something changed.

A `Ref` points at any row of the desk without a foreign key: it is how a lower slice names
a thing of a higher one.  A `Change` is announced after a commit, never before: whoever
hears of it may read it at once.  Nothing here knows who listens.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import NewType, override

EditorId = NewType("EditorId", int)
"""A person's id as the floor knows it: who did something."""


class Subject(StrEnum):
    """The kinds of things on the desk; the values are stored."""

    PERSON = "person"
    DOSSIER = "dossier"
    OUTLET = "outlet"
    CONTACT = "contact"
    POSITION = "position"
    LIST = "list"
    FEED = "feed"
    ARTICLE = "article"
    WATCH = "watch"
    EXAMPLE = "example"
    WORD_LIST = "word_list"
    VIEW = "view"
    MENTION = "mention"
    CLIP = "clip"
    DRAFT = "draft"
    INQUIRY = "inquiry"
    QUESTION = "question"
    VERBATIM = "verbatim"
    REVIEW = "review"
    BULLETIN = "bulletin"
    BLOCK = "block"
    ISSUE = "issue"
    EMPLOYEE = "employee"
    IMPORT = "import"
    MESSAGE = "message"
    LETTER = "letter"
    ACCOUNT = "account"
    SUPPRESSION = "suppression"
    EMBARGO = "embargo"
    FREEZE = "freeze"
    SETTING = "setting"
    JOB = "job"
    RULE = "rule"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing of the desk, whatever its slice."""

    kind: Subject
    id: int

    @override
    def __str__(self) -> str:
        """Return ``kind:id``, the form read back by `from_text`."""
        return f"{self.kind.value}:{self.id}"

    @classmethod
    def from_text(cls, text: str) -> "Ref":
        """Read ``kind:id``.

        Raises:
            ValueError: *text* is not of that form, or the kind is unknown.
        """
        kind, _, number = text.partition(":")
        return cls(Subject(kind), int(number))


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one subject were added, edited or removed.

    An empty *ids* means "any of them": read again all that you show.
    """

    subject: Subject
    ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, subject: Subject, ids: Iterable[int] = ()) -> "Change":
        """Build a change from any iterable of ids."""
        return cls(subject, frozenset(ids))


Listener = Callable[[Change], None]


@dataclass(slots=True)
class Announcer:
    """Carries changes to whoever asked to hear them, in the announcing thread.

    A listener must be quick and must not raise: the window's listeners emit a signal.
    """

    _listeners: list[Listener] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have *listener* hear every change from now on; the answer stops it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def announce(self, change: Change) -> None:
        """Tell every listener of *change*."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(change)
