"""A Word file that was brought in: what it is, what it holds, and what to make of it.

Nothing is begun of it before somebody chose; an embargo is on the text from its first moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from comms_desk.documents.beyond_text import BeyondText
from comms_desk.documents.tracked_changes import Settled
from comms_desk.i18n import _
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Chip, Label, Rule
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.moment_field import MomentField
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.texts import words
from comms_desk.ui.texts.embargo_panel import tomorrow
from comms_desk.wording.drafting import changes_of, comment_of, draft_called, left_out

if TYPE_CHECKING:
    from comms_desk.media.drafting.arrival import Arrival

UNTIL_PX = 460
"""How wide the field of a moment is, at most."""


@dataclass(frozen=True, slots=True)
class ArrivalChoice:
    """What somebody made of a file: a return of its draft, or a new text.

    *until* is the end of its embargo where a person said it, *is_free* that it has none.
    """

    arrival: "Arrival"
    how: Settled = Settled.ACCEPTED
    is_return: bool = False
    until: datetime | None = None
    is_free: bool = False


class ArrivalCard(QWidget):
    """The questions about one file.

    Signals:
        chosen: What to make of it; carries `ArrivalChoice`.
        left: Nothing is made of it.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Build the card, of no file yet."""
        super().__init__()
        self._arrival: Arrival | None = None
        self.what = Label("", "card-title", wraps=True)
        self.whose = Label("", wraps=True)
        self.embargo = Label("", "word-amber", wraps=True)
        self.held = Chip(_("Under embargo until…"), key=False)
        self.free = Chip(_("No embargo"), key=True)
        self._locks = QButtonGroup(self)
        self.until = MomentField(_("Under embargo until"))
        self.until.setMaximumWidth(UNTIL_PX)
        self.goes = Label("", "detail", wraps=True)
        self.changes_head = Label(_("Tracked changes"), "strong")
        self.changes = Label("", wraps=True)
        self.accept = Chip(_("Accept all"), key=Settled.ACCEPTED)
        self.refuse = Chip(_("Refuse all"), key=Settled.REFUSED)
        self._both = QButtonGroup(self)
        for chip in (self.accept, self.refuse):
            self._both.addButton(chip)
        for chip in (self.held, self.free):
            self._locks.addButton(chip)
        for group in (self._both, self._locks):
            group.buttonToggled.connect(self._allow)
        self.held.clicked.connect(self.until.ask)
        self.comments_head = Label(_("Comments, which no text keeps"), "strong")
        self.comments = Label("", wraps=True)
        self.beyond_head = Label(_("What a text cannot hold"), "strong")
        self.beyond = Label("", wraps=True)
        self.back = Button("", does=self._is_return)
        self.new = Button(_("New text"), does=self._is_new)
        leave = Button(_("Leave"), role="link", does=self.left)
        self.locks, self.choices = QWidget(), QWidget()
        abreast(self.held, self.free, STRETCH, inside=self.locks, gap_px=tokens.SPACE_2_PX)
        abreast(self.accept, self.refuse, STRETCH, inside=self.choices, gap_px=tokens.SPACE_2_PX)
        told = QWidget()
        close = tokens.SPACE_1_PX
        stacked(
            self.what,
            self.whose,
            stacked(self.embargo, self.locks, self.until, self.goes, gap_px=tokens.SPACE_2_PX),
            stacked(
                stacked(self.changes_head, self.changes, gap_px=close),
                self.choices,
                gap_px=tokens.SPACE_2_PX,
            ),
            stacked(self.comments_head, self.comments, gap_px=close),
            stacked(self.beyond_head, self.beyond, gap_px=close),
            STRETCH,
            inside=told,
            gap_px=tokens.SPACE_4_PX,
        )
        told.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self._verbs = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX, gap_px=tokens.SPACE_3_PX)
        for verb in (self.back, self.new, leave):
            self._verbs.add(verb)
        stacked(
            filling(scrolled(told)),
            Rule(),
            self._verbs,
            inside=self,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(28, tokens.SPACE_6_PX, 28, tokens.SPACE_6_PX),
        )

    def show_arrival(self, arrival: "Arrival", now: datetime) -> None:
        """Show what *arrival* is, and wait for what is chosen."""
        self._arrival = arrival
        origin = arrival.origin
        self.what.setText(arrival.name)
        self.whose.setText(whose(arrival))
        self.whose.setVisible(bool(self.whose.text()))
        self.embargo.setText(embargo(arrival))
        self.embargo.setVisible(bool(self.embargo.text()))
        self.locks.setVisible(arrival.may_be_free)
        _check(self._locks, None if arrival.needs_moment else self.held)
        offered = None if arrival.said is None else arrival.said.offered
        if arrival.until is not None or offered is None or offered <= now:
            offered = arrival.until or tomorrow(now)
        self.until.show_moment(offered, now=now, offered=arrival.needs_moment)
        self._show(self.changes, self.changes_head, map(changes_of, arrival.changes))
        self._show(self.comments, self.comments_head, map(comment_of, arrival.comments))
        beyond = dict(arrival.beyond or {})
        beyond.pop(BeyondText.COMMENT, None)  # each of them is said above
        self._show(self.beyond, self.beyond_head, [left_out(beyond)])
        self.choices.setVisible(bool(arrival.changes))
        _check(self._both, None)
        self.back.setVisible(origin is not None and origin.takes_back)
        if origin is not None:
            self.back.rename(_("Return of {text}").format(text=draft_called(origin.draft)))
        self.new.rename(_("New text") if origin is None else _("New text, after it"))
        self._allow()

    def _show(self, label: Label, head: Label, lines: Iterable[str]) -> None:
        label.setText("\n".join(filter(None, lines)))
        for each in (label, head):
            each.setVisible(bool(label.text()))

    @property
    def _how(self) -> Settled | None:
        """What is chosen for the changes; None: nobody chose."""
        if self._arrival is None or not self._arrival.changes:
            return Settled.ACCEPTED
        checked = self._both.checkedButton()
        if checked is None:
            return None
        return Settled.REFUSED if checked is self.refuse else Settled.ACCEPTED

    @Slot()
    def _allow(self) -> None:
        arrival, lock = self._arrival, self._locks.checkedButton()
        if arrival is None:
            return
        self.until.setVisible(arrival.may_be_free and lock is self.held)
        goes = arrival.goes if arrival.is_locked or lock is self.held else ()
        self.goes.setText(words.goes(goes) if goes else "")
        self.goes.setVisible(bool(goes))
        for button in (self.back, self.new):
            if arrival.may_be_free and lock is None:
                button.forbid(_("embargo to settle"))
            elif self._how is None:
                button.forbid(_("tracked changes to settle"))
            else:
                button.allow()

    @Slot()
    def _is_return(self) -> None:
        self._choose(is_return=True)

    @Slot()
    def _is_new(self) -> None:
        self._choose(is_return=False)

    def _choose(self, *, is_return: bool) -> None:
        arrival, how, until = self._arrival, self._how, None
        if arrival is None or how is None:
            return
        is_free = arrival.may_be_free and self.free.isChecked()
        if arrival.may_be_free and not is_free:
            try:
                until = self.until.moment
            except MomentNotRead as error:
                self.until.refuse(error)
                return
        self._arrival = None  # pressed twice, one text is begun
        self.chosen.emit(ArrivalChoice(arrival, how, is_return, until, is_free))


def _check(group: QButtonGroup, chosen: Chip | None) -> None:
    """Press *chosen* alone; None: nobody chose."""
    group.setExclusive(False)
    for button in group.buttons():
        button.setChecked(button is chosen)
    group.setExclusive(True)


def whose(arrival: "Arrival") -> str:
    """Say which text of ours a file was made of, and where that is by now."""
    origin = arrival.origin
    if origin is None:
        if not arrival.is_foreign:
            return ""
        return _(
            "This file comes from another desk, or from a text that was destroyed here: nobody"
            " here knows whether it is under embargo. Ask where it comes from."
        )
    called = draft_called(origin.draft)
    if origin.is_binned:
        said = _("This file was made of {text}, which is in the bin.")
    elif origin.draft.archived_at is not None:
        said = _("This file was made of {text}, which is archived.")
    else:
        said = _("Is this file a return of {text}, or a new text written after it?")
    said = said.format(text=called)
    for other in origin.beside:
        said += " " + _("It was made of {text} too.").format(text=draft_called(other))
    title = str(arrival.read.fields.get("title", ""))
    if title and title != origin.draft.title:
        said += " " + _("Its title there: “{title}”.").format(title=title)
    return said


def embargo(arrival: "Arrival") -> str:
    """Say what a file says of its embargo, and that of the text that it was made of; "": none."""
    lines = [words.embargo(arrival.until)] if arrival.is_locked and arrival.until else []
    said = arrival.said
    if said is not None:
        if arrival.is_locked or not arrival.needs_moment:
            asks = _("This file says “{words}”.")
        elif said.until is None:
            asks = _("This file says “{words}”: until when?")
        elif arrival.until is None:
            asks = _("This file says “{words}”, and that moment has passed: is it still so?")
        else:
            asks = _(
                "This file says “{words}”, and the embargo of the text has ended or was lifted."
            )
        lines.append(asks.format(words=" · ".join(said.words.split("\n"))))
    return "\n".join(lines)
