"""The mails that inquiries came by, and what came with them, as they came."""

from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.within import ref
from comms_desk.storage import blobs
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Attachment, BlobId


class InquiryFilesDesk:
    """What came with inquiries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, inquiry: InquiryId) -> tuple[Attachment, ...]:
        """Return the mails that *inquiry* came by and what came with them, in order."""
        with self._database.snapshot() as snapshot:
            return blobs.attachments(snapshot, ref(inquiry))

    def content(self, inquiry: InquiryId, blob: BlobId) -> bytes:
        """Return what is in one of those.

        Raises:
            NotFound: It has no such file.
        """
        with self._database.snapshot() as snapshot:
            if blob not in {each.blob for each in blobs.attachments(snapshot, ref(inquiry))}:
                raise NotFound(ref(inquiry))
            return blobs.read(snapshot, blob)
