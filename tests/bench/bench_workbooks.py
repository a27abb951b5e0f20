"""A workbook of 10,000 contacts, read, planned and applied; and bombs: seconds and peak memory.

Goals: 15 s; 300 MB at the peak of this process and of the one that reads, added up.  The bombs are
a cell at XFD1048576 (two kilobytes that ask for seventeen thousand million cells), and a million
rows of which three are filled, too wide.  Told beside: when the first sign comes of how far it is,
and how soon a stop is one.
"""

import io
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from time import monotonic
from typing import Self

from comms_desk.across.office import Office, open_office
from comms_desk.apart import WorkStopped
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.imports.model import RowFate
from comms_desk.imports.workbook import opened
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from tests.bench.hostile.__main__ import peak_bytes
from tests.bench.sizes import sized

ROWS = sized(10_000, tiny=40)
GOAL_S, GOAL_MB = 15.0, 300.0
WATCHED_EVERY_S = 0.02
HEADINGS = ("Nom", "Prénom", "Média", "Fonction", "Courriel", "Téléphone", "Couverture")


class Waiting:
    """Who waits for a workbook: when it first heard how far it is; it may have enough then."""

    def __init__(self, *, has_enough: bool = False) -> None:
        self.begun_at = monotonic()
        self.first_sign_s = 0.0
        self._has_enough = has_enough

    @property
    def wants_stop(self) -> bool:
        """Whether it has enough."""
        return self._has_enough and self.first_sign_s > 0

    def told(self, _done: int, _total: int) -> None:
        """Hear that it gets on."""
        self.first_sign_s = self.first_sign_s or monotonic() - self.begun_at


class Peak:
    """The most memory of this process and its children, looked at as often as they are watched."""

    def __init__(self) -> None:
        self.children = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def mb(self) -> float:
        """Both peaks, added up, though they may not fall together."""
        return (self.children + peak_bytes()) / 1e6

    def _watch(self) -> None:
        from psutil import NoSuchProcess, Process

        while not self._is_over.wait(WATCHED_EVERY_S):
            held = 0
            for child in Process().children(recursive=True):
                try:
                    held += child.memory_info().rss
                except NoSuchProcess:
                    continue
            self.children = max(self.children, held)


def main() -> int:
    """Bring the workbook in, open the bombs, and say what they cost; 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", __spec__.name, folder], check=True)
        office = open_office(Paths.under(Path(folder)), keys=Keys())
        with Peak() as peak:
            waiting = Waiting()
            content = (Path(folder) / "liste.xlsx").read_bytes()
            plan = office.imports.plan(Subject.CONTACT, content, onlooker=waiting)
            planned_s = monotonic() - waiting.begun_at
            office.imports.apply(plan)
            took_s = monotonic() - waiting.begun_at
            whole = plan.counts[RowFate.NEW] == ROWS
            bombs_s = {name: _bomb(Path(folder) / name) for name in ("far.xlsx", "wide.xlsx")}
            stop_s = _stopped(office, content)
        office.close()
        good = whole and took_s < GOAL_S and max(bombs_s.values()) < GOAL_S and peak.mb < GOAL_MB
        print(f"{ROWS} contacts of a workbook: {took_s:.1f} s ({planned_s:.1f} to plan)")
        print(f"first sign of how far it is: {waiting.first_sign_s:.1f} s; a stop: {stop_s:.2f} s")
        print("bombs: " + ", ".join(f"{name} {took:.1f} s" for name, took in bombs_s.items()))
        print(f"peak: {peak.mb:.0f} MB, of which {peak.children / 1e6:.0f} where it is read")
        print(f"goals: {GOAL_S:.0f} s, {GOAL_MB:.0f} MB{'' if good else '  MISSED'}")
    return 0 if good else 1


def _bomb(file: Path) -> float:
    """Return how long a bomb takes to be refused; it is not to be read."""
    began = monotonic()
    try:
        opened(file.read_bytes())
    except CommsDeskError:
        return monotonic() - began
    return GOAL_S


def _stopped(office: Office, content: bytes) -> float:
    """Return how long the reading goes on after whoever waits for it has enough."""
    waiting = Waiting(has_enough=True)
    try:
        office.imports.plan(Subject.CONTACT, content, onlooker=waiting)
    except WorkStopped:
        return monotonic() - waiting.begun_at - waiting.first_sign_s
    return GOAL_S


def write(folder: Path) -> None:
    """Write the workbooks, in a process whose memory is not counted."""
    from openpyxl import Workbook

    def filled(fill: Callable[[Workbook], None]) -> bytes:
        book, out = Workbook(), io.BytesIO()
        fill(book)
        book.save(out)
        return out.getvalue()

    def people(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.append(HEADINGS)
        for each in range(ROWS):
            media = f"Média {each % 600}"
            address = f"camille.theoret{each}@media{each % 600}.example"
            phone = 5145550000 + each % 10_000
            row = f"Théorêt-{each}", f"Camille{each % 977}", media, "journaliste", address, phone
            sheet.append((*row, "budget; logement"))

    def far(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A1"], sheet["XFD1048576"] = "Nom", "x"

    def wide(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for row in (1, 500_000, 1_048_576):
            for column in range(1, 502):
                sheet.cell(row, column, "x")

    for name, fill in (("liste.xlsx", people), ("far.xlsx", far), ("wide.xlsx", wide)):
        (folder / name).write_bytes(filled(fill))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        sys.exit(main())
