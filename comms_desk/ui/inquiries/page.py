"""The Inquiries: a list by the hour beside the card of the one chosen."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, override

from PySide6.QtCore import QMimeData, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, ngettext, pgettext
from comms_desk.media.inquiries.model import InquiryId, InquiryTab
from comms_desk.storage.paging import COUNT_CAP
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.frame.dropped_mails import MessageDrops, take_in_pasted
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import Reading
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.reading import InquiryView, read_view
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.local_files import are_copied, hand_on
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from comms_desk.ui.frame.capture_box import CaptureBox
    from comms_desk.ui.inquiries.inquiry_card import InquiryCard

READ_EVERY_MS = 60_000
LETTERS = "ATNRLPDEC"


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRows(Rows[Row]):
    """A page of the list, and how many each view has."""

    counts: "Mapping[InquiryTab, int]"


class InquiriesPage(CardPage[InquiryRows]):
    """What journalists ask, the first due first."""

    KEY = "inquiries"
    HAS_LINE = True
    SUBJECT = Subject.INQUIRY
    SHOWS = frozenset(
        {
            Subject.INQUIRY,
            Subject.QUESTION,
            Subject.OUTLET,
            Subject.CONTACT,
            Subject.PERSON,
            Subject.DOSSIER,
            Subject.LETTER,
        }
    )

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Subject, journalist, outlet…"),
            first=_("Note an inquiry"),
            lesson=_(
                "An inquiry keeps a journalist’s questions, their hour and what was answered."
            ),
        )
        self.column.add_chip(_("Mine"), InquiryTab.MINE)
        self.column.add_chip(_("Team"), InquiryTab.OPEN, checked=True)
        self.column.add_chip(_("Held by nobody"), InquiryTab.NOBODYS)
        self.column.add_chip(_("With a service"), InquiryTab.OUTSIDE)
        self.column.add_chip(pgettext("inquiries", "Ended"), InquiryTab.ENDED)
        self.new_one = NewButton(_("New inquiry"))
        teach = _("What inquiries teach")
        self.figures = Button("", role="quiet", icon="figures", name=teach, hint=teach)
        self.figures.clicked.connect(self._go_to_figures)
        self.column.add_to_head(self.figures, self.new_one)
        self.place = QWidget()
        """Where the line stands, and its room while the strip has it."""
        room = QVBoxLayout(self.place)
        room.setContentsMargins(0, 0, 0, 0)
        self.column.add_under_head(self.place)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))
        self.bind_letters(*LETTERS, does=self._letter)
        self.bind_keys("Ctrl+Return", "Ctrl+Enter", does=self._do_next)
        self._mails = MessageDrops(self)
        self._paste = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Paste),
            self,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self._paste.activated.connect(self.paste)
        self.minute = QTimer(self, interval=READ_EVERY_MS)
        """An hour passes though nobody changes anything: what was today is late."""
        self.minute.timeout.connect(self.refresh_soon)
        self.minute.start()
        self._narrowed = False
        """Whether the rows that are to come are those of another view."""

    # ── The line ──────────────────────────────────────────────────────────────────────

    @override
    def take_line(self, box: "CaptureBox") -> None:
        if box.parentWidget() is self.place:
            return
        room = self.place.layout()
        assert room is not None  # noqa: S101 - as it was built
        room.addWidget(box)
        box.hint.setText(
            _("Type, paste a mail or drop a .msg: outlet, question and hour are recognised.")
        )
        self.column.order_tabs()
        self.line = box.line

    @Slot()
    @override
    def new(self) -> None:
        """Go to the line: what is noted is begun there."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ── Mails ─────────────────────────────────────────────────────────────────────────

    @override
    def dropping(self, data: QMimeData) -> "Callable[[], None] | None":
        return self._mails.dropping(data) or super().dropping(data)

    @Slot()
    def paste(self) -> None:
        """Take in the mail that was copied, as files or as its text."""
        text = QGuiApplication.clipboard().text()
        if are_copied():
            hand_on(self)
        elif text.strip():
            self._mails.do(partial(take_in_pasted, text=text))

    @Slot()
    def _go_to_figures(self) -> None:
        self.page_wanted.emit("figures")

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[InquiryRows]:
        view = self.column.filter if isinstance(self.column.filter, InquiryTab) else InquiryTab.OPEN

        def job(office: Office) -> InquiryRows:
            from comms_desk.across.inquiries_today import asked_again

            now = office.database.clock.now()
            found = office.inquiries.search(searched, view=view, after=after, limit=limit)
            others = _at_work(office, now)
            again = asked_again(office, [each.id for each in found.rows if each.is_open])
            return InquiryRows(
                rows=words.in_groups(
                    words.row(
                        each,
                        now,
                        words.said_again(again[each.id], now) if each.id in again else "",
                        others.get(each.id, ""),
                        is_outside=view is InquiryTab.OUTSIDE,
                    )
                    for each in found.rows
                ),
                total=found.total,
                capped=found.capped,
                next_key=found.next_key,
                counts=office.inquiries.counts(),
            )

        return job

    @override
    def say_found(self, found: InquiryRows) -> None:
        """Say how many are open and late; of a search, how many it found."""
        counts = found.counts
        self.counted.emit(counts[InquiryTab.MINE] + counts[InquiryTab.NOBODYS])
        if self.column.search.asked_for or self.column.filter is InquiryTab.ENDED:
            super().say_found(found)
            return
        is_open, late = counts[InquiryTab.OPEN], counts[InquiryTab.LATE]
        said = words.heading(is_open, late, capped=is_open >= COUNT_CAP) if is_open else ""
        self.column.count.setText(said)

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} inquiry", "{count} inquiries", number)

    @override
    def none_match(self, searched: str) -> str:
        said = {
            InquiryTab.MINE: _("Nothing waits for you."),
            InquiryTab.NOBODYS: _("Everything is held by somebody."),
            InquiryTab.OUTSIDE: _("Nothing is with a service."),
            InquiryTab.ENDED: _("No inquiry has ended yet."),
        }
        chosen = self.column.filter
        none = said.get(chosen, "") if isinstance(chosen, InquiryTab) else ""
        return super().none_match(searched) or none

    @Slot(object)
    @override
    def narrow(self, key: object) -> None:
        self._narrowed = True
        super().narrow(key)

    @override
    def step(self, by: int) -> None:
        """Choose the next row, and give the list the keys: what had them may be of this card."""
        super().step(by)
        self.column.take_focus()

    @override
    def choose_row(self, found: InquiryRows) -> None:
        """Choose the inquiry that is wanted; where none is shown nor asked for, the first due.

        One that has ended is found among those.  Another view keeps no card that it does not list.
        """
        narrowed, self._narrowed = self._narrowed, False
        if self.wanted is not None:
            if not self.column.list.choose(self.wanted.id):
                self.wanted = None
                self.column.list.choose_none()
        elif narrowed and (shown := self.card_of) and all(r.key != shown.id for r in found.rows):
            self.close_card(shown)
        super().choose_row(found)
        if found.rows and self.card_of is None and not self.column.search.asked_for:
            self.column.list.choose(found.rows[0].key)
            self.card.at_work.unasked = found.rows[0].key

    @override
    def bring_card(self, kind: Subject) -> None:
        """Show the card of what somebody chooses."""
        self.card.at_work.unasked = None
        super().bring_card(kind)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @cached_property
    def card(self) -> "InquiryCard":
        """The inquiry chosen."""
        from comms_desk.ui.inquiries.inquiry_card import InquiryCard

        card = self.beside(InquiryCard(self.errands))
        card.undoable.connect(self._did)
        card.opened.connect(self.open_wanted)
        card.file_made.connect(self.file_made)
        return card

    @Slot(str, object)
    def _did(self, said: str, undo: object) -> None:
        """Say what was done; the card is to say it too, without the pause of a change."""
        self.read_card()
        self.undoable.emit(said, undo)

    @override
    def card_of_kind(self, kind: Subject) -> "InquiryCard":
        return self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> InquiryView:
        return read_view(office, InquiryId(ref.id))

    @override
    def said_binned(self, thing: Any) -> str:
        return toasts.binned(thing.title)

    @override
    def said_archived(self, thing: Any) -> str:
        return toasts.archived(thing.title)

    @override
    def commands(self) -> tuple[Command, ...]:
        """Say the letters of the verbs with them."""
        letters = {
            name: letter for letter, (_do, *names) in self._by_letter().items() for name in names
        }
        if not single_keys.are_commands():
            letters = {}
        found = super().commands()
        said = tuple(replace(each, keys=letters.get(each.label, each.keys)) for each in found)
        return (*said, *self._of_reply())

    def _of_reply(self) -> "Iterator[Command]":
        """Yield what leads to a reply and is no button of the bar now."""
        card, verbs = self.card, self.card.verbs
        if not card.may_reply:
            return
        one_key = single_keys.are_commands()
        yield Command(_("Write the reply"), "E" if one_key else "", card.write_reply)
        if card.said.lines:
            name = _("Quote what was already said")
            yield Command(name, "C" if one_key else "", card.quote_first)
        if not verbs.approve.isVisible() and not verbs.reply.isVisible():
            yield Command(verbs.approve.accessibleName(), _("Ctrl+Enter"), verbs.do_next)

    # ── Keys ──────────────────────────────────────────────────────────────────────────

    @Slot()
    def _letter(self) -> None:
        shortcut = self.sender()
        if not isinstance(shortcut, QShortcut) or single_keys.are_held():
            return
        if self.card.ref is None or self.card.ref != self.card_of:
            return  # the row that is chosen is not shown yet
        do, *_names = self._by_letter()[shortcut.objectName()]
        do()

    def _by_letter(self) -> "dict[str, tuple[Callable[[], None], *tuple[str, ...]]]":
        """Return what each of `LETTERS` does, and what the buttons are called that do it too."""
        verbs, work = self.card.verbs, self.card.at_work
        return {
            "A": (verbs.do_acknowledge, verbs.acknowledge.accessibleName()),
            "T": (verbs.do_hand, verbs.hand.accessibleName()),
            "N": (verbs.do_note, verbs.note.accessibleName()),
            "R": (verbs.do_end, verbs.end.accessibleName(), verbs.reply.accessibleName()),
            "L": (self.card.edit_dossier,),
            "P": (work.do_take, work.take.accessibleName()),
            "D": (verbs.do_refer, _("Refer it…")),
            "E": (self.card.write_reply,),
            "C": (self.card.quote_first,),
        }

    @Slot()
    def _do_next(self) -> None:
        self.card.verbs.do_next()


def _at_work(office: Office, now: datetime) -> dict[InquiryId, str]:
    """Return what is said of each inquiry that somebody else works on."""
    found = [each for each in office.at_work.every() if each.person != office.database.actor]
    if not found:
        return {}
    names: dict[int, str] = {
        each.id: each.called for each in office.people.every(active_only=False)
    }
    return {each.inquiry: words.said_at_work(each, names, now) for each in reversed(found)}
