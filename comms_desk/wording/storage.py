"""What the database and its backups may refuse."""

from collections.abc import Callable, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment_within, format_number, format_time
from comms_desk.storage import errors as storage
from comms_desk.wording.kinds import MANY
from comms_desk.wording.reasons import because
from comms_desk.wording.sentence import Says

_BACKUP_REFUSED: Mapping[storage.BackupRefusal, Says] = {
    storage.BackupRefusal.EXISTS: lambda e: (
        _("There is already a file {path}.").format(path=e.path),
        _("Give another name: a backup never replaces a file."),
    ),
    storage.BackupRefusal.MISSING: lambda e: (
        _("There is no file {path}.").format(path=e.path),
        _("Check its name; backups taken before an upgrade are in the desk’s backups folder."),
    ),
    storage.BackupRefusal.UNWRITABLE: lambda e: (
        _("{path} could not be written: {reason}.").format(path=e.path, reason=because(e.detail)),
        _("Choose a folder with room, in which you may write."),
    ),
    storage.BackupRefusal.NOT_A_DESK: lambda e: (
        _("{path} is not a backup of the desk.").format(path=e.path),
        _("Choose a backup that the desk made."),
    ),
    storage.BackupRefusal.UNSOUND: lambda e: (
        _("{path} is damaged: {reason}.").format(path=e.path, reason=because(e.detail)),
        _("Use an older backup; this one would lose part of the desk."),
    ),
    storage.BackupRefusal.ALTERED: lambda e: (
        _("{path} is not as Comms Desk made it: {detail}.").format(path=e.path, detail=e.detail),
        _("Choose a backup that nobody has changed since the desk made it."),
    ),
    storage.BackupRefusal.SERVER: lambda _e: (
        _("The desk is on a PostgreSQL server, not in a file."),
        _("Ask the server’s administrator: its own backups hold the desk."),
    ),
}


def _desk_in_use(e: storage.DeskInUse) -> tuple[str, str]:
    if e.until is None:
        return (
            _(
                "The desk {place} is still open somewhere; close it everywhere before a restore."
            ).format(place=e.place),
            _("Close its windows and stop its feeds and e-mail, then try again."),
        )
    return (
        _(
            "The desk {place} is open on the computer {computer}; close it everywhere before a"
            " restore."
        ).format(place=e.place, computer=e.computer),
        _(
            "Close Comms Desk on the computer {computer} first; if it is not open there any more,"
            " wait until {moment}."
        ).format(computer=e.computer, moment=format_moment_within(e.until)),
    )


_RULE_LACKS: Mapping[str, Callable[[], str]] = {
    "years": lambda: _("A rule of destruction needs a number of years, from 1 to 200."),
    "reference": lambda: _("A rule of destruction needs the retention schedule that it follows."),
    "signed_by": lambda: _("A rule of destruction needs the name of who signed it."),
    "signed_on": lambda: _("A rule of destruction needs the day on which it was signed."),
}


def _title(
    e: storage.WasSent | storage.NothingSent | storage.IsArchived | storage.HeldFromDestruction,
) -> str:
    return e.name or _("Untitled")


def _held_by(e: storage.DatabaseHeld) -> str:
    """Return who holds the database, in the words of what is known."""
    if not e.process:
        return _("Another program has held the database since {time}: nothing is saved or sent.")
    if e.computer:
        return _(
            "Process {process} of the computer {computer} has held the database since {time}:"
            " nothing is saved or sent."
        )
    if e.is_suspended:
        return _(
            "Process {process} of this computer is suspended, and has held the database since"
            " {time}: nothing is saved or sent."
        )
    return _(
        "Process {process} of this computer has held the database since {time}: nothing is"
        " saved or sent."
    )


STORAGE: Mapping[type[CommsDeskError], Says] = {
    storage.StorageBusy: lambda e: (
        _("The database was busy for {seconds}\u00a0s; nothing was saved.").format(
            seconds=format_number(e.waited_s)
        ),
        _("Try again in a moment."),
    ),
    storage.DatabaseHeld: lambda e: (
        _held_by(e).format(process=e.process, computer=e.computer, time=format_time(e.since)),
        _(
            "Resume that program or end it: what it was writing is undone, and what waits is saved"
            " and sent."
        ),
    ),
    storage.UpgradeNeeded: lambda e: (
        _(
            "The team’s database must first be brought up to date (it is at {found}, not {known})."
        ).format(found=e.found or _("nothing"), known=e.known),
        _("Have its administrator bring it up to date."),
    ),
    storage.NotFound: lambda e: (
        _("No item no.\u00a0{number} among the {things}: it may be in the bin.").format(
            number=e.ref.id, things=MANY[e.ref.kind]()
        ),
        _("Look for it in the list again."),
    ),
    storage.FieldChangedSince: lambda e: (
        _("{who} has changed “{field}” of “{name}” since, from “{before}” to “{after}”.").format(
            who=e.who or _("Someone"),
            field=e.field,
            name=e.name or _("Untitled"),
            before=e.before or _("nothing"),
            after=e.after or _("nothing"),
        ),
        _("It stays so; “History” puts back what stood there."),
    ),
    storage.WasSent: lambda e: (
        _("“{title}” was sent or released, and is not put in the bin.").format(title=_title(e)),
        _("Archive it: it leaves the list, and search still finds it."),
    ),
    storage.NothingSent: lambda e: (
        _("“{title}” was neither sent nor released, and is not archived.").format(title=_title(e)),
        _("Put it in the bin if it is of no use any more."),
    ),
    storage.IsArchived: lambda e: (
        _("“{title}” is archived, and is not changed.").format(title=_title(e)),
        _("Take it out of the archive first."),
    ),
    storage.RuleRuns: lambda e: (
        _("Rule no.\u00a0{number} ({reference}) already runs for the {things}.").format(
            number=e.rule, reference=e.reference, things=MANY[e.kind]()
        ),
        _("End that one first: there is one rule at a time."),
    ),
    storage.RuleIncomplete: lambda e: (
        _RULE_LACKS[e.field](),
        _("Say it as the retention schedule does."),
    ),
    storage.HeldFromDestruction: lambda e: (
        _("“{title}” is kept: its destruction is suspended ({reason}).").format(
            title=_title(e), reason=e.reason
        ),
        _(
            "Nothing was destroyed. Lift hold no.\u00a0{number} first, once its reason is over."
        ).format(number=e.hold),
    ),
    storage.BlobTooLarge: lambda e: (
        _("The file has {size}\u00a0MB; the desk keeps at most {limit}\u00a0MB.").format(
            size=format_number(round(e.size / 1024 / 1024, 1)),
            limit=format_number(round(e.limit / 1024 / 1024)),
        ),
        _("Make it smaller, or put a link instead."),
    ),
    storage.FormTooLong: lambda e: (
        _("What you typed is too long to be kept: {longest} characters at most.").format(
            longest=format_number(e.longest)
        ),
        _("Make it shorter."),
    ),
    storage.BackupRefused: lambda e: _BACKUP_REFUSED[e.why](e),
    storage.DeskInUse: _desk_in_use,
}
