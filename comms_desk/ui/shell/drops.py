"""Files dropped on the window, where the page in front takes none: each kind has its place.

A mail goes to the inquiries, a text to the texts; what has no place here is refused in words.
"""

from pathlib import PurePath
from typing import override

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS
from comms_desk.ui.kit.local_files import FILES_AT_ONCE, files_ending, holds_files
from comms_desk.ui.shell.base import BaseWindow

INQUIRIES, TEXTS = "inquiries", "texts"
OTHER_TEXTS = frozenset({".odt", ".pdf", ".doc", ".rtf", ".docm", ".dotx", ".pages"})
"""Of the files that hold a text in a form that is not read."""


class WindowDrops(QObject):
    """Takes what is dropped on *window*, and has the page whose it is take it in."""

    def __init__(self, window: BaseWindow) -> None:
        """Hear what is dragged over *window*."""
        super().__init__(window)
        self._window = window
        self.also_over(window)

    def also_over(self, widget: QWidget) -> None:
        """Take what is dropped on *widget*, or pasted there as files, as if it were the window."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept files; those that cannot be taken in too, so that it is said."""
        if isinstance(event, QDragEnterEvent):
            if event.type() == QEvent.Type.DragEnter and holds_files(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.setDropAction(Qt.DropAction.CopyAction)  # never moved: the file stays there
            event.accept()
            self._take(event.mimeData())
            if watched is not self._window:
                self._window.activateWindow()  # it says what came of it
            return True
        return super().eventFilter(watched, event)

    def _take(self, data: QMimeData) -> None:
        """Give *data* to its page, or say why none takes it."""
        from comms_desk.ui.frame.list_page import ListPage

        key = _place_of(data)
        if key:
            self._window.go_to(key)
        page = self._window.page
        take_in = page.dropping(data) if key and isinstance(page, ListPage) else None
        if take_in is None:
            self._window.toast.offer(_refused(data))
        else:
            take_in()


def _place_of(data: QMimeData) -> str:
    """Return the page where *data* is taken in, from wherever it is dropped; "" for none."""
    if files_ending(data, MESSAGE_ENDINGS):
        return INQUIRIES
    from comms_desk.ui.frame.list_page import file_in
    from comms_desk.ui.texts.page import FILE_ENDINGS

    return TEXTS if len(data.urls()) == 1 and file_in(data, FILE_ENDINGS) else ""


def _refused(data: QMimeData) -> str:
    """Return why *data* is not taken in, and where it would be."""
    from comms_desk.mail.bounces.files import MESSAGE_ENDINGS
    from comms_desk.text.decoding import FileKind, NotATable
    from comms_desk.ui.bulletins.picture_field import IMAGE_ENDINGS
    from comms_desk.ui.frame.importing.page import TABLE_ENDINGS
    from comms_desk.ui.texts.page import FILE_ENDINGS
    from comms_desk.ui.watch.dropped_files import LIST_ENDINGS
    from comms_desk.wording import say

    names = [url.fileName() for url in data.urls()] or [""]
    endings = {PurePath(name).suffix.lower() for name in names}
    if endings <= MESSAGE_ENDINGS:
        return _("At most {most} mails come in at once.").format(most=FILES_AT_ONCE)
    if endings <= IMAGE_ENDINGS:
        return _("An image goes in a bulletin that has not left: open it, and drop it there.")
    if endings <= LIST_ENDINGS:
        return _("A list of feeds comes in on the Watch, one at a time: drop it there.")
    if endings <= FILE_ENDINGS:
        return _("Texts come in one at a time: drop a single file.")
    if endings == {".vcf"}:
        return say(NotATable(FileKind.VCARD, line=1)).whole
    if endings <= TABLE_ENDINGS:
        return _(
            "A table comes in one at a time: drop it on the Directory, or on Bulletins if it lists"
            " employees."
        )
    if len(names) > 1:
        return _("Nothing was taken in: drop files of one kind at a time.")
    if endings <= OTHER_TEXTS:
        said = _(
            "“{name}” was not taken in: save it as .docx in the program that opens it, and drop"
            " that."
        )
    else:
        said = _(
            "“{name}” was not taken in. What can be: a mail (.eml, .msg, .mbox), a text (.docx,"
            " .md, .txt), a table (.csv, .xlsx, .ods), a list of feeds (.opml), an image in a"
            " bulletin."
        )
    return said.format(name=names[0])
