"""What the taking in and the answering of an inquiry may refuse."""

from collections.abc import Callable, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.inquiries import model, moments
from comms_desk.media.inquiries.moments import What
from comms_desk.wording.shape import Says

_LACKING: Mapping[str, Callable[[], str]] = {
    "text": lambda: _("What was said is missing."),
    "how": lambda: _("By what way it was said is missing."),
    "attribution": lambda: _("To whom the answer may be attributed is missing."),
    "cause": lambda: _("Why it was late is missing."),
    "resolution": lambda: _("How the inquiry ended is missing."),
    "reason": lambda: _("The reason is missing."),
    "who": lambda: _("To whom it was referred is missing."),
}

_ENDED_BEFORE: Mapping[What, Callable[[], str]] = {
    What.ACKNOWLEDGED: lambda: _("The inquiry would have ended before it was acknowledged."),
    What.HANDED: lambda: _("The inquiry would have ended before it was handed over."),
    What.APPROVED: lambda: _("The inquiry would have ended before its answer was approved."),
    What.ANSWERED: lambda: _("The inquiry would have ended before it was answered."),
    What.CLOSED: lambda: _("The inquiry would have ended before it was closed."),
}

INQUIRIES: Mapping[type[CommsDeskError], Says] = {
    model.InquiryTitleMissing: lambda e: (
        _("An inquiry says what it is about, in {n} characters at most.").format(
            n=format_number(e.longest)
        ),
        _("Type its subject."),
    ),
    model.QuestionTooLong: lambda e: (
        _("That text is longer than {n} characters.").format(n=format_number(e.longest)),
        _("Attach the original, and keep the question here."),
    ),
    model.TooManyQuestions: lambda e: (
        _("An inquiry has at most {n} questions.").format(n=format_number(e.most)),
        _("Write several of them in one."),
    ),
    model.JoinsItself: lambda _e: (
        _("An inquiry is joined to another one, which is joined to none."),
        _("Choose the inquiry whose answer is for all."),
    ),
    model.OthersWait: lambda e: (
        ngettext(
            "{count} inquiry waits for its answer too.",
            "{count} inquiries wait for its answer too.",
            e.count,
        ).format(count=format_number(e.count)),
        _("Separate them first."),
    ),
    model.NotOpen: lambda _e: (
        _("This inquiry has ended."),
        _("Reopen it first."),
    ),
    moments.MomentIncomplete: lambda e: (_LACKING[e.field](), _("Say it, then save again.")),
    moments.NotYet: lambda _e: (
        _("Only what has happened is noted."),
        _("Check the day and the hour."),
    ),
    moments.EndedBefore: lambda e: (
        _ENDED_BEFORE[e.what](),
        _("Take that back first, or check the day and the hour."),
    ),
    moments.MomentStays: lambda e: (
        _("An inquiry that came in cannot be said not to have.")
        if e.what is What.RECEIVED
        else _("That left by e-mail: it cannot be taken back."),
        _("Note what happened since."),
    ),
}
