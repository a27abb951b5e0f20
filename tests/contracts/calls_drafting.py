"""Example calls of drafts."""

from collections.abc import Iterator

from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DocumentOrigin, DraftKind, NewDraft
from comms_desk.storage.database import Database
from comms_desk.storage.edits import FieldChange
from tests.contracts.calls import Call, reads, writes

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget", text="Un.\n")


def calls(database: Database) -> Iterator[Call]:
    drafts = DraftDesk(database)
    draft = drafts.add(NEW).id
    binned = drafts.add(NEW).id
    drafts.put_in_bin(binned)
    base = drafts.open(draft).base
    drafts.revise(draft, "Deux.\n", base=base, sitting=new_sitting("Un.\n"))
    aside = drafts.revise(draft, "Trois.\n", base=base, sitting=new_sitting("Un.\n"))
    assert aside is not None
    head = drafts.open(draft).base
    sitting = new_sitting("Deux.\n")
    yield writes(drafts.add, lambda: drafts.add(NEW))
    yield reads(drafts.search, lambda: drafts.search("bud"))
    yield reads(drafts.get, lambda: drafts.get(draft))
    yield reads(drafts.open, lambda: drafts.open(draft))
    yield reads(drafts.text, lambda: drafts.text(draft))
    yield reads(drafts.revisions, lambda: drafts.revisions(draft))
    yield reads(drafts.revision, lambda: drafts.revision(draft, aside.id))
    yield reads(drafts.origin, lambda: drafts.origin(["comms-desk:x"]))
    origin = DocumentOrigin(draft=drafts.get(draft), is_binned=False, made_of=None)
    yield writes(drafts.come_back, lambda: drafts.come_back(origin, "Revenu.\n"))
    yield reads(drafts.history, lambda: drafts.history(draft))
    yield writes(
        drafts.save_working,
        lambda: drafts.save_working(draft, "Quatre.\n", base=head, sitting=sitting),
    )
    yield writes(drafts.revise, lambda: drafts.revise(draft, "Cinq.\n", base=head, sitting=sitting))
    yield writes(drafts.settle, lambda: drafts.settle(aside.id, "Six.\n", over=head))
    yield writes(drafts.edit, lambda: drafts.edit(draft, FieldChange("title", "Budget", "Budgets")))
    yield writes(drafts.put_back, lambda: drafts.put_back(draft, aside.id))
    yield writes(drafts.word, lambda: drafts.word(draft))
    yield writes(drafts.pdf, lambda: drafts.pdf(draft))
    yield writes(drafts.take_out_of_bin, lambda: drafts.take_out_of_bin(binned))
    yield writes(drafts.put_in_bin, lambda: drafts.put_in_bin(binned))
