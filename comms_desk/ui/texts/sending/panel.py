"""Send to the media: the last screen before a text leaves, and the one question after it.

It shows all that will happen: whom, whom not and why, when, how, and each letter as it will be
read.  It decides nothing: each choice is planned again, and what is sent is what was shown.  The
choices are kept as they are made, and found again by their person, without what has gone from the
desk meanwhile (a list, say).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, pgettext
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import AccountId, LetterId
from comms_desk.media.dispatches.model import DispatchKind, RequestedSending, SendingTime, Sent
from comms_desk.media.dispatches.model import LetterForm as Shape
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.storage.model import FormKey, UnfinishedForm, new_form_key
from comms_desk.ui.frame.doubt import Doubt
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.texts.sending import words
from comms_desk.ui.texts.sending.add_field import AddWhom
from comms_desk.ui.texts.sending.english_words import EnglishView, read_english
from comms_desk.ui.texts.sending.how import ChoicesPanel
from comms_desk.ui.texts.sending.letter_pane import LetterPane
from comms_desk.ui.texts.sending.lines import WhomLines
from comms_desk.ui.texts.sending.reading import (
    PreviewView,
    SendView,
    read_preview,
    read_view,
    taken,
    without,
)
from comms_desk.ui.texts.sending.screen import Screen
from comms_desk.wording import say


@dataclass(frozen=True, slots=True)
class KeptChoices:
    """What is chosen, and the form in which it is kept, gone on with from *taken*."""

    wanted: RequestedSending
    key: FormKey = field(default_factory=new_form_key)
    taken: UnfinishedForm | None = None

    def form(self, draft: DraftId, wanted: RequestedSending) -> UnfinishedForm:
        """Return the form that keeps *wanted* of *draft*."""
        return UnfinishedForm(
            key=self.key,
            kind=Subject.DRAFT,
            changes=draft,
            fields=written(wanted),
            before={},
            in_front=True,
        )


def read_chosen(office: Office, draft: DraftId) -> KeptChoices:
    """Return what its person had chosen of *draft*; else nobody, as its embargo lifts or now."""
    text = office.drafts.get(draft)
    lock = text.embargo
    held = lock is not None and lock.holds(office.database.clock.now())
    offered = RequestedSending(
        when=SendingTime.WHEN_LIFTED if held else SendingTime.NOW, interviews=text.contact
    )
    for form in office.forms.every(Subject.DRAFT):
        if form.changes == draft:
            return KeptChoices(wanted=_read(office, form.fields, offered), taken=form)
    return KeptChoices(wanted=offered)


def written(wanted: RequestedSending) -> Mapping[str, str]:
    """Return *wanted* as the fields of a form: not that a person confirmed what is in doubt."""
    return {
        "lists": " ".join(map(str, wanted.lists)),
        "also": "\n".join(map(str, wanted.also)),
        "when": wanted.when.value,
        "at": "" if wanted.at is None else wanted.at.isoformat(),
        "forms": " ".join(sorted(each.value for each in wanted.forms)),
        "account": "" if wanted.account is None else str(wanted.account),
        "photos": wanted.photos,
        "interviews": wanted.interviews,
    }


def _read(office: Office, fields: Mapping[str, str], offered: RequestedSending) -> RequestedSending:
    """Read what `written` wrote; what is not understood is as it is *offered*."""
    known = {str(each.id): each.id for each in office.lists.every()}
    accounts = {str(each.id): each.id for each in office.accounts.every()}
    when, at = offered.when, None
    with suppress(ValueError, KeyError):
        when = SendingTime(fields["when"])
        at = datetime.fromisoformat(fields["at"]) if fields["at"] else None
    if when is SendingTime.WHEN_LIFTED and offered.when is not SendingTime.WHEN_LIFTED:
        when = offered.when  # no embargo holds any more
    account: AccountId | None = accounts.get(fields.get("account", ""))
    return RequestedSending(
        lists=tuple(known[each] for each in fields.get("lists", "").split() if each in known),
        also=tuple(filter(None, map(_named, fields.get("also", "").splitlines()))),
        when=when,
        at=at,
        forms=frozenset(each for each in Shape if each.value in fields.get("forms", "").split())
        or offered.forms,
        account=account,
        photos=fields.get("photos", ""),
        interviews=fields.get("interviews", ""),
    )


def _named(text: str) -> Ref | Address | None:
    try:
        return Address.parse(text) if "@" in text else Ref.from_text(text)
    except (BadAddress, ValueError):
        return None


def nothing(_office: Office) -> None:
    """Read nothing: what is chosen is read with its text."""


class SendPanel(Screen):
    """One text, about to leave.

    Signals:
        sent: It is in the outbox; carries the sentence that says how much.
    """

    sent = Signal(str)

    def __init__(self, errands: Errands) -> None:
        """Build the screen; nothing is read before `open`."""
        super().__init__(errands, _("Send to the media"))
        self._wanted = RequestedSending()
        self._chosen: KeptChoices | None = None
        self._keeper = FormKeeper(self, errands, nothing)
        self._keeper.failed.connect(self.show_error)
        self._view: SendView | None = None
        self._read_as: tuple[Address | Ref | None, str] = (None, "")
        self._address = ""
        self._build()
        self._listen()

    @property
    def wanted(self) -> RequestedSending:
        """What is chosen."""
        return self._wanted

    @property
    def view(self) -> SendView | None:
        """What is shown."""
        return self._view

    def open(self, draft: Draft) -> None:
        """Show what would leave of *draft*, once all that was typed is kept."""
        self.error.hide()
        self._draft, self._view, self._read_as = draft.id, None, (None, "")
        self.name.setText(draft.title or _("Untitled"))
        self.doubt.ask_of(words.confirmed(DispatchKind.RELEASE))
        self.send.rename(_("Send"))
        self.send.forbid(_("counting…"))
        which = draft.id
        self._errands.write(
            None, lambda office: (which, read_chosen(office, which)), self._begin, self.show_error
        )

    def have(self, wanted: RequestedSending) -> None:
        """Choose *wanted*, as a person would."""
        self.add.put_away()
        self._choose(wanted)
        self.how.show_wanted(wanted)

    @Slot()
    def refresh(self) -> None:
        """Read again what is shown: something has changed."""
        if self._draft is not None and self._chosen is not None:
            self._plan()

    # What is chosen

    @Slot(object)
    def _begin(self, answer: tuple[DraftId, KeptChoices]) -> None:
        draft, chosen = answer
        if draft != self._draft:
            return
        self._chosen, self._wanted = chosen, chosen.wanted
        wanted = chosen.wanted
        self.how.show_wanted(wanted)
        self._offer_others()
        if wanted.lists or wanted.also:
            self.add.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.offer()
        self._plan()

    def _offer_others(self) -> None:
        self.add.leave_out({*self._wanted.lists, *self._wanted.also})

    def _choose(self, wanted: RequestedSending) -> None:
        """Ask for *wanted*, and say what that would do."""
        if wanted == self._wanted or self._draft is None:
            return
        self._wanted = wanted
        if self._chosen is not None:
            self._keeper.keep(self._chosen.form(self._draft, wanted), self._chosen.taken)
        self._offer_others()
        self.error.hide()
        self._plan()

    @Slot(object)
    def _add(self, key: object) -> None:
        self._choose(taken(self._wanted, key))

    @Slot(object)
    def _leave_out(self, key: object) -> None:
        self.add.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(without(self._wanted, key))

    @Slot(object)
    def _how(self, changed: RequestedSending) -> None:
        """Plan it for another hour, in another form, or by another account."""
        mine = self._wanted
        self._choose(
            replace(changed, lists=mine.lists, also=mine.also, even_if_sent=mine.even_if_sent)
        )

    @Slot()
    def _decide(self) -> None:
        """Plan it though it may have left before, or not."""
        self._choose(replace(self._wanted, even_if_sent=self.doubt.is_confirmed))

    # What it would do

    def _plan(self) -> None:
        draft, wanted = self._draft, self._wanted
        if draft is None:
            return
        self.send.forbid(_("counting…"))
        self._errands.read(
            "send plan",
            lambda office: read_view(office, draft, wanted),
            self._show,
            self._not_planned,
        )
        self._errands.read(
            "send english",
            lambda office: read_english(office, draft),
            self._show_english,
            self.show_error,
        )
        to, name = self._read_as
        self._errands.read(
            "send letter",
            lambda office: read_preview(office, draft, wanted, to, name),
            self._show_letter,
            self._not_written,
        )

    @Slot(object)
    def _show(self, view: SendView) -> None:
        if view.wanted != self._wanted or view.plan.draft != self._draft:
            return
        self._view = view
        self.name.setText(view.title)
        others = view.lists != self.whom.shown
        self.whom.show_lines(view.lists)
        self.not_reached.setText(_count(_("Who does not receive it"), view.not_reached))
        self.left_out.show_lines(view.left_out)
        self.left_out.setVisible(bool(view.left_out))
        self.nobody_out.setVisible(not view.left_out)
        anybody = bool(view.plan.people)
        self.nobody_out.setText(
            _("Everyone chosen receives it.") if anybody else _("Nobody is chosen yet.")
        )
        self.how.show_view(view)
        self.doubt.show_obstacles(view.plan.obstacles)
        if others:
            order_tabs(self.bar, self._inner, self.letter)  # whom it goes to is made anew
        self.passage.show_shared(view.plan.shared, Ref(Subject.DRAFT, view.plan.draft))
        self.missing.setText("\n".join(view.missing))
        self.missing.setVisible(bool(view.missing))
        self.frozen.setText(view.frozen)
        self.frozen.setVisible(bool(view.frozen))
        self.letter.offer(view.plan.readers)
        self.send.rename(view.verb)
        if view.forbidden:
            self.send.forbid(view.forbidden)
        else:
            self.send.allow()
        self.test.setEnabled(view.plan.account is not None)

    @Slot(object)
    def _show_english(self, view: EnglishView) -> None:
        if view.draft == self._draft:
            self.how.english.show_view(view)

    @Slot(object)
    def _not_planned(self, error: CommsDeskError) -> None:
        self.send.forbid(_("cannot be counted"))
        self.show_error(error)

    @Slot(object)
    def _show_letter(self, view: PreviewView) -> None:
        self.letter.show_letter(view)

    @Slot(object)
    def _not_written(self, error: CommsDeskError) -> None:
        self.letter.say_none(say(error).whole)

    @Slot(object, str)
    def _read_as_another(self, to: Address | Ref, name: str) -> None:
        self._read_as = (to, name)
        draft, wanted = self._draft, self._wanted
        if draft is not None:
            self._errands.read(
                "send letter",
                lambda office: read_preview(office, draft, wanted, to, name),
                self._show_letter,
                self._not_written,
            )

    # It leaves

    @Slot()
    def ask(self) -> None:
        """Ask whether to send, of a plan made once more after all that was typed is kept."""
        self.how.settle()
        draft, wanted, view = self._draft, self._wanted, self._view
        may = view is not None and not view.forbidden
        if draft is not None and may and not is_open(self.question):
            self._errands.write(
                None, lambda office: read_view(office, draft, wanted), self._ask, self.show_error
            )

    @Slot(object)
    def _ask(self, view: SendView) -> None:
        if is_open(self.question) or view.wanted != self._wanted or not self.isVisible():
            return
        self._show(view)
        question = SendTextDialog(self, view)
        question.accepted.connect(self._send)
        self._open(question)

    @Slot()
    def _send(self) -> None:
        question, draft = self.question, self._draft
        if isinstance(question, SendTextDialog) and draft is not None:
            view = question.view
            self.send.forbid(_("sending…"))
            self._errands.write(
                None,
                lambda office: office.dispatches.send(draft, view.wanted, shown=view.plan),
                self._was_sent,
                self._not_sent,
            )

    @Slot(object)
    def _was_sent(self, sent: Sent) -> None:
        if self._chosen is not None:
            self._keeper.forget(self._chosen.key, self._chosen.taken)
        view = self._view
        with_copy = view is not None and view.plan.copy_to is not None
        self.sent.emit(words.queued(sent.letters, with_copy=with_copy))

    @Slot(object)
    def _not_sent(self, error: CommsDeskError) -> None:
        self._plan()
        self.show_error(error)

    @Slot()
    def ask_where(self) -> None:
        """Ask to which address a test goes."""
        if self._draft is not None and not is_open(self.question):
            question = TestDialog(self, self._address)
            question.accepted.connect(self._try)
            self._open(question)

    @Slot()
    def _try(self) -> None:
        question, draft, wanted = self.question, self._draft, self._wanted
        if isinstance(question, TestDialog) and draft is not None:
            to = question.address
            self._address = to.bare
            self._errands.write(
                None,
                lambda office: office.dispatches.test(draft, wanted, to),
                self._tried,
                self.show_error,
            )

    @Slot(object)
    def _tried(self, _letter: LetterId) -> None:
        self.said.emit(_("A test is on its way to {address}").format(address=self._address))

    # Building

    def _build(self) -> None:
        self.test = Button(_("Send me a test"), brief=pgettext("letter", "Test"))
        self.send = Button(_("Send"), role="primary", hint=_("Send (Ctrl+Enter)"))
        self.bar.right(self.test, self.send)
        self._inner, body = self._column()
        self.whom = WhomLines(time_column=True)
        self.add = AddWhom(self._errands, self._inner)
        self.not_reached = Label(_("Who does not receive it"), "card-title")
        self.left_out = WhomLines()
        self.nobody_out = Label(_("Everyone chosen receives it."), "muted")
        self.how = ChoicesPanel(self._errands)
        self.doubt = Doubt()
        self.frozen, self.missing = (Label("", "word-amber", wraps=True) for _each in range(2))
        for label in (self.frozen, self.missing):
            label.hide()
        self.passage = PassageSigning(self._errands)
        parts = (
            self.doubt,
            Label(_("To whom"), "card-title"),
            self.whom,
            self.add,
            self.not_reached,
            self.left_out,
            self.nobody_out,
            self.how,
            self.frozen,
            self.missing,
            self.passage,
        )
        for part in parts:
            if part in (self.not_reached, self.how):
                body.addSpacing(tokens.SPACE_3_PX)
            body.addWidget(part)
        body.addStretch(1)
        self.letter = LetterPane(self._errands)
        self._lay_out(scrolled(self._inner), self.letter)

    def _listen(self) -> None:
        self.test.clicked.connect(self.ask_where)
        self.send.clicked.connect(self.ask)
        self.add.chosen.connect(self._add)
        self.add.left.connect(self.left)
        self.whom.away_wanted.connect(self._leave_out)
        self.how.changed.connect(self._how)
        self.how.english.said.connect(self.said)
        self.doubt.decided.connect(self._decide)
        self.passage.signed.connect(self.refresh)
        self.passage.undoable.connect(self.undoable)
        self.letter.reader_wanted.connect(self._read_as_another)


def _count(heading: str, number: int) -> str:
    return f"{heading} · {format_number(number)}" if number else heading


class SendTextDialog(Dialog):
    """To how many, when, and that it is undone by nothing; the way back is the first button."""

    def __init__(self, parent: QWidget, view: SendView) -> None:
        """Ask whether to send what *view* says."""
        super().__init__(parent, words.question(view.plan), view.verb)
        self.view = view
        self.tell(words.hours(view.plan, view.now))
        self.tell(view.english)
        if view.not_reached:
            self.tell(words.not_reached(view.not_reached))
        if view.wanted.even_if_sent:
            said = words.confirmed(view.plan.kind)
            self.body.addWidget(Label(said, "word-amber", wraps=True))
        self.tell(view.notice, "word-amber")
        self.tell(view.depends, "word-amber")
        if view.frozen:
            self.body.addWidget(Label(view.frozen, "word-amber", wraps=True))
        self.tell(
            _(
                "What has left cannot be taken back: what waits can be stopped, what left"
                " corrected."
            ),
            "muted",
        )
        if view.forbidden:  # something changed between the button and this
            self.verb.forbid(view.forbidden)
        self.leave.setFocus()
        self.fit()


class TestDialog(TrialDialog):
    """To which address one letter of a text goes."""

    __test__ = False

    def __init__(self, parent: QWidget, address: str) -> None:
        """Ask for an address; *address* was the last one."""
        what = _("One e-mail, its subject marked as a test. The text stays as it is.")
        super().__init__(parent, what, address)
