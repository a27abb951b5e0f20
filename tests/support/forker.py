"""Who forks for `forked`: it has imported what a worker does, and has one thread alone."""

import atexit
import ctypes
import gc
import json
import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

assert sys.platform == "linux"

IMPORTED = (
    "comms_desk.across.importers",
    "comms_desk.across.office",
    "comms_desk.across.schema",
    "comms_desk.cli.main",
    "comms_desk.cli.worker",
    "comms_desk.mail.desk",
    "comms_desk.mail.smtp",
    "comms_desk.media.articles.signed",
    "comms_desk.media.dispatches.desk",
    "comms_desk.media.stories.desk",
    "comms_desk.media.themes.desk",
    "comms_desk.storage.upgrade",
    "comms_desk.worker.secrets_heard",
    "comms_desk.worker.main",
    "comms_desk.worker.open_desk",
)
"""What a worker imports, most of it once it works."""
MOST_BYTES = 1 << 20
ADOPT = 36
"""`PR_SET_CHILD_SUBREAPER` of Linux: whose parent ends becomes a child of who asked for it."""


def fork(words: Sequence[str], env: Mapping[str, str], streams: Sequence[int]) -> int:
    """Have ``python -m words…`` run as a child of this process; return its number."""
    line = _forker()
    with _adopting():
        socket.send_fds(line, [json.dumps([words, dict(env)]).encode()], streams)
        forked = int(line.recv(MOST_BYTES))
        line.recv(MOST_BYTES)
    return forked


@contextmanager
def _adopting() -> Iterator[None]:
    """Become the parent of each process whose own ends meanwhile."""
    system = ctypes.CDLL(None)
    assert system.prctl(ADOPT, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        system.prctl(ADOPT, 0, 0, 0, 0)


@cache
def _forker() -> socket.socket:
    """Return the line to the process that forks, started when first needed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with closing(theirs):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forker", str(theirs.fileno())],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )

    @atexit.register
    def _end() -> None:
        ours.close()
        process.wait()

    return ours


def _serve(line: socket.socket) -> tuple[list[str], dict[str, str]] | None:
    """Fork for whoever asks; return what to be in the fork, None once nobody asks any more."""
    while True:
        told, streams, _flags, _address = socket.recv_fds(line, MOST_BYTES, 3)
        if not told:
            return None
        between = os.fork()
        if between == 0:
            break
        for each in streams:
            os.close(each)
        os.waitpid(between, 0)
        line.send(b"adopted")
    forked = os.fork()
    if forked:
        line.send(str(forked).encode())
        os._exit(0)
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    words, env = json.loads(told)
    return words, env


def _be(words: list[str], env: Mapping[str, str]) -> None:
    """Be ``python -m words…`` from here on."""
    os.environ.clear()
    os.environ.update(env)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    module, *sys.argv[1:] = words
    gc.enable()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    """Import what a worker does, then fork."""
    gc.disable()
    for name in IMPORTED:
        import_module(name)
    configure_mappers()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as line:
        asked = _serve(line)
    if asked is not None:
        _be(*asked)


if __name__ == "__main__":
    main()
