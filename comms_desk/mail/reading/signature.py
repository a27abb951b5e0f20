"""The words of a mail told apart from its signature and from the notices around them.

A signature gives a name, an outlet and telephones; a notice gives nothing: neither its
questions nor its hours are the journalist's.  What follows « P.-S. » is theirs again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comms_desk.text.fold import tokens

SIGNATURE_LINE_CHARACTERS = 90
SIGNATURE_LINES = 14
WRAPPED_FROM_CHARACTERS = 50
"""A line that is shorter was ended by the writer, not by their program."""

_NOTICE = re.compile(
    r"(?:avis (?:de confidentialité|important|légal)|mise en garde|confidentialit(?:y|é)\b"
    r"|(?:this|the information (?:contained )?in this) "
    r"(?:e-?mail|message|communication|transmission)s?\b.{0,60}"
    r"(?:confidential|intended|privileged|may contain|is for)"
    r"|(?:ce|cet|le présent|le contenu de ce|l.information contenue dans ce) "
    r"(?:courriel|message|e-mail|courrier|document)\b.{0,80}"
    r"(?:confidentiel|destin|adressé|privilégi|peut contenir|s.adresse)"
    r"|si vous (?:avez reçu|recevez) ce|if you (?:have )?receive[d]? this"
    r"|if you are not the intended|si vous n.êtes pas le destinataire"
    r"|(?:pensez|songez) à l.environnement|please consider the environment"
    r"|avant d.imprimer|before printing)",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"(?:\[?(?:externe|external|ext)\]? ?[:-]|attention ?:|caution ?:|avertissement ?:|warning ?:"
    r"|\[(?:externe|external)\]"
    r"|ce (?:courriel|message) (?:provient|vient) d|this (?:e-?mail|message) (?:originated|came)"
    r"|vous ne recevez pas souvent|you don.t often get)",
    re.IGNORECASE,
)
_OF_A_TELEPHONE = re.compile(
    r"(?:envoyé (?:de(?:puis)?|à partir de|par) |sent from |get outlook|télécharge[rz] outlook"
    r"|obtenez outlook|obtenir outlook|provenance : courrier)",
    re.IGNORECASE,
)
_DASHES = re.compile(r"(?:--|—|–|_{2,}|-{3,})\s*")
_CLOSING = re.compile(
    r"(?:(?:un grand |mille )?merci(?: (?:beaucoup|bien|d.avance|à vous|et .{0,30}))?"
    r"|cordialement|(?:bien )?(?:cordialement|à vous|sincèrement).{0,12}|salutations.{0,15}"
    r"|bonne (?:journée|soirée)|au plaisir.{0,30}|amicalement|respectueusement"
    r"|(?:many )?thanks(?: (?:again|so much|in advance|very much))?|thank you.{0,20}|cheers"
    r"|(?:kind |best |warm )?regards|(?:all the )?best|sincerely|yours.{0,12})[\s,.!]*",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(r"p\.?[- ]?s\.?\b[\s.:–-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBody:
    """The *body* of a mail in its lines, and its *signature* in its."""

    body: tuple[str, ...]
    signature: tuple[str, ...]


def written(text: str, name: str) -> SignedBody:
    """Part what somebody called *name* wrote; blank lines and notices are left out."""
    lines = [*_without_notices(text)]
    start = _start_of_signature(lines, name)
    body, signature = list(lines[:start]), list[str]()
    is_after = False
    for line in lines[start:]:
        is_after = is_after or (bool(signature) and bool(_AFTERWORD.match(line)))
        (body if is_after else signature).append(line)
    return SignedBody(
        body=tuple(_joined(body)), signature=tuple(each for each in signature if each)
    )


def _without_notices(text: str) -> list[str]:
    """Return the lines of *text* but its notices; what stands below a legal one is of it too."""
    kept: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in paragraph.split("\n")]
        lines = [line for line in lines if line and not _OF_A_TELEPHONE.match(line)]
        if not lines or _BANNER.match(lines[0]):
            continue
        for line in lines:
            if _NOTICE.match(line) and kept:
                return kept
            if not _NOTICE.match(line):
                kept.append(line)
        kept.append("")
    return kept


def _start_of_signature(lines: Sequence[str], name: str) -> int:
    """Return the number of the line at which the signature begins, or how many there are."""
    for place, line in enumerate(lines):
        if place and _DASHES.fullmatch(line):
            return place
    wanted = tokens(name)
    filled = [place for place, line in enumerate(lines) if line]
    for place in filled[1:]:
        if wanted and _signs(lines[place], wanted):
            return place
    for place in reversed(filled[-SIGNATURE_LINES:]):
        is_last = place == filled[-1]
        if _CLOSING.fullmatch(lines[place]) and not is_last and place != filled[0]:
            return place
    return _short_end(lines, filled)


def _signs(line: str, wanted: Sequence[str]) -> bool:
    """Whether *line* begins with the name *wanted*, or is their first name alone."""
    said = tokens(line)
    if not said or len(line) > SIGNATURE_LINE_CHARACTERS or line.rstrip().endswith("?"):
        return False
    if said == [wanted[0]] or said[: len(wanted)] == list(wanted):
        return True
    return said[0] == wanted[0] and wanted[-1] in said[:4]


def _short_end(lines: Sequence[str], filled: Sequence[int]) -> int:
    """Return where the short lines at the end begin that read as who somebody is."""
    start = len(lines)
    for place in reversed(filled[1:]):
        line = lines[place]
        is_short = len(line) <= SIGNATURE_LINE_CHARACTERS // 2 and not re.search(r"[?!:;]", line)
        if not is_short or line.endswith(".") or not (line[:1].isupper() or line[:1].isdigit()):
            break
        start = place
    is_one = start < len(lines) and len([each for each in filled if each >= start]) == 1
    alone = lines[start] if is_one else ""
    has_name = bool(re.fullmatch(r"(?:[^\W\d_][\w'’.-]+[ ,|]*){2,6}", alone))
    return len(lines) if is_one and not has_name else start


def _joined(lines: Sequence[str]) -> list[str]:
    """Return *lines* with those that a program broke put together again."""
    found: list[str] = []
    before = ""
    for line in lines:
        is_open = not re.search(r"[.?!:]$", before) or _ENDS_IN_IT.fullmatch(line) is not None
        continues = len(before) >= WRAPPED_FROM_CHARACTERS and is_open
        if line and found and continues and not is_item(line):
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        before = line
    return found


_ENDS_IN_IT = re.compile(r"[a-zà-ÿ\d][^?:]{0,30}\.?")
"""What is said after a colon that ended a line: « Deadline: / noon. »"""
_ITEM = re.compile(
    r"(?:(?:q|question) ?(?:n[o°º] ?)?\d{1,2} ?[:.)-]|\d{1,2} ?(?:[.)]|-(?= ))"
    r"|[a-h] ?\)|[-*•·◦–—](?= ))\s*",
    re.IGNORECASE,
)


def is_item(line: str) -> bool:
    """Whether *line* begins an item of a list."""
    return _ITEM.match(line) is not None


def without_mark(line: str) -> str:
    """Return *line* without the number or the bullet before it."""
    return _ITEM.sub("", line, count=1)
