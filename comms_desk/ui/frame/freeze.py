"""The freeze of all sending: asked for with its reason, seen with what waits, and lifted.

One dialog or the other opens, by how things stand when it is asked for.  Letters leave as soon as
they are let go, so that the dialog is the question: what is pressed in it is not asked again.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.changes import Ref
from comms_desk.i18n import _, format_moment_within, format_number, ngettext
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, ShortenedLabel
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.menus import Line
from comms_desk.wording.kinds import ONE

if TYPE_CHECKING:
    from comms_desk.across.freeze import FreezeSeen, HeldThing

THINGS_SHOWN = 6
REASON_LENGTH = 200


class FreezeDialog(Dialog):
    """Why all sending is to be frozen; nothing is without a reason."""

    def __init__(self, parent: QWidget) -> None:
        """Ask why."""
        super().__init__(parent, _("Freeze all sending"), _("Freeze all sending"))
        self.tell(
            _(
                "No text and no bulletin leaves any more, scheduled or on its way. Nothing is lost:"
                " everything waits until the freeze is lifted."
            )
        )
        self.reason = Line()
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.textChanged.connect(self._check)
        self.body.addWidget(self.reason)
        self.verb.setDefault(True)
        self.reason.setFocus()
        self._check()
        self.fit()

    @Slot()
    def _check(self) -> None:
        if self.reason.text().strip():
            self.verb.allow()
        else:
            self.verb.forbid(_("reason missing"))


class FrozenDialog(Dialog):
    """What a freeze holds back, each thing with its way out, and the way out of all.

    Signals:
        let_go: A thing is to leave; carries its `Ref`.
    """

    let_go = Signal(object)

    def __init__(self, parent: QWidget, seen: "FreezeSeen") -> None:
        """Show the freeze that was *seen*."""
        super().__init__(parent, _("Sending is frozen"), _("Lift the freeze"))
        self.seen = seen
        self.reason = Label("", "strong", wraps=True)
        self.since = Label("", "muted", wraps=True)
        self.waits = Label("", wraps=True)
        self.others = Label("", "muted", wraps=True)
        self.gone = Label("", "muted", wraps=True)
        self.things = QWidget()
        self._rows = QVBoxLayout(self.things)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        shown = (self.reason, self.since, self.waits, self.things, self.others, self.gone)
        for widget in shown:
            self.body.addWidget(widget)
        self.show_freeze(seen)
        self.leave.setFocus()

    def show_freeze(self, seen: "FreezeSeen | None") -> None:
        """Show how it stands now; None: somebody lifted it meanwhile."""
        if seen is None:
            self.verb.forbid(_("nothing is frozen any more"))
            self._show_things(())
            self.waits.setText("")
            return
        self.seen = seen
        self.reason.setText(seen.reason)
        said = since(seen)
        self.since.setText(said[:1].upper() + said[1:])
        self.waits.setText(waits(seen.letters))
        self._show_things(seen.held[:THINGS_SHOWN])
        more = len(seen.held) - THINGS_SHOWN
        self.others.setText(
            ngettext("and {n} other thing", "and {n} other things", more).format(
                n=format_number(more)
            )
            if more > 0
            else ""
        )
        names = " · ".join(each.title or str(each.ref) for each in seen.let_go)
        self.gone.setText(_("Let go: {names}").format(names=names) if names else "")
        for label in (self.others, self.gone):
            label.setVisible(bool(label.text()))
        self.fit()

    def _show_things(self, held: "tuple[HeldThing, ...]") -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for each in held:
            self._rows.addWidget(Rule())
            self._rows.addWidget(self._row(each))
        self.things.setVisible(bool(held))

    def _row(self, each: "HeldThing") -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, tokens.SPACE_1_PX, 0, tokens.SPACE_1_PX)
        line.setSpacing(tokens.SPACE_3_PX)
        title = each.title or ONE[each.ref.kind]()
        button = Button(_("Let it go"), role="link", name=_("Let go: {names}").format(names=title))
        button.setProperty("thing", str(each.ref))
        button.clicked.connect(self._let_go)
        line.addWidget(ShortenedLabel(title), 1)
        line.addWidget(Label(emails(each.letters), "detail"))
        line.addWidget(button)
        return row

    @Slot()
    def _let_go(self) -> None:
        button = self.sender()
        if button is not None:
            self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
            self.let_go.emit(Ref.from_text(str(button.property("thing"))))


def since(seen: "FreezeSeen") -> str:
    """Say since when, and by whom."""
    moment = format_moment_within(seen.at)
    if not seen.by:
        return _("since {moment}").format(moment=moment)
    return _("by {name}, since {moment}").format(name=seen.by, moment=moment)


def waits(letters: int) -> str:
    """Say how many letters wait."""
    if not letters:
        return _("No e-mail is waiting.")
    return ngettext("{n} e-mail waits.", "{n} e-mails wait.", letters).format(
        n=format_number(letters)
    )


def emails(letters: int) -> str:
    """Say how many letters."""
    return ngettext("{n} e-mail", "{n} e-mails", letters).format(n=format_number(letters))
