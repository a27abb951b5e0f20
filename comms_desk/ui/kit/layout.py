"""The shape that pages share: a list at the left, the one thing chosen at the right.

`ListColumn` is the left one: title and count, search, chips, list.  `CardPane` is the right
one: a bar of verbs over a scrolled body.  `TwoPanes` holds both and remembers its splitter.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import override

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX, PageBar
from comms_desk.ui.kit.controls import ENTER, Chip, Label, SearchField, ShortenedLabel, give_role
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.flow import FlowLayout, lay_out_now
from comms_desk.ui.kit.notices import EmptyState, ErrorBar
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.scroll_bar import ScrollBar
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.kit.tabs import order_tabs, stops

BODY_SIDE_PX = COLUMN_SIDE_PX
BODY_FOOT_PX = 72
"""What is last can be scrolled clear of a toast."""
CHIP_GAP_PX = 6
HEAD_ICON_WIDTH_PX = 32
LEAST_LIST_PX, LEAST_CARD_PX, MOST_CARD_PX = 260, 320, 560
LEAST_CARD_HEIGHT_PX = 240


class ListColumn(QWidget):
    """Title and count, search, chips, and a paged list or what to say when it is empty.

    Signals:
        searched: The words in the search box, once typing pauses.
        filtered: The key of the chip that is now checked.
        resized: It has another width, and the filters are to be laid out on it.
    """

    searched = Signal(str)
    filtered = Signal(object)
    resized = Signal()

    def __init__(self, title: str, placeholder: str, *, empty: EmptyState) -> None:
        """Build the column of a page called *title*."""
        super().__init__()
        self.setProperty("role", "column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = Label(title, "page-title")
        self.count = ShortenedLabel("", "detail")
        self.search = SearchField(placeholder)
        self.list = PagedList(title)
        self.empty = empty
        empty.follows = self.list.list
        self._chips = QButtonGroup(self)
        self._chips.setExclusive(True)
        self._chips.buttonClicked.connect(self._filtered)
        head = abreast(gap_px=tokens.SPACE_1_PX)
        head.addStrut(tokens.BUTTON_HEIGHT_PX)  # with or without buttons: no page is higher
        head.addWidget(self.title)
        head.addWidget(self.count, 1, Qt.AlignmentFlag.AlignBottom)
        self.count.setContentsMargins(tokens.SPACE_1_PX, 0, 0, 3)
        self.head = head
        self._beside_search: list[QAbstractButton] = []
        self._beside: list[QAbstractButton] = []
        self._under_head: list[QWidget] = []
        self._under: tuple[QWidget, ...] = ()
        self.chip_row = FlowLayout(row_px=tokens.CHIP_HEIGHT_PX, gap_px=CHIP_GAP_PX)
        self._top = top = stacked(
            head, gap_px=10, edges_px=(tokens.SPACE_4_PX, 14, tokens.SPACE_4_PX, 0)
        )
        self._search_row = abreast(self.search, gap_px=tokens.SPACE_1_PX)
        top.addLayout(self._search_row)
        top.addLayout(self.chip_row)
        self._bottom = QStackedWidget()
        self._bottom.addWidget(self.list)
        self._bottom.addWidget(self.empty)
        stacked(top, filling(self._bottom), inside=self, gap_px=tokens.SPACE_2_PX)
        self.search.asked.connect(self.searched)
        self.list.list.walked_from = self.search
        self.keeps_filters_on_one_line = False
        """Whether it is never narrower than they ask for: where they are few, and always there."""
        self._is_taken = False
        """Whether Enter was pressed for rows that are still to come."""
        self.search.textEdited.connect(self._typed_on)
        self.list.answered.connect(self._take_if_asked)

    def add_to_head(self, *buttons: QAbstractButton) -> None:
        """Add *buttons* at the right of the title; those of an icon alone are of one width."""
        for button in buttons:
            if not button.text():
                button.setFixedWidth(HEAD_ICON_WIDTH_PX)
            self.head.addWidget(button)

    def add_chip(self, label: str, key: object, *, checked: bool = False) -> Chip:
        """Add a filter; one at a time is checked."""
        chip = Chip(label, checked=checked, key=key)
        chip.setAutoExclusive(True)  # heard as one of several, not as a box to check
        self._chips.addButton(chip)
        self.chip_row.add(chip, place=self.chip_row.count() - len(self._beside))
        self.order_tabs()
        return chip

    def add_beside_chips(self, *buttons: QAbstractButton) -> None:
        """Add *buttons* after the filters, those that come later too."""
        for each in buttons:
            self._beside.append(each)
            self.chip_row.add(each)
        self.order_tabs()

    def add_beside_search(self, button: QAbstractButton) -> None:
        """Add *button* at the right of the search."""
        self._beside_search.append(button)
        self._search_row.addWidget(button)
        self.order_tabs()

    def add_under_head(self, whole: QWidget) -> None:
        """Add a row of the page's own between the head and the search, as wide as they are.

        Tab comes to what is in it; to what comes there later, once they are ordered again.
        """
        self._top.insertWidget(1, whole)
        self._under_head.append(whole)
        self.order_tabs()

    def add_under_chips(self, whole: QWidget, *stops: QWidget) -> None:
        """Add a row of the page's own between the filters and the list; Tab comes to *stops*."""
        self._top.addWidget(whole)
        self._under += stops
        self.order_tabs()

    @property
    def chips(self) -> list[QWidget]:
        """The filters and what stands beside them, in order."""
        chips = [chip for chip in self._chips.buttons() if chip.parent() is not None]
        return [*chips, *self._beside]

    def order_tabs(self) -> None:
        """Order Tab as one reads: head, search, filters, list.

        The list goes first where the others then come before it: Qt leaves the first one of a
        window where it is, if it is to come after the last one.
        """
        buttons = [each for each in self.children() if isinstance(each, QAbstractButton)]
        in_head = [each for each in buttons if self.head.indexOf(each) >= 0]
        heads = sorted(in_head, key=self.head.indexOf)
        under = [stop for each in self._under_head for stop in stops(each)]
        searches = [self.search, *self._beside_search]
        ordered = [*heads, *under, *searches, *self.chips, *self._under]
        QWidget.setTabOrder(ordered[0], self.list.list)
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)
        self.empty.order_tabs()

    @property
    def filters_px(self) -> int:
        """The width at which the filters stand on one line."""
        return self.line_px(chip for chip in self.chips if not chip.isHidden())

    def line_px(self, chips: Iterable[QWidget]) -> int:
        """Return the width of a column in which *chips* stand on one line."""
        widths = [chip.sizeHint().width() for chip in chips]
        gaps = CHIP_GAP_PX * max(len(widths) - 1, 0)
        return sum(widths) + gaps + 2 * tokens.SPACE_4_PX

    @property
    def filter(self) -> object | None:
        """The key of the checked chip."""
        chip = self._chips.checkedButton()
        return chip.key if isinstance(chip, Chip) else None

    def check(self, key: object) -> bool:
        """Check the filter *key* as if it were pressed; say whether another one was."""
        for chip in self._chips.buttons():
            if isinstance(chip, Chip) and chip.key == key and not chip.isChecked():
                chip.setChecked(True)
                self._filtered()
                return True
        return False

    @property
    def left_at(self) -> str:
        """The filter that is checked, as it is remembered."""
        return "" if self.filter is None else str(self.filter)

    def recall(self, left_at: str) -> bool:
        """Check the filter that was *left_at*, and say whether another one was; nothing is read."""
        for chip in self._chips.buttons():
            if not isinstance(chip, Chip) or chip.key is None or chip.isHidden():
                continue
            if str(chip.key) == left_at:
                was_checked = chip.isChecked()
                chip.setChecked(True)
                return not was_checked
        return False

    def show_list(self, *, anything: bool) -> None:
        """Show the list, or what to say when there is nothing in it."""
        self._bottom.setCurrentWidget(self.list if anything else self.empty)

    def take_focus(self) -> None:
        """Leave the search for the list; a row that nobody chose is not opened by that."""
        to = self if self.list.chosen is None else self.list
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Give the list the keys of the column, or of what holds it, once a row is chosen."""
        focused, above = self.window().focusWidget(), self.list.parentWidget()
        while above is not None and above is not focused:
            above = above.parentWidget()
        if above is not None and self.isVisible() and self.list.chosen is not None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _typed_on(self) -> None:
        self._is_taken = False
        self.list.list.viewport().update()

    @Slot()
    def _take_if_asked(self) -> None:
        """Go to the row that was lit as Enter was pressed, once the words are answered."""
        if self._is_taken and self.search.hasFocus() and self.list.shown:
            if self.list.chosen is None:
                self.list.step(1)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_taken = False

    @Slot()
    def _filtered(self) -> None:
        self.filtered.emit(self.filter)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Order the tabs: the page has put its buttons in the head by now.

        The filters are measured now: they have no look of their own before.
        """
        super().showEvent(event)
        self.order_tabs()
        if self.keeps_filters_on_one_line:
            self.setMinimumWidth(max(self.filters_px, LEAST_LIST_PX))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the filters the lines that they take at this width."""
        super().resizeEvent(event)
        self.resized.emit()
        lay_out_now(self, self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the list on Down, from the search too; Escape in the empty search leaves it."""
        if event.key() == Qt.Key.Key_Down and not self.list.list.hasFocus():
            if self.list.chosen is None:
                self.list.step(1)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.search.hasFocus():
            self.take_focus()
        elif event.key() in ENTER and self.search.hasFocus() and self.search.words:
            self._is_taken = True
            if self.list.is_answered:
                self._take_if_asked()
        else:
            super().keyPressEvent(event)


