"""What the window whispers to the worker that it started: the secrets that it holds in memory.

And that it closes and lets the worker finish: one word, after which the end of the line is no stop.

On a computer without a store of passwords nobody else has them.  They go by the worker's
standard input and by nothing else: no argument, no environment, no file.  A whisper is one
JSON object a line and says all that is held, so that what is no longer said is forgotten.
"""

import json

from comms_desk.keys import Held

WHISPER_LIMIT_BYTES = 64 * 1024
"""Of a whole line, its end not counted."""
FINISH = b'{"finish": true}\n'
"""The window closes: what is due leaves, then the worker ends by itself."""


def write(held: Held) -> bytes:
    """Return *held* as one line, with its line end."""
    return json.dumps({"secrets": dict(held)}, ensure_ascii=True).encode("ascii") + b"\n"


def is_too_long(line: bytes) -> bool:
    """Whether *line* is more than a whisper may be; part of it may be missing."""
    return len(line.removesuffix(b"\n")) > WHISPER_LIMIT_BYTES


def read(line: bytes) -> Held | None:
    """Return the secrets that *line* says, or None when it is no whisper, or too long a one."""
    if is_too_long(line):
        return None
    try:
        held = json.loads(line)["secrets"]
        if all(isinstance(each, str) for each in held.values()):
            return dict(held)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return None
