"""Ctrl+Z: what this person did last, since the window opened, to the thing that is shown.

What was typed in the fields of cards and what was done beside them stand in one row, and are
undone the last one first.  What was done to a thing that is not in front is named, and asked about:
nobody would see it change.  Nothing is undone before all that was typed is saved: it may be what
is to be undone.  What Ctrl+Z took back of the fields is done again by Ctrl+Shift+Z, until
something else is done.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, said_again
from comms_desk.kinds import KINDS
from comms_desk.storage.errors import STORAGE_FAILURES, FieldChangedSince
from comms_desk.storage.model import Edit
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import page_of
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

        Each text that was kept is one by itself, and so is each image that was given.
        """
        from comms_desk.across.history import is_of_text

        mine = self.edit
        if is_of_text(mine) or (mine.ref.kind, mine.field) == (Subject.BLOCK, "picture"):
            return False
        is_next = (mine.ref, mine.field, mine.after) == (edit.ref, edit.field, edit.before)
        return is_next and edit.after != mine.before and edit.at - mine.at <= ONE_TYPING


@dataclass(frozen=True, slots=True)
class _Where:
    """A page, and the thing that it shows; *page* None: none was gone to, *thing* None: no one."""

    page: str | None = None
    thing: Ref | None = None

    def sees(self, done: "_Where") -> bool:
        """Whether what was *done* there is seen here."""
        if self.page is None or done.page is None:
            return True
        if self.thing is not None and done.thing is not None:
            return self.thing == done.thing
        return self.page == done.page


@dataclass(frozen=True, slots=True)
class _Step:
    """Something else that was done: what a toast said, and its undo; None where it has none."""

    said: str
    undo: Undo | None
    where: _Where = _Where()


type _Done = _Typed | _Step


@dataclass(frozen=True, slots=True)
class _Going:
    """What is being undone, or done again."""

    typed: _Typed
    is_redo: bool


class PageInFront(Protocol):
    """The window, as far as `Undoing` knows it."""

    @property
    def page(self) -> Page | None:
        """The page in front."""

    def open(self, ref: Ref) -> None:
        """Show what *ref* points at on its page."""


