"""The steps of the tour, in the order of a morning: directory, watch, drafting, bulletin.

A step is a command of the desk, run as a person would run it, then one line with its figure.
Only the sample desk is invented; the two servers are real ones, on loopback.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from comms_desk import own_files
from comms_desk.across.sample import feed_of, feeds_of_sample, sample_file
from comms_desk.cli.tour import feed_server
from comms_desk.cli.tour.commands import Desk, as_lines, write_settings
from comms_desk.cli.tour.feed_server import FeedServer
from comms_desk.cli.tour.smtp_server import LoopbackSmtpServer
from comms_desk.clock import SystemClock
from comms_desk.i18n import _, format_number

LOOPBACK_NETWORK = "127.0.0.0/8"
DRAFTS = ("communique.md", "allocution.md", "release.en.md")
SEARCHED = "déneigement OR snow*"
SENDING = "Boucle locale"
SENDER = "Entre nous <entre-nous@ville.example>"
LETTERS_PER_MINUTE = 6000
"""Through the loopback server, so that the tour is over within the minute."""
OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Tour</title></head><body>
{feeds}
</body></opml>
"""


@dataclass(frozen=True, slots=True)
class Walk:
    """One tour: the desk it goes through, where it leaves things, how it speaks."""

    out: Path
    say: Callable[[str], None]

    @property
    def home(self) -> Path:
        """The folder of the tour's own desk: its database, its settings, its log."""
        return self.out / "desk"

    @property
    def desk(self) -> Desk:
        """The desk's commands."""
        return Desk(self.home, self.say)

    def go(self) -> None:
        """Do the four jobs.

        Raises:
            CommandFailed: A command did not end well.
        """
        write_settings(self.home)
        with FeedServer() as feeds, LoopbackSmtpServer() as mail:
            try:
                self._directory()
                self._watch(feeds)
                self._drafting()
                self._bulletin(mail)
            finally:
                self._keep_transcripts(feeds, mail)
        self._pictures()
        self._soundness()

    def _directory(self) -> None:
        self.say(_("\n1. The directory, from an office’s spreadsheet"))
        self.desk.run("dossiers", "new", "BIBLIO", "Bibliothèques : nouvel horaire")
        self.desk.run("dossiers", "new", "NEIGE-26", "Déneigement, saison 2026-2027")
        self.desk.run("dossiers", "new", "VDN-PLAGE", "Plage de Verdun", "--scope", "VDN")
        done = self.desk.run("contacts", "import", sample_file("contacts.csv"))
        self._figure(_("{n} contacts imported"), done["counts"]["new"])

    def _watch(self, server: FeedServer) -> None:
        self.say(_("\n2. The watch, over HTTP on loopback"))
        self.desk.run("settings", "set", "feeds.allowed_networks", LOOPBACK_NETWORK)
        now = SystemClock().now()
        keys = [key for key, _title in feeds_of_sample()]
        addresses = [
            server.serve(f"/{key}/rss", feed_server.feed(feed_of(key, now), etag=f'"{key}"'))
            for key in keys
        ]
        site = server.serve("/", feed_server.html(_site_of(addresses[0])))
        self.desk.run("feeds", "add", site)
        listed = self.out / "feeds.opml"
        outlines = "\n".join(f'<outline type="rss" xmlUrl="{each}"/>' for each in addresses)
        own_files.write(listed, OPML.format(feeds=outlines).encode())
        self.desk.run("feeds", "import", listed)
        self.desk.run("watches", "add", "--city")
        done = self.desk.run("feeds", "poll", "--all")
        self._figure(_("{n} articles fetched"), done["new_articles"])
        self._figure(_("{n} mentions of the City"), len(self.desk.run("mentions", "list")))
        self._figure(_("{n} articles found"), len(self.desk.run("search", SEARCHED)))
        again = self.desk.run("feeds", "poll", "--all")
        self._figure(_("{n} feeds with nothing new"), again["unchanged"])

    def _drafting(self) -> None:
        self.say(_("\n3. Drafting, to Word"))
        folder = self.out / "word"
        own_files.make_folder(folder)
        for name in DRAFTS:
            draft = self.desk.run("drafts", "new", "--from", sample_file("drafts", name))
            file = self.desk.run("drafts", "word", str(draft["id"]), "--out", folder)["file"]
            self._figure(_("{n} bytes of Word"), Path(file).stat().st_size)

    def _bulletin(self, server: LoopbackSmtpServer) -> None:
        self.say(_("\n4. The employee bulletin, by SMTP on loopback"))
        done = self.desk.run("employees", "import", sample_file("employees.csv"))
        self._figure(_("{n} employees imported"), done["counts"]["new"])
        written = self.desk.run("bulletins", "new", "--from", sample_file("bulletin.json"))
        bulletin = str(written["id"])
        self.desk.run("bulletins", "render", bulletin, "--out", self.out / "bulletin")
        relay = ("--server", f"{server.host}:{server.port}", "--security", "none")
        rate = ("--letters-a-minute", str(LETTERS_PER_MINUTE))
        self.desk.run("accounts", "add", SENDING, "--from", SENDER, *relay, *rate)
        queued = self.desk.run("bulletins", "send", bulletin)
        self._figure(_("{n} e-mails queued"), queued["queued"])
        self._figure(_("{n} employees without an e-mail, with the reason"), len(queued["excluded"]))
        self.desk.run("worker", "--once")
        self._figure(_("{n} e-mails accepted by the server"), len(server.letters))
        self.say("  " + self.desk.run_in_vain("bulletins", "send", bulletin))

    def _pictures(self) -> None:
        self.say(_("\n5. The window, page by page"))
        pages = self.out / "pages"
        self.desk.process("comms_desk.ui.pictures", "--out", str(pages))
        self._figure(_("{n} pictures of pages"), len(list(pages.glob("*.png"))))

    def _keep_transcripts(self, feeds: FeedServer, mail: LoopbackSmtpServer) -> None:
        kept = self.out / "transcripts"
        own_files.make_folder(kept)
        asked = as_lines([dataclasses.asdict(each) for each in feeds.transcript])
        own_files.write(kept / "feeds.jsonl", asked.encode())
        said = as_lines([dataclasses.asdict(each) for each in mail.transcript])
        own_files.write(kept / "smtp.jsonl", said.encode())
        received = [
            {"sender": each.sender, "recipients": each.recipients, "bytes": len(each.content)}
            for each in mail.letters
        ]
        own_files.write(kept / "letters.jsonl", as_lines(received).encode())

    def _soundness(self) -> None:
        self.say("")
        self.desk.run("check")
        self.say(_("The database is in good order."))

    def _figure(self, sentence: str, n: int) -> None:
        self.say("  " + sentence.format(n=format_number(n)))


def _site_of(feed: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Sample</title>"
        f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
        "</head><body>Sample</body></html>"
    )
