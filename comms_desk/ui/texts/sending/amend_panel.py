"""The last screen before a text is corrected or withdrawn: what is said of it, and to whom.

It goes to exactly those who have the former text, or may; what waits still is replaced, or stopped.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.dispatches.model import (
    Amended,
    Amendment,
    AmendmentPlan,
    DispatchKind,
    LetterPreview,
    SameAsSent,
    SinceSent,
)
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.media.lists.model import Addressee
from comms_desk.text.markdown import Document
from comms_desk.ui.frame.doubt import Doubt
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.fields import TypingPause
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.texts.sending import sent_words, words
from comms_desk.ui.texts.sending.english_panel import EnglishPanel
from comms_desk.ui.texts.sending.english_words import EnglishView, goes_below, read_english
from comms_desk.ui.texts.sending.letter_pane import LetterPane
from comms_desk.ui.texts.sending.reading import PreviewView, words_of
from comms_desk.ui.texts.sending.screen import Screen
from comms_desk.wording.dispatches import said_in_french_alone, still_wrong

FIELD_PX = 460
LENGTH = 300


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done, and what it was planned of."""

    kind: DispatchKind
    said: Amendment
    plan: AmendmentPlan
    words: tuple[Document, ...]
    """Of each of its letters."""
    english: EnglishView
    depends: str
    """Until when this computer is to be left on for it; "": no need."""
    since: SinceSent | None
    """How the text differs from what was sent."""


def read_plan(office: Office, draft: DraftId, kind: DispatchKind, said: Amendment) -> Planned:
    """Read what saying *said* of *draft* would do."""
    from comms_desk.across.unattended import leave_it_on_to_amend

    plan = office.dispatches.plan_amendment(draft, kind, said)
    letters = tuple(words_of(each.html) for each in plan.letters)
    depends = leave_it_on_to_amend(office, plan)
    since = office.dispatches.since_sent(draft)
    return Planned(kind, said, plan, letters, read_english(office, draft), depends, since)


