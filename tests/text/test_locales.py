"""Babel is whole in whichever thread asks for it first."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import comms_desk

PACKAGE = Path(comms_desk.__file__).parent
TWO_THREADS = """
import sys
from datetime import date
from importlib.machinery import PathFinder
from threading import Event, Thread
from comms_desk.i18n import format_number, format_weekday

class SlowToBegin:
    # The package is known, and not run yet, while another thread asks for a part of it.
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "babel":
            return None
        spec = PathFinder.find_spec(name, path, target)
        run = spec.loader.exec_module
        def later(module):
            Event().wait(0.3)
            run(module)
        spec.loader.exec_module = later
        return spec

sys.meta_path.insert(0, SlowToBegin)
failed = []

def ask(question, about):
    try:
        question(about)
    except ImportError as error:
        failed.append(error)

first = Thread(target=ask, args=(format_weekday, date(2026, 11, 24)))
second = Thread(target=ask, args=(format_number, 28_000))
first.start()
while "babel" not in sys.modules:
    Event().wait(0.001)
second.start()
first.join()
second.join()
sys.exit(len(failed))
"""


def test_two_threads_that_ask_at_once_are_each_handed_the_whole_of_it() -> None:
    done = subprocess.run([sys.executable, "-c", TWO_THREADS], check=False, timeout=60)

    assert done.returncode == 0


def test_whoever_uses_it_waits_for_the_whole_of_it() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.name == "locales.py":
            continue
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        for before, line in pairwise(lines):
            if line.startswith(("from babel", "import babel")):
                assert before == "import_babel()", file
