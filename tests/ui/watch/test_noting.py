"""A clip is noted from the keyboard, in one line; what was typed is never lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from comms_desk.across.clip_capture import Completed
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.clips.model import NewClip
from comms_desk.media.feeds.errors import Unreachable
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.watch.note_panel import NotePanel
from comms_desk.ui.watch.page import WatchPage
from tests.media.clips import vendors
from tests.media.clips.vendors import mail
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import press, type_words
from tests.ui.watch.halves import rest
from tests.ui.watch.showing import rows, shown

LINE = "98.5 7:10 4 min: opposition leader on snow"


@pytest.fixture
def panel(qtbot: QtBot, page: WatchPage, room: WatchRoom, clock: StillClock) -> NotePanel:
    """The panel, ready to type, as N opens it."""
    assert room.reader
    shown(qtbot, page)
    page.activateWindow()
    page.column.list.setFocus()
    press(page, Qt.Key.Key_N)
    assert page.right.currentWidget() is page.note_panel
    page.note_panel._clock = clock
    rest(qtbot, page)
    return page.note_panel


def noted(qtbot: QtBot, page: WatchPage, office: Office, number: int = 1) -> None:
    press(page.note_panel.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.clips.search().total == number)
    rest(qtbot, page)


def test_one_line_and_enter_note_a_clip_that_the_list_shows(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office
) -> None:
    office.outlets.add(NewOutlet(name="98,5 FM", also_called=("98,5",)))
    panel.start()
    rest(qtbot, page)
    type_words(panel.line, LINE)

    assert panel.lines["title"].text() == "Opposition leader on snow"
    assert panel.lines["outlet_id"].text() == "98,5 FM"
    assert panel.lines["lasts_s"].text() == "4 min"
    assert panel.new_show.text() == ""
    with qtbot.waitSignal(panel.undoable) as done:
        noted(qtbot, page, office)

    (clip,) = office.clips.search().rows
    assert (clip.title, clip.outlet_name, clip.lasts_s) == (
        "Opposition leader on snow",
        "98,5 FM",
        240,
    )
    qtbot.waitUntil(lambda: rows(page)[0].title == clip.title)
    assert rows(page)[0].moment == "7:10\u00a0a.m."  # on air, as its card says, not when noted
    assert panel.line.text() == panel.lines["title"].text() == ""
    done.args[1]()
    qtbot.waitUntil(lambda: office.clips.search().total == 0)


def test_a_clip_of_yesterday_stands_where_it_came_in_and_says_its_day(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office, clock: StillClock
) -> None:
    office.clips.add(NewClip(title="The late news", aired_at=clock.now() - timedelta(hours=14)))
    qtbot.waitUntil(lambda: rows(page)[0].title == "The late news")

    assert (rows(page)[0].group, rows(page)[0].moment) == ("Today", "Nov 23, 5:30\u00a0p.m.")


def test_an_unknown_show_comes_in_and_goes_with_its_clip(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office
) -> None:
    type_words(panel.line, "Daybreak 7:10 a.m.: snow")
    assert panel.new_show.text() != ""

    with qtbot.waitSignal(panel.undoable) as done:
        noted(qtbot, page, office)

    assert office.outlets.search("daybreak").total == 1
    done.args[1]()
    qtbot.waitUntil(lambda: office.outlets.search("daybreak").total == 0)
    assert office.clips.search().total == 0


def test_a_field_that_was_mended_stays_whatever_the_line_says(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office
) -> None:
    type_words(panel.line, LINE)
    panel.lines["speaker"].selectAll()
    type_words(panel.lines["speaker"], "Ada Roy")
    type_words(panel.line, " today")

    noted(qtbot, page, office)

    (clip,) = office.clips.search().rows
    assert (clip.speaker, clip.title) == ("Ada Roy", "Opposition leader on snow today")


def test_a_paste_is_kept_whole(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office
) -> None:
    QGuiApplication.clipboard().setText("Snow costs\n\nThe City pays.\nhttps://x.example/1")

    press(panel.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    noted(qtbot, page, office)

    (clip,) = office.clips.search().rows
    assert (clip.title, clip.text, clip.link) == (
        "Snow costs",
        "The City pays.",
        "https://x.example/1",
    )
    (article,) = office.articles.by_ids([clip.article_id])
    assert article.origin is ArticleOrigin.PASTE


def test_the_same_clip_is_refused_and_the_other_one_opens(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, office: Office
) -> None:
    type_words(panel.line, LINE)
    noted(qtbot, page, office)
    (clip,) = office.clips.search().rows
    type_words(panel.line, LINE)

    press(panel.line, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.error.isVisible)
    assert panel.line.text() == LINE
    panel.error.acted.emit()

    qtbot.waitUntil(lambda: page.card.ref == Ref(Subject.MENTION, clip.article_id))


def test_an_address_is_noted_with_what_was_typed_where_its_page_cannot_be_read(
    qtbot: QtBot,
    page: WatchPage,
    panel: NotePanel,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "comms_desk.across.clip_capture.complete",
        lambda _office, line: Completed(
            line=line, trouble=Unreachable(line.link, reason="no network")
        ),
    )
    type_words(panel.line, "https://x.example/snow")

    noted(qtbot, page, office)

    (clip,) = office.clips.search().rows
    assert (clip.title, clip.link) == ("x.example/snow", "https://x.example/snow")


def test_what_was_half_typed_is_there_in_the_next_window(
    qtbot: QtBot, page: WatchPage, panel: NotePanel, next_page: Callable[[], WatchPage]
) -> None:
    type_words(panel.line, LINE)
    panel.lines["speaker"].selectAll()
    type_words(panel.lines["speaker"], "Ada Roy")
    page.leaving()
    rest(qtbot, page)

    other = next_page()
    other._note_clip()
    rest(qtbot, other)

    assert other.note_panel.line.text() == LINE
    assert other.note_panel.lines["speaker"].text() == "Ada Roy"


def test_a_clip_is_changed_in_the_place_of_its_article_and_binned_there(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    clip = office.clips.add(NewClip(title="Snow"))
    shown(qtbot, page)
    page.open(Ref(Subject.MENTION, clip.article_id))
    qtbot.waitUntil(lambda: page.card.ref == Ref(Subject.MENTION, clip.article_id))
    rest(qtbot, page)
    assert page.card.change_it.isVisible()

    page.card.change_clip()
    qtbot.waitUntil(lambda: page.clip_card.ref == Ref(Subject.CLIP, clip.id))
    office.clips.edit(clip.id, FieldChange("title", "Snow", "Ice"))
    page.clip_card.bin_wanted.emit(Ref(Subject.CLIP, clip.id))

    qtbot.waitUntil(lambda: office.clips.search().total == 0)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.card)
    qtbot.waitUntil(lambda: clip.article_id not in {row.key for row in rows(page)})
    assert room.reader


def test_alerts_are_chosen_without_a_mouse(
    qtbot: QtBot, page: WatchPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "alerte.eml"
    file.write_bytes(mail(vendors.told("google.html"), **vendors.GOOGLE))
    shown(qtbot, page)
    found = [each for _rank, each in matching(page.commands(), "alert")]

    with qtbot.waitSignal(page.undoable) as done:
        found[0].act()
        dialog = page.findChildren(QFileDialog)[-1]
        dialog.selectFile(str(file))
        dialog.accept()

    assert (found[0].label, (done.args or [""])[0]) == ("Bring in alerts", "Google: 2 new articles")
    assert len(office.articles.search().rows) == 2


ASKS = (
    "From: Camille Roy <croy@ledevoir.com>\nTo: medias@ville.example\nSubject: {subject}\n"
    "Date: Wed, 25 Nov 2026 09:00:00 -0500\nMessage-ID: <{subject}@ledevoir.com>\n"
    "Content-Type: text/plain; charset=utf-8\n\n"
    "Bonjour,\n\nJe suis journaliste au Devoir. Combien de patinoires ouvriront cet hiver ? Mon "
    "heure de tombée est 16 h.\n{more}\nCamille Roy\nJournaliste, Le Devoir\n"
)


def test_a_mail_that_is_no_alert_is_the_inquiry_that_it_is(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office, tmp_path: Path
) -> None:
    more = "Notre article d’hier sur les patinoires : https://www.ledevoir.com/societe/812345/x\n"
    files = []
    for name, said in (("question", ""), ("liens", more)):
        files.append(tmp_path / f"{name}.eml")
        files[-1].write_text(ASKS.format(subject=name, more=said), encoding="utf-8")
    files.append(tmp_path / "alerte.eml")
    files[-1].write_bytes(mail(vendors.told("google.html"), **vendors.GOOGLE))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
    shown(qtbot, page)
    take = page.dropping(data)
    assert take is not None

    take()

    qtbot.waitUntil(lambda: office.inquiries.search().total == 2)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert len(office.articles.search().rows) == 5
    assert room.reader


def test_a_table_of_people_is_not_taken_for_an_alert_without_saying_where_it_goes(
    qtbot: QtBot, page: WatchPage, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("Prénom,Nom,Courriel,Média\nLuc,Roy,roy@radio.example,CKUT\n", encoding="utf-8")
    shown(qtbot, page)

    page.alerts.bring_in([file])

    qtbot.waitUntil(lambda: "tells of no article" in page.error.words)
    assert "comes in on the Directory" in page.error.accessibleName()


def test_an_alert_that_is_dropped_comes_in_and_is_undone(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "alerte.eml"
    file.write_bytes(mail(vendors.told("google.html"), **vendors.GOOGLE))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    shown(qtbot, page)
    take = page.dropping(data)
    assert take is not None

    with qtbot.waitSignal(page.undoable) as done:
        take()

    said, undo = done.args
    assert said == "Google: 2 new articles"
    assert len(office.articles.search().rows) == 5
    undo()
    qtbot.waitUntil(lambda: len(office.articles.search().rows) == 3)
    assert room.reader
