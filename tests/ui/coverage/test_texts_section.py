"""Under the report of a text: the release beside each article that took something of it."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.articles.model import NewArticle, Origin
from comms_desk.media.coverage.report import Asked
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.ui.coverage.texts_section import TextsSection
from comms_desk.ui.errands import Errands
from tests.media.coverage.pairs import pairs
from tests.ui.keys import click

SNOW = pairs("tuning")[0]
FIRST = SNOW.article.partition("\n")[0]


@pytest.fixture
def draft(office: Office) -> Draft:
    """A release that two articles took up, the first one less."""
    articles = [("Le Soir", "Une brève", FIRST), ("Métro", SNOW.article_title, SNOW.article)]
    office.clips.take_in(
        [
            NewArticle(origin=Origin.PASTE, title=title, source=outlet, text=text)
            for outlet, title, text in articles
        ]
    )
    return office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title=SNOW.release_title, text=SNOW.release)
    )


def test_articles_that_took_something_stand_beside_the_release(
    qtbot: QtBot, errands: Errands, office: Office, draft: Draft
) -> None:
    today = office.database.clock.now().date()
    report = office.coverage.report(Asked(draft=draft.id, since=today - timedelta(days=1)))
    section = TextsSection(errands)
    qtbot.addWidget(section)
    section.show()

    section.show_report(draft.id, report)

    qtbot.waitUntil(section.texts.isVisible)
    assert [line.line.title for line in section.lines.all()] == [SNOW.article_title, "Une brève"]
    assert "3 word for word, 2 shortened" in section.texts.counts.text()

    click(section.lines.all()[1])

    qtbot.waitUntil(lambda: "2 word for word, 6 not taken up" in section.texts.counts.text())


def test_a_report_of_no_text_has_none(
    qtbot: QtBot, errands: Errands, office: Office, draft: Draft
) -> None:
    section = TextsSection(errands)
    qtbot.addWidget(section)

    section.show_report(None, office.coverage.report(Asked()))

    assert draft.id
    assert not section.isVisible()
