"""How much a bench does: all that it measures, or next to nothing, as the suite has it do.

Every bench takes its sizes here: a number of rows, of rounds or of milliseconds that it waits, each
beside the least with which all of its lines still run.  What a tiny bench measures says nothing.
"""

import os
from typing import Final

IS_TINY: Final = os.environ.get("BENCH_SIZES") == "tiny"
"""Told by the environment, which the processes that a bench starts inherit."""


def sized[Size](whole: Size, *, tiny: Size) -> Size:
    """Return *whole*, or *tiny* in the suite."""
    return tiny if IS_TINY else whole
