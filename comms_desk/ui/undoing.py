"""Ctrl+Z: what this person did last since the window opened, on whichever page.

What was typed in the fields of cards and what was done beside them stand in one row, and are
undone the last one first.  Nothing is undone before all that was typed is saved: it may be what
is to be undone.  What Ctrl+Z took back of the fields is done again by Ctrl+Shift+Z, until
something else is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, said_again
from comms_desk.storage.errors import STORAGE_FAILURES, FieldChangedSince
from comms_desk.storage.model import Edit
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.notices import BriefUndo, Toast, Undo, in_other_words

if TYPE_CHECKING:
    from comms_desk.across.history import Past
    from comms_desk.across.taking_back import Answer, ChangedSince, TakenBack
    from comms_desk.across.things import Thing
    from comms_desk.facts import Facts

WAITS_MS = 2_000
"""An undo waits so long for what is being saved: later, it would undo what was typed since."""
ONE_TYPING = timedelta(seconds=5)
"""Saves of one field that follow each other so fast are one thing that somebody typed."""
MOST_KEPT = 200
"""How many things can be undone."""
LONGEST_SAID = 60
"""How many characters of a value, or of a name, are said."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A field that was saved."""

    edit: Edit
    label: str

    def goes_on_with(self, edit: Edit) -> bool:
        """Whether *edit* is more of the same typing, and does not give back what stood before.

        Each text that was kept is one by itself.
        """
        from comms_desk.across.history import is_of_text

        mine = self.edit
        if is_of_text(mine):
            return False
        is_next = (mine.ref, mine.field, mine.after) == (edit.ref, edit.field, edit.before)
        return is_next and edit.after != mine.before and edit.at - mine.at <= ONE_TYPING


@dataclass(frozen=True, slots=True)
class _Step:
    """Something else that was done: what a toast said, and its undo; None where it has none."""

    said: str
    undo: Undo | None


type _Done = _Typed | _Step


@dataclass(frozen=True, slots=True)
class _Going:
    """What is being undone, or done again."""

    typed: _Typed
    is_redo: bool


