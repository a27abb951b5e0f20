"""The steps of the tour, in the order of a morning: directory, watch, review, drafting, bulletin.

A step is a command of the desk, run as a person would run it, then one line with its figure.
Only the sample desk is invented; the two servers are real ones, on loopback.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from comms_desk import own_files
from comms_desk.across.sample import feed_of, feeds_of_sample, sample_file
from comms_desk.clock import SystemClock
from comms_desk.i18n import _, format_number, ngettext
from tools.tour import feed_server
from tools.tour.commands import Desk, as_lines, write_settings
from tools.tour.feed_server import FeedServer
from tools.tour.smtp_server import LoopbackSmtpServer

LOOPBACK_NETWORK = "127.0.0.0/8"
DRAFTS = ("communique.md", "allocution.md", "release.en.md")
SEARCHED = "déneigement OR snow*"
READERS = "Cabinet et direction"
ADDRESSES = ("cabinet@ville.example", "direction@ville.example", "affaires-publiques@ville.example")
TRIED_ON = "essai@ville.example"
KEPT = 8
"""How many stories the review takes; the others may be kept for what comes after."""
SUMMARY = "Le quotidien détaille la hausse, le gel des effectifs et 1 200 logements promis."
HIGHLIGHT = "Le budget 2027 domine : 3,1 % partout rapportés."
AGENDA = "9 h 30 conseil"
HEARD = "Radio Rive 9 h 10 4 min : chef de l’opposition sur la neige"
HEARD_SUMMARY = "Il demande que le contrat de déneigement soit revu avant janvier."
REVIEWING = ("Revue", "Revue de presse <revue@ville.example>")
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
            TourStopped: A command did not end well.
        """
        write_settings(self.home)
        with FeedServer() as feeds, LoopbackSmtpServer() as mail:
            try:
                self._directory()
                self._watch(feeds)
                self._review(mail)
                self._drafting()
                self._bulletin(mail)
            finally:
                self._keep_transcripts(feeds, mail)
        self._pictures()
        self._soundness()

    def _directory(self) -> None:
        self._step(1, _("The directory, from an office’s spreadsheet"))
        self.desk.run("dossiers", "new", "BIBLIO", "Bibliothèques : nouvel horaire")
        self.desk.run("dossiers", "new", "NEIGE-26", "Déneigement, saison 2026-2027")
        self.desk.run("dossiers", "new", "VDN-PLAGE", "Plage de Verdun", "--scope", "VDN")
        done = self.desk.run("contacts", "import", sample_file("contacts.csv"))
        self._figure(_("{n} contacts imported"), done["counts"]["new"])

    def _watch(self, server: FeedServer) -> None:
        self._step(2, _("The watch, over HTTP on loopback"))
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

    def _review(self, server: LoopbackSmtpServer) -> None:
        self._step(3, _("The press review, frozen, then sent as one message"))
        self.desk.run("lists", "new", READERS)
        self.desk.run("lists", "add", READERS, *ADDRESSES)
        self.desk.run("settings", "set", "review.readers", READERS)
        self._account(server, *REVIEWING)
        offered = self.desk.run("review", "build")["offered"]
        told = ("--highlight", HIGHLIGHT, "--agenda", AGENDA)
        review = self._reviewed(
            [each["entry"]["article"] for each in offered[:KEPT]], SUMMARY, *told
        )
        self.desk.run("review", "send", review, "--test", TRIED_ON)
        self.desk.run("review", "export", review, "--out", self.out / "review")
        self._leaves(review, server)
        self.say("  " + self.desk.run_in_vain("review", "send", review, "--yes"))
        heard = self.desk.run("clips", "add", HEARD)["article_id"]
        self._leaves(self._reviewed([heard], HEARD_SUMMARY), server)

    def _reviewed(self, articles: Sequence[int], summary: str, *told: str) -> str:
        """Keep *articles*, the first told in *summary*; return the number of the review."""
        keeping = [word for each in articles for word in ("--keep", str(each))]
        summed = ("--summary", str(articles[0]), summary)
        done = self.desk.run("review", "build", *keeping, *summed, *told)
        n = len(articles)
        self._figure(ngettext("{n} story kept", "{n} stories kept", n), n)
        return str(done["review"]["id"])

    def _leaves(self, review: str, server: LoopbackSmtpServer) -> None:
        """Issue *review* and send it; say how many readers one message reached, and its subject."""
        self.desk.run("review", "issue", review)
        self.desk.run("review", "send", review, "--yes")
        self.desk.run("worker", "--once")
        left = server.letters[-1]
        self._figure(_("{n} readers, in blind copies"), len(left.recipients))
        self.say(f"  {message_from_bytes(left.content, policy=default)['subject']}")

    def _account(self, server: LoopbackSmtpServer, name: str, sender: str) -> str:
        relay = ("--server", f"{server.host}:{server.port}", "--security", "none")
        rate = ("--letters-a-minute", str(LETTERS_PER_MINUTE))
        return str(self.desk.run("accounts", "add", name, "--from", sender, *relay, *rate)["id"])

    def _drafting(self) -> None:
        self._step(4, _("Drafting, to Word"))
        folder = self.out / "word"
        own_files.make_folder(folder)
        for name in DRAFTS:
            draft = self.desk.run("drafts", "new", "--from", sample_file("drafts", name))
            file = self.desk.run("drafts", "word", str(draft["id"]), "--out", folder)["file"]
            self._figure(_("{n} bytes of Word"), Path(file).stat().st_size)

    def _bulletin(self, server: LoopbackSmtpServer) -> None:
        self._step(5, _("The employee bulletin, by SMTP on loopback"))
        done = self.desk.run("employees", "import", sample_file("employees.csv"))
        self._figure(_("{n} employees imported"), done["counts"]["new"])
        written = self.desk.run("bulletins", "new", "--from", sample_file("bulletin.json"))
        bulletin = str(written["id"])
        self.desk.run("bulletins", "render", bulletin, "--out", self.out / "bulletin")
        account = self._account(server, SENDING, SENDER)
        before = len(server.letters)
        queued = self.desk.run("bulletins", "send", bulletin, "--account", account)
        self._figure(_("{n} e-mails queued"), queued["queued"])
        self._figure(_("{n} employees without an e-mail, with the reason"), len(queued["excluded"]))
        self.desk.run("worker", "--once")
        self._figure(_("{n} e-mails accepted by the server"), len(server.letters) - before)
        self.say("  " + self.desk.run_in_vain("bulletins", "send", bulletin))

    def _pictures(self) -> None:
        self._step(6, _("The window, page by page"))
        pages = self.out / "pages"
        self.desk.process("tools.pictures", "--out", str(pages))
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

    def _step(self, number: int, title: str) -> None:
        self.say(f"\n{number}. {title}")

    def _figure(self, sentence: str, n: int) -> None:
        self.say("  " + sentence.format(n=format_number(n)))


def _site_of(feed: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Sample</title>"
        f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
        "</head><body>Sample</body></html>"
    )
