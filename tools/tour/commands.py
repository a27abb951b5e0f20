"""Runs the desk's own commands as a person would, each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, override

from comms_desk import own_files
from comms_desk.i18n import _, current
from comms_desk.paths import HOME_VARIABLE
from comms_desk.settings import DATABASE_VARIABLE

COMMAND_TIMEOUT_S = 300
ROOT = Path(__file__).parents[2]


class TourStopped(Exception):
    """The tour does not go on: why, and what to do about it."""

    @override
    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


@dataclass(frozen=True, slots=True)
class Desk:
    """The tour's own desk, reached by commands; *say* shows each of them."""

    home: Path
    say: Callable[[str], None]

    def run(self, *arguments: str | Path) -> Any:
        """Run one command with ``--json`` and return what it answered.

        Raises:
            TourStopped: It ended with another status than 0, or answered no JSON.
        """
        words = self._said(arguments)
        done = self.process("comms_desk", *words, "--json")
        try:
            return json.loads(done)
        except json.JSONDecodeError as error:
            raise _failed(words, done[:500]) from error

    def run_in_vain(self, *arguments: str | Path) -> str:
        """Run one command that must find nothing to do, and return the sentence that says so.

        Raises:
            TourStopped: It ended with another status than 1, or took too long.
        """
        words = self._said(arguments)
        done = self._done("comms_desk", *words)
        if done.returncode != 1:
            raise _failed(words, (done.stderr or done.stdout).strip())
        return done.stderr.strip()

    def process(self, module: str, *arguments: str) -> str:
        """Run ``python -m module`` on the tour's desk and return its standard output.

        Raises:
            TourStopped: It ended with another status than 0, or took too long.
        """
        done = self._done(module, *arguments)
        if done.returncode:
            raise _failed(arguments, (done.stderr or done.stdout).strip())
        return done.stdout

    def _said(self, arguments: Sequence[str | Path]) -> list[str]:
        words = [str(each) for each in arguments]
        self.say(f"$ comms-desk {' '.join(map(_shown, words))}")
        return words

    def _done(self, module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, HOME_VARIABLE: str(self.home), "QT_QPA_PLATFORM": "offscreen"}
        environment.pop(DATABASE_VARIABLE, None)
        command = [sys.executable, "-m", module, *arguments]
        try:
            return subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                stdin=subprocess.DEVNULL,
                timeout=COMMAND_TIMEOUT_S,
                umask=own_files.OTHERS if os.name == "posix" else -1,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _failed(arguments, str(error)) from error


def _failed(words: Sequence[str], said: str) -> TourStopped:
    return TourStopped(
        _("“{command}” failed: {said}").format(command=f"comms-desk {' '.join(words)}", said=said),
        _("What was made so far is still there to look at."),
    )


def write_settings(home: Path) -> None:
    """Have the tour's desk speak the language of whoever takes the tour."""
    own_files.write(home / "settings.toml", f'language = "{current().value}"\n'.encode())


def as_lines(values: Sequence[object]) -> str:
    """Return *values* as JSON lines: a transcript that a person and a program can read."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in values)


def _shown(word: str) -> str:
    """Return *word* as it would be typed; a path by its name."""
    word = Path(word).name if len(Path(word).parts) > 1 and Path(word).is_absolute() else word
    return f'"{word}"' if " " in word else word
