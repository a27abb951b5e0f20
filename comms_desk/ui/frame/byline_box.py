"""What bylines would have the directory say, and the keys that do it, refuse it, or open who it is.

The same box stands on the card of an article and in the Directory; there it is about all that are
chosen together.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.bylines.model import Accepted, BylineProposal, PositionWay, ProposalKind
from comms_desk.media.contacts.model import NameDecision
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import Card
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.wording import bylines as words

ACCEPT_KEY = "D"
"""As in Directory; X says, as of an article, that it is not pertinent."""


class BylineBox(Card):
    """One proposal, and what can be said of it.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: A `Ref` to show: a contact who bears the name.
        answered: Something was said of what it shows.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)
    answered = Signal()

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until there is something to say."""
        super().__init__(_("Directory"))
        self._errands = errands
        self._waiting: tuple[BylineProposal, ...] = ()
        self.together: Callable[[], tuple[int, ...]] = tuple
        """Returns the ids of what is chosen together, where more than one may be."""
        self.name = Label("", wraps=True)
        self.said = Label("", "muted", wraps=True)
        hint = _("Key {key}").format(key=ACCEPT_KEY)
        self.accept_it = Button("", hint=hint, key=ACCEPT_KEY, does=self.accept)
        self.add_it = Button(_("Add a position"), does=self._add_position)
        self.not_one = Button("", does=self.deny)
        self.later = Button(_("Not now"), does=self._not_now)
        self.open_it = Button(_("Open the card"), role="link", does=self._open)
        verbs = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        for button in (self.accept_it, self.add_it, self.not_one, self.later, self.open_it):
            verbs.add(button)
        self.body.addWidget(self.name)
        self.body.addWidget(self.said)
        self.body.addLayout(verbs)
        self.hide()

    @property
    def proposal(self) -> BylineProposal | None:
        """What it shows."""
        return self._waiting[0] if self._waiting else None

    def show_proposals(self, proposals: tuple[BylineProposal, ...]) -> None:
        """Show the first of *proposals*, the next one once that is answered; nothing without."""
        self._waiting = proposals
        self.setVisible(bool(proposals))
        if not proposals:
            return
        shown = proposals[0]
        is_new = shown.what is ProposalKind.NEW
        self.name.setText(shown.name)
        self.said.setText(words.evidence(shown))
        verb = _("Add to the directory") if is_new else _("Update the position")
        self.accept_it.rename(verb)
        self.accept_it.setVisible(not shown.is_shared)
        self.add_it.setVisible(not is_new and not shown.is_shared)
        self.not_one.rename(_("Not a person") if is_new else _("Namesake"))
        self.open_it.setVisible(not is_new)

    @Slot()
    def accept(self) -> None:
        """Write it in the directory."""
        if self._waiting:
            self._do(PositionWay.MOVE)

    @Slot()
    def deny(self) -> None:
        """Propose it no more: it is nobody, or somebody else."""
        if self.proposal is not None:
            is_new = self.proposal.what is ProposalKind.NEW
            self._refuse(NameDecision.NOT_A_PERSON if is_new else NameDecision.NAMESAKE)

    @Slot()
    def _add_position(self) -> None:
        self._do(PositionWay.ADD)

    @Slot()
    def _not_now(self) -> None:
        self._refuse(NameDecision.NOT_NOW)

    @Slot()
    def _open(self) -> None:
        if self.proposal is not None and self.proposal.contacts:
            self.open_wanted.emit(Ref(Subject.CONTACT, self.proposal.contacts[0]))

    def _ids(self) -> tuple[int, ...]:
        return self.together() or tuple(each.id for each in self._waiting[:1])

    def _do(self, way: PositionWay) -> None:
        ids = self._ids()
        self._errands.write(None, lambda office: office.bylines.accept(ids, way), self._accepted)

    def _refuse(self, said: NameDecision) -> None:
        self._errands.write(None, partial(_refuse, self._ids(), said), self._refused)

    @Slot(object)
    def _accepted(self, done: tuple[Accepted, ...]) -> None:
        self._go_on({each.proposal.id for each in done})
        undo = partial(
            self._errands.write, None, lambda office: office.bylines.undo(done), self._undone
        )
        self.undoable.emit(
            words.done(done), NamedUndo(undo, _("Undone: the directory is as it was"))
        )

    @Slot(object)
    def _refused(self, done: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
        ids, answers = done
        self._go_on(set(ids))
        undo = partial(
            self._errands.write,
            None,
            lambda office: office.bylines.take_back(answers),
            self._undone,
        )
        many = ngettext("{n} name is not proposed", "{n} names are not proposed", len(ids))
        told = many.format(n=format_number(len(ids)))
        self.undoable.emit(told, NamedUndo(undo, _("Proposed again")))

    def _go_on(self, answered: set[int]) -> None:
        self.show_proposals(tuple(each for each in self._waiting if each.id not in answered))
        self.answered.emit()

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        self.answered.emit()


def _refuse(
    ids: tuple[int, ...], said: NameDecision, office: Office
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return ids, office.bylines.refuse(ids, said)
