"""What stands beside a text is seen whole: its embargo, its details, and the verbs over it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.look import COLUMN_MAX_PX, PAGE_BAR_HEIGHT_PX
from comms_desk.ui.texts.page import TextsPage
from tests.support.windows import BRISK, guarded, held_writes
from tests.ui.keys import click, type_words
from tests.ui.texts.pages import NEW, opened

LARGE, SMALL, WIDE = (1104, 772), (848, 672), (1744, 1052)
"""What the rail and the bar leave to a page at 1280×800, at 1024×700 and at 1920×1080."""


@pytest.fixture
def page(request: pytest.FixtureRequest, qtbot: QtBot, office: Office) -> Iterator[TextsPage]:
    """A page in the language and of the size that the test asks for."""
    language, size = request.param
    i18n.use(language)
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = TextsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(*size)
    made.show()
    yield made
    errands.close()


EVERYWHERE = pytest.mark.parametrize(
    "page",
    [(language, size) for language in ("fr", "en") for size in (LARGE, SMALL)],
    indirect=True,
)


def place(widget: QWidget, inside: QWidget) -> QRect:
    return QRect(widget.mapTo(inside, widget.rect().topLeft()), widget.size())


@EVERYWHERE
@pytest.mark.parametrize("kind", DraftKind)
def test_the_embargo_and_the_details_need_no_scrolling(
    page: TextsPage, qtbot: QtBot, office: Office, kind: DraftKind
) -> None:
    draft = office.drafts.add(NewDraft(kind=kind, title="Budget 2027", text="La Ville agit.\n"))
    opened(page, qtbot, draft)
    card = page.card
    if not card.details.isVisible():
        click(card.more)
    panel = card.details.embargo

    click(panel.place)
    qtbot.waitUntil(panel.lift.isVisible)
    qtbot.waitUntil(card.head.until.isVisible)
    qtbot.waitUntil(lambda: card._beside.verticalScrollBar().maximum() == 0)

    assert card.details.rect().contains(place(card.details.bin, card.details))
    for verb in (panel.place, panel.lift):
        assert panel.rect().contains(place(verb, panel))
        assert verb.width() >= verb.sizeHint().width()
    assert not place(panel.place, panel).intersects(place(panel.lift, panel))
    kind_shown = card.details.fields["kind"].editor
    assert kind_shown.elided() == kind_shown.currentText()  # type: ignore[attr-defined]


@EVERYWHERE
def test_the_tools_stand_whole_beside_open_details(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    card = page.card
    if not card.details.isVisible():
        click(card.more)

    marks = (card.head.toolbar.bold, card.head.toolbar.italic, card.head.toolbar.link)
    tools = (*marks, *card.head.toolbar._shapes)
    bar = card.head.toolbar
    qtbot.waitUntil(lambda: all(bar.rect().contains(place(tool, bar)) for tool in tools))
    assert all(tool.width() >= tool.sizeHint().width() for tool in tools)
    assert card.editor.width() >= card.editor.minimumWidth()


@pytest.mark.parametrize("page", [("en", LARGE)], indirect=True)
def test_the_short_verbs_of_the_embargo_are_heard_whole(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    panel = page.card.details.embargo
    assert panel.place.text() == "Place the embargo"
    assert panel.until.line.text() == "Nov 25, 2026, 10\u00a0a.m."

    click(panel.place)
    qtbot.waitUntil(panel.lift.isVisible)

    assert (panel.place.text(), panel.lift.text()) == ("Change the time", "Lift")
    assert panel.place.accessibleName() == "Change the time of the embargo"
    assert panel.lift.accessibleName() == "Lift the embargo"


@pytest.mark.parametrize("page", [("en", LARGE), ("en", (1600, 772))], indirect=True)
def test_the_length_at_the_foot_begins_where_the_text_does(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    card = page.card
    text = card.editor.viewport()

    text_begins = text.mapTo(card, text.rect().topLeft()).x()
    text_begins += round(card.editor.document().documentMargin())
    words_begin = card.length.mapTo(card, card.length.contentsRect().topLeft()).x()
    assert words_begin == text_begins


@pytest.mark.parametrize("page", [("en", LARGE)], indirect=True)
def test_what_concerns_no_speech_is_not_shown_of_one(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(
        NewDraft(kind=DraftKind.SPEECH, title="Mot", number="12", speaker="La mairesse")
    )
    opened(page, qtbot, draft)
    details = page.card.details
    click(page.card.details.sheet.add)

    shown = {name for name, field in details.fields.items() if field.isVisible()}

    assert {"speaker", "occasion"} <= shown
    assert not shown & {"number", "source", "contact"}


@pytest.mark.parametrize("page", [("en", LARGE)], indirect=True)
def test_a_number_that_was_given_before_is_refused_in_words_and_stays_typed(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Neige", number="2026-041"))
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Pluie"))
    opened(page, qtbot, draft)
    field = page.card.details.fields["number"]
    if not page.card.details.isVisible():
        click(page.card.more)

    type_words(field.editor, "2026 041")
    field.save_now()

    qtbot.waitUntil(lambda: field.has_objection)
    said = [each.text() for each in field.findChildren(Label) if "“Neige”" in each.text()]
    assert len(said) == 1
    assert (field.value, office.drafts.get(draft.id).number) == ("2026 041", "")


@pytest.mark.parametrize("page", [("fr", WIDE)], indirect=True)
def test_on_a_wide_screen_the_details_stand_beside_the_page(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    card = page.card
    qtbot.waitUntil(card.details.isVisible)

    left = place(card.details, card).left()

    assert left <= COLUMN_MAX_PX + 2 * COLUMN_SIDE_PX


@pytest.mark.parametrize("page", [("en", WIDE)], indirect=True)
def test_what_was_typed_of_a_release_is_saved_while_a_speech_is_shown(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    release = office.drafts.add(NEW)
    speech = office.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot"))
    opened(page, qtbot, release)
    sheet = page.card.details.sheet
    sheet.open("contact")

    with held_writes(page.errands):
        type_words(sheet.fields["contact"].editor, "514 872-1234")
        opened(page, qtbot, speech)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert office.drafts.get(release.id).contact == "514 872-1234"


@EVERYWHERE
def test_the_verbs_of_a_text_stand_on_one_row(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    until = office.database.clock.now() + timedelta(days=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    opened(page, qtbot, draft)

    bar = page.card.bar

    def stands_on_one_row() -> bool:
        return bar.height() == PAGE_BAR_HEIGHT_PX and bar.rect().contains(
            place(page.card.send, bar)
        )

    qtbot.waitUntil(stands_on_one_row)
