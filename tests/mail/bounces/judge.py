"""How many reports are understood, in figures: ``python -m tests.mail.bounces.judge FOLDER``.

A FOLDER holds messages (.eml) and an ``expected.json``: for each report its *file*, and of each of
its *recipients* the *address* and the *verdict* ("permanent": the address is nobody's;
"temporary" and "not-the-address": it may be good; "delivered": it is not refused).  A folder
without one is of ordinary mails, of which none is to be taken for a report.  ``--flufl`` judges the
samples of flufl.bounce's own source distribution, which pip fetches for that run where it can be
reached: they are never part of this project.  Where the package itself can be imported, as from an
environment of its own by ``PYTHONPATH``, it is judged beside us.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory

from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import messages_in
from comms_desk.mail.bounces.reading import read
from comms_desk.mail.bounces.report import Nature

PERMANENT, DELIVERED = "permanent", "delivered"
FLUFL = "flufl.bounce"
Verdicts = Mapping[str, bool]
"""Of each address that is refused, in small letters: whether for good."""


@dataclass(frozen=True, slots=True)
class Case:
    """One message, and what it says; nothing where it is no report."""

    file: Path
    expected: Verdicts


@dataclass(slots=True)
class Figures:
    """How one reader fared: of addresses, kinds, and what is no report."""

    addresses: int = 0
    found: int = 0
    """Addresses that were seen, alone or with others."""
    right: int = 0
    """And whose kind was."""
    exact: int = 0
    """Files whose addresses were all seen, and no other."""
    silenced: int = 0
    """Addresses said to be refused for good that are not: nobody may be."""
    reports: int = 0
    ordinary: int = 0
    mistaken: int = 0
    """Ordinary mails that were taken for reports."""


def cases_in(folder: Path) -> Iterator[Case]:
    """Yield the messages of *folder*, and what its ``expected.json`` says of them."""
    said = folder / "expected.json"
    listed = json.loads(said.read_text(encoding="utf-8")) if said.exists() else []
    expected = {
        each["file"]: {
            one["address"].lower(): one["verdict"] == PERMANENT
            for one in each["recipients"]
            if one["verdict"] != DELIVERED
        }
        for each in listed
    }
    beside = folder.parent / "expected.json"  # of the older halves, which stand in one file
    if not listed and beside.exists():
        half = json.loads(beside.read_text(encoding="utf-8")).get(folder.name, {})
        expected = {
            f"{name}.eml": {each.lower(): kind == Nature.HARD for each, kind in of.items()}
            for name, said_of in half.items()
            if (of := said_of.get("addresses"))
        }
    for file in sorted(folder.glob("*.eml")):
        yield Case(file, expected.get(file.name, {}))


def cases_of_flufl(source: Path) -> Iterator[Case]:
    """Yield the samples of an unpacked source distribution, by the table of its own tests."""
    expected: dict[str, dict[str, bool]] = {}
    for _module, name, addresses, is_temporary in _table(source):
        found = expected.setdefault(name, {})
        found.update((each.decode().lower(), not is_temporary) for each in addresses)
    for name, verdicts in sorted(expected.items()):
        yield Case(source / "tests" / "data" / name, verdicts)


def fetched(folder: Path) -> Path | None:
    """Return flufl.bounce as it is given out, unpacked into *folder*; None: out of reach."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", FLUFL]
    done = subprocess.run([*pip, FLUFL, "-d", str(folder)], capture_output=True, check=False)
    archives = sorted(folder.glob("flufl*.tar.gz"))
    if done.returncode or not archives:
        return None
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return next(each for each in folder.iterdir() if each.is_dir())


def ours(file: Path) -> Verdicts:
    """Return what our reader makes of *file*."""
    found: dict[str, bool] = {}
    try:
        for each in messages_in(file):
            for refusal in read(each.raw).refusals:
                found[refusal.address.lower()] = refusal.nature is Nature.HARD
    except CommsDeskError:
        return {}
    return found


def flufls(file: Path) -> Verdicts:
    """Return what flufl.bounce makes of *file*."""
    scan = importlib.import_module("flufl.bounce")
    try:
        temporary, permanent = scan.all_failures(message_from_bytes(file.read_bytes()))
    except Exception:  # noqa: BLE001 - it may raise over what strangers write: then it says nothing.
        return {}
    said = [(each, False) for each in temporary] + [(each, True) for each in permanent]
    return {each.decode("utf-8", "replace").lower(): is_hard for each, is_hard in said}


def judged(cases: list[Case], reader: Callable[[Path], Verdicts], *, tell: bool) -> Figures:
    """Return how *reader* fared; *tell* prints what it got wrong."""
    figures = Figures()
    for case in cases:
        found = reader(case.file)
        if not case.expected:
            figures.ordinary += 1
            figures.mistaken += bool(found)
            if tell and found:
                print(f"  taken for a report: {case.file.name} {dict(found)}")
            continue
        figures.reports += 1
        seen = found.keys() & case.expected.keys()
        right = sum(found[each] == case.expected[each] for each in seen)
        figures.addresses += len(case.expected)
        figures.found += len(seen)
        figures.right += right
        figures.exact += found.keys() == case.expected.keys()
        figures.silenced += sum(found[each] and not case.expected[each] for each in seen)
        figures.silenced += sum(found[each] for each in found.keys() - seen)
        if tell and (right < len(case.expected) or len(found) > len(seen)):
            print(f"  {case.file.name}: {dict(case.expected)} read as {dict(found)}")
    return figures


def said(name: str, figures: Figures) -> str:
    """Return *figures* in one line."""
    of = max(figures.addresses, 1)
    return (
        f"{name}: {figures.found} of {figures.addresses} addresses ({figures.found / of:.1%}), "
        f"kind right of {figures.right} ({figures.right / of:.1%}), "
        f"{figures.exact} of {figures.reports} reports exactly; "
        f"for good though it is not: {figures.silenced}; "
        f"ordinary mails taken for a report: {figures.mistaken} of {figures.ordinary}"
    )


def _table(source: Path) -> list[tuple[str, str, list[bytes], bool]]:
    """Return the table of the tests of flufl.bounce, read and never run."""
    import ast

    tree = ast.parse((source / "tests" / "test_detectors.py").read_text(encoding="utf-8"))
    tables = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(each, ast.Name) and each.id == "DETECTORS" for each in node.targets)
    ]
    return [tuple(each) for each in ast.literal_eval(tables[0])]


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    asked.add_argument("--flufl", action="store_true", help="its own samples, fetched by pip")
    asked.add_argument("--tell", action="store_true", help="print what was read wrong")
    wanted = asked.parse_args()
    cases = [each for folder in wanted.folders for each in cases_in(folder)]
    with TemporaryDirectory() as folder:
        source = fetched(Path(folder)) if wanted.flufl else None
        if source is not None:
            cases += cases_of_flufl(source)
        elif wanted.flufl:
            print("flufl.bounce is out of reach: its samples are left out")
        _print(cases, tell=wanted.tell)


def _print(cases: list[Case], *, tell: bool) -> None:
    print(said("ours", judged(cases, ours, tell=tell)))
    if importlib.util.find_spec("flufl") is not None:
        print(said("flufl.bounce", judged(cases, flufls, tell=False)))


if __name__ == "__main__":
    main()
