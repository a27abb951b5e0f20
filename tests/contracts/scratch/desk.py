"""The keys of the desk, and their rows."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.places import Scope
from comms_desk.storage.desks import PlainDesk
from comms_desk.storage.rows import BinnedRow, ShortText, TextTuple
from tests.contracts.scratch import SCRATCH
from tests.contracts.scratch.model import FACTS, Key, KeyId, KeyState, NewKey


class KeyRow(BinnedRow):
    """One key; *search_key* is the folded words of its name and its note."""

    __tablename__ = "scratch_keys"
    SUBJECT: ClassVar = SCRATCH

    name: Mapped[ShortText]
    state: Mapped[KeyState]
    scope: Mapped[Scope]
    back_on: Mapped[date | None]
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    note: Mapped[str]
    search_key: Mapped[str]


class KeyDesk(PlainDesk[KeyRow, KeyId, NewKey, Key]):
    """The keys of the desk."""

    ROW, NEW, VALUE = KeyRow, NewKey, Key
    EDITABLE = frozenset(fact.field for fact in FACTS)
    SOUGHT = ("name", "phones", "note")
    ORDER = KeyRow.search_key, KeyRow.id
