"""Saves the fields of one card as they are typed, one save at a time for each field.

A field's next save waits until the one before is answered, so that it is made over what is
then in the database: two saves of one hand never conflict.  A conflict with somebody else's
shows both texts in the field.  What is on its way belongs to the card it was typed in: the
next card may be shown meanwhile, or the same one again, which then shows what is on its way,
or what was refused and why.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.kinds import KINDS
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import Edit
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.wording import say

Save = Callable[[Office, Any, Typed], object]
"""Called in the writing thread with the office, the id of the card, and what was typed."""


class SavesFields(Protocol):
    """A card whose fields are saved as one types."""

    saver: "FieldSaver"

    def hide(self) -> None:
        """Show the card no longer."""

    def deleteLater(self) -> None:  # noqa: N802 - Qt's name
        """Delete it, once the slots that run are done."""


class FieldSaver(QObject):
    """Saves the fields of one card.

    Signals:
        saved: What was typed in a field is in the database; carries the `Typed`.
    """

    saved = Signal(object)

    def __init__(
        self, errands: Errands, kind: Subject, save: Save, fields: Iterable[CardField]
    ) -> None:
        """Save each of *fields* by *save*.

        Args:
            errands: The window's errands.
            kind: What the cards are of; with their id it says which one it is, on any page.
            save: ``lambda office, id, typed: office.contacts.edit(id, FieldChange(...))``.
            fields: The fields of the card.
        """
        fields = tuple(fields)
        super().__init__(fields[0].parentWidget() if fields else None)
        self._id: Any = None
        self.of = ""
        """What the thing is called whose card is shown."""
        self.kind = kind
        self._by_name = {field.field: _Saving(self, errands, save, field) for field in fields}

    @property
    def id(self) -> Any:
        """The id of the card shown, or None."""
        return self._id

    def show_card(self, id: Any, values: dict[str, str], *, of: str = "") -> None:  # noqa: A002 - the card's
        """Show the *values* of card *id*; of the same card, what is being typed stays.

        Of another one, what was typed there and is not saved is shown as it was left.  *of* is
        what the thing is called whose card it is.
        """
        other = id != self._id
        if other:
            self.save_now()
        self._id, self.of = id, of
        for name, saving in self._by_name.items():
            value, on_its_way = values.get(name, ""), saving.on_its_way(id)
            saving.field.show_value(value, other_card=other, on_its_way=on_its_way)
            if other and on_its_way is None:
                saving.show_unsaved(value)

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause; what was refused is kept as it is."""
        for saving in self._by_name.values():
            saving.field.save_now()
            saving.keep_unsaved()

    @property
    def is_idle(self) -> bool:
        """Whether all that was typed is answered."""
        return all(saving.is_idle for saving in self._by_name.values())

    def leave(self) -> None:
        """Save what was typed; what is refused from now on is said above all pages."""
        self.save_now()
        self._id = None


class Leaving[Id, Card: SavesFields]:
    """Cards that are shown no longer, kept until what was typed in them is saved.

    A card that goes with its saver would take with it what waits to be saved.
    """

    def __init__(self) -> None:
        """Keep none yet."""
        self._cards: dict[Id, Card] = {}

    def leave(self, id: Id, card: Card) -> None:  # noqa: A002 - the card's
        """Save what was typed in *card* and hide it; delete those that are saved."""
        card.saver.leave()
        card.hide()
        self._cards[id] = card
        for saved in [each for each, kept in self._cards.items() if kept.saver.is_idle]:
            self._cards.pop(saved).deleteLater()

    def back(self, id: Id) -> Card | None:  # noqa: A002 - the card's
        """Return the card of *id*, hidden, if it is still here: it is to be shown again."""
        return self._cards.pop(id, None)


@dataclass(slots=True)
class _Sent:
    """A save on its way, and the text that waits until it is answered."""

    card: Any
    of: str
    typed: Typed
    following: str | None = None

    @property
    def last(self) -> str:
        """The last that was typed."""
        return self.typed.after if self.following is None else self.following


