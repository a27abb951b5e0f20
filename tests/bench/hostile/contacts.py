"""Files of contacts made to hurt: what their cells hold, and how their rows repeat."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from comms_desk.imports.model import RowFate
from comms_desk.imports.reading import read
from comms_desk.media.contacts.applying import CONTACTS
from comms_desk.media.contacts.merging import Merger
from tests.bench.hostile import Case

TODAY = date(2026, 11, 24)
CELL_CHARACTERS = 60_000
ROWS_OF_6_MB = 100
MOST_ROWS = 100_000


def _file(rows: Callable[[], list[str]], heading: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "liste.csv").write_text("\n".join([heading, *rows()]), "utf-8")

    return make


def _cell(text: str) -> str:
    return f'Roy;"{text[:CELL_CHARACTERS]}"'


def _read(folder: Path) -> str:
    found = read((folder / "liste.csv").read_bytes(), CONTACTS, lambda _headings: {})
    return f"{len(found.said)} read, {len(found.refused)} refused"


def _planned(folder: Path) -> str:
    found = read((folder / "liste.csv").read_bytes(), CONTACTS, lambda _headings: {})
    counts = Counter(row.fate for row in Merger((), (), TODAY).merge(found.said))
    new, changed, refused = RowFate.NEW, RowFate.CHANGED, RowFate.REFUSED
    return f"{counts[new]} new, {counts[changed]} changed, {counts[refused]} refused"


TWO = "Nom;Courriel"
SPACES = "a" + " " * CELL_CHARACTERS + "x@y z"
MANY_ADDRESSES = "".join(f"a{each}@b.ca " for each in range(8_000))

CASES = (
    Case(
        name="a cell of 60 KB of spaces between two halves of an address",
        make=_file(lambda: [_cell(SPACES)], TWO),
        meet=_read,
    ),
    Case(
        name="6 MB of such cells",
        make=_file(lambda: [_cell(SPACES)] * ROWS_OF_6_MB, TWO),
        meet=_read,
    ),
    Case(
        name="6 MB of cells full of addresses",
        make=_file(lambda: [_cell(MANY_ADDRESSES)] * ROWS_OF_6_MB, TWO),
        meet=_read,
    ),
    Case(
        name="100,000 rows of one name at one outlet, each with an address of its own",
        make=_file(
            lambda: [f"Roy;Avis;a{each}@b.example" for each in range(MOST_ROWS)],
            "Nom;Média;Courriel",
        ),
        meet=_planned,
    ),
    Case(
        name="100,000 rows of one address, each at an outlet of its own",
        make=_file(
            lambda: [f"Roy;Avis {each};a@b.example" for each in range(MOST_ROWS)],
            "Nom;Média;Courriel",
        ),
        meet=_planned,
    ),
)
