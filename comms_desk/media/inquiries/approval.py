"""Whether an answer was approved as it stands, and who wrote it: they approve it for a reason."""

from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.moments import course
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot
from comms_desk.storage.model import Act

ANSWER = "answer"


def is_approved(snapshot: Snapshot, row: InquiryRow) -> bool:
    """Whether the answer of *row* was approved as it reads, since it was last opened."""
    return course(store.moments(snapshot, row.id), row.answer).approved_at is not None


def is_writer(snapshot: Snapshot, row: InquiryRow, person: int | None) -> bool:
    """Whether *person* wrote some of the answer since it was last empty; nobody counts as one."""
    if person is None:
        return True
    parts = [Ref(Subject.QUESTION, each.id) for each in store.value(snapshot, row).parts]
    begun = set[Ref]()
    for each in edits.history(snapshot, row.ref, *parts):
        if each.act is not Act.EDITED or each.field != ANSWER or each.ref in begun:
            continue
        if each.by == person:
            return True
        if not str(each.before or "").strip():
            begun.add(each.ref)
    return False
