"""The form of a rule of destruction: it is one once all of it is said, and signed.

What is half written is kept for its person.  One rule is in the form; those that were left for
another wait aside, each at its place: that of the rule which it is to replace, or of a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.kinds import those
from comms_desk.storage.errors import RuleIncomplete
from comms_desk.storage.facts import RULE_FACTS
from comms_desk.storage.model import (
    DestructionRule,
    FormKey,
    NewRule,
    RuleId,
    UnfinishedForm,
    new_form_key,
)
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX, SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.fields import CardField, TypingPause
from comms_desk.ui.kit.layout import CardPane, edged
from comms_desk.wording import say
from comms_desk.wording.kinds import MANY

KIND = "kind"


class RuleForm(CardPane):
    """A rule to be added, or to take the place of another.

    Signals:
        finished: Carries the `NewRule`.
        left: Nothing is to be added.
        typed: Something else is typed in a field.
    """

    finished = Signal(object)
    left = Signal()
    typed = Signal()

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__()
        self.replaced: DestructionRule | None = None
        """The rule that it is to replace; None: it is one more."""
        self.title = Label("", "card-title")
        self.title.setContentsMargins(COLUMN_SIDE_PX - SIDE_PX, 0, 0, 0)
        self.leave = Button(_("Leave"), does=self.left)
        self.add = Button("", role="primary", does=self._finish)
        self.bar.left(self.title)
        self.bar.right(self.leave, self.add)
        kinds = tuple(
            (each, MANY[each]().capitalize()) for each in those(lambda kind: kind.is_ruled)
        )
        self.fields: Mapping[str, CardField] = {
            KIND: edged(CardField(KIND, _("What it destroys"), choices=kinds)),
            **{
                fact.field: edged(CardField(fact.field, fact.called, placeholder=_(fact.hint)))
                for fact in RULE_FACTS
            },
        }
        self._before: Mapping[str, str] = {}
        self.body.setSpacing(tokens.SPACE_4_PX)
        for card_field in self.fields.values():
            self.body.addWidget(card_field)
            editor = card_field.editor
            if isinstance(editor, QLineEdit):
                editor.textChanged.connect(self.typed)
            elif isinstance(editor, QComboBox):
                editor.currentIndexChanged.connect(self.typed)
        self.body.addWidget(
            Label(
                _(
                    "Years are counted from when a thing was archived, or a press review issued. A"
                    " rule destroys nothing by itself: a person does, who is shown first what goes."
                ),
                "muted",
                wraps=True,
            )
        )
        self.body.addStretch(1)
        self.show_card(shown=True)

    @property
    def values(self) -> Mapping[str, str]:
        """What is typed, by the name of its field."""
        return {name: field.value for name, field in self.fields.items()}

    @property
    def is_touched(self) -> bool:
        """Whether something else is typed than what stood there as it was begun."""
        return self.values != self._before

    def begin(self, rule: DestructionRule | None, typed: Mapping[str, str]) -> None:
        """Ask for a new rule, or for one in the place of *rule*, which says the same at first.

        What was *typed* already is there again.
        """
        self.error.hide()
        self.replaced = rule
        self.title.setText(_("New rule") if rule is None else _("Another rule in its place"))
        self.add.rename(_("Add the rule") if rule is None else _("Replace the rule"))
        first = next(iter(those(lambda kind: kind.is_ruled)))
        self.fields[KIND].show_value(first if rule is None else rule.kind)
        self.fields[KIND].editor.setEnabled(rule is None)
        for fact in RULE_FACTS:
            # A changed rule is signed anew.
            is_same = rule is not None and not fact.field.startswith("signed")
            self.fields[fact.field].show_value(fact.written(rule) if is_same else "")
        self._before = self.values
        for name in typed.keys() & self.fields.keys():
            if rule is None or name != KIND:
                self.fields[name].show_value(typed[name])

    def take_focus(self) -> None:
        """Go to the first field that is typed."""
        self.fields[RULE_FACTS[0].field].setFocus()

    def refuse(self, error: CommsDeskError, field: str = "") -> None:
        """Say what is wrong: under its field, or over the form."""
        sentence = say(error)
        if field:
            self.fields[field].refused(sentence.whole)
            self.fields[field].setFocus()
        else:
            self.error.say(sentence.what, sentence.way_out, details=str(error))

    @Slot()
    def _finish(self) -> None:
        """Say the rule, or what is missing of it."""
        self.error.hide()
        read: dict[str, object] = {}
        for fact in RULE_FACTS:
            field = self.fields[fact.field]
            try:
                read[fact.field] = fact.notation.read(field.value)
            except CommsDeskError as error:
                self.refuse(error, fact.field)
                return
            field.show_value(field.value)  # nothing is wrong with it any more
        try:
            new = NewRule(kind=Subject(self.fields[KIND].value), **read)  # type: ignore[arg-type]
        except RuleIncomplete as error:
            self.refuse(error, error.field)
        else:
            self.finished.emit(new)


@dataclass(frozen=True, slots=True)
class UnfinishedRule:
    """What was typed of a rule; *rule* is the one that it is to replace, None for one more."""

    rule: DestructionRule | None = None
    typed: Mapping[str, str] | None = None
    """None: nothing yet."""
    in_front: bool = False
    key: FormKey = field(default_factory=new_form_key)
    taken: UnfinishedForm | None = None
    """What another window left, with which it goes on."""

    @property
    def place(self) -> RuleId | None:
        """The rule that it is to replace."""
        return None if self.rule is None else self.rule.id

    def form(self, typed: Mapping[str, str], *, in_front: bool) -> UnfinishedForm:
        """Return it as it is kept, once that is *typed*."""
        return UnfinishedForm(
            key=self.key,
            kind=Subject.RULE,
            changes=self.place,
            fields=typed,
            before={},
            in_front=in_front,
        )


def unfinished(office: Office) -> tuple[UnfinishedRule, ...]:
    """Return the rules half written, the one that was in front first.

    One that was to replace a rule which has ended meanwhile is one more.
    """
    running = {rule.id: rule for rule in office.archive.rules() if rule.ended_at is None}
    return tuple(
        UnfinishedRule(
            rule=None if form.changes is None else running.get(RuleId(form.changes)),
            typed=form.fields,
            in_front=form.in_front,
            taken=form,
        )
        for form in office.forms.every(Subject.RULE)
    )


class UnfinishedRules(QObject):
    """Keeps what is typed in the form of a rule, as it is typed.

    Signals:
        resumed: What was in front when it was left is in the form again.
    """

    resumed = Signal()

    def __init__(self, form: RuleForm, errands: Errands) -> None:
        """Belong to *form*."""
        super().__init__(form)
        self._form = form
        self._show(UnfinishedRule())
        self._aside: dict[RuleId | None, UnfinishedRule] = {}
        self._pause = TypingPause(self)
        self._pause.due.connect(self.save)
        form.typed.connect(self._pause.key)
        self._forms = FormKeeper(self, errands, unfinished)
        self._forms.read.connect(self._take_up)
        self._forms.failed.connect(form.refuse)

    def take_up(self) -> None:
        """Go on with what was left half written, the first time that somebody looks."""
        self._forms.start()

    def begin(self, rule: DestructionRule | None = None) -> None:
        """Ask for a new rule, or for one in the place of *rule*; as it was left, if it was."""
        place = None if rule is None else rule.id
        if place != self._shown.place or not self._form.is_touched:
            self._put_aside()
            self._show(self._aside.pop(place, UnfinishedRule(rule)))

    def give_up(self) -> None:
        """Keep what is in the form no longer: it is a rule, or is to be none."""
        self._forms.forget(self._shown.key, self._shown.taken)
        self._show(self._aside.pop(None, UnfinishedRule()))

    @Slot()
    def save(self) -> None:
        """Keep what is typed; what is as it was before is not half written."""
        shown, typed = self._shown, self._form.values
        if self._form.is_touched:
            in_front = not self._form.isHidden()
            self._forms.keep(shown.form(typed, in_front=in_front), shown.taken)
        else:
            self._forms.forget(shown.key, shown.taken)

    def _put_aside(self) -> None:
        self.save()
        if self._form.is_touched:
            self._aside[self._shown.place] = replace(self._shown, typed=self._form.values)

    def _show(self, begun: UnfinishedRule) -> None:
        self._shown = begun
        self._form.begin(begun.rule, begun.typed or {})

    @Slot(object)
    def _take_up(self, those: tuple[UnfinishedRule, ...]) -> None:
        """Lay aside what was left, and show what was in front; what is typed already stays."""
        for each in those:
            self._aside.setdefault(each.place, each)
        if self._form.is_touched or not those:
            return
        self._show(self._aside.pop(those[0].place))
        if those[0].in_front:
            self.resumed.emit()
