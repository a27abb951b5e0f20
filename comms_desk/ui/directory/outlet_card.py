"""The card of an outlet: its facts, who works there, and what it asked."""

from dataclasses import dataclass
from typing import override

from PySide6.QtCore import Signal

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import PHONES
from comms_desk.i18n import _, format_share
from comms_desk.media.contacts.facts import LISTED
from comms_desk.media.contacts.model import ContactRow
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.lists.model import List
from comms_desk.media.outlets.facts import FACTS
from comms_desk.media.outlets.model import Outlet
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.directory.in_lists import InLists
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import PART, FactCard
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.timeline import of_inquiry

PEOPLE_SHOWN = 40
INQUIRIES_SHOWN = 12
NO_INQUIRY: Rows[Inquiry] = Rows(rows=(), total=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletView:
    """An outlet, the first of those who work there today, by name, and what it asked last."""

    outlet: Outlet
    people: Rows[ContactRow]
    lists: tuple[List, ...] = ()
    inquiries: Rows[Inquiry] = NO_INQUIRY


def read_outlet(office: Office, outlet: Outlet) -> OutletView:
    """Read what the card of *outlet* shows; called in a reading thread."""
    from comms_desk.across.timeline import asked_by

    PHONES.say(outlet.phones)  # the first time takes longer than a slot
    return OutletView(
        outlet=outlet,
        people=office.contacts.search(at=outlet.id, limit=PEOPLE_SHOWN),
        lists=office.lists.of(Ref(Subject.OUTLET, outlet.id)),
        inquiries=asked_by(office, outlet.id, limit=INQUIRIES_SHOWN),
    )


class OutletCard(FactCard):
    """The outlet chosen in the list, and the people who work there.

    Signals:
        opened: The card of one of them, or of a list, is wanted; carries its `Ref`.
        undoable: What was just done, and a bound callable that undoes it.
    """

    opened = Signal(object)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose an outlet to read its card.")
        super().__init__(errands, Subject.OUTLET, FACTS, nothing=nothing)
        self.people = Lines()
        self.count = Label("", "detail")
        self._section = Section(_("Who works there"))
        self._section.stand(self.count)
        self._section.body.addWidget(self.people)
        self.more.addWidget(self._section)
        self.people.opened.connect(self.opened)
        self.in_lists = InLists(errands)
        self.in_lists.undoable.connect(self.undoable)
        self.in_lists.opened.connect(self.opened)
        self.more.addWidget(self.in_lists)
        self.inquiries = Lines()
        self.inquiries.opened.connect(self.opened)
        self.asked = Label("", "detail")
        self._asked = Section(_("Inquiries"))
        self._asked.stand(self.asked)
        self._asked.body.addWidget(self.inquiries)
        self.more.addWidget(self._asked)

    @override
    def show_view(self, view: OutletView) -> None:
        """Show an outlet and its people; where nobody is known there, nothing is said of them."""
        self.show_thing(view.outlet)
        found = view.people
        self.people.show_lines([_line(each) for each in found.rows])
        self.count.setText(format_share(len(found.rows), found.total, capped=found.capped))
        self.count.setVisible(found.is_cut)
        self._section.setVisible(bool(found.rows))
        asked = view.inquiries
        self.inquiries.show_lines([_inquiry(each) for each in asked.rows])
        self.asked.setText(format_share(len(asked.rows), asked.total, capped=asked.capped))
        self.asked.setVisible(asked.is_cut)
        self._asked.setVisible(bool(asked.rows))
        self.in_lists.show_lists(Ref(Subject.OUTLET, view.outlet.id), view.lists)


def _line(person: ContactRow) -> Row:
    barred = (RowTag(_("do not contact"), Hue.RED),) if person.do_not_contact else ()
    said = (fact.said(person) for fact in LISTED if fact.field != "outlets")
    detail = PART.join(filter(None, said))
    return Row(key=Ref(Subject.CONTACT, person.id), title=person.name, detail=detail, tags=barred)


def _inquiry(inquiry: Inquiry) -> Row:
    title, said = of_inquiry(inquiry)
    who = ", ".join(each.name for each in inquiry.reporters)
    _kind, *parts = said
    detail = PART.join(filter(None, (who, *parts)))
    return Row(key=Ref(Subject.INQUIRY, inquiry.id), title=title, detail=detail, strong=False)
