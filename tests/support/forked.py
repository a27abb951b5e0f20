"""A process as `python -m …` starts it, its imports done before.

Two thirds of a worker's time in a test were its imports.  On Linux a process that imported them
once forks itself, and its fork becomes a child of the test's own: killed, suspended, waited for
and listened to as any other is.  Elsewhere it is a plain `Popen`.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Forked(subprocess.Popen[Any]):
    """``python -m words…`` at the root of the clone."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        super().__init__([sys.executable, "-m", *words], cwd=ROOT, **options)

    if sys.platform == "linux":

        def _execute_child(self, args: Sequence[str], *options: Any) -> None:
            from tests.support.forker import fork

            env, ours = options[5], options[9:15]
            streams = [
                number if given == -1 else given
                for number, given in enumerate((ours[0], ours[3], ours[5]))
            ]
            self.pid = fork(args[2:], os.environ if env is None else env, streams)
            self._child_created = True
            self._close_pipe_fds(*ours)  # type: ignore[attr-defined]


def run_forked(
    words: Sequence[str], *, within_s: float, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, and return what it said."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Forked(words, env=env, encoding="utf-8", **pipes) as process:
        try:
            said, complaint = process.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(words, process.returncode, said, complaint)
