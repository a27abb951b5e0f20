"""The drafts of the desk: written, numbered, kept, recovered, and taken out as Word.

A number is given to one text, once.  The office's own series is taken as it is typed: 2026-041,
C-12, « nᵒ 26/118 ».  What has no digit is no number: « à venir » may stand on several, « 2026, à
venir » too.  French and its English version may have the same.  A number stays its text's in the
bin, in the archive and once that is destroyed; only a text that did not leave, and is not about
to, may give it up.  The key of `NumberRow` enforces "once".
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import override

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from comms_desk.embargo import within as embargo
from comms_desk.mail import within as outbox
from comms_desk.media.drafting import store, working_text
from comms_desk.media.drafting.facts import facts
from comms_desk.media.drafting.mark import read_mark
from comms_desk.media.drafting.model import (
    TEXT,
    TITLE_LENGTH,
    DocumentOrigin,
    Draft,
    DraftFile,
    DraftId,
    DraftKind,
    DraftTooLong,
    DraftWriter,
    Manuscript,
    NewDraft,
    NumberKept,
    NumberTaken,
    Revision,
    RevisionId,
    Saved,
    Sitting,
    check_text,
    draft_ref,
)
from comms_desk.media.drafting.store import DraftRow, NumberRow
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.planning.people import within as people
from comms_desk.planning.people.model import PersonId
from comms_desk.storage import archive, edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import NotFound, StorageReadOnly
from comms_desk.storage.finding import RowPlace, row_of
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.text.digests import digest_of
from comms_desk.text.fold import tokens

_TO_COME = ("venir", "confirmer", "attribuer", "determiner", "suivre")
_UNKNOWN = frozenset(("tba", "tbc", "tbd"))
_NAMES = frozenset(("n", "no", "nos", "num", "numero", "number"))


class DraftDesk(BinnedDesk[store.DraftRow, DraftId, Draft]):
    """The drafts of the desk; Word comes from *templates* where the office has its own."""

    ROW = store.DraftRow
    EDITABLE = frozenset(fact.field for fact in facts())
    PARTS = frozenset({TEXT})

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        super().__init__(database)
        self._templates = templates

    def add(self, new: NewDraft, *, until: datetime | None = None, ends_when: str = "") -> Draft:
        """Begin a draft; under embargo from its first moment where *until* is yet to come.

        Raises:
            DraftTooLong: Its text has more than two million characters.
            NotFound: There is no such dossier.
            NumberTaken: Its number was given to another text.
        """
        check_text(new.text)
        with self._database.transaction(durable=until is not None) as transaction:
            if new.dossier is not None:
                dossiers.get(transaction, new.dossier)
            row = store.add(transaction, new)
            hold(transaction, row)
            if new.text:
                working_text.first_revision(transaction, row, new.text)
            if until is not None and until > transaction.now:
                embargo.place(transaction, row.ref, until=until, ends_when=ends_when)
            return store.value(transaction, row)

    def origin(self, marks: Iterable[str]) -> DocumentOrigin | None:
        """Return what a document was made of that says *marks* of itself.

        None: none of them is one that this desk signed, for a draft that it still has.
        """
        with self._database.snapshot() as snapshot:
            found: dict[int, DocumentOrigin] = {}
            for mark in filter(None, map(read_mark, marks)):
                row = snapshot.session.get(store.DraftRow, mark.draft)
                if row is None or row.id in found or not mark.is_signed(row.secret):
                    continue
                made = store.revision_row(snapshot, RevisionId(mark.revision))
                found[row.id] = DocumentOrigin(
                    draft=store.value(snapshot, row),
                    is_binned=row.binned_at is not None,
                    made_of=store.as_revision(made) if made and made.draft_id == row.id else None,
                )
        if not found:
            return None
        first, *others = found.values()
        return replace(first, beside=tuple(each.draft for each in others))

    def come_back(
        self, origin: DocumentOrigin, text: str, *, until: datetime | None = None
    ) -> Revision | None:
        """Set *text*, which a document of *origin* says by now, aside from the draft's.

        None when it says nothing new: it is the draft's text, or the text that it was made of.  The
        draft is under embargo then, where *until* is yet to come.

        Raises:
            NotFound: The draft is in the bin, or gone.
            IsArchived: It was archived.
            DraftTooLong: It has more than two million characters.
        """
        check_text(text)
        with self._database.transaction(durable=until is not None) as transaction:
            row = row_of(transaction, store.DraftRow, origin.draft.id)
            archive.refuse_archived(row)
            if until is not None and until > transaction.now:
                embargo.place(transaction, row.ref, until=until, ends_when="")
            return working_text.come_back(transaction, row, text, made_of=origin.made_of)

    def search(
        self,
        words: str = "",
        *,
        kind: DraftKind | None = None,
        dossier: DossierId | None = None,
        where: RowPlace = RowPlace.HERE,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[Draft]:
        """Return a page of drafts, the last changed first.

        Args:
            words: Each begins a word of the titles or of the number; blank finds all.
            kind: Only releases, or only speeches.
            dossier: Only those of this dossier.
            where: Only the archive's, if asked; words find these too.
            after: The last page's *next_key*.
            limit: Rows in the page.
        """
        with self._database.snapshot() as snapshot:
            return store.search(
                snapshot,
                words,
                kind=kind,
                dossier=dossier,
                where=where,
                after=after,
                limit=limit,
            )

    def open(self, draft: DraftId) -> Manuscript:
        """Return *draft* to be written in: what this person had typed goes before what was kept.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            row = row_of(snapshot, store.DraftRow, draft)
            actor = self._database.actor
            kept = store.head_text(snapshot, row)
            working = store.working_of(snapshot, draft, actor)
            recovered = working is not None and working.text != kept
            base = working.base_id if working is not None and recovered else row.head_id
            return Manuscript(
                draft=store.value(snapshot, row),
                text=working.text if working is not None and recovered else kept,
                base=None if base is None else RevisionId(base),
                recovered_at=working.saved_at if working is not None and recovered else None,
                others=_writers(snapshot, draft, actor),
                asides=store.revisions(snapshot, draft, aside=True),
                same_number=also_of(snapshot, row),
            )

    def text(self, draft: DraftId) -> str:
        """Return the text of *draft* as it was last kept.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return store.head_text(snapshot, row_of(snapshot, store.DraftRow, draft))

    def save_working(
        self, draft: DraftId, text: str, *, base: RevisionId | None, sitting: Sitting
    ) -> Saved:
        """Save what is being typed, over what this person had typed before.

        A draft that was put in the bin or archived meanwhile takes it too: nothing typed is lost.

        Args:
            draft: The draft.
            text: All of its text.
            base: The revision it was opened at.
            sitting: This opening of the text, from `new_sitting`.

        Raises:
            NotFound: There is none.
            DraftTooLong: It has more than two million characters.
        """
        check_text(text)
        with self._database.transaction() as transaction:
            row = row_of(transaction, store.DraftRow, draft, RowPlace.ANYWHERE)
            return working_text.save_working(transaction, row, text, base=base, sitting=sitting)

    def revise(
        self, draft: DraftId, text: str, *, base: RevisionId | None, sitting: Sitting
    ) -> Revision | None:
        """Keep what was typed as a revision; None when it says nothing new.

        The revision is *aside* when somebody else's became the text meanwhile, or when the draft
        was archived: both are kept.

        Raises:
            NotFound: There is none.
            DraftTooLong: It has more than two million characters.
        """
        check_text(text)
        with self._database.transaction() as transaction:
            row = row_of(transaction, store.DraftRow, draft, RowPlace.ANYWHERE)
            return working_text.revise(transaction, row, text, base=base, sitting=sitting)

    def settle(
        self, revision: RevisionId, text: str, *, over: RevisionId | None
    ) -> Revision | None:
        """Choose *text* where two people's texts stood: it is the draft's now.

        The revision is *aside* when somebody else's became the text since the choice was shown.

        Args:
            revision: The one that was set aside.
            text: What was chosen.
            over: The revision that was the draft's text when the choice was shown.

        Raises:
            NotFound: There is no such draft.
            IsArchived: It was archived.
            DraftTooLong: It has more than two million characters.
        """
        check_text(text)
        with self._database.transaction() as transaction:
            aside = store.revision_row(transaction, revision)
            if aside is None:
                raise NotFound(draft_ref(DraftId(0)))
            row = row_of(transaction, store.DraftRow, aside.draft_id)
            archive.refuse_archived(row)
            return working_text.settle(transaction, row, aside, text, over=over)

    def revisions(self, draft: DraftId) -> tuple[Revision, ...]:
        """Return all that was kept of *draft*, the latest first."""
        with self._database.snapshot() as snapshot:
            return store.revisions(snapshot, draft, aside=None)

    def put_back(self, draft: DraftId, revision: RevisionId) -> Edit:
        """Make the text of *revision* the draft's again, as a new revision, whatever it is now.

        Raises:
            NotFound: There is no such draft, or it has no such revision.
            IsArchived: It was archived.
        """
        with self._database.transaction() as transaction:
            row = row_of(transaction, store.DraftRow, draft)
            archive.refuse_archived(row)
            change = FieldChange(TEXT, row.head_id, revision)
            return working_text.put_back(transaction, row, change)

    @override
    def history(self, draft: DraftId) -> tuple[Edit, ...]:
        """Return all that was done to *draft*, each text that was kept of it included.

        The latest first.  The values of an edit of its text are the numbers of revisions.
        """
        with self._database.snapshot() as snapshot:
            noted = edits.history(snapshot, draft_ref(draft))
            kept = store.text_edits(snapshot, draft)
            return tuple(merge(noted, kept, key=attrgetter("at"), reverse=True))

    def revision(self, draft: DraftId, revision: RevisionId) -> Revision:
        """Return one of what was kept of *draft*, wherever that is.

        Raises:
            NotFound: There is none of that number among them.
        """
        with self._database.snapshot() as snapshot:
            row = store.revision_row(snapshot, revision)
            if row is None or row.draft_id != draft:
                raise NotFound(draft_ref(draft))
            return store.as_revision(row)

    def word(self, draft: DraftId, *, template: Path | None = None) -> DraftFile:
        """Return *draft* as Word, and note that it was taken out so.

        While its embargo holds, each page and the name of the file say so.

        Args:
            draft: The draft; its text is what this person has typed, kept or not.
            template: Another template than the office's for this kind and language.

        Raises:
            NotFound: There is none, or it is in the bin.
            MissingValue: The template asks for something that the draft has not.
            UnknownTag: The template asks for something that no draft has.
            NoBodyTag: The template has no place for the text.
            BrokenTemplate: The template is no Word document.
            WordsUnderEmbargo: It has words of another text, which may not leave before it may.
        """
        from comms_desk.media.drafting import export

        manuscript, dossier = self._open_with_dossier(draft)
        with self._database.snapshot() as snapshot:
            row = row_of(snapshot, store.DraftRow, draft)
            mark = store.mark_of(row, manuscript.text, base=manuscript.base)
        made = export.word_of(
            manuscript.draft,
            manuscript.text,
            mark=mark,
            dossier=dossier,
            now=self._database.clock.now(),
            template=template or export.template_of(manuscript.draft, self._templates),
        )
        self._note_taken_out(draft, store.WORD, made)
        return made

    def pdf(self, draft: DraftId) -> DraftFile:
        """Return *draft* as PDF, and note that it was taken out so.

        While its embargo holds, each page and the name of the file say so.  Its look is ours,
        whatever the office's Word templates are; its text is what this person has typed.

        Raises:
            NotFound: There is none, or it is in the bin.
            TitleMissing: The text has no title.
            TooLongForPdf: It has more than 400,000 letters.
            LetterNotDrawn: No font of this computer has a letter of it.
            WordsUnderEmbargo: It has words of another text, which may not leave before it may.
        """
        from comms_desk.media.drafting import export

        manuscript, dossier = self._open_with_dossier(draft)
        now = self._database.clock.now()
        made = export.pdf_of(manuscript.draft, manuscript.text, dossier=dossier, now=now)
        self._note_taken_out(draft, store.PDF, made)
        return made

    def _open_with_dossier(self, draft: DraftId) -> tuple[Manuscript, str]:
        """Return *draft* as it is typed, to leave, and the code of its dossier, "" for none.

        Raises:
            WordsUnderEmbargo: It has words of another text, which may not leave before it may.
        """
        from comms_desk.text.markdown import read_markdown, write_plain

        manuscript = self.open(draft)
        tied = [dossier for dossier in (manuscript.draft.dossier,) if dossier is not None]
        said = write_plain(read_markdown(manuscript.text))
        with self._database.snapshot() as snapshot:
            embargo.refuse_words(snapshot, said, own={manuscript.draft.ref})
            codes = [known.code for known in dossiers.some(snapshot, tied).values()]
        return manuscript, "".join(codes)

    def _note_taken_out(self, draft: DraftId, form: str, made: DraftFile) -> None:
        """Note it; a desk that can only be read gives the document all the same."""
        with suppress(StorageReadOnly), self._database.transaction() as transaction:
            row = row_of(transaction, store.DraftRow, draft)
            edits.note(transaction, row.ref, Act.EXPORTED, form, after=made.name)
            store.announce(transaction, row)

    @property
    def templates(self) -> Path | None:
        """Where the office's own templates are, if it has some."""
        return self._templates

    @override
    def _value(self, snapshot: Snapshot, row: store.DraftRow) -> Draft:
        return store.value(snapshot, row)

    @override
    def _change(self, transaction: Transaction, row: store.DraftRow, change: FieldChange) -> Edit:
        """Change a field of *row*; its text is put back to that of one of its revisions.

        Raises:
            NotFound: There is no such dossier, or no such revision of this draft.
            DraftTooLong: A title has more than 300 characters.
            NumberTaken: The number was given to another text.
            NumberKept: It left with the one that it has, or is about to.
            LettersLeaving: It is to be called otherwise, and letters of it wait.
        """
        if change.field == TEXT:
            return working_text.put_back(transaction, row, change)
        if change.field in ("title", "subtitle") and len(str(change.after)) > TITLE_LENGTH:
            raise DraftTooLong(change.field, TITLE_LENGTH)
        if change.field == "dossier" and isinstance(change.after, int):
            dossiers.get(transaction, DossierId(change.after))
        if change.field == "status":
            outbox.refuse_while_leaving(transaction, row.ref)
        if change.field == "number":
            refuse_loss(transaction, row, str(change.after))
        edit = super()._change(transaction, row, change)
        if change.field in ("number", "language"):
            transaction.session.flush()
            hold(transaction, row)
        return edit

    @override
    def _derive(self, transaction: Transaction, row: store.DraftRow) -> None:
        row.changed_at = transaction.now
        store.index(row, store.head_text(transaction, row))
        store.say(transaction, row)
        store.keep_words(transaction, row)


