"""What became of a text that was sent: each sending, each letter, and what can still be done.

It is read and written out in a reading thread.  Letters that are uncertain or refused are decided
here as on Today.  What was sent cannot be undone: what waits can be stopped, what left is
corrected or withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import pairwise

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail.model import Decision, Letter, LetterId, LetterState
from comms_desk.media.dispatches.model import Dispatch, DispatchKind, Step, Stopped
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import Button, Chip, Label, give_role
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.flow import FlowLayout, lay_out_now
from comms_desk.ui.kit.layout import BODY_SIDE_PX, empty_out, scrolled
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import filling, stacked
from comms_desk.ui.texts.sending import sent_words
from comms_desk.ui.texts.sending.lines import WhomLines
from comms_desk.ui.texts.sending.screen import Screen
from comms_desk.ui.texts.sending.wire import OrderMade, WireDialog, make_order
from comms_desk.ui.texts.sending.words import ScreenLine
from comms_desk.wording.letters import STATES

LETTERS_READ = 200
SENDINGS_SHOWN = 4
TO_DECIDE = (LetterState.UNCERTAIN, LetterState.REFUSED)


@dataclass(frozen=True, slots=True)
class StepSaid:
    """What is done outside, in words; *done* says by whom and when."""

    step: Step
    said: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentView:
    """What became of a text, written out; *state* is the one that its letters are narrowed to.

    *lifts* is when the embargo of the text does, if one holds; *depends* says until when this
    computer is to be left on for what waits, "" where there is no need.
    """

    draft: DraftId
    title: str
    dispatches: tuple[Dispatch, ...]
    lines: tuple[ScreenLine, ...]
    state: LetterState | None
    letters: Rows[Letter]
    steps: tuple[StepSaid, ...]
    now: datetime
    lifts: datetime | None
    depends: str


@dataclass(frozen=True, slots=True)
class CopiedText:
    """A text for the City's own site: as a page and as plain words."""

    html: str
    plain: str


def read_sent(office: Office, draft: DraftId, state: LetterState | None) -> SentView:
    """Read what became of *draft*; its letters in *state* alone, if one is named."""
    text = office.drafts.get(draft)
    dispatches = office.dispatches.of(draft)
    states = () if state is None else (state,)
    found = office.dispatches.letters(draft, states=states, limit=LETTERS_READ)
    to_do = office.dispatches.to_do(draft)
    people = {*(each.by for each in dispatches), *(each.done_by for each in to_do)}
    names = office.people.names({each for each in people if each is not None})
    now = office.database.clock.now()
    lock = text.embargo
    lifts = lock.until if lock is not None and lock.holds(now) else None
    return SentView(
        draft=draft,
        title=text.title,
        dispatches=dispatches,
        lines=tuple(
            sent_words.line(each, names.get(each.by or 0, ""), now, lifts=lifts)
            for each in dispatches[:SENDINGS_SHOWN]
        ),
        state=state,
        letters=found,
        steps=tuple(
            StepSaid(each.step, sent_words.dated_step(each, now), sent_words.done(each, names, now))
            for each in to_do
        ),
        now=now,
        lifts=lifts,
        depends=_depends(office, draft, dispatches, now),
    )


def _depends(office: Office, draft: DraftId, dispatches: Sequence[Dispatch], now: datetime) -> str:
    from comms_desk.across.unattended import leave_it_on, waits_until

    if not sent_words.waiting(sent_words.total(dispatches)):
        return ""
    left = office.outbox.unfinished()
    last = max(left.last_leaves_at, waits_until(office, draft))
    if last <= now and not left.leaving:  # a freeze: nobody knows when
        return ""
    return leave_it_on(office, first=now if left.leaving else last, last=last)


def read_copied(office: Office, draft: DraftId) -> CopiedText:
    """Read the text as it is pasted elsewhere.

    Raises:
        WordsUnderEmbargo: It has words of another text, which may not leave yet.
    """
    from comms_desk.text.markdown import read_markdown, write_html, write_plain

    manuscript = office.drafts.open(draft)
    words, title = read_markdown(manuscript.text), manuscript.draft.title
    plain = f"{title}\n\n{write_plain(words)}"
    office.embargoes.refuse_words(plain, own={manuscript.draft.ref})
    return CopiedText(html=f"<h1>{escape(title)}</h1>{write_html(words)}", plain=plain)


