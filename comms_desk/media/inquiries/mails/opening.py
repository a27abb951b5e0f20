"""A mail opened, whichever file it came in: .eml, or Outlook's .msg."""

from comms_desk.mail.outlook_file import is_outlook_file, unfolded
from comms_desk.media.inquiries.mails.eml import open_eml
from comms_desk.media.inquiries.mails.model import MAIL_LIMIT_BYTES, MailTooLarge, OpenedMail


def open_mail(raw: bytes) -> OpenedMail:
    """Return what stands in *raw*; of what is damaged, what can be read.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    if len(raw) > MAIL_LIMIT_BYTES:
        raise MailTooLarge(len(raw), MAIL_LIMIT_BYTES)
    if not is_outlook_file(raw):
        return open_eml(raw)
    found = unfolded(raw)
    return open_eml(found.raw, is_unread=found.is_rtf_only or not found.raw)
