"""Saves the fields of one card as they are typed, one save at a time for each field.

A field's next save waits until the one before is answered, so that it is made over what is
then in the database: two saves of one hand never conflict.  A conflict with somebody else's
shows both texts in the field; what was saved can be undone from the toast.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.storage.errors import EditConflict
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.fields import CardField, Typed

if TYPE_CHECKING:
    from comms_desk.across.office import Office

Save = Callable[["Office", Any, Typed], object]
"""Called in the writing thread with the office, the id of the card, and what was typed."""


class FieldSaver(QObject):
    """Saves the fields of one card.

    Signals:
        saved: What was typed in a field is in the database; carries the `Typed`.
    """

    saved = Signal(object)

    def __init__(self, errands: Errands, save: Save, fields: Iterable[CardField]) -> None:
        """Save each of *fields* by *save*.

        Args:
            errands: The window's errands.
            save: ``lambda office, id, typed: office.contacts.edit(id, FieldChange(...))``.
            fields: The fields of the card.
        """
        fields = tuple(fields)
        super().__init__(fields[0].parentWidget() if fields else None)
        self._errands = errands
        self._save = save
        self._id: Any = None
        self._by_name = {field.field: _Saving(self, field) for field in fields}

    @property
    def id(self) -> Any:
        """The id of the card shown, or None."""
        return self._id

    def show_card(self, id: Any, values: dict[str, str]) -> None:  # noqa: A002 - the card's
        """Show the *values* of card *id*; of the same card, what is being typed stays."""
        other = id != self._id
        if other:
            self.save_now()
        self._id = id
        for name, saving in self._by_name.items():
            saving.field.show_value(values.get(name, ""), other_card=other)

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        for saving in self._by_name.values():
            saving.field.save_now()

    def _send(self, saving: "_Saving", typed: Typed) -> None:
        save, card = self._save, self._id

        def job(office: "Office") -> Typed:
            save(office, card, typed)
            return typed

        saving.card = card
        self._errands.write(None, job, saving.kept, saving.failed)


class _Saving(QObject):
    """The saves of one field: one on its way, at most one that waits."""

    def __init__(self, saver: FieldSaver, field: CardField) -> None:
        super().__init__(saver)
        self._saver = saver
        self.field = field
        self.card: Any = None
        self._on_its_way: Typed | None = None
        self._next: tuple[Any, str] | None = None
        field.typed.connect(self.typed)

    @Slot(object)
    def typed(self, typed: Typed) -> None:
        if self._on_its_way is not None and self.card == self._saver.id:
            self._next = (self.card, typed.after)
            return
        self._on_its_way = typed
        self._saver._send(self, typed)  # noqa: SLF001 - its own other half

    @Slot(object)
    def kept(self, typed: Typed) -> None:
        following, self._on_its_way = self._next, None
        self._next = None
        if self.card == self._saver.id:
            self.field.kept(typed.after)
        self._saver.saved.emit(typed)
        if following is not None and following[1] != typed.after:
            self.typed(Typed(typed.field, typed.after, following[1]))

    @Slot(object)
    def failed(self, error: CommsDeskError) -> None:
        self._on_its_way = self._next = None
        if self.card != self._saver.id:
            self._errors_elsewhere(error)
            return
        if isinstance(error, EditConflict):
            self.field.conflict("" if error.theirs is None else str(error.theirs))
            return
        from comms_desk.wording import say

        sentence = say(error)
        self.field.refused(f"{sentence.what} {sentence.way_out}")

    def _errors_elsewhere(self, error: CommsDeskError) -> None:
        self._saver._errands.failed.emit(error)  # noqa: SLF001 - its own other half
