"""Who may have a text before its embargo lifts, by whose signature; granted and taken back here.

An exception is an agreement with one address, and names the person who accepted the embargo in
writing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.embargo.model import (
    Embargo,
    ExceptionId,
    PassageId,
    SignedException,
    SignedPassage,
)
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.lists.model import ListId
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.texts.sending.reading import ListFound, lists_found
from comms_desk.ui.texts.sending.words import people

CONTACTS_OFFERED = 50
PICKER_PX = 216
"""The room of the search and of its rows, kept whatever they are: nothing moves under the hand."""
LIST_MOST_PX = 156
LONGEST_SAID = 80
"""How many characters are said of a sentence whose words were let through."""


class ExceptionsPanel(QWidget):
    """The signed exceptions of the embargo that holds one text; its lines hang at its left.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
    """

    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build the panel; nothing is shown before `show_lock`."""
        super().__init__()
        self._errands = errands
        self._lock: Embargo | None = None
        self._done: tuple[Ref, SignedException] | None = None
        self.question: ExceptionDialog | None = None
        self.heading = Label(_("May have it before"), "group")
        self.lines = Lines()
        self.passages_heading = Label(_("Words let through"), "group")
        self.passages = Lines()
        self.add = Button(_("Signed exception…"), role="link", does=self.ask)
        self.lines.away_wanted.connect(self._withdraw)
        self.passages.away_wanted.connect(self._hold_again)
        row = abreast(self.add, STRETCH)
        headed = (self.heading, self.lines, row, self.passages_heading, self.passages)
        stacked(*headed, inside=self, gap_px=tokens.SPACE_1_PX)
        for heading in (self.heading, self.passages_heading):
            heading.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        row.setContentsMargins(tokens.HANG_PX, 0, 0, 0)

    def show_lock(
        self, lock: Embargo | None, passages: Sequence[tuple[SignedPassage, str]] = ()
    ) -> None:
        """Show who may have what *lock* holds before; None: nothing holds it, or it is over.

        *passages* are those of its words that may leave in another thing, and what that is called.
        """
        self._lock = lock
        exceptions = () if lock is None else lock.exceptions
        self.lines.show_lines([_row(each) for each in exceptions])
        self.heading.setVisible(bool(exceptions))
        self.lines.setVisible(bool(exceptions))
        self.passages.show_lines([_passage_row(*each) for each in passages])
        self.passages_heading.setVisible(bool(passages))
        self.passages.setVisible(bool(passages))
        self.setVisible(lock is not None)

    @Slot()
    def ask(self) -> None:
        """Ask who may have it before, and who signed."""
        if self._lock is None:
            return
        self.question = ExceptionDialog(self, self._errands, self._lock.ref)
        self.question.accepted.connect(self._grant)
        self.question.open()

    @Slot()
    def _grant(self) -> None:
        question = self.question
        if question is None or not isValid(question) or question.recipient is None:
            return
        ref, recipient, by = question.ref, question.recipient, question.signed_by.text()

        def job(office: Office) -> tuple[Ref, tuple[SignedException, ...]]:
            if isinstance(recipient, int):
                from comms_desk.across.embargo_grants import grant_list

                return ref, grant_list(office, ref, recipient, reason=by)
            key = recipient.key
            lock = office.embargoes.grant(ref, key, signed_by=by)
            return ref, tuple(each for each in lock.exceptions if each.recipient == key)

        self._errands.write(None, job, self._granted)

    @Slot(object)
    def _granted(self, done: tuple[Ref, tuple[SignedException, ...]]) -> None:
        ref, granted = done
        if len(granted) == 1:
            said = _("{address} may have this text before").format(address=granted[0].recipient)
        else:
            said = ngettext(
                "{n} more person may have this text before",
                "{n} more people may have this text before",
                len(granted),
            ).format(n=format_number(len(granted)))
        ids = tuple(each.id for each in granted)
        self.undoable.emit(said, BriefUndo(partial(self._take_back, ref, ids)) if ids else None)

    @Slot(object)
    def _hold_again(self, passage: PassageId) -> None:
        """Hold words again that were let through; to let them through again is to sign anew."""
        take_back = partial(_take_back, passage)
        self._errands.write(None, take_back, self._held_again)

    @Slot(object)
    def _held_again(self, _done: None) -> None:
        self.undoable.emit(_("These words are held again"), None)

    @Slot(object)
    def _withdraw(self, key: object) -> None:
        lock = self._lock
        each = next((each for each in lock.exceptions if each.id == key), None) if lock else None
        if lock is None or each is None:
            return
        ref, known = lock.ref, each

        def job(office: Office) -> tuple[Ref, SignedException]:
            office.embargoes.withdraw(ref, known.id)
            return ref, known

        self._errands.write(None, job, self._withdrawn)

    @Slot(object)
    def _withdrawn(self, done: tuple[Ref, SignedException]) -> None:
        ref, was = done
        said = _("{address} waits for the embargo again").format(address=was.recipient)
        self.undoable.emit(said, BriefUndo(partial(self._grant_again, ref, was)))

    def _take_back(self, ref: Ref, which: tuple[ExceptionId, ...]) -> None:
        def job(office: Office) -> None:
            for each in which:
                office.embargoes.withdraw(ref, each)

        self._errands.write(None, job, self._undone)

    def _grant_again(self, ref: Ref, was: SignedException) -> None:
        self._errands.write(
            None,
            lambda office: office.embargoes.grant(
                ref, was.recipient, signed_by=was.signed_by, note=was.note
            ),
            self._undone,
        )

    @Slot(object)
    def _undone(self, _lock: Embargo | None) -> None:
        """Say nothing: it was said as it was asked for, and an undo has no undo of its own."""


