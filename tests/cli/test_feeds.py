"""Feeds and articles from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.cli.articles import articles
from comms_desk.cli.feeds import feeds
from comms_desk.clock import StillClock
from comms_desk.jobs.model import LeaseHeld
from comms_desk.media.feeds.errors import FeedTaken, NotAFeedList
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.model import FeedId, NewFeed
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes.model import NewTheme
from comms_desk.paths import Paths
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.errors import NotFound
from comms_desk.wording.feeds import left_out
from tests.support.offices import new_office
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

RSS = (
    "<rss version='2.0'><channel><title>La Une</title><language>fr</language>"
    "<item><title>La Ville de Montréal dépose son budget</title><guid>1</guid></item>"
    "<item><title>Météo</title><guid>2</guid></item></channel></rss>"
)


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path), clock=clock)
    opened.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
    yield opened
    opened.close()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        server.serve("/rss", serving.feed(RSS))
        server.serve("/", serving.html("<html><head><a href=/rss>RSS</a></head></html>"))
        yield server


def run(office: Office, *arguments: str) -> Result:
    return CliRunner().invoke(feeds, list(arguments), obj=office)


def test_a_feed_is_added_by_its_site_polled_and_read(office: Office, server: FeedServer) -> None:
    added = run(office, "add", server.address("/"), "--outlet", "Le Journal", "--json")
    polled = run(office, "poll", "--json")
    shown = CliRunner().invoke(articles, ["list", "--feed", "1", "--json"], obj=office)
    listed = run(office, "list", "--json")

    feed = json.loads(added.stdout)
    assert (feed["title"], feed["outlet"], feed["state"]) == ("La Une", "Le Journal", "new")
    assert json.loads(polled.stdout)["new_articles"] == 2
    titles = [each["title"] for each in json.loads(shown.stdout)]
    assert titles == ["La Ville de Montréal dépose son budget", "Météo"]
    assert json.loads(listed.stdout)[0]["state"] == "good"


def test_a_poll_asks_the_watches(office: Office, server: FeedServer) -> None:
    office.themes.add(NewTheme(name="Budget", query="budget"))
    run(office, "add", server.address("/rss"))

    run(office, "poll")

    assert office.themes.mentions().total == 1


def test_a_poll_says_which_feeds_failed_and_still_succeeds(
    office: Office, server: FeedServer
) -> None:
    run(office, "add", server.address("/gone"), "--unread")
    server.serve("/gone", serving.status(410))

    polled = run(office, "poll", "--all", "--json")

    assert polled.exit_code == 0
    assert json.loads(polled.stdout)["failed"] == 1
    assert server.address("/gone") in polled.stderr
    failing = json.loads(run(office, "list", "--failing", "--json").stdout)
    assert failing[0]["state"] == "stopped"


def test_a_poll_says_the_first_troubles_and_where_all_are(
    office: Office, server: FeedServer
) -> None:
    for number in range(6):
        server.serve(f"/gone{number}", serving.status(410))
        run(office, "add", server.address(f"/gone{number}"), "--unread")

    said = run(office, "poll", "--all").stderr.splitlines()

    assert len(said) == 6
    assert said[-1].startswith("5 sur 6")
    assert "comms-desk feeds list --failing" in said[-1]


def test_a_poll_says_what_was_left_out(office: Office, server: FeedServer) -> None:
    large = f"<item><title>Trop</title><description>{'a' * (1 << 20)}</description></item>"
    server.serve("/rss", serving.feed(RSS.replace("</channel>", f"{large}</channel>")))
    run(office, "add", server.address("/rss"))

    polled = run(office, "poll", "--json")
    listed = run(office, "list", "--failing", "--json")

    (feed,) = json.loads(listed.stdout)
    assert (feed["title"], feed["state"], feed["left_out"]) == ("La Une", "good", 1)
    assert feed["left_out_why"] == {"too_large": 1}
    assert left_out(LeftOutEntries.of([LeftOutReason.TOO_LARGE])) in feed["trouble"]
    assert feed["trouble"] in polled.stderr
    assert json.loads(polled.stdout)["left_out"] == 1


def test_a_list_is_brought_in_and_taken_out(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        "<opml><body><outline text='A' xmlUrl='https://a.example/rss'/>"
        "<outline text='B' xmlUrl='nowhere'/></body></opml>"
    )

    first = json.loads(run(office, "import", str(file), "--json").stdout)
    second = run(office, "import", str(file), "--json")

    assert "feeds starter" in second.stderr
    refused = [{"line": 1, "address": "nowhere", "why": "no_address"}]
    assert first == {"added": 1, "already": [], "total": 1, "refused": refused}
    assert json.loads(second.stdout) == {
        "added": 0,
        "already": ["https://a.example/rss"],
        "total": 1,
        "refused": refused,
    }
    assert "Ligne 1, laissée de côté\u00a0: nowhere" in second.stderr
    assert second.exit_code == 1
    assert "Rien n’a été ajouté." in second.stderr
    out = tmp_path / "out.opml"
    assert json.loads(run(office, "export", str(out), "--json").stdout)["feeds"] == 1
    assert "https://a.example/rss" in out.read_text()


def test_of_a_list_with_many_wrong_lines_the_first_are_said_and_all_counted(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "feeds.opml"
    wrong = "".join(f"<outline xmlUrl='nulle part {number}'/>\n" for number in range(30))
    file.write_text(f"<opml><body><outline xmlUrl='https://a.example/rss'/>{wrong}</body></opml>")

    *said, offered = run(office, "import", str(file)).stderr.splitlines()

    assert "comms-desk outlets starter" in offered
    assert len(said) == 21
    assert said[-1] == "En voici 20 sur les 30 qui ont été laissées de côté."


def test_what_cannot_be_done_is_a_known_error(
    office: Office, server: FeedServer, tmp_path: Path
) -> None:
    (tmp_path / "x.opml").write_bytes(b"\x89PNG")
    run(office, "add", server.address("/rss"))

    assert isinstance(run(office, "add", server.address("/rss")).exception, FeedTaken)
    assert isinstance(run(office, "import", str(tmp_path / "x.opml")).exception, NotAFeedList)
    office.jobs.take("another worker")
    assert isinstance(run(office, "poll").exception, LeaseHeld)
    missing = CliRunner().invoke(articles, ["list", "--feed", "99"], obj=office)
    assert isinstance(missing.exception, NotFound)


def test_a_feed_that_cannot_be_read_is_not_said_to_be_asked_again(office: Office) -> None:
    with FeedServer() as gone:
        address = gone.address("/rss")

    added = run(office, "add", address)

    assert added.exit_code == 1
    assert "Rien n’a été ajouté" in added.stderr
    assert "redemandée" not in added.stderr
    assert office.feeds.every() == ()


def test_a_feed_is_shown_without_its_key_and_its_facts_are_set(office: Office) -> None:
    outlet = office.outlets.add(NewOutlet(name="Le Fleuve")).id
    address = "https://fleuve.example/rss?token=s3same"
    feed = str(office.feeds.add(NewFeed(address=address)).id)

    for field, value in (("outlet_id", "le fleuve"), ("paused", "En pause"), ("title", "Une")):
        assert run(office, "set", feed, field, value).exit_code == 0

    kept = office.feeds.get(FeedId(int(feed)))
    assert (kept.outlet_id, kept.paused, kept.title, kept.address) == (outlet, True, "Une", address)
    for asked in ((), ("--json",)):
        shown = run(office, "show", feed, *asked).stdout
        assert "token=***" in shown
        assert "s3same" not in shown
        assert "Le Fleuve" in shown


def test_the_newsrooms_of_montreal_are_tried_and_those_that_did_not_answer_again(
    office: Office,
) -> None:
    first = json.loads(run(office, "starter", "--json").stdout)
    again = json.loads(run(office, "starter", "--json").stdout)
    said = run(office, "starter").stdout

    assert first == {"new": 50, "again": 0}
    assert again == {"new": 0, "again": 0}
    assert said == "0 source est essayée de nouveau.\n"
    folders = {feed.folder for feed in office.feeds.every()}
    assert {"Quotidiens", "Radio et télévision", "Médias locaux"} <= folders
    assert all(feed.outlet_name and feed.language for feed in office.feeds.every())


def test_how_the_feeds_fare_is_said_together_and_one_by_one(
    office: Office, server: FeedServer
) -> None:
    old = RSS.replace("</guid>", "</guid><pubDate>Mon, 02 Mar 2020 09:00:00 GMT</pubDate>")
    for path, page in (("/old", serving.feed(old)), ("/lost", serving.status(404))):
        server.serve(path, page)
        run(office, "add", server.address(path), "--unread")
    run(office, "add", server.address("/rss"))
    run(office, "poll", "--all")

    health = json.loads(run(office, "health", "--json").stdout)
    said = run(office, "health")

    together = {"feeds": 3, "read": 3, "new": 0, "late": 1, "broken": 1, "gaps": 0, "unanswered": 0}
    assert health["together"] == together
    assert [each["state"] for each in health["feeds"]] == ["moved", "late", "good"]
    assert health["feeds"][1]["silence_minutes"] > 60 * 24 * 365
    assert "1\u00a0silencieuse, 1\u00a0en panne" in said.stderr
    assert "sans nouveauté" in said.stdout
