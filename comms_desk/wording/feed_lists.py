"""What became of a list of feeds that was brought in, in sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.feeds.opml import OpmlFeeds, RefusedFeed, WhyNot
from comms_desk.media.feeds.standing import FeedsStanding

if TYPE_CHECKING:
    from comms_desk.media.feeds.desk import Added

REFUSED_SAID = 20
"""Lines of a list that are said one by one; all of them are counted."""


def added(done: "Added") -> str:
    """Return how many feeds are new."""
    count = len(done.new)
    return ngettext("{n} feed added.", "{n} feeds added.", count).format(n=format_number(count))


def tried(done: "Added", feeds: FeedsStanding) -> str:
    """Return how many feeds of the list for Montréal are tried, or did not answer last time."""
    if done.new:
        count = len(done.new)
        said = ngettext("{n} feed is being tried.", "{n} feeds are being tried.", count)
    else:
        count = feeds.unanswered
        said = ngettext("{n} feed is tried again.", "{n} feeds are tried again.", count)
    return said.format(n=format_number(count))


def answering(feeds: FeedsStanding) -> str:
    """Return how many of all feeds are followed."""
    if not feeds.unanswered:
        said = ngettext("{n} feed", "{n} feeds", feeds.feeds)
        return said.format(n=format_number(feeds.feeds))
    return _("{n} of {total} feeds followed").format(
        n=format_number(feeds.feeds - feeds.unanswered), total=format_number(feeds.feeds)
    )


def left_out(listed: OpmlFeeds, done: "Added") -> list[str]:
    """Return the sentences about what of *listed* was not added, the weightiest first."""
    said = []
    if listed.total > len(listed.feeds):
        said.append(
            _("{n} of {total} feeds were taken: split the list to bring in the others.").format(
                n=format_number(len(listed.feeds)), total=format_number(listed.total)
            )
        )
    if count := len(done.already):
        said.append(
            ngettext("{n} was already followed.", "{n} were already followed.", count).format(
                n=format_number(count)
            )
        )
    return said + _refused(listed.refused)


def _refused(every: Sequence[RefusedFeed]) -> list[str]:
    said = [
        _("Line {line}, left out: {address} ({why}).").format(
            line=format_number(each.line), address=each.address, why=_why(each.why)
        )
        for each in every[:REFUSED_SAID]
    ]
    if len(every) > REFUSED_SAID:
        said.append(
            _("These are {n} of the {total} that were left out.").format(
                n=format_number(REFUSED_SAID), total=format_number(len(every))
            )
        )
    return said


def _why(why: WhyNot) -> str:
    reasons: Mapping[WhyNot, str] = {
        WhyNot.NO_ADDRESS: _("not the address of a web page"),
        WhyNot.EMPTY: _("it has no address"),
        WhyNot.LOGIN: _("its address holds a password"),
        WhyNot.NO_FEED: _("the list says that it is no feed"),
        WhyNot.UNREADABLE: _("written so that it cannot be read"),
    }
    return reasons[why]
