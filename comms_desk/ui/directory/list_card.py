"""The card of a list: when it leaves, its filter in words, and who is in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.facts import LANGUAGE, PLACE
from comms_desk.i18n import _, format_number, format_share
from comms_desk.mail.address import Address
from comms_desk.media.lists.conditions import (
    OF_CONTACTS_ALONE,
    By,
    Filter,
    Finds,
    say_filter,
    say_finds,
)
from comms_desk.media.lists.facts import KEPT, MADE_FIXED, MEMBERS, facts
from comms_desk.media.lists.model import Addressee, List, ListId, ListKind, NewList, Pasted, People
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.facts import LANGUAGE as OUTLET_LANGUAGE
from comms_desk.places import BOROUGHS, CITY, Scope
from comms_desk.storage.conditions import Value
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.directory import rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.conditions import Choices, Group, ValuePicker, pruned
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.local_files import are_copied, hand_on
from comms_desk.ui.kit.notices import NamedUndo, Notice
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say
from comms_desk.wording.media_lists import pasted

PEOPLE_AT_ONCE = 40
REFUSED_SAID = 8
PROPOSED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCardView:
    """A list, and what a filter may ask for; who is in it is read by the card, which is longer."""

    list: List
    outlets: dict[int, str]
    lists: dict[int, str]
    beats: tuple[str, ...]

    @property
    def choices(self) -> Choices[By]:
        """What may be chosen for each condition, in words."""
        every = Scope.of_boroughs([each.code for each in BOROUGHS])
        boroughs = [Scope.of_boroughs([each.code]) for each in BOROUGHS]
        places: dict[Value, str] = {each: PLACE.say(each) for each in (CITY, *boroughs)}
        places[every] = _("any borough")
        return {
            By.KIND: {each: KIND.say(each) for each in KIND.values},
            By.OUTLET: dict(self.outlets.items()),
            By.BEAT: {each: each for each in self.beats},
            By.TERRITORY: places,
            By.LANGUAGE: {each: LANGUAGE.say(each) for each in LANGUAGE.values},
            By.OUTLET_LANGUAGE: {
                each: OUTLET_LANGUAGE.say(each) for each in OUTLET_LANGUAGE.values
            },
            By.LIST: {each: name for each, name in self.lists.items() if each != self.list.id},
        }


def read_list(office: Office, of: ListId) -> ListCardView:
    """Read what the card of a list shows first; called in a reading thread."""
    whole = office.lists.get(of)
    outlets, lists = office.lists.names()
    beats = office.lists.beats() if whole.kind is ListKind.FILTER else ()
    return ListCardView(list=whole, outlets=outlets, lists=lists, beats=beats)


def new_list(office: Office, name: str, kind: ListKind) -> NewList:
    """Return a new list called *name*, or what a new one is called, with a number where taken."""
    called = _("New filter") if kind is ListKind.FILTER else _("New list")
    free = office.lists.free_name(name or called)
    asked = Filter() if kind is ListKind.FILTER else None
    return NewList(name=free, kind=kind, filter=asked)


class ListCard(FactCard):
    """The list chosen, and who is in it.

    Signals:
        opened: The card of somebody is wanted; carries their `Ref`.
        read_again: What is shown is not what the desk has.
        undoable: What was just done, and a bound callable that undoes it.
        refused: Something was not done; carries the error.
    """

    opened = Signal(object)
    read_again = Signal()
    undoable = Signal(str, object)
    refused = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(
            errands, Subject.LIST, KEPT, nothing=_("Choose a list to see who is in it.")
        )
        self._errands = errands
        self._filter_sent: Filter | None = None
        """What the filter asks for, as it was read or sent to be saved last."""
        self._filters_on_way = 0
        """How many are being saved: what is read meanwhile is older than what is built."""
        self._wanted = PEOPLE_AT_ONCE
        """How many of the people are read at once."""
        self._people: dict[object, Addressee] = {}
        self.paste = Button(_("Paste addresses"), hint=_("Paste addresses (Ctrl+V)"))
        self.paste.clicked.connect(self.paste_addresses)
        self.bar.left(self.paste)
        self.words = Label("", "text", wraps=True)
        self.edit_filter = Button(_("Change the filter"), role="link")
        self.edit_filter.setCheckable(True)
        self.edit_filter.toggled.connect(self._show_editor)
        self.make_fixed = Button(
            _("Make fixed"),
            role="link",
            hint=_("Make it a fixed list of those whom the filter finds now"),
        )
        self.make_fixed.clicked.connect(self._make_fixed)
        self.editor = FilterEditor(errands)
        self.editor.changed.connect(self._save_filter)
        self.editor.hide()
        self.count = Label("", "detail")
        self.picker = Picker(
            errands,
            _proposed,
            asks=_("Add a contact, a newsroom or an address…"),
            offers=_("Add to this list"),
            none_match=_("Nobody matches “{words}”. An address can be added as it is."),
        )
        self.picker.chosen.connect(self._add)
        self.picker.left.connect(self._forget_words)
        self.notice = Notice()
        self.notice.hide()
        self.nothing = Label("", "muted", wraps=True)
        self.people = Lines()
        self.people.opened.connect(self._open)
        self.people.away_wanted.connect(self._take_out)
        self.more_people = Button(_("Show more"), role="link", does=self._show_more)
        self._lay_out()

    def _lay_out(self) -> None:
        self._filter = Section(_("Filter"))
        change = abreast(self.edit_filter, self.make_fixed, STRETCH)
        for each in (self.words, change, self.editor):
            self._filter.stand(each)
        people = Section(_("People"))
        for part in (self.count, self.picker, self.notice, self.nothing):
            people.stand(part)
        people.body.addWidget(self.people)
        people.stand(abreast(self.more_people, STRETCH, gap_px=tokens.SPACE_2_PX))
        self.more.addWidget(self._filter)
        self.more.addWidget(people)

    @override
    def show_view(self, view: ListCardView) -> None:
        """Show a list and the first of its people."""
        is_other = self.thing is None or self.thing.id != view.list.id
        is_filter = view.list.kind is ListKind.FILTER
        self._parts = (facts(view.outlets, view.lists)[-1], MEMBERS, MADE_FIXED)
        self.show_thing(view.list)
        if is_other:
            self.notice.hide()
            self.edit_filter.setChecked(False)
            self._forget_words()
        self._filter.setVisible(is_filter)
        self.picker.setVisible(not is_filter)
        self.paste.setVisible(not is_filter)
        if view.list.filter is not None and (is_other or not self._filters_on_way):
            self._filter_sent = view.list.filter
            self.words.setText(say_filter(view.list.filter, view.outlets, view.lists))
            self.editor.show_filter(view.list.filter, view.choices, is_other=is_other)
            if is_other and not view.list.filter.of:
                self.edit_filter.setChecked(True)
        if is_other:
            self._wanted = PEOPLE_AT_ONCE
            self._show_people((view.list.id, None))
        self._ask_people()

    def _ask_people(self) -> None:
        """Read who is in the list: of thousands it takes longer than the card may."""
        of, limit = self.thing.id, self._wanted

        def job(office: Office) -> tuple[ListId, People]:
            return of, office.lists.members(of, limit=limit)

        self._errands.read("people", job, self._show_people, self._not_read)

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why; a list that is gone has no card any more."""
        if not isinstance(error, NotFound):
            self._refused(error)

    @Slot(object)
    def _show_people(self, answer: tuple[ListId, People | None]) -> None:
        """Show who is in the list; None: they are still being read."""
        of, people = answer
        if self.thing is None or self.thing.id != of:
            return
        is_filter = self.thing.kind is ListKind.FILTER
        if people is None:
            self.count.setText(_("Reading who is in it…"))
            self.count.show()
            self.nothing.hide()
            self.more_people.hide()
            self._people = {}
            self.people.show_lines([])
            return
        self._people = {_key(each): each for each in people.rows}
        self.picker.left_out = set(self._people)
        self.people.show_lines([rows.member(each, may_go=not is_filter) for each in people.rows])
        self.count.setText(rows.members(people.total, people.left_out))
        self.count.setVisible(bool(people.total))
        self.more_people.setVisible(people.is_cut)
        shown = format_share(len(people.rows), people.total)
        self.more_people.rename(_("Show more ({shown})").format(shown=shown))
        self.nothing.setText(
            _("The filter finds nobody today.")
            if is_filter
            else _("Nobody is in it yet: add a contact, or paste addresses copied elsewhere.")
        )
        self.nothing.setVisible(not people.total)

    # ── The filter ────────────────────────────────────────────────────────────────────

    @Slot()
    def _show_editor(self) -> None:
        self.editor.setVisible(self.edit_filter.isChecked())

    @Slot(object)
    def _save_filter(self, wanted: Filter) -> None:
        """Save what the filter asks for, unless it asks for that already."""
        if self.thing is None or wanted == self._filter_sent:
            return
        change = FieldChange("filter", self._filter_sent, wanted)
        self._filter_sent = wanted
        self._filters_on_way += 1
        of = self.thing.id

        def job(office: Office) -> Edit:
            return office.lists.edit(of, change)

        self._errands.write(None, job, self._filter_saved, self._filter_refused)

    @Slot(object)
    def _filter_saved(self, edit: Edit) -> None:
        self._filters_on_way -= 1
        self._errands.edited.emit(edit, _("Filter"))

    @Slot(object)
    def _filter_refused(self, error: CommsDeskError) -> None:
        """Say why, and have what the desk has be read again."""
        self._filters_on_way -= 1
        self._refused(error)
        self.read_again.emit()

    @Slot()
    def _make_fixed(self) -> None:
        """Make the filter a fixed list of whom it finds."""
        of = self.thing.id

        def job(office: Office) -> tuple[ListId, Edit]:
            return of, office.lists.make_fixed(of)

        self._errands.write(None, job, self._was_made_fixed, self._refused)

    @Slot(object)
    def _was_made_fixed(self, answer: tuple[ListId, Edit]) -> None:
        of, edit = answer
        said = _("A fixed list since: who comes to the desk from now on is not in it")
        self.undoable.emit(said, self._undo(of, edit))

    # ── The people ────────────────────────────────────────────────────────────────────

    @Slot()
    def paste_addresses(self) -> None:
        """Add to the list the people named in what was copied."""
        if are_copied():
            hand_on(self)
            return
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._say_refused(_("Nothing to paste: copy some addresses first."))
            return
        into = self.thing.id

        def job(office: Office) -> tuple[ListId, Pasted]:
            return into, office.lists.paste(into, text)

        self._errands.write(None, job, self._was_pasted, self._refused)

    @Slot(object)
    def _was_pasted(self, answer: tuple[ListId, Pasted]) -> None:
        """Say what became of every piece; what was refused stays to be read."""
        into, done = answer
        undo = None if done.edit is None else self._undo(into, done.edit)
        self.undoable.emit(_("Pasted: {what}").format(what=pasted(done)), undo)
        if self.thing is None or self.thing.id != into:
            return
        lines = [
            _("Line {line}: {why}").format(line=format_number(each.line), why=say(each.reason).what)
            for each in done.refused[:REFUSED_SAID]
        ]
        if len(done.refused) > REFUSED_SAID:
            lines.append(format_share(REFUSED_SAID, len(done.refused)))
        self._say_refused("\n".join(lines))

    def _say_refused(self, text: str) -> None:
        self.notice.setVisible(bool(text))
        if text:
            self.notice.say(text)

    @Slot(object)
    def _add(self, who: object) -> None:
        """Put somebody in the list; the next one is typed at once."""
        self.picker.search.setFocus()
        self.picker.forget()
        into = self.thing.id

        def job(office: Office) -> tuple[ListId, Edit | None, str]:
            member = who if isinstance(who, Ref) else Address.parse(str(who))
            edit = office.lists.put_members(into, [member])
            return into, edit, _called(office, member)

        self._errands.write(None, job, self._was_added, self._refused)

    @Slot(object)
    def _was_added(self, answer: tuple[ListId, Edit | None, str]) -> None:
        into, edit, name = answer
        if edit is None:
            self.undoable.emit(_("{name} is in the list already").format(name=name), None)
        else:
            said = _("Added to the list: {name}").format(name=name)
            self.undoable.emit(said, self._undo(into, edit))

    @Slot(object)
    def _take_out(self, key: object) -> None:
        one = self._people.get(key)
        of = self.thing.id
        who = None if one is None else one.ref or one.address
        if one is None or who is None:
            return
        name = one.name or str(who)

        def job(office: Office) -> tuple[ListId, Edit | None, str]:
            return of, office.lists.take_out_members(of, [who]), name

        self._errands.write(None, job, self._was_taken_out, self._refused)

    @Slot(object)
    def _was_taken_out(self, answer: tuple[ListId, Edit | None, str]) -> None:
        of, edit, name = answer
        if edit is not None:
            said = _("Taken out of the list: {name}").format(name=name)
            self.undoable.emit(said, self._undo(of, edit))

    def _undo(self, of: ListId, edit: Edit) -> NamedUndo:
        def job(office: Office) -> Edit:
            return office.lists.edit(of, edit.change.inverse())

        return NamedUndo(partial(self._errands.write, None, job, self._undone), _("List as before"))

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self.refused.emit(error)

    @Slot(object)
    def _undone(self, _edit: Edit) -> None:
        """Say nothing: the page hears of the change and reads the card again."""

    @Slot(object)
    def _open(self, key: object) -> None:
        if isinstance(key, Ref):
            self.opened.emit(key)

    @Slot()
    def _show_more(self) -> None:
        self._wanted += 5 * PEOPLE_AT_ONCE
        self._ask_people()

    @Slot()
    def _forget_words(self) -> None:
        if self.picker.list.hasFocus():
            self.picker.search.setFocus()
        self.picker.forget()


