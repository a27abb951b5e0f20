"""The window shows a feed's address without what is secret in it."""

import pytest

from comms_desk.across.office import Office
from comms_desk.media.feeds.model import NewFeed
from comms_desk.ui.watch import feed_rows


@pytest.mark.parametrize("title", ["", "Le Devoir"])
def test_a_row_says_no_key(office: Office, title: str) -> None:
    office.feeds.add(NewFeed(address="https://site.example/rss?token=s3same", title=title))

    (row,) = feed_rows.view(office.feeds.every(), office.feeds.standing()).rows

    said = (row.title, row.detail, row.tooltip, row.aloud())
    assert "https://site.example/rss?token=***" in said
    assert "s3same" not in "".join(said)
