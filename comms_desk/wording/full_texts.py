"""What there is of an article's page, in a line."""

from urllib.parse import urlsplit

from comms_desk.i18n import _, format_date, format_moment
from comms_desk.media.articles.model import FullText, Missing


def said_of(full: FullText) -> str:
    """Say what there is of the page, until when, or why there is none; whether it is wanted."""
    site = (urlsplit(full.link).hostname or "").removeprefix("www.")
    if full.waits:
        return _("The full text will be asked of {site}.").format(site=site)
    if full.missing is not None:
        return _("No full text: {reason}.").format(reason=_why(full.missing).format(site=site))
    if full.fetched_at is None or full.expires_at is None:
        return ""
    what = (
        _("Subscribers only: {site} shows the beginning, read {moment}, kept until {day}.")
        if full.for_subscribers
        else _("Full text of {site}, read {moment}, kept until {day}.")
    )
    moment, day = format_moment(full.fetched_at), format_date(full.expires_at)
    return what.format(site=site, moment=moment, day=day)


def _why(missing: Missing) -> str:
    return {
        Missing.BARRED: _("{site} asks programs not to read this page (robots.txt)"),
        Missing.REFUSED: _("{site} shows it to subscribers only, or to nobody"),
        Missing.GONE: _("the page is no longer at {site}"),
        Missing.PRIVATE: _("its address leads into a private network"),
        Missing.ASTRAY: _("its address leads nowhere"),
        Missing.TOO_LARGE: _("the page is too large"),
        Missing.TOO_SLOW: _("{site} was too slow"),
        Missing.TOO_HEAVY: _("the page could not be read safely"),
        Missing.UNREACHABLE: _("{site} could not be reached"),
        Missing.FAILING: _("{site} is failing, or asks to come back later"),
        Missing.NO_PAGE: _("there is no web page at that address"),
        Missing.NO_TEXT: _("no article can be made out on the page"),
    }[missing]