class Undoing(QObject):
    """What can be undone in a window, and done again.

    Args:
        errands: Tells of each field that was saved, and carries an undo out.
        toast: Says what was done, and has the undo of what is no field.
        window: Knows the page in front, and shows a thing on its page.
    """

    def __init__(self, errands: Errands, toast: Toast, window: PageInFront) -> None:
        """Begin with nothing done."""
        super().__init__(toast)
        self._errands = errands
        self._toast = toast
        self._window = window
        self._saying: Page | None = None
        """The page that says what it has done, which may not be in front by now."""
        self._wholes: dict[Ref, Ref | None] = {}
        """The thing that each edited part belongs to; None until that is read."""
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
        says = self.sender()
        self._saying = says if isinstance(says, Page) else None
        self._toast.offer(said, undo)
        if undo is None:
            last = self.done[-1] if self.done else None
            if isinstance(last, _Step) and last.undo is None:
                self.done.pop()
            self._remember(_Step(said, None, self._here))
        self._saying = None

    @Slot()
    def undo(self) -> None:
        """Undo what was done last to what is shown, once all that was typed is saved.

        Where nothing was, what was done elsewhere is named and asked about, or that is said.
        """
        self._want(is_redo=False)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last, unless something else was done since."""
        self._want(is_redo=True)

    def go_on_from(self, before: "Undoing") -> None:
        """Take over what can be undone from the window *before*, named in the words of now."""
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
        return _Step(*in_other_words(each.undo), each.where)

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
        if self.is_wanted and not waiting:  # the writer is about to hear of it
            QTimer.singleShot(0, self, self._go_if_saved)

    @Slot()
    def _go_if_saved(self) -> None:
        if self._errands.unwritten or None in self._wholes.values() or not self.is_wanted:
            return
        self._wanted.stop()
        here, row = self._here, self._row(self._is_redo)
        seen = next((each for each in reversed(row) if self._is_seen(each, here)), None)
        if seen is not None:
            self._take_out(seen, row)
        elif elsewhere := [each for each in row if self._may_be_asked(each)]:
            self._ask(elsewhere[-1])
        elif not self._toast.is_undoing:
            self._toast.offer(_("Nothing to redo") if self._is_redo else _("Nothing to undo"))

    def _row(self, is_redo: bool) -> list[_Done]:  # noqa: FBT001 - which row it is, as it is kept
        return self.undone if is_redo else self.done

    def _take_out(self, done: _Done, row: list[_Done]) -> None:
        self._take(done)  # who undoes a step asks where it was done
        row[:] = [each for each in row if each is not done]

    @property
    def _here(self) -> _Where:
        page = self._saying or self._window.page
        return _Where() if page is None else _Where(page.KEY, page.shown_thing)

    def _is_seen(self, done: _Done, here: _Where) -> bool:
        """Whether what was *done* is in front, or is what the toast says."""
        if isinstance(done, _Step):
            is_said = done.undo is not None and self.is_offered(done.undo)
            return (is_said and self._toast.isVisible()) or here.sees(done.where)
        whole = self._wholes.get(done.edit.ref, done.edit.ref)
        return here.sees(_Where(None if whole is None else page_of(whole), whole))

    def _may_be_asked(self, done: _Done) -> bool:
        if isinstance(done, _Typed):
            return True
        is_late = isinstance(done.undo, BriefUndo) and not self._toast.offers(done.undo)
        return done.undo is not None and not is_late

    def _ask(self, done: _Done) -> None:
        """Ask whether to undo, or to do again, what was *done* to what is not in front."""
        if isinstance(done, _Step):
            self._put_question(done, done.said)
        else:
            ref = self._wholes.get(done.edit.ref) or done.edit.ref
            self._errands.read("named", partial(_named, done, ref), self._ask_by_name)

    @Slot(object)
    def _ask_by_name(self, answer: "tuple[_Typed, Thing | None]") -> None:
        done, thing = answer
        self._put_question(done, " · ".join(filter(None, (done.label, _name(thing)))))

    def _put_question(self, done: _Done, what: str) -> None:
        if self._is_redo:
            asks, verb = _("Nothing to redo here. Redo elsewhere: {what}?"), _("Redo")
        else:
            asks, verb = _("Nothing to undo here. Undo elsewhere: {what}?"), _("Undo")
        take = partial(self._take_asked, done, self._is_redo)
        self._toast.offer(asks.format(what=what), to=take, asks=verb)

    def _take_asked(self, done: _Done, is_redo: bool) -> None:  # noqa: FBT001 - as it was asked
        """Undo what was asked about, unless it was meanwhile."""
        row = self._row(is_redo)
        self._is_redo = is_redo
        self._toast.close_it()
        if any(each is done for each in row):
            self._take_out(done, row)

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
            if KINDS[edit.ref.kind].is_part and edit.ref not in self._wholes:
                self._wholes[edit.ref] = None
                job, key = partial(_whole, edit.ref), f"whole of {edit.ref}"
                self._errands.read(key, job, self._known, self._not_known)

    @Slot(object)
    def _known(self, part: tuple[Ref, Ref]) -> None:
        """Hear what thing a part belongs to; an undo may wait for it."""
        self._wholes[part[0]] = part[1]
        self._go_if_saved()

    @Slot(object)
    def _not_known(self, _error: CommsDeskError) -> None:
        """Take each part for a thing of its own: it is asked about, and no undo waits for ever."""
        self._wholes = {part: whole or part for part, whole in self._wholes.items()}
        self._go_if_saved()

    @Slot(str, object)
    def _offered(self, said: str, undo: Undo) -> None:
        """Remember it; an undo that the database could not take stands where it stood."""
        last = self.undone[-1] if self.undone else None
        if isinstance(last, _Step) and last.undo is undo:
            self.undone.pop()
        else:
            self.undone = []
        self._remember(_Step(said, undo, self._here))

    def _remember(self, done: _Done) -> None:
        self.done = [*self.done, done][-MOST_KEPT:]

    @Slot(object)
    def _undoing(self, undo: Undo) -> None:
        """Hear that the toast undoes that; where it cannot, it offers it again."""
        said = self._toast.accessibleName()
        known = [each for each in self.done if isinstance(each, _Step) and each.undo is undo]
        where = known[-1].where if known else self._here
        self.undone.append(_Step(said, undo, where))
        self.done = [each for each in self.done if each not in known]

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
        to = None if thing is None else partial(self._window.open, thing.ref)
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


def _whole(part: Ref, office: Office) -> tuple[Ref, Ref]:
    from comms_desk.across.things import whole

    return part, whole(office, part) or part


def _named(done: _Typed, ref: Ref, office: Office) -> "tuple[_Typed, Thing | None]":
    from comms_desk.across.things import find

    return done, find(office, ref)


def _take_back(edit: Edit, office: Office) -> "Answer":
    from comms_desk.across.taking_back import take_back

    return take_back(office, edit)
