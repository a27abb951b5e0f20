"""What happened with a contact, in words, for their card and for the command line."""

from datetime import datetime

from comms_desk.facts import Facts
from comms_desk.i18n import _, format_moment, format_some_day
from comms_desk.mail.model import Letter
from comms_desk.media.articles.model import Article
from comms_desk.media.articles.titles import article_title
from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS
from comms_desk.media.contacts.model import Position
from comms_desk.media.inquiries.facts import STATUS
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.storage.model import Edit
from comms_desk.wording.history import done
from comms_desk.wording.letters import state_of

OF_EDITS: Facts = (*FACTS, OUTLET, *POSITION_FACTS)


def of_letter(letter: Letter, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Return what a letter is called, and what is said of it."""
    return letter.subject, (_("Letter"), state_of(letter), format_moment(at))


def of_article(article: Article) -> tuple[str, tuple[str, ...]]:
    """Return the title of an article, and what is said of it."""
    said = _("Article"), article.outlet_name, format_moment(article.moment)
    return article_title(article.title), said


def of_inquiry(inquiry: Inquiry) -> tuple[str, tuple[str, ...]]:
    """Return what was asked, and where that stands."""
    status = STATUS.say(inquiry.status).lower()
    return inquiry.title, (_("Inquiry"), status, format_moment(inquiry.received_at))


def of_position(position: Position, *, began: bool) -> tuple[str, tuple[str, ...]]:
    """Return what a position is called, and when it *began*, or ended."""
    day = position.started_on if began else position.ended_on
    said = _("Position begun") if began else _("Position ended")
    when = "" if day is None else format_some_day(day)
    return held(position), (said, when)


def held(position: Position) -> str:
    """Return what a position is called, and where it is."""
    return ", ".join(filter(None, (position.title, position.outlet_name or _("Freelance"))))


def of_edit(edit: Edit, before: object, after: object, who: str) -> tuple[str, tuple[str, ...]]:
    """Return what was done to a card, and by *who*; *before* and *after* as they are called."""
    if edit.field == "verified_on" and edit.after is not None:
        return _("Card verified"), (who, format_moment(edit.at))
    return done(edit, before, after, OF_EDITS), (_("Edit"), who, format_moment(edit.at))
