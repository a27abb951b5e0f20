"""What the sending of a text to the media may refuse."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment_within, format_number, ngettext
from comms_desk.media.dispatches import model
from comms_desk.media.drafting import letters
from comms_desk.wording.shape import Says


def _nobody(e: model.NobodyToSendTo) -> str:
    if not e.left_out:
        return _("Nobody is named to send it to.")
    return ngettext(
        "{count} person is named, and cannot be written to.",
        "{count} people are named, and none of them can be written to.",
        e.left_out,
    ).format(count=format_number(e.left_out))


GROUNDS: Mapping[model.Ground, Callable[[], str]] = {
    model.Ground.HEALTH: lambda: _("Health"),
    model.Ground.SAFETY: lambda: _("Public safety"),
    model.Ground.JUSTICE: lambda: _("Natural justice"),
    model.Ground.ENGLISH_INSTRUCTION: lambda: _("Persons eligible for instruction in English"),
    model.Ground.INDIGENOUS: lambda: _("Indigenous bodies and people"),
    model.Ground.NEWCOMERS: lambda: _("Immigrants, in their first six months"),
    model.Ground.OUTSIDE_QUEBEC: lambda: _("Relations outside Québec"),
    model.Ground.TOURISM: lambda: _("Tourism"),
    model.Ground.REGULATION: lambda: _("Other case set by regulation"),
}
"""Each ground on which English may go below French (Charter, s. 22.3)."""

STILL_IN: Mapping[model.StillIn, Callable[[], str]] = {
    model.StillIn.TITLE: lambda: _("Title"),
    model.StillIn.SUBTITLE: lambda: _("Subtitle"),
    model.StillIn.TEXT: lambda: _("Text"),
    model.StillIn.SOURCE: lambda: _("Source"),
    model.StillIn.CONTACT: lambda: _("Media contact"),
    model.StillIn.INTERVIEWS: lambda: _("Interviews"),
    model.StillIn.ENGLISH: lambda: _("English version"),
}
"""Where a corrected text may still have what was wrong."""


def still_wrong(said: model.Amendment, places: Iterable[model.StillIn]) -> str:
    """Say where the words that a correction says were wrong still stand; "": nowhere."""
    where = ", ".join(STILL_IN[each]() for each in places)
    if not where:
        return ""
    return _("“{words}” still stands in what is sent: {where}.").format(
        words=said.wrong.strip(), where=where
    )


def said_in_french_alone(said: model.Amendment, plan: model.AmendmentPlan) -> str:
    """Say that the English version has no sentence of a person's own; "": it has, or needs none."""
    is_correction = plan.kind is model.DispatchKind.CORRECTION
    if not (is_correction and plan.has_english and plan.told and said.note.strip()):
        return ""
    if said.in_english.strip():
        return ""
    if said.is_in_words:
        return _("The sentence is in French: the English version says what should have been read.")
    return _("The sentence is in French: the English version only says that there is a correction.")


_LACKING: Mapping[str, Callable[[], str]] = {
    "audience": lambda: _("For whom the English version is, is missing."),
    "approved_by": lambda: _("Who approved the English version is missing."),
}
_ORDERS: Mapping[str, Callable[[], str]] = {
    "circuits": lambda: _("The circuits of the newswire are missing."),
    "contact": lambda: _("Whom the newswire calls is missing."),
}

