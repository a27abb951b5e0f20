"""Searching 5,000 and 100,000 contacts at 300 outlets as one types, letter after letter.

Each letter is the whole call of the window: find, count, and read the rows of a page (100 as the
Directory asks, and 50).  The goal is p95 under 5 ms.  Beside it, in the same run, what one would
write first: LIKE over the words in plain SQL, and all of the directory in the memory of the window.
Both answer with names alone, and neither finds by the outlet's name unless its words are copied.
"""

import gc
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import batched
from pathlib import Path
from time import perf_counter, thread_time

from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.media.contacts import store
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.storage.database import Database
from comms_desk.text.fold import tokens
from tests.bench.bench_search import p95
from tests.bench.sizes import sized
from tests.support.databases import new_desk

SIZES = sized((5_000, 100_000), tiny=(30,))
PAGES = (100, 50)
"""How many rows a page of the Directory asks for, and a short one."""
OUTLETS = sized(300, tiny=5)
ROUNDS = sized(3, tiny=1)
ADDED_AT_ONCE = 5_000
GOAL_P95_MS = 5.0

TYPED = (
    "Théorêt",
    "tremblay",
    "Camille Tremblay",
    "ève côté-ferland",
    "nguyen thuy",
    "La Presse",
    "radio verdun",
    "l’écho",
    "logement",
    "journaliste culture",
    "514 555-01",
    "4385552",
    "zzyzx",
)

GIVEN = (
    *("Camille", "Ève", "Amélie", "Jean-François", "Zoé", "Thuy", "Mohamed", "Rosalie", "Benoît"),
    *("Marie-Ève", "Étienne", "Luc", "Chantal", "Kim", "Fatima", "Noémie", "Olivier", "Sylvain"),
)
FAMILY = (
    *("Tremblay", "Gagnon", "Roy", "Côté", "Bouchard", "Gauthier", "Morin", "Lavoie", "Fortin"),
    *("Gagné", "Ouellet", "Pelletier", "Bélanger", "Lévesque", "Bergeron", "Leblanc", "Paquette"),
    *("Nguyễn", "L’Heureux", "Haddad", "Okafor", "Côté-Ferland", "Théorêt", "Saint-Pierre"),
)
SYLLABLES = ("ba", "cor", "dé", "fin", "gol", "hé", "lam", "mon", "nou", "par", "que", "rue", "ti")
HEADS = ("La Presse de", "Le Journal de", "Radio", "L’Écho de", "La Voix de", "Télé", "CKOI")
PLACES = ("Verdun", "Lachine", "Rosemont", "Outremont", "Anjou", "LaSalle", "Ahuntsic", "Laval")
TITLES = ("journaliste", "chroniqueuse", "recherchiste", "rédactrice en chef", "réalisateur")
BEATS = ("logement", "transport", "culture", "patrimoine", "budget", "environnement", "sports")


def fill(database: Database, count: int) -> None:
    """Put contacts in whose names are as unevenly spread as in Québec: 1.2 % are Tremblay."""
    chance = random.Random(7)
    desk = OutletDesk(database)
    outlets = [desk.add(NewOutlet(name=name)).id for name in outlet_names()]
    rare = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(4_000)]
    families = [*FAMILY, *(each.title() for each in rare)]
    weights = [1 / (n + 15) for n in range(len(families))]
    names = chance.choices(families, weights, k=count)
    added = (_contact(chance, n, family, outlets) for n, family in enumerate(names))
    for some in batched(added, ADDED_AT_ONCE):
        with database.transaction() as transaction:
            store.add_all(transaction, some)


