"""The saved views of the Watch: a menu beside its search, and the line in which one is named.

A view lists again what was searched for and how it was narrowed.  The words of a search can also
become a theme, which goes on finding by itself.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.themes.model import EVERY_MENTION, MentionFilter
from comms_desk.media.themes.saved_views import NewView, SavedView
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.fields import EnteredLine
from comms_desk.ui.kit.menus import rounded
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.plain import without_key
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.watch.triage import Triage, TriageDone

type Asked = tuple[str, MentionFilter]
"""What is searched for, and how it is narrowed."""


class SavedViews(Button):
    """The button of the menu; `line` names a view, and stands under the filters.

    Signals:
        wanted: A view is to be listed; carries it.
        theme_wanted: The words of the search are to be a theme.
    """

    wanted = Signal(object)
    theme_wanted = Signal()

    def __init__(self, errands: Errands, doing: Triage) -> None:
        """Offer nothing yet."""
        views = _("Views")
        super().__init__("", icon="views", name=views, hint=views)
        self.setFixedSize(tokens.FIELD_HEIGHT_PX, tokens.FIELD_HEIGHT_PX)
        self._errands, self._triage = errands, doing
        self._views: tuple[SavedView, ...] = ()
        self._asked: Asked = ("", EVERY_MENTION)
        self._menu = rounded(QMenu(self))
        self._menu.triggered.connect(self._triggered)
        self.setMenu(self._menu)
        self.line = QWidget()
        self.name = EnteredLine()
        self.name.setPlaceholderText(_("Name of the view"))
        self.name.setAccessibleName(_("Name of the view"))
        self.mine = Check(_("For me alone"))
        self.keep_it = Button(_("Save"), does=self.keep)
        row = abreast(filling(self.name), self.mine, self.keep_it, gap_px=tokens.SPACE_2_PX)
        self.error = ErrorBar()
        stacked(row, self.error, inside=self.line)
        self.line.hide()
        self.name.entered.connect(self.keep)
        self.name.left.connect(self.line.hide)
        self._write()

    def show_asked(self, asked: Asked) -> None:
        """Keep what is listed: it is what may be saved."""
        if asked != self._asked:
            self._asked = asked
            self._write()

    @Slot(object)
    def show_views(self, views: tuple[SavedView, ...]) -> None:
        """Offer *views*."""
        if views != self._views:
            self._views = views
            self._write()

    @Slot()
    def keep(self) -> None:
        """Save what is listed, under the name that was typed."""
        job = partial(_save, self.name.text(), self._asked, is_mine=self.mine.isChecked())
        self._errands.write(None, job, self._kept, self.error.explain)

    @Slot(object)
    def _kept(self, done: TriageDone) -> None:
        self.line.hide()
        self._triage.tell(done)

    def _write(self) -> None:
        """Offer the views, and what can be made of what is listed."""
        self._menu.clear()
        listed = self._listed
        for view in self._views:
            action = self._menu.addAction(without_key(view.name))
            action.setCheckable(True)
            action.setChecked(view is listed)
            action.setData(view)
        if self._views:
            self._menu.addSeparator()
        query, which = self._asked
        save = self._menu.addAction(_("Save this search as a view…"), self._name_it)
        save.setEnabled(listed is None and bool(query or which != EVERY_MENTION))
        theme = self._menu.addAction(_("Make a watch of this search…"), self.theme_wanted.emit)
        theme.setEnabled(bool(query))
        if listed is not None:
            remove = _("Put the view “{name}” in the bin").format(name=listed.name)
            self._menu.addAction(without_key(remove), self._remove)

    @property
    def _listed(self) -> SavedView | None:
        """The view that is listed now."""
        return next((view for view in self._views if (view.query, view.which) == self._asked), None)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        view = action.data()
        if isinstance(view, SavedView):
            self.wanted.emit(view)

    @Slot()
    def _name_it(self) -> None:
        self.error.hide()
        self.name.setText(self._asked[0])
        self.name.selectAll()
        self.line.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _remove(self) -> None:
        view = self._listed
        if view is not None:
            self._triage.do(partial(_bin, view))


def _save(name: str, asked: Asked, office: Office, *, is_mine: bool) -> TriageDone:
    query, which = asked
    person = office.database.actor if is_mine else None
    view = office.saved_views.add(NewView(name=name, query=query, which=which, person=person))
    told = _("View saved: {name}").format(name=view.name)
    return TriageDone(told, lambda office: office.saved_views.put_in_bin(view.id))


def _bin(view: SavedView, office: Office) -> TriageDone:
    office.saved_views.put_in_bin(view.id)
    told = toasts.binned(view.name)
    return TriageDone(told, lambda office: office.saved_views.take_out_of_bin(view.id))