def new_sitting(opened_with: str) -> Sitting:
    """Return a name for one opening of a text, which begins with *opened_with*."""
    return Sitting(f"{secrets.token_hex(8)} {digest_of(opened_with)}")


def _writers(snapshot: Snapshot, draft: DraftId, actor: int | None) -> tuple[DraftWriter, ...]:
    rows = store.workings_of_others(snapshot, draft, actor)
    names = people.names(snapshot, {PersonId(row.person) for row in rows if row.person})
    return tuple(
        DraftWriter(
            person=PersonId(row.person) if row.person else None,
            name=names.get(PersonId(row.person), ""),
            saved_at=row.saved_at,
        )
        for row in rows
    )


def number_key(number: str) -> str:
    """Return the form in which two are compared; "": it has no digit, or is to come: none."""
    parts = tokens(number)
    if parts and parts[0] in _NAMES:
        parts = parts[1:]
    is_to_come = not _UNKNOWN.isdisjoint(parts) or any(
        a == "a" and verb in _TO_COME for a, verb in pairwise(parts)
    )
    return "-".join(parts) if any(map(str.isdigit, number)) and not is_to_come else ""


def refuse_loss(snapshot: Snapshot, row: DraftRow, number: str) -> None:
    """Let the number of *row* become *number* only while nobody may know it by the one it has.

    What stands on two texts may be changed on the one that did not have it first.

    Raises:
        NumberKept: It left with it, or may have, or is about to.
    """
    key = number_key(row.number)
    if not key or number_key(number) == key:
        return
    holder = _holder(snapshot, row, key)
    if holder is not None and holder.draft_id == row.id and _is_out(snapshot, row):
        raise NumberKept(row.title, row.number)


