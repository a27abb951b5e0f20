"""What journalists wait for stands on Today, the first due first: who has it, how it is known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.across.inquiries_today import SHOWN, inquiries_today
from comms_desk.across.office import Office
from comms_desk.across.today import TodayDesk
from comms_desk.clock import StillClock
from comms_desk.mail.model import Decision
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, InquiryTab, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Holder,
    LateCause,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database
from tests.support.mornings import office_on
from tests.support.replies import reply_in_vain, said_of

NINE_TWENTY = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


@pytest.fixture
def office(database: Database, clock: StillClock, tmp_path: Path) -> Office:
    clock.advance(NINE_TWENTY - clock.now())
    return office_on(database, tmp_path)


def ask(
    office: Office, title: str, hours: float | None, *, basis: Basis = Basis.GIVEN
) -> InquiryId:
    """Take in an inquiry that is due in so many *hours*; None: nobody knows when."""
    now = office.database.clock.now()
    hour = Hour() if hours is None else Hour(at=now + timedelta(hours=hours), basis=basis)
    came = now - timedelta(hours=1)
    return office.inquiries.add(NewInquiry(title=title, deadline=hour, received_at=came)).id


def answer(office: Office, inquiry: InquiryId) -> None:
    said = NewMoment(
        what=MomentKind.ANSWERED,
        how=Channel.PHONE,
        text="Oui.",
        resolution=Resolution.ANSWERED,
        attribution=Attribution.CITY,
    )
    said_of(office.database, inquiry, said)


def test_what_is_due_today_comes_in_the_order_of_its_hour_and_is_counted(office: Office) -> None:
    ask(office, "À 15 h", 5.7)
    ask(office, "En retard", -0.5)
    ask(office, "Sans heure", None)
    ask(office, "Demain", 24)
    ask(office, "Vendredi", 72)
    answer(office, ask(office, "Répondue", 1))

    today = TodayDesk(office).read().troubles

    assert [each.title for each in today.inquiries.due.rows] == [
        "En retard",
        "À 15 h",
        "Sans heure",
    ]
    assert [each.title for each in today.inquiries.soon.rows] == ["Demain"]
    assert today.waiting == 3


def test_an_inquiry_whose_hour_nobody_asked_for_waits_the_day_after_too(
    office: Office, clock: StillClock
) -> None:
    ask(office, "Sans heure", None)
    clock.advance(timedelta(days=2))

    today = inquiries_today(office, clock.now())

    assert [each.title for each in today.due.rows] == ["Sans heure"]


def test_mine_leaves_out_what_a_colleague_has_and_says_how_many(office: Office) -> None:
    mine, theirs, _nobodys = (ask(office, name, 1) for name in ("À moi", "À Bao", "À personne"))
    service = ask(office, "Chez un service", 2)
    me, bao = office.database.actor, office.people.recognise("bao").id
    assert me is not None
    for inquiry, holder in (
        (mine, Holder(person=PersonId(me))),
        (theirs, Holder(person=bao)),
        (service, Holder(body="Voirie")),
    ):
        office.inquiries.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=holder))

    today = inquiries_today(office, office.database.clock.now(), mine=True)

    assert [each.title for each in today.due.rows] == ["À moi", "À personne", "Chez un service"]
    assert today.with_others == 1
    assert today.waiting == 4
    everybodys = inquiries_today(office, office.database.clock.now())
    assert everybodys.names[bao] == office.people.get(bao).called


def test_what_was_late_asks_why_until_somebody_says(office: Office, clock: StillClock) -> None:
    late = ask(office, "En retard", 1)
    clock.advance(timedelta(hours=2))
    answer(office, late)
    missed = ask(office, "Manquée", None)
    office.inquiries.record(missed, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED))
    in_time = ask(office, "À temps", 1)
    answer(office, in_time)

    today = inquiries_today(office, clock.now())

    assert {each.id for each in today.unexplained.rows} == {late, missed}
    why = office.inquiries.record(late, NewMoment(what=MomentKind.LATE, cause=LateCause.WORKLOAD))
    assert [each.id for each in inquiries_today(office, clock.now()).unexplained.rows] == [missed]
    office.inquiries.take_back(why.id)
    assert inquiries_today(office, clock.now()).unexplained.total == 2


def test_a_long_list_says_how_many_there_are(office: Office) -> None:
    for number in range(SHOWN + 3):
        ask(office, f"Demande {number}", 1)

    today = inquiries_today(office, office.database.clock.now())

    assert len(today.due.rows) == SHOWN
    assert today.due.total == today.waiting == SHOWN + 3


def test_what_is_in_the_bin_waits_for_nobody(office: Office) -> None:
    office.inquiries.put_in_bin(ask(office, "Erreur", 1))

    assert inquiries_today(office, office.database.clock.now()).waiting == 0


def test_the_hour_on_air_stands_in_only_where_no_deadline_is_known(office: Office) -> None:
    on_air = Hour(at=NINE_TWENTY + timedelta(hours=3), basis=Basis.GIVEN)
    deadline = Hour(at=NINE_TWENTY + timedelta(hours=1), basis=Basis.UNSURE)
    unknown = office.inquiries.add(NewInquiry(title="Entrevue", on_air=on_air))
    known = office.inquiries.add(NewInquiry(title="Entrevue", deadline=deadline, on_air=on_air))

    assert (unknown.hour, unknown.waits_for_air) == (on_air, True)
    assert (known.hour, known.waits_for_air) == (deadline, False)
    neither = office.inquiries.add(NewInquiry(title="Entrevue"))
    assert (neither.hour, neither.waits_for_air) == (Hour(), False)
    due = [each.id for each in inquiries_today(office, office.database.clock.now()).due.rows]
    assert due == [known.id, unknown.id, neither.id]


def test_what_is_on_air_without_an_answer_is_late(office: Office, clock: StillClock) -> None:
    on_air = Hour(at=NINE_TWENTY + timedelta(hours=3), basis=Basis.GIVEN)
    inquiry = office.inquiries.add(NewInquiry(title="Je publie à midi", on_air=on_air))

    clock.advance(timedelta(hours=4))

    assert office.inquiries.get(inquiry.id).is_late(clock.now())
    assert office.inquiries.counts()[InquiryTab.LATE] == 1


def test_a_reply_that_was_refused_or_is_uncertain_is_known_by_its_inquiry(office: Office) -> None:
    inquiry = ask(office, "Déneigement", 1)
    came, answered = reply_in_vain(office, inquiry)

    found = inquiries_today(office, office.database.clock.now()).in_doubt

    assert {message: (each.inquiry, each.what) for message, each in found.items()} == {
        came.message: (inquiry, MomentKind.ACKNOWLEDGED),
        answered.message: (inquiry, MomentKind.ANSWERED),
    }
    assert TodayDesk(office).read().troubles.waiting == len(found)
    office.outbox.decide(answered.id, Decision.LEAVE)
    assert list(inquiries_today(office, office.database.clock.now()).in_doubt) == [came.message]


def test_why_an_answer_was_late_is_asked_anew_once_the_journalist_came_back(
    office: Office, clock: StillClock
) -> None:
    late = ask(office, "En retard", 1)
    clock.advance(timedelta(hours=2))
    answer(office, late)
    office.inquiries.record(late, NewMoment(what=MomentKind.LATE, cause=LateCause.WORKLOAD))
    assert inquiries_today(office, clock.now()).unexplained.total == 0
    clock.advance(timedelta(minutes=5))
    office.inquiries.record(late, NewMoment(what=MomentKind.FOLLOWED_UP))
    hour = Hour(at=clock.now() + timedelta(hours=1), basis=Basis.GIVEN)
    office.inquiries.set_hour(late, "deadline", hour)
    clock.advance(timedelta(hours=2))

    answer(office, late)

    assert [each.id for each in inquiries_today(office, clock.now()).unexplained.rows] == [late]
