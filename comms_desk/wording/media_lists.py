"""What lists of whom one writes to may refuse, who is left out and why, what was pasted."""

from collections.abc import Callable, Mapping, Sized

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.lists import model
from comms_desk.wording.sentence import Says

LISTS: Mapping[type[CommsDeskError], Says] = {
    model.EarlyMinutesOutOfRange: lambda e: (
        _("A list leaves at most {minutes} minutes before the others.").format(
            minutes=format_number(e.most)
        ),
        _("Write a whole number of minutes, 0 for none."),
    ),
    model.ListGoesRound: lambda e: (
        _("The list would ask for itself: {lists}.").format(lists=" → ".join(e.names)),
        _("Take one of them out of the filter."),
    ),
    model.PastedTooMuch: lambda e: (
        _("At most {most} characters can be pasted at once.").format(most=format_number(e.most)),
        _("Paste it in several parts."),
    ),
}


def left_out(why: model.LeftOut, note: str = "") -> str:
    """Return why nothing is sent to somebody, with what was noted of it."""
    said: Mapping[model.LeftOut, str] = {
        model.LeftOut.NO_ADDRESS: _("no address"),
        model.LeftOut.BARRED: _("do not contact"),
        model.LeftOut.EXCLUDED: _("on the exclusion list"),
        model.LeftOut.ALREADY: _("has it already"),
        model.LeftOut.NOT_SIGNED: _("has not accepted the embargo"),
    }
    return _("{what}: {why}").format(what=said[why], why=note) if note else said[why]


def pasted(done: model.Pasted) -> str:
    """Return what became of all that was pasted: « 12 connus, 3 nouveaux, 1 refusé »."""
    counts: tuple[tuple[Sized, Callable[[int], str]], ...] = (
        (done.known, lambda count: ngettext("{n} known", "{n} known", count)),
        (done.new, lambda count: ngettext("{n} new address", "{n} new addresses", count)),
        (done.already, lambda count: ngettext("{n} already there", "{n} already there", count)),
        (done.again, lambda count: ngettext("{n} said twice", "{n} said twice", count)),
        (done.refused, lambda count: ngettext("{n} refused", "{n} refused", count)),
    )
    said = [
        words(len(these)).format(n=format_number(len(these))) for these, words in counts if these
    ]
    return ", ".join(said) or _("Nothing was pasted.")
