"""The letter that takes a text to the media, from the office's own words or from ours.

What may stand in its words, ``resources/letters/release.fr.md`` and its like, is said by
`letters`.  No name is merged in: none is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from comms_desk.i18n import Language, format_day, format_time, format_weekday
from comms_desk.media.dispatches.model import DispatchKind
from comms_desk.media.drafting import boilerplate, dateline, letters
from comms_desk.media.drafting.letters import OfficeLetter
from comms_desk.media.drafting.model import Draft, DraftKind
from comms_desk.text.letter_parts import END, is_end, note_ungreeted, without_signature
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import read_markdown
from comms_desk.text.markdown.model import Block, Document, Run, heading, paragraph

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH

WHAT = {
    (DraftKind.RELEASE, FRENCH): "le communiqué",
    (DraftKind.RELEASE, ENGLISH): "the news release",
    (DraftKind.SPEECH, FRENCH): "l’allocution",
    (DraftKind.SPEECH, ENGLISH): "the speech",
}
IN_WHAT = WHAT | {
    (DraftKind.RELEASE, FRENCH): "Dans le communiqué",
    (DraftKind.RELEASE, ENGLISH): "In the news release",
    (DraftKind.SPEECH, FRENCH): "Dans l’allocution",
    (DraftKind.SPEECH, ENGLISH): "In the speech",
}
SENT_WORD = {
    (DraftKind.RELEASE, FRENCH): "transmis",
    (DraftKind.RELEASE, ENGLISH): "sent",
    (DraftKind.SPEECH, FRENCH): "transmise",
    (DraftKind.SPEECH, ENGLISH): "sent",
}
IMMEDIATE = {FRENCH: "Pour diffusion immédiate.", ENGLISH: "For immediate release."}
UNDER_EMBARGO = {
    FRENCH: "Sous embargo jusqu’au {day}, {time}\u00a0(HE).",
    ENGLISH: "Under embargo until {day}, {time} (ET).",
}
CORRECTED = {FRENCH: "corrigé, {time}", ENGLISH: "corrected, {time}"}
INSTEAD = {
    FRENCH: "{what} {sent}, il fallait lire «\u00a0{right}\u00a0» et non «\u00a0{wrong}\u00a0».",
    ENGLISH: "{what} {sent}, “{wrong}” should have read “{right}”.",
}
THEN_CORRECTED = {
    (FRENCH, True): "{first}, puis dans une version corrigée {others}\u00a0: ni l’une ni l’autre "
    "ne doit être publiée",
    (
        FRENCH,
        False,
    ): "{first}, puis dans des versions corrigées {others}\u00a0: aucune ne doit être publiée",
    (ENGLISH, True): "{first}, then in a corrected version {others}: neither is to be published",
    (ENGLISH, False): "{first}, then in corrected versions {others}: none is to be published",
}
AND = {FRENCH: " et ", ENGLISH: " and "}
WAS_CORRECTED = "{what} sent {sent} has been corrected."
"""What an English version says where what was wrong was said in French alone."""
SOURCE = {FRENCH: "Source\u00a0: ", ENGLISH: "Source: "}
CONTACT = {FRENCH: "Renseignements\u00a0: ", ENGLISH: "Media contact: "}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What a letter says beside its text; empty words are left out."""

    notice: str = ""
    photos: str = ""
    interviews: str = ""
    note: str = ""
    sent: str = ""
    versions: str = ""
    corrected: str = ""


def write(
    draft: Draft,
    text: str,
    said: LetterWords,
    *,
    kind: DispatchKind,
    now: datetime,
    templates: Path | None,
) -> OfficeLetter:
    """Return the letter that takes *text* of *draft* to the media; "" for none inline.

    Its place and date are those of *now*, where it has none of its own.

    Raises:
        LetterTemplateBroken: The office's words ask for something that there is not.
    """
    language = draft.language
    name = f"{kind.value}.{language.value}"
    values = {
        "title": _line(draft.title),
        "what": WHAT[draft.kind, language],
        "notice": said.notice,
        "photos": _line(said.photos),
        "interviews": said.interviews.strip(),
        "note": note_ungreeted(said.note),
        "sent": said.sent,
        "versions": said.versions,
        "number": draft.number,
    }
    inline = _inline(draft, text, said.corrected, now) if text.strip() else ()
    subject, (*parts, last) = letters.filled(name, values, templates=templates, body=inline)
    if parts:
        last = Document(without_signature(last.blocks, read_markdown(text).blocks))
    return OfficeLetter(subject, tuple((language, each) for each in (*parts, last) if each.blocks))


