"""To whom an inquiry, or one question of it, is handed: found by a few letters, taken by Enter.

The person signed in comes first: T and Enter take it in charge.  A name that nobody bears is that
of a service, of a colleague who never signed in and is named by that, or of somebody outside, to
whom the inquiry is then referred and closed.

The address of a colleague is shown, so that they can be told; where it is not known it is typed
after the name, and kept with them.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import override

from PySide6.QtCore import Signal

from comms_desk.across import Office
from comms_desk.i18n import _, current
from comms_desk.mail.errors import BadAddress
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Holder,
    Moment,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.inquiries.reply.answerers import AnswerersBroken
from comms_desk.planning.people.model import NewPerson, Person, address_of
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.fold import tokens as folded
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.asking import Picking
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.rows import Row

BODIES_READ = 200
A_SERVICE = frozenset(
    folded(
        "affaires arrondissement bureau cabinet centre direction division parcs police ressources"
        " section sécurité service services travaux ville"
    )
)
"""Words by which a service is named, and nobody is."""


@dataclass(frozen=True, slots=True)
class HandedTo:
    """What was taken: to whom, by their *name*.

    *is_referral*: it is theirs to answer; *answers*: their key, where the office knows them.
    *email* is the address of a colleague; *is_typed*: it was typed, and is kept with them.  Whom
    *names* says is named by that.
    """

    holder: Holder
    name: str
    email: str = ""
    is_typed: bool = False
    names: bool = False
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

    def __init__(
        self, errands: Errands, recording: MomentRecording, *, approves: bool = False
    ) -> None:
        """Build it hidden; it asks who *approves* the reply, and gets it with that."""
        super().__init__(
            errands,
            _colleagues if approves else _found,
            _("Who is to approve the reply?"),
            asks=_("A person…") if approves else _("A person, a service, another body…"),
            offers=_("To whom it is handed"),
            none_match=_(
                "Nobody of the office has that name: a first name and a last name add a colleague."
            )
            if approves
            else _("Type a name."),
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
        if not isinstance(key, HandedTo):
            return
        if self._note and key.holder.person == view.me:
            self.alone_wanted.emit()
            return
        if key.answers and self._part is None:
            self.refer_wanted.emit(key.answers, key.name)
            return
        if key.is_referral and self._part is None:
            new = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.REFERRED, who=key.name)
            said = _("Referred to {who}").format(who=key.name)
        else:
            new = NewMoment(
                what=MomentKind.HANDED, holder=key.holder, part=self._part, text=self._note
            )
            says = _("Approval asked of {who}") if self._note else _("Handed to {who}")
            said = PART.join(filter(None, (says.format(who=key.name), key.email)))

        def act(office: Office) -> tuple[Moment, ...]:
            handed = (
                replace(new, holder=_kept(office, key)) if new.what is MomentKind.HANDED else new
            )
            return (office.inquiries.record(view.inquiry.id, handed),)

        self._recording.act(act, said=said)


def _kept(office: Office, taken: HandedTo) -> Holder:
    """Return who has it: a colleague who is named by that, or whose address is known by that."""
    if taken.names:
        return Holder(person=office.people.add(NewPerson(name=taken.name, email=taken.email)).id)
    if taken.is_typed and taken.holder.person is not None:
        before = office.people.get(taken.holder.person).email
        office.people.edit(taken.holder.person, FieldChange("email", before, taken.email))
    return taken.holder


def _colleagues(office: Office, typed: str) -> Rows[Row]:
    """Return who of the office approves, by the words *typed*, oneself last; in a reading thread.

    At night, say, nobody else is there: it is then approved alone, and for a reason.
    """
    name, email = _name_and_address(typed)
    people = sorted(office.people.every(), key=lambda each: each.is_here)
    alone = _("you, alone: a reason is asked for")
    rows = [_person(each, email, you=alone) for each in people]
    found = [row for row in rows if _begins(row.title, folded(name))]
    found += _new_colleague(name, email, people)
    return Rows(rows=tuple(found), total=len(found))


def _found(office: Office, typed: str) -> Rows[Row]:
    """Return who may have it, by the words *typed*; in a reading thread."""
    name, email = _name_and_address(typed)
    people = sorted(office.people.every(), key=lambda each: not each.is_here)
    offered = [_person(each, email) for each in people]
    outside = office.inquiries.search(view=InquiryTab.OUTSIDE, limit=BODIES_READ).rows
    bodies = dict.fromkeys(each.holder.body for each in outside)
    offered += [_body(each) for each in bodies]
    offered += _answering(office)
    rows = [row for row in offered if _begins(row.title, folded(name))]
    new = _new_colleague(name, email, people)
    comes_first = bool(email) or _reads_as_somebody(name)
    if comes_first:
        rows += new
    if name and not email and name not in bodies:  # a service has no address here
        rows.append(_body(name))
    if name and not any(row.key.answers for row in rows if isinstance(row.key, HandedTo)):
        referred = HandedTo(Holder(body=name), name, is_referral=True)
        rows.append(
            Row(key=referred, title=name, detail=_("theirs to answer: refer it, and close"))
        )
    if not comes_first:
        rows += new
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
            key=HandedTo(Holder(body=name), name, is_referral=True, answers=each.key),
            title=name,
            detail=detail,
        )
        for each in known
        for name in (each.names[language],)
    ]


def _name_and_address(typed: str) -> tuple[str, str]:
    """Return the name that was *typed*, and the address after it; "" until it is one."""
    words = typed.split()
    name = " ".join(each for each in words if "@" not in each)
    for each in words:
        with suppress(BadAddress):
            if "@" in each:
                return name, address_of(each)
    return name, ""


def _person(person: Person, typed: str, *, you: str = "") -> Row:
    """Return *person* as a row; an address that was *typed* becomes theirs."""
    holder = Holder(person=person.id)
    if person.is_here:
        return Row(key=HandedTo(holder, person.called), title=person.called, detail=you or _("you"))
    email, is_typed = typed or person.email, bool(typed) and typed != person.email
    taken = HandedTo(holder, person.called, email=email, is_typed=is_typed)
    detail = PART.join((_("of the office"), email or _("no address: type it after the name")))
    return Row(key=taken, title=person.called, detail=detail)


def _new_colleague(name: str, email: str, people: Sequence[Person]) -> tuple[Row, ...]:
    """Return the row that names a colleague, by two words or with an address.

    There is none where somebody of the office has that *name*.
    """
    is_whole = bool(name) and (bool(email) or len(name.split()) > 1)
    if not is_whole or any(folded(each.name) == folded(name) for each in people):
        return ()
    taken = HandedTo(NOBODY, name, email=email, is_typed=bool(email), names=True)
    detail = (
        _("of the office, not signed in yet"),
        email or _("no address: type it after the name"),
    )
    return (Row(key=taken, title=f"+ {name}", detail=PART.join(detail)),)


def _reads_as_somebody(name: str) -> bool:
    """Whether a *name* that nobody bears is rather a person's than a service's: « Paul Roy »."""
    words = name.split()
    is_capital = all(each[0].isupper() and not each.isupper() for each in words)
    return len(words) > 1 and is_capital and not A_SERVICE.intersection(folded(name))


def _body(name: str) -> Row:
    return Row(key=HandedTo(Holder(body=name), name), title=name, detail=_("a service, or outside"))


def _begins(name: str, wanted: list[str] | tuple[str, ...]) -> bool:
    begun = folded(name)
    return all(any(word.startswith(each) for word in begun) for each in wanted)
