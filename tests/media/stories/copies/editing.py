"""How a newsroom edits what another wrote: pure, and the same for the same chance.

It knows words, sentences and outlets, and nothing of how a copy is recognised.  The share of
an edit is counted in words: how many must be put in, taken out or changed to go from one text
to the other, over the words of the first.  Accents, case and punctuation are no words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random

LEAST_SHARE = 0.10
MOST_SHARE = 0.40
SUMMARY_CHARACTERS = (200, 300)
_TRIES = 60
_CLAUSE_WORDS = 10
_SENTENCE_END = re.compile(r"(?<=[.!?])(?: »|\"|”)? (?=[A-ZÀ-Ý«\"“0-9])")
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-zà-ÿœ'’-]{4,}")
_HERE = Path(__file__).parent

OUTLETS = {
    "fr": (
        "Le Quotidien de l'île",
        "La Dépêche métropolitaine",
        "Info Mont-Royal",
        "Le Courrier du Canal",
        "Radio-Métropole",
        "Le Fleuve",
        "24 minutes",
        "L'Écho de l'Est",
        "Télé-Québec-Nord",
        "Agence Boréale",
        "La Gazette des ruelles",
        "Pointe Info",
    ),
    "en": (
        "The Island Post",
        "Mountain News",
        "The Canal Courier",
        "Radio 940",
        "The West Islander",
        "Northern Wire",
        "Metro Daily",
        "The Plateau Reader",
        "Sud-Ouest Weekly",
        "City Hall Notes",
        "CKMT News",
        "The Lachine Messenger",
    ),
}
AUTHORS = {
    "fr": (
        "Jeanne Tremblay",
        "Marc-Olivier Fournier",
        "Lina Haddad",
        "Simon Lévesque",
        "Claire Boisvert",
        "Ngoc Pham",
        "La rédaction",
    ),
    "en": ("Jane Whitfield", "Omar Aziz", "Paul Kowalski", "Tara Singh", "Staff", "Kate O'Neil"),
}
DATELINES = {
    "fr": (
        "MONTRÉAL — ",
        "MONTRÉAL, 24 nov. 2026 (Agence Boréale) – ",
        "Montréal (AB) - ",
        "Montréal, le 24 novembre 2026. – ",
        "(Montréal) ",
    ),
    "en": (
        "MONTREAL — ",
        "MONTREAL (Northern Wire) - ",
        "(Montreal) ",
        "MONTREAL, Nov. 24, 2026 – ",
    ),
}
OWN_WORDS = {
    "fr": (
        "Notre équipe est sur place et mettra cet article à jour au cours de la journée.",
        "Nos auditeurs ont réagi à l'antenne : les lignes ont été occupées toute la matinée.",
        "Rappelons que notre journal avait publié un dossier complet sur ce sujet au printemps.",
        "Un professeur d'urbanisme, joint par téléphone, estime que la nouvelle était attendue.",
        "Êtes-vous touché par cette nouvelle? Nous publierons les meilleurs témoignages samedi.",
        "Au moment de publier, le cabinet n'avait pas répondu à nos questions.",
        "À lire aussi : notre guide pour s'y retrouver dans les services municipaux.",
    ),
    "en": (
        "Our newsroom will update this story through the day.",
        "Callers to our morning show were split on the matter, with lines busy until noon.",
        "This newspaper first reported on the issue in the spring, in a series of six articles.",
        "Reached by phone, a professor of planning said that the news came as no surprise.",
        "Are you affected? Write to us: we will print the best letters on Saturday.",
        "The mayor's office had not answered our questions by press time.",
    ),
}
_ASIDES = {
    "fr": (
        "a-t-on appris",
        "selon nos informations",
        "notamment",
        "par ailleurs",
        "en effet",
        "cette semaine",
        "dans la métropole",
    ),
    "en": ("we have learned", "according to officials", "this week", "meanwhile", "in fact"),
}
_TYPOGRAPHY = {
    "fr": (
        ("« ", "“"),
        (" »", "”"),
        ("'", "’"),
        (" %", "%"),
        (" $", "\N{NO-BREAK SPACE}$"),
        (" :", "\N{NO-BREAK SPACE}:"),
        ("; ", "\N{NARROW NO-BREAK SPACE}; "),
        (" – ", " - "),
        (" millions", "\N{NO-BREAK SPACE}millions"),
        ("1er", "1\N{MODIFIER LETTER SMALL E}\N{MODIFIER LETTER SMALL R}"),
    ),
    "en": (
        (' "', " “"),
        ('"', "”"),
        ("'", "’"),
        (" per cent", "%"),
        (" million", "M"),
        ("Montreal", "Montréal"),
        ("Quebec", "Québec"),
        (" a.m.", " am"),
        (" p.m.", " pm"),
    ),
}


class Kind(StrEnum):
    """What mainly was done to a text; some words were changed as well."""

    WORDS = "words"
    ORDER = "order"
    LEAD = "lead"
    TAIL = "tail"
    HEADLINE = "headline"
    BYLINE = "byline"
    ADDED = "added"
    TYPOGRAPHY = "typography"
    UNACCENTED = "unaccented"
    MIXED = "mixed"
    SUMMARY = "summary"
    """Only the beginning, as many a feed gives it: no share in view, whatever it comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text as an outlet publishes it; its paragraphs are apart by two newlines."""

    title: str
    text: str
    author: str = ""


def words(text: str) -> list[str]:
    """Return the words of *text*, without accents nor case."""
    return [word for piece in text.split() for word in _words_in(piece)]


@cache
def _words_in(piece: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", piece.casefold())
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many words must be put in, taken out or changed (Myers, bit by bit)."""
    if not first:
        return len(second)
    places: dict[str, int] = {}
    for index, word in enumerate(first):
        places[word] = places.get(word, 0) | 1 << index
    mask = (1 << len(first)) - 1
    last = 1 << (len(first) - 1)
    rises, falls, count = mask, 0, len(first)
    for word in second:
        same = places.get(word, 0)
        down = same | falls
        across = (((same & rises) + rises) ^ rises) | same
        up = falls | (~(across | rises) & mask)
        less = rises & across
        count += (up & last != 0) - (less & last != 0)
        up = (up << 1 | 1) & mask
        rises = ((less << 1) | ~(down | up)) & mask
        falls = up & down
    return count


