"""The story chosen: how it begins, its page, its place in the preview; and what is confirmed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from comms_desk.media.articles.model import ArticleId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.review.preview import ReviewForm
from comms_desk.ui.review.reading import Which
from comms_desk.ui.review.sending import IssueDialog, SendReviewDialog
from tests.ui.keys import press
from tests.ui.opener import Opener
from tests.ui.review.desk_of_five import Desk, rest, shown


@pytest.mark.parametrize("which", [Which.KEPT, Which.TO_SORT])
def test_o_opens_the_article_chosen(
    qtbot: QtBot, page: ReviewPage, desk: Desk, which: Which
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    page.column.check(which)
    rest(qtbot, page)
    opener = Opener()
    QDesktopServices.setUrlHandler("https", opener, "take")  # type: ignore[arg-type] # the stub
    try:
        press(page.column.list.list, Qt.Key.Key_O)
        rest(qtbot, page)
    finally:
        QDesktopServices.unsetUrlHandler("https")

    key = desk.budget if which is Which.KEPT else page.column.list.chosen
    assert isinstance(key, int)
    assert opener.opened == [desk.office.themes.mention(ArticleId(key)).article.link]


def test_how_the_article_begins_stands_over_the_summary(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)

    for article in (desk.budget, desk.fire):
        assert page.chosen is not None
        assert page.chosen.article == article
        summary = desk.office.themes.mention(article).article.summary
        assert summary
        assert page.story.first_words.text().startswith(summary[:20])
        assert page.story.first_words.isVisible()
        page.next_row()
        rest(qtbot, page)

    assert desk.office.themes.mention(desk.fire).article.summary not in str(
        desk.reviews.edition(desk.review.id)
    )


def test_what_readers_get_is_scrolled_to_the_story_chosen(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    review = desk.keep(desk.budget, desk.fire, desk.parks)
    for item in review.kept:
        told = FieldChange(f"summary {item.id}", "", "Ce que la Ville en dit. " * 9)
        desk.reviews.edit(review.id, told)
    page.resize(1104, 300)
    shown(qtbot, page)
    bar = page.preview.words.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(0)

    page.next_row()
    page.next_row()
    rest(qtbot, page)
    low = bar.value()
    page.previous_row()
    page.previous_row()
    rest(qtbot, page)

    assert low > 0
    assert bar.value() < low


def test_one_sees_how_many_screens_of_a_phone_it_takes(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    review = desk.keep(desk.budget, desk.fire, desk.parks)
    shown(qtbot, page)
    short = page.preview.length.text()

    for item in review.kept:
        told = FieldChange(f"summary {item.id}", "", "Ce que la Ville en dit. " * 80)
        desk.reviews.edit(review.id, told)
    page.changed_elsewhere()
    rest(qtbot, page)

    assert short.startswith("Phone screens: 0.")
    assert page.preview.length.isVisible()
    assert page.preview.length.text().endswith(", three are aimed at")
    page.preview.forms[ReviewForm.WORD].click()
    rest(qtbot, page)
    assert not page.preview.length.isVisible()


def test_one_confirms_a_subject_and_so_many_stories(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)

    for ask, kind in ((page.issue.trigger, IssueDialog), (page.sending.ask, SendReviewDialog)):
        ask()
        rest(qtbot, page)
        question = page.sending.question
        assert isinstance(question, kind)
        said = " ".join(each.text() for each in question.findChildren(Label))
        assert "– Budget; Feux” · 2 stories" in said
        question.reject()


def test_an_addendum_without_a_story_is_refused(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    desk.reviews.issue(desk.review.id)
    desk.reviews.begin()
    shown(qtbot, page)

    for ask in (page.issue.trigger, page.sending.ask):
        page.error.hide()
        ask()
        rest(qtbot, page)
        assert page.error.isVisible()
    assert page.sending.question is None
    assert not desk.review.is_issued
