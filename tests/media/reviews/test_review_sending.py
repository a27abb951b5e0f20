"""A review leaves as one message, after a person's yes, and reaches nobody twice."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, update

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    Letter,
    LetterState,
    NewAccount,
    NoAccount,
    NothingToDecide,
)
from comms_desk.mail.store import LetterRow
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.reviews.model import (
    AccountMissing,
    AllHaveTheReview,
    EditionAltered,
    NotIssued,
    ReadersMissing,
    Review,
    SendingChanged,
)
from comms_desk.media.reviews.store import ReviewRow
from comms_desk.settings import REVIEW_ACCOUNT, REVIEW_READERS
from comms_desk.storage import soundness
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from tests.media.reviews.morning import READERS, Morning
from tests.worker.test_letters import Office
from tools.tour.smtp_server import LoopbackSmtpServer

NEW = Address(local="nouveau", domain="ville.example")


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


def issued(morning: Morning) -> Review:
    budget, _fire, _copy = morning.three()
    review = morning.reviews.keep([budget]).review
    assert review is not None
    return morning.reviews.issue(review)


def letters(morning: Morning) -> list[Letter]:
    return list(OutboxDesk(morning.database).letters().rows)


def stands(morning: Morning, state: LetterState, *those: Letter) -> None:
    """Have *those* stand so, as after a departure."""
    with morning.database.transaction() as transaction:
        which = LetterRow.id.in_([each.id for each in those])
        transaction.session.execute(update(LetterRow).where(which).values(state=state))


def test_it_leaves_to_the_list_as_one_message_in_its_own_words(morning: Morning) -> None:
    account, review = morning.readers(), issued(morning)

    seen = morning.reviews.sending(review.id)
    assert (seen.letters, seen.already, seen.list_name) == (3, 0, "Cabinet")
    assert seen.account_name == account.name
    assert morning.reviews.send(review.id, seen=seen) == 3

    sent = letters(morning)
    assert {each.to.bare for each in sent} == {each.bare for each in READERS}
    (message,) = {each.message for each in sent}
    assert morning.reviews.get(review.id).message == message
    content = OutboxDesk(morning.database).message(message)
    assert content.content.blind
    assert content.content.subject == "Revue de presse, 24 nov. – Budget"
    assert content.about == review.ref


def test_what_is_not_what_was_issued_is_neither_shown_nor_sent(morning: Morning) -> None:
    morning.readers()
    review, reviews = issued(morning), morning.reviews
    seen = reviews.sending(review.id)
    assert soundness.check(morning.database).altered == ()

    with morning.database.transaction() as transaction:
        altered = func.replace(ReviewRow.edition, "Budget", "Budgets")
        transaction.session.execute(update(ReviewRow).values(edition=altered))

    for refused in (
        partial(reviews.get, review.id),
        partial(reviews.edition, review.id),
        partial(reviews.send, review.id, seen=seen),
        partial(reviews.send_test, review.id, NEW),
    ):
        with pytest.raises(EditionAltered):
            refused()
    found = soundness.check(morning.database)
    assert (found.altered, found.is_sound) == ((f"reviews {review.id}",), False)
    assert [each.id for each in reviews.search(day=review.day).rows] == [review.id]


def test_to_send_again_reaches_only_who_has_it_not(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)
    at_first = morning.reviews.sending(review.id)
    morning.reviews.send(review.id, seen=at_first)

    for seen in (at_first, morning.reviews.sending(review.id)):  # as two windows say yes
        with pytest.raises(AllHaveTheReview):
            morning.reviews.send(review.id, seen=seen)
    lists = ListDesk(morning.database)
    lists.put_members(lists.every()[0].id, [NEW])
    seen = morning.reviews.sending(review.id)

    assert (seen.letters, seen.already) == (1, 3)
    assert morning.reviews.send(review.id, seen=seen) == 1
    assert len(letters(morning)) == 4
    assert len({each.message for each in letters(morning)}) == 1


def test_who_has_it_at_a_former_address_has_it(morning: Morning) -> None:
    contacts, lists = ContactDesk(morning.database), ListDesk(morning.database)
    held = NewPosition(emails=(READERS[2],))
    zoe = contacts.add(NewContact(family_name="Roy", given_name="Zoé", positions=(held,))).id
    morning.readers(READERS[0])
    lists.put_members(lists.every()[0].id, [Ref(Subject.CONTACT, zoe)])
    review = issued(morning)
    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))

    (position,) = contacts.get(zoe).positions
    moved = FieldChange("emails", position.emails, (NEW.bare,))
    contacts.edit_position(position.id, moved)

    seen = morning.reviews.sending(review.id)
    assert (seen.letters, seen.already) == (0, 2)


def test_what_was_looked_at_is_what_leaves(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)
    seen = morning.reviews.sending(review.id)
    lists = ListDesk(morning.database)
    lists.put_members(lists.every()[0].id, [NEW])

    with pytest.raises(SendingChanged):
        morning.reviews.send(review.id, seen=seen)
    assert letters(morning) == []


def test_nothing_leaves_before_it_is_issued(morning: Morning) -> None:
    morning.readers()
    review = morning.reviews.begin()

    seen = morning.reviews.sending(review.id)
    with pytest.raises(NotIssued):
        morning.reviews.send(review.id, seen=seen)
    assert letters(morning) == []


def test_a_test_reaches_one_address_and_nobody_has_the_review_by_it(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)

    morning.reviews.send_test(review.id, READERS[0])

    (test,) = letters(morning)
    message = OutboxDesk(morning.database).message(test.message)
    assert message.content.subject.startswith("[TEST] Revue de presse")
    assert morning.reviews.get(review.id).message is None
    assert morning.reviews.sending(review.id).letters == 3


def test_who_is_excluded_is_said_and_not_written_to(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)
    OutboxDesk(morning.database).suppress(READERS[1], because=ExclusionReason.ASKED)

    seen = morning.reviews.sending(review.id)

    assert seen.letters == 2
    assert [each.address for each in seen.left_out] == [READERS[1]]


def test_what_was_stopped_before_it_left_is_sent_by_another_yes(
    morning: Morning, clock: StillClock
) -> None:
    morning.readers()
    review = issued(morning)
    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))
    first = morning.reviews.get(review.id).message
    assert first is not None
    OutboxDesk(morning.database).cancel(first)

    clock.advance(timedelta(minutes=1))
    seen = morning.reviews.sending(review.id)
    assert (seen.letters, seen.already) == (3, 0)
    morning.reviews.send(review.id, seen=seen)

    waiting = [each for each in letters(morning) if each.state is LetterState.QUEUED]
    assert len(waiting) == 3
    assert {each.message for each in waiting}.isdisjoint({first})


def test_who_was_stopped_alone_has_it_by_another_yes(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)
    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))
    first, *others = letters(morning)
    stands(morning, LetterState.SENT, first)
    OutboxDesk(morning.database).cancel(first.message)

    seen = morning.reviews.sending(review.id)
    assert (seen.letters, seen.already) == (2, 1)
    morning.reviews.send(review.id, seen=seen)

    waiting = [each.to for each in letters(morning) if each.state is LetterState.QUEUED]
    assert Counter(waiting) == Counter(each.to for each in others)
    stand = {LetterState.SENT: 1, LetterState.QUEUED: 2}
    assert morning.reviews.letters(review.id) == stand
    with pytest.raises(AllHaveTheReview):
        morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))


def test_who_was_refused_has_it_by_another_yes_and_by_that_alone(morning: Morning) -> None:
    morning.readers()
    review, outbox = issued(morning), OutboxDesk(morning.database)
    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))
    refused = letters(morning)
    stands(morning, LetterState.REFUSED, *refused)
    again, *others = refused
    outbox.decide(again.id, Decision.SEND_AGAIN)

    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))

    for each in others:
        with pytest.raises(NothingToDecide):
            outbox.decide(each.id, Decision.SEND_AGAIN)
    waiting = [each.to for each in letters(morning) if each.state is LetterState.QUEUED]
    assert Counter(waiting) == Counter(READERS)


def test_those_left_have_it_by_the_account_that_was_looked_at(morning: Morning) -> None:
    morning.readers()
    review = issued(morning)
    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))
    new = NewAccount(name="Bulletins", sender=NEW, facts={"host": "localhost"})
    second = AccountDesk(morning.database).add(new)
    DeskSettings(morning.database).set(REVIEW_ACCOUNT, "Bulletins")
    lists = ListDesk(morning.database)
    lists.put_members(lists.every()[0].id, [NEW])

    morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))

    (last,) = (each for each in letters(morning) if each.to == NEW)
    assert OutboxDesk(morning.database).message(last.message).account == second.id


def test_a_list_and_an_account_are_wanted(morning: Morning) -> None:
    review, settings = issued(morning), DeskSettings(morning.database)
    with pytest.raises(ReadersMissing):
        morning.reviews.sending(review.id)
    settings.set(REVIEW_READERS, "Direction")
    with pytest.raises(ReadersMissing):
        morning.reviews.sending(review.id)
    with pytest.raises(NoAccount):
        morning.reviews.send_test(review.id, READERS[0])

    morning.readers()
    settings.set(REVIEW_ACCOUNT, "Bulletins")
    with pytest.raises(AccountMissing):
        morning.reviews.sending(review.id)
    sender = Address(local="bulletins", domain="ville.example")
    new = NewAccount(name="Bulletins", sender=sender, facts={"host": "localhost"})
    second = AccountDesk(morning.database).add(new)
    assert morning.reviews.sending(review.id).account == second.id


def test_sixty_readers_have_it_by_one_departure(morning: Morning) -> None:
    review = issued(morning)
    readers = [Address(local=f"r{each}", domain="ville.example") for each in range(60)]
    with LoopbackSmtpServer() as server:
        morning.readers(*readers, host=server.host, port=str(server.port), security="none")
        morning.reviews.send(review.id, seen=morning.reviews.sending(review.id))

        worker = Office(morning.database)
        worker.postman.send_all()
        worker.postman.close()

        (sent,) = server.letters
    assert set(sent.recipients) == {each.bare for each in readers}
    assert {each.state for each in letters(morning)} == {LetterState.SENT}
    assert morning.reviews.sending(review.id).already == 60
