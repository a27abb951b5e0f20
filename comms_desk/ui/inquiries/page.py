"""The Inquiries: a list by the hour beside the card of the one chosen."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, ngettext
from comms_desk.media.inquiries.facts import facts
from comms_desk.media.inquiries.model import Inquiry, InquiryId, NewInquiry, View
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.bounce_files import MessageDrops, take_in_mails, take_in_pasted
from comms_desk.ui.card_page import CardPage
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import FactCard
from comms_desk.ui.inquiries.words import row
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import Reading, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from comms_desk.across.office import Office


class InquiryCard(FactCard):
    """The inquiry chosen."""

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose an inquiry to read and to answer it.")
        super().__init__(errands, Subject.INQUIRY, facts(), nothing=nothing)

    @override
    def show_view(self, view: Inquiry) -> None:
        """Show an inquiry."""
        self.show_thing(view, facts())


class InquiriesPage(CardPage[Rows[Row]]):
    """What journalists ask, the first due first."""

    KEY = "inquiries"
    SUBJECT = Subject.INQUIRY
    SHOWS = frozenset({Subject.INQUIRY, Subject.QUESTION, Subject.OUTLET, Subject.CONTACT})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Subject, journalist, outlet…"),
            first=_("Note an inquiry"),
            lesson=_(
                "An inquiry keeps a journalist’s questions, their hour and what was answered."
            ),
        )
        self.column.add_chip(_("Team"), View.OPEN, checked=True)
        self.column.add_chip(_("Mine"), View.MINE)
        self.column.add_chip(_("Held by nobody"), View.NOBODYS)
        self.column.add_chip(_("With a service"), View.OUTSIDE)
        self.column.add_chip(_("Ended"), View.ENDED)
        self.new_one = NewButton(_("New inquiry"))
        self.column.add_to_head(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))
        self.put_in_front(self.card)
        self._mails = MessageDrops(self, take_in_mails)
        self._paste = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Paste),
            self,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self._paste.activated.connect(self.paste)

    @override
    def dropping(self, data: QMimeData) -> "Callable[[], None] | None":
        return self._mails.dropping(data) or super().dropping(data)

    @Slot()
    def paste(self) -> None:
        """Take in the mail that was copied, as files or as its text."""
        data = QGuiApplication.clipboard().mimeData()
        dropped = self.dropping(data)
        if dropped is not None:
            dropped()
        elif data.text().strip():
            self._mails.do(partial(take_in_pasted, text=data.text()))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        view = self.column.filter if isinstance(self.column.filter, View) else View.OPEN

        def job(office: "Office") -> Rows[Row]:
            now = office.database.clock.now()
            found = office.inquiries.search(searched, view=view, after=after, limit=limit)
            return written(found, lambda inquiry: row(inquiry, now))

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} inquiry", "{count} inquiries", number)

    @override
    def none_match(self, searched: str) -> str:
        may_hide = self.column.filter is not View.OPEN
        return super().none_match(searched) or (_("No inquiry in this list.") if may_hide else "")

    @cached_property
    def card(self) -> InquiryCard:
        """The inquiry chosen."""
        return self.beside(InquiryCard(self.errands))

    @override
    def card_of_kind(self, kind: Subject) -> InquiryCard:
        return self.card

    @override
    def read_view(self, office: "Office", ref: Ref) -> Inquiry:
        return office.inquiries.get(InquiryId(ref.id))

    @override
    def begin(self, office: "Office", kind: Subject, name: str) -> InquiryId:
        return office.inquiries.add(NewInquiry(title=name or _("New inquiry"))).id

    @override
    def said_begun(self) -> str:
        return _("Inquiry noted")

    @override
    def said_binned(self, thing: Inquiry) -> str:
        from comms_desk.ui import toasts

        return toasts.binned(thing.title)

    @override
    def said_archived(self, thing: Inquiry) -> str:
        from comms_desk.ui import toasts

        return toasts.archived(thing.title)
