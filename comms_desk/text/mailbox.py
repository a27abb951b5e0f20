"""When two spellings of an e-mail address are one mailbox.

Nothing is checked here: what is no address at all is compared as the text that it is.
"""

import re
import unicodedata
from functools import lru_cache

REMEMBERED = 4096
"""Mailboxes beyond ASCII whose form is kept: a merge compares the same few over and over."""


def mailbox_key(written: str) -> str:
    """Return the form under which two spellings of one mailbox are the same.

    Case is not significant in practice, whatever RFC 5321 allows before the @; the domain is
    in its ASCII form.
    """
    return written.strip().lower() if written.isascii() else _key_beyond_ascii(written)


@lru_cache(maxsize=REMEMBERED)
def _key_beyond_ascii(written: str) -> str:
    local, at, domain = written.strip().rpartition("@")
    local = unicodedata.normalize("NFC", local).casefold()
    if not at:
        return unicodedata.normalize("NFC", domain).casefold()
    try:
        return f"{local}@{ascii_domain(domain)}"
    except UnicodeError:
        return f"{local}@{domain.casefold()}"


def ascii_domain(domain: str) -> str:
    """Return *domain* in ASCII (IDNA): what DNS and a server without SMTPUTF8 know.

    Raises:
        UnicodeError: It is no domain.
    """
    return domain.lower() if domain.isascii() else domain.encode("idna").decode("ascii")


def mailbox_like(key: str) -> str:
    r"""Return the pattern of LIKE (escape "\") that every lowered spelling of *key* matches.

    A database does not fold letters beyond ASCII as `mailbox_key` does, nor know the domains that
    IDNA writes "xn--…": any text stands for these, so that others may match too.
    """
    plain = re.sub(r"([%_\\])", r"\\\1", key)
    return re.sub(r"xn--[a-z0-9-]+|[^\x00-\x7f]+", "%", plain)
