"""The card of a contact: who they are, how to reach them now, where they work and worked.

Each position is a card within it: where they work, how to reach them there, edited once pressed.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import override

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.across.contact_status import edit_contact
from comms_desk.changes import Ref, Subject
from comms_desk.facts import DAY, PHONES, SOME_DAY
from comms_desk.i18n import CITY_ZONE, _, format_date, format_since, format_until, otherwise
from comms_desk.mail.bounces.model import AddressToDecide
from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS, REACHED_BY
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    NewPosition,
    Position,
    PositionId,
)
from comms_desk.media.lists.model import List
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.model import Edit
from comms_desk.storage.paging import PageOfRows
from comms_desk.text import fold
from comms_desk.text.approximate import Ago
from comms_desk.text.mailbox import mailbox_key
from comms_desk.ui.directory import timeline
from comms_desk.ui.directory.in_lists import InLists
from comms_desk.ui.directory.timeline import ContactTimeline
from comms_desk.ui.frame.bounce_notice import BounceNotice
from comms_desk.ui.frame.editing import Leaving
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import PART, FactCard, FactSheet
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, Tag
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording.bounces import said_of
from comms_desk.wording.bylines import silence
from comms_desk.wording.origins import come_from

AIR_PX = 8
OUTLET_WIDTH_PX = 360
VERIFIED = "verified_on"
"""Said on a line of its own, with who did; one gesture renews it."""
PRESSED = REACHED_BY[::-1]
"""One calls sooner than one writes."""
SAID_IN_ORDER = ("title", "beats", "started_on", "ended_on", "phones", "emails")
"""The fields of a position that its line says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A contact, the positions that they hold today, and what came back from their addresses."""

    contact: Contact
    current: tuple[Position, ...]
    lists: tuple[List, ...] = ()
    timeline: PageOfRows[Row] = field(default_factory=lambda: PageOfRows(rows=(), total=0))
    verification: tuple[str, ...] = ()
    """How far the card can be trusted, a line each."""
    came_back: tuple[AddressToDecide, ...] = ()

    def said(self) -> str:
        """Return what they do now: « journaliste, Télé-Cité · Hôtel de ville »."""
        parts: list[str] = []
        for each in self.current:
            where = each.outlet_name or ("" if _is_freelance(each.title) else _("freelance"))
            parts.append(", ".join(filter(None, (each.title, where))))
            parts.append(", ".join(each.beats))
        return PART.join(filter(None, dict.fromkeys(parts)))


def _is_freelance(title: str) -> bool:
    """Whether a job *title* says it already, in either language of the window."""
    word = _("freelance")
    said = set(fold.tokens(title))
    return any(each and said.issuperset(fold.tokens(each)) for each in (word, otherwise(word)))


def read_contact(office: Office, contact: Contact) -> ContactView:
    """Read what the card of *contact* shows; called in a reading thread."""
    # How what is in it is said: the first time takes longer than a slot.
    for position in contact.positions:
        PHONES.say(position.phones)
    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    DAY.say(today)
    current = contact.current(today)
    reached = [mailbox_key(email) for position in current for email in position.emails]
    asked = office.bounces.about(reached)
    for each in asked:
        said_of(each)
    return ContactView(
        contact=contact,
        current=current,
        timeline=timeline.first(office, contact.id),
        verification=_verification(office, contact),
        came_back=asked,
        lists=office.lists.of(Ref(Subject.CONTACT, contact.id)),
    )


def _verification(office: Office, contact: Contact) -> tuple[str, ...]:
    """Return when it was last verified, what they signed last, and where addresses come from."""
    from comms_desk.across.contact_status import verified_by

    lines = list(map(come_from, contact.origins))
    for article in office.articles.search(by=contact.id, limit=1).rows:
        day = format_date(article.moment)
        lines.insert(0, _("Last article signed on {day}").format(day=day))
    silent = office.bylines.silence_of(contact.id)
    if silent is not None:
        lines.insert(0, silence(silent))
    if contact.verified_on is not None:
        day, who = format_date(contact.verified_on), verified_by(office, contact)
        said = _("Card verified on {day} by {who}") if who else _("Card verified on {day}")
        lines.insert(0, said.format(day=day, who=who))
    return tuple(lines)


class PositionCard(QWidget):
    """One position, on two lines until it is pressed.

    Signals:
        remove_wanted: The position was a mistake; carries its id.
    """

    remove_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build a card that shows no position yet, and saves its fields as they are typed."""
        super().__init__()
        self.id: PositionId | None = None
        self.sheet = FactSheet(errands, Subject.POSITION, POSITION_FACTS, is_folded=True)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self.title = Label("", "strong")
        self.remove = Button("", role="quiet", icon="close", hint=_("Remove this position"))
        self.remove.clicked.connect(self._remove)
        head = QHBoxLayout()
        head.setContentsMargins(tokens.HANG_PX, AIR_PX, 0, 0)
        head.setSpacing(tokens.SPACE_1_PX)
        head.addWidget(self.title)
        head.addWidget(self.remove)
        head.addStretch()
        ruled = QHBoxLayout()
        ruled.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        ruled.addWidget(Rule())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, AIR_PX)
        whole.setSpacing(0)
        whole.addLayout(ruled)
        whole.addLayout(head)
        whole.addWidget(self.sheet)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_position(self, position: Position, *, of: str) -> None:
        """Show *position* as the desk has it; of the same one, what is being typed stays.

        *of* is the name of the contact.
        """
        self.id = position.id
        outlet = position.outlet_name or _("Freelance")
        self.title.setText(outlet)
        self.remove.setAccessibleName(_("Remove the position at {outlet}").format(outlet=outlet))
        self.sheet.show_thing(position.id, position, of=of)
        self.sheet.say_under(self._said() or _("Add…"))

    @Slot()
    def _remove(self) -> None:
        self.remove_wanted.emit(self.id)

    def _said(self) -> str:
        """Return what is known of it on one line, what is on its way too."""
        words = {fact.field: self.sheet.value_said(fact) for fact in self.sheet.facts}
        for name, said in (("started_on", format_since), ("ended_on", format_until)):
            day = SOME_DAY.read(self.sheet.fields[name].taken) if words[name] else None
            if day is not None and not isinstance(day, Ago):
                words[name] = said(day)
        return PART.join(filter(None, (words[each] for each in SAID_IN_ORDER)))


