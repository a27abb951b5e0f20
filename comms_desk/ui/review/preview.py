"""The review as its readers get it: on a telephone, in a mail, in Word.

What is shown is read back from what leaves: the words of the message, and the file.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from comms_desk.i18n import _, format_number
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label, Rule, give_role
from comms_desk.ui.kit.letter_text import draw
from comms_desk.ui.kit.notices import EmptyState, Notice
from comms_desk.ui.kit.scroll_bar import ScrollBar

WEB_SCHEMES = frozenset({"http", "https"})


class ReviewForm(StrEnum):
    """In what a reader has it."""

    PHONE = "phone"
    MAIL = "mail"
    WORD = "word"


TEXT_PX, SMALL_PX, LINE_PX, AROUND_PX = 16, 14, 21.6, 12
LETTERS = ("Arial", "Helvetica")
"""As `media.reviews.rendering` has them: what is smaller is emphasis, the head too."""
HEADING_PX = {2: 18}
ABOVE_PX = {2: tokens.SPACE_4_PX, 3: tokens.SPACE_3_PX}
"""Over a heading of each level, which Word has; on a page a name begins what it heads."""
SCREEN_PX = 812
MOST_SCREENS = 3
WIDTH_PX = {ReviewForm.PHONE: 375, ReviewForm.MAIL: 640, ReviewForm.WORD: 640}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What readers get.

    Attributes:
        form: In which form it was read.
        subject: Of the message.
        words: What the message or the file says, read back from it.
    """

    form: ReviewForm
    subject: str
    words: Document


