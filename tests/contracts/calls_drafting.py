"""Example calls of drafts."""

from collections.abc import Iterator

from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from comms_desk.storage.edits import FieldChange
from tests.contracts.calls import Call, reads, writes

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget", text="Un.\n")


def calls(database: Database) -> Iterator[Call]:
    drafts = DraftDesk(database)
    draft = drafts.new(NEW).id
    binned = drafts.new(NEW).id
    drafts.put_in_bin(binned)
    base = drafts.open(draft).base
    drafts.revise(draft, "Deux.\n", base=base, sitting=new_sitting("Un.\n"))
    aside = drafts.revise(draft, "Trois.\n", base=base, sitting=new_sitting("Un.\n"))
    assert aside is not None
    head = drafts.open(draft).base
    sitting = new_sitting("Deux.\n")
    yield writes(DraftDesk.new, lambda: drafts.new(NEW))
    yield reads(DraftDesk.page, lambda: drafts.page("bud"))
    yield reads(DraftDesk.get, lambda: drafts.get(draft))
    yield reads(DraftDesk.open, lambda: drafts.open(draft))
    yield reads(DraftDesk.text, lambda: drafts.text(draft))
    yield reads(DraftDesk.revisions, lambda: drafts.revisions(draft))
    yield reads(DraftDesk.history, lambda: drafts.history(draft))
    yield reads(DraftDesk.in_bin, drafts.in_bin)
    yield writes(
        DraftDesk.save_working,
        lambda: drafts.save_working(draft, "Quatre.\n", base=head, sitting=sitting),
    )
    yield writes(
        DraftDesk.revise, lambda: drafts.revise(draft, "Cinq.\n", base=head, sitting=sitting)
    )
    yield writes(DraftDesk.settle, lambda: drafts.settle(aside.id, "Six.\n", over=head))
    yield writes(
        DraftDesk.edit, lambda: drafts.edit(draft, FieldChange("title", "Budget", "Budgets"))
    )
    yield writes(DraftDesk.word, lambda: drafts.word(draft))
    yield writes(DraftDesk.take_out_of_bin, lambda: drafts.take_out_of_bin(binned))
    yield writes(DraftDesk.put_in_bin, lambda: drafts.put_in_bin(draft))
