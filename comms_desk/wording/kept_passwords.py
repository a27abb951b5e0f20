"""Passwords that old backups and logs may hold, in words."""

from comms_desk.i18n import _, format_day, format_moment, ngettext
from comms_desk.mail.kept_passwords import KeptPassword, OldFile

DAYS_NAMED = 3


def to_change(kept: KeptPassword) -> str:
    """Return that the password is to be changed, and in which backups it may stand."""
    days = list(dict.fromkeys(format_day(each.at) for each in kept.backups))
    if not days:
        return _("This password may have been written in a log or in a copy: change it.")
    said = ngettext(
        "This password may have been written in the backup of {days}: change it.",
        "This password may have been written in the backups of {days}: change it.",
        len(days),
    )
    more = [] if len(days) <= DAYS_NAMED else ["…"]
    return said.format(days=", ".join((*days[:DAYS_NAMED], *more)))


def files(kept: KeptPassword) -> list[str]:
    """Return each backup and log that may hold it, with its date; none is known to be clean."""
    return [
        *(_("Backup: {file}").format(file=_named(each)) for each in kept.backups),
        *(_("Log: {file}").format(file=_named(each)) for each in kept.logs),
        _("A copy made elsewhere, as a server’s own backup, may hold it too."),
    ]


def _named(file: OldFile) -> str:
    return f"{file.name} ({format_moment(file.at)})"
