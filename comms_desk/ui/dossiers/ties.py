"""What is tied to a dossier: each thing opens with a click; one is added by its name.

Enter ties what the words find first; the arrows go through what is offered.  It shows and
asks; the card it stands in ties and unties.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.across.things import Thing
from comms_desk.changes import Ref
from comms_desk.i18n import _, format_number
from comms_desk.ui.dossiers import words
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, SearchField
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.ui.kit.line import HungRule, LineButton, Lines

FOCUS_MOVED = frozenset({QEvent.Type.FocusIn, QEvent.Type.FocusOut})


class Ties(Section):
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
        super().__init__(_("Linked to this dossier"))
        self.count = Label("", "detail")
        self.search = SearchField(_("Link a contact, an outlet, a text…"), hint="")
        self.search.setToolTip("")
        self.search.setAccessibleName(_("Link something to this dossier"))
        self.proposals = Lines()
        self.nothing = Label("", "muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        for each in (self.count, self.search):
            self.stand(each)
        self.body.addWidget(self.proposals)
        self.stand(self.nothing)
        self.body.addLayout(self._rows)
        self.search.asked.connect(self._ask)
        self.search.returnPressed.connect(self._take_first)
        self.search.textChanged.connect(self._light_first)
        self.search.installEventFilter(self)
        self.proposals.opened.connect(self._take)
        self._answered = True
        self._first_is_wanted = False
        self._tied: frozenset[Ref] = frozenset()
        self._shown: tuple[Thing, ...] | None = None
        self._lines: list[LineButton] = []

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
        self._lines = []
        for thing in things:
            self._rows.addWidget(HungRule())
            self._rows.addLayout(self._row(thing))
        self._say_when_empty()

    def propose(self, things: Sequence[Thing]) -> None:
        """Show what may be tied, without what is."""
        self.proposals.show_lines(
            [words.line(thing) for thing in things if thing.ref not in self._tied]
        )
        offered = self.proposals.all()
        for line in offered:
            line.installEventFilter(self)
        for before, after in pairwise([self.search, *offered]):
            QWidget.setTabOrder(before, after)
        self._answered = True
        self._light_first()
        self._say_when_empty()
        if self._first_is_wanted:
            self._take_first()

    def forget_words(self) -> None:
        """Empty the search; an answer that is still to come is overtaken."""
        self.search.setText("")  # what was typed is not to be undone, what was tied is
        self.search.ask()
        self.propose(())

    def lines(self) -> list[LineButton]:
        """Return the lines of what is tied, in order."""
        return list(self._lines)

    def _row(self, thing: Thing) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_1_PX)
        line = LineButton(words.line(thing))
        line.opened.connect(self.opened)
        self._lines.append(line)
        row.addWidget(line, 1)
        if not thing.is_home:
            untie = _Untie(thing)
            untie.wanted.connect(self.untie_wanted)
            row.addWidget(untie)
        return row

    def _say_when_empty(self) -> None:
        searched = self.search.asked_for
        if searched and not self.proposals.all():
            self.nothing.setText(_("Nothing else matches “{words}”.").format(words=searched))
        else:
            self.nothing.setText(
                _(
                    "Nothing linked yet. Link articles on the Watch page; contacts, outlets and"
                    " texts,"
                    " here."
                )
            )
        nothing_found = bool(searched) and not self.proposals.all()
        self.nothing.setVisible(nothing_found or (not searched and not self._shown))

    @Slot()
    def focus_search(self) -> None:
        """Go to the search for something to tie."""
        self.search.setFocus()

    @Slot(str)
    def _ask(self, searched: str) -> None:
        self._answered = self._first_is_wanted = False
        self.searched.emit(searched)

    @Slot()
    def _take_first(self) -> None:
        """Tie what is offered first, once the offers answer the words in the field."""
        self._first_is_wanted = not self._answered
        offered = self.proposals.all()
        if self._answered and offered and self.search.words == self.search.asked_for:
            self._take(offered[0].line.key)

    @Slot()
    def _light_first(self) -> None:
        """Show what Enter takes, as long as the keys are in the field."""
        for place, line in enumerate(self.proposals.all()):
            line.light(lit=place == 0 and self.search.hasFocus())

    @Slot(object)
    def _take(self, thing: object) -> None:
        """Tie *thing*; the next one is typed at once, since its line goes away."""
        self.search.setFocus()
        self.tie_wanted.emit(thing)

    # ── The keyboard ──────────────────────────────────────────────────────────────────

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go through what is offered with the arrows, and leave it on Escape."""
        if watched is self.search and event.type() in FOCUS_MOVED:
            self._light_first()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(watched, LineButton):
                return self._key_on(watched, event.key())
            if event.key() == Qt.Key.Key_Down:
                self._go_to_offer(0)
                return True
        return super().eventFilter(watched, event)

    def _key_on(self, line: LineButton, key: int) -> bool:
        """Do what *key* does on *line*; return whether it does anything."""
        offered = self.proposals.all()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go_to_offer(offered.index(line) + (1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_Escape:
            self.search.setFocus()
            self.forget_words()
        else:
            return False
        return True

    def _go_to_offer(self, place: int) -> None:
        """Go to the offer at *place*, the last one at most; before the first is the field."""
        offered = self.proposals.all()
        if place < 0:
            self.search.setFocus()
        elif offered:
            offered[min(place, len(offered) - 1)].setFocus()


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
            name=_("Unlink {title}").format(title=thing.title),
            hint=_("Unlink"),
        )
        self._thing = thing.ref
        self.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._thing)
