"""The card of a rule of destruction: what it says, would destroy now and later, and destroyed.

It destroys only what a person was shown, who then types how many things that is: no box opens,
and Enter pressed by chance destroys nothing.  They go one after the other, and it can be stopped.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from comms_desk.changes import Ref
from comms_desk.i18n import _, format_number, format_share, ngettext
from comms_desk.storage.facts import RULE_FACTS
from comms_desk.storage.model import DestructionRule
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, SearchField, give_role
from comms_desk.ui.kit.layout import BODY_FOOT_PX, BODY_SIDE_PX, CardPane, Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast
from comms_desk.ui.rules.reading import RuleView, called

SHOWN_AT_ONCE = 20
NUMBER_WIDTH_PX, SEARCH_WIDTH_PX = 64, 320


class ListedThings(Section):
    """Some things under a title: the first ones, how many of how many, and a way to more.

    Signals:
        opened: Carries the key of a line.
    """

    opened = Signal(object)

    def __init__(self, title: str) -> None:
        """Build it empty, and hidden."""
        super().__init__(title)
        self._called = title
        self._rows: Sequence[Row] = ()
        self._total = self._shown = 0
        self.lines = Lines()
        self.lines.opened.connect(self.opened)
        self.body.addWidget(self.lines)
        self.more = Button(_("Show more"), role="link", does=self._show_more)
        more = QHBoxLayout()
        more.addWidget(self.more)
        more.addStretch()
        self.stand(more)
        self.hide()

    def head(self, widget: QWidget) -> None:
        """Put *widget* between the title and the things."""
        self.body.insertLayout(1, abreast(widget, edges_px=(tokens.HANG_PX, 0, 0, 0)))

    def show_rows(self, rows: Sequence[Row], total: int, *, afresh: bool) -> None:
        """Show the first of *rows*, which are so many in all; as many as before, or *afresh*."""
        self._rows, self._total = rows, total
        self._shown = SHOWN_AT_ONCE if afresh else max(self._shown, SHOWN_AT_ONCE)
        self._show()

    @Slot()
    def _show_more(self) -> None:
        self._shown += SHOWN_AT_ONCE
        self._show()

    def _show(self) -> None:
        shown = self._rows[: self._shown]
        is_cut = len(shown) < self._total
        said = format_share(len(shown), self._total) if is_cut else format_number(self._total)
        self.title.setText(f"{self._called} · {said}")
        self.lines.show_lines(shown)
        for line in self.lines.all():
            line.setEnabled(line.line.key is not None)  # what is gone is not to be opened
        self.more.setVisible(len(shown) < len(self._rows))
        self.setVisible(self._total > 0)


class RuleCard(CardPane):
    """A rule: it is signed, and so another one takes its place rather than that it be edited.

    Signals:
        change_wanted: Another one is to take its place; carries the `DestructionRule`.
        end_wanted: It is to destroy nothing any more; carries the `DestructionRule`.
        destroy_wanted: What it would destroy now is to be; carries the `Due` that was shown.
        stop_wanted: Nothing more is to be destroyed.
        opened: A thing is to be shown; carries its `Ref`.
    """

    change_wanted = Signal(object)
    end_wanted = Signal(object)
    destroy_wanted = Signal(object)
    stop_wanted = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        """Build an empty card."""
        super().__init__(_("Choose a rule to see what it would destroy, and what it has."))
        self._view: RuleView | None = None
        self.change = Button(_("Change"), does=self._change)
        self.end = Button(_("End the rule"), role="quiet", does=self._end)
        self.bar.right(self.end, self.change)
        self.headline = Label("", "page-title", wraps=True)
        self.values = {fact.field: Label("", wraps=True) for fact in RULE_FACTS}
        self.since = Label("", "detail", wraps=True)
        self.now = ListedThings(_("Would be destroyed now"))
        self.nothing = Label("", "muted", wraps=True)
        self.held = ListedThings(_("Held, though their time has come"))
        self.later = ListedThings(_("Later, from the date at the right on"))
        self.gone = ListedThings(_("Destroyed by this rule"))
        self.search = SearchField(_("Name of what was destroyed"), hint="")
        self.search.setMaximumWidth(SEARCH_WIDTH_PX)
        self.none_found = Label("", "muted", wraps=True)
        self._lay_out()
        for each in (self.now, self.held, self.later):
            each.opened.connect(self._open)

    @property
    def rule(self) -> DestructionRule | None:
        """The rule shown."""
        return None if self._view is None else self._view.rule

    def show_view(self, view: RuleView) -> None:
        """Show *view*; of the same rule, what was typed stays while it says what is shown."""
        afresh = self.rule is None or self.rule.id != view.rule.id
        before, self._view = self._view, view
        rule, due = view.rule, view.due
        self.show_card(shown=True)
        self.headline.setText(called(rule))
        for fact in RULE_FACTS:
            self.values[fact.field].setText(fact.said(rule))
        self.since.setText(_since(view))
        for verb in (self.change, self.end):
            verb.setVisible(due is not None)
        things = () if due is None else due.things
        held, later = ((), ()) if due is None else (due.held, due.later)
        for listed, rows in (
            (self.now, tuple(map(view.row_of, things))),
            (self.held, tuple(map(view.row_held, held))),
            (self.later, tuple(map(view.row_of, later))),
        ):
            listed.show_rows(rows, len(rows), afresh=afresh)
        gone = tuple(map(view.row_gone, view.destroyed.rows))
        self.gone.show_rows(gone, view.destroyed.total, afresh=afresh)
        self._show_search(view.destroyed.total)
        self.nothing.setText(_nothing_now(view))
        self.nothing.setVisible(bool(self.nothing.text()))
        if afresh or before is None or before.due != due:
            self.number.clear()
        self.rest()

    def _show_search(self, found: int) -> None:
        """Let what was destroyed be searched by name, where there is any; say where none is so."""
        words = self.search.words
        self.gone.setVisible(found > 0 or bool(words))
        none = _("Nothing matches “{words}”.").format(words=words) if words and not found else ""
        self.none_found.setText(none)
        self.none_found.setVisible(bool(none))

    def show_progress(self, done: int, total: int) -> None:
        """Say how many of *total* things are destroyed by now."""
        self.apply.forbid(format_share(done, total))
        self.number.setEnabled(False)
        self.stop.show()

    def rest(self) -> None:
        """Wait for a person: nothing is being destroyed."""
        self.stop.hide()
        self.number.setEnabled(True)
        self._weigh()

    def _lay_out(self) -> None:
        self.body.setContentsMargins(
            BODY_SIDE_PX - tokens.HANG_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, BODY_FOOT_PX
        )
        self.body.setSpacing(0)
        facts = QGridLayout()
        facts.setContentsMargins(0, tokens.SPACE_3_PX, 0, tokens.SPACE_2_PX)
        facts.setHorizontalSpacing(tokens.SPACE_6_PX)
        facts.setVerticalSpacing(tokens.SPACE_2_PX)
        facts.setColumnStretch(1, 1)
        for line, fact in enumerate(RULE_FACTS):
            facts.addWidget(Label(fact.called, "muted"), line, 0)
            facts.addWidget(self.values[fact.field], line, 1)
        head = Section("")
        head.body.setContentsMargins(0, 0, 0, 0)
        head.title.hide()
        head.stand(self.headline)
        head.stand(facts)
        head.stand(self.since)
        self.body.addWidget(head)
        self.nothing.setContentsMargins(tokens.HANG_PX, tokens.SPACE_6_PX, 0, 0)
        self.body.addWidget(self.nothing)
        self.now.stand(self._make_confirming())
        self.gone.head(self.search)
        self.gone.stand(self.none_found)
        for listed in (self.now, self.held, self.later, self.gone):
            self.body.addWidget(listed)
        self.body.addStretch(1)

    def _make_confirming(self) -> QWidget:
        """Return the lines by which a person confirms."""
        self.number = Line()
        self.number.setFixedWidth(NUMBER_WIDTH_PX)
        self.number.textChanged.connect(self._weigh)
        give_role(self.number, "edged")
        self.apply = Button("", does=self._destroy)
        self.stop = Button(_("Stop"), role="link", name=_("Stop destroying"), does=self.stop_wanted)
        self.asks = Label("")
        line = abreast(
            self.asks, self.number, self.apply, self.stop, STRETCH, gap_px=tokens.SPACE_2_PX
        )
        whole = Section("")
        whole.title.hide()
        whole.body.setContentsMargins(0, tokens.SPACE_2_PX, 0, 0)
        whole.body.addWidget(
            Label(
                _(
                    "They go for good, with their e-mails, their files and their history. What each"
                    " was called, when it went, by whom and by which rule stays written here."
                ),
                "muted",
                wraps=True,
            )
        )
        whole.body.addLayout(line)
        return whole

    @Slot()
    def _weigh(self) -> None:
        """Let it be destroyed once the number that is said is typed."""
        count = len(self._view.due.things) if self._view and self._view.due else 0
        n = format_number(count)
        said = ngettext("Destroy {n} thing", "Destroy {n} things", count).format(n=n)
        self.apply.rename(said)
        self.asks.setText(_("To confirm, type {n}:").format(n=n))
        self.number.setAccessibleName(_("To confirm, type {n}").format(n=n))
        if self.number.text().strip() in {n, str(count)}:
            self.apply.allow()
        else:
            self.apply.forbid(_("number not typed"))

    @Slot()
    def _destroy(self) -> None:
        if self._view is not None and self._view.due is not None:
            self.number.setFocus()  # the button is going to say how far it is
            self.destroy_wanted.emit(self._view.due)

    @Slot()
    def _change(self) -> None:
        self.change_wanted.emit(self.rule)

    @Slot()
    def _end(self) -> None:
        self.end_wanted.emit(self.rule)

    @Slot(object)
    def _open(self, key: object) -> None:
        if isinstance(key, Ref):
            self.opened.emit(key)


def _since(view: RuleView) -> str:
    rule = view.rule
    said = view.said(_("Added on {moment}"), rule.added_at, rule.added_by)
    if rule.ended_at is None:
        return said
    ended = _("Ended on {moment}: it destroys nothing any more")
    return f"{said}\n{view.said(ended, rule.ended_at, rule.ended_by)}"


def _nothing_now(view: RuleView) -> str:
    if view.due is None or view.due.things:
        return ""
    if not view.due.archived:
        return _("Nothing of that kind is archived.")
    total = format_number(view.due.archived)
    return ngettext(
        "It would destroy nothing now: the one archived is not due.",
        "It would destroy nothing now: none of the {total} archived is due.",
        view.due.archived,
    ).format(total=total)
