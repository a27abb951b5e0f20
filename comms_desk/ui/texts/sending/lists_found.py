"""The lists that some words name, and how many are in each; in a reading thread."""

from collections.abc import Iterator
from dataclasses import dataclass

from comms_desk.across import Office
from comms_desk.media.lists.model import ListId
from comms_desk.text.fold import tokens


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list, and how many are written to by it."""

    id: ListId
    name: str
    people: int


def lists_found(office: Office, words: str) -> Iterator[ListFound]:
    """Yield the lists in whose names each of *words* begins a word."""
    wanted = tokens(words)
    for each in office.lists.every():
        had = tokens(each.name)
        if all(any(one.startswith(word) for one in had) for word in wanted):
            found = office.lists.members(each.id, limit=1)
            yield ListFound(each.id, each.name, found.total - found.left_out)
