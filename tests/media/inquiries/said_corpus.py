"""Two thousand earlier answers, and two hundred questions that one of them answers.

Seeded and invented, in under a second.  An answer is of one subject, one thing wanted to be
known, one place and one year, and no other is of the same four: so each question has one right
answer, among near misses that are of three of them.  A question is in a newsroom's words, the
answer in the City's.  Questions in English are asked of answers in English only.
"""

import csv
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests.media.inquiries import said_phrases as phrases
from tests.media.inquiries.corpora import HALVES

SEED: Final = 20261124
ANSWERS: Final = 2_000
QUESTIONS: Final = 200
ENGLISH_ONE_IN: Final = 10
YEARS: Final = range(2020, 2027)
THIS_YEAR: Final = 2026
YESTERDAY: Final = date(2026, 11, 23)
FEWEST_WORDS: Final = 40
MOST_WORDS: Final = 120
LONGEST_SENTENCE: Final = 25
SUBJECTS_FILE: Final = Path(__file__).parent / "said_subjects.tsv"

ONE_IN_TWO: Final = 0.5
ONE_IN_THREE: Final = 1 / 3
ONE_IN_TEN: Final = 0.1


class Matter(NamedTuple):
    """What an answer is of: no two are of the same."""

    subject: str
    facet: str
    place: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said, once."""

    id: str
    matter: Matter
    date: date
    dossier: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, the answer that it should find, and the dossier where it is known."""

    id: str
    text: str
    answer: str
    dossier: str | None
    language: str
    half: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A matter of the City's, in its words and in a newsroom's."""

    key: str
    dossier: str
    written: tuple[str, ...]
    asked: tuple[str, ...]
    counted: str
    counted_asked: str
    causes: tuple[str, ...]
    details: tuple[str, ...]
    written_en: tuple[str, ...]
    asked_en: tuple[str, ...]
    counted_en: str


@cache
def subjects() -> dict[str, Subject]:
    with SUBJECTS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        row["key"]: Subject(
            key=row["key"],
            dossier=row["dossier"],
            written=tuple(row["written"].split("; ")),
            asked=tuple(row["asked"].split("; ")),
            counted=row["counted"],
            counted_asked=row["counted_asked"],
            causes=tuple(row["causes"].split("; ")),
            details=tuple(row["details"].split("; ")),
            written_en=tuple(row["written_en"].split("; ")),
            asked_en=tuple(row["asked_en"].split("; ")),
            counted_en=row["counted_en"],
        )
        for row in rows
    }


@cache
def corpus(seed: int = SEED) -> tuple[tuple[Answer, ...], tuple[Question, ...]]:
    """Return the answers, in no order of matter, and the questions, each half in its turn."""
    chance = random.Random(seed)
    asked = _asked_about(chance)
    said = list(_with_near_misses(asked, chance))
    chance.shuffle(said)
    english = _in_english(asked, said, chance)
    answers = {
        matter: _answer(f"S{number:04}", matter, matter in english, chance)
        for number, matter in enumerate(said, start=1)
    }
    halves = _halves(asked, chance)
    questions = [
        _question(number, matter, answers[matter], halves[matter], chance)
        for number, matter in enumerate(asked, start=1)
    ]
    return tuple(answers.values()), tuple(questions)


def answers(seed: int = SEED) -> tuple[Answer, ...]:
    return corpus(seed)[0]


def questions(half: str, seed: int = SEED) -> tuple[Question, ...]:
    return tuple(each for each in corpus(seed)[1] if each.half == half)


def _asked_about(chance: random.Random) -> list[Matter]:
    """Matters of every subject and every facet, as many of the one as of the other."""
    keys = sorted(subjects())
    found: dict[Matter, None] = {}
    while len(found) < QUESTIONS:
        number = len(found)
        matter = Matter(
            keys[number % len(keys)],
            phrases.FACETS[(number + number // len(keys)) % len(phrases.FACETS)],
            chance.randrange(len(phrases.PLACES_FR)),
            chance.choice(YEARS),
        )
        found[matter] = None
    return list(found)


def _with_near_misses(asked: list[Matter], chance: random.Random) -> Iterator[Matter]:
    """Those asked about, three beside each, and others until there are enough."""
    said = dict.fromkeys(asked)
    for matter in asked:
        said.update(dict.fromkeys(_beside(matter, chance)))
    while len(said) < ANSWERS:
        said[_any_matter(chance)] = None
    return iter(said)


def _halves(asked: list[Matter], chance: random.Random) -> dict[Matter, str]:
    """Each facet's matters dealt to one half and the other in turn: neither is the easier."""
    shuffled = chance.sample(asked, len(asked))
    shuffled.sort(key=lambda matter: matter.facet)
    return {matter: HALVES[number % len(HALVES)] for number, matter in enumerate(shuffled)}


