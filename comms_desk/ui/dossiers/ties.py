"""What is tied to a dossier: each thing opens with a click; one is added by its name.

It shows and asks; the card it stands in ties and unties.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from comms_desk.across.dossier_page import Thing
from comms_desk.changes import Ref
from comms_desk.i18n import _, format_number
from comms_desk.ui.dossiers import words
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, SearchField
from comms_desk.ui.kit.layout import Card, empty_out
from comms_desk.ui.kit.line import Line, Lines


class Ties(Card):
    """The things tied to one dossier, and a search for more.

    Signals:
        opened: A thing is to be shown; carries its `Ref`.
        tie_wanted: A thing is to be tied; carries its `Ref`.
        untie_wanted: A thing is to be untied; carries its `Ref`.
        searched: Words typed to find something to tie.
    """

    opened = Signal(object)
    tie_wanted = Signal(object)
    untie_wanted = Signal(object)
    searched = Signal(str)

    def __init__(self) -> None:
        """Build an empty group."""
        super().__init__(_("Tied to this dossier"))
        self.count = Label("", "detail")
        self.search = SearchField(_("Tie a contact, an outlet, a text…"), hint="")
        self.search.setToolTip("")
        self.search.setAccessibleName(_("Tie something to this dossier"))
        self.proposals = Lines()
        self.nothing = Label("", "muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addWidget(self.count)
        self.body.addWidget(self.search)
        self.body.addWidget(self.proposals)
        self.body.addWidget(self.nothing)
        self.body.addLayout(self._rows)
        self.search.asked.connect(self.searched)
        self.proposals.opened.connect(self.tie_wanted)
        self._tied: frozenset[Ref] = frozenset()
        self._shown: tuple[Thing, ...] | None = None

    def show_things(self, things: Sequence[Thing], *, tied: int) -> None:
        """Show what is tied; *tied* counts what is not shown too."""
        things = tuple(things)
        self.count.setText(
            _("{n} of {total}").format(n=format_number(len(things)), total=format_number(tied))
        )
        self.count.setVisible(len(things) < tied)
        if things == self._shown:
            return
        self._shown = things
        self._tied = frozenset(thing.ref for thing in things)
        empty_out(self._rows)
        for thing in things:
            self._rows.addWidget(Rule())
            self._rows.addLayout(self._row(thing))
        self._say_when_empty()

    def propose(self, things: Sequence[Thing]) -> None:
        """Show what may be tied, without what is."""
        self.proposals.show_lines(
            [words.line(thing) for thing in things if thing.ref not in self._tied]
        )
        self._say_when_empty()

    def forget_words(self) -> None:
        """Empty the search; an answer that is still to come is overtaken."""
        self.search.clear()
        self.search.ask()
        self.propose(())

    def lines(self) -> list[Line]:
        """Return the lines of what is tied, in order."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        rows = (item.layout() for item in items if item is not None)
        firsts = (row.itemAt(0) for row in rows if row is not None)
        widgets = (item.widget() for item in firsts if item is not None)
        return [widget for widget in widgets if isinstance(widget, Line)]

    def _row(self, thing: Thing) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_1_PX)
        line = Line(words.line(thing))
        line.opened.connect(self.opened)
        row.addWidget(line, 1)
        if not thing.is_home:
            untie = _Untie(thing)
            untie.wanted.connect(self.untie_wanted)
            row.addWidget(untie)
        return row

    def _say_when_empty(self) -> None:
        searched = self.search.asked_for
        if searched and not self.proposals.all():
            self.nothing.setText(_("Nothing more is called “{words}”.").format(words=searched))
        else:
            self.nothing.setText(
                _("Nothing yet. Tie articles from the watch, and people and texts from here.")
            )
        nothing_found = bool(searched) and not self.proposals.all()
        self.nothing.setVisible(nothing_found or (not searched and not self._shown))

    @Slot()
    def focus_search(self) -> None:
        """Go to the search for something to tie."""
        self.search.setFocus()


class _Untie(Button):
    """Unties one thing.

    Signals:
        wanted: Carries the `Ref` of the thing.
    """

    wanted = Signal(object)

    def __init__(self, thing: Thing) -> None:
        super().__init__(
            "",
            role="quiet",
            icon="close",
            name=_("Untie {title}").format(title=thing.title),
            hint=_("Untie"),
        )
        self._thing = thing.ref
        self.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._thing)
