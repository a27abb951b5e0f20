"""Rows of dossiers.  Private to the slice: higher slices use `within`."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import ClassVar

from sqlalchemy import ForeignKey, select
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
    code_key,
)
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import begun, here, page_of, row_of
from comms_desk.storage.paging import Page
from comms_desk.storage.rows import BinnedRow, RowId, ShortText, unique_outside_bin
from comms_desk.storage.values import value_of
from comms_desk.text.fold import tokens


class DossierRow(BinnedRow):
    """One dossier; *search_key* is its folded words, *code_key* what must be unique."""

    __tablename__ = "dossiers"
    __table_args__ = (unique_outside_bin("uq_dossiers_code_key", "code_key"),)
    SUBJECT: ClassVar = Subject.DOSSIER
    IN_FULLTEXT: ClassVar = Subject.DOSSIER
    CALLED: ClassVar = ("code", "name")

    id: Mapped[RowId]
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


def ref(dossier: int) -> Ref:
    """Return how the whole desk names *dossier*."""
    return Ref(Subject.DOSSIER, dossier)


def add(transaction: Transaction, new: NewDossier) -> Dossier:
    """Add a dossier.

    Raises:
        CodeTaken: Another has its code.
    """
    refuse_taken(transaction, new.code)
    row = DossierRow(
        code=new.code.strip(),
        code_key=code_key(new.code),
        name=new.name.strip(),
        scope=new.scope,
        lead=new.lead,
        status=new.status,
        about=new.about,
        search_key="",
    )
    transaction.session.add(row)
    index(transaction, row)
    transaction.announce(Change.of(Subject.DOSSIER, [row.id]))
    return as_dossier(row)


def refuse_taken(snapshot: Snapshot, code: str, *, but: DossierId | None = None) -> None:
    """Refuse a code that another dossier than *but* has.

    Raises:
        CodeTaken: One has it.
    """
    holder = _of_code(snapshot, code)
    if holder is not None and holder.id != but:
        raise CodeTaken(code, holder.name)


def next_code(snapshot: Snapshot, stem: str) -> str:
    """Return the first of ``stem-1``, ``stem-2``… that no dossier has, in the bin or not."""
    with_stem = DossierRow.code_key.startswith(f"{code_key(stem)}-", autoescape=True)
    taken = set(snapshot.session.scalars(select(DossierRow.code_key).where(with_stem)))
    return next(code for number in count(1) if code_key(code := f"{stem}-{number}") not in taken)


def index(transaction: Transaction, row: DossierRow) -> None:
    """Set what is derived from the code, the name and the text of *row*.

    The full-text index holds nothing of the bin.
    """
    row.code_key = code_key(row.code)
    title = f"{row.code} {row.name}"
    row.search_key = " ".join(["", *tokens(f"{title} {row.about}")])
    transaction.session.flush()
    if row.binned_at is None:
        fulltext.put(transaction, Subject.DOSSIER, [fulltext.entry(row.id, title, row.about)])


def get(snapshot: Snapshot, dossier: DossierId) -> Dossier:
    """Return *dossier*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return as_dossier(row_of(snapshot, DossierRow, dossier))


def by_code(snapshot: Snapshot, code: str) -> Dossier:
    """Return the dossier of that *code*.

    Raises:
        NoSuchDossier: There is none.
    """
    row = _of_code(snapshot, code)
    if row is None:
        raise NoSuchDossier(code)
    return as_dossier(row)


def search(
    snapshot: Snapshot,
    words: str,
    *,
    status: DossierStatus | None,
    after: object | None,
    limit: int,
) -> Page[Dossier]:
    """Return a page of the dossiers that have a word beginning by each of *words*, by code."""
    matching = here(DossierRow).where(*begun(DossierRow.search_key, words))
    if status is not None:
        matching = matching.where(DossierRow.status == status)
    found = page_of(
        snapshot, matching, DossierRow.code_key, DossierRow.id, after=after, limit=limit
    )
    return found.showing(map(as_dossier, found.rows))


def some(snapshot: Snapshot, dossiers: Iterable[int]) -> Mapping[int, Dossier]:
    """Return those of *dossiers* that are on the desk, by id."""
    rows = snapshot.session.scalars(here(DossierRow).where(DossierRow.id.in_(list(dossiers))))
    return {row.id: as_dossier(row) for row in rows}


def as_dossier(row: DossierRow) -> Dossier:
    """Return the frozen value of *row*."""
    return value_of(Dossier, row)


def _of_code(snapshot: Snapshot, code: str) -> DossierRow | None:
    coded = here(DossierRow).where(DossierRow.code_key == code_key(code))
    return snapshot.session.scalars(coded).first()
