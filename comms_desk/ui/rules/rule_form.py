"""The form of a rule of destruction: it is one once all of it is said, and signed."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.kinds import those
from comms_desk.storage.errors import RuleIncomplete
from comms_desk.storage.facts import RULE_FACTS
from comms_desk.storage.model import DestructionRule, NewRule
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX, SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.fields import CardField
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
        """The rule of which it takes the place; None: it is one more."""
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
        for field in self.fields.values():
            self.body.addWidget(field)
            editor = field.editor
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
            # Whoever changes a rule signs it anew.
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
