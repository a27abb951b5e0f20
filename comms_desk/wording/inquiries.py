"""What the taking in and the answering of an inquiry may refuse."""

from collections.abc import Callable, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail.reading.model import MailTooLarge
from comms_desk.media.inquiries import model, moments
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.media.inquiries.reply import answerers
from comms_desk.media.inquiries.reply import model as reply
from comms_desk.wording.sentence import Says

_LACKING: Mapping[str, Callable[[], str]] = {
    "text": lambda: _("What was said is missing."),
    "how": lambda: _("By what way it was said is missing."),
    "attribution": lambda: _("To whom the answer may be attributed is missing."),
    "cause": lambda: _("Why it was late is missing."),
    "resolution": lambda: _("How the inquiry ended is missing."),
    "reason": lambda: _("The reason is missing."),
    "clip": lambda: _("The article is missing."),
    "who": lambda: _("The person or the body is missing."),
}

_ENDED_BEFORE: Mapping[MomentKind, Callable[[], str]] = {
    MomentKind.ACKNOWLEDGED: lambda: _("The inquiry would have ended before it was acknowledged."),
    MomentKind.HANDED: lambda: _("The inquiry would have ended before it was handed over."),
    MomentKind.APPROVED: lambda: _("The inquiry would have ended before its answer was approved."),
    MomentKind.ANSWERED: lambda: _("The inquiry would have ended before it was answered."),
    MomentKind.CLOSED: lambda: _("The inquiry would have ended before it was closed."),
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
    MailTooLarge: lambda e: (
        _("The mail has {size}\u00a0MB, and at most {most}\u00a0MB are kept.").format(
            size=format_number(e.size // 1_000_000), most=format_number(e.limit // 1_000_000)
        ),
        _("Note the inquiry by hand, and keep its files elsewhere."),
    ),
    model.NobodyWrote: lambda e: (
        _("Nobody wrote “{subject}” to us: it is an absence, a receipt or an empty file.").format(
            subject=e.subject
        )
        if e.subject
        else _("Nobody wrote this to us: it is an absence, a receipt or an empty file."),
        _("Note the inquiry by hand, if there is one."),
    ),
    model.OthersWait: lambda e: (
        ngettext(
            "{count} inquiry waits for its answer too.",
            "{count} inquiries wait for its answer too.",
            e.count,
        ).format(count=format_number(e.count)),
        _("Separate them first."),
    ),
    moments.MomentIncomplete: lambda e: (_LACKING[e.field](), _("Say it, then save again.")),
    moments.EndedBefore: lambda e: (
        _ENDED_BEFORE[e.moment](),
        _("Take that back first, or check the day and the hour."),
    ),
    moments.MomentStays: lambda e: (
        _("An inquiry that came in cannot be said not to have.")
        if e.moment is MomentKind.RECEIVED
        else _("That left by e-mail: it cannot be taken back."),
        _("Note what happened since."),
    ),
    reply.AnswererExcluded: lambda e: (
        (
            _("{name} is not to be written to: {note}").format(name=e.name, note=e.note)
            if e.note
            else _("{name} is not to be written to.").format(name=e.name)
        ),
        _("Tell them by phone, or take their address off the exclusion list."),
    ),
    answerers.AnswerersBroken: lambda e: (
        _("The file {name} of those who answer instead cannot be read.").format(name=e.name)
        if not e.field
        else _("In the file {name} of those who answer instead, “{field}” is wrong.").format(
            name=e.name, field=e.field
        ),
        _("Mend that file, or take it away: the desk’s own is used then."),
    ),
}


def answered_all_the_same(reader: reply.BarredReader) -> str:
    """Return that who asked has an answer, though they have nothing else of ours, and why."""
    if reader.note:
        return _("{name} is not to be written to ({note}): they asked, and are answered.").format(
            name=reader.name, note=reader.note
        )
    return _("{name} is not to be written to: they asked, and are answered.").format(
        name=reader.name
    )
