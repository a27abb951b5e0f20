"""A theme as it is written: its query tried on what is already here while one types."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.themes.facts import FACTS, GRADE, IGNORED, NAME, QUERY
from comms_desk.media.themes.model import (
    Grade,
    IgnoredPhraseWrong,
    NameTaken,
    NoSuchWordList,
    Theme,
    ThemeId,
    ThemeNameMissing,
)
from comms_desk.storage.model import FieldChange
from comms_desk.text.query import QueryError
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.frame.history import History
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.fields import TypingPause
from comms_desk.ui.kit.layout import BODY_SIDE_PX, inset, scrolled
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.notices import BriefUndo, ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.row_painter import MARGIN_PX
from comms_desk.ui.kit.stacks import at_left, filling, stacked
from comms_desk.ui.watch import reading, theme_form, words
from comms_desk.ui.watch.memory_section import MemorySection
from comms_desk.ui.watch.query_field import QueryField, note_of
from comms_desk.ui.watch.term_chips import PhraseField, TermChips
from comms_desk.ui.watch.theme_form import TypedTheme, UnfinishedTheme, unfinished
from comms_desk.wording import say
from comms_desk.wording.watch import examples_broken

TRY_PAUSE_MS = 400
TRIED_SHOWN = 30
FOUND_LINES = 2
"""What the query would find, or what is wrong with it: one of them has the place."""


class ThemePanel(QWidget):
    """A new theme, or one to change.

    What is typed stays until it is kept, or given up by "Back", whatever else is shown meanwhile,
    and if the window closes: a theme that is begun again goes on from there.

    Signals:
        resumed: A theme that was in front as the window closed is on the panel again.
        kept: A theme was added or changed; carries its id.
        left: The theme is done with: kept, removed or given up.
        lists_wanted: The lists of terms are to be shown.
        undoable: What was just done, and a bound callable that undoes it.
    """

    resumed = Signal()
    kept = Signal(object)
    left = Signal()
    lists_wanted = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty panel."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._shown = UnfinishedTheme(None, TypedTheme())
        self._turn = 0
        self._aside: dict[ThemeId | None, UnfinishedTheme] = {}
        """What was begun and neither kept nor given up."""
        self._later: tuple[UnfinishedTheme, ...] = ()
        """Begun in another window, where one of the same place has been begun since."""
        self._in_front = False
        self.error = ErrorBar(spans=True)
        self.accept = Button(_("Add the watch"), role="primary")
        self.leave = Button(_("Back"), role="quiet")
        self.bin = Button(_("Put in the bin"), icon="bin")
        self.city = Button(_("Add the City’s watches"), role="link")
        self.history = History(errands)
        self.name = Line()
        self.name.setPlaceholderText(_(NAME.hint))
        self.query = QueryField()
        self.terms = TermChips()
        self.ignored = PhraseField()
        self.query.setPlaceholderText(_(QUERY.hint))
        self.query.setTabChangesFocus(True)
        self.query.setFixedHeight(QUERY.lines * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)
        self.grade = ElidedChoice()
        for value, said in GRADE.notation.choices:
            self.grade.addItem(said, value)
        self.alert = Check(_("Alert me to new mentions"))
        self.notes: dict[QWidget, Label] = {
            each: note_of(lines)
            for each, lines in ((self.name, 1), (self.query, FOUND_LINES), (self.ignored, 1))
        }
        self.lists = Button(_("Lists of terms"), role="link")
        self.said = Label("", "muted", wraps=True)
        self.said.setFixedHeight(FOUND_LINES * tokens.TITLE_LINE_PX)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._alone = ""
        """The term of the query that is tried alone."""
        self.found = RowList(_("What it would find"))
        self.memory = MemorySection(errands)
        self._is_to_keep = False
        """Whether the button was pressed before the replay said what would break."""
        self._pause = QTimer(self, singleShot=True, interval=TRY_PAUSE_MS)
        self._lay_out()
        self._say_no_more()
        self._typing = TypingPause(self)
        self._forms = FormKeeper(self, errands, unfinished)
        self._listen()

    def start(self, theme: Theme | None = None, *, offer_the_citys: bool = False) -> None:
        """Show an empty theme, or *theme* to be changed; the City's own may be offered.

        One that was begun before is shown as it was left.
        """
        self._keep_if_pressed()
        place = theme.id if theme else None
        begun = self._begun
        if not (begun.is_touched and place == begun.place):
            self._keep(begun, in_front=False)
            if begun.is_touched:
                self._aside[begun.place] = begun
            self._show(self._aside.pop(place, UnfinishedTheme(theme, TypedTheme.of(theme))))
        self.city.setVisible(offer_the_citys and theme is None)
        (self.name if theme is None else self.query).setFocus()

    @Slot()
    def refresh(self) -> None:
        """Read the theme again that is being changed, as somebody may have changed it."""
        theme = self._theme
        if theme is not None:
            self._errands.read(
                "theme", lambda office: office.themes.get(theme.id), self._read, self._not_read
            )

    @Slot(object)
    def _read(self, theme: Theme) -> None:
        """Show it as it is now, unless something is typed in it."""
        was = self._theme
        if was is not None and was.id == theme.id:
            if was != theme and not self._begun.is_touched:
                self._show(UnfinishedTheme(theme, TypedTheme.of(theme)))
            self.history.show_of(Ref(Subject.WATCH, theme.id), FACTS)

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: to keep it says that it is gone."""

    def show_error(self, error: CommsDeskError) -> None:
        """Show why the theme was not kept, under the field to mend, which has the keys again."""
        field = self._field_of(error)
        if field is None:
            self.error.explain(error)
        else:
            self._note(field, error)
            field.setFocus()
            if field is self.query:
                self.query.go_to_mistake()

    @Slot()
    def keep(self) -> None:
        """Add or change the theme; what it would break is said first, on the button itself."""
        typed, saved = self._typed, TypedTheme.of(self._theme)
        edited = (typed.query.strip(), typed.ignored)
        is_edit = self._theme is not None and edited != (saved.query, saved.ignored)
        if is_edit and not self.memory.has_replayed(*edited):
            self._is_to_keep = True
            self._pause.stop()
            self._try()
        else:
            self._keep_now()

    def _keep_now(self) -> None:
        self._say_no_more()
        turn, theme, typed = self._turn, self._theme, self._typed
        if theme is None:
            self._errands.write(
                None,
                lambda office: (turn, theme_form.add(typed, office)),
                self._added,
                holds_typed=True,
            )
        else:
            self._errands.write(
                None,
                lambda office: (turn, *theme_form.change(theme, typed, office)),
                self._changed,
                holds_typed=True,
            )

    @Slot()
    def give_up(self) -> None:
        """Leave the theme as it was before it was begun."""
        self._keep_if_pressed()
        self._forget(self._shown)
        self._show(UnfinishedTheme(None, TypedTheme()))
        self._lay_aside(self._later)
        self.left.emit()

    def be_in_front(self, *, in_front: bool) -> None:
        """Hear whether the panel is what stands beside the list."""
        self._in_front = in_front
        self._typing.key()
        if in_front:
            self._pause.start()  # the lists that it names may be others by now

    def take_up(self) -> None:
        """Go on with what was left half written, the first time that somebody looks."""
        self._forms.start()

    def save_now(self) -> None:
        """Keep what is half written without waiting for a pause."""
        self._save()

    @Slot()
    def _save(self) -> None:
        self._keep(self._begun, in_front=self._in_front)

    def _keep(self, begun: UnfinishedTheme, *, in_front: bool) -> None:
        """Keep *begun* where something was typed in it; what is as before is not half written."""
        if begun.is_touched:
            self._forms.keep(begun.form(in_front=in_front), begun.taken)
        else:
            self._forget(begun)

    def _forget(self, begun: UnfinishedTheme) -> None:
        self._forms.forget(begun.key, begun.taken)

    def _leave(self, turn: int, place: ThemeId | None) -> None:
        """Leave what is done with, unless another theme was begun since *turn*."""
        if turn == self._turn:
            self.give_up()
        elif place in self._aside:
            self._forget(self._aside.pop(place))

    @Slot(object)
    def _take_up(self, those: tuple[UnfinishedTheme, ...]) -> None:
        """Go on from what was left unfinished; what is typed already stays."""
        self._lay_aside(those)
        if self._begun.is_touched:
            return
        was_in_front = [each for each in those if each.taken and each.taken.in_front]
        place = was_in_front[0].place if was_in_front else self._shown.place
        if place in self._aside:
            self._show(self._aside.pop(place))
        if was_in_front:
            self.resumed.emit()

    def _lay_aside(self, those: tuple[UnfinishedTheme, ...]) -> None:
        """Put *those* aside; one whose place is taken waits until it is free."""
        self._later = ()
        for each in those:
            shown = self._begun
            if each.place in self._aside or (shown.is_touched and each.place == shown.place):
                self._later += (each,)
            else:
                self._aside[each.place] = each

    @property
    def _theme(self) -> Theme | None:
        return self._shown.changes

    @property
    def _begun(self) -> UnfinishedTheme:
        return replace(self._shown, typed=self._typed)

    @property
    def _typed(self) -> TypedTheme:
        return TypedTheme(
            name=self.name.text(),
            query=self.query.toPlainText(),
            ignored=self.ignored.phrases,
            grade=Grade(self.grade.currentData()),
            alert=self.alert.isChecked(),
        )

    def _show(self, begun: UnfinishedTheme) -> None:
        self._shown, theme, typed = begun, begun.changes, begun.typed
        self._turn += 1
        self._title.setText(_("Change the watch") if theme else _("New watch"))
        self.name.setText(typed.name)
        self.query.setPlainText(typed.query)
        self.ignored.show_phrases(typed.ignored)
        self.grade.setCurrentIndex(self.grade.findData(typed.grade))
        self.alert.setChecked(typed.alert)
        self._is_to_keep = False
        self.memory.show_of(theme)
        self._say_breaks(0)
        self.bin.setVisible(theme is not None)
        self.history.button.setVisible(theme is not None)
        if theme is None:
            self.history.close_it()
        else:
            self.history.show_of(Ref(Subject.WATCH, theme.id), FACTS)
        self._say_no_more()
        if begun.is_astray and begun.theme is not None:
            what = _("The watch “{name}” was replaced or removed while you were changing it.")
            self.error.say(
                what.format(name=begun.theme.name),
                _("Add yours as a new watch, or go back to the list."),
            )
        self._find_nothing()

    def _find_nothing(self) -> None:
        self.said.setText("")
        self.found.rows.replace([])

    def _field_of(self, error: CommsDeskError) -> QWidget | None:
        """Return the field that is to be mended."""
        if isinstance(error, ThemeNameMissing | NameTaken):
            return self.name
        if isinstance(error, QueryError):
            return self.query
        is_phrase = isinstance(error, IgnoredPhraseWrong | NoSuchWordList)
        return self.ignored if is_phrase else None

    def _note(self, field: QWidget, error: CommsDeskError) -> None:
        sentence = say(error)
        if field is self.query:
            self.said.hide()
        self.notes[field].setText(sentence.whole)
        self.notes[field].show()
        if isinstance(error, QueryError):
            self.query.show_mistake(error, sentence.whole)

    def _say_no_more(self) -> None:
        self.error.hide()
        self.notes[self.name].hide()
        self._is_understood()

    def _is_understood(self) -> None:
        self.notes[self.query].hide()
        self.notes[self.ignored].hide()
        self.said.show()
        self.query.show_mistake(None)

    def _lay_out(self) -> None:
        bar = PageBar()
        bar.left(self.accept, self.leave)
        bar.right(self.history.button, self.bin)
        self._title = Label(_("New watch"), "page-title")
        inner = QWidget()
        inner.setMaximumWidth(tokens.READING_LIST_WIDTH_PX + 240)
        body = stacked(
            self._title,
            at_left(self.city),
            gap_px=tokens.SPACE_1_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, 0),
        )
        for fact, widget in (
            (NAME, self.name),
            (QUERY, self.query),
            (IGNORED, self.ignored),
            (GRADE, self.grade),
        ):
            name = fact.called
            label = Label(name, "detail")
            label.setBuddy(widget)
            widget.setAccessibleName(name)
            body.addSpacing(tokens.SPACE_2_PX)
            body.addWidget(label)
            body.addWidget(widget)
            if widget in self.notes:
                body.addWidget(self.notes[widget])
            if widget is self.query:
                body.addWidget(self.said)
                body.addWidget(self.terms)
                body.addWidget(Label(words.how_to_ask(), "detail", wraps=True))
                body.addWidget(self.lists, 0, Qt.AlignmentFlag.AlignLeft)
        body.addSpacing(tokens.SPACE_2_PX)
        body.addWidget(self.alert)
        self.found.setMinimumHeight(4 * tokens.TALL_ROW_HEIGHT_PX)
        stacked(
            body,
            inset(self.history, BODY_SIDE_PX - tokens.HANG_PX),
            tokens.SPACE_4_PX,
            self.memory,
            tokens.SPACE_4_PX,
            filling(inset(self.found, BODY_SIDE_PX - MARGIN_PX)),
            inside=inner,
            gap_px=0,
            edges_px=(0, 0, 0, tokens.SPACE_4_PX),
        )
        stacked(bar, self.error, filling(scrolled(inner)), inside=self, gap_px=0)

    def _listen(self) -> None:
        self.accept.clicked.connect(self.keep)
        self.leave.clicked.connect(self.give_up)
        self.bin.clicked.connect(self._put_in_bin)
        self.city.clicked.connect(self._add_the_citys)
        self.query.textChanged.connect(self._try_soon)
        self.ignored.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._try)
        self.memory.breaks.connect(self._say_breaks)
        self.memory.undoable.connect(self.undoable)
        self.memory.refused.connect(self.error.explain)
        self.terms.chosen.connect(self._try_alone)
        self.lists.clicked.connect(self.lists_wanted)
        for changed in (
            self.name.textChanged,
            self.query.textChanged,
            self.ignored.changed,
            self.grade.currentIndexChanged,
            self.alert.toggled,
        ):
            changed.connect(self._typing.key)
        self._typing.due.connect(self._save)
        self._forms.read.connect(self._take_up)
        self._forms.failed.connect(self.show_error)

    @Slot(int)
    def _say_breaks(self, count: int) -> None:
        """Ask on the button itself for a yes to what would break."""
        verb = _("Save the watch") if self._theme else _("Add the watch")
        self.accept.rename(" · ".join(filter(None, (verb, examples_broken(count)))))
        if count:
            self._is_to_keep = False
        self._keep_if_pressed()

    def _keep_if_pressed(self) -> None:
        """Keep at last what was to be kept: nothing breaks, or somebody goes on to another."""
        was_pressed, self._is_to_keep = self._is_to_keep, False
        if was_pressed:
            self._keep_now()

    @Slot()
    def _try_soon(self) -> None:
        """Try the whole query once the typing pauses."""
        self._alone = ""
        self.terms.choose_none()
        self._pause.start()

    @Slot(str)
    def _try_alone(self, term: str) -> None:
        """Try one *term* of the query; none: the whole of it again."""
        self._alone = term
        self._try()

    @Slot()
    def _try(self) -> None:
        typed = self._typed
        query, ignored = typed.query.strip(), typed.ignored
        saved = TypedTheme.of(self._theme)
        if not query or (typed.query, ignored) == (saved.query, saved.ignored):
            self.memory.say_nothing()
        else:
            self.memory.replay(query, ignored)
        if not query:
            self._is_understood()
            self._find_nothing()
            self.terms.show_terms(())
            return
        job = partial(reading.try_out, typed, self._alone, TRIED_SHOWN)
        self._errands.read("try", job, self._show_tried, self._not_understood)

    @Slot(object)
    def _show_tried(self, tried: reading.TrialView) -> None:
        self._is_understood()
        self.said.setText(tried.said)
        self.found.rows.replace(tried.rows)
        if not tried.term:
            self.terms.show_terms(tried.terms)
        self.ignored.show_erased(tried.erased)

    @Slot(object)
    def _not_understood(self, error: CommsDeskError) -> None:
        """Say under its field, red, what cannot be tried yet; it may still be being typed."""
        self._is_understood()
        self._note(self._field_of(error) or self.query, error)
        self._find_nothing()

    @Slot(object)
    def _added(self, done: tuple[int, ThemeId]) -> None:
        turn, theme = done
        self._leave(turn, None)
        self.kept.emit(theme)
        undo = partial(self._undo, partial(theme_form.remove, theme))
        self.undoable.emit(_("Watch added"), BriefUndo(undo, _("Addition undone")))

    @Slot(object)
    def _changed(self, done: "tuple[int, Theme, tuple[FieldChange, ...]]") -> None:
        turn, theme, changes = done
        inverse = tuple(each.inverse() for each in reversed(changes))
        self._leave(turn, theme.id)
        self.kept.emit(theme.id)
        undo = partial(self._undo, partial(theme_form.apply, theme.id, inverse))
        self.undoable.emit(_("Watch changed"), undo)

    @Slot()
    def _put_in_bin(self) -> None:
        turn, theme = self._turn, self._theme
        if theme is not None:
            self._errands.write(
                None, lambda office: (turn, theme_form.remove(theme.id, office)), self._binned
            )

    @Slot(object)
    def _binned(self, done: tuple[int, ThemeId]) -> None:
        turn, theme = done
        self._leave(turn, theme)
        undo = partial(self._undo, partial(theme_form.restore, theme))
        self.undoable.emit(_("Watch put in the bin"), undo)

    @Slot()
    def _add_the_citys(self) -> None:
        self._errands.write(None, theme_form.add_shipped, self._citys_added)

    @Slot(object)
    def _citys_added(self, themes: tuple[ThemeId, ...]) -> None:
        """Leave; what was typed meanwhile of another theme stays."""
        self.left.emit()
        self.kept.emit(themes[0])

    def _undo(self, job: "Callable[[Office], object]") -> None:
        self._errands.write(None, job, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""
