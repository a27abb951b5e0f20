"""Nothing that a command says tells a secret: no answer, no sentence, no JSON, no log.

Every command is run, on a desk whose database's address holds secrets, and on one whose feeds'
addresses do; and those that take a secret are given one.  A list that is exported is not looked
at: its addresses are whole, or no other program could follow them.
"""

import logging
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from comms_desk.across.sample import sample_file
from comms_desk.cli.main import root, run
from comms_desk.keys import Keys
from comms_desk.media.feeds.errors import ServerFailed, Unreachable
from comms_desk.media.feeds.model import NewFeed
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.settings import ALLOWED_NETWORKS, DATABASE_VARIABLE
from tests.support.offices import new_office

pytestmark = pytest.mark.long

SECRET = "s3same"
NOBODY = "127.0.0.1:1"
"""Nobody listens at port 1."""
OPML = '<opml version="2.0"><body>{}</body></opml>'
SERVER = f"postgresql+psycopg://ada:{SECRET}@{NOBODY}"

DATABASES = (
    f"{SERVER}/desk?password={SECRET}&sslpassword={SECRET}&passfile=/{SECRET}&connect_timeout=2",
    f"postgresql+psycopg://ada:{SECRET}@127.0.0.1:port/desk?password={SECRET}",
    f"postgres://ada:{SECRET}@server/desk",
    f"ada:{SECRET}@server/desk",
    f"host=server password={SECRET} dbname=desk",
)
FEEDS = (
    f"http://ada:{SECRET}@{NOBODY}/login",
    f"http://{SECRET}@{NOBODY}/key",
    f"http://{NOBODY}/rss?token={SECRET}",
    f"http://{NOBODY}/rss?page=2&api_key={SECRET}",
)
BINNED = (f"http://{NOBODY}/bin?token={SECRET}", f"http://ada:{SECRET}@{NOBODY}/bin")
BINNED_AT = "2999-11-24 12:30:00.000000"
TYPED = (
    *(("feeds", "add", each) for each in (*FEEDS, f"ada:{SECRET}@site.example/rss")),
    *(("feeds", "add", each, "--unread") for each in FEEDS),
    ("feeds", "add", f"http://ada:{SECRET}@site.example/rss", f"http://b:{SECRET}@y.example"),
    ("feeds", "add", f"ftp://ada:{SECRET}@site.example/rss"),
    ("feeds", "import", "{folder}/secret.opml"),
    *(("settings", "set", "database.url", each) for each in DATABASES),
    ("settings", "set", "theme", f"http://ada:{SECRET}@x"),
    ("accounts", "add", "A", "--from", "a@b.example", "--server", f"ada:{SECRET}@b.example:465"),
    ("accounts", "add", "B", "--from", "a@b.example", "--server", f"smtp://ada:{SECRET}@b.example"),
    (
        *("accounts", "add", "C", "--from", "a@b.example", "--server", NOBODY),
        *("--user", "ada", "--password-file", "{folder}/password"),
    ),
    ("accounts", "password", "Presse", "--password-file", "{folder}/password"),
    ("accounts", "password", f"http://ada:{SECRET}@x"),
    (f"http://ada:{SECRET}@x", "list"),
)
"""What takes an address or a password, with one."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "accounts add": ("Autre", "--from", "p@ville.example", "--server", NOBODY),
    "accounts check": ("Presse",),
    "accounts limit": ("Presse", "--recipients-a-day", "500"),
    "accounts list": (),
    "accounts password": ("Presse", "--password-file", "{folder}/password"),
    "accounts remove": ("Nobody",),
    "accounts sign-in": ("Presse",),
    "archive destroy": ("1",),
    "archive destroyed": (),
    "archive list": (),
    "archive put": ("draft:1",),
    "archive restore": ("draft:1",),
    "archive rules add": (
        *("draft", "--years", "5", "--schedule", "12-345", "--signed-by", "Ada"),
        *("--signed-on", "2026-03-02"),
    ),
    "archive rules end": ("1",),
    "archive rules list": (),
    "articles list": (),
    "articles text": ("1",),
    "backup": ("{folder}/desk.backup",),
    "bin list": (),
    "bin put": ("feed:1",),
    "bin restore": ("feed/1",),
    "bounces decide": ("ada@site.example", "leave"),
    "bounces list": (),
    "bounces read": ("{employees}",),
    "bulletins list": (),
    "bulletins new": ("--from", "{bulletin}"),
    "bulletins recipients": ("1",),
    "bulletins render": ("1", "--out", "{folder}/bulletin"),
    "bulletins send": ("1", "--dry-run"),
    "bulletins set": ("1", "subject", "L’essentiel"),
    "bulletins show": ("1",),
    "capture": ("Zoé", "Tremblay", "av.", "15h"),
    "check": (),
    "clips add": ("98,5", "7h10:", "neige", "--link", f"http://ada:{SECRET}@x.example/"),
    "clips import": ("{folder}/text.md",),
    "clips list": (),
    "clips set": ("1", "speaker", "Ada"),
    "clips show": ("1",),
    "contacts bylines accept": ("1",),
    "contacts bylines list": (),
    "contacts bylines refuse": ("1",),
    "contacts bylines refused": (),
    "contacts bylines silent": (),
    "contacts bylines take-back": ("1",),
    "contacts export": (),
    "contacts import": ("{employees}", "--dry-run"),
    "contacts list": (),
    "contacts set": ("1", "note", "Le matin"),
    "contacts show": ("1",),
    "contacts verify": ("1",),
    "coverage": (),
    "dossiers list": (),
    "dossiers new": ("NEIGE", "Neige"),
    "dossiers set": ("NEIGE", "name", "Neige"),
    "dossiers show": ("NEIGE",),
    "drafts correct": ("1", "--wrong", "x", "--right", "y"),
    "drafts english": ("1",),
    "drafts fates": ("1",),
    "drafts list": (),
    "drafts new": ("{folder}/text.md",),
    "drafts pdf": ("1", "--out", "{folder}"),
    "drafts put-back": ("1", "1"),
    "drafts send": ("1", "--also", "a@b.example", "--dry-run"),
    "drafts set": ("1", "number", "12"),
    "drafts show": ("1",),
    "drafts stop": ("1",),
    "drafts to-do": (),
    "drafts wire-order": ("1", "--circuits", "x", "--contact", "y", "--out", "{folder}"),
    "drafts withdraw": ("1",),
    "drafts word": ("1", "--out", "{folder}"),
    "embargo grant": ("1", "ada@site.example", "--signed-by", "Ada"),
    "embargo hold-again": ("1", "1"),
    "embargo let-through": ("1", "x", "--inside", "bulletin:1"),
    "embargo lift": ("1",),
    "embargo place": ("1", "2030-01-01 10:00"),
    "embargo show": ("1",),
    "embargo withdraw": ("1", "ada@site.example"),
    "employees export": (),
    "employees import": ("{employees}",),
    "employees list": (),
    "employees remove": ("1",),
    "employees set": ("1", "site", "Hôtel de ville"),
    "employees show": ("1",),
    "examples list": (),
    "examples set": ("1", "title", "Budget"),
    "examples show": ("1",),
    "feeds add": (f"http://{NOBODY}/rss",),
    "feeds export": ("{folder}/out.opml",),
    "feeds health": (),
    "feeds import": ("{folder}/secret.opml",),
    "feeds list": (),
    "feeds poll": ("--all",),
    "feeds set": ("1", "title", "Ville"),
    "feeds show": ("1",),
    "feeds starter": (),
    "freeze off": (),
    "freeze on": ("--reason", "Panne"),
    "freeze show": (),
    "history": ("feed:1",),
    "holds add": ("feed:1", "--reason", "Demande"),
    "holds lift": ("1", "--reason", "Fin"),
    "holds list": (),
    "holds over": ("feed:1",),
    "imports left-out": ("1",),
    "imports list": (),
    "imports show": ("1",),
    "imports undo": ("1",),
    "inquiries acknowledge": ("1", "--by", "2999-11-24 15:00"),
    "inquiries answer": ("1", "--attribution", "city"),
    "inquiries approve": ("1",),
    "inquiries close": ("1", "--to", "SPVM"),
    "inquiries figures": (),
    "inquiries files": ("1",),
    "inquiries hand": ("1", "--body", "Voirie"),
    "inquiries hour": ("1", "2999-11-24 15:00"),
    "inquiries interview": ("1", "--out", "{folder}"),
    "inquiries join": ("1",),
    "inquiries late": ("1", "workload"),
    "inquiries letters": ("1",),
    "inquiries list": (),
    "inquiries new": ("Neige",),
    "inquiries note": ("1", "La Voirie vérifie."),
    "inquiries question": ("1", "Combien?"),
    "inquiries read": ("{folder}/text.md",),
    "inquiries refer": ("1", "311"),
    "inquiries reply-to": ("1", "zoe@journal.example"),
    "inquiries report": (),
    "inquiries set": ("1", "title", "Neige"),
    "inquiries show": ("1",),
    "inquiries sort": (),
    "inquiries tie": ("1",),
    "inquiries unanswered": (),
    "lists add": ("1", "ada@site.example"),
    "lists export": ("1",),
    "lists fix": ("1",),
    "lists import": ("1", "{employees}"),
    "lists list": (),
    "lists new": ("Agences",),
    "lists paste": ("1", "{folder}/text.md"),
    "lists remove": ("1", "ada@site.example"),
    "lists rename": ("1", "Agences"),
    "lists set": ("1", "note", "Le matin"),
    "lists show": ("1",),
    "mentions history": ("1",),
    "mentions irrelevant": ("1",),
    "mentions link": ("BUDGET", "1"),
    "mentions list": (),
    "mentions note": ("1", "À citer"),
    "mentions star": ("1",),
    "mentions tone": ("neutral", "1"),
    "mentions why": ("1",),
    "migrate": (),
    "outbox cancel": ("1",),
    "outbox decide": ("1", "again"),
    "outbox exclusions add": ("ada@site.example",),
    "outbox exclusions list": (),
    "outbox exclusions remove": ("ada@site.example",),
    "outbox export": ("1", "--out", "{folder}/letter.eml"),
    "outbox hand-over": ("--to", "{folder}/drafts"),
    "outbox list": (),
    "outbox plan": ("10",),
    "outbox send": (),
    "outlets export": (),
    "outlets import": ("{employees}", "--dry-run"),
    "outlets list": (),
    "outlets set": ("1", "kind", "radio"),
    "outlets show": ("1",),
    "outlets starter": ("--dry-run",),
    "reprise": ("--files", "{folder}/text.md", "{folder}/text.md"),
    "restore": ("{folder}/desk.backup",),
    "review build": (),
    "review export": ("1", "--out", "{folder}/review"),
    "review issue": ("1", "--nothing"),
    "review list": (),
    "review send": ("1",),
    "review show": ("1",),
    "review take-up": ("1",),
    "sample load": (),
    "sample remove": (),
    "search": ("ville",),
    "settings list": (),
    "settings set": ("theme", "dark"),
    "settings name": ("Ada Roy",),
    "people list": (),
    "people add": ("Paul Roy",),
    "people set": ("1", "email", "roy@ville.example"),
    "stories join": ("1", "2"),
    "stories list": (),
    "stories split": ("1",),
    "templates fill": ("{folder}/text.md", "--data", "{{}}", "--out", "{folder}/a.docx"),
    "terms add": ("neige", "déneigement"),
    "terms list": (),
    "terms put": ("neige", "tempête"),
    "terms remove": ("neige", "tempête"),
    "terms set": ("1", "name", "Neige"),
    "terms show": ("1",),
    "tour": (),
    "verbatims add": ("{folder}/text.md",),
    "verbatims list": (),
    "verbatims set": ("1", "name", "Point de presse"),
    "verbatims show": ("1",),
    "views list": (),
    "views remove": ("Budget",),
    "views save": ("Budget", "budget"),
    "views set": ("Budget", "query", "budget OR taxes"),
    "views show": ("Budget",),
    "watches add": ("--city",),
    "watches examples": ("Ville",),
    "watches list": (),
    "watches replay": ("Ville", "--query", "neige"),
    "watches set": ("1", "name", "Ville"),
    "watches show": ("1",),
    "watches spikes": (),
    "watches test": ("ville",),
    "worker": ("--once",),
    "worker install": ("--print",),
    "worker status": (),
    "worker uninstall": (),
}
"""Every command there is, with arguments that let it go as far as it can."""


def every_command(command: click.Command, *path: str) -> Iterator[str]:
    """Return the words of each command below *command*."""
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    if path and command.invoke_without_command:
        yield " ".join(path)
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from every_command(below, *path, name)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """What commands change of their process is put back."""
    signals = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    logs = {name: logging.getLogger(name) for name in ("", "comms_desk")}
    handlers = {name: (log.handlers[:], log.level) for name, log in logs.items()}
    yield
    for number, handler in signals.items():
        signal.signal(number, handler)
    for name, (kept, level) in handlers.items():
        logs[name].handlers[:] = kept
        logs[name].setLevel(level)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files that commands are given."""
    given = tmp_path / "given"
    given.mkdir()
    outlines = "".join(
        f'<outline type="rss" text="{number}" xmlUrl="{address.replace("&", "&amp;")}"/>'
        for number, address in enumerate((*FEEDS, f"gopher://ada:{SECRET}@x"))
    )
    (given / "secret.opml").write_text(OPML.format(outlines), encoding="utf-8")
    (given / "password").write_text(f"{SECRET}\n", encoding="utf-8")
    (given / "text.md").write_text("# Neige\n\nLa Ville déneige.\n", encoding="utf-8")
    return given


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk whose feeds' addresses hold secrets, some from before such were refused."""
    paths = Paths.under(tmp_path / "desk")
    office = new_office(paths, keys=Keys())
    office.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
    for number in range(len(FEEDS) + len(BINNED)):
        title = "" if number % 2 else "F"
        office.feeds.add(NewFeed(address=f"http://{NOBODY}/{number}", title=title))
    office.close()
    troubles = (Unreachable, ServerFailed)
    with closing(sqlite3.connect(paths.database_file)) as desk:
        for number, address in enumerate((*FEEDS, *BINNED)):
            facts = {"reason": address} if number % 2 == 0 else {"status": 500}
            trouble = troubles[number % 2](address, **facts).to_text()
            desk.execute("UPDATE feeds SET address = ? WHERE id = ?", (address, number + 1))
            desk.execute(
                "UPDATE feed_states SET trouble = ?, failures = 9 WHERE feed_id = ?",
                (trouble, number + 1),
            )
        desk.execute("UPDATE feeds SET binned_at = ? WHERE id > 4", (BINNED_AT,))
        desk.commit()
    monkeypatch.setenv(HOME_VARIABLE, str(paths.data))
    monkeypatch.setenv("HTTP_PROXY", f"http://ada:{SECRET}@{NOBODY}")
    return paths.data


