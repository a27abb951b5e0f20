"""Where a link of an alert leads in the end: vendors and mail servers wrap the page's own."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from comms_desk.media.feeds.clean import clean_link

DEEP = 4
LINK_LENGTH = 2_000
_WRAPPERS = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]{2,6}|safelinks\.protection\.outlook\.com|urldefense\.proofpoint\.com"
    r"|meltwater\.(?:com|io)|cision\.(?:com|one)|eureka\.cc|europresse\.com|cedrom-sni\.(?:com|qc\.ca)"
    r"|sendgrid\.net|mandrillapp\.com|list-manage\.com|linkprotect\.cudasvc\.com)$"
)
_KEYS = ("url", "u", "q", "target", "link", "redirect", "dest", "destination", "a")
_DEFENSE = re.compile(r"https?://urldefense\.com/v3/__(?P<link>.+?)__;", re.IGNORECASE)
_SERVICE_PATH = re.compile(
    r"unsubscribe|desabonn|optout|opt-out|preferences|/alerts/(?:share|feedback|remove|edit|manage)"
    r"|/alerts\?|sharer|/share\?|intent/tweet|shareArticle|privacy|confidentialite|/help|/support",
    re.IGNORECASE,
)


def page_of(link: str) -> str:
    """Return the page that *link* leads to, unwrapped; blank where it leads to none."""
    here = "".join(link.split())[: 4 * LINK_LENGTH]
    for _deep in range(DEEP):
        inner = _within(here)
        if not inner:
            break
        here = inner
    clean = clean_link(here)
    try:
        parts = urlsplit(clean)
        has_host = "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        return ""
    return clean if has_host and len(clean) <= LINK_LENGTH else ""


def is_service(link: str) -> bool:
    """Say whether *link* serves the alert itself: to leave it, to share, to set it."""
    return link.startswith("mailto:") or _SERVICE_PATH.search(link) is not None


def host_of(link: str) -> str:
    """Return the host of *link*, or nothing."""
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _within(link: str) -> str:
    defended = _DEFENSE.match(link)
    if defended is not None:
        return defended["link"]
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if not _WRAPPERS.search(parts.hostname or ""):
        return ""
    said = parse_qs(parts.query, max_num_fields=50) if parts.query.count("&") < 50 else {}  # noqa: PLR2004
    for key in _KEYS:
        value = said.get(key, [""])[0]
        if key == "u" and (parts.hostname or "").startswith("urldefense"):
            value = unquote(value.replace("-", "%").replace("_", "/"))
        if value.lower().startswith(("http://", "https://")):
            return value
    return ""
