"""What is asked for, by what way, whether again, and who might hold it, by the words of a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comms_desk.media.inquiries.model import Form
from comms_desk.media.inquiries.moments import How
from comms_desk.media.inquiries.proposal import Referral
from comms_desk.media.inquiries.reading.plain import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What words of a line say beside its question; *spans* are those that leave the question."""

    form: Form | None
    channel: How | None
    is_follow_up: bool
    by_press: bool
    """Somebody of the press is said to ask: a freelancer, a booker."""
    spans: tuple[Span, ...]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


_FORMS = {
    Form.INTERVIEW: _words(
        r"entrevues?|interviews?|itw|(?:en )?direct"
        r"|(?<!who )(?<!they )(?<!people )(?<!we )(?<!to )live(?: hit)?"
        r"|invitee?s?|en studio|in studio|guest"
    ),
    Form.SCRUM: _words(r"melees?(?: de presse)?|scrums?"),
    Form.IMAGES: _words(
        r"images?|photos?|photographes?|tournages?|filmer|film(?:ing)?(?: crew)?|footage|b-roll"
    ),
    Form.STATEMENT: _words(r"declarations?|reactions?|reagir|commentaires?|statements?|react"),
    Form.INFORMATION: _words(
        r"questions?|combien|nombres?|nb|chiffres|donnees|listes?|how many|numbers?|data|figures"
    ),
}
_COMMENT = _words(r"comments?(?: on)?")
"""In English: « comment » asks how."""
_CHANNELS = {
    How.PHONE: _words(
        r"rappel(?:er|le|ez)|appele|appeler"
        r"|(?<!en )(?<!d')(?<!l')appel"
        r"(?! (?:d'offres?|a projets?|de (?:projets?|candidatures?)|public))"
        r"|call(?: \w{1,4})? back|callback|au telephone|by phone|phoned"
    ),
    How.EMAIL: _words(r"courriel|e-?mail|mail"),
    How.TEXT: _words(r"textos?|sms|text(?= from)"),
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
        forms += [(match, Form.STATEMENT) for match in _COMMENT.finditer(text)]
    told = sorted((match.start(), form) for match, form in forms if form is not Form.INFORMATION)
    form = told[0][1] if told else Form.INFORMATION if forms else None
    spans = [match.span() for match, each in forms if each is not Form.INFORMATION]
    channel = None
    for how, pattern in _CHANNELS.items():
        for match in pattern.finditer(text):
            channel = channel or how
            spans.append(_with_of(text, match))
    if call := _CALL.match(text.lstrip()):
        start = len(text) - len(text.lstrip())
        channel = channel or How.PHONE
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
    Referral.SPVM: _words(
        r"spvm|fusillades?|police|polici(?:er|ere)s?|shootings?|coups? de feu|homicides?|meurtres?"
        r"|murders?|stabbings?|gunshots?|poignarde(?:e|s)?"
    ),
    Referral.SIM: _words(
        r"sim(?! card)|incendies?|feu(?! (?:rouge|vert|de circulation|pieton|d'artifice|jaune))"
        r"|fires?(?! (?:dept|hydrants?))|pompi(?:er|ere)s?|firefighters?|brasier"
    ),
    Referral.STM: _words(
        r"stm|(?:auto)?bus(?!(?: lanes?| scolaires?))|buses(?! lanes?)|metro|subway"
        r"|lignes? (?:bleue|verte|orange|jaune)|(?:blue|green|orange|yellow) line"
    ),
    Referral.CABINET: _words(r"cabinet(?! d'avocats)"),
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


def read_referral(text: str, *, by_press: bool) -> Referral | None:
    """Return who might hold what `plain` *text* asks; *by_press*: no citizen asks."""
    for body, pattern in _BODIES.items():
        if pattern.search(text) and not (body is Referral.STM and _NO_RIDE.search(text)):
            return body
    if not by_press and _OWN.search(text):
        return Referral.CITIZENS
    spaced = re.sub(r"(?<=\w) (?=\w)", "-", text)
    for match in (*_BOROUGH.finditer(text), *_BOROUGH.finditer(spaced)):
        street = _STREET.search(text[max(0, match.start() - 20) : match.start()])
        if street is None and _AFTER_STREET.match(text, match.end()) is None:
            return Referral.BOROUGH
    return None
