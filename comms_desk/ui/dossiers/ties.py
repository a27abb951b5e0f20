"""What is tied to a dossier: each thing opens with a click; one is added by its name.

It shows and asks; the page it stands in ties and unties.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from comms_desk.across import dossier_page
from comms_desk.across.things import Thing
from comms_desk.i18n import _, format_number
from comms_desk.ui.dossiers import words
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.ui.kit.line import HungRule, LineButton
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.picker import Picker

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class Ties(Section):
    """The things tied to one dossier, and a search for more.

    Signals:
        opened: A thing is to be shown; carries its `Ref`.
        tie_wanted: A thing is to be tied; carries its `Ref`.
        untie_wanted: A thing is to be untied; carries its `Ref`.
    """

    opened = Signal(object)
    tie_wanted = Signal(object)
    untie_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty group."""
        super().__init__(_("Linked to this dossier"))
        self.count = Label("", "detail")
        self.picker = Picker(
            errands,
            _proposed,
            asks=_("Link a contact, an outlet, a text…"),
            offers=_("Link something to this dossier"),
            none_match=_("Nothing else matches “{words}”."),
        )
        self.nothing = Label(
            _(
                "Nothing linked yet. Link articles on the Watch page; contacts, outlets and"
                " texts, here."
            ),
            "muted",
            wraps=True,
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        for each in (self.count, self.picker, self.nothing):
            self.stand(each)
        self.body.addLayout(self._rows)
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self.forget_words)
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
        self.picker.left_out = {thing.ref for thing in things}
        empty_out(self._rows)
        self._lines = []
        for thing in things:
            self._rows.addWidget(HungRule(right_px=0))
            self._rows.addLayout(self._row(thing))
        self.nothing.setVisible(not things)

    @Slot()
    def forget_words(self) -> None:
        """Empty the search, and stay there where the keys were on what it offered."""
        if self.picker.list.hasFocus():
            self.picker.search.setFocus()
        self.picker.forget()

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

    @Slot(object)
    def _take(self, thing: object) -> None:
        """Tie *thing*; the next one is typed at once, since its line goes away."""
        self.picker.search.setFocus()
        self.picker.forget()
        self.tie_wanted.emit(thing)


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


def _proposed(office: "Office", searched: str) -> list[Row]:
    return [words.line(thing) for thing in dossier_page.proposed(office, searched)]