def share(first: str, second: str) -> float:
    """Return the share of *first* that was edited to make *second*."""
    before = words(first)
    return distance(before, words(second)) / len(before)


def unaccented(text: str) -> str:
    """Return *text* as one types it without accents."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def copied(
    written: Written, other_title: str, kind: Kind, *, language: str, outlet: str, chance: Random
) -> Written:
    """Return *written* as *outlet* would edit it, by a share between the two bounds.

    Args:
        written: What is copied.
        other_title: Another headline for it.
        kind: What is mainly done to it.
        language: ``fr`` or ``en``.
        outlet: Who edits.
        chance: Where every choice comes from.
    """
    title = _titled(written.title, other_title, kind, outlet, chance)
    author = chance.choice(AUTHORS[language])
    if kind is Kind.SUMMARY:
        return Written(title=title, text=summary(written.text, chance), author=author)
    aim = chance.uniform(LEAST_SHARE + 0.01, MOST_SHARE - 0.01)
    text = _reshaped(written.text, kind, language, chance)
    if kind is Kind.BYLINE:
        text = _signed(text, author, outlet, language, chance)
    if kind is Kind.TYPOGRAPHY:
        for old, new in _TYPOGRAPHY[language]:
            text = text.replace(old, new)
    text = _reworded(written.text, text, aim, language, chance)
    if kind is Kind.UNACCENTED:
        text = unaccented(text)
    return Written(title=title, text=text, author=author)


def summary(text: str, chance: Random) -> str:
    """Return the beginning of *text*, as a feed gives it."""
    room = chance.randint(*SUMMARY_CHARACTERS)
    start, _, _ = text.replace("\n\n", " ")[:room].rpartition(" ")
    return f"{start} […]"


def _titled(title: str, other: str, kind: Kind, outlet: str, chance: Random) -> str:
    if kind in {Kind.HEADLINE, Kind.MIXED}:
        title = other
    if kind is Kind.UNACCENTED:
        return unaccented(title)
    if kind in {Kind.HEADLINE, Kind.TYPOGRAPHY} or chance.random() < 0.2:
        return f"{title} {chance.choice('|-–')} {outlet}"
    return title


def _signed(text: str, author: str, outlet: str, language: str, chance: Random) -> str:
    bare = re.sub(r"^MONTR[ÉE]AL – ", "", text)
    by = "Par" if language == "fr" else "By"
    head = f"{by} {author}, {outlet}\n\n" if chance.random() < 0.5 else ""
    return f"{head}{chance.choice(DATELINES[language])}{bare}"


def _sentences(text: str) -> list[list[str]]:
    return [_SENTENCE_END.split(paragraph) for paragraph in text.split("\n\n")]


def _whole(sentences: Sequence[Sequence[str]]) -> str:
    return "\n\n".join(" ".join(each) for each in sentences if each)


def _reshaped(original: str, kind: Kind, language: str, chance: Random) -> str:
    """Do what *kind* says to the sentences, in the mildest way that is still that."""
    shapes: dict[Kind, tuple[Callable[[str], str], ...]] = {
        Kind.LEAD: (_without_lead,),
        Kind.TAIL: (_without_tail,),
        Kind.ORDER: (lambda each: _reordered(each, chance),),
        Kind.ADDED: (lambda each: _added(each, language, chance),),
        Kind.MIXED: (
            lambda each: _added(each, language, chance),
            _without_tail,
            lambda each: _reordered(each, chance),
        ),
    }
    text = original
    for shape in shapes.get(kind, ()):
        shaped = shape(text)
        if share(original, shaped) < MOST_SHARE - 0.08:
            text = shaped
            if kind is Kind.MIXED and chance.random() < 0.4:
                break
    return text


def _without_lead(text: str) -> str:
    first, *others = _sentences(text)
    return _whole([first[1:], *others])


def _without_tail(text: str) -> str:
    *others, last = _sentences(text)
    return _whole([*others, last[:-1]])


def _reordered(text: str, chance: Random) -> str:
    """Move the shortest sentences of the middle: the first remains the first."""
    paragraphs = _sentences(text)
    flat = [(row, column) for row, each in enumerate(paragraphs) for column in range(len(each))]
    movable = sorted(flat[1:], key=lambda at: len(paragraphs[at[0]][at[1]]))[:3]
    row, column = chance.choice(movable)
    moved = paragraphs[row].pop(column)
    goal = chance.choice([n for n in range(len(paragraphs)) if n != row] or [row])
    paragraphs[goal].insert(chance.randint(goal == 0, len(paragraphs[goal])), moved)
    return _whole(paragraphs)


def _added(text: str, language: str, chance: Random) -> str:
    paragraphs = text.split("\n\n")
    own = chance.choice(OWN_WORDS[language])
    paragraphs.insert(chance.randint(1, len(paragraphs)), own)
    return "\n\n".join(paragraphs)


def _reworded(original: str, text: str, aim: float, language: str, chance: Random) -> str:
    """Change words of *text* until the share comes to *aim*; half the editors cut clauses."""
    cuts_clauses = chance.random() < 0.5
    edited = share(original, text)
    for _ in range(_TRIES):
        if edited >= aim:
            break
        tried = _one_change(text, language, chance, cuts_clauses=cuts_clauses)
        if (now := share(original, tried)) <= MOST_SHARE:
            text, edited = tried, now
    return text


def _one_change(text: str, language: str, chance: Random, *, cuts_clauses: bool) -> str:
    pieces = re.split(r"(\s+)", text)
    table = _synonyms(language)
    known = [n for n in range(2, len(pieces), 2) if pieces[n].strip(".,;") in table]
    if known and chance.random() < 0.6:
        place = chance.choice(known)
        bare = pieces[place].strip(".,;")
        pieces[place] = pieces[place].replace(bare, table[bare])
        return "".join(pieces)
    pauses = [n for n in range(0, len(pieces) - 2, 2) if pieces[n].endswith(",")]
    if pauses and chance.random() < 0.1:
        pieces[chance.choice(pauses)] += f" {chance.choice(_ASIDES[language])},"
        return "".join(pieces)
    clauses = [(n, end) for n in pauses if (end := _clause_end(pieces, n))]
    if cuts_clauses and clauses:
        place, end = chance.choice(clauses)
        pieces[place] = pieces[place][:-1] + pieces[end][-1]
        return "".join(pieces[: place + 1] + pieces[end + 1 :])
    plain = [n for n in range(2, len(pieces), 2) if _PLAIN.fullmatch(pieces[n])]
    if not plain:
        return text
    place = chance.choice(plain)
    return "".join(pieces[:place] + pieces[place + 2 :])


def _clause_end(pieces: Sequence[str], comma: int) -> int:
    """Return where the clause after a comma ends; nowhere (0) if it is not a short one."""
    for end in range(comma + 2, min(comma + 2 * _CLAUSE_WORDS, len(pieces)), 2):
        if "\n" in pieces[end - 1] or pieces[end].startswith(("«", "“", '"')):
            return 0
        if pieces[end].endswith((",", ".", ";")):
            return end
    return 0


@cache
def _synonyms(language: str) -> dict[str, str]:
    lines = (_HERE / f"synonyms_{language}.tsv").read_text(encoding="utf-8").splitlines()
    return dict(_pair(line) for line in lines)


def _pair(line: str) -> tuple[str, str]:
    word, other = line.split("\t")
    return word, other
