"""The words of the English version that goes below a French text, read with what they need."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE, Language, _, format_date
from comms_desk.media.dispatches.model import English, EnglishNotAllowed
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.settings import ENGLISH
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.kit.rows import Row
from comms_desk.wording import say
from comms_desk.wording.dispatches import GROUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishView:
    """What is recorded for one text, and whether anything may be.

    Attributes:
        is_allowed: The office allows an English version, and the text is in French.
        kept: What is recorded; None: nothing goes below.
        title: Of the English text; "": it is in the bin.
        today: The day that is offered for an approval.
    """

    draft: DraftId
    is_allowed: bool
    kept: English | None
    title: str
    today: date

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say or to do."""
        return self.is_allowed or self.kept is not None

    @property
    def leaves(self) -> bool:
        """Whether it goes below the text as both stand."""
        return self.is_allowed and self.kept is not None and not self.kept.is_stale


def read_english(office: Office, draft: DraftId) -> EnglishView:
    """Read what is recorded of the English version of *draft*; in a reading thread."""
    return english_of(office, office.drafts.get(draft))


def english_of(office: Office, draft: Draft) -> EnglishView:
    """Read what is recorded of the English version of *draft*, which is read already."""
    kept, title = office.dispatches.english(draft.id), ""
    if kept is not None:
        with suppress(NotFound):
            title = office.drafts.get(kept.english).title or _("Untitled")
    allowed = draft.language is Language.FRENCH and office.desk_settings.get(ENGLISH)
    return EnglishView(
        draft=draft.id,
        is_allowed=allowed,
        kept=kept,
        title=title,
        today=office.database.clock.now().astimezone(CITY_ZONE).date(),
    )


def offered(office: Office, searched: str) -> Rows[Row]:
    """Return the English texts that *searched* finds, the last changed first."""
    found = office.drafts.search(searched, limit=MOST_CHOICES)
    rows = tuple(
        Row(key=each.id, title=each.title or _("Untitled"), detail=each.number)
        for each in found.rows
        if each.language is Language.ENGLISH
    )
    return Rows(rows=rows, total=len(rows), capped=found.is_cut)


def ground(kept: English) -> str:
    """Return « Sécurité publique · pour les médias anglophones »."""
    audience = _("for: {audience}").format(audience=kept.audience)
    return f"{GROUNDS[kept.ground]()} · {audience}"


def approval(kept: English) -> str:
    """Return who approved it, and when."""
    return _("Approved by {name} on {day}").format(
        name=kept.approved_by, day=format_date(kept.approved_on)
    )


def goes_below(view: EnglishView) -> str:
    """Return « Anglais dessous · Sécurité publique · pour… »: what leaves below; "": nothing."""
    if view.kept is None or not view.leaves:
        return ""
    return f"{_('English below')} · {ground(view.kept)}"


def wrong(view: EnglishView) -> str:
    """Return why what is recorded does not leave so, and the way out; "": nothing is wrong."""
    if view.kept is None:
        return ""
    if not view.is_allowed:
        return say(EnglishNotAllowed()).whole
    if not view.title:
        return _("The English text is in the bin. Take it out, or choose another one.")
    if view.kept.is_stale:
        return _(
            "The French text has changed since: have its English version approved again, or take"
            " it off."
        )
    return ""