def notice(language: Language, until: datetime | None) -> str:
    """Return « Pour diffusion immédiate. », or until when it is under embargo, with its weekday."""
    if until is None:
        return IMMEDIATE[language]
    day, time = format_weekday(until, language), format_time(until, language)
    return UNDER_EMBARGO[language].format(day=day, time=time)


def sent_at(language: Language, sent: datetime, now: datetime) -> str:
    """Return « à 10 h 02 », with its day unless that is today."""
    time, day = format_time(sent, language), format_day(sent, language)
    is_today = day == format_day(now, language)
    if language is FRENCH:
        return f"à {time}" if is_today else f"le {day} à {time}"
    return f"at {time}" if is_today else f"on {day} at {time}"


def sent_in_editions(language: Language, hours: Sequence[datetime], now: datetime) -> str:
    """Return when a text was sent, at its *hours*; of one that was corrected, that none stands.

    A withdrawal that named one version alone would leave the other to be believed.
    """
    first, *others = (sent_at(language, each, now) for each in hours)
    if not others:
        return first
    words = THEN_CORRECTED[language, len(others) == 1]
    return words.format(first=first, others=AND[language].join(others))


def correction(draft: Draft, *, wrong: str, right: str, sent: datetime, now: datetime) -> str:
    """Return « Dans le communiqué transmis à 10 h 02, il fallait lire « 45 » et non « 54 ». »."""
    kind = draft.kind, draft.language
    return INSTEAD[draft.language].format(
        what=f"{IN_WHAT[kind]} {SENT_WORD[kind]}",
        sent=sent_at(draft.language, sent, now),
        right=_line(right),
        wrong=_line(wrong),
    )


def was_corrected(draft: Draft, *, sent: datetime, now: datetime) -> str:
    """Return « The news release sent at 10:02 a.m. has been corrected. »."""
    what = WHAT[draft.kind, ENGLISH].capitalize()
    return WAS_CORRECTED.format(what=what, sent=sent_at(ENGLISH, sent, now))


def corrected(language: Language, now: datetime) -> str:
    """Return « corrigé, 10 h 40 »."""
    return CORRECTED[language].format(time=format_time(now, language))


def _inline(draft: Draft, text: str, corrected_at: str, now: datetime) -> tuple[Block, ...]:
    """Return the text as it stands in the letter, its title first."""
    written = read_markdown(text)
    blocks = list(written.blocks)
    language = draft.language
    is_ended = any(map(is_end, blocks)) or END in written.text.replace(" ", "\u00a0")
    blocks = [paragraph(END) if is_end(each) else each for each in blocks]
    if blocks and draft.kind is DraftKind.RELEASE and not dateline.opens(written):
        when = boilerplate.long_date(boilerplate.held_until(draft, now) or now, language)
        place = boilerplate.DATELINES[language].format(date=when)
        blocks[0] = replace(blocks[0], runs=(Run(place, bold=True), *blocks[0].runs))
    head = [heading(2, _line(draft.title))]
    if draft.subtitle.strip():
        head.append(paragraph(Run(_line(draft.subtitle), italic=True)))
    numbered = " · ".join(filter(None, (draft.number.strip(), corrected_at)))
    if numbered:
        head.append(paragraph(numbered))
    foot = []
    if draft.kind is DraftKind.RELEASE:
        if not is_ended:
            foot.append(paragraph(END))
        for label, value in ((SOURCE, draft.source), (CONTACT, draft.contact)):
            if value.strip():
                foot.append(paragraph(Run(label[language], bold=True), value.strip()))
    return (*head, *blocks, *foot)


def _line(words: str) -> str:
    return on_one_line(words).strip()
