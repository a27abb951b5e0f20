"""Addresses said without their secrets: who logs in with what, and the keys in what follows.

A sentence, a log, a list on a terminal and what is copied for whoever looks after the desk are
read by others than whoever typed an address.  The address itself stays whole where it is used.
"""

import re

HIDDEN = "***"
MOST_SHOWN_CHARACTERS = 200
"""Of a value that is refused."""
MOST_LOGIN_CHARACTERS = 1_000
"""How far from the beginning of an address the end of a password is looked for."""

_BEGINS = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_NEXT = re.compile(r"\s(?:https?|feed|smtps?|sqlite|postgres[a-z+]{0,20})://", re.IGNORECASE)
_AUTHORITY_ENDS = re.compile(r"[/?#\s\"'<>]")
_GIVEN = re.compile(r"(?<![\w.%+-])([\w.%+-]{2,80})=('[^'\n]{0,200}'|[^&\s#\"<>]+)")
"""``name=value``: in what follows a ``?``, or as PostgreSQL's own library takes it.

A comma, a semicolon or an apostrophe may be a part of the value (RFC 3986, 3.4).
"""
_SECRET = re.compile(
    r"pass|pwd|secret|token|jeton|auth|credential|signature"
    r"|(?:api|access|account|app|feed|private|session|subscription|user)key"
    r"|(?:^|[^a-z])(?:key|cle|sig|sid|session)$",
    re.IGNORECASE,
)
"""Within the name of what is given."""


def without_secrets(text: str) -> str:
    """Return *text*, an address or words with addresses in them, without what is secret there.

    Who logs in is said of a database, whose people need to tell one login from another; of a
    page it is not, since some sites take a key there.
    """
    if "=" in text:
        text = _GIVEN.sub(_hide_value, text)
    return _without_logins(text) if "://" in text else text


def in_short(value: object) -> object:
    """Return a *value* that was refused as a sentence may show it: short, and without secrets."""
    if isinstance(value, str):
        # Written so wrong that no address begins: what stands before the @ may be a password.
        is_bare = "@" in value and "://" not in value
        value = f"{HIDDEN}{value[value.rindex('@') :]}" if is_bare else without_secrets(value)
    try:
        said = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists
        return "…"
    return value if len(said) <= MOST_SHOWN_CHARACTERS else f"{said[:MOST_SHOWN_CHARACTERS]}…"


def _hide_value(given: re.Match[str]) -> str:
    from urllib.parse import unquote

    name = unquote(given[1])
    return f"{given[1]}={HIDDEN}" if _SECRET.search(name) else given[0]


def _without_logins(text: str) -> str:
    said: list[str] = []
    here = 0
    for begins in _BEGINS.finditer(text):
        if begins.start() < here:
            continue
        start = begins.end()
        end = _end_of_login(text, start)
        if end < 0:
            continue
        user, colon, _password = text[start:end].partition(":")
        is_page = begins[0].lower().startswith(("http", "feed"))
        said += [text[here:start], HIDDEN if is_page or not colon else f"{user}:{HIDDEN}"]
        if not is_page and not colon:
            said[-1] = user
        here = end
    return "".join((*said, text[here:]))


def _end_of_login(text: str, start: int) -> int:
    """Return where the ``@`` stands that ends a login, or -1 where nobody logs in.

    A password may hold what should have been escaped: then what stands where a port should
    is no number, and all is taken for it up to the last ``@``.
    """
    reach = _NEXT.split(text[start : start + MOST_LOGIN_CHARACTERS], maxsplit=1)[0]
    ends = _AUTHORITY_ENDS.search(reach)
    authority = reach if ends is None else reach[: ends.start()]
    at = authority.rfind("@")
    if at < 0 and not authority.startswith("["):
        _host, colon, port = authority.partition(":")
        if colon and not port.isdecimal():
            at = reach.partition("\n")[0].rfind("@")
    return start + at if at >= 0 else -1
