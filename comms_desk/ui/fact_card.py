"""A card of declared facts: each is edited in place, saved as one types, and laid out by itself.

`FactSheet` is the facts alone, `FactCard` a whole card of them with the way to the bin.  They
know no kind of thing: what may stand in a field is for the facts and the desk to say.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comms_desk.across import things
from comms_desk.changes import Ref, Subject
from comms_desk.facts import Fact, Facts
from comms_desk.i18n import _
from comms_desk.storage.model import FieldChange
from comms_desk.ui.editing import FieldSaver
from comms_desk.ui.errands import Errands
from comms_desk.ui.history import History
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.fields import CardField, Typed, offer
from comms_desk.ui.kit.layout import CardPane
from comms_desk.ui.putting_away import PutAway, Way

if TYPE_CHECKING:
    from comms_desk.across.office import Office

COLUMNS = 2
SHORTEST_CHOICE_CHARACTERS = 10
"""A choice may be narrower than its longest words."""

type Edit = Callable[["Office", Ref, FieldChange], object]
"""Called in the writing thread with the office, the thing, and what to change of it."""


class FactSheet(QWidget):
    """The facts of one thing: its title on a line, the others under it, two a line."""

    def __init__(
        self, errands: Errands, kind: Subject, facts: Facts, edit: Edit = things.change
    ) -> None:
        """Build the fields of *facts* of a *kind*, empty; what is typed is saved by *edit*."""
        super().__init__()
        self._kind = kind
        self.facts = facts
        self._edit = edit
        self.fields = {fact.field: _field(fact) for fact in facts}
        self.title = QHBoxLayout()
        self.title.setSpacing(0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        grid.setVerticalSpacing(tokens.SPACE_2_PX)
        place = 0
        for fact, field in zip(facts, self.fields.values(), strict=True):
            if fact.is_title:
                self.title.addWidget(field, 1)
                continue
            width = COLUMNS if fact.is_wide else 1
            place += place % width
            grid.addWidget(field, place // COLUMNS, place % COLUMNS, 1, width)
            place += width
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(tokens.SPACE_2_PX)
        whole.addLayout(self.title)
        whole.addLayout(grid)
        self.saver = FieldSaver(errands, self._save, self.fields.values())

    def show_thing(self, id: Any, thing: object, facts: Facts | None = None) -> None:  # noqa: A002 - the thing's
        """Show *thing*; of the same one, what is being typed stays.

        Args:
            id: Of the thing.
            thing: What has the facts.
            facts: The same ones, where what they offer has changed.
        """
        self.facts = facts or self.facts
        for fact in self.facts:
            offer(self.fields[fact.field], fact.offered(thing))
        self.saver.show_card(id, {fact.field: fact.written(thing) for fact in self.facts})

    def edit_title(self) -> None:
        """Go to the title, to type it anew."""
        title = next(self.fields[fact.field] for fact in self.facts if fact.is_title)
        title.setFocus()
        if isinstance(title.editor, QLineEdit):
            title.editor.selectAll()

    def _save(self, office: "Office", id: Any, typed: Typed) -> object:  # noqa: A002 - the thing's
        (notation,) = (fact.notation for fact in self.facts if fact.field == typed.field)
        before, after = notation.read(typed.before), notation.read(typed.after)
        return self._edit(office, Ref(self._kind, id), FieldChange(typed.field, before, after))


class FactCard(CardPane):
    """A thing of a kind: its facts, more of its own under them, and the way to the bin.

    Signals:
        bin_wanted: It is to go to the bin; carries its `Ref`.
        archive_wanted: It was sent, and is to be archived or taken out; carries its `Ref`
            and the `Way`.
    """

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
    ) -> None:
        """Build an empty card.

        Args:
            errands: The window's errands.
            kind: Of the things shown.
            facts: Theirs.
            nothing: What to say until one is chosen.
            edit: Saves what is typed, where its desk alone does not.
            parts: The facts of their parts, whose edits stand in the history too.
        """
        super().__init__(nothing)
        self._parts = parts
        self._kind = kind
        self.thing: Any = None
        """What is shown, as last read."""
        self.sheet = FactSheet(errands, kind, facts, edit)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self._bin = PutAway()
        self._bin.wanted.connect(self._want_away)
        self.history = History(errands)
        self.bar.right(self.history.button, self._bin)
        self.more = QVBoxLayout()
        """What else the card has, under its facts."""
        self.body.addWidget(self.sheet)
        self.body.addWidget(self.history)
        self.body.addLayout(self.more)
        self.body.addStretch(1)

    @property
    def ref(self) -> Ref | None:
        """What is shown, as the whole desk names it."""
        return None if self.thing is None else Ref(self._kind, self.thing.id)

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
        for field in self.fields.values():
            field.setEnabled(not stays)
        ref = Ref(self._kind, thing.id)
        self.history.show_of(ref, (*self.sheet.facts, *self._parts), stays=stays)

    def offer_way(self, way: Way) -> None:
        """Have the button of the bin offer *way*: what was sent is archived."""
        self._bin.offer(way)

    def close_view(self) -> None:
        """Show nothing; what was typed is saved."""
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

    @Slot(object)
    def _want_away(self, way: Way) -> None:
        if self.ref is not None and way is Way.BIN:
            self.bin_wanted.emit(self.ref)
        elif self.ref is not None:
            self.archive_wanted.emit(self.ref, way)


def _field(fact: Fact) -> CardField:
    field = CardField(
        fact.field,
        fact.called,
        lines=fact.lines,
        choices=fact.notation.choices,
        placeholder=_(fact.hint) if fact.hint else "",
        title=fact.is_title,
        said=fact.notation.said_of,
    )
    if isinstance(field.editor, QComboBox):
        field.editor.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        field.editor.setMinimumContentsLength(SHORTEST_CHOICE_CHARACTERS)
    return field
