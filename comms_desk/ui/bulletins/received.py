"""Who received a bulletin: name, address, and what became of the letter, as far as one scrolls."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.across.bulletin_letters import letters_of
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment, format_number, ngettext
from comms_desk.internal.bulletins.model import Bulletin, BulletinId
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import Letter, LetterState
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.bulletins import words
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import written
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording import say
from comms_desk.wording.letters import explained, state_of

WIDTH_PX, LIST_HEIGHT_PX = 560, 380
ROWS = 100
HUES = {
    LetterState.SENT: Hue.GREEN,
    LetterState.HANDED_OVER: Hue.ACCENT,
    LetterState.SENDING: Hue.ACCENT,
    LetterState.REFUSED: Hue.RED,
    LetterState.UNCERTAIN: Hue.AMBER,
}


class ReceivedDialog(Dialog):
    """The letters of one bulletin, read as one scrolls; it decides nothing about them."""

    def __init__(self, parent: QWidget, errands: Errands, bulletin: Bulletin) -> None:
        """Ask for the first of the letters of *bulletin*."""
        title = _("{bulletin}: recipients").format(bulletin=words.name_and_number(bulletin))
        super().__init__(parent, title, _("Close"))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setFixedWidth(WIDTH_PX)
        self.leave.hide()
        self._errands, self._bulletin = errands, bulletin.id
        self.count = Label("", "detail")
        self.letters = PagedList(title)
        self.letters.setFixedHeight(LIST_HEIGHT_PX)
        self.letters.more_wanted.connect(self._read_more)
        self.body.addWidget(self.count)
        self.body.addWidget(self.letters)
        self._stand_on_one_edge()
        self.letters.expect_first()
        errands.read("received", _reading(self._bulletin), self._show_first, self._not_read)

    def _stand_on_one_edge(self) -> None:
        """Have the words of the rows, which keep clear of their own edge, stand under the title."""
        whole = self.layout()
        if whole is not None:
            side = tokens.SPACE_6_PX - tokens.SPACE_4_PX
            whole.setContentsMargins(side, tokens.SPACE_6_PX, side, tokens.SPACE_6_PX)
        for label in (self.title, self.count):
            label.setContentsMargins(tokens.SPACE_4_PX, 0, tokens.SPACE_4_PX, 0)
        self.buttons.setContentsMargins(0, 0, tokens.SPACE_4_PX, 0)

    @Slot(object)
    def _show_first(self, found: Rows[Row]) -> None:
        said = ngettext("{count} recipient", "{count} recipients", found.total)
        self.count.setText(said.format(count=format_number(found.total)))
        self.letters.show_first(found.rows, total=found.total, next_key=found.next_key)
        self.letters.setFocus()

    @Slot(object)
    def _read_more(self, after: object) -> None:
        question = _reading(self._bulletin, after)
        self._errands.read("received", question, self._show_more, self._not_read)

    @Slot(object)
    def _show_more(self, found: Rows[Row]) -> None:
        self.letters.show_more(found.rows, total=found.total, next_key=found.next_key)

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why there is nothing more to see; to scroll asks again."""
        self.letters.ask_again()
        self.count.setText(say(error).whole)


def _reading(bulletin: BulletinId, after: object | None = None) -> "partial[Rows[Row]]":
    return partial(_read, bulletin, after)


def _read(bulletin: BulletinId, after: object | None, office: Office) -> Rows[Row]:
    found = letters_of(office, bulletin, after=after, limit=ROWS)
    return Rows(rows=(), total=0) if found is None else written(found, row)


def row(letter: Letter) -> Row:
    """Return a letter as a row: to whom, at which address, since when it is what it is."""
    moment = letter.sent_at or letter.queued_at
    parts = (letter.to.bare if letter.to.name else "", format_moment(moment), explained(letter))
    hue = HUES.get(letter.state, Hue.NEUTRAL)
    if letter.bounced is not None:
        hue = Hue.RED if letter.bounced is Nature.HARD else Hue.AMBER
    return Row(
        key=letter.id,
        title=letter.to.name or letter.to.bare,
        detail=" · ".join(filter(None, parts)),
        tags=(RowTag(state_of(letter), hue),),
    )
