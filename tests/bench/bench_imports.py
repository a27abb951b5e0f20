"""A file of 100,000 contacts, planned then applied on an empty desk: seconds and peak memory.

Goals: 12 s of this process, 250 MB at the peak.  Then the same file again, of which every row
is the same, and the undo of the first: told, without a goal.
"""

import sys
import tempfile
from pathlib import Path
from subprocess import run
from time import process_time

from comms_desk.across.office import open_office
from comms_desk.changes import Subject
from comms_desk.imports.model import RowFate
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from tests.bench.hostile.__main__ import peak_bytes
from tests.bench.sizes import sized

ROWS = sized(100_000, tiny=40)
GOAL_S, GOAL_MB = 12.0, 250.0
HEADINGS = "Nom;Prénom;Média;Fonction;Courriel;Téléphone;Couverture;Langue;Ne pas contacter"
TITLES = ("journaliste", "chroniqueuse", "recherchiste", "rédactrice en chef")
BEATS = ("budget, logement", "transport", "culture, patrimoine", "")


def main() -> int:
    """Bring the file in, and say what it cost; 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "liste.csv"
        run([sys.executable, "-m", __spec__.name, str(file)], check=True)
        office = open_office(Paths.under(Path(folder)), keys=Keys())
        began = process_time()
        plan = office.imports.plan(Subject.CONTACT, file.read_bytes(), file_name=file.name)
        planned = process_time()
        made = office.imports.apply(plan).id
        took_s, peak_mb = process_time() - began, peak_bytes() / 1e6
        good = took_s < GOAL_S and peak_mb < GOAL_MB and plan.counts[RowFate.NEW] == ROWS
        print(f"{ROWS} contacts: {took_s:.1f} s ({planned - began:.1f} to plan), {peak_mb:.0f} MB")
        print(f"goals: {GOAL_S:.0f} s, {GOAL_MB:.0f} MB{'' if good else '  MISSED'}")
        del plan
        began = process_time()
        again = office.imports.plan(Subject.CONTACT, file.read_bytes())
        print(f"the same again: {process_time() - began:.1f} s, {peak_bytes() / 1e6:.0f} MB")
        good = good and again.counts[RowFate.SAME] == ROWS
        began = process_time()
        office.imports.undo(made)
        print(f"undone: {process_time() - began:.1f} s")
        office.close()
    return 0 if good else 1


def write(file: Path) -> None:
    """Write the file, in a process whose memory is not counted."""
    rows = (
        f"Théorêt-{each};Camille{each % 977};Média {each % 600};{TITLES[each % 4]};"
        f"camille.theoret{each}@media{each % 600}.example;514 555-{each % 10_000:04};"
        f"{BEATS[each % 4]};{'français' if each % 4 else 'anglais'};{'' if each % 50 else 'oui'}"
        for each in range(ROWS)
    )
    file.write_text("\n".join([HEADINGS, *rows, ""]), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        sys.exit(main())
