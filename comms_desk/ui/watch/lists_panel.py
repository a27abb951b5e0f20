"""The lists of terms that queries name: all of them, and the one being written.

A list is kept when the person says so, as a theme is: each edit has the themes asked again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.themes.facts import LIST_FACTS
from comms_desk.media.themes.model import (
    NewWordList,
    TermWrong,
    WordList,
    WordListEmpty,
    WordListId,
)
from comms_desk.media.themes.names import QueryNames
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange, FormKey, UnfinishedForm, new_form_key
from comms_desk.text.query import called
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.frame.history import History
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.fields import TypingPause
from comms_desk.ui.kit.layout import BODY_SIDE_PX, inset, scrolled
from comms_desk.ui.kit.menus import Line, PlainText
from comms_desk.ui.kit.notices import BriefUndo, ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.row_painter import MARGIN_PX
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import PlacedWidget, filling, stacked
from comms_desk.ui.watch.memory_section import PATIENCE_S
from comms_desk.ui.watch.theme_form import in_a_field
from comms_desk.wording.watch import replayed_list

NAME, ALSO, TERMS = LIST_FACTS
WIDEST_PX = 760 + 2 * BODY_SIDE_PX


@dataclass(frozen=True, slots=True)
class _Named:
    """A list, and the themes whose queries name it."""

    words: WordList
    by: tuple[str, ...]


@dataclass(slots=True)
class _Half:
    """What is typed of a list and not kept; *taken* is what another window left of it."""

    key: FormKey
    fields: Mapping[str, str] = field(default_factory=dict)
    taken: UnfinishedForm | None = None


class ListsPanel(QWidget):
    """The lists of the desk.

    Signals:
        left: The person goes back.
        opened: One is to be written; carries its id, or None for a new one.
    """

    left = Signal()
    opened = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build the panel; it reads with `start`."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self.error = ErrorBar(over=self)
        self.leave = Button(_("Back"), role="quiet")
        self.add = Button(_("New list"), icon="add", does=self._add)
        self.city = Button(_("Add the City’s lists and watches"), role="link")
        self.city.hide()
        self.lists = RowList(_("Lists of terms"))
        bar = PageBar()
        bar.left(self.leave)
        bar.right(self.add)
        said = stacked(
            Label(_("Lists of terms"), "page-title"),
            gap_px=tokens.SPACE_2_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, tokens.SPACE_2_PX),
        )
        how = _("A query that names a list, as @boroughs, asks for any of its terms.")
        said.addWidget(Label(how, "muted", wraps=True))
        said.addWidget(self.city, 0, Qt.AlignmentFlag.AlignLeft)
        stacked(
            bar, said, filling(inset(self.lists, BODY_SIDE_PX - MARGIN_PX)), inside=self, gap_px=0
        )
        self.leave.clicked.connect(self.left)
        self.city.clicked.connect(self._add_the_citys)
        self.lists.activated_row.connect(self.opened)
        self.lists.clicked.connect(self._clicked)

    def start(self) -> None:
        """Show them."""
        self.error.hide()
        self.refresh()
        self.lists.setFocus()

    @Slot()
    def refresh(self) -> None:
        """Read the lists again."""
        self._errands.read("lists", _rows, self._show)

    def show_error(self, error: CommsDeskError) -> None:
        """Show why nothing was added."""
        self.error.explain(error)

    @Slot(object)
    def _show(self, rows: tuple[Row, ...]) -> None:
        self.lists.show_again(rows)
        self.city.setVisible(not rows)

    @Slot()
    def _add(self) -> None:
        self.opened.emit(None)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row = self.lists.rows.row(index.row())
        if row is not None:
            self.opened.emit(row.key)

    @Slot()
    def _add_the_citys(self) -> None:
        self._errands.write(None, _add_citys, self._added)

    @Slot(object)
    def _added(self, _nothing: None) -> None:
        self.refresh()


class ListForm(QWidget):
    """One list being written: a new one, or one to change.

    What is typed stays until it is kept, or given up by "All lists", whatever else is opened
    meanwhile, and if the window closes.

    Signals:
        kept: It was added, changed or put in the bin.
        left: The person goes back to the lists.
        undoable: What was just done, and a bound callable that undoes it.
    """

    kept = Signal()
    left = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty form."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._words: WordList | None = None
        self.error = ErrorBar(over=self)
        self.accept = Button("", role="primary", does=self.keep)
        self.leave = Button(_("All lists"), role="quiet")
        self.bin = Button(_("Put in the bin"), icon="bin", does=self._put_in_bin)
        self.history = History(errands)
        self.name, self.also, self.terms = Line(), Line(), PlainText()
        self.terms.setTabChangesFocus(True)
        self._left: dict[int | None, _Half] = {}
        """What is half typed, by the number of its list."""
        self._typing = TypingPause(self)
        self._forms = FormKeeper(self, errands, _unfinished)
        self.by = Label("", "muted", wraps=True)
        self.would = Label("", "strong", wraps=True)
        self.would.hide()
        """What the themes that name it would gain and lose."""
        self._title = Label("", "page-title")
        self._lay_out()
        self.leave.clicked.connect(self._give_up)
        for line in (self.name, self.also, self.terms):
            line.textChanged.connect(self._typing.key)
        self._typing.due.connect(self._save)
        self._typing.due.connect(self._replay)
        self._forms.read.connect(self._take_up)
        self._forms.failed.connect(self.show_error)

    @property
    def id(self) -> WordListId | None:
        """The number of the list that is being changed."""
        return self._words.id if self._words is not None else None

    def start(self, number: WordListId | None) -> None:
        """Show an empty list, or that one; what was typed of it before is there again."""
        self._forms.start()
        if number is None:
            if self._words is not None or not self._is_touched:
                self.save_now()
                self._show(None, ())
            self.name.setFocus()
        else:
            self._errands.read("list", partial(_named, number), self._read, self.show_error)

    @Slot()
    def refresh(self) -> None:
        """Read the list again, unless something is typed in it."""
        if self._words is not None:
            self.history.show_of(Ref(Subject.WORD_LIST, self._words.id), LIST_FACTS)
            if not self._is_touched:
                job = partial(_named, self._words.id)
                self._errands.read("list", job, self._read, self._not_read)

    def show_error(self, error: CommsDeskError) -> None:
        """Show why it was not kept; the keys are where it is to be mended."""
        self.error.explain(error)
        wrong = self.terms if isinstance(error, TermWrong | WordListEmpty) else self.name
        if self.isVisible() and not isinstance(error, NotFound):
            wrong.setFocus()

    def save_now(self) -> None:
        """Keep what is half typed without waiting for a pause."""
        self._typing.now()

    @property
    def _is_touched(self) -> bool:
        return self._fields != _fields(self._words)

    @property
    def _fields(self) -> dict[str, str]:
        return {
            "name": self.name.text(),
            "also_called": self.also.text(),
            "terms": self.terms.toPlainText(),
        }

    @Slot()
    def _save(self) -> None:
        if not self._is_touched:
            self._forget()
            return
        half = self._left.setdefault(self.id, _Half(new_form_key()))
        half.fields = self._fields
        form = UnfinishedForm(
            key=half.key,
            kind=Subject.WORD_LIST,
            changes=self.id,
            fields=half.fields,
            before=_fields(self._words) if self._words is not None else {},
            in_front=False,
        )
        self._forms.keep(form, half.taken)

    @Slot()
    def _replay(self) -> None:
        """Say what the themes that name the list would find with the terms that are typed."""
        words, terms = self._words, self._typed()["terms"]
        job = _no_replay
        if words is not None and terms != words.terms:
            job = partial(_replay, words.id, terms)
        self._errands.read("list replay", job, self._say_what_would, self._not_replayed)

    @Slot(object)
    def _not_replayed(self, _error: CommsDeskError) -> None:
        """Say nothing of what cannot be kept as it stands: to keep it says why."""
        self._say_what_would("")

    @Slot(str)
    def _say_what_would(self, said: str) -> None:
        self.would.setText(said)
        self.would.setVisible(bool(said))

    def _forget(self) -> None:
        self._say_what_would("")
        half = self._left.pop(self.id, None)
        if half is not None:
            self._forms.forget(half.key, half.taken)

    @Slot(object)
    def _take_up(self, left: tuple[UnfinishedForm, ...]) -> None:
        """Go on from what was left half typed; what is typed already stays."""
        halves = {each.changes: _Half(new_form_key(), each.fields, each) for each in reversed(left)}
        self._left = halves | self._left
        if not self._is_touched:
            self._fill()
            self._warn()

    def _fill(self) -> None:
        """Fill the fields: what was left half typed of this list, or else what it is."""
        half = self._left.get(self.id)
        said = _fields(self._words) if half is None else half.fields
        self.name.setText(said.get("name", ""))
        self.also.setText(said.get("also_called", ""))
        if self.terms.toPlainText() != said.get("terms", ""):
            self.terms.setPlainText(said.get("terms", ""))

    def _warn(self) -> None:
        """Say that somebody changed the list since it was left half typed."""
        half = self._left.get(self.id)
        before = None if half is None or half.taken is None else half.taken.before
        if before and before != _fields(self._words):
            self.error.say(
                _("This list was changed while you were changing it."),
                _("Save yours over it, or go back to all lists to leave it as it is."),
            )

    @Slot()
    def _give_up(self) -> None:
        """Leave the list as it is on the desk."""
        self._forget()
        self._fill()
        self.left.emit()

    @Slot()
    def keep(self) -> None:
        """Add or change the list."""
        self.error.hide()
        words = self._words
        if words is None:
            typed = self._typed()
            self._errands.write(None, partial(_add, typed), self._added, holds_typed=True)
        else:
            job = partial(_change, words, self._changes())
            self._errands.write(None, job, self._changed, holds_typed=True)

    def _typed(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.text().split()),
            "also_called": ALSO.notation.read(self.also.text()),
            "terms": TERMS.notation.read(self.terms.toPlainText()),
        }

    def _changes(self) -> tuple[FieldChange, ...]:
        return tuple(
            FieldChange(field=field, before=getattr(self._words, field), after=after)
            for field, after in self._typed().items()
            if getattr(self._words, field) != after
        )

    @Slot(object)
    def _read(self, named: _Named) -> None:
        is_other = self.id != named.words.id
        if is_other:
            self.save_now()
        if is_other or not self._is_touched:
            self._show(named.words, named.by)

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: to keep it says that it is gone."""

    def _show(self, words: WordList | None, by: tuple[str, ...]) -> None:
        is_other = self._words is None or words is None or self._words.id != words.id
        self._words = words
        self._title.setText(_("New list") if words is None else called(words.name))
        self.accept.rename(_("Add the list") if words is None else _("Save the list"))
        self._fill()
        names = ", ".join(_("“{name}”").format(name=each) for each in by)
        self.by.setText(_("Named by: {watches}").format(watches=names) if by else "")
        self.bin.setVisible(words is not None)
        self.history.button.setVisible(words is not None)
        if words is None:
            self.history.close_it()
        else:
            self.history.show_of(Ref(Subject.WORD_LIST, words.id), LIST_FACTS)
        if is_other:
            self.error.hide()
            self._warn()
            (self.name if words is None else self.terms).setFocus()

    @Slot(object)
    def _added(self, words: WordList) -> None:
        self._forget()
        self._show(words, ())
        self.kept.emit()
        undo = partial(self._undo, partial(_remove, words.id))
        self.undoable.emit(_("List added"), BriefUndo(undo, _("Addition undone")))

    @Slot(object)
    def _changed(self, done: tuple[_Named, tuple[FieldChange, ...]]) -> None:
        named, changes = done
        if self.id == named.words.id:
            self._forget()
            self._show(named.words, named.by)
        self.kept.emit()
        inverse = tuple(each.inverse() for each in reversed(changes))
        undo = partial(self._undo, partial(_apply, named.words.id, inverse))
        self.undoable.emit(_("List changed"), undo if changes else None)

    @Slot()
    def _put_in_bin(self) -> None:
        if self._words is not None:
            self._errands.write(None, partial(_remove, self._words.id), self._binned)

    @Slot(object)
    def _binned(self, number: WordListId) -> None:
        if self.id == number:
            self._forget()
            self._show(None, ())
            self.left.emit()
        self.kept.emit()
        undo = partial(self._undo, lambda office: office.word_lists.take_out_of_bin(number))
        self.undoable.emit(_("List put in the bin"), undo)

    def _undo(self, job: "Callable[[Office], object]") -> None:
        self._errands.write(None, job, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        self.kept.emit()
        self.refresh()

    def _lay_out(self) -> None:
        bar = PageBar()
        bar.left(self.accept, self.leave)
        bar.right(self.history.button, self.bin)
        body = stacked(
            self._title,
            gap_px=tokens.SPACE_1_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, 0),
        )
        self.terms.setFixedHeight(TERMS.lines * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)
        for fact, widget in ((NAME, self.name), (ALSO, self.also), (TERMS, self.terms)):
            label = Label(fact.called, "detail")
            label.setBuddy(widget)
            widget.setAccessibleName(fact.called)
            widget.setPlaceholderText(_(fact.hint) if fact.hint else "")
            body.addSpacing(tokens.SPACE_2_PX)
            body.addWidget(label)
            body.addWidget(widget)
        how = _("Words, phrases, prefix*, =Exact. What is changed is asked of the articles again.")
        body.addWidget(Label(how, "detail", wraps=True))
        body.addSpacing(tokens.SPACE_2_PX)
        body.addWidget(self.would)
        body.addWidget(self.by)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST_PX)
        stacked(
            body,
            inset(self.history, BODY_SIDE_PX - tokens.HANG_PX),
            PlacedWidget(stretch=1),
            inside=inner,
            gap_px=0,
            edges_px=(0, 0, 0, tokens.SPACE_4_PX),
        )
        stacked(bar, filling(scrolled(inner)), inside=self, gap_px=0)


