"""Who is new, who moved and who fell silent: proposed with the evidence, done by a person's yes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from comms_desk.clock import StillClock
from comms_desk.media.articles.model import Article
from comms_desk.media.bylines.desk import BylineDesk
from comms_desk.media.bylines.model import (
    BylineProposal,
    NameShared,
    NoLongerProposed,
    PositionWay,
    ProposalKind,
)
from comms_desk.media.contacts.model import ContactId, NameDecision, NewPosition
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from tests.media.articles.test_signed import Newsroom
from tests.support.years import live_on

A_DAY = timedelta(days=1)
LUC = "Luc Tremblay"


class Press(Newsroom):
    """A newsroom, and what its bylines propose."""

    def __init__(self, database: Database, clock: StillClock) -> None:
        super().__init__(database)
        self.clock = clock
        self.bylines = BylineDesk(database)

    def publish_often(self, *bylines: str, times: int = 3, at: int = 0) -> None:
        for _each in range(times):
            self.publish(*bylines, feed=self.feeds[at])

    def proposed(self) -> Sequence[tuple[str, ProposalKind, str, int]]:
        return [
            (each.name, each.what, each.outlet_name, each.count)
            for each in self.bylines.proposals()
        ]

    def only(self) -> BylineProposal:
        (proposal,) = self.bylines.proposals()
        return proposal

    def positions(self, contact: ContactId) -> Sequence[tuple[str, str, object]]:
        return [
            (each.outlet_name, each.title, each.ended_on)
            for each in self.contacts.get(contact).positions
        ]


@pytest.fixture
def press(database: Database, clock: StillClock) -> Press:
    return Press(database, clock)


def test_whoever_signs_three_articles_and_has_no_card_is_proposed(press: Press) -> None:
    press.publish_often("Par LUC TREMBLAY")
    press.publish_often("Zoé Roy", times=2)

    assert press.proposed() == [(LUC, ProposalKind.NEW, "Écho", 3)]
    assert [each.title for each in press.bylines.evidence(press.only())] == [
        "Article 3",
        "Article 2",
        "Article 1",
    ]


@pytest.mark.parametrize(
    "byline", ["La Presse Canadienne", "Rédaction", "Luc Tremblay, Reuters", "Écho"]
)
def test_an_agency_a_newsroom_or_an_outlet_is_nobody(press: Press, byline: str) -> None:
    press.publish_often(byline)

    assert not press.proposed()


def test_what_was_signed_long_ago_proposes_nobody(press: Press) -> None:
    press.publish_often(LUC)
    press.clock.advance(61 * A_DAY)

    assert not press.proposed()


def test_a_yes_adds_the_card_and_says_where_it_comes_from(press: Press) -> None:
    press.publish_often("Ana de la Cruz")

    (accepted,) = press.bylines.accept([press.only().id])

    contact = press.contacts.get(accepted.contact)
    assert (contact.given_name, contact.family_name) == ("Ana", "de la Cruz")
    assert (
        contact.note == "Fiche faite d’après les signatures\u00a0: 3 articles dans Écho, "
        "le dernier le 24 novembre 2026."
    )
    assert press.positions(contact.id) == [("Écho", "journaliste", None)]
    assert not press.proposed()
    press.bylines.undo([accepted])
    assert not press.contacts.search("cruz").rows


def test_many_are_added_at_once_or_none(press: Press) -> None:
    press.publish_often(LUC, "Zoé Roy")
    wanted = [each.id for each in press.bylines.proposals()]

    with pytest.raises(NoLongerProposed):
        press.bylines.accept([*wanted, 1])

    assert not press.contacts.search().rows
    assert len(press.bylines.accept(wanted)) == 2


def test_a_contact_who_signs_elsewhere_is_proposed_to_move(press: Press) -> None:
    luc = press.add("Luc", "Tremblay", at=press.outlets[1])
    press.publish_often(LUC)
    proposal = press.only()

    assert (proposal.what, proposal.contacts) == (ProposalKind.MOVED, (luc,))
    assert [each.outlet_name for each in proposal.held] == ["Nord"]
    (accepted,) = press.bylines.accept([proposal.id])

    today = press.clock.now().date()
    assert press.positions(luc) == [("Écho", "", None), ("Nord", "", today - A_DAY)]
    assert not press.proposed()
    press.bylines.undo([accepted])
    assert press.positions(luc) == [("Nord", "", None)]
    assert press.only() == proposal


def test_who_signs_in_two_outlets_keeps_both(press: Press) -> None:
    luc = press.add("Luc", "Tremblay", at=press.outlets[1])
    press.publish_often(LUC)

    press.bylines.accept([press.only().id], PositionWay.ADD)

    assert sorted(press.positions(luc)) == [("Nord", "", None), ("Écho", "", None)]
    assert not press.proposed()


def test_a_freelancer_may_sign_anywhere(press: Press) -> None:
    luc = press.add("Luc", "Tremblay")
    press.contacts.add_position(luc, NewPosition())
    press.publish_often(LUC)

    assert not press.proposed()


def test_a_name_that_two_bear_is_said_and_never_guessed(press: Press) -> None:
    first = press.add("Luc", "Tremblay", at=press.outlets[1])
    second = press.add("Luc", "Tremblay", at=press.outlets[1])
    press.publish_often(LUC)

    assert press.only().contacts == (first, second)
    with pytest.raises(NameShared):
        press.bylines.accept([press.only().id])


@pytest.mark.parametrize(
    "said", [NameDecision.NOT_A_PERSON, NameDecision.NOT_NOW, NameDecision.NAMESAKE]
)
def test_what_was_refused_is_remembered_with_who_and_can_be_taken_back(
    press: Press, said: NameDecision
) -> None:
    press.publish_often(LUC)

    given = press.bylines.refuse([press.only().id], said)

    assert not press.proposed()
    (answer,) = press.bylines.refused()
    assert (answer.name, answer.said, answer.at) == (LUC, said, press.clock.now())
    press.bylines.take_back(given)
    assert press.only().name == LUC


def test_not_now_is_over_after_a_season(press: Press) -> None:
    press.publish_often(LUC)
    press.bylines.refuse([press.only().id], NameDecision.NOT_NOW)
    press.clock.advance(91 * A_DAY)
    press.publish_often(LUC)

    assert press.only().name == LUC


def test_nobody_of_the_name_of_who_was_erased_is_proposed(press: Press) -> None:
    luc = press.add("Luc", "Tremblay")
    press.publish_often(LUC)
    press.contacts.put_in_bin(luc)
    assert not press.proposed()
    live_on(press.database, 31 * A_DAY)
    Bin(press.database).purge()

    press.publish_often(LUC)
    (answer,) = press.bylines.refused()

    assert (answer.said, answer.name) == (NameDecision.ERASED, "")
    press.bylines.take_back([answer.id])
    assert not press.proposed()


def test_who_signed_regularly_and_signs_no_more_is_silent(press: Press) -> None:
    luc = press.add("Luc", "Tremblay", at=press.outlets[0])
    press.publish_often(LUC, times=6)
    last_at = press.clock.now()
    for _each in range(3):
        press.clock.advance(15 * A_DAY)
        press.publish("Zoé Roy")
        assert press.bylines.silence_of(luc) is None
        press.clock.advance(15 * A_DAY)
    press.clock.advance(timedelta(hours=1))

    silent = press.bylines.silence_of(luc)

    assert silent is not None
    assert (silent.last_at, silent.count, silent.outlets) == (last_at, 6, ("Écho",))
    assert press.bylines.silent() == (silent,)


def test_nobody_is_silent_while_their_outlet_was_not_read(press: Press) -> None:
    press.add("Luc", "Tremblay", at=press.outlets[0])
    press.publish_often(LUC, times=6)
    press.clock.advance(91 * A_DAY)

    assert not press.bylines.silent()


def test_names_of_a_time_are_read_in_an_index_alone(sqlite_database: Database) -> None:
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, values: Any, *_more: Any
    ) -> None:
        asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    BylineDesk(sqlite_database).proposals()
    event.remove(Engine, "before_cursor_execute", note)

    (question,) = [each for each in asked if "FROM article_bylines" in each[0]]
    with sqlite_database.snapshot() as snapshot:
        connection = snapshot.session.connection()
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question[0]}", question[1])
        plan = [row[-1] for row in rows]
    by_time = "SEARCH article_bylines USING COVERING INDEX ix_article_bylines_article_id_name"
    assert any(each.startswith(by_time) for each in plan), plan
    assert not any(each.startswith("SCAN article") for each in plan), plan


def test_the_card_of_an_article_hears_of_those_who_sign_it_alone(press: Press) -> None:
    press.publish_often(LUC, "Zoé Roy")
    article: Article = press.articles.search().rows[0]

    assert [each.name for each in press.bylines.about(article)] == [article.author]