class AmendPanel(Screen):
    """A correction or a withdrawal, about to leave.

    Signals:
        done: It is in the outbox; carries the sentence that says how much.
        text_wanted: The text is to be changed first.
    """

    done = Signal(str)
    text_wanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the screen; nothing is read before `open`."""
        super().__init__(errands)
        self.back.setAccessibleName(_("Back"))
        self._kind = DispatchKind.CORRECTION
        self._planned: Planned | None = None
        self._read_as: object = None
        self._proposed = ("", "")
        self._build()

    @property
    def planned(self) -> Planned | None:
        """What is shown."""
        return self._planned

    @property
    def typed(self) -> Amendment:
        """What is typed, and confirmed."""
        note, even_if_sent = self.note.text(), self.doubt.is_confirmed
        if self._kind is DispatchKind.WITHDRAWAL:
            return Amendment(note=note, even_if_sent=even_if_sent)
        return Amendment(
            wrong=self.wrong.text(),
            right=self.right.text(),
            note=note,
            in_english=self.in_english.text(),
            even_if_sent=even_if_sent,
        )

    def open(self, draft: Draft, kind: DispatchKind) -> None:
        """Show what a correction or a withdrawal of *draft* would do."""
        is_correction = kind is DispatchKind.CORRECTION
        if (draft.id, kind) != (self._draft, self._kind):
            self._clear()
        self._draft, self._kind, self._planned = draft.id, kind, None
        self.error.hide()
        self.doubt.ask_of(words.confirmed(kind))
        self.heading.setText(_("Correct the text") if is_correction else _("Withdraw the text"))
        self.name.setText(draft.title or _("Untitled"))
        for widget in (self.right_label, self.right, self.wrong_label, self.wrong):
            widget.setVisible(is_correction)
        self.note_label.setText(
            _("Or in one sentence") if is_correction else _("Why, in one sentence (optional)")
        )
        self._warn(None)
        (self.right if is_correction else self.note).setFocus(Qt.FocusReason.OtherFocusReason)
        self.send.rename(sent_words.amend(kind, None))
        self.letter.say_none("")
        self._plan(writes=True)

    @Slot()
    def refresh(self) -> None:
        """Read again what is shown: something has changed."""
        if self._planned is not None:
            self._plan()

    @Slot()
    def _typed(self) -> None:
        self._plan()

    def _plan(self, *, writes: bool = False) -> None:
        """Read what it would do: first, once all that was typed in the text is kept."""
        draft, kind, said = self._draft, self._kind, self.typed
        if draft is None:
            return
        self.send.forbid(_("counting…"))

        def job(office: Office) -> Planned:
            return read_plan(office, draft, kind, said)

        if writes:
            self._errands.write(None, job, self._show, self.show_error)
        else:
            self._errands.read("amendment", job, self._show, self.show_error)

    @Slot(object)
    def _show(self, planned: Planned) -> None:
        plan = planned.plan
        now = (self._draft, self._kind, self.typed)
        if (plan.draft, planned.kind, planned.said) != now:
            return
        if self._propose(planned):
            self._plan()
            return
        self._planned = planned
        self.told.setText(sent_words.told(plan))
        self.replaced.setText(sent_words.replaced(planned.kind, plan))
        self.replaced.setVisible(bool(self.replaced.text()))
        self.depends.setText(planned.depends)
        self.depends.setVisible(bool(planned.depends))
        self.missing.setText("\n".join(words.said_below(plan.obstacles)))
        self.missing.setVisible(bool(self.missing.text()))
        self.to_text.setVisible(any(isinstance(each, SameAsSent) for each in plan.obstacles))
        self.doubt.show_obstacles(plan.obstacles)
        self.passage.show_shared(plan.shared, Ref(Subject.DRAFT, plan.draft))
        self._warn(planned)
        self.english.show_view(planned.english)
        if planned.kind is DispatchKind.WITHDRAWAL:
            self.english.hide()  # it is told in French and in English of its own
        self.send.rename(sent_words.amend(planned.kind, plan))
        if plan.obstacles:
            self.send.forbid(words.forbidden(plan.obstacles))
        else:
            self.send.allow()
        several = plan.letters if len(plan.letters) > 1 else ()
        self.letter.offer(tuple(map(_reader, several)))
        self._show_letter()

    def _propose(self, planned: Planned) -> bool:
        """Fill in the passage that changed, where nothing else was typed; say whether it did."""
        since = planned.since
        found = ("", "") if since is None else (since.wrong, since.right)
        typed = (self.wrong.text(), self.right.text())
        is_correction = planned.kind is DispatchKind.CORRECTION
        if not is_correction or self.note.text() or typed != self._proposed or found == typed:
            return False
        self._proposed = found
        for line, words_found in zip((self.wrong, self.right), found, strict=True):
            line.setText(words_found)
        self.right.selectAll()
        return True

    @Slot(object, str)
    def _read_as_another(self, to: object, _name: str) -> None:
        self._read_as = to
        self._show_letter()

    def _show_letter(self) -> None:
        """Show what goes to the person chosen, or else to the first."""
        planned = self._planned
        if planned is None or not planned.plan.letters:
            self.letter.say_none(self.missing.text() or self.told.text())
            return
        letters = planned.plan.letters
        chosen = next((n for n, each in enumerate(letters) if each.to == self._read_as), 0)
        letter, to = letters[chosen], letters[chosen].to
        view = PreviewView(
            to=to,
            reader="" if to is None else to.name or to.bare,
            sender=str(letter.sender or ""),
            letter=letter,
            words=planned.words[chosen],
        )
        self.letter.show_letter(view)

    def _warn(self, planned: Planned | None) -> None:
        """Offer the sentence of an English version, and say what is doubtful of what is said."""
        has_english = planned is not None and planned.plan.has_english
        for widget in (self.in_english_label, self.in_english):
            widget.setVisible(has_english)
        self.warned.setText("" if planned is None else _warned(planned))
        self.warned.setVisible(bool(self.warned.text()))

    @Slot()
    def ask(self) -> None:
        """Ask once, of a plan that is made anew."""
        self.pause.now()
        draft, kind, said, planned = self._draft, self._kind, self.typed, self._planned
        may = planned is not None and not planned.plan.obstacles
        if draft is not None and may and not is_open(self.question):
            self._errands.write(
                None,
                lambda office: read_plan(office, draft, kind, said),
                self._ask,
                self.show_error,
            )

    @Slot(object)
    def _ask(self, planned: Planned) -> None:
        self._show(planned)
        if is_open(self.question) or planned is not self._planned or not self.isVisible():
            return
        plan = planned.plan
        title = sent_words.amended_question(planned.kind, plan)
        question = Dialog(self, title, sent_words.amend(planned.kind, plan))
        question.tell(sent_words.told(plan))
        question.tell(sent_words.replaced(planned.kind, plan))
        if planned.kind is DispatchKind.CORRECTION:
            question.tell(goes_below(planned.english))
        question.tell(planned.depends, "word-amber")
        question.tell(_("It leaves at once, and cannot be taken back."), "muted")
        doubtful = [_warned(planned)]
        if planned.said.even_if_sent:
            doubtful.append(words.confirmed(planned.kind))
        for each in filter(None, doubtful):
            question.body.addWidget(Label(each, "word-amber", wraps=True))
        if plan.obstacles:
            question.verb.forbid(words.forbidden(plan.obstacles))
        question.leave.setFocus()
        question.fit()
        question.accepted.connect(self._send)
        self._open(question)

    @Slot()
    def _send(self) -> None:
        draft, planned = self._draft, self._planned
        if draft is None or planned is None:
            return
        self.send.forbid(_("sending…"))

        def job(office: Office) -> Amended:
            if planned.kind is DispatchKind.WITHDRAWAL:
                said = planned.said
                return office.dispatches.withdraw(
                    draft, said.note, shown=planned.plan, even_if_sent=said.even_if_sent
                )
            return office.dispatches.correct(draft, planned.said, shown=planned.plan)

        self._errands.write(None, job, self._was_sent, self._not_sent)

    @Slot(object)
    def _was_sent(self, amended: Amended) -> None:
        self._clear()
        self._planned = None
        said = ngettext(
            "The notice is leaving for {n} address",
            "The notice is leaving for {n} addresses",
            amended.told,
        )
        self.done.emit(said.format(n=format_number(amended.told)))

    @Slot(object)
    def _not_sent(self, error: CommsDeskError) -> None:
        self._plan()
        self.show_error(error)

    def _clear(self) -> None:
        self._proposed = ("", "")
        for line in (self.right, self.wrong, self.note, self.in_english):
            line.clear()

    # Building

    def _build(self) -> None:
        self.send = Button(_("Send"), role="primary", hint=_("Send (Ctrl+Enter)"), does=self.ask)
        self.bar.right(self.send)
        self.right_label, self.right = Label(_("It should have read"), "detail"), _line()
        self.wrong_label, self.wrong = Label(_("And not"), "detail"), _line()
        self.note_label, self.note = Label("", "detail"), _line()
        self.in_english_label = Label(_("The same sentence in English"), "detail")
        self.in_english = _line()
        self.pause = TypingPause(self)
        inner, body = self._column()
        self.doubt = Doubt()
        self.doubt.decided.connect(self._typed)
        body.addWidget(self.doubt)
        fields = (
            (self.right_label, self.right),
            (self.wrong_label, self.wrong),
            (self.note_label, self.note),
            (self.in_english_label, self.in_english),
        )
        for label, line in fields:
            body.addWidget(label)
            body.addWidget(line)
            line.setAccessibleName(label.text())
            line.textEdited.connect(self.pause.key)
            line.editingFinished.connect(self.pause.now)
        self.warned = Label("", "word-amber", wraps=True)
        body.addWidget(self.warned)
        self._build_whom(body)
        body.addStretch(1)
        self.letter = LetterPane(self._errands)
        self.letter.offer(())
        self.letter.reader_wanted.connect(self._read_as_another)
        self._lay_out(scrolled(inner), self.letter)
        order_tabs(self.bar, inner, self.letter)
        self.pause.due.connect(self._typed)

    def _build_whom(self, body: QVBoxLayout) -> None:
        self.told, self.replaced = Label("", wraps=True), Label("", wraps=True)
        self.missing = Label("", "word-amber", wraps=True)
        self.to_text = Button(_("Change the text"))
        self.to_text.clicked.connect(self.text_wanted)
        self.to_text.hide()
        self.depends = Label("", "word-amber", wraps=True)
        body.addSpacing(tokens.SPACE_3_PX)
        body.addWidget(Label(_("To whom"), "card-title"))
        self.english = EnglishPanel(self._errands)
        self.english.said.connect(self.said)
        self.passage = PassageSigning(self._errands)
        self.passage.signed.connect(self.refresh)
        self.passage.undoable.connect(self.undoable)
        for part in (self.told, self.replaced, self.depends, self.missing, self.passage):
            body.addWidget(part)
            if part is self.missing:
                body.addWidget(self.to_text, 0, Qt.AlignmentFlag.AlignLeft)
        body.addSpacing(tokens.SPACE_3_PX)
        body.addWidget(self.english)


def _warned(planned: Planned) -> str:
    said, plan = planned.said, planned.plan
    doubtful = (still_wrong(said, plan.still_wrong), said_in_french_alone(said, plan))
    return "\n".join(filter(None, doubtful))


def _reader(letter: LetterPreview) -> Addressee:
    to = letter.to
    name = "" if to is None else f"{to.name or to.bare} – {letter.subject}"
    return Addressee(ref=None, name=name, address=to, lists=())


def _line() -> Line:
    line = Line()
    line.setMaxLength(LENGTH)
    line.setMaximumWidth(FIELD_PX)
    return line
