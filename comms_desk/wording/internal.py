"""What employees and bulletins may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_number, ngettext
from comms_desk.internal.audience import model as audience
from comms_desk.internal.bulletins import checks
from comms_desk.internal.bulletins import model as bulletins
from comms_desk.wording.sentence import Says

BYTES_IN_A_MEGABYTE = 1024 * 1024


def _not_ready(error: bulletins.BulletinNotReady) -> tuple[str, str]:
    said = dict.fromkeys(checks.sentence(problem.kind) for problem in error.problems)
    return _("The bulletin cannot be sent yet."), " ".join(said)


def _picture_too_large(error: bulletins.PictureTooLarge) -> tuple[str, str]:
    if error.unit == "bytes":
        what = _("{name} is too large: at most {limit}\u00a0MB.").format(
            name=error.name, limit=format_number(error.limit // BYTES_IN_A_MEGABYTE)
        )
    elif error.unit == "side":
        what = _("{name} is too long: at most {limit} pixels a side.").format(
            name=error.name, limit=format_number(error.limit)
        )
    else:
        what = _("{name} is too large: at most {limit} million pixels.").format(
            name=error.name, limit=format_number(error.limit // 1_000_000)
        )
    return what, _("Make it smaller first.")


def _nobody(error: bulletins.NobodyToWriteTo) -> tuple[str, str]:
    if not error.employees:
        return _("The list of employees is empty."), _("Import the list of employees first.")
    return (
        ngettext(
            "The only person on the list has no usable e-mail address.",
            "None of the {count} people on the list has a usable e-mail address.",
            error.employees,
        ).format(count=format_number(error.employees)),
        _("Import a list with their e-mail addresses."),
    )


INTERNAL: Mapping[type[CommsDeskError], Says] = {
    audience.EmployeeTextTooLong: lambda e: (
        _("“{text}…” is too long: at most {limit} characters.").format(
            text=e.text[:40], limit=e.limit
        ),
        _("Shorten it."),
    ),
    bulletins.BulletinAlreadySent: lambda e: (
        _("“{name}”, no.\u00a0{number}, was sent on {day}: it cannot be changed any more.").format(
            name=e.name, number=e.number, day=format_date(e.issued_at)
        ),
        _("Copy it, and change the copy."),
    ),
    bulletins.ReadersChanged: lambda e: (
        ngettext(
            "Nothing was sent: it would have gone to {now} person, not {counted}.",
            "Nothing was sent: it would have gone to {now} people, not {counted}.",
            e.now,
        ).format(now=format_number(e.now), counted=format_number(e.counted)),
        _("The employees changed meanwhile. Look at the question again."),
    ),
    bulletins.BulletinLeaving: lambda e: (
        ngettext(
            "One e-mail of “{name}”, no.\u00a0{number}, has yet to leave.",
            "{letters} e-mails of “{name}”, no.\u00a0{number}, have yet to leave.",
            e.letters,
        ).format(letters=format_number(e.letters), name=e.name, number=e.number),
        _("Wait until all have left, or stop the sending from the card of the bulletin."),
    ),
    bulletins.BulletinNotReady: _not_ready,
    bulletins.NobodyToWriteTo: _nobody,
    bulletins.PictureTooLarge: _picture_too_large,
}