class _Saving(QObject):
    """The saves of one field: for each card, one on its way and at most one that waits."""

    def __init__(self, saver: FieldSaver, errands: Errands, save: Save, field: CardField) -> None:
        super().__init__(saver)
        self._saver = saver
        self._errands = errands
        self._unsaved = errands.unsaved
        self._save = save
        self.field = field
        self._sent: deque[_Sent] = deque()
        field.typed.connect(self.typed)
        field.given_up.connect(self.keep_unsaved)

    @Slot(object)
    def typed(self, typed: Typed) -> None:
        card = self._saver.id
        sent = self._of(card)
        if sent is not None:
            sent.following = typed.after
        else:
            self._send(_Sent(card, self._saver.of, typed))

    @property
    def is_idle(self) -> bool:
        return not self._sent

    def on_its_way(self, card: Any) -> str | None:
        """Return what was typed in *card* last and is not answered; None where all is."""
        sent = self._of(card)
        return None if sent is None else sent.last

    def show_unsaved(self, value: str) -> None:
        """Show what was typed in the card shown and not saved, where it now says *value*."""
        place = self._place(self._saver.id)
        unsaved = self._unsaved.at(place)
        if unsaved is None:
            return
        if unsaved.typed == value:
            self._unsaved.forget(place)
            return
        called, of = self.field.label, self._saver.of  # the language may be another by now
        self._unsaved.keep(place, replace(unsaved, called=called, of=of))
        self.field.show_typed(unsaved.typed, over=unsaved.before)
        self._say(unsaved.error, theirs=value)

    @Slot()
    def keep_unsaved(self) -> None:
        """Keep what is in the field by now, or nothing more where it was given up."""
        place = self._place(self._saver.id)
        unsaved = self._unsaved.at(place)
        if unsaved is None or self.on_its_way(self._saver.id) is not None:
            return
        if not self.field.is_unsaved:
            self._unsaved.forget(place)
        elif self.field.value != unsaved.typed:
            self._unsaved.keep(place, replace(unsaved, typed=self.field.value))

    def _place(self, card: Any) -> FieldPlace:
        return FieldPlace(self._saver.kind, card, self.field.field)

    def _of(self, card: Any) -> _Sent | None:
        return next((sent for sent in self._sent if sent.card == card), None)

    @Slot(object)
    def kept(self, answer: object) -> None:
        sent = self._sent.popleft()
        typed = sent.typed
        if isinstance(answer, Edit):
            self._errands.edited.emit(answer, self.field.label)
        if sent.card == self._saver.id:
            self.field.kept(typed.after)
        self._unsaved.forget(self._place(sent.card))
        self._saver.saved.emit(typed)
        if sent.last != typed.after:
            self._send_last(sent, over=typed.after)

    @Slot(object)
    def failed(self, error: CommsDeskError) -> None:
        """Say why, in the field or above all pages; what was typed since may be right.

        Above all pages a conflict says the last that was typed: it stands nowhere else.
        """
        sent = self._sent.popleft()
        typed, shown = sent.typed, sent.card == self._saver.id
        if sent.last != typed.after and not isinstance(error, EditConflict):
            self._send_last(sent, over=typed.before)
            return
        if self._is_gone_for_good(sent.card, error):
            self._unsaved.forget(self._place(sent.card))
        else:
            self._keep(sent, error)
        if shown:
            theirs = error.theirs if isinstance(error, EditConflict) else None
            self._say(error, theirs="" if theirs is None else str(theirs))
        elif isinstance(error, EditConflict):
            self._errands.failed.emit(replace(error, yours=sent.last))
        else:
            self._errands.failed.emit(error)

    @Slot()
    def _dropped(self) -> None:
        """Send what was typed since, over what stands there; what met the bug may be sent again."""
        sent = self._sent.popleft()
        if sent.last != sent.typed.after:
            self._send_last(sent, over=sent.typed.before)
            return
        self._keep(sent, None)
        if sent.card == self._saver.id:
            self._say(None, theirs="")

    @Slot(object)
    def _delayed(self, error: CommsDeskError) -> None:
        """Say why what is on its way waits, in the field or above all pages."""
        if self._of(self._saver.id) is not None:
            self.field.delayed(_sentence(error))
        else:
            self._errands.failed.emit(error)

    def _is_gone_for_good(self, card: Any, error: CommsDeskError) -> bool:
        """Whether nobody comes back to that card: what is in the bin still takes what is typed.

        A part that was removed may be put back.
        """
        kind = self._saver.kind
        return (
            KINDS[kind].is_binned and isinstance(error, NotFound) and error.ref == Ref(kind, card)
        )

    def _keep(self, sent: _Sent, error: CommsDeskError | None) -> None:
        unsaved = Unsaved(self.field.label, sent.typed.before, sent.last, error, sent.of)
        self._unsaved.keep(self._place(sent.card), unsaved)

    def _say(self, error: CommsDeskError | None, *, theirs: str) -> None:
        """Say in the field why what is there is not saved; *theirs* is what somebody else wrote."""
        if isinstance(error, EditConflict):
            self.field.conflict(theirs)
        else:
            self.field.refused(_("Not saved") if error is None else _sentence(error))

    def _send_last(self, sent: _Sent, *, over: str) -> None:
        self._send(_Sent(sent.card, sent.of, Typed(sent.typed.field, over, sent.last)))

    def _send(self, sent: _Sent) -> None:
        save, card, typed = self._save, sent.card, sent.typed

        def job(office: Office) -> object:
            return save(office, card, typed)

        self._sent.append(sent)
        self._errands.save(
            None, job, self.kept, self.failed, dropped=self._dropped, delayed=self._delayed
        )


def _sentence(error: CommsDeskError) -> str:
    return say(error).whole