def hold(transaction: Transaction, row: DraftRow) -> None:
    """Give *row* the number that it says, and free its former one, unless it left with that.

    Raises:
        NumberTaken: It was given to another text.
    """
    key, session = number_key(row.number), transaction.session
    held = session.scalars(select(NumberRow).where(NumberRow.draft_id == row.id)).all()
    others = [each for each in held if (each.language, each.key) != (row.language, key)]
    if others and not _is_out(transaction, row):
        for each in others:
            session.delete(each)
        session.flush()
    if not key or len(others) < len(held):
        return
    given = insert(NumberRow).values(
        language=row.language,
        key=key,
        number=row.number.strip(),
        draft_id=row.id,
        by=transaction.actor,
        at=transaction.now,
    )
    try:
        with session.begin_nested():
            session.execute(given)
    except IntegrityError as error:
        raise NumberTaken(row.number.strip(), also_of(transaction, row)) from error


def also_of(snapshot: Snapshot, row: DraftRow) -> str:
    """Return what the text is called that was given the number of *row*; "": that is itself.

    One that is gone by now is called by its number.
    """
    key = number_key(row.number)
    holder = _holder(snapshot, row, key) if key else None
    if holder is None or holder.draft_id == row.id:
        return ""
    other = snapshot.session.get(DraftRow, holder.draft_id)
    return (other and other.title.strip()) or holder.number


def _holder(snapshot: Snapshot, row: DraftRow, key: str) -> NumberRow | None:
    asked = select(NumberRow).where(NumberRow.language == row.language, NumberRow.key == key)
    return snapshot.session.scalars(asked).one_or_none()


def _is_out(snapshot: Snapshot, row: DraftRow) -> bool:
    """Whether a letter of *row* left, or may have, or waits, or somebody says that it was sent."""
    return archive.was_sent(snapshot, row) or outbox.leaving_about(snapshot, row.ref) > 0
