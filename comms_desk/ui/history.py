"""What was done to the thing of a card: who, when, from what to what, and the way back.

It is asked for when it is opened, and again once something of it changes.  A value that was put
back is an edit like any other: it stands in the history, and Ctrl+Z undoes it.
"""

from collections.abc import Sequence
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from comms_desk.changes import Ref
from comms_desk.facts import Facts
from comms_desk.i18n import _, format_moment, format_share
from comms_desk.storage.model import Act, Edit
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.wording.history import fact_of, growth, label, said

if TYPE_CHECKING:
    from comms_desk.across.history import Past
    from comms_desk.across.office import Office

MOST_SHOWN = 50
LONGEST_SAID = 160
"""How many characters of a value are said: a block of a bulletin may have thousands."""
LONGEST_BACK = 24
"""How many of the one that a button puts back."""


class History(Section):
    """The history of one thing, opened and closed by `button`.

    Signals:
        text_wanted: The text that stood there before is to be read; carries its `Past`.

    Attributes:
        button: For the bar of the card.
    """

    text_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build it closed."""
        super().__init__(_("History"))
        self._errands = errands
        self._ref: Ref | None = None
        self._facts: Facts = ()
        self._stays = ""
        self.button = Button(_("History"), role="quiet", icon="history")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggled)
        self.count = Label("", "detail", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.stand(self.count)
        self.stand(self._rows)
        self.body.addSpacing(tokens.SPACE_2_PX)
        self.hide()

    def show_of(self, ref: Ref, facts: Facts, *, stays: str = "") -> None:
        """Tell of *ref*, whose *facts* name its fields; closed where it was of another thing.

        *stays* says why nothing of it may be put back, where that is so.
        """
        if ref != self._ref:
            self.close_it()
        self._ref, self._facts, self._stays = ref, facts, stays
        self._ask()

    def close_it(self) -> None:
        """Tell nothing."""
        self.button.setChecked(False)
        empty_out(self._rows)
        self._ref = None

    @Slot(bool)
    def _toggled(self, _is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.setVisible(self.button.isChecked())
        self._ask()

    def _ask(self) -> None:
        if self._ref is not None and self.button.isChecked():
            self._errands.read("history", partial(_history, self._ref), self._show)

    @Slot(object)
    def _show(self, answer: "tuple[Ref, Sequence[Past]]") -> None:
        ref, past = answer
        if ref != self._ref or not self.button.isChecked():
            return
        empty_out(self._rows)
        shown = past[:MOST_SHOWN]
        said = "" if past else _("Nothing was changed yet.")
        if len(shown) < len(past):
            said = format_share(len(shown), len(past))
        self.count.setText("\n".join(part for part in (self._stays, said) if part))
        self.count.setVisible(bool(self.count.text()))
        for each in shown:
            self._rows.addLayout(self._row(each))

    def _row(self, past: "Past") -> QVBoxLayout:
        from comms_desk.across.history import is_of_text

        row = QVBoxLayout()
        row.setContentsMargins(0, 0, 0, tokens.SPACE_1_PX)
        row.setSpacing(0)
        row.addWidget(Rule())
        row.addSpacing(tokens.SPACE_1_PX)
        what, when = self._words(past), format_moment(past.edit.at)
        row.addWidget(Label(what, "text", wraps=True))
        told = (past.who, when, growth(past.grew_by).replace(" ", "\u00a0"))
        row.addWidget(Label(", ".join(filter(None, told)), "detail", wraps=True))
        if is_of_text(past.edit):
            if past.edit.before is not None:
                see = _See(past, what)
                see.wanted.connect(self.text_wanted)
                row.addWidget(see, 0, Qt.AlignmentFlag.AlignLeft)
        elif past.back is not None and not self._stays:
            before = self._said(past.edit.field, past.before)
            back = _PutBack(past, "" if before == _("nothing") else before, what)
            back.wanted.connect(self._put_back)
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _words(self, past: "Past") -> str:
        """Return what was done, on one line: « Téléphone : 514 872-1234 → 514 872-0000 »."""
        edit = past.edit
        match edit.act:
            case Act.EDITED:
                return self._edited(past)
            case Act.REMOVED:
                return _("Position removed")
            case Act.BINNED:
                return _("Put in the bin")
            case Act.RESTORED:
                return _("Taken out of the bin")
            case Act.ARCHIVED:
                return _("Archived")
            case Act.UNARCHIVED:
                return _("Taken out of the archive")
            case Act.READ:
                return _("Read")
            case Act.EXPORTED:
                return _("Exported")

    def _edited(self, past: "Past") -> str:
        field, fact = past.edit.field, fact_of(past.edit.field, self._facts)
        if fact is not None and fact.field != field:
            is_added = past.before is None
            done = _("Block added: {value}") if is_added else _("Block removed: {value}")
            return done.format(value=self._said(field, past.after if is_added else past.before))
        before, after = (self._said(field, each) for each in (past.before, past.after))
        called = label(field, self._facts)
        return _("{field}: {before} → {after}").format(field=called, before=before, after=after)

    def _said(self, field: str, stored: object) -> str:
        """Return a value of the audit as a person reads it, shortened."""
        text = said(field, stored, self._facts)
        return shorten(text, LONGEST_SAID, placeholder="…") or _("nothing")

    @Slot(object)
    def _put_back(self, past: "Past") -> None:
        self._errands.write(None, partial(_put_back, past), self._was_put_back)

    @Slot(object)
    def _was_put_back(self, edit: Edit) -> None:
        self._errands.edited.emit(edit, label(edit.field, self._facts))
        self._ask()


class _See(Button):
    """Shows the text that stood there before: to be read, and put back.

    Signals:
        wanted: Carries the `Past`.
    """

    wanted = Signal(object)

    def __init__(self, past: "Past", what: str) -> None:
        verb = _("See the text before")
        super().__init__(verb, role="link", name=f"{verb} ({what})")
        self._past = past
        self.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._past)


class _PutBack(Button):
    """Puts back what stood there before, and says what that is.

    Signals:
        wanted: Carries the `Past`.
    """

    wanted = Signal(object)

    def __init__(self, past: "Past", before: str, what: str) -> None:
        value = shorten(before, LONGEST_BACK, placeholder="…")
        verb = _("Put back: {value}").format(value=value) if value else _("Empty it")
        super().__init__(verb, role="link", name=f"{verb} ({what})")
        self._past = past
        self.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._past)


def _history(ref: Ref, office: "Office") -> "tuple[Ref, Sequence[Past]]":
    from comms_desk.across.history import history

    return ref, history(office, ref)


def _put_back(past: "Past", office: "Office") -> Edit:
    from comms_desk.across.history import put_back

    return put_back(office, past)
