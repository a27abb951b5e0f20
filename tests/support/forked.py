"""A process as `python -m …` starts it, its imports done before.

Two thirds of a worker's time in a test were its imports.  On Linux a process that imported them
once forks itself, and its fork becomes a child of the test's own: killed, suspended, waited for
and listened to as any other is.  Elsewhere it is started as any other is.

A kill falls nowhere in those imports, and need not: what only imports has opened nothing yet.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import override

import psutil

ROOT = Path(__file__).parents[2]

if sys.platform == "linux":
    from tempfile import TemporaryFile

    from tests.support.forker import fork

    class Forked(psutil.Process):
        """``python -m words…`` at the root of the clone, and pipes to and from it."""

        def __init__(self, words: Sequence[str], env: Mapping[str, str]) -> None:
            heard, told = os.pipe()
            (said, out), (complained, err) = os.pipe(), os.pipe()
            super().__init__(fork(words, env, (heard, out, err)))
            for each in (heard, out, err):
                os.close(each)
            self.stdin = os.fdopen(told, "wb", buffering=0)
            self.stdout = os.fdopen(said, "rb")
            self.stderr = os.fdopen(complained, "rb")

        @override
        def kill(self) -> None:
            """Kill it; one that has ended by itself meanwhile is as dead."""
            with suppress(psutil.NoSuchProcess):
                super().kill()

        @override
        def terminate(self) -> None:
            """Ask it to end, unless it has."""
            with suppress(psutil.NoSuchProcess):
                super().terminate()

    def run_forked(
        words: Sequence[str], *, within_s: float, env: Mapping[str, str] = os.environ
    ) -> "subprocess.CompletedProcess[str]":
        """Run it to its end, and return what it said."""
        with (
            Path(os.devnull).open("rb") as nothing,
            TemporaryFile("w+", encoding="utf-8") as said,
            TemporaryFile("w+", encoding="utf-8") as complained,
        ):
            streams = (nothing.fileno(), said.fileno(), complained.fileno())
            process = psutil.Process(fork(words, env, streams))
            try:
                status = process.wait(within_s)
            except psutil.TimeoutExpired:
                process.kill()
                raise
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess(words, status, said.read(), complained.read())

else:

    class Forked(psutil.Popen):
        """``python -m words…`` at the root of the clone, and pipes to and from it."""

        def __init__(self, words: Sequence[str], env: Mapping[str, str]) -> None:
            super().__init__(
                [sys.executable, "-m", *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env=env,
            )

    def run_forked(
        words: Sequence[str], *, within_s: float, env: Mapping[str, str] = os.environ
    ) -> "subprocess.CompletedProcess[str]":
        """Run it to its end, and return what it said."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=within_s,
            check=False,
        )