class ContactCard(FactCard):
    """The contact chosen in the list, and their positions.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        opened: The card of a list is wanted; carries its `Ref`.
        opened: A letter to them or an article of theirs is wanted; carries its `Ref`.
    """

    undoable = Signal(str, object)
    opened = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(
            errands,
            Subject.CONTACT,
            tuple(fact for fact in FACTS if fact.field != VERIFIED),
            nothing=_("Choose a contact to read their card."),
            edit=edit_contact,
            parts=(*FACTS, OUTLET, *POSITION_FACTS),
        )
        self._errands = errands
        self._begun: PositionId | None = None
        """The position that was just added: the cursor goes there."""
        self.positions: dict[PositionId, PositionCard] = {}
        self._leaving = Leaving[PositionId, PositionCard]()
        self._spare: list[PositionCard] = []
        """Cards in which all is saved: dear to make, they show whatever position comes next."""
        self.came_back = BounceNotice(errands, keeps_decided=True)
        self._barred = Tag(_("do not contact"), Hue.RED)
        self._lay_out()
        spare = self._new_position_card()
        spare.hide()
        self._places.addWidget(spare)
        self._spare.append(spare)
        self.sheet.under.clicked.connect(self._edit_position)
        self.sheet.presses.edit_wanted.connect(self._edit_reached_by)

    @override
    def show_view(self, view: ContactView) -> None:
        """Show a contact and their positions."""
        before = self.ref
        self.sheet.say_under(view.said())
        self.show_thing(view.contact)
        bars_nobody = view.contact.do_not_contact_reason and not view.contact.do_not_contact
        self.sheet.fields["do_not_contact_reason"].say_remark(
            _("This reason bars nobody: say “Do not contact”.") if bars_nobody else ""
        )
        self.sheet.offer_pressed(
            pressed
            for position in view.current
            for fact in PRESSED
            for pressed in fact.pressed_of(fact.written(position)) or ()
        )
        self._barred.setVisible(view.contact.do_not_contact)
        self.verified.setText("\n".join(view.verification))
        self.verification.setVisible(bool(view.verification))
        self.came_back.show_asked(view.came_back)
        if self.ref != before:
            self.error.hide()
            begun = self._errands.unsaved.at(_new_outlet(view.contact.id))
            self.outlet.setText("" if begun is None else begun.typed)
            self._begun = None
        self._show_positions(view.contact)
        self.in_lists.show_lists(Ref(Subject.CONTACT, view.contact.id), view.lists)
        self.timeline.show_of(view.contact.id, view.timeline)

    @override
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        super().save_now()
        for card in self.positions.values():
            card.saver.save_now()

    @override
    def fold(self) -> None:
        super().fold()
        for card in self.positions.values():
            card.sheet.fold()

    @Slot()
    def _edit_position(self) -> None:
        """Edit where they work: that is what is said under their name."""
        for card in list(self.positions.values())[:1]:
            card.sheet.open_all()

    @Slot()
    def _edit_reached_by(self) -> None:
        for card in list(self.positions.values())[:1]:
            card.sheet.open_all()
            card.sheet.open(*(fact.field for fact in PRESSED))

    def _lay_out(self) -> None:
        self.sheet.title.insertWidget(1, self._barred)
        self.came_back.replace_wanted.connect(self._edit_reached_by)
        asked = abreast(self.came_back, edges_px=(tokens.HANG_PX, 0, 0, 0))
        self.body.insertLayout(self.body.indexOf(self.sheet) + 1, asked)
        self._places = stacked(gap_px=0)
        self.outlet = Line()
        self.outlet.setPlaceholderText(_("Outlet (leave empty for a freelancer)"))
        self.outlet.setAccessibleName(_("Outlet of the new position"))
        self.outlet.textChanged.connect(self._outlet_typed)
        self.outlet.returnPressed.connect(self._add_position)
        self.add_position = Button(_("Add a position"), icon="add", does=self._add_position)
        self.outlet.setMaximumWidth(OUTLET_WIDTH_PX)
        adding = abreast(filling(self.outlet), self.add_position, STRETCH, gap_px=tokens.SPACE_2_PX)
        positions = Section(_("Positions"))
        positions.body.addLayout(self._places)
        positions.stand(adding)
        self.more.addWidget(positions)
        self.in_lists = InLists(self._errands)
        self.in_lists.undoable.connect(self.undoable)
        self.in_lists.opened.connect(self.opened)
        self.more.addWidget(self.in_lists)
        self.verify = Button(_("Verify card"), icon="done", hint=_("All of it holds today"))
        self.verify.clicked.connect(self._verify)
        self.bar.left(self.verify)
        self.verified = Label("", "detail", wraps=True)
        self.verification = Section(_("Verification"))
        self.verification.stand(self.verified)
        self.more.addWidget(self.verification)
        self.timeline = ContactTimeline(self._errands)
        self.timeline.opened.connect(self.opened)
        self.timeline.position_wanted.connect(self._see_position)
        self.timeline.history_wanted.connect(self._see_history)
        self.more.addWidget(self.timeline)

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
            card.show_position(position, of=contact.name)
            if self._places.indexOf(card) != place:
                self._places.insertWidget(place, card)
            card.show()
        for card in self._spare:
            card.hide()
        if list(self.positions.values()) != list(before.values()):
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
    def _verify(self) -> None:
        """Note that all of it holds; what was just typed of it too."""
        self.save_now()
        contact = self.thing.id
        self._errands.write(
            None, lambda office: office.contacts.verify(contact), self._was_verified
        )

    @Slot(object)
    def _was_verified(self, edit: Edit) -> None:
        self.undoable.emit(_("Card verified"), partial(self._unverify, edit))

    def _unverify(self, edit: Edit) -> None:
        job = partial(edit_contact, contact=edit.ref, change=edit.change.inverse())
        self._errands.write(None, job, self._put_back)

    @Slot(object)
    def _see_position(self, position: PositionId) -> None:
        card = self.positions.get(position)
        if card is not None:
            card.sheet.open_all()
            QTimer.singleShot(0, card, partial(self.scrolled.ensureWidgetVisible, card))

    @Slot()
    def _see_history(self) -> None:
        self.history.button.setChecked(True)
        self.history.button.setFocus()
        QTimer.singleShot(0, self.history, partial(self.scrolled.ensureWidgetVisible, self.history))

    @Slot(str)
    def _outlet_typed(self, words: str) -> None:
        """Keep what is typed here for who comes back: it is no position yet."""
        place = _new_outlet(self.thing.id)
        if words.strip():
            called = self.outlet.accessibleName()
            self._errands.unsaved.keep(place, Unsaved(called, "", words, None, self.thing.name))
        else:
            self._errands.unsaved.forget(place)

    @Slot()
    def _add_position(self) -> None:
        contact, name = self.thing.id, self.outlet.text().strip()

        def job(office: Office) -> tuple[ContactId, PositionId]:
            outlet = office.outlets.find_or_add(NewOutlet(name=name)) if name else None
            return contact, office.contacts.add_position(contact, NewPosition(outlet=outlet))

        self._errands.write(None, job, self._position_added)

    @Slot(object)
    def _position_added(self, added: tuple[ContactId, PositionId]) -> None:
        """Go to it where its contact is still shown; what is typed for another one stays."""
        contact, position = added
        self._errands.unsaved.forget(_new_outlet(contact))
        if self.thing is not None and self.thing.id == contact:
            self.outlet.clear()
            self._begun = position
            self._begin_new()

    def _begin_new(self) -> None:
        """Go to the position that was just added, once its card is there."""
        card = None if self._begun is None else self.positions.get(self._begun)
        if card is not None:
            self._begun = None
            card.sheet.open_all()
            QTimer.singleShot(0, card, partial(self.scrolled.ensureWidgetVisible, card))

    @Slot(object)
    def _remove_position(self, position: PositionId) -> None:
        self.positions[position].saver.save_now()
        contact = self.thing.id

        def job(office: Office) -> tuple[ContactId, NewPosition]:
            return contact, office.contacts.remove_position(position)

        self._errands.write(None, job, self._position_removed)

    @Slot(object)
    def _position_removed(self, removed: tuple[ContactId, NewPosition]) -> None:
        """Offer to put it back in its contact, whichever is shown by now."""
        self.undoable.emit(_("Position removed"), partial(self._put_position_back, *removed))

    def _put_position_back(self, contact: ContactId, removed: NewPosition) -> None:
        def job(office: Office) -> PositionId:
            return office.contacts.add_position(contact, removed)

        self._errands.write(None, job, self._put_back)

    @Slot(object)
    def _put_back(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads the card again."""


def _new_outlet(contact: ContactId) -> FieldPlace:
    return FieldPlace(Subject.CONTACT, contact, "outlet of a new position")
