"""The mail that an inquiry came by, and the files that came with it, saved to be read or heard.

They are a stranger's: what is only read, seen or heard is offered to be opened, the rest is saved.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.i18n import _, format_number
from comms_desk.storage.model import Attachment, BlobId
from comms_desk.text.file_names import as_given
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row

_OPENED = """
.pdf .docx .xlsx .pptx .odt .ods .txt .csv .eml .msg .mp3 .m4a .wav .ogg .amr .mp4 .mov .jpg .jpeg
.png .gif .heic .webp
"""
OPENED = frozenset(_OPENED.split())
"""Kinds that no program runs."""


class KeptFiles(Section):
    """What came with an inquiry.

    Signals:
        saved: What was saved, and the `Path` of the file, or None where it is not to be opened.
    """

    saved = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("What came with it"))
        self._errands = errands
        self._view: InquiryView | None = None
        self.lines = Lines()
        self.lines.opened.connect(self._save)
        self.body.addWidget(self.lines)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Show the files of an inquiry."""
        self._view = view
        self.lines.show_lines([_row(each) for each in view.files])
        self.setVisible(bool(view.files))

    @Slot(object)
    def _save(self, blob: object) -> None:
        files = () if self._view is None else self._view.files
        for each in files:
            if each.blob == blob and self._view is not None:
                job = partial(_saved, self._view.inquiry.id, each)
                self._errands.read("kept file", job, self._tell)

    @Slot(object)
    def _tell(self, file: Path) -> None:
        said = _("Saved: {file}").format(file=file)
        self.saved.emit(said, file if file.suffix.lower() in OPENED else None)


def _row(file: Attachment) -> Row:
    size = _("{n}\u00a0kB").format(n=format_number(max(file.size // 1_000, 1)))
    return Row(key=file.blob, title=file.name, detail=size, strong=False)


def _saved(inquiry: int, file: Attachment, office: Office) -> Path:
    """Write *file* among the person's documents, beside whatever stands there."""
    from comms_desk.documents.files import write_new_file
    from comms_desk.media.inquiries.model import InquiryId

    content = office.inquiry_files.content(InquiryId(inquiry), BlobId(file.blob))
    return write_new_file(office.paths.documents / _("Comms Desk") / as_given(file.name), content)
