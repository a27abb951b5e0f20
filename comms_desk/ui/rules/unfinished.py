"""Rules of destruction half written: kept for their person, and gone on with where they were left.

One is in the form; those that were left for another wait aside, each at its place: that of the
rule which it is to replace, or that of a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.storage.model import Form, FormKey, Rule, RuleId, new_form_key
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.kit.fields import TypingPause
from comms_desk.ui.rules.rule_form import RuleForm


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed of a rule; *rule* is the one that it is to replace, None for one more."""

    rule: Rule | None = None
    typed: Mapping[str, str] | None = None
    """None: nothing yet."""
    in_front: bool = False
    key: FormKey = field(default_factory=new_form_key)
    taken: Form | None = None
    """What another window left, with which it goes on."""

    @property
    def place(self) -> RuleId | None:
        """The rule that it is to replace."""
        return None if self.rule is None else self.rule.id

    def form(self, typed: Mapping[str, str], *, in_front: bool) -> Form:
        """Return it as it is kept, once that is *typed*."""
        return Form(
            key=self.key,
            kind=Subject.RULE,
            changes=self.place,
            fields=typed,
            before={},
            in_front=in_front,
        )


def unfinished(office: Office) -> tuple[Begun, ...]:
    """Return the rules half written, the one that was in front first.

    One that was to replace a rule which has ended meanwhile is one more.
    """
    running = {rule.id: rule for rule in office.archive.rules() if rule.ended_at is None}
    return tuple(
        Begun(
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
        self._show(Begun())
        self._aside: dict[RuleId | None, Begun] = {}
        self._pause = TypingPause(self)
        self._pause.due.connect(self.save)
        form.typed.connect(self._pause.key)
        self._forms = FormKeeper(self, errands, unfinished)
        self._forms.read.connect(self._take_up)
        self._forms.failed.connect(form.refuse)

    def take_up(self) -> None:
        """Go on with what was left half written, the first time that somebody looks."""
        self._forms.start()

    def begin(self, rule: Rule | None = None) -> None:
        """Ask for a new rule, or for one in the place of *rule*; as it was left, if it was."""
        place = None if rule is None else rule.id
        if place != self._shown.place or not self._form.is_touched:
            self._put_aside()
            self._show(self._aside.pop(place, Begun(rule)))

    def give_up(self) -> None:
        """Keep what is in the form no longer: it is a rule, or is to be none."""
        self._forms.forget(self._shown.key, self._shown.taken)
        self._show(self._aside.pop(None, Begun()))

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

    def _show(self, begun: Begun) -> None:
        self._shown = begun
        self._form.begin(begun.rule, begun.typed or {})

    @Slot(object)
    def _take_up(self, those: tuple[Begun, ...]) -> None:
        """Lay aside what was left, and show what was in front; what is typed already stays."""
        for each in those:
            self._aside.setdefault(each.place, each)
        if self._form.is_touched or not those:
            return
        self._show(self._aside.pop(those[0].place))
        if those[0].in_front:
            self.resumed.emit()
