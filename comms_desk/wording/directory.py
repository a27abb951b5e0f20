"""What dossiers, people, outlets and contacts may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment_within
from comms_desk.imports import model as imports
from comms_desk.media.contacts import model as contacts
from comms_desk.media.outlets import model as outlets
from comms_desk.wording.reasons import because
from comms_desk.wording.shape import Says

DIRECTORY: Mapping[type[CommsDeskError], Says] = {
    outlets.MoreThanOnePerson: lambda e: (
        _("{name} would have more than {limit} addresses, phones or positions.").format(
            name=e.name or _("(no name)"), limit=e.limit
        ),
        _("Separate the people of that name, or leave that row out."),
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
}
