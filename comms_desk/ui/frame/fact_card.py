"""A card of declared facts: read first, each edited in place and saved as one types.

`FactSheet` is the facts alone, `FactCard` a whole card of them with the way to the bin.  They
know no kind of thing: what may stand in a field is for the facts and the desk to say.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, override

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.facts import Fact, Facts, Pressed
from comms_desk.i18n import _
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.history import History
from comms_desk.ui.frame.putting_away import PutAway, PutAwayWay
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.editable_text import EditableRun, Presses
from comms_desk.ui.kit.fields import NEW, CardField, Typed, offer
from comms_desk.ui.kit.layout import BODY_FOOT_PX, BODY_SIDE_PX, CardPane
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

SHORTEST_CHOICE_CHARACTERS = 10
"""A choice may be narrower than its longest words."""
NOTE_PX = 15
"""Between two facts; what is said of the upper one stands there, and nothing moves."""
PART = " · "

type Edit = Callable[[Office, Ref, FieldChange], object]
"""Called in the writing thread with the office, the thing, and what to change of it."""


class FactSheet(QWidget):
    """The facts of one thing, read first and edited once they are pressed.

    A headline, and under it what is said without a label; then what acts when it is pressed; then
    the facts that have a value.  The others wait behind one line.  What is opened to be edited
    stays so until another thing is shown, or `fold`: nothing moves under the hand.
    """

    def __init__(
        self,
        errands: Errands,
        kind: Subject,
        facts: Facts,
        edit: Edit = things.change,
        *,
        is_folded: bool = False,
        says_under: bool = True,
    ) -> None:
        """Build the fields of *facts* of a *kind*, empty; what is typed is saved by *edit*.

        A sheet that *is_folded* has none of them in sight until `open_all`: a part of a card.
        One that *says_under* nothing leaves to its card what stands under the title.
        """
        super().__init__()
        self._kind = kind
        self.facts = facts
        self._notations = {fact.field: fact.notation for fact in facts}
        """Of all fields: what was typed of one thing may be saved once another shows fewer."""
        self._edit = edit
        self._is_folded = is_folded
        self._says_under = says_under
        self._said_under = ""
        self._acts = not is_folded and any(fact.pressed_of("") is not None for fact in facts)
        self._opened: set[str] = set()
        self._new: dict[str, str] = {}
        """The words by which a choice ends that lets somebody name what it does not offer."""
        self.asked: Collection[str] = ()
        """The fields that are seen though they say nothing: somebody is to say it."""
        self.fields = {fact.field: _field(fact) for fact in facts}
        self._titles = [self.fields[fact.field] for fact in facts if fact.is_title]
        self.headline = EditableRun(
            tokens.PAGE_TITLE_PX, strong=True, least_px=tokens.TITLE_HEIGHT_PX
        )
        self.under = EditableRun(tokens.TEXT_PX)
        self.presses = Presses(self.under)
        self.add = Button(_("Add…"), role="link", does=self._open_empty)
        self.title = QHBoxLayout()
        """The headline, or the fields in which it is typed."""
        self._lay_out()
        for field in self.fields.values():
            field.objected.connect(self._show_objection)
        for field in self._titles:
            field.left.connect(self._title_left)
            field.entered.connect(self._title_done)
            if any(fact.is_body for fact in facts):
                field.leave_paragraphs_to(self._take_paragraphs)
        self.headline.clicked.connect(self.edit_title)
        self.under.clicked.connect(self._open_under)
        self.presses.edit_wanted.connect(self._open_pressed)
        self.saver = FieldSaver(errands, kind, self._save, self.fields.values())

    def show_thing(
        self,
        id: Any,  # noqa: A002 - the thing's
        thing: object,
        facts: Facts | None = None,
        *,
        of: str = "",
    ) -> None:
        """Show *thing*; of the same one, what is being typed stays, and what is opened.

        Args:
            id: Of the thing.
            thing: What has the facts.
            facts: The same ones, where what they offer has changed.
            of: What the thing is called whose part this is; without, it says so itself.
        """
        self.facts = facts or self.facts
        self._notations = self._notations | {fact.field: fact.notation for fact in self.facts}
        is_other = id != self.saver.id
        for fact in self.facts:
            new = [(NEW, self._new[fact.field])] if fact.field in self._new else []
            offer(self.fields[fact.field], (*fact.offered(thing), *new))
        written = {fact.field: fact.written(thing) for fact in self.facts}
        title = " ".join(filter(None, (written.get(each.field, "") for each in self._titles)))
        self.saver.show_card(id, written, of=of or title)
        if is_other:
            self._opened.clear()
            self._read_title()
        self._arrange()

    def name_new(self, field: str, words: str) -> None:
        """End the choice of *field* with *words*: its `new_wanted` says when they are chosen."""
        self._new[field] = words

    def edit_title(self) -> None:
        """Go to the title, to type it anew."""
        self._write_title()
        self._titles[0].setFocus()
        editor = self._titles[0].editor
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def open(self, *names: str) -> None:
        """Edit the facts of those *names*, and go to the first."""
        if not names:
            return
        if self.fields[names[0]] in self._titles:
            self._write_title()
        self._opened.update(names)
        self._arrange()
        self.fields[names[0]].setFocus()

    def open_all(self) -> None:
        """Edit all that is under the title, and go to the first."""
        self.open(*(fact.field for fact in self.facts if not fact.is_title))

    def fold(self) -> None:
        """Return to reading: what was opened and has nothing to say is closed."""
        self._opened.clear()
        self._read_title()
        self._arrange()

    def say_under(self, words: str) -> None:
        """Say *words* under the title, where they come from elsewhere than from these facts."""
        self._said_under = words
        self._show_under()

    def offer_pressed(self, pressed: Iterable[Pressed]) -> None:
        """Offer what comes from elsewhere than from these facts, and acts when it is *pressed*."""
        self.presses.offer(tuple(pressed))

    def value_said(self, fact: Fact) -> str:
        """Return what is in the field of *fact*, unless refused, as it is read; "" for nothing."""
        value = self.fields[fact.field].taken
        return fact.said_of(value) if value else ""

    def _lay_out(self) -> None:
        self.title.setSpacing(0)
        self.title.addWidget(self.headline)
        for field in self._titles:
            self.title.addWidget(field, 1)
        self._tail = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        self.title.addSpacerItem(self._tail)
        self._rows = stacked(gap_px=0)
        for fact in self.facts:
            if not fact.is_title:
                self._rows.addWidget(self.fields[fact.field])
        adding = abreast(self.add, STRETCH, edges_px=(tokens.HANG_PX, tokens.SPACE_1_PX, 0, 0))
        whole = stacked(inside=self, gap_px=0)
        if self._titles:
            whole.addLayout(self.title)
        else:
            self.headline.hide()
        whole.addLayout(abreast(self.under, STRETCH))
        whole.addWidget(self.presses)
        whole.addSpacing(tokens.SPACE_3_PX if self._says_under and not self._is_folded else 0)
        whole.addLayout(self._rows)
        whole.addLayout(adding)
        self._read_title()

    def _arrange(self) -> None:
        """Show what is read, and the fields that are to be seen, for the values of now."""
        self.headline.say(" ".join(filter(None, (each.value for each in self._titles))))
        self._show_under()
        acting = {fact.field: self._pressed(fact) for fact in self.facts}
        if self._acts:
            opened = {name for name, pressed in acting.items() if pressed} & self._opened
            self.presses.offer(
                () if opened else [each for found in acting.values() for each in found or ()]
            )
        empty = False
        for fact in self.facts:
            field = self.fields[fact.field]
            if fact.is_title:
                continue
            is_read_above = fact.is_under or bool(acting[fact.field]) or self._is_folded
            has_row = fact.field in {*self._opened, *self.asked} or field.has_objection
            field.setVisible(has_row or (bool(field.value) and not is_read_above))
            empty = empty or not (field.value or has_row)
        self.add.setVisible(empty and not self._is_folded)

    def _show_under(self) -> None:
        under = [fact for fact in self.facts if fact.is_under or self._is_folded]
        said = self._said_under or PART.join(filter(None, map(self.value_said, under)))
        self.under.say(said)
        is_read = bool(said) and not self._has_opened(under)
        self.under.setVisible(is_read and self._says_under)

    def _pressed(self, fact: Fact) -> tuple[Pressed, ...] | None:
        return fact.pressed_of(self.fields[fact.field].taken)

    def _has_opened(self, facts: Iterable[Fact]) -> bool:
        return any(fact.field in self._opened for fact in facts)

    @Slot()
    def _open_under(self) -> None:
        self.open(*(each.field for each in self.facts if each.is_under or self._is_folded))

    @Slot()
    def _open_pressed(self) -> None:
        self.open(*(fact.field for fact in self.facts if self._pressed(fact)))

    @Slot()
    def _open_empty(self) -> None:
        self.open(
            *(each.field for each in self.facts if not each.is_title and self._is_hidden(each))
        )

    def _is_hidden(self, fact: Fact) -> bool:
        field = self.fields[fact.field]
        return field.isHidden() and not field.value

    # ── The title ─────────────────────────────────────────────────────────────────────

    def _write_title(self) -> None:
        self._show_title(is_read=False)

    def _read_title(self) -> None:
        """Read the title; where there is none yet, its field asks for it."""
        has_any = any(field.value for field in self._titles)
        self._show_title(is_read=has_any and not any(field.has_objection for field in self._titles))

    def _show_title(self, *, is_read: bool) -> None:
        self.headline.setVisible(is_read and bool(self._titles))
        for field in self._titles:
            field.setVisible(not is_read)

    @Slot()
    def _title_left(self) -> None:
        """Return to reading, once the focus is in none of the fields of the title."""
        now = QApplication.focusWidget()
        if now is None or any(field.isAncestorOf(now) for field in self._titles):
            return
        self._read_title()
        self._arrange()

    @Slot()
    def _title_done(self) -> None:
        """Return to reading on Enter and Escape; the keys stay with the title."""
        if any(field.value for field in self._titles):
            self.headline.show()
            self.headline.setFocus()

    def _take_paragraphs(self, source: QMimeData) -> None:
        """Write what was pasted in the title, and has several paragraphs, in the text."""
        body = next(fact.field for fact in self.facts if fact.is_body)
        self.open(body)
        self.fields[body].paste_at_end(source)

    @Slot()
    def _show_objection(self) -> None:
        """Show a field that something is to be said of, even if it was left by then."""
        if any(field.has_objection for field in self._titles):
            self._write_title()
        self._arrange()

    def _save(self, office: Office, id: Any, typed: Typed) -> object:  # noqa: A002 - the thing's
        notation = self._notations[typed.field]
        before, after = notation.read(typed.before), notation.read(typed.after)
        return self._edit(office, Ref(self._kind, id), FieldChange(typed.field, before, after))


class ThingCard(CardPane):
    """The card of one thing, as the page beside it asks for it."""

    def __init__(self, nothing: str) -> None:
        """Build an empty card that says *nothing* until something is chosen."""
        super().__init__(nothing)
        self.kept = Notice()
        """Why what is shown may not be destroyed, where that is so."""
        self.body.addWidget(self.kept)

    @property
    def ref(self) -> Ref | None:
        """What is shown, as the whole desk names it."""
        raise NotImplementedError

    def show_view(self, view: Any) -> None:
        """Show what the page has read of a thing."""
        raise NotImplementedError

    def wait_for(self, ref: Ref) -> None:
        """Hear that *ref* is chosen, and is being read."""

    def close_view(self) -> None:
        """Show nothing; what was typed is saved."""
        raise NotImplementedError


class FactCard(ThingCard):
    """A thing of a kind: its facts, more of its own under them, and the way to the bin.

    Signals:
        bin_wanted: It is to go to the bin; carries its `Ref`.
        archive_wanted: It was sent, and is to be archived or taken out; carries its `Ref`
            and the `PutAwayWay`.
        list_wanted: Escape was pressed where it gave nothing back.
    """

    list_wanted = Signal()
    bin_wanted = Signal(object)
    archive_wanted = Signal(object, object)

    def __init__(
        self,
        errands: Errands,
        kind: Subject,
        facts: Facts,
        *,
        nothing: str,
        edit: Edit = things.change,
        parts: Facts = (),
        says_under: bool = True,
    ) -> None:
        """Build an empty card.

        Args:
            errands: The window's errands.
            kind: Of the things shown.
            facts: Theirs.
            nothing: What to say until one is chosen.
            edit: Saves what is typed, where its desk alone does not.
            parts: The facts of their parts, whose edits stand in the history too.
            says_under: Whether what stands under the title is said there, by the sheet.
        """
        super().__init__(nothing)
        self._parts = parts
        self._kind = kind
        self.thing: Any = None
        """What is shown, as last read."""
        self.sheet = FactSheet(errands, kind, facts, edit, says_under=says_under)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self._bin = PutAway()
        self._bin.wanted.connect(self._want_away)
        self.history = History(errands)
        self.bar.right(self.history.button, self._bin)
        self.more = QVBoxLayout()
        """What else the card has, under its facts; its words stand on the edge of theirs."""
        self.more.setSpacing(0)
        self.body.setContentsMargins(
            BODY_SIDE_PX - tokens.HANG_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, BODY_FOOT_PX
        )
        self.body.addWidget(self.sheet)
        self.body.addWidget(self.history)
        self.body.addLayout(self.more)
        self.body.addStretch(1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    @override
    def ref(self) -> Ref | None:
        return None if self.thing is None else Ref(self._kind, self.thing.id)

    @override
    def show_view(self, view: Any) -> None:
        """Show what the page has read of a thing, here the thing itself."""
        self.show_thing(view)

    def show_thing(self, thing: Any, facts: Facts | None = None, *, stays: str = "") -> None:
        """Show *thing* and, where what they offer has changed, its *facts*.

        *stays* says why nothing of it may be changed any more, where that is so.
        """
        self.thing = thing
        self.show_card(shown=True)
        self.sheet.show_thing(thing.id, thing, facts)
        self.sheet.setEnabled(not stays)
        if stays:
            self.sheet.add.hide()
        ref = Ref(self._kind, thing.id)
        self.history.show_of(ref, (*self.sheet.facts, *self._parts), stays=stays)

    def offer_way(self, way: PutAwayWay) -> None:
        """Offer *way* on the button of the bin: what was sent is archived."""
        self._bin.offer(way)

    @override
    def close_view(self) -> None:
        self.save_now()
        self.history.close_it()
        self.thing = None
        self.show_card(shown=False)

    def edit_name(self) -> None:
        """Go to what the thing is called, to type it anew."""
        self.sheet.edit_title()

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()

    def fold(self) -> None:
        """Return to reading, whatever was opened to be edited."""
        self.sheet.fold()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the card on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Return to reading once the keys went from here to a list, where nothing of this moves."""
        if isinstance(now, RowList) and before is not None and self.isAncestorOf(before):
            self.fold()

    @Slot(object)
    def _want_away(self, way: PutAwayWay) -> None:
        if self.ref is not None and way is PutAwayWay.BIN:
            self.bin_wanted.emit(self.ref)
        elif self.ref is not None:
            self.archive_wanted.emit(self.ref, way)


def _field(fact: Fact) -> CardField:
    field = CardField(
        fact.field,
        fact.called,
        lines=fact.lines,
        choices=fact.notation.choices,
        placeholder=_(fact.hint) if fact.hint else _("Add…"),
        title=fact.is_title,
        whole=fact.is_whole,
        said=fact.notation.said_of,
        note_px=0 if fact.is_title else NOTE_PX,
    )
    if isinstance(field.editor, QComboBox):
        field.editor.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        field.editor.setMinimumContentsLength(SHORTEST_CHOICE_CHARACTERS)
    return field
