"""What stands above the words of a text: what there is to say of it, the tools, its titles."""

from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.drafting.model import DraftStatus, Manuscript
from comms_desk.ui.frame.putting_away import Standing
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.kit.text_toolbar import Toolbar
from comms_desk.ui.kit.theme import Hue
from comms_desk.ui.texts import words
from comms_desk.ui.texts.reading import Opened
from comms_desk.ui.texts.title_field import TitleField, WholePasted

INSET_PX = 3
"""What the frame of a field in place takes: its words stand in line with the text."""


class TextHead(QWidget):
    """The notices, the toolbar, the embargo and the titles, each in line with the text."""

    def __init__(self, editor: TextEditor) -> None:
        """Build the head of what *editor* shows; no notice is shown."""
        super().__init__()
        self.archived, self.sent, self.kept, self.embargo = (Notice() for _each in range(4))
        self.recovered, self.others, self.overtaken, self.aside = (Notice() for _each in range(4))
        self.toolbar = Toolbar(editor)
        self.until = Label("", "word-amber", wraps=True)
        self.until.setContentsMargins(INSET_PX, 0, 0, 0)
        self.title = TitleField("title", _("Title"), role="writing-title")
        self.subtitle = TitleField("subtitle", _("Subtitle"), role="writing-subtitle")
        self._pasted = WholePasted(self.title, self.subtitle, editor)
        column = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        for notice in (
            self.kept,
            self.archived,
            self.sent,
            self.embargo,
            self.recovered,
            self.others,
            self.overtaken,
            self.aside,
        ):
            column.addWidget(notice)
            notice.hide()
        for widget in (self.toolbar, self.until, self.title, self.subtitle):
            column.addWidget(widget)

    def write_in(self, language: str) -> None:
        """Write the titles with the quotation marks of *language*."""
        for field in (self.title, self.subtitle):
            field.write_in(language)

    def say_company(self, manuscript: Manuscript) -> None:
        """Say who else writes in this text, and whether one of two texts is set aside."""
        names = ", ".join(writer.name or _("Someone") for writer in manuscript.others)
        self.others.say(
            _("Unsaved text here too: {names}. All versions will be kept.").format(names=names)
            if names
            else ""
        )
        aside = bool(manuscript.asides)
        self.aside.say(
            _("Two people wrote in this text; one of the two is set aside.") if aside else "",
            _("Compare") if aside else "",
        )

    def say_sent(self, opened: Opened) -> None:
        """Say what became of the text that was sent, and that it is another by now."""
        said, differs = opened.sent, words.differs(opened.since)
        waits = opened.manuscript.draft.status is DraftStatus.SCHEDULED
        act = _("Correct…") if differs and opened.standing.archived is None else ""
        tone = Hue.AMBER if waits or differs else Hue.GREEN
        self.sent.say("\n".join(filter(None, (said, differs))), act, tone)

    def say_archived(self, standing: Standing) -> None:
        """Say how the text *stands*; in the archive it is read, and not written."""
        act = _("Take out of the archive") if standing.archived else ""
        self.archived.say(standing.said(), act, Hue.ACCENT)
        is_written = standing.archived is None
        self.toolbar.setVisible(is_written)
        for field in (self.title, self.subtitle):
            field.setEnabled(is_written)

    def align(self, side_px: int) -> None:
        """Have the titles begin where the text does, *side_px* from the left."""
        side_px -= INSET_PX
        self.setContentsMargins(side_px, tokens.SPACE_2_PX, side_px, tokens.SPACE_1_PX)
