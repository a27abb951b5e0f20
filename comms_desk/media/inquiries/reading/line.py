"""A line as typed with a phone on the shoulder: « Zoé Tremblay Le Devoir déneigement av. 15h ».

Its words say what is asked for, by what way, whether again, and who might hold it.  Nothing is
refused: what no rule knows stays in the question, in its order.  It is read at every key, in a time
that grows as the line does; of an endless one only the beginning is.

An outlet that the directory does not know is guessed by how outlets are called: a site; a name that
begins as "Radio" does, or ends as "News" does; an article with its capital right after who asks.
It never comes in by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from comms_desk.i18n import Language
from comms_desk.media.inquiries.model import QUESTION_LENGTH, AskedForm, Reporter
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex, OpenInquiry
from comms_desk.media.inquiries.reading.hours import read_hours
from comms_desk.media.inquiries.reading.lexicon import words
from comms_desk.media.inquiries.reading.plain import MASK, Span, masked, plain, without
from comms_desk.media.inquiries.reading.proposal import (
    Guess,
    InquiryProposal,
    NamedOutlet,
    ProposedReferral,
)
from comms_desk.media.inquiries.reading.who import OutletInLine, find_outlet, find_reporters
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.fold import tokens

MOST_BEFORE = 3
"""Words of a name before the one that says what it is: « Ottawa Valley News »."""

_SITE = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:ca|com|org|net|quebec|info|news|tv|fm)(?![\w@-])")
_WORD = re.compile(rf"[^\s{MASK},;:!?()]+")
_ARTICLE = re.compile(r"(?:Le|La|Les|The)$|L['’][A-ZÀ-Þ]")

type _Words = Sequence[re.Match[str]]


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


def read_line(line: str, *, now: datetime, known: DirectoryIndex) -> InquiryProposal:
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
        is_interview=matter.form is AskedForm.INTERVIEW,
        is_english=language is Language.ENGLISH,
    )
    taken = [*phones, *named, *matter.spans, *times]
    reporters, who = find_reporters(masked(text, taken), known, outlet)
    by_press = bool(named) or matter.by_press
    referral = read_referral(plain(shown), by_press=by_press)
    question = _question(without(text, [*taken, *who]) + rest)
    found = new[0] if new else outlet and Guess(value=_named(outlet), is_sure=outlet.is_sure)
    return InquiryProposal(
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


def _named(outlet: OutletInLine) -> NamedOutlet:
    return NamedOutlet(id=outlet.outlet.id, name=outlet.outlet.name)


def _language(text: str, outlet: OutletInLine | None) -> Language:
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
    reporters: tuple[Guess[Reporter], ...], known: DirectoryIndex
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
    question: str,
    outlet: OutletInLine | None,
    who: tuple[Guess[Reporter], ...],
    known: DirectoryIndex,
) -> Guess[OpenInquiry] | None:
    """Return the open inquiry that a follow-up is about: its outlet's, by the words they share.

    Of several that share as many, it is that of the one who asks.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What words of a line say beside its question; *spans* are those that leave the question."""

    form: AskedForm | None
    channel: Channel | None
    is_follow_up: bool
    by_press: bool
    """Somebody of the press is said to ask: a freelancer, a booker."""
    spans: tuple[Span, ...]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


_FORMS = {
    AskedForm.INTERVIEW: _words(
        r"entrevues?|interviews?|itw|(?:en )?direct"
        r"|(?<!who )(?<!they )(?<!people )(?<!we )(?<!to )live(?: hit)?"
        r"|invitee?s?|en studio|in studio|guest"
    ),
    AskedForm.SCRUM: _words(r"melees?(?: de presse)?|scrums?"),
    AskedForm.IMAGES: _words(
        r"images?|photos?|photographes?|tournages?|filmer|film(?:ing)?(?: crew)?|footage|b-roll"
    ),
    AskedForm.STATEMENT: _words(r"declarations?|reactions?|reagir|commentaires?|statements?|react"),
    AskedForm.INFORMATION: _words(
        r"questions?|combien|nombres?|nb|chiffres|donnees|listes?|how many|numbers?|data|figures"
    ),
}
_COMMENT = _words(r"comments?(?: on)?")
"""In English: « comment » asks how."""
_CHANNELS = {
    Channel.PHONE: _words(
        r"rappel(?:er|le|ez)|appele|appeler"
        r"|(?<!en )(?<!d')(?<!l')appel"
        r"(?! (?:d'offres?|a projets?|de (?:projets?|candidatures?)|public))"
        r"|call(?: \w{1,4})? back|callback|au telephone|by phone|phoned"
    ),
    Channel.EMAIL: _words(r"courriel|e-?mail|mail"),
    Channel.TEXT: _words(r"textos?|sms|text(?= from)"),
}
_CALL = re.compile(r"call(?:ed)?(?= )(?! (?:for|centre|center))")
_AGAIN = _words(
    r"(?<!plan de )(?<!de la )relances?(?! (?:economique|du|de l))|relancer"
    r"|toujours (?:rien|pas|aucune?)(?: (?:de|eu))?(?: (?:reponse|retour|nouvelles?))?"
    r"|still (?:waiting|nothing|no (?:answer|reply|response|word))(?: (?:on|for|about))?"
    r"|any (?:news|updates?|word)(?: (?:on|about))?|follow(?:ing)?[ -]?up(?: on)?"
    r"|sans nouvelles"
    r"|pas (?:de|eu de) (?:retour|reponse|nouvelles)|attend(?:s|ent)? toujours"
    r"|2e (?:demande|rappel)"
    r"|des nouvelles(?= ?\?| (?:de|sur))|rien recu"
)
_PRESS = _words(
    r"pigiste|freelancer?|recherchiste|journaliste|reporter|host|producer|realisat(?:eur|rice)"
    r"|animat(?:eur|rice)|etudiante?|student|stagiaire|intern|chroniqueu(?:r|se)|columnist|booker"
    r"|affectat(?:eur|rice)|correspondante?"
)
_ORDINARY = _words(r"etudiante?|student|host|producer|stagiaire|intern|animat(?:eur|rice)")
"""Of those, words of many a question too: they say who asks beside the outlet, or first."""
_ITS_OF = re.compile(r" (?:de|from|par|d'|a)(?: |(?<='))")


def read_matter(text: str, *, is_english: bool) -> Matter:
    """Return what `plain` *text* says, in which outlets and numbers are masked."""
    forms = [(match, form) for form, pattern in _FORMS.items() for match in pattern.finditer(text)]
    if is_english:
        forms += [(match, AskedForm.STATEMENT) for match in _COMMENT.finditer(text)]
    told = sorted(
        (match.start(), form) for match, form in forms if form is not AskedForm.INFORMATION
    )
    form = told[0][1] if told else AskedForm.INFORMATION if forms else None
    spans = [match.span() for match, each in forms if each is not AskedForm.INFORMATION]
    channel = None
    for how, pattern in _CHANNELS.items():
        for match in pattern.finditer(text):
            channel = channel or how
            spans.append(_with_of(text, match))
    if call := _CALL.match(text.lstrip()):
        start = len(text) - len(text.lstrip())
        channel = channel or Channel.PHONE
        spans.append((start, start + call.end()))
    again = [match.span() for match in _AGAIN.finditer(text)]
    press = [_with_of(text, match) for match in _press(text)]
    return Matter(
        form=form,
        channel=channel,
        is_follow_up=bool(again),
        by_press=bool(press),
        spans=(*spans, *again, *press),
    )


def _press(text: str) -> Iterator[re.Match[str]]:
    for match in _PRESS.finditer(text):
        before = text[: match.start()].rstrip(" ,:(")
        if not before or before.endswith("\0") or _ORDINARY.fullmatch(match[0]) is None:
            yield match


def _with_of(text: str, match: re.Match[str]) -> Span:
    """Return where it stands with the « de » that follows."""
    of = _ITS_OF.match(text, match.end())
    return match.start(), match.end() if of is None else of.end()


# ── Who might hold it ─────────────────────────────────────────────────────────────────

_BODIES = {
    ProposedReferral.SPVM: _words(
        r"spvm|fusillades?|police|polici(?:er|ere)s?|shootings?|coups? de feu|homicides?|meurtres?"
        r"|murders?|stabbings?|gunshots?|poignarde(?:e|s)?"
    ),
    ProposedReferral.SIM: _words(
        r"sim(?! card)|incendies?|feu(?! (?:rouge|vert|de circulation|pieton|d'artifice|jaune))"
        r"|fires?(?! (?:dept|hydrants?))|pompi(?:er|ere)s?|firefighters?|brasier"
    ),
    ProposedReferral.STM: _words(
        r"stm|(?:auto)?bus(?!(?: lanes?| scolaires?))|buses(?! lanes?)|metro|subway"
        r"|lignes? (?:bleue|verte|orange|jaune)|(?:blue|green|orange|yellow) line"
    ),
    ProposedReferral.CABINET: _words(r"cabinet(?! d'avocats)"),
}
_NO_RIDE = _words(r"voies? (?:reservees?|bus)|abribus|piste")
_OWN = _words(
    r"ma (?:rue|ruelle|poubelle|collecte|cour|facture|plainte)"
    r"|mon (?:bac|trottoir|arbre|entree|compte)|mes (?:poubelles|bacs|vidanges|taxes)"
    r"|my (?:street|bins?|garbage|recycling|alley|sidewalk|trash)"
    r"|(?:sa|leur|his|her|their) (?:rue|ruelle|poubelle|street|bin|bins|garbage)"
    r"|(?:son|ses|leurs) (?:bac|bacs|poubelles|trottoir)"
    r"|poubelles?|vidanges|bacs?(?: (?:brun|bleu|vert))?|garbage|trash|recycling bins?"
    r"|(?:citoyen|resident)(?:ne|e)?|chez (?:moi|lui|elle|nous)"
)
_SHORT_BOROUGHS = (
    r"ahuntsic(?:-cartierville)?|anjou|cote-des-neiges|notre-dame-de-grace|cdn(?:-ndg)?|ndg|lachine"
    r"|lasalle|(?:le )?plateau(?:-mont-royal)?|pmr|(?:le )?sud-ouest|ile-bizard"
    r"|(?:sainte|ste)-genevieve"
    r"|mercier(?:-hochelaga-maisonneuve)?|hochelaga-maisonneuve|mhm|montreal-nord|mtl-nord"
    r"|outremont"
    r"|pierrefonds(?:-roxboro)?|riviere-des-prairies|rdp(?:-pat)?"
    r"|pointe-aux-trembles|pat"
    r"|rosemont|rpp|(?:saint|st)-laurent|vsl|(?:saint|st)-leonard|verdun|ville-marie|villeray|vsp"
)
_BOROUGH = _words(_SHORT_BOROUGHS)
_STREET = re.compile(
    r"(?:rues?|boul\.?|boulevard|avenue|av\.?|chemin|ch\.?|canal|station|autoroute|pont|street|blvd"
    r"|metro|college|cegep|hopital|promenade)(?: (?:de|du|des|d'))?(?: la| l')? ?$"
)
_AFTER_STREET = re.compile(r" ?(?:street|st\b|blvd|boulevard|avenue|canal)")


def read_referral(text: str, *, by_press: bool) -> ProposedReferral | None:
    """Return who might hold what `plain` *text* asks; *by_press*: no citizen asks."""
    for body, pattern in _BODIES.items():
        if pattern.search(text) and not (body is ProposedReferral.STM and _NO_RIDE.search(text)):
            return body
    if not by_press and _OWN.search(text):
        return ProposedReferral.CITIZENS
    spaced = re.sub(r"(?<=\w) (?=\w)", "-", text)
    for match in (*_BOROUGH.finditer(text), *_BOROUGH.finditer(spaced)):
        street = _STREET.search(text[max(0, match.start() - 20) : match.start()])
        if street is None and _AFTER_STREET.match(text, match.end()) is None:
            return ProposedReferral.BOROUGH
    return None


def find_new_outlet(text: str, known: DirectoryIndex) -> tuple[Guess[NamedOutlet], Span] | None:
    """Return the outlet that *text* seems to name, and where."""
    site = _SITE.search(text)
    span = _outlet_named(text) if site is None else site.span()
    if span is None:
        return None
    name = text[slice(*span)]
    owner = known.outlets_by_domain.get(name.casefold().removeprefix("www."))
    outlet = NamedOutlet(name=name) if owner is None else NamedOutlet(id=owner.id, name=owner.name)
    return Guess(value=outlet, is_sure=False), span


def _outlet_named(text: str) -> Span | None:
    """Return where a name stands that a word says is an outlet's."""
    said = list(_WORD.finditer(text))
    for place, word in enumerate(said):
        key = _key(word).removeprefix("l'")
        is_after_name = place > 0 and _is_name(said[place - 1]) and _ARTICLE.match(word[0])
        if key.split("-")[0] in words("outlet_firsts") or is_after_name:
            last = _last(text, said, place)
            if last > place or "-" in key or word[0][1] in "'’":
                has_article = place > 0 and not is_after_name and _ARTICLE.match(said[place - 1][0])
                return said[place - bool(has_article)].start(), said[last].end()
        if key in words("outlet_lasts") and _is_capital(word):
            first = place
            while first and place - first < MOST_BEFORE and _goes_on(text, said, first - 1):
                first -= 1
            if first < place:
                return said[first].start(), word.end()
    return None


def _last(text: str, said: _Words, place: int) -> int:
    """Return which word the name that begins at *place* ends with."""
    last, at = place, place + 1
    while at < len(said) and text[said[at - 1].end() : said[at].start()] == " ":
        if _is_capital(said[at]) and not _is_name(said[at]):
            last = at
        elif _key(said[at]) not in words("within_outlets"):
            break
        at += 1
    return last


def _goes_on(text: str, said: _Words, place: int) -> bool:
    """Whether the word at *place* and the next one may be of one name."""
    beside = text[said[place].end() : said[place + 1].start()] == " "
    return beside and _is_capital(said[place]) and not _is_name(said[place])


def _is_capital(word: re.Match[str]) -> bool:
    bare = word[0].removeprefix("d'").removeprefix("d’")
    return bare[:1].isupper()


def _is_name(word: re.Match[str]) -> bool:
    first = _key(word).split("-")[0]
    return _is_capital(word) and (first in words("given") or first in words("family"))


def _key(word: re.Match[str]) -> str:
    return plain(word[0])
