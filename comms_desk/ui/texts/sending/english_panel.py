"""The English version that goes below a French text: which one, on what ground, by whose approval.

It says the same beside a text and on the last screen before it leaves.  Nothing is recorded that
is not whole: what is missing is said on the button, what is refused at its field.
"""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.facts import DAY, BadDate
from comms_desk.i18n import _
from comms_desk.media.dispatches.model import (
    English,
    Ground,
    GroundIncomplete,
    NewEnglish,
    NotInEnglish,
)
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.errors import NotFound
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import DIALOG_WIDTH_PX, Dialog, is_open
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.layout import edged
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.texts.sending import english_words as words
from comms_desk.ui.texts.sending.english_words import EnglishView
from comms_desk.wording import say
from comms_desk.wording.dispatches import GROUNDS

FORM_PX = 306
"""The room of the search or of the fields, kept for both: nothing moves under the hand."""
NOTE_PX = 40
"""The room of two lines under the day."""
LIST_MOST_PX = 156
ASKED = ("ground", "audience", "approved_by", "approved_on")


class EnglishPanel(QWidget):
    """What goes below one text, and the verbs for it.

    Signals:
        asked: One is about to be recorded: of the text as it stands, once it is kept.
        said: The sentence that says what was done.
    """

    asked = Signal()
    said = Signal(str)

    def __init__(self, errands: Errands, *, role: str = "card-title") -> None:
        """Show nothing before `show_view`; its heading has *role*."""
        super().__init__()
        self._errands = errands
        self.view: EnglishView | None = None
        self.question: Dialog | None = None
        self.heading = Label(_("English version"), role)
        self.title, self.state = Label("", "strong", wraps=True), Label("", wraps=True)
        self.approval = Label("", "muted", wraps=True)
        self.wrong = Label("", "word-amber", wraps=True)
        self.record = Button("", role="link", does=self.ask)
        self.take_off = Button(
            _("Take it off"), role="link", name=_("Take off the English version")
        )
        verbs = abreast(self.record, self.take_off, STRETCH, gap_px=tokens.SPACE_3_PX)
        column = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        for label in (self.heading, self.title, self.state, self.approval, self.wrong):
            label.setMinimumWidth(0)
            column.addWidget(label)
        column.addLayout(verbs)
        self.take_off.clicked.connect(self.ask_whether)
        self.hide()

    @Slot(object)
    def show_view(self, view: EnglishView) -> None:
        """Show what is recorded; nothing of a text that can have none."""
        self.view = view
        kept = view.kept
        if kept is None:
            self.title.setText("")
            self.state.setText(_("The French text leaves alone."))
        else:
            self.title.setText(view.title)
            self.state.setText(words.ground(kept))
        self.approval.setText("" if kept is None else words.approval(kept))
        self.wrong.setText(words.wrong(view))
        for label in (self.title, self.approval, self.wrong):
            label.setVisible(bool(label.text()))
        if kept is None:
            self.record.rename(_("Record one…"))
            self.record.setAccessibleName(_("Record the English version"))
        else:
            self.record.rename(_("Approve again…") if kept.is_stale else _("Change…"))
            self.record.setAccessibleName(
                _("Approve the English version again")
                if kept.is_stale
                else _("Change the English version")
            )
        if kept is None and self.take_off.hasFocus():
            self.record.setFocus()
        self.record.setVisible(view.is_allowed)
        self.take_off.setVisible(kept is not None)
        self.setVisible(view.is_shown)

    @Slot()
    def ask(self) -> None:
        """Ask which text goes below, and on what ground."""
        view = self.view
        if view is not None and view.is_allowed and not is_open(self.question):
            self.asked.emit()
            question = EnglishDialog(self, self._errands, view)
            question.kept.connect(self._recorded)
            self.question = question
            question.open()

    @Slot(object)
    def _recorded(self, _kept: English) -> None:
        self.said.emit(_("English version recorded"))

    @Slot()
    def ask_whether(self) -> None:
        """Ask whether to take it off: who approved it, and when, is not kept."""
        view = self.view
        if view is None or view.kept is None or is_open(self.question):
            return
        question = Dialog(self, _("Take off the English version?"), _("Take it off"))
        question.tell(
            _(
                "The French text then leaves alone. The English text stays among the texts; its"
                " ground and its approval have to be recorded again to go below."
            )
        )
        question.setProperty("draft", view.draft)
        question.leave.setFocus()
        question.fit()
        question.accepted.connect(self._take_off)
        self.question = question
        question.open()

    @Slot()
    def _take_off(self) -> None:
        question = self.question
        if question is not None:
            draft = question.property("draft")
            self._errands.write(
                None, lambda office: office.dispatches.set_english(draft, None), self._taken_off
            )

    @Slot(object)
    def _taken_off(self, _none: None) -> None:
        self.said.emit(_("English version taken off"))