def _key(one: Addressee) -> object:
    return one.ref or (one.address.bare if one.address else "")


def _called(office: Office, member: Ref | Address) -> str:
    from comms_desk.across import things

    if isinstance(member, Address):
        return str(member)
    found = things.find(office, member)
    return "" if found is None else found.title


def _proposed(office: Office, searched: str) -> Rows[Row]:
    """Return the contacts and the outlets that words find, and the address that they are."""
    proposed: list[Row] = []
    if "@" in searched:
        try:
            address = Address.parse(searched)
        except CommsDeskError:
            pass
        else:
            detail = _("Add this address")
            proposed.append(Row(key=str(address), title=address.bare, detail=detail))
    people = office.contacts.search(searched, limit=PROPOSED)
    for each in people.rows:
        detail = " · ".join(filter(None, (", ".join(each.outlets), each.title)))
        proposed.append(Row(key=Ref(Subject.CONTACT, each.id), title=each.name, detail=detail))
    outlets = office.outlets.search(searched, limit=PROPOSED)
    for outlet in outlets.rows:
        detail = " · ".join(filter(None, (_("Newsroom"), ", ".join(outlet.emails))))
        proposed.append(Row(key=Ref(Subject.OUTLET, outlet.id), title=outlet.name, detail=detail))
    total = people.total + outlets.total + len(proposed) - len(people.rows) - len(outlets.rows)
    return Rows(rows=tuple(proposed), total=total, capped=people.capped)


