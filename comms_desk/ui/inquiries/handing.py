"""To whom an inquiry, or one question of it, is handed: found by a few letters, taken by Enter.

Whoever is signed in comes first: T and Enter take it in charge.  A name that nobody bears is a
service's; or who else it is for, and then it is referred to them, and closed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.media.inquiries.model import View
from comms_desk.media.inquiries.moments import Holder, NewMoment, Resolution, What
from comms_desk.storage.paging import Page as Rows
from comms_desk.text.fold import tokens as folded
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.picker import Picker

if TYPE_CHECKING:
    from comms_desk.across.office import Office

BODIES_READ = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: to whom, by their *name*; *is_referral*: it is theirs to answer."""

    holder: Holder
    name: str
    is_referral: bool = False


class HandPanel(QWidget):
    """Asks to whom.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, errands: Errands, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._view: InquiryView | None = None
        self._part: int | None = None
        self._asks_approval = False
        self.title = Label("", "card-title")
        self.picker = Picker(
            errands,
            _found,
            asks=_("A person, a service, another body…"),
            offers=_("To whom it is handed"),
            none_match=_("Type a name."),
        )
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addWidget(self.picker)
        self.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self.hide()

    def ask(self, view: InquiryView, *, part: int | None = None, approval: bool = False) -> None:
        """Ask to whom an inquiry is handed, or one *part*; or who is to approve its reply."""
        self._view, self._part, self._asks_approval = view, part, approval
        if approval:
            title = _("Who is to approve the reply?")
        elif part is not None:
            title = _("To whom is question {n} handed?").format(n=part)
        else:
            title = _("To whom is it handed?")
        self.title.setText(title)
        self.show()
        self.picker.ask()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.picker.forget()
        self.hide()
        self.left.emit()

    @Slot(object)
    def _take(self, taken: object) -> None:
        view = self._view
        if view is None or not isinstance(taken, Taken):
            return
        if taken.is_referral and self._part is None:
            new = NewMoment(
                what=What.CLOSED, resolution=Resolution.REFERRED, who=taken.name, part=None
            )
            said = _("Referred to {who}").format(who=taken.name)
        else:
            note = _("The reply is to be approved") if self._asks_approval else ""
            new = NewMoment(what=What.HANDED, holder=taken.holder, part=self._part, text=note)
            said = _("Handed to {who}").format(who=taken.name)
        self._recording.record(view.inquiry.id, new, said=said)
        self.leave()


def _found(office: "Office", typed: str) -> Rows[Row]:
    """Return who may have it, by the words *typed*; in a reading thread."""
    me = office.database.actor
    people = sorted(office.people.every(), key=lambda each: each.id != me)
    offered = [
        Row(
            key=Taken(Holder(person=each.id), each.name),
            title=each.name,
            detail=_("you") if each.id == me else _("of the office"),
        )
        for each in people
    ]
    outside = office.inquiries.search(view=View.OUTSIDE, limit=BODIES_READ).rows
    bodies = dict.fromkeys(each.holder.body for each in outside)
    offered += [_body(each) for each in bodies]
    wanted = folded(typed)
    rows = [row for row in offered if _begins(row.title, wanted)]
    name = " ".join(typed.split())
    if name and name not in bodies:
        rows.append(_body(name))
    if name:
        referred = Taken(Holder(body=name), name, is_referral=True)
        rows.append(
            Row(key=referred, title=name, detail=_("theirs to answer: refer it, and close"))
        )
    return Rows(rows=tuple(rows), total=len(rows))


def _body(name: str) -> Row:
    return Row(key=Taken(Holder(body=name), name), title=name, detail=_("a service, or outside"))


def _begins(name: str, wanted: list[str] | tuple[str, ...]) -> bool:
    begun = folded(name)
    return all(any(word.startswith(each) for word in begun) for each in wanted)
