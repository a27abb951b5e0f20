"""What every kind that has a bin can do, and one that is archived, asked of one of each."""

from dataclasses import replace
from datetime import date

import pytest

from comms_desk.across import things
from comms_desk.across.history import history, put_back
from comms_desk.across.office import Office
from comms_desk.across.out_of_bin import take_out
from comms_desk.across.palette import offered
from comms_desk.changes import Ref, Subject
from comms_desk.kinds import KINDS, those
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.verbatims.desk import VerbatimDesk
from comms_desk.storage.errors import IsArchived, WasSent
from comms_desk.storage.model import Act, FieldChange
from comms_desk.ui.frame.pages import PAGE_OF, PLACES
from comms_desk.wording import say
from comms_desk.wording.kinds import MANY, ONE
from tests.contracts.every_kind import TYPED, first
from tests.internal.written import TEXT, hire, open_account
from tests.mail.outbox_support import TAKEN, Worker
from tests.support.replies import said_of

BINNED = those(lambda kind: kind.is_binned)
ARCHIVED = those(lambda kind: kind.is_archived)


@pytest.mark.parametrize("kind", BINNED)
def test_it_has_a_name_by_which_it_is_found_and_a_page_that_shows_it(
    office: Office, kind: Subject
) -> None:
    ref = first(office, kind)
    thing = things.find(office, ref)

    assert thing is not None
    assert thing.title
    (named,) = [each for each in office.names.find(thing.title, limit=50).rows if each.ref == ref]
    assert ref in {each.ref for each in offered(office, named.name, [ref]).named.rows}
    assert PAGE_OF[kind] in {place.key for place in PLACES}
    assert ONE[kind]()
    assert MANY[kind]()
    assert KINDS[kind].noun
    assert TYPED[kind] in {fact.field for fact in things.FACTS[kind](office)}


@pytest.mark.parametrize("kind", BINNED)
def test_what_was_typed_stands_in_its_history_and_is_put_back(
    office: Office, kind: Subject
) -> None:
    ref, field = first(office, kind), TYPED[kind]
    desk = things.DESKS[kind](office)
    before = getattr(desk.get(ref.id), field)

    things.change(office, ref, FieldChange(field, before, "Autre chose"))
    past = history(office, ref)[0]
    assert (past.edit.field, past.edit.after) == (field, "Autre chose")
    put_back(office, past)

    assert getattr(desk.get(ref.id), field) == before
    now, then = history(office, ref)[:2]
    assert now.edit.after == before
    assert now.back is not None, "what was put back can be undone"
    assert then.back is None, "what stands there is not offered"


@pytest.mark.parametrize("kind", BINNED)
def test_it_goes_to_the_bin_and_comes_back_as_it_was(office: Office, kind: Subject) -> None:
    ref = first(office, kind)
    desk = things.DESKS[kind](office)
    before, named = desk.get(ref.id), things.find(office, ref)
    assert named is not None

    desk.put_in_bin(ref.id)
    assert things.find(office, ref) is None
    assert ref not in {each.ref for each in office.names.find(named.title, limit=50).rows}
    (binned,) = [each for each in office.bin.search().rows if each.ref == ref]
    assert binned.name
    assert history(office, ref)[0].edit.act is Act.BINNED
    take_out(office, ref)

    after = desk.get(ref.id)
    if kind is Subject.FEED:  # it is asked at once
        after = replace(after, due_at=before.due_at)
    if kind is Subject.WATCH:  # it catches up with what came meanwhile
        after = replace(after, is_looking_back=before.is_looking_back)
    assert after == before
    assert things.find(office, ref) == named


def sent_release(office: Office) -> Ref:
    new = NewDraft(kind=DraftKind.RELEASE, title="Ouverture", status=DraftStatus.RELEASED)
    return office.drafts.add(new).ref


def sent_bulletin(office: Office) -> Ref:
    bulletin = office.bulletins.add_next(name="Entre nous", day=date(2026, 11, 25)).id
    office.bulletins.edit(bulletin, FieldChange("subject", "", "Nos patinoires"))
    office.bulletins.add_block(bulletin, TEXT)
    if not office.accounts.every():
        open_account(office.database)
    hire(office.database, "Archambault")
    office.bulletins.send(bulletin)
    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    return Ref(Subject.BULLETIN, bulletin)


def answered_inquiry(office: Office) -> Ref:
    inquiry = office.inquiries.add(NewInquiry(title="Grève du transport")).id
    said_of(
        office.database,
        inquiry,
        NewMoment(
            what=MomentKind.ANSWERED,
            how=Channel.PHONE,
            text="Aucune grève n’est prévue.",
            resolution=Resolution.ANSWERED,
            attribution=Attribution.CITY,
        ),
    )
    return Ref(Subject.INQUIRY, inquiry)


SENT = {
    Subject.DRAFT: sent_release,
    Subject.BULLETIN: sent_bulletin,
    Subject.INQUIRY: answered_inquiry,
}


def test_each_kind_that_is_archived_can_be_binned_and_is_tried_here() -> None:
    assert set(ARCHIVED) == set(SENT)
    assert set(ARCHIVED) <= set(BINNED)


@pytest.mark.parametrize("kind", ARCHIVED)
def test_what_was_sent_is_archived_read_found_and_comes_back_as_it_was(
    office: Office, kind: Subject
) -> None:
    ref = SENT[kind](office)
    desk = things.DESKS[kind](office)
    before, named = desk.get(ref.id), things.find(office, ref)
    assert named is not None

    with pytest.raises(WasSent) as refused:
        desk.put_in_bin(ref.id)
    assert refused.value.name in say(refused.value).what
    archived = office.archive.put_in(ref)

    assert archived.by == office.database.actor
    assert archived.name
    assert ref in {each.ref for each in office.archive.search().rows}
    assert ref not in {Ref(kind, each.id) for each in desk.search().rows}  # type: ignore[attr-defined]
    assert ref in {Ref(kind, each.id) for each in desk.search(named.title).rows}  # type: ignore[attr-defined]
    assert ref in {each.ref for each in offered(office, named.title, []).named.rows}
    assert replace(desk.get(ref.id), archived_at=None) == before
    assert history(office, ref)[0].edit.act is Act.ARCHIVED
    with pytest.raises(IsArchived):
        desk.edit(ref.id, FieldChange(TYPED[kind], getattr(before, TYPED[kind]), "Autre chose"))
    office.archive.take_out(ref)

    assert desk.get(ref.id) == before
    assert history(office, ref)[0].edit.act is Act.UNARCHIVED


def test_what_a_new_kind_has_not_yet_is_told_by_name(office: Office) -> None:
    with pytest.raises(LookupError, match="'setting' has no line in TYPED, of tests/contracts"):
        TYPED[Subject.SETTING]
    with pytest.raises(AttributeError, match=r"no desk 'venues': its line .* across/office\.py"):
        office.venues  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(LookupError, match=r"Halls\.SOUGHT has 'street', no column of VerbatimRow"):
        type("Halls", (VerbatimDesk,), {"SOUGHT": ("name", "street")})
