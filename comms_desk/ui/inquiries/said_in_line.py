"""What somebody said, on one line or pasted from Teams: who, by what way, when, what.

« Voirie, tél. : 92 410 en date de ce matin » is the road service, by telephone.  A message that is
copied from Teams begins with who wrote it and when.  What is not understood is part of what was
said: nothing that is typed is lost.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from comms_desk.media.inquiries.moments import Channel
from comms_desk.text.fold import tokens

LONGEST_WHO = 80
"""Words before a colon that are longer are a sentence."""

_HOWS = {
    Channel.PHONE: {"tel", "telephone", "appel", "phone", "call", "called", "cell"},
    Channel.EMAIL: {"courriel", "email", "mail", "mel"},
    Channel.TEAMS: {"teams"},
    Channel.TEXT: {"texto", "sms", "text", "message"},
    Channel.SOCIAL: {"x", "twitter", "facebook", "instagram", "messenger", "linkedin"},
    Channel.IN_PERSON: {"personne", "person", "visite", "rencontre"},
}
_CLOCK = r"(?P<hour>\d{1,2})\s?(?::|h)\s?(?P<minute>\d{2})?\s?(?P<half>[ap]\.?\s?m\.?)?"
_DAY = r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[\s,]+)?"
_BRACKETED = re.compile(
    rf"^\[{_DAY}{_CLOCK}\]\s*(?P<who>[^:\n]{{1,80}}?)\s*[:\n]\s*(?P<what>.+)$",
    re.DOTALL | re.IGNORECASE,
)
_TWO_LINES = re.compile(
    rf"^(?P<who>[^\n:]{{1,80}}?)[\s,]{{0,9}}{_DAY}{_CLOCK}[^\S\n]{{0,9}}\n\s*(?P<what>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
_NAMED = re.compile(r"^(?P<who>[^:\n]{1,80}?)\s*:\s+(?P<what>.+)$", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidInLine:
    """What somebody said; *at* None: now, *how* None: nobody says by what way."""

    who: str = ""
    how: Channel | None = None
    at: datetime | None = None
    what: str = ""


def read_said(typed: str, *, now: datetime, zone: tzinfo) -> SaidInLine:
    """Return what is *typed* or pasted; an hour that is later than *now* is yesterday's."""
    text = typed.strip()
    for form in (_BRACKETED, _TWO_LINES):
        found = form.match(text)
        if found is not None:
            return SaidInLine(
                who=found["who"].strip(" ,"),
                how=Channel.TEAMS,
                at=_moment(found, now, zone),
                what=found["what"].strip(),
            )
    named = _NAMED.match(text)
    if named is None:
        return SaidInLine(what=text)
    who, how = _who_and_how(named["who"])
    return SaidInLine(who=who, how=how, what=named["what"].strip())


def _who_and_how(said: str) -> tuple[str, Channel | None]:
    """Return who is named, and the way that is said after a comma or in brackets."""
    parts = [part.strip() for part in re.split(r"[,()]", said) if part.strip()]
    for part in parts[1:] if len(parts) > 1 else ():
        for how, called in _HOWS.items():
            if called & set(tokens(part)):
                return ", ".join(each for each in parts if each != part), how
    return said.strip(), None


def _moment(found: re.Match[str], now: datetime, zone: tzinfo) -> datetime | None:
    here = now.astimezone(zone)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        said = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if found["year"]:
            said = said.replace(
                year=int(found["year"]), month=int(found["month"]), day=int(found["day"])
            )
    except ValueError:
        return None
    if said > here and not found["year"]:
        said -= timedelta(days=1)
    return said if said <= here else None
