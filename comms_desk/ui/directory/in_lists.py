"""In which lists a contact or an outlet is: each opens with a press, and another is picked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.lists.model import List, ListId, ListKind
from comms_desk.storage.model import Edit
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.directory import rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast


class InLists(Section):
    """The lists of one thing of the Directory.

    Signals:
        opened: A list is to be shown; carries its `Ref`.
        undoable: What was just done, and a bound callable that undoes it.
    """

    opened = Signal(object)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty group."""
        super().__init__(_("Lists"))
        self._errands = errands
        self._of: Ref | None = None
        self.lines = Lines()
        self.lines.opened.connect(self.opened)
        self.lines.away_wanted.connect(self._take_out)
        self.add = Button(_("Add to a list"), role="link", does=self._ask)
        self.picker = Picker(
            errands,
            _proposed,
            asks=_("Name of a list…"),
            offers=_("Add to a list"),
            none_match=_("No fixed list matches “{words}”."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._put_in)
        self.picker.left.connect(self._leave)
        self.body.addWidget(self.lines)
        self.stand(abreast(self.add, STRETCH))
        self.stand(self.picker)

    def show_lists(self, of: Ref, lists: Sequence[List]) -> None:
        """Show the *lists* in which *of* is; a filter finds them by itself."""
        if of != self._of:
            self._of = of
            self.picker.forget()
            self.picker.hide()
            self.add.show()
        self.picker.left_out = {Ref(Subject.LIST, each.id) for each in lists}
        self.lines.show_lines([rows.list_line(each, away=_away(each)) for each in lists])
        self.lines.setVisible(bool(lists))

    @Slot()
    def _ask(self) -> None:
        self.add.hide()
        self.picker.ask()

    @Slot()
    def _leave(self) -> None:
        self.picker.forget()
        self.picker.hide()
        self.add.show()
        self.add.setFocus()

    @Slot(object)
    def _put_in(self, chosen: Ref) -> None:
        self._leave()
        of, into = self._of, ListId(chosen.id)
        if of is None:
            return

        def job(office: Office) -> tuple[ListId, Edit | None, str]:
            edit = office.lists.put_members(into, [of])
            return into, edit, office.lists.get(into).name

        self._errands.write(None, job, self._was_put_in)

    @Slot(object)
    def _was_put_in(self, answer: tuple[ListId, Edit | None, str]) -> None:
        into, edit, name = answer
        if edit is not None:
            said = _("Added to the list “{name}”").format(name=name)
            self.undoable.emit(said, self._undo(into, edit))

    @Slot(object)
    def _take_out(self, chosen: Ref) -> None:
        of, out_of = self._of, ListId(chosen.id)
        if of is None:
            return

        def job(office: Office) -> tuple[ListId, Edit | None, str]:
            edit = office.lists.take_out_members(out_of, [of])
            return out_of, edit, office.lists.get(out_of).name

        self._errands.write(None, job, self._was_taken_out)

    @Slot(object)
    def _was_taken_out(self, answer: tuple[ListId, Edit | None, str]) -> None:
        out_of, edit, name = answer
        if edit is not None:
            said = _("Taken out of the list “{name}”").format(name=name)
            self.undoable.emit(said, self._undo(out_of, edit))

    def _undo(self, of: ListId, edit: Edit) -> NamedUndo:
        def job(office: Office) -> Edit:
            return office.lists.edit(of, edit.change.inverse())

        return NamedUndo(partial(self._errands.write, None, job, self._undone), _("List as before"))

    @Slot(object)
    def _undone(self, _edit: Edit) -> None:
        """Say nothing: the page hears of the change and reads the card again."""


def _away(of: List) -> str:
    return "" if of.kind is ListKind.FILTER else _("Take out of {name}").format(name=of.name)


def _proposed(office: Office, searched: str) -> Rows[Row]:
    """Return the fixed lists that words find: a filter finds its people by itself."""
    found = office.lists.search(searched, limit=MOST_CHOICES)
    fixed = [rows.list_line(each) for each in found.rows if each.kind is ListKind.FIXED]
    return Rows(rows=tuple(fixed), total=len(fixed))