def rows(found: Rows[Letter], of: SentView) -> list[Row]:
    """Return *found*, which are letters of what *of* shows, as rows."""
    return [sent_words.letter(each, of.now, of.lifts) for each in found.rows]


class SentPanel(Screen):
    """The sending of one text, followed.

    Signals:
        more_wanted: It is to be sent to others.
        amendment_wanted: It is to be corrected or withdrawn; carries the `DispatchKind`.
        file_made: What was made of the text, and the `Path` of its file.
        coverage_wanted: What the media made of it is to be shown.
    """

    more_wanted = Signal()
    amendment_wanted = Signal(object)
    file_made = Signal(str, object)
    coverage_wanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the screen; nothing is read before `open`."""
        super().__init__(errands, _("Sent to the media"))
        self._state: LetterState | None = None
        self._view: SentView | None = None
        self._letters: dict[int, Letter] = {}
        self.chips: list[Chip] = []
        self._called = ""
        self._build()
        self._listen()

    @property
    def view(self) -> SentView | None:
        """What is shown."""
        return self._view

    def open(self, draft: Draft) -> None:
        """Show what became of *draft*."""
        if draft.id != self._draft:
            self._state, self._view = None, None
            self.letters.show_first((), total=0, next_key=None)
        self._draft = draft.id
        self.name.setText(draft.title or _("Untitled"))
        self.error.hide()
        self.letters.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        draft, state = self._draft, self._state
        if draft is not None:
            self._errands.read(
                "sent",
                lambda office: read_sent(office, draft, state),
                self._show,
                self.show_error,
            )

    @Slot(object)
    def _show(self, view: SentView) -> None:
        if (view.draft, view.state) != (self._draft, self._state):
            return
        self._view = view
        self.sendings.show_lines(view.lines)
        self.depends.setText(view.depends)
        self.depends.setVisible(bool(view.depends))
        self._offer(sent_words.total(view.dispatches))
        self._letters = {each.id: each for each in view.letters.rows}
        self._show_steps(view.steps)
        self.letters.show_first(
            rows(view.letters, view),
            total=view.letters.total,
            next_key=view.letters.next_key,
            capped=view.letters.capped,
        )
        if self.letters.chosen is None and view.letters.rows:
            self.letters.choose(view.letters.rows[0].id)
        self._show_letter(self.letters.chosen)

    def _show_steps(self, steps: tuple[StepSaid, ...]) -> None:
        said = {each.step: each for each in steps}
        for step, check in self.steps.items():
            each = said.get(step)
            check.setVisible(each is not None)
            if each is not None:
                check.setText(each.said)
                check.setToolTip(plain(each.done))
                check.setChecked(bool(each.done))

    @Slot()
    def _tick(self) -> None:
        check, draft = self.sender(), self._draft
        step = next((step for step, each in self.steps.items() if each is check), None)
        if step is None or draft is None:
            return
        done = self.steps[step].isChecked()
        self._errands.write(
            None,
            lambda office: office.dispatches.tick(draft, step, done=done),
            self._ticked,
            self._not_ticked,
        )

    @Slot(object)
    def _ticked(self, _answer: object) -> None:
        self.refresh()

    @Slot(object)
    def _not_ticked(self, error: CommsDeskError) -> None:
        self.refresh()
        self.show_error(error)

    @Slot(object)
    def _read_more(self, after: object) -> None:
        draft, state, view = self._draft, self._state, self._view
        if draft is None or view is None:
            return
        states = () if state is None else (state,)

        def job(office: Office) -> tuple[SentView, Rows[Letter]]:
            found = office.dispatches.letters(draft, states=states, after=after, limit=LETTERS_READ)
            return view, found

        self._errands.read("more letters", job, self._show_more, self._no_more)

    @Slot(object)
    def _show_more(self, answer: tuple[SentView, Rows[Letter]]) -> None:
        view, found = answer
        if view is not self._view:
            return
        self._letters |= {each.id: each for each in found.rows}
        self.letters.show_more(
            rows(found, view), total=found.total, next_key=found.next_key, capped=found.capped
        )

    @Slot(object)
    def _no_more(self, error: CommsDeskError) -> None:
        self.letters.ask_again()
        self.show_error(error)

    def _offer(self, counts: dict[LetterState, int]) -> None:
        """Offer to narrow the letters to each state that some are in."""
        keys = [None, *counts]
        if [chip.key for chip in self.chips] != keys:
            for chip in self.chips:
                self._chip_row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self.chips = [
                Chip(_("All") if state is None else STATES[state](), key=state) for state in keys
            ]
            for chip in self.chips:
                self._chip_row.add(chip)
                chip.clicked.connect(self._narrow)
                chip.show()
            for before, after in pairwise((self.others, *self.chips, self.letters.list)):
                QWidget.setTabOrder(before, after)
        for chip in self.chips:
            chip.setChecked(chip.key is self._state)
            number = sum(counts.values())
            if isinstance(chip.key, LetterState):
                number = counts.get(chip.key, 0)
            chip.count(format_number(number))
        waiting = sent_words.waiting(counts)
        self.stop.setVisible(waiting > 0)
        self.stop.rename(_("Stop the sending · {n}").format(n=format_number(waiting)))
        lay_out_now(self.bar, self)

    @Slot()
    def _narrow(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self._state = chip.key if isinstance(chip.key, LetterState) else None
            for each in self.chips:
                each.setChecked(each.key is self._state)
            self.refresh()

    # One letter

    @Slot(object)
    def _show_letter(self, key: object) -> None:
        letter = self._letters.get(key) if isinstance(key, int) else None
        empty_out(self._facts)
        view = self._view
        known = () if letter is None or view is None else sent_words.fate(letter, view.now)
        for name, value in known:
            said = Label(value, wraps=True)
            said.setContentsMargins(0, 0, 0, tokens.SPACE_1_PX)  # a value stands by its own name
            for label in (Label(name, "detail"), said):
                self._facts.addWidget(label)
                label.show()
        is_open = letter is not None and letter.state in TO_DECIDE and letter.decided_at is None
        for button in (self.again, self.leave_it):
            button.setVisible(is_open)
        if letter is not None and letter.is_replaced:
            self.again.hide()  # Those who did not get it are sent the text as it is now.
        uncertain = letter is not None and letter.state is LetterState.UNCERTAIN
        self.leave_it.rename(
            _("Received: do not send again") if uncertain else _("Do not send again")
        )

    @Slot()
    def _send_again(self) -> None:
        self._decide(Decision.SEND_AGAIN)

    @Slot()
    def _leave(self) -> None:
        self._decide(Decision.LEAVE)

    def _decide(self, decision: Decision) -> None:
        letter = self.letters.chosen
        if isinstance(letter, int):
            which = LetterId(letter)
            self._errands.write(
                None,
                lambda office: office.outbox.decide(which, decision),
                self._decided,
                self.show_error,
            )

    @Slot(object)
    def _decided(self, _letter: Letter) -> None:
        self.refresh()

    # What can still be done

    @Slot()
    def _ask_to_stop(self) -> None:
        view = self._view
        if view is None or is_open(self.question):
            return
        waiting = sent_words.waiting(sent_words.total(view.dispatches))
        question = Dialog(self, _("Stop the sending?"), _("Stop the sending"))
        question.tell(
            ngettext(
                "{n} e-mail that waits does not leave any more; this is final.",
                "{n} e-mails that wait do not leave any more; this is final.",
                waiting,
            ).format(n=format_number(waiting))
        )
        question.tell(_("What is on its way goes on; what has left stays."), "muted")
        question.leave.setFocus()
        question.fit()
        question.accepted.connect(self._stop)
        self._open(question)

    @Slot()
    def _stop(self) -> None:
        draft = self._draft
        if draft is not None:
            self._errands.write(
                None, lambda office: office.dispatches.stop(draft), self._stopped, self.show_error
            )

    @Slot(object)
    def _stopped(self, done: Stopped) -> None:
        self.said.emit(sent_words.stopped(done.stopped, done.on_the_wire))
        self.refresh()

    @Slot()
    def _correct(self) -> None:
        self.amendment_wanted.emit(DispatchKind.CORRECTION)

    @Slot()
    def _withdraw(self) -> None:
        self.amendment_wanted.emit(DispatchKind.WITHDRAWAL)

    @Slot()
    def _copy(self) -> None:
        draft = self._draft
        if draft is not None:
            self._errands.read(
                "copied text",
                lambda office: read_copied(office, draft),
                self._copied,
                self.show_error,
            )

    @Slot(object)
    def _copied(self, text: CopiedText) -> None:
        data = QMimeData()
        data.setHtml(text.html)
        data.setText(text.plain)
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(_("The text is on the clipboard"))

    @Slot()
    def _ask_order(self) -> None:
        if is_open(self.question):
            return
        question = WireDialog(self, self._called)
        question.accepted.connect(self._order)
        self._open(question)

    @Slot()
    def _order(self) -> None:
        question, draft = self.question, self._draft
        if isinstance(question, WireDialog) and draft is not None:
            order, self._called = question.order, question.order.contact
            self._errands.write(
                None,
                lambda office: make_order(office, draft, order),
                self._ordered,
                self.show_error,
            )

    @Slot(object)
    def _ordered(self, made: OrderMade) -> None:
        QGuiApplication.clipboard().setText(made.text)
        said = _("Newswire order: {file}; its text is on the clipboard")
        self.file_made.emit(said.format(file=made.file.name), made.file)

    # Building

    def _build(self) -> None:
        self.stop = Button(_("Stop the sending"), role="quiet")
        self.stop.hide()
        self.withdraw = Button(_("Withdraw…"), role="quiet")
        self.correct = Button(_("Correct…"))
        self.others = Button(_("Send to the others"))
        self.bar.right(self.stop, self.withdraw, self.correct, self.others)
        self.sendings = WhomLines(time_column=True)
        self.depends = Label("", "word-amber", wraps=True)
        self.depends.hide()
        self._chip_row = FlowLayout(row_px=tokens.CHIP_HEIGHT_PX, gap_px=tokens.SPACE_1_PX + 2)
        self.letters = PagedList(_("E-mails of this text"))
        top = stacked(
            self.name,
            self.sendings,
            self.depends,
            tokens.SPACE_2_PX,
            self._chip_row,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_4_PX, BODY_SIDE_PX, 0),
        )
        listed = stacked(
            self.letters, edges_px=(BODY_SIDE_PX - tokens.SPACE_4_PX, 0, BODY_SIDE_PX, 0)
        )
        body = QWidget()
        stacked(
            top,
            filling(listed),
            inside=body,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(0, tokens.SPACE_2_PX, 0, 0),
        )
        self._lay_out(body, self._beside())

    def _beside(self) -> QWidget:
        """Return the pane of one letter, and of what is done outside once a text has left."""
        inner = QWidget()
        self._facts = stacked(gap_px=2)
        self.again = Button(_("Send again"))
        self.leave_it = Button(_("Do not send again"))
        self.prepare_order = Button(_("Prepare the newswire order…"), role="link")
        self.copy_text = Button(_("Copy the text for montreal.ca"), role="link")
        self.coverage = Button(_("Coverage of this text"), role="link")
        column = stacked(inside=inner, gap_px=tokens.SPACE_2_PX, edges_px=(tokens.SPACE_4_PX,) * 4)
        # At the head: what is said for a moment lies over the foot.
        column.addWidget(Label(_("After the sending"), "strong"))
        self.steps = {step: Check() for step in Step}
        for check in self.steps.values():
            check.clicked.connect(self._tick)
            check.hide()
            column.addWidget(check)
        for link in (self.prepare_order, self.copy_text, self.coverage):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(tokens.SPACE_3_PX)
        column.addWidget(Label(_("The e-mail chosen"), "strong"))
        column.addLayout(self._facts)
        for button in (self.again, self.leave_it):
            button.hide()
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        pane = QWidget()
        give_role(pane, "column")
        stacked(scrolled(inner), inside=pane)
        return pane

    def _listen(self) -> None:
        self.coverage.clicked.connect(self.coverage_wanted)
        self.others.clicked.connect(self.more_wanted)
        self.correct.clicked.connect(self._correct)
        self.withdraw.clicked.connect(self._withdraw)
        self.stop.clicked.connect(self._ask_to_stop)
        self.letters.picked.connect(self._show_letter)
        self.letters.more_wanted.connect(self._read_more)
        self.again.clicked.connect(self._send_again)
        self.leave_it.clicked.connect(self._leave)
        self.copy_text.clicked.connect(self._copy)
        self.prepare_order.clicked.connect(self._ask_order)