def said_by(
    words: tuple[str, ...], folder: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> str:
    """Run a command, and return all that came out of it."""
    places = {
        "folder": folder,
        "bulletin": sample_file("bulletin.json"),
        "employees": sample_file("employees.csv"),
    }
    capfd.readouterr()
    status = run([each.format(**places) if "{" in each else each for each in words])
    said = capfd.readouterr()
    logs = (each.read_text("utf-8") for each in (home / "state" / "logs").glob("*"))
    assert status in {0, 1, 2}
    assert "Traceback" not in said.err
    return "\n".join((said.out, said.err, *logs))


def told(words: tuple[str, ...], said: str) -> str:
    """Return where *said* tells the secret, for whoever reads that a test failed."""
    lines = [line for line in said.splitlines() if SECRET in line]
    return f"{' '.join(words)}\n" + "\n".join(lines) if lines else ""


def test_every_command_is_tried() -> None:
    assert set(every_command(root)) == set(COMMANDS)


@pytest.mark.parametrize(
    "more",
    [pytest.param((), id="words"), pytest.param(("--json",), id="json", marks=pytest.mark.gate)],
)
def test_no_command_tells_the_secrets_of_a_feed(
    folder: Path, home: Path, capfd: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    leaks = []
    run(["accounts", "add", "Presse", "--from", "p@ville.example", "--server", NOBODY])
    for command, arguments in COMMANDS.items():
        words = (*command.split(), *arguments, *more)
        leaks.append(told(words, said_by(words, folder, home, capfd)))

    assert list(filter(None, leaks)) == []


@pytest.mark.parametrize("address", DATABASES)
def test_no_command_tells_the_secrets_of_a_database(
    folder: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    home = tmp_path / "desk"
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    monkeypatch.setenv(DATABASE_VARIABLE, address)
    leaks = []
    for command, arguments in COMMANDS.items():
        words = (*command.split(), *arguments, "--json")
        leaks.append(told(words, said_by(words, folder, home, capfd)))

    assert list(filter(None, leaks)) == []


@pytest.mark.parametrize("words", TYPED, ids=" ".join)
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_no_command_tells_the_secret_that_it_is_given(
    folder: Path,
    home: Path,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    more: tuple[str, ...],
) -> None:
    assert told(words, said_by((*words, *more), folder, home, capfd)) == ""


def test_a_feed_where_somebody_logs_in_is_refused_and_why_is_said(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    address = f"https://ada:{SECRET}@site.example/rss"

    status = run(["feeds", "add", address, "--unread"])

    said = capfd.readouterr().err
    assert status == 1
    assert "https://***@site.example/rss" in said
    assert "clé" in said
    with closing(sqlite3.connect(home / "desk.sqlite3")) as desk:
        kept = desk.execute("SELECT count(*) FROM feeds WHERE address = ?", (address,)).fetchone()
    assert kept == (0,)
