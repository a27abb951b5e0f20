"""The kinds of things on the desk: what the layers must know of each, described once.

A layer that treats things by their kind has its own part for each of them, in a table by
`Subject`: what a kind is called (`wording.kinds`), how the office reaches it (`across.things`),
where the window shows it (`ui.frame.pages`).  `complete` makes such a table: it has a part for each
kind that is concerned and for no other, or the program does not start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from comms_desk.changes import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing.

    Attributes:
        subject: What the whole desk knows it by; its value is stored, and said in references.
        noun: What it is called on the command line; empty where it has no commands.
        is_binned: Whether it can be put in the bin.
        is_archived: Whether it can be sent or issued: what was is archived, never binned.
        is_frozen: Whether it is issued, once, and changes no more: it is in no archive then.
        is_part: Whether it is edited on the card of another kind, which has the bin.
        is_indexed: Whether the full-text index knows its words.
        is_tied: Whether it can be tied to a dossier.
        is_shown: Whether a page of the window shows it.
    """

    subject: Subject
    noun: str = ""
    is_binned: bool = False
    is_archived: bool = False
    is_frozen: bool = False
    is_part: bool = False
    is_indexed: bool = False
    is_tied: bool = False
    is_shown: bool = False

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
        Kind(subject=Subject.POSITION, is_part=True),
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
        Kind(subject=Subject.QUESTION, is_part=True),
        Kind(subject=Subject.VERBATIM, noun="verbatims", is_binned=True, is_shown=True),
        Kind(subject=Subject.REVIEW, noun="review", is_frozen=True, is_shown=True),
        Kind(
            subject=Subject.BULLETIN,
            noun="bulletins",
            is_binned=True,
            is_archived=True,
            is_shown=True,
        ),
        Kind(subject=Subject.BLOCK, is_part=True),
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


def complete[Part](of: Callable[[Kind], bool], parts: dict[Subject, Part]) -> dict[Subject, Part]:
    """Return *parts*, a layer's part for each kind of which *of* is true.

    Raises:
        LookupError: A kind has none, or one has a part for nothing: a fault of the program.
    """
    wanted = set(those(of))
    if wanted != parts.keys():
        odd = ", ".join(sorted(wanted ^ parts.keys()))
        raise LookupError(f"a kind without its part, or a part without its kind: {odd}")
    return parts
