"""The filter "Just imported" of a list: who or what came with the last import of this window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.imports.model import ImportDone
from comms_desk.ui.kit.layout import ListColumn

JUST_IMPORTED = "just imported"
"""Its key among the filters of the list."""


class JustImported:
    """The filter, which stands there only once something came."""

    def __init__(self, column: ListColumn) -> None:
        """Stand, unseen, after the other filters of *column*."""
        self._column = column
        self._done: ImportDone | None = None
        self.chip = column.add_chip(_("Just imported"), JUST_IMPORTED)
        self.chip.hide()

    @property
    def done(self) -> ImportDone | None:
        """The last import that brought anything."""
        return self._done

    @property
    def subject(self) -> Subject | None:
        """The kind of what it leaves; None where another filter is checked."""
        if self._done is None or self._column.filter is not JUST_IMPORTED:
            return None
        return self._done.plan.subject

    @property
    def among(self) -> range | None:
        """The ids that it leaves; None where another filter is checked."""
        subject = self.subject
        return self._done.written.of(subject) if self._done and subject else None

    def leave(self, done: ImportDone) -> bool:
        """Leave what *done* added; whether it added anything."""
        came = bool(done.written.of(done.plan.subject))
        self.offer(done if came else None)
        if came:
            self._column.search.empty()
            self.chip.setChecked(True)
        return came

    def offer(self, done: ImportDone | None) -> None:
        """Stand there for who wants what *done* added; None: nothing came."""
        self._done = done
        self.chip.setVisible(done is not None)

    def none_left(self, searched: str) -> str:
        """Return what to say where it leaves nothing, and nothing is *searched*."""
        if searched or self.subject is None:
            return ""
        return _("Nothing of what was imported is here any more.")

    def forget(self) -> None:
        """Go away: what came was undone.  Another filter is for the page to check."""
        self.offer(None)
