"""A line as typed with a phone on the shoulder: « Zoé Tremblay Le Devoir déneigement av. 15h ».

Nothing is refused: what no rule knows stays in the question, in its order.  It is read at every
key, in a time that grows as the line does; of an endless one only the beginning is.
"""

import re
from datetime import datetime

from comms_desk.i18n import Language
from comms_desk.media.inquiries.model import QUESTION_LENGTH, Form, Reporter
from comms_desk.media.inquiries.proposal import Guess, NamedOutlet, Proposal
from comms_desk.media.inquiries.reading.hours import read_hours
from comms_desk.media.inquiries.reading.known import Known, OpenInquiry
from comms_desk.media.inquiries.reading.lexicon import words
from comms_desk.media.inquiries.reading.matter import read_matter, read_referral
from comms_desk.media.inquiries.reading.new_outlet import find_new_outlet
from comms_desk.media.inquiries.reading.plain import masked, plain, without
from comms_desk.media.inquiries.reading.who import SaidOutlet, find_outlet, find_reporters
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.fold import tokens

MOST_CHARACTERS = 1_000
"""Of a line that are read; the rest is of the question."""

_PHONE = re.compile(
    r"(?<![\w$/])(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}(?!\d)"
    r"(?:[ ,]{0,2}(?:poste|ext|p|x|#)\.?[ :]{0,2}\d{1,6}(?!\w))?"
)
_BEFORE_OUTLET = re.compile(
    r"(?:(?:pigiste|freelancer?|recherchiste|journaliste|rappel(?:er|ez)|appel|appele|call"
    r"|courriel|mail|e-mail|texto|sms|relance|demande|question|urgent|the|le|la|l'|de|du|from|pour|for|a|au"
    r"|follow-up|suivi)(?!\w)[ :,.]*){0,5}"
)


def read_line(line: str, *, now: datetime, known: Known) -> Proposal:
    """Return what *line* proposes, typed at *now*; what is not sure says so."""
    text, rest = line[:MOST_CHARACTERS], line[MOST_CHARACTERS:]
    phones = [match.span() for match in _PHONE.finditer(plain(text))]
    head = _BEFORE_OUTLET.match(plain(text))
    shown = masked(text, phones)
    outlet = find_outlet(shown, known, head=head.end() if head else 0)
    new = find_new_outlet(shown, known) if outlet is None else None
    named = [new[1]] if new else [] if outlet is None else list(outlet.spans)
    shown = masked(shown, named)
    language = _language(text, outlet)
    matter = read_matter(plain(shown), is_english=language is Language.ENGLISH)
    hours, times = read_hours(
        shown,
        sent_at=now,
        broadcasts=outlet is not None and outlet.outlet.broadcasts,
        is_interview=matter.form is Form.INTERVIEW,
        is_english=language is Language.ENGLISH,
    )
    taken = [*phones, *named, *matter.spans, *times]
    reporters, who = find_reporters(masked(text, taken), known, outlet)
    by_press = bool(named) or matter.by_press
    referral = read_referral(plain(shown), by_press=by_press)
    question = _question(without(text, [*taken, *who]) + rest)
    found = new[0] if new else outlet and Guess(value=_named(outlet), is_sure=outlet.is_sure)
    return Proposal(
        questions=(question[:QUESTION_LENGTH],) if question else (),
        reporters=reporters,
        outlet=found or _where_they_work(reporters, known),
        phones=tuple(text[start:end] for start, end in phones),
        form=matter.form,
        language=language,
        channel=matter.channel,
        **hours.fields(),
        is_follow_up=matter.is_follow_up,
        follows=_followed(question, outlet, reporters, known) if matter.is_follow_up else None,
        referral=referral,
    )


def _named(outlet: SaidOutlet) -> NamedOutlet:
    return NamedOutlet(id=outlet.outlet.id, name=outlet.outlet.name)


def _language(text: str, outlet: SaidOutlet | None) -> Language:
    said = {word.strip(".,;:?!()") for word in plain(text).split()}
    is_english = len(said & words("english")) > len(said & words("french"))
    of_the_line = Language.ENGLISH if is_english else Language.FRENCH
    return of_the_line if outlet is None else outlet.language(of_the_line)


def _question(left: str) -> str:
    """Return what is *left*, without words that only lead to a question or are left of an hour."""
    said = left.split()
    while said and said[0].casefold() in words("fillers"):
        del said[0]
    while said and said[-1].casefold() in words("fillers"):
        del said[-1]
    return " ".join(said).strip(" ,;:-–—(")


def _where_they_work(
    reporters: tuple[Guess[Reporter], ...], known: Known
) -> Guess[NamedOutlet] | None:
    """Return the one outlet of the one who asks, where the line names none: never surely."""
    contacts = {each.value.contact for each in reporters if each.value.contact is not None}
    at: set[OutletId] = {
        outlet
        for each in known.reporters
        if each.contact in contacts
        for outlet in each.outlets
        if outlet in known.by_id
    }
    if len(at) != 1:
        return None
    outlet = known.by_id[at.pop()]
    return Guess(value=NamedOutlet(id=outlet.id, name=outlet.name), is_sure=False)


def _followed(
    question: str, outlet: SaidOutlet | None, who: tuple[Guess[Reporter], ...], known: Known
) -> Guess[OpenInquiry] | None:
    """Return the open inquiry that a follow-up is about: its outlet's, by the words they share.

    Of several that share as many, it is that of whoever asks.
    """
    asked, names = set(tokens(question)), {each.value.name for each in who}
    here = [each for each in known.inquiries if outlet is None or each.outlet == outlet.outlet.id]
    shared = [
        (len(asked & set(tokens(each.title))), not names.isdisjoint(each.reporters), each.id, each)
        for each in here
    ]
    best = max(shared, default=None)
    if best is None or not (best[0] or len(here) == 1):
        return None
    is_sure = best[0] > 0 and sum(each[:2] == best[:2] for each in shared) == 1
    return Guess(value=best[-1], is_sure=is_sure)
