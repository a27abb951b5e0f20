"""What codes and fields are called when a person, not a program, reads the answer.

JSON keeps the stored codes and the names of the fields; a table has these words instead.
"""

from enum import Enum

from comms_desk.changes import Subject
from comms_desk.i18n import _, pgettext
from comms_desk.wording.kinds import ONE


def of_field(name: str) -> str:
    """Return the heading of the field *name*."""
    words = {
        "about": _("About"),
        "account": _("Account"),
        "address": _("Address"),
        "articles": _("Articles"),
        "backup": _("Backup"),
        "before": _("Previous version"),
        "bulletins_doubted": _("Bulletins to confirm"),
        "bytes": _("Size in bytes"),
        "cancelled": _("Sending stopped"),
        "contacts": _("Contacts"),
        "texts_doubted": _("Texts to confirm"),
        "reviews_doubted": _("Press reviews to confirm"),
        "carried_over": _("Exclusions and embargoes carried over"),
        "dossiers": _("Dossiers"),
        "doubted": _("E-mails to confirm"),
        "draft": _("Draft"),
        "drafts": _("Texts"),
        "eml": _("For a mail program"),
        "employees": _("Employees"),
        "excluded": _("Excluded"),
        "failed_feeds": _("Failing feeds"),
        "feeds": _("Feeds"),
        "file": _("File"),
        "files": _("Files"),
        "html": _("For a browser"),
        "id": _("Id"),
        "index": _("Problems of the search index"),
        "inquiries": _("Inquiries"),
        "integrity": _("Problems of the file"),
        "shape": _("Missing or foreign parts"),
        "kept": _("Kept"),
        "kept_by_holds": _("Kept by a hold on destruction"),
        "key": _("Setting"),
        "language": _("Language"),
        "left_out": _("Articles left out"),
        "letter": _("E-mail"),
        "letters": _("E-mails tried"),
        "lists": _("Lists"),
        "mentions": _("New mentions"),
        "name": _("Name"),
        "new_articles": _("New articles"),
        "note": _("Note"),
        "now": _("Current version"),
        "on_the_wire": _("Being sent: stopped if they return to the queue"),
        "altered": _("Changed since it was sealed"),
        "orphans": _("Orphan rows"),
        "outlet_name": _("Outlet"),
        "outlets": _("Outlets"),
        "present": _("The desk before"),
        "handed_over": _("Handed over to Outlook"),
        "queued": _("Queued"),
        "refused": pgettext("letter", "Refused"),
        "removed_from_bin": _("Erased from the bin"),
        "sending": _("Being sent"),
        "sent": _("Accepted by server"),
        "sound": _("In good order"),
        "status": _("Status"),
        "tags": _("Tags"),
        "template": _("Template"),
        "title": _("Title"),
        "to": _("To"),
        "tried": _("E-mails tried"),
        "uncertain": _("Uncertain"),
        "under_embargo": _("Under embargo"),
        "value": _("Value"),
        "was_excluded": _("Was excluded"),
        "withheld": _("Not sent"),
        "works": _("Works"),
    }
    return words.get(name, name)


def of_code(value: Enum) -> str | None:
    """Return what *value* is called; None when its code is all there is."""
    if isinstance(value, Subject):
        return ONE[value]() if value in ONE else None
    words = {
        "Security.none": pgettext("protection", "None"),
        "Security.tls": "TLS",
        "Security.starttls": "STARTTLS",
        "Language.fr": _("French"),
        "Language.en": _("English"),
        "Act.edited": _("Changed"),
        "Act.removed": _("Position removed"),
        "Act.read": _("Read"),
        "Act.exported": _("Exported"),
        "Act.binned": pgettext("done", "Put in the bin"),
        "Act.restored": _("Taken out of the bin"),
        "Act.archived": _("Archived"),
        "Act.unarchived": _("Taken out of the archive"),
        "DraftKind.release": _("Release"),
        "DraftKind.speech": _("Speech"),
    }
    return words.get(f"{type(value).__name__}.{value.value}")
