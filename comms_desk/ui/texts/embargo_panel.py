"""The embargo of a draft: until when, what ends it, who may have it before; all done here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.embargo.model import Embargo, EmbargoInThePast, PlacedEmbargo, SignedPassage
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _, pgettext
from comms_desk.mail.model import WaitingForWords
from comms_desk.media.drafting.embargo_notice import EmbargoSaid
from comms_desk.media.drafting.model import Draft
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.moment_field import MomentField
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.texts import words
from comms_desk.ui.texts.exceptions import ExceptionsPanel
from comms_desk.wording.letters import waits_for_words

OFFERED_HOUR = 10
"""A new embargo is offered for the next day at 10 in the morning."""


class EmbargoPanel(QWidget):
    """The lock of one draft; its *exceptions* hang under it, laid out by the caller.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        placed: The text shown is under embargo until then; `undoable` says so next.
    """

    undoable = Signal(str, object)
    placed = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build the panel."""
        super().__init__()
        self._errands = errands
        self._ref: Ref | None = None
        self._lock: Embargo | None = None
        self._lifted: Embargo | None = None
        self._placed_last: PlacedEmbargo | None = None
        self._said_in_text: datetime | None = None
        """What the words of the text shown say, once it was offered."""
        self.state = Label("", "strong", wraps=True)
        self.until = MomentField(_("Under embargo until"))
        self.ends_when = Line()
        self.ends_when.setPlaceholderText(_("What ends it, in one sentence"))
        self.ends_when.setAccessibleName(_("What ends the embargo"))
        self.place = Button(_("Place the embargo"), does=self.place_now)
        self.lift = Button(pgettext("embargo", "Lift"), name=_("Lift the embargo"))
        self.lift.hide()
        self.lift.clicked.connect(self.lift_now)
        self.until.line.returnPressed.connect(self.place_now)
        self.ends_when.returnPressed.connect(self.place_now)
        column = stacked(inside=self, gap_px=tokens.SPACE_2_PX)
        for widget in (self.state, self.until, self.ends_when):
            widget.setMinimumWidth(0)
            column.addWidget(widget)
        column.addLayout(abreast(self.place, self.lift, STRETCH, gap_px=tokens.SPACE_2_PX))
        self.exceptions = ExceptionsPanel(errands)
        self.exceptions.undoable.connect(self.undoable)
        self.exceptions.hide()

    def show_draft(
        self, draft: Draft, now: datetime, passages: Sequence[tuple[SignedPassage, str]] = ()
    ) -> None:
        """Show the lock of *draft*, and which words of it were let through in what.

        Of the same lock, what was typed here stays.
        """
        held = words.holds(draft, now)
        lock = draft.embargo
        other = (self._ref, self._lock) != (draft.ref, lock)
        self._ref, self._lock = draft.ref, lock
        if other or (self._said_in_text is not None and self._said_in_text <= now):
            self._said_in_text = None
        self.state.setText(
            words.embargo(lock.until) if lock is not None and held else _("No embargo")
        )
        self._name_verbs(held=held)
        self.exceptions.show_lock(lock if held else None, passages)
        is_filled_in = self.until.is_touched or self.ends_when.isModified() or self._said_in_text
        if other or not is_filled_in:
            offered = lock.until if lock is not None and held else tomorrow(now)
            self.until.show_moment(offered, now=now, offered=not (lock is not None and held))
            self.ends_when.setText(lock.ends_when if lock is not None and held else "")
            self.ends_when.setCursorPosition(0)

    def offer(self, said: EmbargoSaid, now: datetime) -> None:
        """Offer the moment that the words of the text say, or its day; none that has passed.

        It stays, however often the text is shown again, until another one is.
        """
        moment = said.until or said.offered
        if moment is not None and moment > now:
            self._said_in_text = moment
            self.until.show_moment(moment, now=now, offered=True)

    @Slot()
    def place_now(self) -> None:
        """Lock the draft until the moment chosen."""
        ref, ends_when = self._ref, self.ends_when.text()
        if ref is None:
            return
        try:
            until = self.until.moment
        except MomentNotRead as error:
            self.until.refuse(error)
            return

        self._errands.write(
            None,
            lambda office: (
                office.embargoes.place(ref, until=until, ends_when=ends_when),
                office.outbox.waiting_for_words(of=ref),
            ),
            self._placed,
            self._not_placed,
        )

    @Slot()
    def lift_now(self) -> None:
        """Let the draft leave from now on, unless somebody has just moved its embargo."""
        lock = self._lock
        if lock is not None:
            self._errands.write(
                None,
                lambda office: office.embargoes.put_back(None, over=lock).lock,
                self._was_lifted,
            )

    @Slot()
    def place_again(self) -> None:
        """Undo the last lifting, unless somebody placed another embargo since."""
        lifted = self._lifted
        if lifted is not None:
            self._errands.write(
                None,
                lambda office: office.embargoes.put_back(lifted, over=lifted),
                self._was_put_back,
            )

    @Slot()
    def undo_placing(self) -> None:
        """Undo the last placing, whatever text is shown by now, but not what was placed since."""
        if self._placed_last is None:
            return
        before, lock = self._placed_last.before, self._placed_last.lock
        self._errands.write(
            None,
            lambda office: office.embargoes.put_back(before, over=lock),
            self._was_put_back,
        )

    @Slot(object)
    def _was_put_back(self, _placed: PlacedEmbargo) -> None:
        """Say nothing: it was said as it was asked for, and an undo has no undo of its own."""

    @Slot(object)
    def _not_placed(self, error: CommsDeskError) -> None:
        """Say under the moment what is wrong with it, and anything else above the pages."""
        if isinstance(error, EmbargoInThePast):
            self.until.refuse(error)
        else:
            self._errands.failed.emit(error)

    @Slot(object)
    def _placed(self, done: tuple[PlacedEmbargo, Sequence[WaitingForWords]]) -> None:
        """Offer to undo it for as long as it is said: later, the text would leave unawares.

        What waits with its words by now is said with it.
        """
        self._placed_last, waiting = done
        if self._placed_last.lock.ref == self._ref:
            self.placed.emit(self._placed_last.lock.until)
        said = [words.embargo(self._placed_last.lock.until), *map(waits_for_words, waiting)]
        self.undoable.emit(" · ".join(said), BriefUndo(self.undo_placing))

    @Slot(object)
    def _was_lifted(self, lock: Embargo) -> None:
        self._lifted = lock
        self.undoable.emit(_("Embargo lifted"), BriefUndo(self.place_again))

    def _name_verbs(self, *, held: bool) -> None:
        """Two verbs stand on one line: short, under their heading, and whole to be heard."""
        whole = _("Change the time of the embargo") if held else _("Place the embargo")
        self.place.rename(pgettext("embargo", "Change the time") if held else whole)
        self.place.setAccessibleName(whole)
        if not held and self.lift.hasFocus():
            self.setFocus()  # Enter pressed twice would place another one
        self.lift.setVisible(held)


def tomorrow(now: datetime) -> datetime:
    """Return the moment that a new embargo is offered for."""
    local = now.astimezone(CITY_ZONE) + timedelta(days=1)
    return local.replace(hour=OFFERED_HOUR, minute=0, second=0, microsecond=0)
