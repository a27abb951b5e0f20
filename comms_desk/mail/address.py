"""An e-mail address: a text from outside becomes one once, at the door, and travels as it.

`Address.parse` is the door: `email-validator` decides there, of one address with or without
a name: no list, no comment, no group, no header hidden in a line break.  The length is
bounded before anything looks at it.  What the door does not refuse, though the package by
itself would: names of special use (``.local`` of an office's own network, ``.test``,
``.invalid``), a domain of one word (a relay within), spaces around it, seen or unseen.
Nobody asks DNS.

An address that was let in is built from its row by `Address.stored`, which asks only what
the wire needs: a rule that grows stricter later must not make a row unreadable.

A domain may be international (it is sent in its ASCII form); letters beyond ASCII before
the @ need a server that has SMTPUTF8.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import override

from comms_desk.mail.errors import BadAddress
from comms_desk.text.mailbox import ascii_domain, mailbox_key

ADDRESS_LIMIT_CHARACTERS = 320
"""64 before the @ and 255 after it (RFC 5321, 4.5.3.1)."""

WRITTEN_LIMIT_CHARACTERS = 2 * ADDRESS_LIMIT_CHARACTERS
"""An address and the name before it."""

LOCAL_LIMIT_BYTES = 64
DOMAIN_LIMIT_BYTES = 253
PLAIN_LIMIT_CHARACTERS = 64
"""Of an address that is not asked about whole: no limit of the RFC is near."""
DOMAINS_REMEMBERED = 4096
SHOWN_CHARACTERS = 80
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_BREAKS_THE_WIRE = frozenset('<>()[]:;@\\,"')
_BREAKS_A_NAME = frozenset('<>"@:;')
_QUOTED_NAME = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox: a name to show (possibly empty) and ``local@domain``."""

    name: str = ""
    local: str
    domain: str

    def __post_init__(self) -> None:
        """Refuse what would not pass the wire as one address.

        Raises:
            BadAddress: A part is empty, too long or has a character it may not have.
        """
        if not (
            0 < len(self.local.encode("utf-8", "replace")) <= LOCAL_LIMIT_BYTES
            and _BREAKS_THE_WIRE.isdisjoint(self.local)
            and self.local.isprintable()
            and " " not in self.local
            and _is_domain(self.domain)
            and not has_control(self.name)
        ):
            raise BadAddress(_shown(self.bare))

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read ``Name <local@domain>`` or ``local@domain``.

        Raises:
            BadAddress: It is not one address.
        """
        written = text.strip().strip(_UNSEEN).strip()
        if len(written) > WRITTEN_LIMIT_CHARACTERS or has_control(text):
            raise BadAddress(_shown(text))
        name, bare = _name_and_bare(written)
        if len(bare) > ADDRESS_LIMIT_CHARACTERS or not _is_one(bare):
            raise BadAddress(_shown(text))
        local, _at, domain = unicodedata.normalize("NFC", bare).rpartition("@")
        return cls(name=name, local=local, domain=intern(domain.lower()))

    @classmethod
    def stored(cls, bare: str, *, name: str = "") -> "Address":
        """Return an address that was let in once, from its *bare* form.

        Raises:
            BadAddress: It could not go on the wire, whatever let it in.
        """
        local, _at, domain = bare.rpartition("@")
        return cls(name=name, local=local, domain=intern(domain))

    @property
    def bare(self) -> str:
        """Return ``local@domain`` as it was written."""
        return f"{self.local}@{self.domain}"

    @property
    def alone(self) -> "Address":
        """Return it without the name."""
        return Address(local=self.local, domain=self.domain) if self.name else self

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
    if text.isprintable():
        return False
    return any(unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} for character in text)


def _shown(text: str) -> str:
    """Return enough of *text* to know it by."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def _name_and_bare(written: str) -> tuple[str, str]:
    """Part ``Name <bare>``; without angle brackets there is no name.

    Raises:
        BadAddress: The name is none, or a bracket is alone.
    """
    if not written.endswith(">"):
        return "", written
    name, bracket, bare = written[:-1].rpartition("<")
    name = name.strip()
    if quoted := _QUOTED_NAME.fullmatch(name):
        name = re.sub(r"\\(.)", r"\1", quoted[1]).strip()
    elif not _BREAKS_A_NAME.isdisjoint(name):
        raise BadAddress(_shown(written))
    if not bracket:
        raise BadAddress(_shown(written))
    return name, bare.strip()


def _is_one(bare: str) -> bool:
    """Whether *bare* is one address, by the rules of RFC 5321, 6531 and 5891.

    Of a plain one only the domain is asked about: a list has thousands of addresses, and few
    domains.
    """
    local, _at, domain = bare.rpartition("@")
    if _PLAIN_LOCAL.fullmatch(local) and len(bare) <= PLAIN_LIMIT_CHARACTERS:
        return _is_valid_at(domain)
    return _is_valid(bare)


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def _is_valid_at(domain: str) -> bool:
    return _is_valid(f"a@{domain}")


def _is_valid(bare: str) -> bool:
    import email_validator  # 40 ms, and no start of the window needs it

    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        email_validator.validate_email(
            bare, check_deliverability=False, globally_deliverable=False, strict=True
        )
    except email_validator.EmailNotValidError:
        return False
    return True


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def _is_domain(domain: str) -> bool:
    if not 0 < len(domain) <= DOMAIN_LIMIT_BYTES:
        return False
    try:
        labels = ascii_domain(domain).split(".")
    except UnicodeError:
        return False
    if len(".".join(labels)) > DOMAIN_LIMIT_BYTES:
        return False
    return all(_LABEL.fullmatch(label) for label in labels)
