"""The rules of destruction: for how long what was sent is kept, what goes then, and what went.

It is reached from the palette and from the settings.  Nothing is destroyed without a person who
was shown what, and each thing goes in a transaction of its own: a stop, or the end of the window,
leaves the rest as it was.
"""

from collections import deque
from functools import partial
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.kinds import those
from comms_desk.storage.errors import STORAGE_FAILURES, RuleEnded, RuleUnknown
from comms_desk.storage.model import (
    DestructionRule,
    Due,
    NewRule,
    RuleId,
)
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading, counted
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.rules import reading
from comms_desk.ui.rules.reading import RuleView
from comms_desk.ui.rules.rule_card import RuleCard
from comms_desk.ui.rules.rule_form import RuleForm, UnfinishedRules


class RulesPage(ListPage[Rows[Row]]):
    """The rules, those in force first."""

    KEY = "rules"
    SHOWS = frozenset(those(lambda kind: kind.is_ruled))

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Kind, schedule, who signed…"),
            first=_("Add a rule"),
            lesson=_(
                "What was sent and archived is kept for ever, unless a rule says for how many"
                " years, by which retention schedule, and who signed it."
            ),
        )
        self._asked: RuleId | None = None
        """The rule whose card is shown, or is on its way."""
        self._destroying: Due | None = None
        self._left: deque[Ref] = deque()
        """What is still to be destroyed, of all that a person agreed to."""
        self._gone = 0
        self._refused: CommsDeskError | None = None
        self.add = NewButton(_("New rule"))
        self.add.clicked.connect(self.new)
        self.column.add_to_head(self.add)
        self.card = self.beside(RuleCard())
        self.form = self.beside(RuleForm())
        self.unfinished = UnfinishedRules(self.form, errands)
        """What is half written in the form, also when the window was left."""
        self.unfinished.resumed.connect(self._go_on)
        self.card.change_wanted.connect(self._change)
        self.card.end_wanted.connect(self._end)
        self.card.destroy_wanted.connect(self._destroy)
        self.card.stop_wanted.connect(self._stop)
        self.card.opened.connect(self.open_wanted)
        self.card.search.asked.connect(self._search_gone)
        self.form.finished.connect(self._finished)
        self.form.left.connect(self._leave_form)
        self.put_in_front(self.card)
        self.fill(TwoPanes(self.column, self.right))

    @property
    @override
    def takes_letters(self) -> bool:
        return self.shows_card

    @property
    @override
    def shows_card(self) -> bool:
        return self.right.currentWidget() is self.card

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        return lambda office: reading.rules(office, searched)

    @override
    def say_found(self, found: Rows[Row]) -> None:
        said = counted(found) if found.total else ""
        self.column.count.setText(said)  # there is no room for more beside the title

    @override
    def none_match(self, searched: str) -> str:
        return _("No rule matches “{words}”.").format(words=searched) if searched else ""

    @override
    def say_none(self, found: Rows[Row]) -> None:
        """Teach what a rule is; the sample desk has none."""
        none_match = self.none_match(self.column.search.asked_for)
        self.say_instead(none_match or self._lesson, may_start=not none_match)

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        if self._asked is not None and self.column.list.chosen is None and self.shows_card:
            self.column.list.put_back(self._asked)

    @override
    def pick(self, key: int) -> None:
        if self._asked != key:
            self.card.search.empty()
        self._asked = RuleId(key)
        self.put_in_front(self.card)
        self.read_card()

    @override
    def read_card(self) -> None:
        if self._asked is not None and self._destroying is None:
            job = partial(reading.view, self._asked, self.card.search.words)
            self.errands.read("card", job, self._show_card)

    @Slot(str)
    def _search_gone(self, _words: str) -> None:
        self.read_card()

    @Slot(object)
    def _show_card(self, view: RuleView) -> None:
        if view.rule.id == self._asked and self._destroying is None:
            self.card.show_view(view)

    # ── Adding, changing, ending ──────────────────────────────────────────────────────

    @Slot()
    @override
    def new(self) -> None:
        """Ask for a new rule; one that is half written is gone on with."""
        self._write(None)

    @Slot(object)
    def _change(self, rule: DestructionRule) -> None:
        self._write(rule)

    def _write(self, rule: DestructionRule | None) -> None:
        self.unfinished.begin(rule)
        self.put_in_front(self.form)
        self.form.take_focus()

    @Slot()
    def _go_on(self) -> None:
        """Show again the rule that was being written, unless something was opened since."""
        if self._asked is None:
            self.put_in_front(self.form)

    @Slot()
    def _leave_form(self) -> None:
        """Give up what was written, and go back to the rules."""
        self.put_in_front(self.card)
        self.focus_list()
        self.unfinished.give_up()

    @override
    def shown(self) -> None:
        super().shown()
        self.unfinished.take_up()

    @override
    def leaving(self) -> None:
        """Keep a rule that is half written."""
        super().leaving()
        self.unfinished.save()

    @Slot(object)
    def _finished(self, new: NewRule) -> None:
        replaced = self.form.replaced

        def job(office: Office) -> DestructionRule:
            if replaced is None:
                return office.archive.add_rule(new)
            return office.archive.change_rule(replaced.id, new)

        self.errands.write(None, job, self._was_written, self.form.refuse)

    @Slot(object)
    def _was_written(self, rule: DestructionRule) -> None:
        self._leave_form()
        self._was_added(rule)

    @Slot(object)
    def _was_added(self, rule: DestructionRule) -> None:
        self._asked = rule.id
        self.undoable.emit(_("The rule is in force"), None)
        self.refresh()

    @Slot(object)
    def _end(self, rule: DestructionRule) -> None:
        self.focus_list()  # the button goes away
        self.errands.write(None, lambda office: office.archive.end_rule(rule.id), self._was_ended)

    @Slot(object)
    def _was_ended(self, rule: DestructionRule) -> None:
        self.undoable.emit(
            _("Rule ended: it destroys nothing any more"), partial(self._put_back, rule)
        )
        self.refresh()

    def _put_back(self, rule: DestructionRule) -> None:
        """Add a rule that says what the one that ended said."""
        new = NewRule(
            kind=rule.kind,
            years=rule.years,
            reference=rule.reference,
            signed_by=rule.signed_by,
            signed_on=rule.signed_on,
        )
        self.errands.write(None, lambda office: office.archive.add_rule(new), self._was_added)

    # ── Destroying ────────────────────────────────────────────────────────────────────

    @Slot(object)
    def _destroy(self, due: Due) -> None:
        """Destroy the things that a person was shown, one after the other."""
        if self._destroying is None:
            self._destroying, self._gone, self._refused = due, 0, None
            self._left = deque(each.ref for each in due.things)
            self._destroy_next()

    def _destroy_next(self) -> None:
        due = self._destroying
        if due is None:
            return
        if not self._left:
            self._rest(due)
            return
        self.card.show_progress(self._gone, len(due.things))
        rule, ref = due.rule.id, self._left.popleft()
        self.errands.write(
            None,
            lambda office: office.archive.destroy(rule, ref),
            self._was_destroyed,
            self._not_destroyed,
            dropped=self._stop_at_bug,
        )

    @Slot(object)
    def _was_destroyed(self, _gone: object) -> None:
        self._gone += 1
        self._destroy_next()

    @Slot(object)
    def _not_destroyed(self, error: CommsDeskError) -> None:
        """Go on with the others, unless none of them can go."""
        self._refused = error
        if isinstance(error, (*STORAGE_FAILURES, RuleEnded, RuleUnknown)):
            self._left.clear()
        self._destroy_next()

    @Slot()
    def _stop_at_bug(self) -> None:
        """Leave the rest as it is: a bug was told, and others would meet it too."""
        self._left.clear()
        self._destroy_next()

    @Slot()
    def _stop(self) -> None:
        self._left.clear()

    def _rest(self, due: Due) -> None:
        """Say how many went, and why one did not."""
        self._destroying = None
        n, total = format_number(self._gone), format_number(len(due.things))
        said = _("{n} of {total} destroyed for good")
        self.undoable.emit(said.format(n=n, total=total), None)
        if self._refused is not None:
            self.show_error(self._refused)
        self.card.rest()
        self.refresh()
