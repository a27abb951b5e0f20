"""What dossiers, people, outlets and contacts may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment_within
from comms_desk.imports import model as imports
from comms_desk.media.contacts import importing as contacts_file
from comms_desk.media.contacts import model as contacts
from comms_desk.media.outlets import model as outlets
from comms_desk.planning.dossiers import model as dossiers
from comms_desk.planning.people import model as people
from comms_desk.wording.reasons import because
from comms_desk.wording.shape import Says

PLANNING: Mapping[type[CommsDeskError], Says] = {
    people.PersonNameMissing: lambda _e: (
        _("A person must have a name."),
        _("Write a first and a last name."),
    ),
    people.LoginTaken: lambda e: (
        _("The user name {login} is already that of {holder}.").format(
            login=e.login, holder=e.holder
        ),
        _("Give another user name."),
    ),
    people.SignedInBefore: lambda e: (
        _("{name} signs in with a user name of their own: you cannot be the same person.").format(
            name=e.name
        ),
        _("Say a name that is yours alone."),
    ),
    dossiers.CodeNotAllowed: lambda e: (
        _("“{code}” cannot be a dossier’s code.").format(code=e.code),
        _("Use 1 to {longest} letters, digits, dots and hyphens, without a space.").format(
            longest=e.longest
        ),
    ),
    dossiers.CodeTaken: lambda e: (
        _("The code {code} is already that of “{name}”.").format(code=e.code, name=e.name),
        _("Open that dossier, or use another code."),
    ),
    dossiers.DossierNameMissing: lambda e: (
        _("A dossier must have a name of at most {longest} characters.").format(longest=e.longest),
        _("Write a shorter name, or at least one letter."),
    ),
    dossiers.NoSuchDossier: lambda e: (
        _("No dossier has the code {code}.").format(code=e.code),
        _("Look for it on the Dossiers page."),
    ),
}


DIRECTORY: Mapping[type[CommsDeskError], Says] = {
    outlets.OutletNameMissing: lambda _e: (
        _("An outlet needs a name."),
        _("Write at least one letter or digit."),
    ),
    outlets.OutletNameTaken: lambda e: (
        _("There is already an outlet called “{name}”.").format(name=e.name),
        _("Open that outlet, or write another name."),
    ),
    outlets.OutletTwiceInFile: lambda e: (
        _("Line {line} of the file has something else for {name}.").format(
            line=e.line, name=e.name
        ),
        _("Keep one of the two lines."),
    ),
    contacts.ContactNameMissing: lambda _e: (
        _("A contact needs a name."),
        _("Write a family name or a given name."),
    ),
    outlets.TextTooLong: lambda e: (
        _("“{text}…” is too long: at most {limit} characters.").format(text=e.text, limit=e.limit),
        _("Shorten it."),
    ),
    contacts.AddressTaken: lambda e: (
        _("{address} already belongs to {holder}.").format(address=e.address, holder=e.holder),
        _("Open that contact, or use another address."),
    ),
    contacts.AddressTakenSince: lambda e: (
        _("It cannot be put back: {address} belongs to {holder} by now.").format(
            address=e.address, holder=e.holder
        ),
        _("Take the address away from the other one, or put the other in the bin; then try again."),
    ),
    outlets.MoreThanOnePerson: lambda e: (
        _("{name} would have more than {limit} addresses, phones or positions.").format(
            name=e.name or _("(no name)"), limit=e.limit
        ),
        _("Separate the people of that name, or leave that row out."),
    ),
    outlets.BadPhone: lambda e: (
        _("“{phone}” is not a phone number.").format(phone=e.phone),
        _("Write its digits, with the extension if there is one."),
    ),
    contacts.PositionEndsBeforeStart: lambda e: (
        _("A position that began on {start} cannot have ended on {end}.").format(
            start=format_date(e.started_on), end=format_date(e.ended_on)
        ),
        _("Correct one of the two dates."),
    ),
    imports.TableUnreadable: lambda e: (
        _("The file {path} could not be read: {reason}.").format(
            path=e.path, reason=because(e.reason)
        ),
        _("Close it in other programs, or choose another file."),
    ),
    imports.AlreadyUndone: lambda e: (
        _("The import of {file} was undone on {moment} already.").format(
            file=e.file_name, moment=format_moment_within(e.at)
        ),
        _("Import the file again if you want it back."),
    ),
    imports.TooLateToUndo: lambda e: (
        _("The import of {file} could be undone until {moment}.").format(
            file=e.file_name, moment=format_moment_within(e.until)
        ),
        _("Correct or remove what it brought, one by one."),
    ),
    imports.RowRagged: lambda e: (
        _("The row has {found} cells; the header has {expected}.").format(
            found=e.found, expected=e.expected
        ),
        _("Correct the row: its cells do not line up with the columns."),
    ),
    contacts_file.UnknownLanguage: lambda e: (
        _("“{word}” is not a language that is recognised.").format(word=e.word),
        _("Write French or English, or leave it empty."),
    ),
}
