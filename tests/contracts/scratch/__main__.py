"""Run the contracts of every kind over the one reserved for tests, in this process alone."""

import sys
from pathlib import Path

import pytest

from tests.contracts.scratch.register import register

if __name__ == "__main__":
    register()
    tests = Path(__file__).parent.parent.parent
    files = [str(tests / name) for name in ("contracts/test_kinds.py", "ui/test_every_kind.py")]
    sys.exit(pytest.main(["-q", "-k", "scratch", "-p", "no:cacheprovider", *files]))
