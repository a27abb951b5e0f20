"""Suspending the destruction of the thing shown, of an address, or of days: asked with its reason.

It is asked from the palette on any page, and from the list of holds.  A hold is never undone: it
is lifted, with a reason too, and stays in that list.
"""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, pgettext
from comms_desk.storage.errors import HoldOfNothing
from comms_desk.storage.model import Days, NewHold
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.menus import Line
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.holds import HoldSeen
    from comms_desk.storage.model import Hold

REASON_LENGTH = 200

type Thing = tuple[Ref, str]
"""What is to be kept, and what it is called."""


class HoldDialog(Dialog):
    """What is to be kept, and why; nothing is without a reason."""

    def __init__(self, parent: QWidget, thing: Thing | None) -> None:
        """Ask why *thing* is to be kept; without, whose address or which days too."""
        super().__init__(parent, _("Suspend destruction"), pgettext("verb", "Suspend"))
        self.thing = thing
        if thing is not None:
            self.body.addWidget(Label(thing[1] or str(thing[0]), "strong", wraps=True))
        self.tell(
            _(
                "Nothing of it is destroyed any more: not by the bin, by a rule, by its expiry nor"
                " by anybody. All that is filed in it or written to it is kept too. It can be"
                " read, edited and sent as before."
            )
        )
        self.reason = _line(_("Reason"), _("Request for access no.\u00a02026-118"))
        self.address = _line(_("E-mail address"), _("name@example.com"))
        self.first = _line(_("First day"), _("2026-11-24"))
        self.last = _line(_("Last day"), _("The same day"))
        asked = () if thing is not None else (self.address, self.first, self.last)
        for line in (*asked, self.reason):
            self.body.addWidget(Label(line.accessibleName(), "detail"))
            self.body.addWidget(line)
            line.textChanged.connect(self._check)
        self.wrong = Label("", "error", wraps=True)
        self.body.addWidget(self.wrong)
        self.verb.setDefault(True)
        (self.reason if thing is not None else self.address).setFocus()
        self._check()
        self.fit()

    def wanted(self) -> NewHold:
        """Return the hold that is asked for.

        Raises:
            CommsDeskError: What is typed is no day, no address, or says nothing.
        """
        return NewHold(over=self._over(), reason=self.reason.text())

    def _over(self) -> Ref | Days | str:
        from comms_desk.facts import DAY

        if self.thing is not None:
            return self.thing[0]
        address, first = self.address.text().strip(), DAY.read(self.first.text())
        if (first is None) is not bool(address):
            raise HoldOfNothing  # neither, or both
        if first is None:
            return address
        return Days(first=first, last=DAY.read(self.last.text()) or first)

    @Slot()
    def _check(self) -> None:
        typed = bool(self.address.text().strip() or self.first.text().strip())
        if self.thing is None and not typed:
            self.verb.forbid(_("address or days missing"))
        elif not self.reason.text().strip():
            self.verb.forbid(_("reason missing"))
        else:
            self.verb.allow()
        self.wrong.setText("")

    @Slot()
    @override
    def accept(self) -> None:
        """Go on once what is typed can be kept; else say what is wrong, and stay."""
        try:
            self.wanted()
        except CommsDeskError as error:
            self.wrong.setText(say(error).whole)
            self.fit()
        else:
            super().accept()


class LiftDialog(Dialog):
    """Why a hold is over."""

    def __init__(self, parent: QWidget, seen: "HoldSeen") -> None:
        """Ask why the hold that was *seen* is to be lifted."""
        super().__init__(parent, _("Lift the hold"), _("Lift the hold"))
        self.hold = seen.hold.id
        self.body.addWidget(Label(seen.over, "strong", wraps=True))
        self.tell(seen.hold.reason)
        self.tell(
            _(
                "What it kept may be destroyed again, by the bin and by rules as their time comes."
                " The hold stays in the list, with this reason."
            )
        )
        self.reason = _line(_("Why it is over"), _("Answer given on…"))
        self.body.addWidget(Label(_("Why it is over"), "detail"))
        self.body.addWidget(self.reason)
        self.reason.textChanged.connect(self._check)
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


def said_placed(hold: "Hold") -> str:
    """Return what to say once *hold* is placed."""
    return _("Destruction is suspended (no.\u00a0{number}): {reason}").format(
        number=hold.id, reason=hold.reason
    )


def _line(called: str, hint: str) -> Line:
    line = Line()
    line.setMaxLength(REASON_LENGTH)
    line.setAccessibleName(called)
    line.setPlaceholderText(hint)
    return line