DISPATCHES: Mapping[type[CommsDeskError], Says] = {
    model.NobodyToSendTo: lambda e: (
        _nobody(e),
        _("Add a list, a person or addresses; under embargo, sign for those who may have it."),
    ),
    model.AllHaveIt: lambda _e: (
        _("Everybody who is named has this text, or it is on its way to them."),
        _("Add somebody else, or correct the text if it has to leave again."),
    ),
    model.TextMissing: lambda e: (
        _("“{title}” has no text to send.").format(title=e.title),
        _("Write it first."),
    ),
    model.SourceMissing: lambda e: (
        _("“{title}” does not say its source.").format(title=e.title),
        _("Fill in “Source” in the details of the text, or write it under – 30 –."),
    ),
    model.MediaContactMissing: lambda e: (
        _("“{title}” does not say whom the media call.").format(title=e.title),
        _("Fill in “Media contact” in the details of the text, or write it under – 30 –."),
    ),
    model.TextNotKept: lambda e: (
        _("What you typed last in “{title}” is not kept yet.").format(title=e.title),
        _("Save the text, then look again at what leaves."),
    ),
    model.TextChanged: lambda e: (
        _("“{title}”, its embargo or its readers have changed since you looked.").format(
            title=e.title
        ),
        _("Nothing was sent: look again, then send."),
    ),
    model.SentDiffers: lambda e: (
        _("Another text of “{title}” was sent than the one that stands here.").format(
            title=e.title
        ),
        _("Correct it: those who had the former one are told so."),
    ),
    model.SameAsSent: lambda e: (
        _("“{title}” is as it was sent: there is nothing to correct.").format(title=e.title),
        _("Change the text first."),
    ),
    model.NothingWasSent: lambda e: (
        _("Nobody has “{title}”, and nobody is to have it.").format(title=e.title),
        _("Send it: it leaves as it stands."),
    ),
    model.WasWithdrawn: lambda e: (
        _("“{title}” was withdrawn: nothing of it leaves any more.").format(title=e.title),
        _("Write another text."),
    ),
    model.TextMaybeSent: lambda e: (
        _("“{title}” may have been sent before the desk was restored.").format(title=e.title),
        _("Ask those who would have received it, then confirm that it may leave."),
    ),
    model.HourPassed: lambda e: (
        _("{moment} is past.").format(moment=format_moment_within(e.at)),
        _("Choose another hour, or send it now."),
    ),
    model.HourMissing: lambda _e: (
        _("The date and time at which it is to leave are incomplete."),
        _("Write both, or send it now."),
    ),
    model.NothingToLift: lambda e: (
        _("No embargo holds “{title}”: nothing is to lift.").format(title=e.title),
        _("Send it now or at an hour, or place an embargo first."),
    ),
    model.TrialElsewhere: lambda e: (
        _("The text is under embargo: a test does not go to {address}.").format(address=e.address),
        _("Send it to an address of the office, or sign an exception for this one."),
    ),
    letters.LetterTemplateBroken: lambda e: (
        _("The office’s words in {name} ask for {tag}, which no letter has.").format(
            name=e.name, tag="{{ " + e.tag + " }}"
        )
        if e.tag
        else _("The office’s words in {name} cannot be read as a letter.").format(name=e.name),
        _("Mend that file, or take it away: the desk’s own words are used then."),
    ),
    model.EnglishNotAllowed: lambda _e: (
        _("The office has not allowed an English version below the French text."),
        _("Have it allowed in the settings, once the ground of each can be recorded."),
    ),
    model.EnglishAlone: lambda e: (
        _("“{title}” is not in French: it does not leave by itself.").format(title=e.title),
        _("Send the French text, and record this one as the English version below it."),
    ),
    model.EnglishStale: lambda e: (
        _("“{title}” or its English version has changed since that was approved.").format(
            title=e.title
        ),
        _("Have the English version approved again, or take it off."),
    ),
    model.GroundIncomplete: lambda e: (
        _LACKING[e.field](),
        _("Ground, audience, approver and date are recorded for each text."),
    ),
    model.NotInEnglish: lambda e: (
        _("“{title}” cannot go below that text: one is in French, the other in English.").format(
            title=e.title
        ),
        _("Choose the English text of a French one."),
    ),
    model.OrderIncomplete: lambda e: (
        _ORDERS[e.field](),
        _("A newswire is told on which circuits, and whom to call."),
    ),
    model.CorrectionUnsaid: lambda _e: (
        _("A correction says what was wrong."),
        _("Write what stood there and what is right, or a sentence of your own."),
    ),
}


def steps(each: Sequence[model.ToDo]) -> str:
    """Return what a person does outside the desk once a text has left, all from the same hour."""
    whole = " · ".join(map(step_said, each))
    if each[0].is_frozen:
        return _("{step}, once the freeze is lifted").format(step=whole)
    return whole


def step_said(each: model.ToDo) -> str:
    """Return what a person does outside the desk."""
    said = {
        (model.Step.WIRE, model.DispatchKind.RELEASE): _("Newswire: give the order"),
        (model.Step.WIRE, model.DispatchKind.CORRECTION): _("Newswire: give the correction"),
        (model.Step.WIRE, model.DispatchKind.WITHDRAWAL): _("Newswire: have it withdrawn"),
        (model.Step.WEB, model.DispatchKind.RELEASE): _("montreal.ca: put the text there"),
        (model.Step.WEB, model.DispatchKind.CORRECTION): _("montreal.ca: correct the text there"),
        (model.Step.WEB, model.DispatchKind.WITHDRAWAL): _("montreal.ca: take the text away"),
    }
    return said[each.step, each.kind]
