"""An e-mail address, impossible to build wrong.

One address, with or without a name: no list, no comment, no group, no header hidden in a
line break.  A domain may be international (it is sent in its ASCII form); letters beyond
ASCII before the @ need a server that has SMTPUTF8.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import override

from comms_desk.mail.errors import BadAddress
from comms_desk.text.mailbox import ascii_domain, mailbox_key

LOCAL_LIMIT_BYTES = 64
DOMAIN_LIMIT_BYTES = 253
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_WRITTEN = re.compile(
    r"""\s*(?: (?P<name> "(?:[^"\\]|\\.)*" | [^<>"@:;]*? ) \s* <\s*(?P<named>[^<>\s]+)\s*>
        | (?P<alone>[^<>\s]+) )\s*""",
    re.VERBOSE,
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox: a name to show (possibly empty) and ``local@domain``."""

    name: str = ""
    local: str
    domain: str

    def __post_init__(self) -> None:
        """Refuse what no server could deliver to.

        Raises:
            BadAddress: A part is empty, too long or has a character it may not have.
        """
        written = f"{self.local}@{self.domain}"
        if has_control(self.name) or not _LOCAL.fullmatch(self.local):
            raise BadAddress(written)
        if len(self.local.encode()) > LOCAL_LIMIT_BYTES or not _is_domain(self.domain):
            raise BadAddress(written)

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read ``Name <local@domain>`` or ``local@domain``.

        Raises:
            BadAddress: It is not one address.
        """
        found = None if has_control(text) else _WRITTEN.fullmatch(text)
        if found is None:
            raise BadAddress(text)
        local, at, domain = (found["named"] or found["alone"]).rpartition("@")
        if not at:
            raise BadAddress(text)
        name = found["name"] or ""
        if name.startswith('"'):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        return cls(name=name.strip(), local=local, domain=domain.lower())

    @property
    def bare(self) -> str:
        """Return ``local@domain`` as it was written."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """Return the form under which two spellings of one mailbox are the same."""
        return mailbox_key(self.bare)

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can carry it."""
        return not self.local.isascii()

    @property
    def on_the_wire(self) -> str:
        """Return ``local@domain`` with the domain in ASCII."""
        return f"{self.local}@{ascii_domain(self.domain)}"

    @override
    def __str__(self) -> str:
        """Return ``Name <local@domain>``, for a person to read."""
        return f"{self.name} <{self.bare}>" if self.name else self.bare


def has_control(text: str) -> bool:
    """Whether *text* has a line break or a control character, in any script's sense."""
    return len(text.splitlines()) > 1 or any(
        unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} for character in text
    )


def _is_domain(domain: str) -> bool:
    try:
        labels = ascii_domain(domain).split(".")
    except UnicodeError:
        return False
    if len(".".join(labels)) > DOMAIN_LIMIT_BYTES:
        return False
    return all(_LABEL.fullmatch(label) for label in labels)
