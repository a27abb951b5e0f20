"""Tying a thing to a dossier and untying it, from whichever page, each undone from its toast."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.notices import NamedUndo

type _Do = Callable[[DossierId, Ref, Office], _Tie]
type _Tie = tuple[Dossier, Ref, str]
"""A dossier, a thing, and what that is called."""


class Tying(QObject):
    """Ties and unties, once each is asked.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        changed: Something was tied or untied, or that was undone.
    """

    undoable = Signal(str, object)
    changed = Signal()

    def __init__(self, parent: QObject, errands: Errands, *, is_of_dossier: bool = False) -> None:
        """Do by *errands*; on the card of a dossier it is the thing that is named."""
        super().__init__(parent)
        self._is_of_dossier = is_of_dossier
        self._errands = errands

    def tie(self, dossier: DossierId, thing: Ref) -> None:
        """Tie *thing* to *dossier*."""
        self._errands.write(None, partial(_tie, dossier, thing), self._was_tied)

    def untie(self, dossier: DossierId, thing: Ref) -> None:
        """Untie *thing* from *dossier*."""
        self._errands.write(None, partial(_untie, dossier, thing), self._was_untied)

    @Slot(object)
    def _was_tied(self, tie: _Tie) -> None:
        said = toasts.thing_tied(tie[2]) if self._is_of_dossier else toasts.tied(tie[0])
        self._offer(tie, _untie, said, toasts.tie_undone())

    @Slot(object)
    def _was_untied(self, tie: _Tie) -> None:
        said = toasts.thing_untied(tie[2]) if self._is_of_dossier else toasts.untied(tie[0])
        self._offer(tie, _tie, said, toasts.untying_undone())

    def _offer(self, tie: _Tie, back: "_Do", said: str, undone: str) -> None:
        dossier, thing, _title = tie
        self.changed.emit()
        job = partial(back, dossier.id, thing)
        undo = partial(self._errands.write, None, job, self._was_undone)
        self.undoable.emit(said, NamedUndo(undo, undone))

    @Slot(object)
    def _was_undone(self, _tie: _Tie) -> None:
        self.changed.emit()


def _tie(dossier: DossierId, thing: Ref, office: Office) -> _Tie:
    if thing.kind is Subject.ARTICLE:
        office.themes.link(ArticleId(thing.id), dossier)
    else:
        office.dossiers.link(dossier, thing)
    return _named(office, dossier, thing)


def _untie(dossier: DossierId, thing: Ref, office: Office) -> _Tie:
    if thing.kind is Subject.ARTICLE:
        office.themes.unlink(ArticleId(thing.id), dossier)
    else:
        office.dossiers.unlink(dossier, thing)
    return _named(office, dossier, thing)


def _named(office: Office, dossier: DossierId, thing: Ref) -> _Tie:
    found = next(things.named(office, [thing]), None)
    return office.dossiers.get(dossier), thing, "" if found is None else found.title
