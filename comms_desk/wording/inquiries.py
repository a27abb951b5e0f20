"""What the taking in and the answering of an inquiry may refuse."""

from collections.abc import Callable, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
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
    model.NotOpen: lambda _e: (
        _("This inquiry has ended."),
        _("Reopen it first."),
    ),
    moments.MomentIncomplete: lambda e: (_LACKING[e.field](), _("Say it, then save again.")),
    moments.MomentStays: lambda e: (
        _("An inquiry that came in cannot be said not to have.")
        if e.what is What.RECEIVED
        else _("That left by e-mail: it cannot be taken back."),
        _("Note what happened since."),
    ),
}
