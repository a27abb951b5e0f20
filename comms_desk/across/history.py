"""What was done to one thing, by whom, and the way back for each field.

It reads through the desk of the thing; putting back is an edit like any other, over what stands
there now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import TEXT, DraftId
from comms_desk.media.lists.model import FIXED, MEMBERS, ListMember
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.text.differences import difference
from comms_desk.text.markdown import read_markdown, write_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Something that was done.

    Attributes:
        edit: What; its reference is the thing's, or that of a part of it.
        who: The name of the person who did; empty for the desk itself.
        back: The change that puts back what stood there before; None where it stands there, or
            where it is no field that a person edits: an embargo is lifted in its own place, and
            a part that was added is removed in its.
        before: What stood there; of another thing its name, where the desk still has it; of a
            text, where it differs from what it became.
        after: What stands there since, likewise.
        grew_by: Of a text, how many words more it has since.
    """

    edit: Edit
    who: str
    back: FieldChange | None
    before: object
    after: object
    grew_by: int = 0


def history(office: Office, ref: Ref) -> tuple[Past, ...]:
    """Return all that was done to *ref*, an article or of a kind with a bin, the latest first."""
    of_article = ref.kind is Subject.ARTICLE
    desk: Any = office.triage if of_article else things.DESKS[ref.kind](office)
    edits: tuple[Edit, ...] = desk.history(ref.id)
    names = office.people.names({edit.by for edit in edits if edit.by is not None})
    now: dict[tuple[Ref, str], object] = {}
    pointed = dict.fromkeys(
        each for edit in edits for each in (*_pointed_at(edit), *_members(edit))
    )
    called = things.called(office, (ref for ref in pointed if ref is not None))
    texts = _texts(office, edits)
    past = []
    for edit in edits:
        back = None
        is_part = edit.ref == ref and edit.change.name in desk.PARTS
        is_field = edit.ref != ref or edit.field in desk.EDITABLE
        if edit.act is Act.EDITED and (is_part or is_field):
            stands = now.setdefault((edit.ref, edit.field), edit.after)
            if stands != edit.before and not (is_part and edit.before is None):
                back = FieldChange(edit.field, stands, edit.before)
        who = "" if edit.by is None else names.get(edit.by, "")
        done = Past(edit=edit, who=who, back=back, before=edit.before, after=edit.after)
        past.append(_told(done, texts, called))
    return tuple(past)


def told(office: Office, edit: Edit) -> Past:
    """Return *edit* with what its values are called, without who did it."""
    pointed = filter(None, (*_pointed_at(edit), *_members(edit)))
    done = Past(edit=edit, who="", back=None, before=edit.before, after=edit.after)
    return _told(done, _texts(office, [edit]), things.called(office, pointed))


def is_of_text(edit: Edit) -> bool:
    """Whether *edit* changed the text of a draft: its values are the numbers of revisions."""
    return edit.ref.kind is Subject.DRAFT and edit.field == TEXT


def _texts(office: Office, edits: Iterable[Edit]) -> dict[object, str]:
    """Return the text of each revision of the draft that *edits* are of; before the first, ""."""
    draft = next((edit.ref.id for edit in edits if is_of_text(edit)), None)
    if draft is None:
        return {}
    kept = office.drafts.revisions(DraftId(draft))
    return {None: "", **{revision.id: revision.text for revision in kept}}


def _told(past: Past, texts: Mapping[object, str], called: Mapping[Ref, str]) -> Past:
    """Return *past* with what its values are called; of a text, what was changed of it."""
    edit = past.edit
    if _is_of_members(edit):
        was, is_now = (_called(each, called) for each in (edit.before, edit.after))
        return replace(past, before=was, after=is_now)
    if not is_of_text(edit):
        was, is_now = (_named(edit, each, called) for each in (edit.before, edit.after))
        return replace(past, before=was, after=is_now)
    before, after = texts.get(edit.before, ""), texts.get(edit.after, "")
    was, is_now = map(_plainly, difference(before, after))
    grew_by = len(after.split()) - len(before.split())
    return replace(past, before=was, after=is_now, grew_by=grew_by)


def _plainly(passage: str) -> str:
    return write_plain(read_markdown(passage))


def _pointed_at(edit: Edit) -> Iterator[Ref]:
    """Yield the things whose numbers are the values of *edit*."""
    kind = things.pointed_at(edit.ref.kind, edit.field)
    for value in (edit.before, edit.after) if kind is not None else ():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, int) and kind is not None:
                yield Ref(kind, each)


def _named(edit: Edit, value: object, called: Mapping[Ref, str]) -> object:
    """Return what a *value* of *edit* is called, where it is the number of a thing, or of some."""
    kind = things.pointed_at(edit.ref.kind, edit.field)
    if kind is None:
        return value
    if isinstance(value, list):
        return [called.get(Ref(kind, each), "") for each in value]
    return (called.get(Ref(kind, value)) if isinstance(value, int) else None) or value


def _is_of_members(edit: Edit) -> bool:
    return edit.ref.kind is Subject.LIST and edit.change.name in {MEMBERS, FIXED}


def _members(edit: Edit) -> tuple[Ref | None, ...]:
    """Return who was put in a list by *edit*, or taken out, as far as they are of the desk."""
    if not _is_of_members(edit):
        return ()
    several = (each for each in (edit.before, edit.after) if isinstance(each, list))
    return tuple(ListMember.from_text(text).ref for texts in several for text in texts)


def _called(members: object, called: Mapping[Ref, str]) -> object:
    """Return what *members* of a list are called; who is gone for good is nobody's name."""
    if not isinstance(members, list):
        return members
    read = (ListMember.from_text(text) for text in members)
    return [str(each.address) if each.ref is None else called.get(each.ref, "") for each in read]


def put_back(office: Office, past: Past) -> Edit:
    """Put back what stood before *past*, which has a way back.

    Raises:
        EditConflict: Somebody has changed that field since the history was read.
        NotFound: The thing has left the desk for good.
        CommsDeskError: What its desk refuses.
    """
    if past.back is None:
        raise ValueError(past)
    return things.change(office, past.edit.ref, past.back)
