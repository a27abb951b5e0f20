"""An inquiry from the moment when it comes until it is answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.model import LetterId
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.inquiries import store, within
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import (
    AnswerLeft,
    Basis,
    Hour,
    InquiryId,
    InquiryTab,
    NewInquiry,
    NotOpen,
    OthersWait,
    Reporter,
    StillWaits,
)
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Attribution,
    Channel,
    EndedBefore,
    Holder,
    LateCause,
    MomentIncomplete,
    MomentKind,
    MomentStays,
    NewMoment,
    NotYet,
    Resolution,
    Status,
)
from comms_desk.storage.archive import Archive
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.support.asked_of_desks import course_of
from tests.support.replies import said_of

NINE = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""In Montréal, winter."""


def test_an_inquiry_goes_from_received_to_answered(database: Database) -> None:
    desk = InquiryDesk(database)
    new = NewInquiry(
        title="Coût du contrat de déneigement",
        questions=("Combien?", "Et l’an dernier?"),
        reporters=(Reporter(name="Zoé Tremblay"),),
        outlet_name="The Gazette",
        received_at=NINE,
        deadline=Hour(at=NINE.replace(hour=20), basis=Basis.GIVEN),
    )
    inquiry = desk.add(new).id
    assert desk.get(inquiry).status is Status.RECEIVED
    desk.record(inquiry, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE))
    assert desk.get(inquiry).status is Status.ACKNOWLEDGED
    service = Holder(body="Service de la concertation")
    desk.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=service))
    assert (desk.get(inquiry).status, desk.get(inquiry).holder) == (Status.CONSULTING, service)
    desk.edit(inquiry, FieldChange("answer", "", "48 M$."))
    said_of(database, inquiry, NewMoment(what=MomentKind.APPROVED, text="48 M$."))
    assert desk.get(inquiry).status is Status.APPROVED
    desk.edit(inquiry, FieldChange("answer", "48 M$.", "48 M$, taxes comprises."))
    assert desk.get(inquiry).status is Status.CONSULTING
    answered = NewMoment(
        what=MomentKind.ANSWERED,
        how=Channel.PHONE,
        text="48 M$, taxes comprises.",
        resolution=Resolution.ANSWERED,
        attribution=Attribution.CITY,
    )
    moment = said_of(database, inquiry, answered)
    assert desk.get(inquiry).status is Status.ANSWERED
    with pytest.raises(NotOpen):
        said_of(database, inquiry, answered)
    desk.take_back(moment.id)
    assert desk.get(inquiry).status is Status.CONSULTING
    desk.put_back(moment.id)
    assert desk.search().rows == ()
    assert [each.id for each in desk.search(view=InquiryTab.ENDED).rows] == [inquiry]
    assert [each.id for each in desk.search("tremblay").rows] == [inquiry]


def test_the_first_due_comes_first(database: Database) -> None:
    desk = InquiryDesk(database)
    hours = (22, 15, None, 18)
    for hour in hours:
        due = Hour() if hour is None else Hour(at=NINE.replace(hour=hour), basis=Basis.GIVEN)
        desk.add(NewInquiry(title=f"{hour}", received_at=NINE, deadline=due))

    # Of which nobody knows the hour: 17 h in Montréal, 22 h UTC.
    assert [each.title for each in desk.search().rows] == ["15", "18", "22", "None"]


