"""A mail opened, whichever file it came in: .eml, or Outlook's .msg."""

from comms_desk.mail.outlook_file import is_outlook_file
from comms_desk.media.inquiries.mails.eml import open_eml, open_outlook_file
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
    return open_outlook_file(raw)
