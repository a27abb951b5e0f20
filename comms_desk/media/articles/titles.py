"""What a thing without a title is called where its title is shown."""

from comms_desk.i18n import _


def article_title(title: str) -> str:
    """Return an article's *title*, or that it has none: some entries bring only a sound, or a date.

    What is stored stays empty, so that no search finds these words.
    """
    return title or _("(untitled)")
