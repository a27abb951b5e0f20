"""The press review on Today: how long there is, how long it has been due, and what it opens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.across.reviews_today import ReviewToSend
from comms_desk.changes import Ref, Subject
from comms_desk.media.reviews.model import ReviewId
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.hours import DayHeading
from comms_desk.ui.today.reviews import lines

CLOSES = datetime(2026, 11, 24, 12, 25, tzinfo=UTC)
BEGUN = ReviewToSend(review=ReviewId(3), closes_at=CLOSES, stories=18, is_issued=False)


@pytest.mark.parametrize(
    ("minutes", "title", "under", "tags"),
    [
        (-180, "Revue à diffuser dans 3~h", DayHeading.BEFORE_NOON, []),
        (-26, "Revue à diffuser dans 26~min", DayHeading.NOW, []),
        (4, "Revue à diffuser depuis 7~h~25", DayHeading.NOW, ["en retard"]),
    ],
)
def test_it_says_how_long_there_is(
    minutes: int, title: str, under: DayHeading, tags: list[str]
) -> None:
    i18n.use("fr")

    [line] = lines([BEGUN], CLOSES + timedelta(minutes=minutes))

    assert (line.row.title.replace("\u00a0", "~"), line.under) == (title, under)
    assert [tag.text for tag in line.row.tags] == tags
    assert line.row.detail.replace("\u00a0", "~") == "18~sujets"
    assert line.row.key == Ref(Subject.REVIEW, 3)


def test_it_says_how_far_it_is() -> None:
    i18n.use("fr")
    none = ReviewToSend(review=None, closes_at=CLOSES, stories=0, is_issued=False)
    empty = ReviewToSend(review=ReviewId(4), closes_at=CLOSES, stories=0, is_issued=True)
    addendum = ReviewToSend(review=ReviewId(5), closes_at=None, stories=3, is_issued=False)

    said = [(line.row.title, line.row.detail) for line in lines((none, empty, addendum), CLOSES)]

    assert said[0][1] == "pas commencée"
    assert said[1][1] == "Rien à signaler · publiée, non diffusée"
    assert said[2] == ("Addendum à diffuser", "3\u00a0sujets")


def test_it_says_how_many_readers_do_not_have_it() -> None:
    i18n.use("fr")
    missed = replace(BEGUN, is_issued=True, left_to=12, missed=3)
    addendum = replace(missed, closes_at=None, missed=1)

    first, second = lines([missed, addendum], CLOSES + timedelta(hours=1))

    assert first.row.title == "3 lecteurs sur 12 n’ont pas la revue de presse"
    assert second.row.title == "1 lecteur sur 12 n’a pas l’addendum"
    assert (first.under, first.row.tags, first.row.key) == (
        DayHeading.NOW,
        (),
        Ref(Subject.REVIEW, 3),
    )


def test_it_opens_what_there_is_of_the_review_of_today(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    begun = office.reviews.begin()

    for wanted in (Ref(Subject.REVIEW, 0), Ref(Subject.REVIEW, int(begun.id))):
        window.open(wanted)

        page = window.page
        assert isinstance(page, ReviewPage)
        qtbot.waitUntil(lambda: window.errands.is_idle)
        assert page.until.text()
