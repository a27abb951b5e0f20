"""What a site's robots.txt asks of us, as RFC 9309 reads it.

Pure.  The longest rule that fits decides, and of two as long the one that allows; a group that
names us stands in the place of the one for all.  A site that has no such file allows
everything; one whose server fails allows nothing, until it answers.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit

OUR_NAME = "commsdesk"
LIMIT_BYTES = 500 << 10
"""What is past it need not be read (RFC 9309, 2.5)."""
LONGEST_DELAY = timedelta(seconds=30)
"""A wish for longer pauses is granted so far."""
MOST_RULES = 10_000

_LINE = re.compile(r"\s*([A-Za-z-]{1,40})\s*:\s*([^#]*)")
_SAFE = "!$&'()*+,/:;=?@-._~"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us: each whether it allows, and the paths that it is about."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: timedelta = timedelta()
    """How long to wait between two pages."""

    def allows(self, address: str) -> bool:
        """Say whether the page at *address* may be asked."""
        parts = urlsplit(address)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = ((len(rule), allow) for allow, rule in self.rules if _fits(rule, path))
        return max(fitting, default=(0, True))[1]


EVERYTHING = Robots()
NOTHING = Robots(((False, "/"),))


def read(content: bytes) -> Robots:
    """Return the rules for us of a robots.txt."""
    ours, everybody = _Group(), _Group()
    groups: list[_Group] = []
    is_naming = False
    for line in content[:LIMIT_BYTES].removeprefix(b"\xef\xbb\xbf").splitlines():
        found = _LINE.match(line.decode("utf-8", "replace"))
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if not is_naming:
                groups = []
            is_naming = True
            if _is_us(value):
                groups.append(ours)
                ours.is_there = True
            elif value == "*":
                groups.append(everybody)
        elif key in ("allow", "disallow", "crawl-delay"):
            is_naming = False
            for group in groups:
                group.take(key, value)
    return (ours if ours.is_there else everybody).robots()


class _Group:
    """The rules that stand under one name, wherever."""

    def __init__(self) -> None:
        self.is_there = False
        self._rules: list[tuple[bool, str]] = []
        self._delay = timedelta()

    def take(self, key: str, value: str) -> None:
        if key == "crawl-delay":
            if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
                self._delay = min(timedelta(seconds=float(value)), LONGEST_DELAY)
        elif value and len(self._rules) < MOST_RULES:
            self._rules.append((key == "allow", _normal(value)))

    def robots(self) -> Robots:
        return Robots(tuple(self._rules), self._delay)


def _is_us(value: str) -> bool:
    """Whether a user-agent line names us, whatever version it adds."""
    name = re.match(r"[A-Za-z_-]*", value)
    return name is not None and name[0].lower() == OUR_NAME


def _normal(path: str) -> str:
    """Return *path* with every character written in the one way."""
    return quote(unquote_to_bytes(path), safe=_SAFE)


def _fits(rule: str, path: str) -> bool:
    """Whether *path* begins as *rule* says; ``*`` stands for anything, ``$`` for the end."""
    is_whole = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    last = others.pop() if others and is_whole else None
    for piece in others:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= position
    return not is_whole or position == len(path)
