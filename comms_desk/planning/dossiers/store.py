"""Rows of dossiers.  Private to the slice: higher slices use `within`."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import ClassVar

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import (
    CodeTaken,
    Dossier,
    DossierId,
    DossierStatus,
    NewDossier,
    NoSuchDossier,
    check,
    code_key,
)
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import begun, here, row_of
from comms_desk.storage.rows import BinnedRow, ShortText, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens


class DossierRow(BinnedRow):
    """One dossier; *search_key* is its folded words, *code_key* what must be unique."""

    __tablename__ = "dossiers"
    __table_args__ = (unique_outside_bin("uq_dossiers_code_key", "code_key"),)
    SUBJECT: ClassVar = Subject.DOSSIER
    CALLED: ClassVar = ("code", "name")

    code: Mapped[ShortText]
    code_key: Mapped[str]
    name: Mapped[ShortText]
    scope: Mapped[Scope]
    lead: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[DossierStatus]
    about: Mapped[str]
    search_key: Mapped[str]


BY_CODE = DossierRow.code_key, DossierRow.id
"""The order of a list."""


def ref(dossier: int) -> Ref:
    """Return how the whole desk names *dossier*."""
    return Ref(Subject.DOSSIER, dossier)


def add(transaction: Transaction, new: NewDossier, *, lead: int | None = None) -> Dossier:
    """Add a dossier, which *lead* leads unless *new* says who does.

    Raises:
        CodeTaken: Another has its code.
    """
    said = {"code": new.code.strip(), "name": new.name.strip(), "lead": new.lead or lead}
    row = DossierRow(**columns_of(new, **said))
    derive(transaction, row)
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.DOSSIER, [row.id]))
    return value_of(Dossier, row)


def derive(transaction: Transaction, row: DossierRow) -> None:
    """Set what follows from the code, the name and the text of *row*.

    In the bin it may have a code that another one took meanwhile: what is typed there is kept.

    Raises:
        CodeNotAllowed, DossierNameMissing: One of the two may not be so.
        CodeTaken: Another has the code.
    """
    check(row.code, row.name)
    holder = _of_code(transaction, row.code)
    if holder is not None and holder is not row and row.binned_at is None:
        raise CodeTaken(row.code, holder.name)
    row.code_key = code_key(row.code)
    row.search_key = " ".join(["", *tokens(f"{row.code} {row.name} {row.about}")])


def next_code(snapshot: Snapshot, stem: str) -> str:
    """Return the first of ``stem-1``, ``stem-2``… that no dossier has, in the bin or not."""
    with_stem = DossierRow.code_key.startswith(f"{code_key(stem)}-", autoescape=True)
    taken = set(snapshot.session.scalars(select(DossierRow.code_key).where(with_stem)))
    return next(code for number in count(1) if code_key(code := f"{stem}-{number}") not in taken)


def get(snapshot: Snapshot, dossier: DossierId) -> Dossier:
    """Return *dossier*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return value_of(Dossier, row_of(snapshot, DossierRow, dossier))


def by_code(snapshot: Snapshot, code: str) -> Dossier:
    """Return the dossier of that *code*.

    Raises:
        NoSuchDossier: There is none.
    """
    row = _of_code(snapshot, code)
    if row is None:
        raise NoSuchDossier(code)
    return value_of(Dossier, row)


def having(words: str, status: DossierStatus | None) -> Select[DossierRow]:
    """Return the question for the dossiers that have a word beginning by each of *words*."""
    found = here(DossierRow).where(*begun(DossierRow.search_key, words))
    return found if status is None else found.where(DossierRow.status == status)


def some(snapshot: Snapshot, dossiers: Iterable[int]) -> Mapping[int, Dossier]:
    """Return those of *dossiers* that are on the desk, by id."""
    wanted = here(DossierRow).where(DossierRow.id.in_(list(dossiers)))
    return {row.id: value_of(Dossier, row) for row in snapshot.session.scalars(wanted)}


def _of_code(snapshot: Snapshot, code: str) -> DossierRow | None:
    coded = here(DossierRow).where(DossierRow.code_key == code_key(code))
    return snapshot.session.scalars(coded).first()