def _take_back(passage: PassageId, office: Office) -> None:
    office.embargoes.take_back(passage)


class ExceptionDialog(Dialog):
    """Who may have a text before, and who accepted the embargo: of a list each, and how."""

    def __init__(self, parent: QWidget, errands: Errands, ref: Ref) -> None:
        """Ask about what *ref* names."""
        super().__init__(parent, _("Signed exception"), _("Grant the exception"))
        self.ref = ref
        self.recipient: Address | ListId | None = None
        self.tell(
            _("Who accepted the embargo in writing may have the text before it lifts."), "muted"
        )
        self.picker = _Picker(
            errands,
            offered,
            asks=_("A contact, a list, or an e-mail address"),
            offers=_("Contacts and their addresses"),
            none_match=_("Nothing matches “{words}”."),
        )
        self.chosen = Label("", "strong", wraps=True)
        self.change = Button(_("Someone else"), role="link", does=self._begin)
        self.signature = Label(_("Accepted in writing by"), "detail")
        self.signed_by = Line()
        self.signed_by.setAccessibleName(_("Accepted in writing by"))
        place = QWidget()
        place.setFixedHeight(PICKER_PX)
        held = stacked(self.picker, inside=place)
        held.addLayout(abreast(filling(self.chosen), self.change))
        held.addWidget(self.signature)
        held.addWidget(self.signed_by)
        held.addStretch()
        self.body.addWidget(place)
        self.picker.chosen.connect(self._choose)
        self.picker.left.connect(self.reject)
        self.signed_by.textChanged.connect(self._check)
        self.signed_by.returnPressed.connect(self._enter)
        self._begin()
        self.fit()

    @Slot()
    def _begin(self) -> None:
        """Look for whom."""
        self.recipient = None
        for widget in (self.chosen, self.change, self.signature, self.signed_by):
            widget.hide()
        self.picker.ask()
        self._check()

    @Slot(object)
    def _choose(self, key: object) -> None:
        """Choose *key*, and ask who signed: the same person, most of the time."""
        if isinstance(key, Address):
            self.recipient = key
            said, signed, asks = str(key), key.name, _("Accepted in writing by")
        elif isinstance(key, ChosenList):
            self.recipient = key.id
            said, signed = f"{key.name} · {key.people}", ""
            asks = _("How each of them accepted in writing")
        else:
            return
        self.picker.hide()
        self.chosen.setText(said)
        self.signature.setText(asks)
        self.signed_by.setAccessibleName(asks)
        self.signed_by.setText(signed)
        for widget in (self.chosen, self.change, self.signature, self.signed_by):
            widget.show()
        self.signed_by.selectAll()
        self.signed_by.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check()

    @Slot()
    def _check(self) -> None:
        if self.recipient is None:
            self.verb.forbid(_("choose whom"))
        elif not self.signed_by.text().strip():
            self.verb.forbid(_("signature missing"))
        else:
            self.verb.allow()

    @Slot()
    def _enter(self) -> None:
        if self.verb.isEnabled():
            self.accept()


@dataclass(frozen=True, slots=True)
class ChosenList:
    """A list whose members may all have it before; *people* says how many they are."""

    id: ListId
    name: str
    people: str


class _Picker(Picker):
    @override
    def _fit(self) -> None:
        """Take no more than the place."""
        super()._fit()
        self.list.setFixedHeight(min(self.list.maximumHeight(), LIST_MOST_PX))


def offered(office: Office, words: str) -> Rows[Row]:
    """Return the lists, and the addresses of the contacts, that *words* find.

    Of an address typed whole, that.
    """
    typed = _typed(words)
    found = office.contacts.search(words, limit=CONTACTS_OFFERED)
    rows = [
        Row(
            key=address,
            title=contact.name,
            detail=" · ".join(filter(None, (address.bare, ", ".join(contact.outlets)))),
        )
        for contact in found.rows
        for written in contact.emails
        if (address := _named(contact.name, written)) is not None
    ]
    known = len(rows)
    if words.strip():
        rows[:0] = map(_list_row, lists_found(office, words))
    if typed is not None and all(row.key != typed for row in rows):
        rows.insert(0, Row(key=typed, title=typed.bare, detail=_("This address")))
    total = max(found.total - known, 0) if found.is_cut else 0  # more contacts than are offered
    return Rows(rows=tuple(rows), total=len(rows) + total, capped=found.capped)


def _list_row(found: ListFound) -> Row:
    chosen = ChosenList(found.id, found.name, people(found.people))
    return Row(key=chosen, title=found.name, detail=f"{_('List')} · {chosen.people}")


def _named(name: str, written: str) -> Address | None:
    try:
        bare = Address.parse(written)
    except BadAddress:
        return None
    return Address(name=name, local=bare.local, domain=bare.domain)


def _typed(words: str) -> Address | None:
    try:
        return Address.parse(words) if "@" in words else None
    except BadAddress:
        return None


def _row(each: SignedException) -> Row:
    signed = _("signed: {name}").format(name=each.signed_by)
    return Row(
        key=each.id,
        title=each.recipient,
        detail=" · ".join(filter(None, (signed, each.note))),
        strong=False,
        away=_("Take back the exception of {address}").format(address=each.recipient),
    )


def _passage_row(passage: SignedPassage, inside: str) -> Row:
    signed = _("signed: {name}").format(name=passage.signed_by)
    there = shorten(passage.there, LONGEST_SAID, placeholder="…")
    there = _("“{words}”").format(words=there) if there else ""
    return Row(
        key=passage.id,
        title=inside or _("Untitled"),
        detail=" · ".join(filter(None, (signed, passage.reason, there))),
        strong=False,
        away=_("Hold these words again in {thing}").format(thing=inside or _("Untitled")),
    )
