"""The list of Montréal's newsrooms with which a desk begins; none of them is promised."""

from dataclasses import replace
from functools import cache

from comms_desk.media.feeds.model import NewFeed
from comms_desk.paths import resource

STARTER = "montreal.opml"


@cache
def starter() -> tuple[NewFeed, ...]:
    """Return the feeds to try, each on trial."""
    from comms_desk.media.feeds.opml import read_list

    listed = read_list(resource("feeds", STARTER).read_bytes(), name=STARTER)
    return tuple(replace(each, on_trial=True) for each in listed.feeds)