def _any_matter(chance: random.Random) -> Matter:
    return Matter(
        chance.choice(sorted(subjects())),
        chance.choice(phrases.FACETS),
        chance.randrange(len(phrases.PLACES_FR)),
        chance.choice(YEARS),
    )


def _beside(matter: Matter, chance: random.Random) -> tuple[Matter, ...]:
    """Another facet, another place and another year of *matter*."""
    facet = chance.choice([each for each in phrases.FACETS if each != matter.facet])
    place = chance.choice([n for n in range(len(phrases.PLACES_FR)) if n != matter.place])
    year = chance.choice([each for each in YEARS if each != matter.year])
    return matter._replace(facet=facet), matter._replace(place=place), matter._replace(year=year)


def _in_english(asked: list[Matter], said: list[Matter], chance: random.Random) -> set[Matter]:
    among_asked = set(chance.sample(asked, QUESTIONS // ENGLISH_ONE_IN))
    others = [each for each in said if each not in set(asked)]
    return among_asked | set(chance.sample(others, (ANSWERS - QUESTIONS) // ENGLISH_ONE_IN))


# ── What was said ─────────────────────────────────────────────────────────────────────


def _answer(id_: str, matter: Matter, is_english: bool, chance: random.Random) -> Answer:
    subject = subjects()[matter.subject]
    language = "en" if is_english else "fr"
    title, sentences = (_english if is_english else _french)(matter, subject, chance)
    return Answer(
        id=id_,
        matter=matter,
        date=_day(matter.year, chance),
        dossier=subject.dossier,
        title=title,
        text=_of_a_length(sentences, language, chance),
        language=language,
    )


def _french(matter: Matter, subject: Subject, chance: random.Random) -> tuple[str, list[str]]:
    the = chance.choice(subject.written)
    where = phrases.PLACES_FR[matter.place][0]
    decider = chance.choice(phrases.DECIDERS)[0]
    month, later = sorted(chance.sample(range(12), 2))
    said = chance.choice(phrases.SAID[matter.facet]).format(
        the=the,
        of=contracted("de", the),
        to_it=contracted("à", the),
        for_it=f"pour {the}",
        For_it=f"Pour {the}",
        by_it=f"par {the}",
        where=where,
        year=matter.year,
        before=matter.year - 1,
        counted=subject.counted,
        cause=chance.choice(subject.causes),
        decider=decider,
        streets=_listed(chance.sample(phrases.STREETS, 3), "et"),
        change=chance.choice(("hausse", "baisse")),
        percent=f"{chance.randrange(2, 40)},{chance.randrange(1, 10)}",
        money=f"{chance.randrange(1, 90)},{chance.randrange(1, 10)} M$",
        number=f"{chance.randrange(12, 9_000)}",
        day=f"{chance.randrange(2, 29)} {chance.choice(phrases.MONTHS)}",
        from_month=_elided(phrases.MONTHS[month]),
        later=phrases.MONTHS[later],
    )
    the = chance.choice(subject.written)
    short = where.removeprefix("dans l'arrondissement ").removeprefix("à l'échelle ")
    title = f"{_capital(the)} – {contracted('', short)}"
    if chance.random() < ONE_IN_TWO:
        title = f"{chance.choice(phrases.TITLES[matter.facet])} : {the}"
    if chance.random() < ONE_IN_THREE:
        title = f"{title} ({matter.year})"
    again = chance.choice(phrases.SAID_AGAIN)
    sentences = [said, *subject.details]
    if chance.random() < ONE_IN_TWO:
        sentences.append(again.format(the=chance.choice(subject.written), dossier=subject.dossier))
    if chance.random() < ONE_IN_THREE:
        elsewhere = chance.choice(phrases.PLACES_FR)[0]
        passing = chance.choice(phrases.IN_PASSING)
        sentences.append(passing.format(where=elsewhere, year=chance.choice(YEARS)))
    return title, sentences


def _english(matter: Matter, subject: Subject, chance: random.Random) -> tuple[str, list[str]]:
    it = chance.choice(subject.written_en)
    month, later = sorted(chance.sample(range(12), 2))
    said = chance.choice(phrases.SAID_EN[matter.facet]).format(
        it=it,
        where=_place_en(matter.place, of="the borough of "),
        year=matter.year,
        before=matter.year - 1,
        counted=subject.counted_en,
        decider=chance.choice(phrases.DECIDERS)[1],
        streets=_listed(chance.sample(phrases.STREETS, 3), "and"),
        percent=f"{chance.randrange(2, 40)}.{chance.randrange(1, 10)}",
        money=f"${chance.randrange(1, 90)}.{chance.randrange(1, 10)} million",
        number=f"{chance.randrange(12, 9_000)}",
        day=f"{chance.choice(phrases.MONTHS_EN)} {chance.randrange(2, 29)}",
        month=phrases.MONTHS_EN[month],
        later=phrases.MONTHS_EN[later],
    )
    other = next(each for each in (*subject.written_en, it) if each != it)
    return _capital(it), [said, f"This answer is about {other}, as asked by the newsroom."]


def _of_a_length(sentences: list[str], language: str, chance: random.Random) -> str:
    """*sentences* and common ones, until there are enough words, and never too many."""
    common = list(phrases.MORE_SAID if language == "fr" else phrases.MORE_SAID_EN)
    chance.shuffle(common)
    enough = chance.randint(FEWEST_WORDS, MOST_WORDS - LONGEST_SENTENCE)
    kept = list(sentences)
    while common and len(" ".join(kept).split()) < enough:
        kept.append(common.pop())
    first, *others = kept
    chance.shuffle(others)
    place = chance.randint(0, 1)
    return " ".join([*others[:place], first, *others[place:]])


def _day(year: int, chance: random.Random) -> date:
    """A day of *year*, or of the winter after it; never one to come."""
    day = date(year, 1, 15) + timedelta(days=chance.randrange(400))
    return min(day, YESTERDAY - timedelta(days=chance.randrange(200)))


# ── What is asked ─────────────────────────────────────────────────────────────────────


def _question(
    number: int, matter: Matter, answer: Answer, half: str, chance: random.Random
) -> Question:
    subject = subjects()[matter.subject]
    write = _asked_english if answer.language == "en" else _asked_french
    return Question(
        id=f"Q{number:03}",
        text=write(matter, subject, chance),
        answer=answer.id,
        dossier=answer.dossier if chance.random() < ONE_IN_THREE else None,
        language=answer.language,
        half=half,
    )


def _asked_french(matter: Matter, subject: Subject, chance: random.Random) -> str:
    it = chance.choice(subject.asked)
    pattern = chance.choice(phrases.ASKED[matter.facet]).replace("de {it}", "{of}")
    year, before = f"{matter.year}", f"{matter.year - 1}"
    if "en {year}" in pattern and "{before}" not in pattern and chance.random() < ONE_IN_THREE:
        said = {THIS_YEAR: "cette année", THIS_YEAR - 1: "l'an dernier"}.get(matter.year)
        pattern = pattern.replace("en {year}", said) if said else pattern
    text = pattern.format(
        it=it,
        of=contracted("de", it),
        place=chance.choice(phrases.PLACES_FR[matter.place][1]),
        year=year,
        before=before,
        counted=subject.counted_asked,
        de_counted=_elided(subject.counted_asked),
    )
    if chance.random() < ONE_IN_THREE:
        text = chance.choice(phrases.BEFORE_ASKING) + _capital(text)
    return _without_accents(text).lower() if chance.random() < ONE_IN_TEN else _capital(text)


def _asked_english(matter: Matter, subject: Subject, chance: random.Random) -> str:
    text = chance.choice(phrases.ASKED_EN[matter.facet]).format(
        it=chance.choice(subject.asked_en),
        place=_place_en(matter.place, of=""),
        year=matter.year,
        before=matter.year - 1,
        counted=subject.counted_en,
    )
    return _capital(text)


# ── Words ─────────────────────────────────────────────────────────────────────────────


def contracted(preposition: str, noun: str) -> str:
    """*preposition* before a noun with its article: du, aux; without one, the bare noun."""
    if not preposition:
        return noun.removeprefix("de ").removeprefix("d'").removeprefix("du ")
    article, _, bare = noun.partition(" ")
    joined = {
        ("de", "le"): "du",
        ("de", "les"): "des",
        ("à", "le"): "au",
        ("à", "les"): "aux",
    }.get((preposition, article))
    return f"{joined} {bare}" if joined else f"{preposition} {noun}"


def _elided(noun: str) -> str:
    return f"d'{noun}" if _without_accents(noun)[0] in "aeiouhAEIOU" else f"de {noun}"


def _place_en(place: int, *, of: str) -> str:
    name = phrases.PLACES_FR[place][0]
    if "arrondissement" not in name:
        return "city-wide"
    bare = contracted("", name.removeprefix("dans l'arrondissement "))
    return f"in {of}{bare}"


def _listed(names: list[str], conjunction: str) -> str:
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each))