def _fields(words: WordList | None) -> dict[str, str]:
    """Return *words* as the fields give them back."""
    if words is None:
        return {"name": "", "also_called": "", "terms": ""}
    return {
        "name": words.name,
        "also_called": ALSO.notation.write(words.also_called),
        "terms": in_a_field(TERMS.notation.write(words.terms)),
    }


def _unfinished(office: Office) -> tuple[UnfinishedForm, ...]:
    """Return the lists that were left half typed, the latest first."""
    return office.forms.every(Subject.WORD_LIST)


def _rows(office: Office) -> tuple[Row, ...]:
    names = QueryNames((), office.themes.every())
    return tuple(
        Row(
            key=each.id,
            title=called(each.name),
            detail=" · ".join((_count(each), ", ".join(each.terms))),
            moment=_used(len(names.users(each.keys))),
            strong=False,
        )
        for each in office.word_lists.every()
    )


def _count(words: WordList) -> str:
    number = len(words.terms)
    return ngettext("{n} term", "{n} terms", number).format(n=format_number(number))


def _used(number: int) -> str:
    said = ngettext("{n} watch", "{n} watches", number).format(n=format_number(number))
    return said if number else ""


def _named(number: WordListId, office: Office) -> _Named:
    words = office.word_lists.get(number)
    users = QueryNames((), office.themes.every()).users(words.keys)
    return _Named(words, tuple(each.name for each in users))


def _add(typed: dict[str, Any], office: Office) -> WordList:
    return office.word_lists.add(NewWordList(**typed))


def _replay(number: WordListId, terms: tuple[str, ...], office: Office) -> str:
    until = monotonic() + PATIENCE_S
    return replayed_list(
        office.memory.replay_list(number, terms, stop=lambda: monotonic() >= until)
    )


def _no_replay(_office: Office) -> str:
    """Overtake a replay that is still asked."""
    return ""


def _add_citys(office: Office) -> None:
    from comms_desk.across.citys_watches import add_citys

    add_citys(office)


def _change(
    words: WordList, changes: tuple[FieldChange, ...], office: Office
) -> tuple[_Named, tuple[FieldChange, ...]]:
    NewWordList(
        **{field: getattr(words, field) for field in ("name", "terms", "also_called")}
        | {each.field: each.after for each in changes}
    )
    _apply(words.id, changes, office)
    return _named(words.id, office), changes


def _apply(number: WordListId, changes: tuple[FieldChange, ...], office: Office) -> None:
    with office.database.all_or_nothing():
        for change in changes:
            office.word_lists.edit(number, change)


def _remove(number: WordListId, office: Office) -> WordListId:
    office.word_lists.put_in_bin(number)
    return number