class CardPane(QWidget):
    """A bar of verbs over the one thing chosen, which scrolls; or what to say without one."""

    def __init__(self, nothing: str = "") -> None:
        """Build an empty pane that says *nothing* until something is chosen."""
        super().__init__()
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = PageBar()
        self.error = ErrorBar(over=self)
        inner = QWidget()
        inner.setMaximumWidth(tokens.COLUMN_MAX_PX + 2 * BODY_SIDE_PX)
        self.body = stacked(
            inside=inner,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, BODY_FOOT_PX),
        )
        self.scrolled = scrolled(inner)
        inner.installEventFilter(self)
        self._least: QSize | None = None
        self._is_in_order = False
        card = QWidget()
        stacked(self.bar, filling(self.scrolled), inside=card, gap_px=0)
        self._card = card
        self._nothing = EmptyState(nothing)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(card)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for what body and bar need, so that the list gives way before the card is cut.

        The panes around it ask a hundred times while a page is laid out: it is measured once.
        """
        if self._least is None:
            inner = self.scrolled.widget()
            body = inner.minimumSizeHint().width() if inner else 0
            width = min(max(body, self.bar.least_px, LEAST_CARD_PX), MOST_CARD_PX)
            self._least = QSize(width, LEAST_CARD_HEIGHT_PX)
        return self._least

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that the body needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._least = None
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Order Tab from the bar to the body: a card adds its own verbs last."""
        super().showEvent(event)
        inner = self.scrolled.widget()
        if not self._is_in_order and inner is not None:
            self._is_in_order = True
            order_tabs(self.bar, inner)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the verbs the lines that they take at this width."""
        super().resizeEvent(event)
        lay_out_now(self.bar, self)

    def show_card(self, *, shown: bool) -> None:
        """Show the card, or the sentence that says nothing is chosen."""
        self._stack.setCurrentWidget(self._card if shown else self._nothing)


class TwoPanes(QSplitter):
    """A list and a card, and where the line between them is wanted.

    A narrow window takes room from the list, and a wider one gives it back: what is
    remembered is the width that was asked for, not the one that there was room for.
    """

    def __init__(
        self, left: QWidget, right: QWidget, *, list_width_px: int = tokens.LIST_WIDTH_PX
    ) -> None:
        """Give *left* the width of a list and *right* the rest."""
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        left.setMinimumWidth(LEAST_LIST_PX)
        self._wanted_px = list_width_px
        self.splitterMoved.connect(self._dragged)
        self.want(list_width_px)

    @property
    def wanted_px(self) -> int:
        """The width that the list has, or will have once there is room for it."""
        return self._wanted_px

    def want(self, list_width_px: int) -> None:
        """Give the list that width, as far as there is room for it now."""
        self._wanted_px = max(list_width_px, LEAST_LIST_PX)
        self.setSizes([self._wanted_px, max(self.width() - self._wanted_px, 0)])

    @Slot()
    def _dragged(self) -> None:
        self._wanted_px = self.sizes()[0]


class Card(QFrame):
    """A framed part of a page: a title and what is under it."""

    def __init__(self, title: str = "") -> None:
        """Build the frame; add to `body`."""
        super().__init__()
        self.setProperty("role", "card")
        self.body = stacked(
            inside=self,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(tokens.SPACE_4_PX, tokens.SPACE_3_PX, tokens.SPACE_4_PX, tokens.SPACE_3_PX),
        )
        self.title = Label(title, "card-title")
        if title:
            self.body.addWidget(self.title)


class Section(QWidget):
    """A part of a card that is no thing of its own: a title and what is under it, no box.

    What is in `body` stands on the edge of the card's words by `stand`; what takes room beside
    its words (a line, a field of a card) is added as it is.
    """

    def __init__(self, title: str) -> None:
        """Build the part."""
        super().__init__()
        self.body = stacked(
            inside=self, gap_px=tokens.SPACE_2_PX, edges_px=(0, tokens.SPACE_6_PX, 0, 0)
        )
        self.title = Label(title, "card-title")
        self.stand(self.title)

    def stand(self, what: QWidget | QLayout) -> None:
        """Add *what* has its words, or its edge, at its left."""
        row = abreast(edges_px=(tokens.HANG_PX, 0, 0, 0))
        if isinstance(what, QLayout):
            row.addLayout(what)
        else:
            row.addWidget(what)
        self.body.addLayout(row)


def inset(widget: QWidget, side_px: int, *, top_px: int = 0) -> QHBoxLayout:
    """Return *widget* clear of the edges of a pane."""
    return abreast(widget, edges_px=(side_px, top_px, side_px, 0))


def in_lines(*widgets: QWidget, row_px: int) -> QWidget:
    """Return *widgets* in rows of that height, as many as they need."""
    whole = QWidget()
    rows = FlowLayout(whole, row_px=row_px, lines_px=0)
    rows.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        rows.add(widget)
    return whole


def scrolled(inner: QWidget) -> QScrollArea:
    """Return an area in which *inner* scrolls up and down, with no ground of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    ScrollBar(area)
    inner.setProperty("role", "plain")
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area


def empty_out(layout: QLayout) -> None:
    """Take everything out of *layout* and delete it."""
    while (taken := layout.takeAt(0)) is not None:
        widget, inner = taken.widget(), taken.layout()
        if inner is not None:
            empty_out(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


EDGED_WIDTH_PX = 360


def edged(field: CardField) -> CardField:
    """Return *field* as a control: on a page of settings one sees what can be changed."""
    give_role(field.editor, "edged")
    field.editor.setFixedWidth(EDGED_WIDTH_PX)
    name = field.findChild(Label)
    if name is not None:
        name.setContentsMargins(0, 0, 0, tokens.SPACE_1_PX)  # the edge is where its words were
    return field
