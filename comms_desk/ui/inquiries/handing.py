"""To whom an inquiry, or one question of it, is handed: found by a few letters, taken by Enter.

Whoever is signed in comes first: T and Enter take it in charge.  A name that nobody bears is a
service's; or who else it is for, and then it is referred to them, and closed.
"""

from dataclasses import dataclass
from typing import override

from PySide6.QtCore import Signal

from comms_desk.across import Office
from comms_desk.i18n import _, current
from comms_desk.media.inquiries.answerers import AnswerersBroken
from comms_desk.media.inquiries.model import View
from comms_desk.media.inquiries.moments import Holder, NewMoment, Resolution, What
from comms_desk.planning.people.model import Person
from comms_desk.storage.paging import Page as Rows
from comms_desk.text.fold import tokens as folded
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries.asking import Picking
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit.rows import Row

BODIES_READ = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: to whom, by their *name*.

    *is_referral*: it is theirs to answer; *answers*: their key, where the office knows them.
    """

    holder: Holder
    name: str
    is_referral: bool = False
    answers: str = ""


class HandPanel(Picking):
    """Asks to whom it is handed.

    Signals:
        refer_wanted: It is theirs to answer: carries their key, and what they are called.
        alone_wanted: Who asks for the approval is the one who gives it.
    """

    refer_wanted = Signal(str, str)
    alone_wanted = Signal()

    def __init__(self, errands: Errands, recording: Recording, *, approves: bool = False) -> None:
        """Build it hidden; it asks who *approves* the reply, and gets it with that."""
        super().__init__(
            errands,
            _colleagues if approves else _found,
            _("Who is to approve the reply?"),
            asks=_("A person…") if approves else _("A person, a service, another body…"),
            offers=_("To whom it is handed"),
            none_match=_("Nobody of the office has that name.") if approves else _("Type a name."),
        )
        self._recording = recording
        self._note = _("The reply is to be approved") if approves else ""
        self._part: int | None = None

    def ask(self, view: InquiryView, part: int | None = None) -> None:
        """Ask to whom an inquiry is handed, or one *part* of it."""
        self._part = part
        whole, one = _("To whom is it handed?"), _("To whom is question {n} handed?")
        self.title.setText(whole if part is None else one.format(n=part))
        self.begin(view)

    @override
    def take(self, view: InquiryView, key: object) -> None:
        if not isinstance(key, Taken):
            return
        if self._note and key.holder.person == view.me:
            self.alone_wanted.emit()
            return
        if key.answers and self._part is None:
            self.refer_wanted.emit(key.answers, key.name)
            return
        if key.is_referral and self._part is None:
            new = NewMoment(what=What.CLOSED, resolution=Resolution.REFERRED, who=key.name)
            said = _("Referred to {who}").format(who=key.name)
        else:
            new = NewMoment(what=What.HANDED, holder=key.holder, part=self._part, text=self._note)
            says = _("Approval asked of {who}") if self._note else _("Handed to {who}")
            said = says.format(who=key.name)
        self._recording.record(view.inquiry.id, new, said=said)


def _colleagues(office: Office, typed: str) -> Rows[Row]:
    """Return who of the office approves, by the words *typed*, oneself last; in a reading thread.

    At night, say, nobody else is there: it is then approved alone, and for a reason.
    """
    me = office.database.actor
    wanted = folded(typed)
    people = sorted(office.people.every(), key=lambda each: each.id == me)
    alone = _("you, alone: a reason is asked for")
    rows = (_person(each, me, you=alone) for each in people)
    found = tuple(row for row in rows if _begins(row.title, wanted))
    return Rows(rows=found, total=len(found))


def _found(office: Office, typed: str) -> Rows[Row]:
    """Return who may have it, by the words *typed*; in a reading thread."""
    me = office.database.actor
    people = sorted(office.people.every(), key=lambda each: each.id != me)
    offered = [_person(each, me) for each in people]
    outside = office.inquiries.search(view=View.OUTSIDE, limit=BODIES_READ).rows
    bodies = dict.fromkeys(each.holder.body for each in outside)
    offered += [_body(each) for each in bodies]
    offered += _answering(office)
    wanted = folded(typed)
    rows = [row for row in offered if _begins(row.title, wanted)]
    name = " ".join(typed.split())
    if name and name not in bodies:
        rows.append(_body(name))
    if name and not any(row.key.answers for row in rows if isinstance(row.key, Taken)):
        referred = Taken(Holder(body=name), name, is_referral=True)
        rows.append(
            Row(key=referred, title=name, detail=_("theirs to answer: refer it, and close"))
        )
    return Rows(rows=tuple(rows), total=len(rows))


def _answering(office: Office) -> list[Row]:
    """Return who answers instead of the City, a row each: none where the office broke the list."""
    try:
        known = office.replies.answerers()
    except AnswerersBroken:
        return []
    detail, language = _("theirs to answer: the outlet is told"), current()
    return [
        Row(
            key=Taken(Holder(body=name), name, is_referral=True, answers=each.key),
            title=name,
            detail=detail,
        )
        for each in known
        for name in (each.names[language],)
    ]


def _person(person: Person, me: int | None, *, you: str = "") -> Row:
    detail = (you or _("you")) if person.id == me else _("of the office")
    return Row(key=Taken(Holder(person=person.id), person.name), title=person.name, detail=detail)


def _body(name: str) -> Row:
    return Row(key=Taken(Holder(body=name), name), title=name, detail=_("a service, or outside"))


def _begins(name: str, wanted: list[str] | tuple[str, ...]) -> bool:
    begun = folded(name)
    return all(any(word.startswith(each) for word in begun) for each in wanted)
