"""Files of this computer that go with an answer: an embargo is asked about their words."""

from mimetypes import guess_type
from pathlib import Path

from comms_desk import own_files
from comms_desk.mail.bounces.report import MessageFileUnreadable
from comms_desk.mail.errors import MessageTooLarge
from comms_desk.mail.message import MESSAGE_LIMIT_BYTES, AttachedFile
from comms_desk.reasons import reason_of

ANY_TYPE = "application/octet-stream"


def attached(file: Path) -> AttachedFile:
    """Return *file* as a letter carries it; its kind is that which its name says.

    Raises:
        MessageTooLarge: It is larger than a letter may be.
        MessageFileUnreadable: The system does not let it be read.
    """
    from comms_desk.documents.file_words import words_of_file

    try:
        content = own_files.read(file, most_bytes=MESSAGE_LIMIT_BYTES)
    except own_files.OwnFileTooLarge as error:
        raise MessageTooLarge(file.stat().st_size, MESSAGE_LIMIT_BYTES) from error
    except OSError as error:
        raise MessageFileUnreadable(file.name, reason_of(error)) from error
    media_type = guess_type(file.name)[0] or ANY_TYPE
    words = words_of_file(content, file.name)
    return AttachedFile(name=file.name, media_type=media_type, content=content, words=words)
