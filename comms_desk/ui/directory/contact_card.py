"""The card of a contact, edited in place."""

from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from comms_desk.across.contacting import edit_contact
from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS
from comms_desk.media.contacts.model import Contact, ContactId, NewPosition, PositionId
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.ui.directory.position_card import PositionCard
from comms_desk.ui.editing import Leaving
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import FactCard
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Tag
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.kit.theme import Hue

if TYPE_CHECKING:
    from comms_desk.across.office import Office

NAME_SIDES_PX = 15
"""What a field in place takes at both sides of its words, the cursor at their end too."""
GIVEN_NAME_MOST_PX = 260


class ContactCard(FactCard):
    """The contact chosen in the list, and their positions.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
    """

    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(
            errands,
            Subject.CONTACT,
            FACTS,
            nothing=_("Choose a contact to read their card."),
            edit=edit_contact,
            parts=POSITION_FACTS,
        )
        self._errands = errands
        self._begun: PositionId | None = None
        """The position that was just added: the cursor goes there."""
        self.positions: dict[PositionId, PositionCard] = {}
        self._leaving = Leaving[PositionId, PositionCard]()
        self._spare: list[PositionCard] = []
        """Cards in which all is saved: dear to make, they show whatever position comes next."""
        given_name = self.fields["given_name"].editor
        if isinstance(given_name, QLineEdit):
            given_name.textChanged.connect(self._fit_given_name)
        self._barred = Tag(_("do not contact"), Hue.RED)
        self._lay_out()

    @override
    def show_view(self, view: Contact) -> None:
        """Show a contact and their positions."""
        before = self.ref
        self.show_thing(view)
        self._fit_given_name()
        self._barred.setVisible(view.do_not_contact)
        if self.ref != before:
            self.error.hide()
            self.outlet.clear()
            self._begun = None
        self._show_positions(view)

    @override
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        super().save_now()
        for card in self.positions.values():
            card.saver.save_now()

    def _lay_out(self) -> None:
        given_name = self.fields["given_name"]
        given_name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.sheet.title.setStretchFactor(given_name, 0)
        self.sheet.title.addWidget(self._barred)
        self._places = QVBoxLayout()
        self._places.setSpacing(tokens.SPACE_3_PX)
        self.outlet = QLineEdit()
        self.outlet.setPlaceholderText(_("Outlet (leave empty for a freelancer)"))
        self.outlet.setAccessibleName(_("Outlet of the new position"))
        self.outlet.returnPressed.connect(self._add_position)
        self.add_position = Button(_("Add a position"), icon="add")
        self.add_position.clicked.connect(self._add_position)
        adding = QHBoxLayout()
        adding.addWidget(self.outlet, 1)
        adding.addWidget(self.add_position)
        self.more.addSpacing(tokens.SPACE_2_PX)
        positions = Label(_("Positions"), "card-title")
        positions.setContentsMargins(7, 0, 0, 0)
        self.more.addWidget(positions)
        self.more.addLayout(self._places)
        self.more.addLayout(adding)

    @Slot()
    def _fit_given_name(self) -> None:
        """Have the family name follow the given one as it does on paper."""
        editor = self.fields["given_name"].editor
        if isinstance(editor, QLineEdit):
            words = editor.text() or editor.placeholderText()
            width = editor.fontMetrics().horizontalAdvance(words) + NAME_SIDES_PX
            editor.setFixedWidth(min(width, GIVEN_NAME_MOST_PX))

    def _show_positions(self, contact: Contact) -> None:
        before = self.positions
        wanted = {position.id for position in contact.positions}
        for gone, card in before.items():
            if gone not in wanted:
                self._put_aside(gone, card)
        self.positions = {
            position.id: before.get(position.id) or self._card_for(position.id)
            for position in contact.positions
        }
        for place, (position, card) in enumerate(
            zip(contact.positions, self.positions.values(), strict=True)
        ):
            card.show_position(position)
            if self._places.indexOf(card) != place:
                self._places.insertWidget(place, card)
            card.show()
        for card in self._spare:
            card.hide()
        if list(self.positions.items()) != list(before.items()):
            self._order_tabs()
        self._begin_new()

    def _put_aside(self, position: PositionId, card: PositionCard) -> None:
        """Show *card* no longer; nothing typed next may land in what it shows then."""
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and card.isAncestorOf(focused):
            focused.clearFocus()
        card.saver.leave()
        if card.saver.is_idle:
            self._spare.append(card)
        else:
            self._leaving.leave(position, card)

    def _card_for(self, position: PositionId) -> PositionCard:
        card = self._leaving.back(position)
        if card is None and self._spare:
            card = self._spare.pop(0)
        return card or self._new_position_card()

    def _order_tabs(self) -> None:
        inner = self.scrolled.widget()
        if inner is not None:
            order_tabs(inner)

    def _new_position_card(self) -> PositionCard:
        card = PositionCard(self._errands)
        card.remove_wanted.connect(self._remove_position)
        return card

    @Slot()
    def _add_position(self) -> None:
        contact, name = self.thing.id, self.outlet.text().strip()

        def job(office: "Office") -> PositionId:
            outlet = office.outlets.find_or_add(NewOutlet(name=name)) if name else None
            return office.contacts.add_position(contact, NewPosition(outlet=outlet))

        self._errands.write(None, job, self._position_added)

    @Slot(object)
    def _position_added(self, position: PositionId) -> None:
        self.outlet.clear()
        self._begun = position
        self._begin_new()

    def _begin_new(self) -> None:
        """Go to the position that was just added, once its card is there."""
        card = None if self._begun is None else self.positions.get(self._begun)
        if card is not None:
            self._begun = None
            card.fields["title"].setFocus()
            QTimer.singleShot(0, card, partial(self.scrolled.ensureWidgetVisible, card))

    @Slot(object)
    def _remove_position(self, position: PositionId) -> None:
        self.positions[position].saver.save_now()
        contact = self.thing.id

        def job(office: "Office") -> tuple[ContactId, NewPosition]:
            return contact, office.contacts.remove_position(position)

        self._errands.write(None, job, self._position_removed)

    @Slot(object)
    def _position_removed(self, removed: tuple[ContactId, NewPosition]) -> None:
        """Offer to put it back to whom it was, whoever is shown by now."""
        self.undoable.emit(_("Position removed"), partial(self._put_position_back, *removed))

    def _put_position_back(self, contact: ContactId, removed: NewPosition) -> None:
        def job(office: "Office") -> PositionId:
            return office.contacts.add_position(contact, removed)

        self._errands.write(None, job, self._put_back)

    @Slot(object)
    def _put_back(self, _position: PositionId) -> None:
        """Say nothing: the page hears of the change and reads the card again."""