class Undoing(QObject):
    """What can be undone in a window, and done again.

    Args:
        errands: Tells of each field that was saved, and carries an undo out.
        toast: Says what was done, and has the undo of what is no field.
        open_thing: Shows a thing on its page: what is undone there is not always in front.
    """

    def __init__(self, errands: Errands, toast: Toast, open_thing: Callable[[Ref], None]) -> None:
        """Begin with nothing done."""
        super().__init__(toast)
        self._errands = errands
        self._toast = toast
        self._open_thing = open_thing
        self.language = current()
        """That of the words in which what was done is named."""
        self.done: list[_Done] = []
        self.undone: list[_Done] = []
        """What Ctrl+Z took back; of a field, the edit that did."""
        self._wanted = QTimer(self, singleShot=True, interval=WAITS_MS)
        self._is_redo = False
        """Whether what is wanted is to do something again."""
        self._going: _Going | None = None
        errands.edited.connect(self._edited)
        errands.writing.connect(self._written)
        toast.offered.connect(self._offered)
        toast.undoing.connect(self._undoing)

    @Slot(str, object)
    def hear(self, said: str, undo: Undo | None) -> None:
        """Say what a page has done; Ctrl+Z undoes it, or says first that it cannot be."""
        self._toast.offer(said, undo)
        if undo is None:
            last = self.done[-1] if self.done else None
            if isinstance(last, _Step) and last.undo is None:
                self.done.pop()
            self._remember(_Step(said, None))

    @Slot()
    def undo(self) -> None:
        """Undo what was done last, once all that was typed is saved; say where there is nothing."""
        self._want(is_redo=False)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last, unless something else was done since."""
        self._want(is_redo=True)

    def go_on_from(self, before: "Undoing") -> None:
        """Be able to undo what was done in the window *before*, named in the words of now."""
        handed = self.done[-1:]  # what its toast still offers, as the toast here does
        self.done, self.undone = (
            [self._again(each, before, handed) for each in row]
            for row in (before.done, before.undone)
        )

    def _again(self, each: _Done, before: "Undoing", handed: list[_Done]) -> _Done:
        if isinstance(each, _Typed):
            return replace(each, label=said_again(each.label, before.language))
        if handed and each.undo is not None and before.is_offered(each.undo):
            return handed[0]
        if before.language is self.language:
            return each
        return _Step(*in_other_words(each.undo))

    def is_offered(self, undo: Undo) -> bool:
        """Whether the toast still offers *undo*."""
        return self._toast.offers(undo)

    @property
    def is_wanted(self) -> bool:
        """Whether an undo waits for what is being saved."""
        return self._wanted.isActive()

    def _want(self, *, is_redo: bool) -> None:
        self._is_redo = is_redo
        self._wanted.start()
        self._go_if_saved()

    @Slot(int)
    def _written(self, waiting: int) -> None:
        if self.is_wanted and not waiting:  # whoever wrote is about to hear of it
            QTimer.singleShot(0, self, self._go_if_saved)

    @Slot()
    def _go_if_saved(self) -> None:
        if self._errands.unwritten or not self.is_wanted:
            return
        self._wanted.stop()
        row = self.undone if self._is_redo else self.done
        if row:
            self._take(row.pop())
        elif not self._toast.is_undoing:
            self._toast.offer(_("Nothing to redo") if self._is_redo else _("Nothing to undo"))

    def _take(self, last: _Done) -> None:
        if isinstance(last, _Typed):
            self._going = _Going(last, self._is_redo)
            self._errands.write(None, partial(_take_back, last.edit), self._answered, self._failed)
        elif self._is_redo:
            self._toast.offer(_("To be done again by hand: {what}").format(what=last.said))
        elif last.undo is None:
            self._toast.offer(_("It cannot be undone: {what}").format(what=last.said))
        elif isinstance(last.undo, BriefUndo) and not self._toast.offers(last.undo):
            self._toast.offer(last.undo.later or _("It is too late to undo that from here"))
        else:
            self._toast.undo_that(last.said, last.undo)

    @Slot(object, str)
    def _edited(self, edit: Edit, label: str) -> None:
        """Remember a field that was saved; more of the same typing is one with what came before."""
        last = self.done[-1] if self.done else None
        if isinstance(last, _Typed) and last.goes_on_with(edit):
            self.done.pop()
            edit = replace(edit, before=last.edit.before)
        self.undone = []
        if edit.before != edit.after:
            self._remember(_Typed(edit, label))

    @Slot(str, object)
    def _offered(self, said: str, undo: Undo) -> None:
        """Remember it; an undo that the database could not take stands where it stood."""
        last = self.undone[-1] if self.undone else None
        if isinstance(last, _Step) and last.undo is undo:
            self.undone.pop()
        else:
            self.undone = []
        self._remember(_Step(said, undo))

    def _remember(self, done: _Done) -> None:
        self.done = [*self.done, done][-MOST_KEPT:]

    @Slot(object)
    def _undoing(self, undo: Undo) -> None:
        """Hear that the toast undoes that; where it cannot, it offers it again."""
        self.undone.append(_Step(self._toast.accessibleName(), undo))
        self.done = [
            each for each in self.done if not (isinstance(each, _Step) and each.undo is undo)
        ]

    @Slot(object)
    def _answered(self, answer: "Answer") -> None:
        from comms_desk.across.taking_back import ChangedSince, SentSince

        going, self._going = self._going, None
        if going is None:
            return
        if isinstance(answer, SentSince):
            self._forget(answer.refs)
            sent = _("“{name}” was sent: what was sent is not taken back")
            self._toast.offer(sent.format(name=_shortly(answer.name)))
        elif isinstance(answer, ChangedSince):
            self._errands.failed.emit(_conflict(answer, going.typed.label))
        else:
            other = replace(going.typed, edit=answer.past.edit)
            if going.is_redo:
                self._remember(other)
            else:
                self.undone.append(other)
            self._say(answer, going)

    def _say(self, answer: "TakenBack", going: _Going) -> None:
        """Say what was done to what: its page may not be in front, and is a press away."""
        words = _("Done again: {what}") if going.is_redo else _("Undone: {what}")
        before, after = _values(answer.past, answer.facts)
        change = _("{field}: {before} → {after}").format(
            field=going.typed.label, before=before or _("nothing"), after=after or _("nothing")
        )
        thing = answer.thing
        said = words.format(what=" · ".join(filter(None, (change, _name(thing)))))
        to = None if thing is None else partial(self._open_thing, thing.ref)
        self._toast.offer(said, to=to)

    def _forget(self, refs: frozenset[Ref]) -> None:
        """Remember no edit of *refs* any longer: it cannot be taken back."""
        self.done, self.undone = (
            [each for each in row if not (isinstance(each, _Typed) and each.edit.ref in refs)]
            for row in (self.done, self.undone)
        )

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        """Say why; what the database could not take now may be undone later."""
        going, self._going = self._going, None
        if going is not None and isinstance(error, STORAGE_FAILURES):
            (self.undone if going.is_redo else self.done).append(going.typed)
        self._errands.failed.emit(error)


def _conflict(answer: "ChangedSince", called: str) -> FieldChangedSince:
    """Return who changed which field, from what to what, as its card says them."""
    before, after = _values(answer.past, answer.facts)
    return FieldChangedSince(
        who=answer.past.who,
        field=called,
        name="" if answer.thing is None else answer.thing.title,
        before=before,
        after=after,
    )


def _values(past: "Past", facts: "Facts") -> tuple[str, str]:
    from comms_desk.wording.history import said

    field = past.edit.field
    return _shortly(said(field, past.before, facts)), _shortly(said(field, past.after, facts))


def _name(thing: "Thing | None") -> str:
    """Return « Dossier « Neige » »; its kind alone where it has no name."""
    from comms_desk.wording.kinds import ONE

    if thing is None:
        return ""
    kind = ONE[thing.ref.kind]()
    if not thing.title:
        return kind
    return _("{kind} “{name}”").format(kind=kind, name=_shortly(thing.title))


def _shortly(text: str) -> str:
    return shorten(text, LONGEST_SAID, placeholder="…")


def _take_back(edit: Edit, office: Office) -> "Answer":
    from comms_desk.across.taking_back import take_back

    return take_back(office, edit)
