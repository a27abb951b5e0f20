"""What a person says that happened, recorded, said, and taken back by the same hand.

Each is a moment of the inquiry: nothing is changed by undoing it but that it counts no more.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment, MomentId, NewMoment
from comms_desk.ui import toasts
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.notices import Named

if TYPE_CHECKING:
    from comms_desk.across.office import Office

type Act = Callable[["Office"], tuple[Moment, ...]]
"""Called in the writing thread; returns what it recorded."""
type Change = Callable[["Office"], object]
"""Called in the writing thread; what it returns is not heard."""


class Recording(QObject):
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

        def act(office: "Office") -> tuple[Moment, ...]:
            return tuple(office.inquiries.record(inquiry, each) for each in moments)

        self.act(act, said=said)

    def act(self, act: Act, *, said: str) -> None:
        """Have *act* record moments, and say so; what leaves by mail is not taken back."""
        of_which = PART.join(filter(None, (said, toasts.short(self.about))))

        def job(office: "Office") -> tuple[str, tuple[Moment, ...]]:
            return of_which, act(office)

        self._errands.write(None, job, self._recorded)

    def take_back(self, *moments: MomentId) -> None:
        """Say that *moments* were noted wrongly."""
        self._errands.write(None, partial(_taken_back, moments), self._was_taken_back)

    def put_back(self, *moments: MomentId) -> None:
        """Have *moments* count again."""
        self._errands.write(None, partial(_put_back, moments), self._was_put_back)

    def change(self, do: Change, undo: Change, *, said: str) -> None:
        """*Do* something else to an inquiry, say so, and be able to *undo* it."""

        def job(office: "Office") -> tuple[str, Change]:
            do(office)
            return said, undo

        self._errands.write(None, job, self._changed)

    @Slot(object)
    def _recorded(self, answer: tuple[str, tuple[Moment, ...]]) -> None:
        said, moments = answer
        has_left = any(each.letter is not None for each in moments)
        ids = tuple(each.id for each in moments)
        self.undoable.emit(said, None if has_left else partial(self._undo, ids))

    def _undo(self, moments: tuple[MomentId, ...]) -> None:
        self._errands.write(None, partial(_taken_back, moments), self._done)

    def _undo_taking_back(self, moments: tuple[MomentId, ...]) -> None:
        self._errands.write(None, partial(_put_back, moments), self._done)

    @Slot(object)
    def _was_taken_back(self, moments: tuple[MomentId, ...]) -> None:
        undo = Named(partial(self._undo_taking_back, moments), _("Put back"))
        self.undoable.emit(_("Taken back"), undo)

    @Slot(object)
    def _was_put_back(self, moments: tuple[MomentId, ...]) -> None:
        self.undoable.emit(_("Put back"), partial(self._undo, moments))

    @Slot(object)
    def _changed(self, answer: tuple[str, Change]) -> None:
        said, undo = answer
        self.undoable.emit(said, partial(self._change_back, undo))

    def _change_back(self, undo: Change) -> None:
        self._errands.write(None, undo, self._done)

    @Slot(object)
    def _done(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads the card again."""


def _taken_back(moments: tuple[MomentId, ...], office: "Office") -> tuple[MomentId, ...]:
    for each in reversed(moments):
        office.inquiries.take_back(each)
    return moments


def _put_back(moments: tuple[MomentId, ...], office: "Office") -> tuple[MomentId, ...]:
    for each in moments:
        office.inquiries.put_back(each)
    return moments