class FilterEditor(QWidget):
    """The filter of a list, built in place.

    Signals:
        changed: It asks for something else; carries the `Filter`.
    """

    changed = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an editor of nothing."""
        super().__init__()
        self._errands = errands
        self.group: Group[By] | None = None
        self.finds = ElidedChoice()
        self.finds.setAccessibleName(_("Whom the filter finds"))
        for each in Finds:
            self.finds.addItem(say_finds(each), each)
        self.finds.activated.connect(self._find)
        self.note = Label("", "detail", wraps=True)
        finds = QHBoxLayout()
        finds.addWidget(self.finds)
        finds.addStretch()
        self._column = stacked(finds, self.note, inside=self)

    def show_filter(self, filter_: Filter, choices: Choices[By], *, is_other: bool) -> None:
        """Show a filter; of the same list what is begun stays, unless somebody changed it."""
        is_same = self.group is not None and self._asked(self.group) == filter_
        if is_same and not is_other:
            return
        if self.group is not None:
            self.group.hide()
            self.group.deleteLater()
        self.finds.setCurrentIndex(list(Finds).index(filter_.finds))
        tree = replace(filter_, finds=Finds.PEOPLE)
        self.group = Group(tree, By, choices, self._make_picker)
        self.group.changed.connect(self._changed)
        self._column.addWidget(self.group)
        self._say_of_newsrooms(filter_)

    def _make_picker(
        self, offered: Callable[[str], Rows[Row]], *, asks: str, offers: str, none_match: str
    ) -> ValuePicker:
        def find(_office: Office, words: str) -> Rows[Row]:
            return offered(words)

        return Picker(self._errands, find, asks=asks, offers=offers, none_match=none_match)

    def _asked(self, group: Group[By]) -> Filter:
        asked = pruned(group.part)
        return Filter(asked.of, asked.joined, Finds(self.finds.currentData()))

    def _say_of_newsrooms(self, asked: Filter) -> None:
        """Say which conditions no newsroom meets, where newsrooms are to be found."""
        alone = {each.by for each in asked.conditions()} & OF_CONTACTS_ALONE
        said = _("No newsroom has this, which finds contacts alone: {conditions}.").format(
            conditions=", ".join(each.called() for each in By if each in alone)
        )
        self.note.setText(said if alone and asked.finds.newsrooms else "")
        self.note.setVisible(bool(self.note.text()))

    @Slot()
    def _find(self) -> None:
        if self.group is not None:
            self._changed(self.group)

    @Slot(object)
    def _changed(self, group: Group[By]) -> None:
        asked = self._asked(group)
        self._say_of_newsrooms(asked)
        self.changed.emit(asked)