class ReviewPreview(QWidget):
    """One form of the review at a time, and over it the verbs of the review."""

    _drawn = Document(())
    _story: tuple[str, str] | None = None
    _is_to_be_shown = False
    """Whether the story chosen is to be scrolled to, once it is drawn."""

    def __init__(self) -> None:
        """Show nothing before `show_drawn`."""
        super().__init__()
        give_role(self, "canvas")
        self.bar = PageBar()
        self.forms = {
            ReviewForm.PHONE: Button(_("Phone")),
            ReviewForm.MAIL: Button(_("E-mail")),
            ReviewForm.WORD: Button(_("Word")),
        }
        self.form_group = QButtonGroup(self)
        for button in self.forms.values():
            button.setCheckable(True)
            self.form_group.addButton(button)
        self.forms[ReviewForm.PHONE].setChecked(True)
        self.bar.left(*self.forms.values())
        self.notice = Notice()
        self.subject = Label("", "strong", wraps=True)
        self.rule = Rule()
        self.words = QTextBrowser()
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setOpenLinks(False)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setAccessibleName(_("The review as it is read"))
        self.words.document().setDocumentMargin(0)
        give_role(self.words, "paper")
        ScrollBar(self.words)
        self.words.anchorClicked.connect(self._open)
        self.sheet = QFrame()
        give_role(self.sheet, "paper")
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(*[AROUND_PX] * 4)
        inside.setSpacing(tokens.SPACE_2_PX)
        inside.addWidget(self.subject)
        inside.addWidget(self.rule)
        inside.addWidget(self.words, 1)
        self.nothing = EmptyState(_("What its readers will get is shown here."))
        middle = QHBoxLayout()
        middle.setContentsMargins(*[tokens.SPACE_4_PX] * 4)
        middle.addStretch()
        middle.addWidget(self.nothing, 1_000)
        middle.addWidget(self.sheet, 1_000)
        middle.addStretch()
        self.length = Label("", "detail")
        said = QHBoxLayout()
        said.setContentsMargins(tokens.SPACE_4_PX, tokens.SPACE_4_PX, tokens.SPACE_4_PX, 0)
        said.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_2_PX)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(said)
        column.addLayout(middle, 1)
        column.addWidget(self.length, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_drawn(None)

    @property
    def form(self) -> ReviewForm:
        """The form that is asked for."""
        return next(form for form, button in self.forms.items() if button.isChecked())

    @Slot(object)
    def show_drawn(self, drawn: Drawn | None) -> None:
        """Show it in the form in which it was read, at the place that was read."""
        self.sheet.setVisible(drawn is not None)
        self.nothing.setVisible(drawn is None)
        self.length.setVisible(drawn is not None and drawn.form is ReviewForm.PHONE)
        if drawn is None:
            return
        self.sheet.setMaximumWidth(WIDTH_PX[drawn.form])
        is_mail = drawn.form is ReviewForm.MAIL
        self.subject.setText(drawn.subject)
        for each in (self.subject, self.rule):
            each.setVisible(is_mail)
        place = self.words.verticalScrollBar().value()
        form = _form if drawn.form is ReviewForm.WORD else _flowing
        draw(drawn.words, self.words.document(), face=_face, form=form)
        self.length.setText(_said_length(self.words.document()))
        self.words.verticalScrollBar().setValue(place)
        self._drawn = drawn.words
        self._scroll()

    def show_story(self, title: str, link: str) -> None:
        """Scroll to the story of that *title* and *link*, unless it is the one chosen before."""
        if (title, link) != self._story:
            self._story, self._is_to_be_shown = (title, link), True
            self._scroll()

    def _scroll(self) -> None:
        """Scroll until the story chosen is whole in view, once it is drawn."""
        if self._story is None or not self._is_to_be_shown:
            return
        title, link = on_one_line(self._story[0]), self._story[1]
        named = [
            ((run.link or "") != link, number)
            for number, block in enumerate(self._drawn.blocks)
            for run in block.runs
            if run.text.strip() == title
        ]
        if not named:
            return
        self._is_to_be_shown = False
        document, bar = self.words.document(), self.words.verticalScrollBar()
        first = document.findBlockByNumber(min(named)[1])
        layout = document.documentLayout()
        top = layout.blockBoundingRect(first).top()
        bottom = layout.blockBoundingRect(first.next()).bottom()
        if top < bar.value() or bottom > bar.value() + self.words.viewport().height():
            bar.setValue(round(top) - tokens.SPACE_3_PX)

    @Slot(QUrl)
    def _open(self, address: QUrl) -> None:
        if address.scheme() in WEB_SCHEMES:
            QDesktopServices.openUrl(address)


def _said_length(page: QTextDocument) -> str:
    """Return « Écrans de téléphone : 3,2 », and that it is more than is aimed at where it is."""
    whole = page.clone()
    whole.setTextWidth(WIDTH_PX[ReviewForm.PHONE] - 2 * AROUND_PX)
    screens = round((whole.size().height() + 2 * AROUND_PX) / SCREEN_PX, 1)
    said = _("Phone screens: {n}").format(n=format_number(screens))
    return (
        said if screens <= MOST_SCREENS else _("{screens}, three are aimed at").format(screens=said)
    )


def _flowing(block: Block) -> QTextBlockFormat:
    """Return how a block stands on a page: a story is one, and a name that heads a list is near."""
    form = QTextBlockFormat()
    form.setLineHeight(LINE_PX, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    if block.kind.is_item or block.kind is BlockKind.QUOTE:
        form.setLeftMargin(tokens.SPACE_6_PX)
        form.setTextIndent(-tokens.SPACE_4_PX if block.kind.is_item else 0)
    else:
        form.setTopMargin(tokens.SPACE_2_PX)
    return form


def _form(block: Block) -> QTextBlockFormat:
    """Return how a block stands in Word: what is said of a story follows its title."""
    form = QTextBlockFormat()
    if block.kind is BlockKind.HEADING:
        form.setTopMargin(ABOVE_PX.get(block.level, 0))
        form.setBottomMargin(tokens.SPACE_1_PX if block.level in HEADING_PX else 0)
    else:
        form.setBottomMargin(tokens.SPACE_1_PX if block.kind.is_item else tokens.SPACE_2_PX)
    if block.kind.is_item or block.kind is BlockKind.QUOTE:
        form.setLeftMargin(tokens.SPACE_6_PX * block.level)
        form.setTextIndent(-tokens.SPACE_4_PX if block.kind.is_item else 0)
    return form


def _face(run: Run, block: Block) -> QTextCharFormat:
    """Return how a run looks on paper, which is white in the dark too."""
    is_heading = block.kind is BlockKind.HEADING
    size = HEADING_PX.get(block.level, TEXT_PX) if is_heading else TEXT_PX
    size = SMALL_PX if run.italic else size
    form, paper = QTextCharFormat(), tokens.LIGHT
    font = QFont(LETTERS)
    font.setPixelSize(size)
    font.setBold(run.bold or size > TEXT_PX)
    form.setFont(font)
    colour = paper.accent if run.link else paper.muted if run.italic else paper.text
    form.setForeground(QColor(colour))
    if run.link:
        form.setFontUnderline(True)
        form.setAnchor(True)
        form.setAnchorHref(run.link)
    return form
