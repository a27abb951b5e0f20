"""Each page as it was left: its filter and the thing chosen; what is gone is forgotten silently."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.people.model import PersonId
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory, PageState
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.watch.page import WatchPage
from tests.support.samples import bring_sample

type Open = Callable[[Memory], Window]


@pytest.fixture
def opened(qtbot: QtBot, errands: Errands) -> Iterator[Open]:
    """Open a window that remembers something; each is closed at the end."""
    windows: list[Window] = []

    def with_memory(memory: Memory) -> Window:
        window = Window(errands, memory=memory)
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield with_memory
    for window in windows:
        window.close()


def test_a_page_is_the_next_day_as_it_was_left(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office, tmp_path: Path
) -> None:
    outlet = office.outlets.find_or_add(NewOutlet(name="La Presse"))
    office.contacts.add(NewContact(family_name="Tremblay"))
    window = opened(Memory())
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)
    page.column.check(Subject.OUTLET)
    qtbot.waitUntil(lambda: errands.is_idle and page.column.list.shown == 1)
    page.next_row()
    qtbot.waitUntil(lambda: page.outlet_card.ref is not None)
    window.remember()
    window.memory.write(tmp_path / "window.json")

    next_day = opened(Memory.read(tmp_path / "window.json"))
    next_day.go_to("directory")

    again = next_day.page
    assert isinstance(again, DirectoryPage)
    qtbot.waitUntil(lambda: again.outlet_card.ref == Ref(Subject.OUTLET, outlet))
    assert again.column.filter is Subject.OUTLET
    assert again.column.list.chosen == outlet


def test_what_somebody_asks_for_at_once_is_not_undone_by_what_was_left(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office
) -> None:
    office.outlets.find_or_add(NewOutlet(name="La Presse"))
    contact = office.contacts.add(NewContact(family_name="Tremblay"))
    window = opened(Memory(pages={"directory": PageState(str(Subject.OUTLET), 1)}))
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)

    page.column.check(Subject.CONTACT)
    qtbot.waitUntil(lambda: errands.is_idle and page.column.list.shown == 1)

    assert page.column.filter is Subject.CONTACT
    page.next_row()
    qtbot.waitUntil(lambda: page.contact_card.ref == Ref(Subject.CONTACT, contact.id))


@pytest.mark.parametrize("key", ["directory", "watch", "texts", "bulletins", "dossiers"])
def test_what_no_longer_exists_is_forgotten_without_a_word(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office, key: str
) -> None:
    bring_sample(office)
    window = opened(Memory(pages={key: PageState("no such filter", 999_999)}))

    window.go_to(key)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: errands.is_idle and not page._soon.isActive())

    assert not page.error.isVisible()
    assert not window.error.isVisible()


def test_a_filter_that_is_read_with_the_list_is_checked_too(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office
) -> None:
    bring_sample(office)
    watch = office.themes.every()[0]
    window = opened(Memory(pages={"watch": PageState(str(watch.id))}))

    window.go_to("watch")

    page = window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: errands.is_idle and page.column.filter == watch.id)


def test_what_the_watch_was_narrowed_by_is_chosen_again(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office
) -> None:
    bring_sample(office)
    window = opened(Memory())
    window.go_to("watch")
    page = window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: errands.is_idle and page.column.list.shown > 0)
    page.unread.click()
    page.narrower.click()
    qtbot.waitUntil(lambda: errands.is_idle and page.filters.source.count() > 1)
    page.filters.source.setCurrentIndex(1)
    page.filters.tone.setCurrentIndex(2)
    qtbot.waitUntil(lambda: errands.is_idle)
    window.remember()

    next_day = opened(window.memory)
    next_day.go_to("watch")

    again = next_day.page
    assert isinstance(again, WatchPage)
    qtbot.waitUntil(lambda: errands.is_idle and again.filters.are_on)
    qtbot.waitUntil(lambda: again._which() == page._which())
    assert again.filters.isVisible()
    again.narrower.click()
    assert not again.filters.are_on


def test_an_article_that_was_made_unread_stays_unread_the_next_day(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office
) -> None:
    bring_sample(office)
    found = office.themes.mentions(limit=1).rows[0]
    assert office.database.actor is not None
    office.articles.mark_unread([found.article.id], person=PersonId(office.database.actor))
    window = opened(Memory(pages={"watch": PageState("", found.article.id)}))

    window.go_to("watch")

    page = window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: page.card.mention is not None and errands.is_idle)
    assert page.card.mention is not None
    assert page.card.mention.id == found.article.id
    assert not office.themes.mentions(limit=1).rows[0].article.is_read


def test_a_text_that_was_chosen_is_opened_again(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office
) -> None:
    first = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))
    office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Eau"))
    window = opened(Memory(pages={"texts": PageState("release", first.id)}))

    window.go_to("texts")

    page = window.page
    assert isinstance(page, TextsPage)
    qtbot.waitUntil(lambda: page.card.draft is not None and errands.is_idle)
    assert page.card.draft is not None
    assert page.card.draft.id == first.id
    assert page.kind is DraftKind.RELEASE


def test_what_was_opened_last_is_offered_by_the_next_window(
    qtbot: QtBot, errands: Errands, opened: Open, office: Office, tmp_path: Path
) -> None:
    contact = office.contacts.add(NewContact(family_name="Tremblay"))
    gone = office.contacts.add(NewContact(family_name="Roy"))
    window = opened(Memory())
    window.open(Ref(Subject.CONTACT, gone.id))
    window.open(Ref(Subject.CONTACT, contact.id))
    window.memory.write(tmp_path / "window.json")
    office.contacts.put_in_bin(gone.id)

    next_day = opened(Memory.read(tmp_path / "window.json"))
    next_day.go_to("today")
    next_day.open_palette()
    qtbot.waitUntil(lambda: errands.is_idle and next_day.palette_box.list.rows.rowCount() > 0)

    titles = [row.title for row in next_day.palette_box.list.rows.rows()]
    assert titles[0] == "Tremblay"
    assert "Roy" not in titles
