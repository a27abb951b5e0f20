"""The card of a contact, edited in place."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import Contact, ContactId, NewPosition, PositionId
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory import words
from comms_desk.ui.directory.position_card import PositionCard, let_shrink
from comms_desk.ui.editing import FieldSaver, Leaving
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Tag
from comms_desk.ui.kit.fields import CardField, Typed, offer
from comms_desk.ui.kit.layout import CardPane
from comms_desk.ui.kit.steps import steps
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.kit.theme import Tone

if TYPE_CHECKING:
    from comms_desk.across.office import Office

BARRED = "yes"
NAME_SIDES_PX = 15
"""What a field in place takes at both sides of its words, the cursor at their end too."""
GIVEN_NAME_MOST_PX = 260


class ContactCard(CardPane):
    """The contact chosen in the list.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        bin_wanted: The contact is to go to the bin; carries their id.
    """

    undoable = Signal(str, object)
    bin_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(_("Choose a contact to read their card."))
        self._errands = errands
        self._contact: Contact | None = None
        self._removed: tuple[ContactId, NewPosition] | None = None
        self._begun: PositionId | None = None
        """The position that was just added: the cursor goes there."""
        self.positions: dict[PositionId, PositionCard] = {}
        self._leaving = Leaving[PositionId, PositionCard]()
        self._spare: list[PositionCard] = []
        """Cards in which all is saved: dear to make, they show whatever position comes next."""
        self.given_name = CardField(
            "given_name", _("Given name"), title=True, placeholder=_("Given name")
        )
        self.family_name = CardField(
            "family_name", _("Family name"), title=True, placeholder=_("Family name")
        )
        self.fields = (
            self.given_name,
            self.family_name,
            CardField("language", _("Writes to us in"), choices=words.languages()),
            CardField("scope", _("Scope"), choices=words.scopes()),
            CardField(
                "do_not_contact",
                _("Letters"),
                choices=(("", _("May be written to")), (BARRED, _("Do not contact"))),
            ),
            CardField("note", _("Note"), lines=2, placeholder=_("What helps to reach them")),
        )
        let_shrink(self.fields)
        self._bin = Button(_("Put in the bin"), icon="bin")
        self._bin.clicked.connect(self._put_in_bin)
        self.bar.right(self._bin)
        if isinstance(self.given_name.editor, QLineEdit):
            self.given_name.editor.textChanged.connect(self._fit_given_name)
        self._barred = Tag(_("do not contact"), Tone.RED)
        self._lay_out()
        self.saver = FieldSaver(errands, _save, self.fields)
        steps().add(self, self._make_ahead)

    @property
    def contact(self) -> Contact | None:
        """The contact shown, as last read."""
        return self._contact

    def show_contact(self, contact: Contact | None) -> None:
        """Show *contact*; of the same one, what is being typed stays."""
        same = contact and self._contact and contact.id == self._contact.id
        self._contact = contact
        self.show_card(shown=contact is not None)
        if contact is None:
            return
        offer(self.fields[3], words.scopes_with(contact.scope))
        self.saver.show_card(
            contact.id,
            {
                "given_name": contact.given_name,
                "family_name": contact.family_name,
                "language": contact.language.value,
                "scope": contact.scope.to_text(),
                "do_not_contact": BARRED if contact.do_not_contact else "",
                "note": contact.note,
            },
        )
        self._fit_given_name()
        self._barred.setVisible(contact.do_not_contact)
        if not same:
            self.error.hide()
            self.outlet.clear()
            self._begun = None
        self._show_positions(contact)

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()
        for card in self.positions.values():
            card.saver.save_now()

    def edit_name(self) -> None:
        """Go to the given name, which is read first, to type it anew; Tab goes on to the other."""
        self.given_name.setFocus()
        if isinstance(self.given_name.editor, QLineEdit):
            self.given_name.editor.selectAll()

    def _lay_out(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(0)
        self.given_name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        name.addWidget(self.given_name)
        name.addWidget(self.family_name, 1)
        name.addWidget(self._barred)
        facts = QGridLayout()
        facts.setHorizontalSpacing(tokens.SPACE_4_PX)
        facts.setVerticalSpacing(tokens.SPACE_2_PX)
        language, scope, letters, note = self.fields[2:]
        facts.addLayout(name, 0, 0, 1, 2)
        facts.addWidget(language, 1, 0)
        facts.addWidget(letters, 1, 1)
        facts.addWidget(scope, 2, 0, 1, 2)
        facts.addWidget(note, 3, 0, 1, 2)
        facts.setColumnStretch(0, 1)
        facts.setColumnStretch(1, 1)
        self._places = QVBoxLayout()
        self._places.setSpacing(tokens.SPACE_3_PX)
        self.outlet = QLineEdit()
        self.outlet.setPlaceholderText(_("Outlet; empty for a freelancer"))
        self.outlet.setAccessibleName(_("Outlet of the new position"))
        self.outlet.returnPressed.connect(self._add_position)
        self.add_position = Button(_("Add a position"), icon="add")
        self.add_position.clicked.connect(self._add_position)
        adding = QHBoxLayout()
        adding.addWidget(self.outlet, 1)
        adding.addWidget(self.add_position)
        self.body.addLayout(facts)
        self.body.addSpacing(tokens.SPACE_2_PX)
        positions = Label(_("Positions"), "card-title")
        positions.setContentsMargins(7, 0, 0, 0)
        self.body.addWidget(positions)
        self.body.addLayout(self._places)
        self.body.addLayout(adding)
        self.body.addStretch(1)

    @Slot()
    def _fit_given_name(self) -> None:
        """Have the family name follow the given one as it does on paper."""
        editor = self.given_name.editor
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

    def _make_ahead(self) -> None:
        """Have a card ready for the first position."""
        if not self.positions:
            card = self._new_position_card()
            card.hide()
            self._places.addWidget(card)
            self._spare.append(card)

    @Slot()
    def _put_in_bin(self) -> None:
        if self._contact is not None:
            self.bin_wanted.emit(self._contact.id)

    @Slot()
    def _add_position(self) -> None:
        if self._contact is None:
            return
        contact, name = self._contact.id, self.outlet.text().strip()

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
            card.fields[0].setFocus()
            steps().add_first(self, partial(self.scrolled.ensureWidgetVisible, card))

    @Slot(object)
    def _remove_position(self, position: PositionId) -> None:
        if self._contact is None:
            return
        self.positions[position].saver.save_now()
        contact = self._contact.id

        def job(office: "Office") -> tuple[ContactId, NewPosition]:
            return contact, office.contacts.remove_position(position)

        self._errands.write(None, job, self._position_removed)

    @Slot(object)
    def _position_removed(self, removed: tuple[ContactId, NewPosition]) -> None:
        """Offer to put it back to whom it was, whoever is shown by now."""
        self._removed = removed
        self.undoable.emit(_("Position removed"), self.put_position_back)

    @Slot()
    def put_position_back(self) -> None:
        """Undo the last removal of a position."""
        if self._removed is None:
            return
        contact, removed = self._removed
        self._errands.write(
            None,
            lambda office: office.contacts.add_position(contact, removed),
            self._put_back,
        )

    @Slot(object)
    def _put_back(self, _position: PositionId) -> None:
        """Say nothing: the page hears of the change and reads the card again."""


def _save(office: "Office", contact: Any, typed: Typed) -> object:
    if typed.field != "do_not_contact":
        return office.contacts.edit(contact, FieldChange(typed.field, typed.before, typed.after))
    change = FieldChange(typed.field, typed.before == BARRED, typed.after == BARRED)
    edit = office.contacts.edit(contact, change)
    if not change.after:
        for position in office.contacts.get(contact).positions:
            for email in position.emails:
                office.outbox.allow(Address.stored(email))
    return edit