def outlet_names() -> Iterator[str]:
    """The names of the outlets: few words, which many of them share."""
    for number in range(OUTLETS):
        place = PLACES[number // len(HEADS) % len(PLACES)]
        yield f"{HEADS[number % len(HEADS)]} {place} {number}"


def _contact(
    chance: random.Random, number: int, family: str, outlets: list[OutletId]
) -> NewContact:
    given = chance.choice(GIVEN)
    place = chance.randrange(len(outlets))
    mailbox = ".".join(tokens(f"{given} {family} {number}"))
    now = NewPosition(
        outlet=outlets[place],
        title=chance.choice(TITLES),
        beats=tuple(chance.sample(BEATS, k=chance.randint(0, 2))),
        emails=(Address.parse(f"{mailbox}@media{place}.example"),),
        phones=(
            f"{chance.choice((514, 438, 450))} {chance.randint(200, 999)}-{number % 10_000:04}",
        ),
    )
    before = NewPosition(
        outlet=chance.choice(outlets),
        title=chance.choice(TITLES),
        started_on=date(2018, 1, 1),
        ended_on=date(2023, 6, 1),
    )
    positions = (now, before) if chance.random() < 0.2 else (now,)
    return NewContact(family_name=family, given_name=given, positions=positions)


def letters() -> Iterator[str]:
    """What stands in the search box after each letter."""
    for words in TYPED:
        for end in range(1, len(words) + 1):
            yield words[:end]


def _times(ask: Callable[[str], object], rounds: int = 1) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each question in each round, and those computed in it."""
    ask("a")  # else the first would wait for the disk
    gc.freeze()  # as the window does; it sweeps between two letters
    times: dict[str, list[tuple[float, float]]] = {words: [] for words in letters()}
    for _ in range(rounds):
        for words, taken in times.items():
            started, began = perf_counter(), thread_time()
            ask(words)
            computed = thread_time() - began
            taken.append(((perf_counter() - started) * 1000, computed * 1000))
    return times


def _tell(name: str, times: dict[str, list[tuple[float, float]]]) -> float:
    """Print what each letter took; return the p95."""
    passed = [each for taken in times.values() for each, _computed in taken]
    computed = [each for taken in times.values() for _passed, each in taken]
    least = {words: min(each for _passed, each in taken) for words, taken in times.items()}
    dearest = max(least, key=lambda words: least[words])
    print(
        f"  {name:<23} median {statistics.median(passed):7.2f} ms, p95 {p95(passed):7.2f};"
        f" computed {statistics.median(computed):7.2f}, {p95(computed):7.2f},"
        f" at most {least[dearest]:.2f} ({dearest})",
        flush=True,
    )
    return p95(passed)


def like(file: str, limit: int) -> Callable[[str], object]:
    """LIKE over the words, in plain SQL: a page by name, and the number."""
    connection = sqlite3.connect(file)

    def ask(words: str) -> object:
        wanted = [f"% {word}%" for word in tokens(words)]
        where = " AND ".join(["binned_at IS NULL", *("search_text LIKE ?" for _ in wanted)])
        page = "SELECT given_name, family_name FROM contacts WHERE " + where
        rows = connection.execute(f"{page} ORDER BY sort_key, id LIMIT {limit}", wanted).fetchall()
        count = f"SELECT count(*) FROM (SELECT 1 FROM contacts WHERE {where} LIMIT 1001)"
        return rows, connection.execute(count, wanted).fetchone()

    return ask


def memory(file: str, limit: int) -> Callable[[str], object]:
    """All of the directory in memory, its words and those of its outlets, by name."""
    question = """
        SELECT c.given_name || ' ' || c.family_name, c.search_text || ' ' ||
            coalesce(group_concat(' ' || o.sort_key), '')
        FROM contacts c LEFT JOIN positions p ON p.contact = c.id
        LEFT JOIN outlets o ON o.id = p.outlet
        WHERE c.binned_at IS NULL GROUP BY c.id ORDER BY c.sort_key, c.id
    """
    with closing(sqlite3.connect(file)) as connection:
        everyone = connection.execute(question).fetchall()

    def ask(words: str) -> object:
        wanted = [f" {word}" for word in tokens(words)]
        found = [name for name, text in everyone if all(word in text for word in wanted)]
        return found[:limit], len(found)

    return ask


def measure(folder: Path, count: int) -> float:
    """Print what each way takes over *count* contacts; return the worst p95 of ours."""
    database = new_desk(folder / f"{count}.sqlite3", StillClock(datetime(2026, 11, 24, tzinfo=UTC)))
    began = thread_time()
    fill(database, count)
    print(f"{count:,} contacts at {OUTLETS} outlets, put in within {thread_time() - began:.1f} s")
    desk = ContactDesk(database)
    worst = 0.0
    for limit in PAGES:

        def ask(words: str, limit: int = limit) -> object:
            return desk.search(words, limit=limit)

        worst = max(worst, _tell(f"desk, {limit} rows", _times(ask, ROUNDS)))
    for name, way in (("plain LIKE", like), ("all in memory", memory)):
        _tell(f"{name}, {PAGES[0]} rows", _times(way(database.place, PAGES[0])))
    database.dispose()
    return worst


def main() -> int:
    """Measure, print, and say whether the goal is met."""
    missed = False
    gc.disable()
    print(f"{len(list(letters()))} letters, {ROUNDS} rounds, SQLite")
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            worst = measure(Path(folder), count)
            missed |= worst >= GOAL_P95_MS
            print(f"  the worst p95 of the desk {worst:.2f} ms (goal {GOAL_P95_MS:.0f} ms)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
