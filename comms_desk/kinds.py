"""The kinds of things on the desk: what storage must know of each.

The rest of a kind stands in two books, a page a kind: `across.kinds` has its desk, its facts, its
words and its noun, and `ui.kinds` where the window shows it.  A table by `Subject` is read from a
book by `complete`; a kind that lacks its part there is said by name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import override

from comms_desk.changes import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing.

    Attributes:
        subject: What the whole desk knows it by; its value is stored, and said in references.
        noun: What it is called on the command line, after which its pages are named; empty where
            it has no commands.
        is_binned: Whether it can be put in the bin.
        is_archived: Whether it can be sent or issued: what was is archived, never binned.
        is_frozen: Whether it is issued, once, and changes no more: it is in no archive then.
        part_of: The kind on whose card it is edited, which has the bin.
        is_indexed: Whether the full-text index knows its words.
        is_tied: Whether it can be tied to a dossier.
        is_shown: Whether a page of the window shows it.
    """

    subject: Subject
    noun: str = ""
    is_binned: bool = False
    is_archived: bool = False
    is_frozen: bool = False
    part_of: Subject | None = None
    is_indexed: bool = False
    is_tied: bool = False
    is_shown: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is edited on the card of another kind."""
        return self.part_of is not None

    @property
    def page(self) -> str:
        """The name of its page in `across.kinds`: its noun, or that of what it is a part of."""
        return self.noun if self.part_of is None else KINDS[self.part_of].noun

    @property
    def is_ruled(self) -> bool:
        """Whether a rule of destruction says for how long it is kept."""
        return self.is_archived or self.is_frozen


KINDS: dict[Subject, Kind] = {
    kind.subject: kind
    for kind in (
        Kind(subject=Subject.PERSON),
        Kind(subject=Subject.DOSSIER, noun="dossiers", is_binned=True, is_shown=True),
        Kind(subject=Subject.OUTLET, noun="outlets", is_binned=True, is_tied=True, is_shown=True),
        Kind(subject=Subject.CONTACT, noun="contacts", is_binned=True, is_tied=True, is_shown=True),
        Kind(subject=Subject.POSITION, part_of=Subject.CONTACT),
        Kind(subject=Subject.LIST, noun="lists", is_binned=True, is_shown=True),
        Kind(subject=Subject.FEED, noun="feeds", is_binned=True, is_shown=True),
        Kind(
            subject=Subject.ARTICLE, noun="articles", is_indexed=True, is_tied=True, is_shown=True
        ),
        Kind(subject=Subject.WATCH, noun="watches", is_binned=True, is_shown=True),
        Kind(subject=Subject.EXAMPLE, noun="examples", is_binned=True, is_shown=True),
        Kind(subject=Subject.WORD_LIST, noun="terms", is_binned=True, is_shown=True),
        Kind(subject=Subject.VIEW, noun="views", is_binned=True, is_shown=True),
        Kind(subject=Subject.MENTION, noun="mentions", is_shown=True),
        Kind(subject=Subject.CLIP, noun="clips", is_binned=True, is_shown=True),
        Kind(
            subject=Subject.DRAFT,
            noun="drafts",
            is_binned=True,
            is_archived=True,
            is_tied=True,
            is_shown=True,
        ),
        Kind(
            subject=Subject.INQUIRY,
            noun="inquiries",
            is_binned=True,
            is_archived=True,
            is_tied=True,
            is_shown=True,
        ),
        Kind(subject=Subject.QUESTION, part_of=Subject.INQUIRY),
        Kind(subject=Subject.VERBATIM, noun="verbatims", is_binned=True, is_shown=True),
        Kind(subject=Subject.REVIEW, noun="review", is_frozen=True, is_shown=True),
        Kind(
            subject=Subject.BULLETIN,
            noun="bulletins",
            is_binned=True,
            is_archived=True,
            is_shown=True,
        ),
        Kind(subject=Subject.BLOCK, part_of=Subject.BULLETIN),
        Kind(subject=Subject.ISSUE),
        Kind(subject=Subject.EMPLOYEE, noun="employees", is_binned=True, is_shown=True),
        Kind(subject=Subject.IMPORT, noun="imports", is_shown=True),
        Kind(subject=Subject.MESSAGE),
        Kind(subject=Subject.LETTER, noun="outbox", is_shown=True),
        Kind(subject=Subject.ACCOUNT, noun="accounts", is_shown=True),
        Kind(subject=Subject.SUPPRESSION),
        Kind(subject=Subject.EMBARGO),
        Kind(subject=Subject.FREEZE),
        Kind(subject=Subject.SETTING, noun="settings"),
        Kind(subject=Subject.JOB),
        Kind(subject=Subject.RULE),
        Kind(subject=Subject.HOLD, noun="holds"),
    )
}


def those(of: Callable[[Kind], bool]) -> tuple[Subject, ...]:
    """Return the kinds of which *of* is true, in their order."""
    return tuple(subject for subject, kind in KINDS.items() if of(kind))


class ByKind[Part](Mapping[Subject, Part]):
    """A part of each kind that is concerned, read from its book when it is asked for."""

    def __init__(
        self,
        of: Callable[[Kind], bool],
        called: str,
        read: Callable[[Kind], Part | None],
        book: str,
    ) -> None:
        """Take what `complete` takes."""
        self._of, self._called, self._read, self._book = of, called, read, book

    @override
    def __getitem__(self, subject: Subject) -> Part:
        """Return the part of *subject*.

        Raises:
            KeyError: Its kind is not concerned.
            LookupError: It is, and has none: a fault of the program.
        """
        if subject not in self:
            raise KeyError(subject)
        kind = KINDS[subject]
        part = self._read(kind)
        if part is None:
            where = f"{self._book}/{kind.page or '__init__'}.py"
            raise LookupError(f"the kind '{subject}' has no {self._called} in {where}")
        return part

    @override
    def __contains__(self, subject: object) -> bool:
        return isinstance(subject, Subject) and subject in KINDS and self._of(KINDS[subject])

    @override
    def __iter__(self) -> Iterator[Subject]:
        return iter(those(self._of))

    @override
    def __len__(self) -> int:
        return len(those(self._of))


def complete[Part](
    of: Callable[[Kind], bool], called: str, read: Callable[[Kind], Part | None], *, book: str
) -> Mapping[Subject, Part]:
    """Return the part of each kind of which *of* is true; none is read before it is asked for.

    Args:
        of: Which kinds have one.
        called: What it is called: "desk".
        read: Returns the part of a kind from its page; None where the page has none.
        book: The folder of the pages, as a programmer finds it: "across/kinds".
    """
    return ByKind(of, called, read, book)
