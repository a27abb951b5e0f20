"""What the press review says besides the press, where the office wants it: inquiries, and tone.

Off unless a setting of the desk says otherwise: the review is a document that anybody may ask
for, and the cabinet reads it.  It speaks the review's own language.
"""

from collections import Counter

from comms_desk.across.office import Office
from comms_desk.i18n import N_, catalogue, format_moment
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.media.reviews.model import Review
from comms_desk.media.themes.model import Tone
from comms_desk.settings import REVIEW_EXTRAS
from comms_desk.storage.desk_settings import DeskSettings

INQUIRIES_MOST = 10
_TONES = {
    Tone.POSITIVE: N_("Positive"),
    Tone.NEUTRAL: N_("Neutral"),
    Tone.MIXED: N_("Mixed"),
    Tone.NEGATIVE: N_("Negative"),
}


def extras_of(office: Office, review: Review) -> tuple[str, ...]:
    """Return the lines that *review* has besides, as the desk stands; none as a rule."""
    if review.is_issued or not DeskSettings(office.database).get(REVIEW_EXTRAS):
        return ()
    return (*_pending(office, review), *_tone(office, review))


def _pending(office: Office, review: Review) -> list[str]:
    gettext = catalogue(review.language).gettext
    lines = []
    for each in office.inquiries.search(view=InquiryTab.OPEN, limit=INQUIRIES_MOST).rows:
        asked = " · ".join(filter(None, (each.title, each.outlet_name)))
        if each.due_at is None:
            lines.append(gettext("Pending inquiry: {asked}").format(asked=asked))
        else:
            due = format_moment(each.due_at, review.language)
            lines.append(
                gettext("Pending inquiry: {asked}, for {due}").format(asked=asked, due=due)
            )
    return lines


def _tone(office: Office, review: Review) -> list[str]:
    """Return how what is kept was rated by people, in numbers, and out of how many."""
    ids = [each.article for each in review.kept]
    judged = office.themes.judged(ids).values()
    tones = [each.tone for each in judged if each.tone is not None]
    if not tones:
        return []
    gettext = catalogue(review.language).gettext
    counts = Counter(tones)
    said = ", ".join(
        f"{gettext(words).lower()} {counts[tone]}" for tone, words in _TONES.items() if counts[tone]
    )
    line = gettext("Tone towards the City: {said} ({rated} of {total} rated)")
    return [line.format(said=said, rated=len(tones), total=len(ids))]
