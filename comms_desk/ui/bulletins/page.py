"""The Bulletins page: the bulletins at the left, the one chosen written block by block.

A bulletin is looked at in the browser, tried on oneself, then sent to everyone, once, after a
question that says to how many, to whom not, and until when.  What was typed is written before the
readers are counted, and they are counted again before the question is asked: it is true when it is
read.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from comms_desk import own_files
from comms_desk.across import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _, format_number, ngettext, pgettext
from comms_desk.internal.audience.facts import FACTS as EMPLOYEE_FACTS
from comms_desk.internal.audience.model import Employee, EmployeeId, NewEmployee, Segment
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, QueuedBulletin, Recipients
from comms_desk.mail.model import LetterId
from comms_desk.storage.errors import IsArchived
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.dialogs import SendBulletinDialog, TrialSendDialog
from comms_desk.ui.bulletins.words import name_and_number
from comms_desk.ui.frame import putting_away, toasts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.importing.page import ImportingPage
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.frame.putting_away import ARCHIVED
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from datetime import date

    from comms_desk.ui.bulletins.bulletin_card import BulletinCard, BulletinView

READERS_CHANGE = frozenset({Subject.EMPLOYEE, Subject.SUPPRESSION, Subject.ACCOUNT})


class BulletinsPage(ImportingPage[Rows[Row]]):
    """The employee bulletins, and the employees who read them."""

    KEY = "bulletins"
    SHOWS = frozenset({Subject.BULLETIN, Subject.LETTER, *READERS_CHANGE})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            words.searched(Subject.BULLETIN),
            first=_("Begin a bulletin"),
            lesson=_("No bulletin here. Write one block by block, then send it to every employee."),
        )
        bulletins = pgettext("chip", "Bulletins")
        self.filter_kinds(
            {
                Subject.BULLETIN: self.column.add_chip(bulletins, Subject.BULLETIN, checked=True),
                Subject.EMPLOYEE: self.column.add_chip(_("Employees"), Subject.EMPLOYEE),
            }
        )
        self.column.add_chip(putting_away.chip_words(), ARCHIVED)
        self.new_one = NewButton(_("New bulletin"))
        bring_in = _("Import the employees")
        self.bring_in = Button("", role="quiet", icon="down", name=bring_in, hint=bring_in)
        self.bring_in.hide()
        self.column.add_to_head(self.bring_in, self.new_one)
        self.sending = BulletinSending(self, errands)
        self.fill(TwoPanes(self.column, self.right))
        self._listen()

    @cached_property
    def card(self) -> "BulletinCard":
        """The bulletin chosen."""
        from comms_desk.ui.bulletins.bulletin_card import BulletinCard

        card = self.beside(BulletinCard(self.errands))
        card.undoable.connect(self.undoable)
        card.account.said.connect(self._say)
        card.import_wanted.connect(self.choose_file)
        card.copy_wanted.connect(self._copy)
        card.preview.clicked.connect(self._preview)
        card.test.clicked.connect(self._try)
        card.send.clicked.connect(self._send)
        card.account.refresh()
        return card

    @cached_property
    def employee_card(self) -> FactCard:
        """The employee chosen."""
        nothing = _("Choose an employee to read their card.")
        return self.beside(
            FactCard(self.errands, Subject.EMPLOYEE, EMPLOYEE_FACTS, nothing=nothing)
        )

    @override
    def changed(self, change: Change) -> None:
        """Count the readers again only when something about them has changed."""
        if change.subject in READERS_CHANGE:
            self._count_readers()
        if change.subject is Subject.LETTER:
            self._follow_letters()
        super().changed(change)

    @override
    def changed_elsewhere(self) -> None:
        """Count the readers again, and look whether there is an account now."""
        self._count_readers()
        self._follow_letters()
        super().changed_elsewhere()

    def _count_readers(self) -> None:
        if "card" in vars(self):
            self.card.forget_readers()

    def _follow_letters(self) -> None:
        """Let a question that is open count again, even while another page is in front."""
        if "card" in vars(self):
            self.card.cancelling.follow()

    @property
    @override
    def subject(self) -> Subject:
        return Subject.EMPLOYEE if self._lists_employees else Subject.BULLETIN

    @property
    def _lists_employees(self) -> bool:
        return Subject.EMPLOYEE in {self.column.filter, self.came.subject}

    @override
    def open(self, ref: Ref) -> None:
        """Show the bulletin or the employee that *ref* points at, in its list."""
        if ref.kind in self.chips:
            if ref.kind is not self.subject:
                self.chips[ref.kind].setChecked(True)
                self._list_others()
            super().open(ref)

    # ── the list ────────────────────────────────────────────────────────────────────────
    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        among = self.came.among
        if self._lists_employees:
            return lambda office: written(
                office.audience.search(searched, among=among, after=after, limit=limit),
                words.employee,
            )
        narrowed_to = self.column.filter

        def job(office: Office) -> Rows[Row]:
            where = putting_away.where(narrowed_to)
            found = office.bulletins.search(searched, where=where, after=after, limit=limit)
            return written(found, words.row)

        return job

    @override
    def how_many(self, number: int) -> str:
        return words.how_many(self.subject, number)

    @override
    def none_match(self, searched: str) -> str:
        if searched:
            return _("Nothing matches “{words}”.").format(words=searched)
        if self.column.filter == ARCHIVED:
            return putting_away.nothing_archived()
        return self.came.none_left(searched)

    @override
    def say_none(self, found: Rows[Row]) -> None:
        """Say that none matches; teach the first thing to do of what is listed."""
        of_employees = self._lists_employees
        first = _("Import the employees") if of_employees else _("Begin a bulletin")
        self.column.empty.first.rename(first)
        searched = self.column.search.asked_for
        if of_employees and not self.none_match(searched):
            self.say_instead(words.nobody(), may_start=True)
        else:
            super().say_none(found)

    @Slot()
    @override
    def do_first_thing(self) -> None:
        """Bring in the list of the employees, or begin the first bulletin."""
        if self._lists_employees:
            self.choose_file()
        else:
            self.new()

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; where no bulletin is shown nor asked for, the first."""
        if self.wanted is not None and self.wanted.kind is not self.subject:
            self.wanted = None
        super().choose_row(found)
        begins = self.card_of is None and not self.column.search.asked_for
        if found.rows and begins and not self._lists_employees:
            self.column.list.choose(found.rows[0].key)

    @Slot(object)
    @override
    def narrow(self, subject: object) -> None:
        """List the other *subject*, and show its card, read again: readers may be fewer by now."""
        self.leaving()
        self._list_others()
        self.bring_card(self.subject)
        super().narrow(subject)
        self.read_card()

    def _list_others(self) -> None:
        """Match what stands above the list to what is listed now."""
        self.column.list.choose_none()
        of_employees = self._lists_employees
        self.bring_in.setVisible(of_employees)
        self.new_one.say(_("New employee") if of_employees else _("New bulletin"))
        searched = words.searched(self.subject)
        self.column.search.setPlaceholderText(searched)
        self.column.search.setAccessibleName(searched)

    # ── the card ────────────────────────────────────────────────────────────────────────
    @override
    def card_of_kind(self, kind: Subject) -> FactCard:
        return self.employee_card if kind is Subject.EMPLOYEE else self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> "BulletinView | Employee":
        from comms_desk.ui.bulletins.bulletin_card import read_shown

        if ref.kind is Subject.EMPLOYEE:
            return office.audience.get(EmployeeId(ref.id))
        return read_shown(office, BulletinId(ref.id))

    @override
    def read_card(self) -> None:
        self.card.account.refresh()
        super().read_card()

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> int:
        """Begin the bulletin that follows the last one; or add an employee of that *name*."""
        if kind is Subject.BULLETIN:
            return office.bulletins.add_next(name=_("Bulletin"), day=_today(office)).id
        given, _space, family = name.rpartition(" ")
        new = NewEmployee(family_name=family or _("New employee"), given_name=given)
        return office.audience.add(new).id

    @override
    def said_begun(self) -> str:
        return _("Employee added") if self._lists_employees else _("Bulletin created")

    @override
    def said_binned(self, thing: Any) -> str:
        if isinstance(thing, Bulletin):
            return toasts.binned(words.name_and_number(thing))
        return toasts.somebody_binned(thing.name)

    @override
    def said_archived(self, thing: Any) -> str:
        return toasts.archived(words.name_and_number(thing))

    @Slot()
    def _copy(self) -> None:
        bulletin = self.card.bulletin
        if bulletin is not None:
            self.errands.write(
                None,
                lambda office: Ref(
                    Subject.BULLETIN, office.bulletins.copy(bulletin, day=_today(office)).id
                ),
                self._begun,
            )

    # ── looking, trying, sending ────────────────────────────────────────────────────────
    @Slot()
    def _preview(self) -> None:
        bulletin = self.card.bulletin
        if bulletin is not None:
            self.card.save_now()
            self.errands.write(None, lambda office: _page_of(office, bulletin), self._open_page)

    @Slot(object)
    def _open_page(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    @Slot()
    def _try(self) -> None:
        self.card.save_now()
        if self.card.shown is not None:
            self.sending.ask_where(self.card.shown.bulletin)

    @Slot()
    def _send(self) -> None:
        self.card.save_now()
        if self.card.bulletin is not None:
            self.sending.ask_whether(self.card.bulletin)

    @Slot()
    def _was_sent(self) -> None:
        self._count_readers()
        self.refresh_soon()

    @Slot(str)
    def _say(self, done: str) -> None:
        self.error.hide()
        self.undoable.emit(done, None)

    @property
    @override
    def comes_from_files(self) -> Subject:
        return Subject.EMPLOYEE

    # ── signals ─────────────────────────────────────────────────────────────────────────
    @Slot()
    def _written(self) -> None:
        if self.card_of is not None and self.card.blocks.stop_building():
            self.read_card()

    def _listen(self) -> None:
        self.errands.written.connect(self._written)
        self.new_one.clicked.connect(self.new)
        self.bring_in.clicked.connect(self.choose_file)
        self.sending.done.connect(self._say)
        self.sending.sent.connect(self._was_sent)


def _page_of(office: Office, bulletin: BulletinId) -> Path:
    """Write the bulletin as a page for the browser; return its file."""
    page = office.bulletins.preview(bulletin)
    file = office.paths.cache / f"bulletin-{bulletin}.html"
    own_files.write(file, page.html.encode())
    return file


def _today(office: Office) -> "date":
    return office.database.clock.now().astimezone(CITY_ZONE).date()


@dataclass(frozen=True, slots=True)
class BulletinToSend:
    """A bulletin and its readers, read once all that was typed is kept."""

    bulletin: Bulletin
    recipients: Recipients
    now: datetime
    depends: str
    """Until when this computer is to be left on for it; "": no need."""


class BulletinSending(QObject):
    """Asks, then sends; errors go to the page that it belongs to.

    Signals:
        done: The sentence that says what was done.
        sent: A bulletin has gone to the outbox.
    """

    done = Signal(str)
    sent = Signal()

    def __init__(self, page: QWidget, errands: Errands) -> None:
        """Belong to *page*."""
        super().__init__(page)
        self._page = page
        self._errands = errands
        self._address = ""
        self.question: Dialog | None = None

    def ask_where(self, bulletin: Bulletin) -> None:
        """Ask to which address a test of *bulletin* goes."""
        question = TrialSendDialog(self._page, bulletin, self._address)
        question.accepted.connect(self._try)
        self._open(question)

    def ask_whether(self, bulletin: BulletinId) -> None:
        """Ask whether to send *bulletin* to everyone, once what was typed is kept."""
        self._errands.write(None, lambda office: _asked(office, bulletin), self._ask)

    @Slot(object)
    def _ask(self, asked: BulletinToSend) -> None:
        if is_open(self.question):
            return
        question = SendBulletinDialog(
            self._page,
            self._errands,
            asked.bulletin,
            asked.recipients,
            now=asked.now,
            depends=asked.depends,
        )
        question.accepted.connect(self._send)
        question.chosen.connect(self._count)
        self._open(question)

    @Slot()
    def _count(self) -> None:
        """Count those who are chosen now."""
        question = self.question
        if isinstance(question, SendBulletinDialog):
            bulletin, to = question.bulletin, question.to
            self._errands.read(
                "recipients",
                lambda office: _counted(office, bulletin, to),
                self._show_count,
                self._not_counted,
            )

    @Slot(object)
    def _show_count(self, counted: tuple[Segment | None, Recipients, str]) -> None:
        if isinstance(self.question, SendBulletinDialog) and isValid(self.question):
            self.question.show_recipients(*counted)

    @Slot(object)
    def _not_counted(self, error: CommsDeskError) -> None:
        """Close the question where nobody can say to whom it goes, and say why."""
        if self.question is not None and isValid(self.question):
            self.question.reject()
        self._errands.failed.emit(error)

    def _open(self, question: Dialog) -> None:
        self.question = question
        question.open()

    @Slot()
    def _try(self) -> None:
        question = self.question
        if isinstance(question, TrialSendDialog):
            to, bulletin = question.address, question.bulletin
            self._address = to.bare
            self._errands.write(
                None, lambda office: office.bulletins.send_test(bulletin, to), self._tried
            )

    @Slot(object)
    def _tried(self, _letter: LetterId) -> None:
        self.done.emit(_("A test is on its way to {address}").format(address=self._address))

    @Slot()
    def _send(self) -> None:
        question = self.question
        if isinstance(question, SendBulletinDialog):
            bulletin, to = question.bulletin, question.to
            is_confirmed = question.doubt.is_confirmed
            counted, asked = question.counted, question.asked
            self._errands.write(
                None,
                lambda office: office.bulletins.send(
                    bulletin, to=to, counted=counted, shown=asked, even_if_sent=is_confirmed
                ),
                self._was_sent,
            )

    @Slot(object)
    def _was_sent(self, sending: QueuedBulletin) -> None:
        said = ngettext(
            "{count} e-mail in the outbox", "{count} e-mails in the outbox", sending.queued
        )
        self.done.emit(said.format(count=format_number(sending.queued)))
        self.sent.emit()


def _asked(office: Office, bulletin: BulletinId) -> BulletinToSend:
    """Read what is asked about; in the writing thread.

    Raises:
        NotFound: There is no such bulletin, or it is in the bin.
        IsArchived: It was archived since its card was read: nobody is asked in vain.
    """
    whole = office.bulletins.get(bulletin)
    if whole.archived_at is not None:
        raise IsArchived(Ref(Subject.BULLETIN, bulletin), name_and_number(whole))
    _everyone, recipients, on = _counted(office, bulletin, None)
    return BulletinToSend(whole, recipients, office.database.clock.now(), on)


def _counted(
    office: Office, bulletin: BulletinId, to: Segment | None
) -> tuple[Segment | None, Recipients, str]:
    """Return who of *to* would get it, and until when this computer is to be left on for that."""
    from comms_desk.across.unattended import leave_it_on

    found = office.bulletins.recipients(bulletin, to=to)
    plan = found.plan if found.count else None
    return to, found, "" if plan is None else leave_it_on(office, last=plan.last_leaves_at)
