"""Keeping forms while they are filled in, and finding again what was left unfinished."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.storage.errors import PASSING_FAILURES
from comms_desk.storage.model import FormKey, UnfinishedForm
from comms_desk.ui.frame.errands import Errands, Job

READ_AGAIN_AFTER_MS = 2_000


class FormKeeper(QObject):
    """Keeps unfinished forms; its owner says when, and which.

    Signals:
        read: What was left unfinished; carries what was asked.
        failed: A form is not kept; carries the error.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject, errands: Errands, unfinished: Job) -> None:
        """Keep forms; what is *unfinished* is read once somebody looks (`start`)."""
        super().__init__(parent)
        self._errands = errands
        self._unfinished = unfinished
        self._asked: dict[FormKey, UnfinishedForm | None] = {}
        """What was last asked of the form of each key; None: to forget it."""
        self._was_asked = False

    def start(self) -> None:
        """Read what was left unfinished, the first time."""
        if not self._was_asked:
            self._was_asked = True
            self._read()

    def keep(self, form: UnfinishedForm, taken: UnfinishedForm | None) -> None:
        """Keep *form*, which goes on with *taken*, unless it is kept as it is."""
        if self._last(form.key, taken) != form:
            self._asked[form.key] = form
            self._save(form.key, lambda office: office.forms.keep(form, taken=taken))

    def forget(self, key: FormKey, taken: UnfinishedForm | None) -> None:
        """Forget the form of *key*, and what it goes on with: it is finished, or given up."""
        if self._last(key, taken) is not None:
            self._asked[key] = None
            self._save(key, lambda office: office.forms.forget(key, taken=taken))

    def _last(self, key: FormKey, taken: UnfinishedForm | None) -> UnfinishedForm | None:
        return self._asked.get(key, None if taken is None else replace(taken, key=key))

    def _save(self, key: FormKey, job: Job) -> None:
        self._errands.save(key, job, self._was_kept, self._not_kept)

    @Slot(object)
    def _was_kept(self, _nothing: None) -> None:
        """Say nothing: the bar says that it is saved."""

    @Slot(object)
    def _not_kept(self, error: CommsDeskError) -> None:
        """Say why; it is tried again with what is typed next."""
        self.failed.emit(error)

    @Slot()
    def _read(self) -> None:
        self._errands.read("forms", self._unfinished, self._was_read, self._not_read)

    @Slot(object)
    def _was_read(self, left: object) -> None:
        self.read.emit(left)

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say nothing, and read again later: the page that asks for rows says why it fails."""
        if isinstance(error, PASSING_FAILURES):
            QTimer.singleShot(READ_AGAIN_AFTER_MS, self, self._read)
