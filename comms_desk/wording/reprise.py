"""What is said of what an article took of a release: the counts of each class."""

from collections import Counter
from collections.abc import Callable, Mapping

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.coverage.model import Reprise, TakenAs

BETWEEN = " · "


def sentences_said(reprise: Reprise) -> str:
    """Return how many sentences of body and quotes are of each class, then of the boilerplate."""
    said = _counted(reprise.counts) or _("nothing to compare")
    around = _counted(reprise.boilerplate) if reprise.takes_boilerplate else ""
    apart = _("boilerplate: {counts}").format(counts=around) if around else ""
    return BETWEEN.join(filter(None, (_("Sentences: {counts}").format(counts=said), apart)))


def quotes_said(reprise: Reprise) -> str:
    """Return how many quotes are of each class; "" where nobody is quoted."""
    counts = _counted(Counter(each.taken for each in reprise.quotes))
    return _("Quotes: {counts}").format(counts=counts) if counts else ""


def _counted(counts: Mapping[TakenAs, int]) -> str:
    said: Mapping[TakenAs, Callable[[int], str]] = {
        TakenAs.VERBATIM: lambda n: ngettext("{n} word for word", "{n} word for word", n),
        TakenAs.SHORTENED: lambda n: ngettext("{n} shortened", "{n} shortened", n),
        TakenAs.ALTERED: lambda n: ngettext("{n} altered", "{n} altered", n),
        TakenAs.NONE: lambda n: ngettext("{n} not taken up", "{n} not taken up", n),
        TakenAs.DROPPED: lambda n: ngettext("{n} dropped", "{n} dropped", n),
    }
    return ", ".join(
        words(counts[taken]).format(n=format_number(counts[taken]))
        for taken, words in said.items()
        if counts.get(taken)
    )
