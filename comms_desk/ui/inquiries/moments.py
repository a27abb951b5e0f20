"""What a person says that happened, recorded, said, and taken back by the same hand.

Each is a moment of the inquiry: nothing is changed by undoing it but that it counts no more.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment, MomentId, NewMoment
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.notices import NamedUndo

type Act = Callable[[Office], tuple[Moment, ...]]
"""Called in the writing thread; returns what it recorded."""
type Change = Callable[[Office], object]
"""Called in the writing thread; what it returns is not heard."""
type _Done = tuple[str, Change | None, str]
"""What was done, what undoes it, and what is said of that where "undone" is not enough."""


class MomentRecording(QObject):
    """Records moments of inquiries, and undoes that.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
    """

    undoable = Signal(str, object)

    def __init__(self, errands: Errands, parent: QObject) -> None:
        """Record by *errands*; errors are said by *parent*, or by what it stands in."""
        super().__init__(parent)
        self._errands = errands
        self.about = ""
        """Which inquiry is shown: what is done to it is said with that."""

    def record(self, inquiry: InquiryId, *moments: NewMoment, said: str) -> None:
        """Record *moments*, in order, and say so."""

        def act(office: Office) -> tuple[Moment, ...]:
            return tuple(office.inquiries.record(inquiry, each) for each in moments)

        self.act(act, said=said)

    def act(self, act: Act, *, said: str) -> None:
        """Record moments by *act*, and say so; what leaves by mail is not taken back."""
        said_of = PART.join(filter(None, (said, toasts.short(self.about))))

        def job(office: Office) -> _Done:
            moments = act(office)
            has_left = any(each.letter is not None for each in moments)
            undo = partial(_taken_back, tuple(each.id for each in moments))
            return said_of, None if has_left else undo, ""

        self._errands.write(None, job, self._recorded)

    def take_back(self, *moments: MomentId) -> None:
        """Say that *moments* were noted wrongly."""
        do, undo = partial(_taken_back, moments), partial(_put_back, moments)
        self.change(do, undo, said=_("Taken back"), undone=_("Put back"))

    def put_back(self, *moments: MomentId) -> None:
        """Count *moments* again."""
        do, undo = partial(_put_back, moments), partial(_taken_back, moments)
        self.change(do, undo, said=_("Put back"))

    def change(self, do: Change, undo: Change, *, said: str, undone: str = "") -> None:
        """*Do* something else to an inquiry, say so, and be able to *undo* it."""

        def job(office: Office) -> _Done:
            do(office)
            return said, undo, undone

        self._errands.write(None, job, self._done)

    @Slot(object)
    def _recorded(self, answer: _Done) -> None:
        self._done(answer)
        self._errands.signed.emit()

    @Slot(object)
    def _done(self, answer: _Done) -> None:
        said, undo, undone = answer
        back = None if undo is None else partial(self._undo, undo)
        self.undoable.emit(said, NamedUndo(back, undone) if back and undone else back)

    def _undo(self, undo: Change) -> None:
        self._errands.write(None, undo, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads the card again."""


def _taken_back(moments: tuple[MomentId, ...], office: Office) -> None:
    for each in reversed(moments):
        office.inquiries.take_back(each)


def _put_back(moments: tuple[MomentId, ...], office: Office) -> None:
    for each in moments:
        office.inquiries.put_back(each)
