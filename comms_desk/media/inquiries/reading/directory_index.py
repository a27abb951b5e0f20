"""What the directory knows, as those who read lines and mails need it; it asks no desk.

Outlets are found by every name that people call them; those who bear a name, by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.outlets.model import OutletId, OutletKind, OutletLanguage
from comms_desk.text.fold import tokens

BROADCASTERS = frozenset({OutletKind.RADIO, OutletKind.TELEVISION})
"""Whose hour, said bare, may be that at which they go on air."""
ARTICLES = frozenset({"le", "la", "les", "l", "the"})

type Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """An outlet of the directory.

    Attributes:
        also_called: What people call it, besides its name.
        domain: Of its site, ``ledevoir.com``; blank: none is known.
    """

    id: OutletId
    name: str
    also_called: tuple[str, ...] = ()
    kind: OutletKind = OutletKind.OTHER
    language: OutletLanguage = OutletLanguage.FRENCH
    domain: str = ""

    @property
    def broadcasts(self) -> bool:
        """Whether it is radio or television."""
        return self.kind in BROADCASTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReporter:
    """Somebody of the directory: where they work, and their addresses in their compared form."""

    contact: ContactId
    name: str
    outlets: tuple[OutletId, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInquiry:
    """An inquiry that waits, to which a follow-up may belong."""

    id: InquiryId
    title: str
    outlet: OutletId | None = None
    reporters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DirectoryIndex:
    """All of it, read once and asked many times.

    Attributes:
        our_domains: Of the addresses of the office and of its colleagues.
    """

    outlets: tuple[KnownOutlet, ...] = ()
    reporters: tuple[KnownReporter, ...] = ()
    inquiries: tuple[OpenInquiry, ...] = ()
    our_domains: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[OutletId, KnownOutlet]:
        """Every outlet by its number."""
        return {each.id: each for each in self.outlets}

    @cached_property
    def outlets_by_words(self) -> Mapping[Words, KnownOutlet]:
        """Every outlet by the folded words of each of its names; a whole name wins.

        Of a name of three words or more, its article may be left out (Globe and Mail).
        """
        found: dict[Words, KnownOutlet] = {}
        for outlet in reversed(self.outlets):
            words = tuple(tokens(outlet.name))
            if len(words) > 2 and words[0] in ARTICLES:  # noqa: PLR2004 - two are left
                found[words[1:]] = outlet
            found |= dict.fromkeys((tuple(tokens(each)) for each in outlet.also_called), outlet)
        found |= {tuple(tokens(each.name)): each for each in reversed(self.outlets)}
        found.pop((), None)
        return found

    @cached_property
    def outlets_by_domain(self) -> Mapping[str, KnownOutlet]:
        """Every outlet by the domain of its site."""
        return {each.domain: each for each in reversed(self.outlets) if each.domain}

    @cached_property
    def reporters_by_words(self) -> Mapping[Words, tuple[KnownReporter, ...]]:
        """Those who bear a name, by its folded words."""
        return _grouped((tuple(tokens(each.name)), each) for each in self.reporters)

    def family_at(self, outlet: OutletId, words: Words) -> tuple[KnownReporter, ...]:
        """Return those who work at *outlet* and whose name ends with *words*."""
        return tuple(
            each for name, each in self._names_at.get(outlet, ()) if name[-len(words) :] == words
        )

    @cached_property
    def _names_at(self) -> Mapping[OutletId, Sequence[tuple[Words, KnownReporter]]]:
        found: dict[OutletId, list[tuple[Words, KnownReporter]]] = {}
        for name, some in self.reporters_by_words.items():
            for each in some:
                for outlet in each.outlets:
                    found.setdefault(outlet, []).append((name, each))
        return found

    @cached_property
    def reporters_by_email(self) -> Mapping[str, tuple[KnownReporter, ...]]:
        """Those who have an address, by its compared form."""
        return _grouped((email, each) for each in self.reporters for email in each.emails)


def _grouped[Key](
    pairs: Iterable[tuple[Key, KnownReporter]],
) -> Mapping[Key, tuple[KnownReporter, ...]]:
    found: dict[Key, list[KnownReporter]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return {key: tuple(each) for key, each in found.items()}
