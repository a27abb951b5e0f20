"""What the press review may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_number, format_short_day, ngettext
from comms_desk.media.reviews import model
from comms_desk.wording.sentence import Says

REVIEWS: Mapping[type[CommsDeskError], Says] = {
    model.EditionAltered: lambda e: (
        _("The review of {day} is not what was issued: it was changed outside of the desk.").format(
            day=format_date(e.day)
        ),
        _("Restore a backup of before. What its readers have stands in their e-mail.")
        if e.has_left
        else _("Take its stories up again: its readers have nothing of it."),
    ),
    model.SomethingKept: lambda e: (
        ngettext(
            "There is something to report: {n} story is kept.",
            "There is something to report: {n} stories are kept.",
            e.count,
        ).format(n=format_number(e.count)),
        _("Put aside what its readers need not have, or issue it as it is."),
    ),
    model.TooManyLines: lambda e: (
        ngettext("There is room for {n} line.", "There is room for {n} lines.", e.most).format(
            n=format_number(e.most)
        ),
        _("Keep those that matter."),
    ),
    model.LineTooLong: lambda e: (
        _("This has more than {n} characters: {line}…").format(
            n=format_number(e.longest), line=e.line
        ),
        _("Shorten it."),
    ),
    model.ReadersMissing: lambda e: (
        _("There is no list called {name}.").format(name=e.name)
        if e.name
        else _("Nobody is said to read the press review."),
        _("Choose its list in Settings, under Press review."),
    ),
    model.AllHaveTheReview: lambda e: (
        _(
            "Nobody is left to send it to: {already} already have it, {left_out} cannot get it."
        ).format(already=format_number(e.already), left_out=format_number(e.left_out)),
        _("Add readers to the list, or keep what is new for an addendum."),
    ),
}


def kept_said(what: model.JustKept) -> str:
    """Return that something was kept, and for which review, where that is not plain."""
    if what.number != model.OF_THE_DAY:
        return _("An addendum begins with it") if what.begins else _("Kept for the addendum")
    if what.begins:
        return _("Kept for the review of {day}").format(day=format_short_day(what.day))
    return _("Kept for the review")


def unkept_said(what: model.JustKept) -> str:
    """Return that it is undone."""
    return _("Put aside again") if what.aside else _("Taken out of the review")