def test_each_question_has_its_own_holder_and_hour(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget", questions=("Un?", "Deux?"), received_at=NINE))
    roads = Holder(body="Voirie")
    desk.record(inquiry.id, NewMoment(what=MomentKind.HANDED, holder=roads, part=2))
    early = NINE.replace(hour=16)
    desk.edit_question(inquiry.parts[0].id, FieldChange("due_at", None, early))

    found = desk.get(inquiry.id)
    assert [each.holder for each in found.parts] == [NOBODY, roads]
    assert (found.holder, found.due_at) == (NOBODY, early)


ANSWERED = NewMoment(
    what=MomentKind.ANSWERED,
    how=Channel.PHONE,
    text="48 M$.",
    resolution=Resolution.ANSWERED,
    attribution=Attribution.CITY,
)


SEVEN, EIGHT = LetterId(7), LetterId(8)


def said_by(letters: dict[InquiryId, LetterId | None]) -> dict[InquiryId, NewMoment]:
    """Return what is said of each, by its letter; None: by none."""
    return {inquiry: replace(ANSWERED, letter=letter) for inquiry, letter in letters.items()}


def test_what_is_answered_is_for_replies_to_say(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id

    for each in (ANSWERED, NewMoment(what=MomentKind.APPROVED, text="48 M$.")):
        with pytest.raises(ValueError, match="replies"):
            desk.record(inquiry, each)
    aloud = replace(ANSWERED, resolution=Resolution.INTERVIEW, text="Entrevue de dix minutes.")
    desk.record(inquiry, aloud)

    assert desk.get(inquiry).resolution is Resolution.INTERVIEW


def test_nobody_who_is_signed_in_holds_none(database: Database) -> None:
    desk = InquiryDesk(database)
    desk.add(NewInquiry(title="Budget"))
    database.act_as(None)

    assert desk.search(view=InquiryTab.MINE).rows == ()
    assert desk.counts()[InquiryTab.MINE] == 0
    assert len(desk.search(view=InquiryTab.NOBODYS).rows) == 1


def test_an_answer_to_one_question_leaves_the_others_open(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget", questions=("Un?", "Deux?"))).id

    said_of(database, inquiry, replace(ANSWERED, part=1))

    assert desk.get(inquiry).is_open


def test_who_comes_back_waits_anew(database: Database, clock: StillClock) -> None:
    desk = InquiryDesk(database)
    due = Hour(at=clock.now() + timedelta(hours=1), basis=Basis.GIVEN)
    inquiry = desk.add(NewInquiry(title="Budget", deadline=due)).id
    desk.edit(inquiry, FieldChange("answer", "", "48 M$."))
    desk.record(inquiry, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE))
    said_of(database, inquiry, NewMoment(what=MomentKind.APPROVED, text="48 M$."))
    said_of(database, inquiry, ANSWERED)
    clock.advance(timedelta(hours=3))

    desk.record(inquiry, NewMoment(what=MomentKind.FOLLOWED_UP, text="Et en 2024?"))

    found = desk.get(inquiry)
    assert found.status is Status.RECEIVED, "the answer that left is not one to the new question"
    assert found.due_at is None
    assert not found.is_late(clock.now())


def test_what_was_forgotten_is_noted_where_it_belongs(
    database: Database, clock: StillClock
) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id
    clock.advance(timedelta(hours=3))
    said_of(database, inquiry, ANSWERED)
    hour_ago = clock.now() - timedelta(hours=1)

    desk.record(
        inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(body="Voirie"), at=hour_ago)
    )

    hours = course_of(desk, inquiry).hours(clock.now())
    assert hours == {NOBODY: timedelta(hours=2), Holder(body="Voirie"): timedelta(hours=1)}
    withdrawn = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN, at=hour_ago)
    with pytest.raises(EndedBefore):
        desk.record(inquiry, replace(withdrawn, at=hour_ago - timedelta(minutes=1)))
    with pytest.raises(NotYet):
        desk.record(inquiry, replace(withdrawn, at=clock.now() + timedelta(hours=1)))


def test_the_hour_at_which_clocks_are_set_back_counts_twice(
    database: Database, clock: StillClock
) -> None:
    desk = InquiryDesk(database)
    clock.at = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    came = datetime(2026, 11, 1, 1, 30, tzinfo=CITY_ZONE)
    again = came.replace(fold=1)
    inquiry = desk.add(NewInquiry(title="Nuit", received_at=came)).id

    desk.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(body="SIM"), at=again))

    assert course_of(desk, inquiry).hours(clock.now())[NOBODY] == timedelta(hours=1)


def test_the_one_whose_answer_others_wait_for_stays(database: Database) -> None:
    desk = InquiryDesk(database)
    lead, other = (desk.add(NewInquiry(title=each)).id for each in ("Le Devoir", "La Presse"))
    desk.join(other, lead)

    with pytest.raises(OthersWait):
        desk.put_in_bin(lead)
    desk.put_in_bin(other)
    desk.put_in_bin(lead)
    assert desk.take_out_of_bin(other).joined_to is None