class EnglishDialog(Dialog):
    """The English version of one text, to be recorded.

    Signals:
        kept: It is recorded; carries the `English`.
    """

    kept = Signal(object)

    def __init__(self, parent: QWidget, errands: Errands, view: EnglishView) -> None:
        """Ask about the text of *view*; what is recorded already is there at first."""
        super().__init__(parent, _("English version"), _("Record"))
        self._errands = errands
        self._view = view
        self.english: DraftId | None = None
        self.tell(
            _(
                "French goes to everyone, and first. English goes below it in the same message, on"
                " a ground of the Charter alone (s. 22.3), approved for this very text."
            ),
            "muted",
        )
        self.error = ErrorBar()
        self.picker = _Picker(
            errands,
            words.offered,
            asks=_("An English text, by its title"),
            offers=_("The English texts"),
            none_match=_("No English text matches “{words}”."),
        )
        self.chosen = Label("", "strong", wraps=True)
        self.change = Button(_("Another text"), role="link", does=self._begin)
        self.wrong = Label("", "word-red", wraps=True)
        grounds = tuple((each.value, said()) for each, said in GROUNDS.items())
        self.fields = {
            "ground": CardField("ground", _("Ground"), choices=grounds),
            "audience": CardField(
                "audience", _("For whom"), placeholder=_("English-language media")
            ),
            "approved_by": CardField("approved_by", _("Approved by")),
            "approved_on": CardField(
                "approved_on", _("Approved on"), said=_said_day, note_px=NOTE_PX
            ),
        }
        self._lay_out()
        order_tabs(self)
        self.picker.chosen.connect(self._choose)
        self.picker.left.connect(self.reject)
        self._fill(view)
        self.fit()

    def _lay_out(self) -> None:
        self._place = place = QWidget()
        place.setMinimumHeight(FORM_PX)
        held = stacked(self.picker, inside=place, gap_px=tokens.SPACE_2_PX)
        held.addLayout(abreast(filling(self.chosen), self.change))
        held.addWidget(self.wrong)
        self._asked = QWidget()
        form = stacked(inside=self._asked, gap_px=tokens.SPACE_2_PX)
        for field in self.fields.values():
            form.addWidget(edged(field))
            field.editor.setFixedWidth(DIALOG_WIDTH_PX - 2 * tokens.SPACE_6_PX)
            if isinstance(field.editor, QLineEdit):
                field.editor.textChanged.connect(self._check)
                field.editor.returnPressed.connect(self._enter)
            elif isinstance(field.editor, QComboBox):
                field.editor.currentIndexChanged.connect(self._check)
        held.addWidget(self._asked)
        held.addStretch()
        self.body.addWidget(self.error)
        self.body.addWidget(place)

    def _fill(self, view: EnglishView) -> None:
        kept = view.kept
        self.fields["ground"].show_value("" if kept is None else kept.ground.value)
        self.fields["audience"].show_value("" if kept is None else kept.audience)
        # What is approved again is approved by somebody, today: neither is guessed.
        is_same = kept is not None and not kept.is_stale
        self.fields["approved_by"].show_value(kept.approved_by if kept and is_same else "")
        day = kept.approved_on if kept and is_same else view.today
        self.fields["approved_on"].show_value(DAY.write(day))
        if kept is None or not view.title:
            self._begin()
        else:
            self._take(kept.english, view.title)

    @Slot()
    def _begin(self) -> None:
        """Look for the text."""
        self.english = None
        for widget in (self.chosen, self.change, self.wrong, self._asked):
            widget.hide()
        self.picker.ask()
        self._check()

    @Slot(object)
    def _choose(self, key: object) -> None:
        row = self.picker.list.rows.row(self.picker.list.rows.position_of(key))
        if isinstance(key, int):
            self._take(DraftId(key), "" if row is None else row.title)

    def _take(self, english: DraftId, title: str) -> None:
        """Choose *english*, and ask for its ground."""
        self.english = english
        self.picker.hide()
        self.wrong.hide()
        self.chosen.setText(title)
        for widget in (self.chosen, self.change, self._asked):
            widget.show()
        empty = next((each for each in self.fields.values() if not each.value), None)
        (empty or self.fields["ground"]).editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check()
        self.fit()

    @Slot()
    def _check(self) -> None:
        """Say on the button what is missing still."""
        missing = {
            "ground": _("choose its ground"),
            "audience": _("say for whom"),
            "approved_by": _("say who approved it"),
            "approved_on": _("say when"),
        }
        empty = next((each for each in ASKED if not self.fields[each].value.strip()), "")
        if self.english is None:
            self.verb.forbid(_("choose the text"))
        elif empty:
            self.verb.forbid(missing[empty])
        else:
            self.verb.allow()

    @Slot()
    def _enter(self) -> None:
        if self.verb.isEnabled():
            self.accept()

    @Slot()
    @override
    def accept(self) -> None:
        """Record it; the dialog closes once it is."""
        if self.english is None:
            return
        self.error.hide()
        value = {name: field.value for name, field in self.fields.items()}
        try:
            day = DAY.read(value["approved_on"])
        except BadDate as error:
            self._refuse_field("approved_on", error)
            return
        if day is None:
            self._check()
            return
        draft, new = (
            self._view.draft,
            NewEnglish(
                english=self.english,
                ground=Ground(value["ground"]),
                audience=value["audience"],
                approved_by=value["approved_by"],
                approved_on=day,
            ),
        )
        self.verb.forbid(_("recording…"))
        self._errands.write(
            None,
            lambda office: office.dispatches.set_english(draft, new),
            self._was_kept,
            self._refuse,
        )

    @Slot(object)
    def _was_kept(self, kept: object) -> None:
        self.kept.emit(kept)
        super().accept()

    @Slot(object)
    def _refuse(self, error: CommsDeskError) -> None:
        """Say why at the field that it concerns; what was typed stays."""
        self._check()
        if isinstance(error, GroundIncomplete):
            self._refuse_field(error.field, error)
        elif isinstance(error, NotInEnglish | NotFound):
            self.wrong.setText(say(error).whole)
            self.wrong.show()
            self.change.setFocus()
            self.fit()
        else:
            self.error.explain(error)
            self.fit()

    def _refuse_field(self, name: str, error: CommsDeskError) -> None:
        field = self.fields[name]
        field.refused(say(error).whole)
        field.editor.setFocus()
        self.fit()


def _said_day(typed: str) -> str:
    """Return the day that was *typed* in words; what is none, as it stands."""
    try:
        return DAY.say(DAY.read(typed))
    except BadDate:
        return typed


class _Picker(Picker):
    @override
    def _fit(self) -> None:
        """Take no more than the place."""
        super()._fit()
        self.list.setFixedHeight(min(self.list.maximumHeight(), LIST_MOST_PX))
