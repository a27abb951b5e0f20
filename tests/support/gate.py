"""What is tried once more, or longer, in the gate than locally."""

import os

IS_GATE = "CI" in os.environ
"""Whether all is run: both engines, every example, every walk."""


def times(gate: int, *, locally: int) -> int:
    """Return how often something is tried here: *gate* times in the gate, fewer *locally*."""
    return gate if IS_GATE else locally