def test_what_left_stays_as_it_was(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget", questions=("Un?", "Deux?")))
    one, two = (each.id for each in inquiry.parts)
    desk.edit_question(one, FieldChange("answer", "", "48 M$."))
    left = said_of(database, inquiry.id, ANSWERED)

    assert [each.left_at for each in desk.get(inquiry.id).parts] == [left.at, None]
    for change in (FieldChange("answer", "48 M$.", "50 M$."), FieldChange("question", "Un?", "1?")):
        with pytest.raises(AnswerLeft):
            desk.edit_question(one, change)
    with pytest.raises(NotOpen):
        desk.edit_question(two, FieldChange("answer", "", "50 M$."))
    with pytest.raises(NotOpen):
        desk.edit(inquiry.id, FieldChange("answer", "", "50 M$."))
    with pytest.raises(NotOpen):
        desk.add_question(inquiry.id, "Trois?")

    desk.record(inquiry.id, NewMoment(what=MomentKind.FOLLOWED_UP, text="Et deux?"))
    desk.edit_question(two, FieldChange("answer", "", "50 M$."))
    with pytest.raises(AnswerLeft):
        desk.edit_question(one, FieldChange("answer", "48 M$.", "50 M$."))
    desk.take_back(left.id)
    desk.edit_question(one, FieldChange("answer", "48 M$.", "49 M$."))
    assert "48 M$." in [each.text for each in desk.moments(inquiry.id)]


def test_the_storage_refuses_an_answer_without_its_moment(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id
    left = said_of(database, inquiry, ANSWERED).id
    refused = (
        "UPDATE inquiries SET answer_moment = NULL",
        "UPDATE inquiries SET answer_moment = 999",
        "UPDATE inquiries SET status = 'received'",
        "UPDATE inquiries SET ended_at = NULL",
        "DELETE FROM inquiry_moments",
        "UPDATE inquiry_moments SET text = '' WHERE what = 'answered'",
        "UPDATE inquiry_moments SET how = NULL WHERE what = 'answered'",
        "UPDATE inquiry_moments SET attribution = NULL WHERE what = 'answered'",
        "UPDATE inquiry_moments SET resolution = NULL WHERE what = 'answered'",
    )

    for statement in refused:
        with pytest.raises(IntegrityError), database.transaction() as transaction:
            transaction.session.execute(text(statement))

    with pytest.raises(ValueError, match="text"), database.transaction() as transaction:
        setattr(store.moment_row(transaction, left), "text", "50 M$.")  # noqa: B010 - or is None
    assert desk.get(inquiry).status is Status.ANSWERED


def test_one_answer_is_that_of_all_who_ask_the_same(database: Database) -> None:
    desk = InquiryDesk(database)
    lead, two, three = (desk.add(NewInquiry(title=each)).id for each in ("Un", "Deux", "Trois"))
    desk.join(two, lead)
    desk.join(three, lead)

    phoned = said_of(database, three, ANSWERED)
    with pytest.raises(NotOpen), database.transaction() as transaction:
        within.answer(transaction, lead, said_by({lead: SEVEN, two: None, three: None}))
    assert desk.get(lead).is_open
    assert desk.get(two).is_open

    desk.take_back(phoned.id)
    with database.transaction() as transaction:
        within.answer(transaction, lead, said_by({lead: SEVEN, two: EIGHT, three: None}))

    left = [desk.moments(each)[-1] for each in (lead, two, three)]
    assert [(each.text, each.letter) for each in left] == [
        ("48 M$.", SEVEN),
        ("48 M$.", EIGHT),
        ("48 M$.", None),
    ]
    with pytest.raises(MomentStays):
        desk.take_back(left[0].id)


def test_why_it_was_late_is_asked_and_refuses_nothing(
    database: Database, clock: StillClock
) -> None:
    desk = InquiryDesk(database)
    due = Hour(at=clock.now() + timedelta(hours=1), basis=Basis.GIVEN)
    soon, late, missed = (
        desk.add(NewInquiry(title=each, deadline=due)).id for each in ("Tôt", "Tard", "Manquée")
    )
    said_of(database, soon, ANSWERED)
    desk.record(missed, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED))
    clock.advance(timedelta(hours=2))
    said_of(database, late, ANSWERED)

    assert {each.id for each in desk.search(view=InquiryTab.TO_EXPLAIN).rows} == {late, missed}
    why = desk.record(late, NewMoment(what=MomentKind.LATE, cause=LateCause.WAITED_APPROVAL))
    assert {each.id for each in desk.search(view=InquiryTab.TO_EXPLAIN).rows} == {missed}
    assert course_of(desk, late).cause is LateCause.WAITED_APPROVAL
    desk.take_back(why.id)
    assert desk.get(late).owes_cause


def test_a_correction_is_asked_of_the_outlet_until_something_comes_of_it(
    database: Database,
) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id
    said_of(database, inquiry, ANSWERED)
    clip = ArticleId(12)
    asked = NewMoment(
        what=MomentKind.CORRECTION_ASKED,
        how=Channel.PHONE,
        who="Bao Nguyen, pupitre",
        text="C’est 48 M$, et non 84.",
        clip=clip,
    )

    assert desk.record(inquiry, asked).clip == clip
    assert [each.id for each in desk.search(view=InquiryTab.CORRECTIONS).rows] == [inquiry]
    desk.record(
        inquiry, NewMoment(what=MomentKind.CORRECTION_CAME, text="Corrigé en ligne.", clip=clip)
    )
    assert desk.search(view=InquiryTab.CORRECTIONS).rows == ()
    assert desk.get(inquiry).status is Status.ANSWERED
    with pytest.raises(MomentIncomplete):
        replace(asked, who="")


def test_who_comes_back_to_an_archived_inquiry_is_in_the_lists(database: Database) -> None:
    desk, archive = InquiryDesk(database), Archive(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id
    said_of(database, inquiry, ANSWERED)
    archive.put_in(store.ref(inquiry))

    desk.record(inquiry, NewMoment(what=MomentKind.FOLLOWED_UP, text="Et en 2024?"))

    assert [each.id for each in desk.search().rows] == [inquiry]
    with pytest.raises(StillWaits):
        archive.put_in(store.ref(inquiry))
