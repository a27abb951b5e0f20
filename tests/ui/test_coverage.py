"""The coverage report in the window: where it is reached from, what it shows, what leaves."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.clips.model import Clip, NewClip
from comms_desk.media.coverage.drawing import HEIGHT_PX, WIDTH_PX
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.themes.model import Tone
from comms_desk.planning.dossiers.model import Dossier, NewDossier
from comms_desk.ui.coverage.page import CoveragePage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.figures_page import Period
from comms_desk.ui.frame.pages import CoverageOf
from comms_desk.ui.kit.charts import Chart
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.watch.page import WatchPage
from tests.media.coverage.test_pickup import FIRST, RELEASE, WHOLE
from tests.media.dispatches import sent
from tests.ui.keys import click, press, tabs_from


@pytest.fixture
def dossier(office: Office) -> Dossier:
    """A dossier to which one clip of two is tied, and rated."""
    clip = office.clips.add(NewClip(title="Snow on the avenue"))
    office.clips.add(NewClip(title="The budget"))
    made = office.dossiers.add(NewDossier(code="SNOW-27", name="Snow"))
    office.themes.link(clip.article_id, made.id)
    office.themes.set_tone(clip.article_id, Tone.MIXED)
    return made


@pytest.fixture
def clip(office: Office, dossier: Dossier) -> Clip:
    return next(each for each in office.clips.search("snow").rows if "Snow" in each.title)


def settled(qtbot: QtBot, window: Window) -> CoveragePage:
    page = window.page
    assert isinstance(page, CoveragePage)
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)
    return page


def of_dossier(qtbot: QtBot, window: Window, dossier: Dossier) -> CoveragePage:
    window.open(CoverageOf(Subject.DOSSIER, dossier.id))
    return settled(qtbot, window)


@pytest.mark.usefixtures("dossier")
def test_the_watch_leads_to_its_coverage(qtbot: QtBot, window: Window) -> None:
    window.go_to("watch")
    watch = window.page
    assert isinstance(watch, WatchPage)

    click(watch.coverage)

    page = settled(qtbot, window)
    assert page.volume.text() == "2 stories · 2 clips"
    assert page.rated.text() == "Rated: 1 of 2 · mixed: 1"
    assert not page.chips[Period.WHOLE].isVisible()
    assert not page.every.isVisible()
    assert window.rail._buttons["watch"].isChecked()

    press(page, Qt.Key.Key_Escape)

    assert window.page is watch


def test_escape_goes_back_to_what_the_report_is_of(
    qtbot: QtBot, window: Window, dossier: Dossier
) -> None:
    page = of_dossier(qtbot, window, dossier)

    click(page.back)

    dossiers = window.page
    assert isinstance(dossiers, DossiersPage)
    qtbot.waitUntil(dossiers.card.coverage.isVisible)


def test_a_dossier_leads_to_its_own_and_back_to_the_whole_watch(
    qtbot: QtBot, window: Window, dossier: Dossier
) -> None:
    window.open(Ref(Subject.DOSSIER, dossier.id))
    dossiers = window.page
    assert isinstance(dossiers, DossiersPage)
    qtbot.waitUntil(dossiers.card.coverage.isVisible)

    click(dossiers.card.coverage)

    page = settled(qtbot, window)
    assert page.called.text() == "SNOW-27 · Snow"
    assert page.volume.text() == "1 story · 1 clip"
    assert page.chips[Period.WHOLE].isChecked()

    click(page.every)
    settled(qtbot, window)

    assert page.volume.text() == "2 stories · 2 clips"
    assert not page.called.isVisible()


def test_a_story_of_the_report_opens_in_the_watch(
    qtbot: QtBot, window: Window, dossier: Dossier, clip: Clip
) -> None:
    page = of_dossier(qtbot, window, dossier)

    with qtbot.waitSignal(page.open_wanted) as opened:
        click(page.lines.all()[0])

    assert opened.args == [Ref(Subject.MENTION, clip.article_id)]


def test_the_chart_is_copied_as_a_picture_and_as_a_table(
    qtbot: QtBot, window: Window, dossier: Dossier
) -> None:
    page = of_dossier(qtbot, window, dossier)

    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(page.timeline, Qt.Key.Key_C, shift)
    picture = QGuiApplication.clipboard().image()
    click(page.table)
    table = QGuiApplication.clipboard().text()

    assert (picture.width(), picture.height()) == (2 * WIDTH_PX, 2 * HEIGHT_PX)
    assert picture.pixelColor(1, 1).name() == "#ffffff"
    assert table.splitlines()[0] == "Day\tClips\tStories\tTone"
    assert page.timeline.accessibleName().startswith("Day by day. ")
    assert "Clips 1, Stories 1, Tone ±\u00a01" in page.timeline.accessibleName()


def test_every_chart_is_reached_and_copied_by_keys(
    qtbot: QtBot, window: Window, dossier: Dossier
) -> None:
    page = of_dossier(qtbot, window, dossier)

    walked = tabs_from(page.word, most=30)

    assert page.timeline in walked
    assert page.lines.all()[0] in walked
    charts = [each for each in walked if isinstance(each, Chart)]
    assert len(charts) == len([each for each in page.charts if each.isVisible()])
    press(charts[0], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Day\tClips\t")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_it_leaves_for_word_and_for_excel(
    qtbot: QtBot, window: Window, dossier: Dossier, suffix: str
) -> None:
    page = of_dossier(qtbot, window, dossier)

    with qtbot.waitSignal(page.file_made) as made:
        click(page.word if suffix == ".docx" else page.excel)

    said, file = made.args
    assert isinstance(file, Path)
    assert said.startswith("Coverage report in ")
    assert file.suffix == suffix
    assert "SNOW-27" in file.name
    assert file.read_bytes().startswith(b"PK")


def test_a_text_that_has_not_left_says_so(qtbot: QtBot, window: Window, office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Snow"))

    window.open(CoverageOf(Subject.DRAFT, draft.id))
    page = settled(qtbot, window)

    assert page.days.text().startswith("“Snow” has not left")
    assert not page.word.isEnabled()
    assert not page.chart.isVisible()


def test_a_text_is_read_beside_an_article_that_took_it_up(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    sender = sent.Press(office.database)
    draft = sender.draft(RELEASE)
    sender.desk.send(draft, sent.to("zoe@journal.example"))
    sender.worker().carry()
    clock.advance(timedelta(hours=1))
    office.clips.add(NewClip(title="Libraries", text=WHOLE))

    window.open(Ref(Subject.DRAFT, draft))
    texts = window.page
    assert isinstance(texts, TextsPage)
    qtbot.waitUntil(lambda: texts.card.opened is not None)
    assert "Coverage of this text" in [each.label for each in texts.commands()]
    texts.send_to_media()
    click(texts.sending.followed.coverage)
    page = settled(qtbot, window)
    (taker,) = page.takers.all()
    assert not page.both.isVisible()
    click(taker)
    qtbot.waitUntil(page.both.isVisible)

    assert "sentences: word for word\u00a03" in taker.accessibleName()
    assert page.both.article_title.text() == "Libraries"
    assert FIRST in page.both.release.toPlainText()
    qtbot.waitUntil(page.both.article.hasFocus)


def test_days_without_a_clip_have_no_chart(qtbot: QtBot, window: Window) -> None:
    window.go_to("coverage")

    page = settled(qtbot, window)

    assert page.volume.text() == "0 stories · 0 clips"
    assert not page.chart.isVisible()
    assert not any(each.isVisible() for each in page.charts)
