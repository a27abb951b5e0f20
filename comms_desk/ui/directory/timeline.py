"""What happened with the contact of a card: letters, articles, inquiries, edits; each opens."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_share
from comms_desk.mail.model import Letter
from comms_desk.media.articles.model import Article
from comms_desk.media.contacts.model import ContactId, Position
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import PART
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row
from comms_desk.wording import timeline as words

if TYPE_CHECKING:
    from comms_desk.across.timeline import Event

FIRST, MORE_AT_ONCE = 12, 25


class ContactTimeline(Section):
    """The last that happened, and more of it on request.

    Signals:
        opened: A letter, an article or an inquiry is wanted; carries its `Ref`.
        position_wanted: A position is to be seen; carries its id.
        history_wanted: What was done to the card is to be seen.
    """

    opened = Signal(object)
    position_wanted = Signal(object)
    history_wanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("Timeline"))
        self._errands = errands
        self._contact: ContactId | None = None
        self._shown: PageOfRows[Row] = PageOfRows(rows=(), total=0)
        self.count = Label("", "detail")
        self.lines = Lines()
        self.lines.opened.connect(self._open)
        self.more = Button(_("Show more"), role="link", does=self._ask_more)
        self.stand(self.count)
        self.body.addWidget(self.lines)
        self.stand(self.more)

    def show_of(self, contact: ContactId, first: PageOfRows[Row]) -> None:
        """Show the *first* of what happened with *contact*; of the same one, as many as before."""
        is_other = contact != self._contact
        self._contact = contact
        if is_other or len(self._shown.rows) <= len(first.rows):
            self._show(first)
        else:
            job = partial(_rows, contact, None, len(self._shown.rows))
            self._errands.read("timeline", job, self._show_again)

    def _show(self, page: PageOfRows[Row]) -> None:
        self._shown = page
        self.lines.show_lines(page.rows)
        self.count.setText(format_share(len(page.rows), page.total, capped=page.capped))
        self.count.setVisible(page.is_cut)
        self.more.setVisible(page.next_key is not None)
        self.setVisible(bool(page.rows))

    @Slot()
    def _ask_more(self) -> None:
        if self._contact is not None:
            job = partial(_rows, self._contact, self._shown.next_key, MORE_AT_ONCE)
            self._errands.read("timeline", job, self._show_more)

    @Slot(object)
    def _show_again(self, answer: tuple[ContactId, PageOfRows[Row]]) -> None:
        contact, page = answer
        if contact == self._contact:
            self._show(page)

    @Slot(object)
    def _show_more(self, answer: tuple[ContactId, PageOfRows[Row]]) -> None:
        contact, page = answer
        if contact == self._contact:
            self._show(
                PageOfRows(
                    rows=(*self._shown.rows, *page.rows),
                    total=page.total,
                    capped=page.capped,
                    next_key=page.next_key,
                )
            )

    @Slot(object)
    def _open(self, key: object) -> None:
        match key:
            case (Ref(kind=Subject.POSITION) as position, _when):
                self.position_wanted.emit(position.id)
            case Ref():
                self.opened.emit(key)
            case _:
                self.history_wanted.emit()


def first(office: Office, contact: ContactId) -> PageOfRows[Row]:
    """Return the last that happened with *contact*; read and written in a reading thread."""
    _contact, page = _rows(contact, None, FIRST, office)
    return page


def _rows(
    contact: ContactId, after: object | None, limit: int, office: Office
) -> tuple[ContactId, PageOfRows[Row]]:
    from comms_desk.across.timeline import timeline

    page = timeline(office, contact, after=after, limit=limit)
    return contact, page.showing(map(_row, page.rows))


def _row(event: "Event") -> Row:
    from comms_desk.across.timeline import Happening

    key: object = event.opens
    of = event.of
    if isinstance(of, Letter):
        title, said = words.of_letter(of, event.at)
    elif isinstance(of, Article):
        title, said = words.of_article(of)
    elif isinstance(of, Inquiry):
        title, said = words.of_inquiry(of)
    elif isinstance(of, Position):
        key = (Ref(Subject.POSITION, of.id), event.kind)
        title, said = words.of_position(of, began=event.kind is Happening.BEGAN)
    else:
        key = (of.edit.ref, of.edit.field, of.edit.at)
        title, said = words.of_edit(of.edit, of.before, of.after, of.who)
    return Row(key=key, title=title, detail=PART.join(filter(None, said)), strong=False)
