"""A verb is never cut: a narrow bar takes a second row, and a narrow column shortens its count."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, ShortenedLabel
from comms_desk.ui.kit.layout import CardPane, ListColumn, TwoPanes
from comms_desk.ui.kit.look import PAGE_BAR_HEIGHT_PX
from comms_desk.ui.kit.notices import EmptyState


def page_with(qtbot: QtBot, bar: PageBar) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(bar)
    column.addStretch()
    page.resize(900, 300)
    page.show()
    return page


def test_a_narrow_bar_takes_a_second_row(qtbot: QtBot) -> None:
    verbs = [Button(verb) for verb in ("Favorable", "Neutral", "Mixed", "Negative")]
    bar = PageBar()
    bar.left(*verbs)
    bar.right(Button("Mark as unread"))
    page = page_with(qtbot, bar)
    assert bar.height() == PAGE_BAR_HEIGHT_PX

    page.resize(320, 300)

    qtbot.waitUntil(lambda: bar.height() > PAGE_BAR_HEIGHT_PX)
    assert all(verb.width() >= verb.sizeHint().width() for verb in verbs)
    assert all(verb.geometry().right() < bar.width() for verb in verbs)


def test_a_verb_that_is_hidden_leaves_no_hole(qtbot: QtBot) -> None:
    first, second = Button("Approve"), Button("Return")
    bar = PageBar()
    bar.left(first, second)
    page = page_with(qtbot, bar)
    place = first.x()

    first.hide()

    qtbot.waitUntil(lambda: second.x() == place)
    assert page.isVisible()


def test_the_list_gives_way_before_the_card_is_cut(qtbot: QtBot) -> None:
    card = CardPane("Choose one.")
    wide = QWidget()
    wide.setMinimumWidth(440)
    card.body.addWidget(wide)
    card.show_card(shown=True)
    panes = TwoPanes(ListColumn("Watch", "Search", empty=EmptyState("Nothing.")), card)
    qtbot.addWidget(panes)

    panes.resize(848, 600)
    panes.show()

    assert card.width() >= 440


def test_a_count_without_room_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = ShortenedLabel("23 unread · 24 this week")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()

    assert label.text().endswith("…")
    assert label.toolTip() == "23 unread · 24 this week"


def test_a_count_without_room_loses_its_last_part_whole(qtbot: QtBot) -> None:
    label = ShortenedLabel("11 unread · 18 this week")
    qtbot.addWidget(label)
    label.show()

    for width in range(label.fontMetrics().horizontalAdvance("11 unread …") + 2, 400, 9):
        label.resize(width, 20)
        assert label.text() in ("11 unread …", "11 unread · 18 this week")
    assert label.text() == "11 unread · 18 this week"


def test_a_column_without_filters_keeps_no_room_for_them(qtbot: QtBot) -> None:
    column = ListColumn("Bulletins", "Search", empty=EmptyState("Nothing."))
    qtbot.addWidget(column)

    assert column.chip_row.sizeHint().height() == 0


def test_tab_goes_from_the_last_filter_to_the_list_whenever_it_was_added(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = ListColumn("Watch", "Search", empty=EmptyState("Nothing."))
    panes = QHBoxLayout(window)
    panes.addWidget(column)
    refresh = Button("Refresh")
    first = column.add_chip("All", None)
    column.head.addWidget(refresh)

    last = column.add_chip("Ville", 1)
    panes.addWidget(QLineEdit())

    at: QWidget | None = refresh
    walked = [at]
    while at is not None and at is not column.list.list and len(walked) < 20:
        at = at.nextInFocusChain()
        if at is not None and at.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            walked.append(at)
    assert walked == [refresh, column.search, first, last, column.list.list]


def test_a_bar_that_has_room_again_gives_its_second_row_back(qtbot: QtBot) -> None:
    bar = PageBar()
    bar.left(*(Button(verb) for verb in ("Favorable", "Neutral", "Mixed", "Negative")))
    page = page_with(qtbot, bar)
    page.resize(320, 300)
    qtbot.waitUntil(lambda: bar.height() > PAGE_BAR_HEIGHT_PX)

    page.resize(900, 300)

    qtbot.waitUntil(lambda: bar.height() == PAGE_BAR_HEIGHT_PX)


def test_a_bar_asks_nothing_around_it_for_a_height_by_width() -> None:
    assert not PageBar().hasHeightForWidth()


def test_a_card_asks_for_more_room_once_its_body_needs_it(qtbot: QtBot) -> None:
    card = CardPane("Choose one.")
    card.show_card(shown=True)
    panes = TwoPanes(ListColumn("Watch", "Search", empty=EmptyState("Nothing.")), card)
    qtbot.addWidget(panes)
    panes.resize(848, 600)
    panes.show()
    before = card.minimumSizeHint().width()

    wide = QWidget()
    wide.setMinimumWidth(500)
    card.body.addWidget(wide)

    qtbot.waitUntil(lambda: card.width() >= 500)
    assert before < 500 <= card.minimumSizeHint().width()


def test_verbs_without_the_room_for_one_row_are_brief_and_whole_again_with_it(
    qtbot: QtBot,
) -> None:
    bar = PageBar()
    out = Button("Open in the browser", icon="out", hint="Preview in the browser")
    test, send = Button("Send me a test", brief="Test"), Button("Send", role="primary")
    bar.right(test, send)
    bar.left(out)
    page = page_with(qtbot, bar)
    page.resize(800, 300)
    assert [each.text() for each in (out, test, send)] == [
        "Open in the browser",
        "Send me a test",
        "Send",
    ]

    page.resize(bar.least_px, 300)

    assert [each.text() for each in (out, test, send)] == ["", "Test", "Send"]
    qtbot.waitUntil(lambda: bar.height() == PAGE_BAR_HEIGHT_PX)
    assert (out.accessibleName(), test.accessibleName()) == (
        "Open in the browser",
        "Send me a test",
    )
    assert (out.toolTip(), test.toolTip()) == ("Preview in the browser", "Send me a test")
    test.rename("Try it")
    assert (test.text(), test.toolTip()) == ("Test", "Try it")
    send.forbid("no sending account")
    page.resize(800, 300)
    qtbot.waitUntil(lambda: not out.is_brief)
    assert out.text() == "Open in the browser"


def test_the_quiet_verbs_are_brief_first_and_no_more_than_need_to_be(qtbot: QtBot) -> None:
    bar = PageBar()
    out = Button("Open in the browser", icon="out")
    history = Button("History", role="quiet", icon="history")
    bar.left(out)
    bar.right(history, Button("Send", role="primary"))
    page = page_with(qtbot, bar)
    whole = bar.least_px + out.spared_px + history.spared_px

    page.resize(whole - 1, 300)

    assert [out.is_brief, history.is_brief] == [False, True]
    assert bar.height() == PAGE_BAR_HEIGHT_PX


def test_verbs_go_without_their_keys_together_and_keep_their_words(qtbot: QtBot) -> None:
    tones = [Button(name, key=key) for name, key in (("Positive", "1"), ("Negative", "2"))]
    bar = PageBar()
    bar.left(*tones)
    page = page_with(qtbot, bar)
    widths = [each.width() for each in tones]

    page.resize(bar.least_px, 300)
    qtbot.waitUntil(
        lambda: all(each.width() < was for each, was in zip(tones, widths, strict=True))
    )

    assert [each.text() for each in tones] == ["Positive", "Negative"]
    page.resize(900, 300)
    qtbot.waitUntil(lambda: [each.width() for each in tones] == widths)


def test_a_count_without_the_room_for_its_noun_keeps_its_number(qtbot: QtBot) -> None:
    count = ShortenedLabel("1\u00a0200 people")
    qtbot.addWidget(count)

    count.resize(count.fontMetrics().horizontalAdvance("1\u00a0200 pe"), 20)
    count.show()

    assert count.text() == "1\u00a0200"
    assert "people" in count.toolTip()
