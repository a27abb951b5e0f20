"""What the sending of a text to the media may refuse."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.dispatches import model
from comms_desk.media.drafting import letters
from comms_desk.wording.sentence import Says


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
    letters.LetterTemplateBroken: lambda e: (
        _("The office’s words in {name} ask for {tag}, which no letter has.").format(
            name=e.name, tag="{{ " + e.tag + " }}"
        )
        if e.tag
        else _("The office’s words in {name} cannot be read as a letter.").format(name=e.name),
        _("Mend that file, or take it away: the desk’s own words are used then."),
    ),
    model.GroundIncomplete: lambda e: (
        _LACKING[e.field](),
        _("Ground, audience, approver and date are recorded for each text."),
    ),
    model.OrderIncomplete: lambda e: (
        _ORDERS[e.field](),
        _("A newswire is told on which circuits, and whom to call."),
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
