"""A morning at the press office that knows its own truth: what came, and what tells of the City.

Three hundred outlets, French and English, each with its feed's document; two thousand entries
of the night, from 17:00 to 7:00 in Montréal.  Of these, 220 name the City and tell 140 stories:
a hundred are told once, the others by two to five outlets, which edit each other as newsrooms
do (`tests.media.stories.copies.editing`).  A story named late is named in its last paragraph
only, never in its title nor in its summary.  The rest is noise, with the traps that the watch
must not fall into: teams, banks, other cities, places far away that share a name.

All is made from the sentences in ``city_words`` and a seed; nothing is random otherwise, and
nothing is known here of themes or of grouping.  Each story has sentences of its own; noise
shares its forms, as forecasts and results do, and no truth is told of its stories.  Whoever
tunes makes the morning of `TUNING_SEED`; that of `ASIDE_SEED` is made at the end, once.
Serve a `Source` at its path, as it is: the documents stand on no host of their own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from tests.media.stories.copies.editing import AUTHORS, Kind, Written, copied

TUNING_SEED = 1
ASIDE_SEED = 724
SOURCES = {"fr": 200, "en": 100}
ENTRIES = 2_000
TOLD_BY = {1: 100, 2: 16, 3: 12, 4: 8, 5: 4}
"""How many stories are told by how many outlets: 140 stories, 220 mentions."""
BEGAN = datetime(2026, 11, 23, 22, tzinfo=UTC)
ENDED = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUMMARY_CHARACTERS = 260
_LATEST_COPY = timedelta(hours=8)
_WORDS = Path(__file__).parent / "city_words"
_CITY = re.compile(
    r"ville de montreal|city of montreal|arrondissement d|borough (?:council )?of |"
    r"montreal (?:city (?:council|hall)|mayor)|mairesse de montreal|conseil municipal de montreal|"
    r"service de securite incendie de montreal|cour municipale de montreal|"
    r"office de consultation publique de montreal"
)
_NOT_CITY = re.compile(r"ville de montreal-(?:est|ouest)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed as it is served that morning: RSS or Atom, in UTF-8."""

    path: str
    document: bytes
    language: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a perfect watch would show, by links.

    Attributes:
        mentions: The entries that name the City.
        stories: Which of them tell one story; each is in one.
        late: Mentions that name the City only at the end of their full text.
    """

    mentions: frozenset[str]
    stories: tuple[frozenset[str], ...]
    late: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What came, and the truth of it."""

    sources: tuple[Source, ...]
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlet:
    number: int
    name: str
    language: str
    is_whole: bool
    """Its feed gives whole texts, not only their summaries."""

    @property
    def site(self) -> str:
        return f"{_slug(self.name)}-{self.number:03}.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    outlet: _Outlet
    link: str
    written: Written
    summary: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a piece of news may be told: its sentences have slots."""

    language: str
    is_late: bool
    titles: tuple[str, ...]
    sentences: tuple[str, ...]


def names_the_city(*texts: str) -> bool:
    """Say whether the City, or one of its boroughs, is named as these mentions name it."""
    plain = _plain(" ".join(texts))
    return bool(_CITY.search(_NOT_CITY.sub("", plain)))


@cache
def morning(seed: int = TUNING_SEED) -> Morning:
    """Return the morning of *seed*: always the same."""
    chance = Random(seed)
    outlets = _outlets(chance)
    numbers = count(1)
    stories = list(_stories(outlets, numbers, chance))
    told = [entry for story, _ in stories for entry in story]
    entries = [*told, *_noise(outlets, told, numbers, chance)]
    by_outlet: dict[int, list[_Entry]] = {each.number: [] for each in outlets}
    for entry in entries:
        by_outlet[entry.outlet.number].append(entry)
    truth = Truth(
        mentions=frozenset(entry.link for entry in told),
        stories=tuple(frozenset(entry.link for entry in story) for story, _ in stories),
        late=frozenset(entry.link for story, is_late in stories if is_late for entry in story),
    )
    return Morning(
        sources=tuple(_source(each, by_outlet[each.number]) for each in outlets), truth=truth
    )


def _outlets(chance: Random) -> list[_Outlet]:
    named = [
        (head.format(place), language)
        for language in SOURCES
        for head in _choices(language, "outlet")
        for place in _choices(language, "place")
    ]
    chance.shuffle(named)
    return [
        _Outlet(number=number, name=name, language=language, is_whole=chance.random() < 0.5)
        for number, (name, language) in enumerate(named)
    ]


def _stories(
    outlets: Sequence[_Outlet], numbers: Iterator[int], chance: Random
) -> Iterator[tuple[list[_Entry], bool]]:
    """Yield the mentions of each story, and whether the City is named late in them."""
    sizes = [size for size, stories in TOLD_BY.items() for _ in range(stories)]
    chance.shuffle(sizes)
    for form in _forms():
        written, other_title = _told(form, chance)
        fit = [each for each in outlets if each.language == form.language]
        if form.is_late:
            fit = [each for each in fit if each.is_whole]
        tellers = chance.sample(fit, sizes.pop())
        yield list(_retold(written, other_title, tellers, numbers, chance)), form.is_late


def _told(form: _Form, chance: Random) -> tuple[Written, str]:
    """Return the story of a form, and another title for it."""
    fill = _filler(form.language, chance)
    title, other_title = (fill(each) for each in form.titles)
    first, second = chance.sample(_sentences(form.language, "quote"), 2)
    quotes = first, second.replace("{other_name}", "{third_name}")
    end = [chance.choice(_sentences(form.language, "late"))] if form.is_late else []
    text = "\n\n".join(fill(each) for each in (*form.sentences, *quotes, *end))
    author = chance.choice(AUTHORS[form.language])
    return Written(title=title, text=text, author=author), other_title


def _retold(
    written: Written,
    other_title: str,
    tellers: Sequence[_Outlet],
    numbers: Iterator[int],
    chance: Random,
) -> Iterator[_Entry]:
    """Yield the story as its first outlet tells it, then as the others copy it."""
    began = _moment(BEGAN, ENDED, chance)
    yield _entry(tellers[0], written, next(numbers), began)
    late = not names_the_city(written.title, _summary(written.text))
    for teller in tellers[1:]:
        copy = _copy(written, other_title, teller, chance, is_late=late)
        moment = _moment(began, min(ENDED, began + _LATEST_COPY), chance)
        yield _entry(teller, copy, next(numbers), moment)


def _copy(
    written: Written, other_title: str, teller: _Outlet, chance: Random, *, is_late: bool
) -> Written:
    """Return an edited copy, of those that still name the City."""
    kinds = [kind for kind in Kind if kind is not Kind.SUMMARY]
    while True:
        copy = copied(
            written,
            other_title,
            chance.choice(kinds),
            language=teller.language,
            outlet=teller.name,
            chance=chance,
        )
        is_named_early = names_the_city(copy.title, _summary(copy.text))
        if names_the_city(copy.title, copy.text) and not (is_late and is_named_early):
            return copy


def _noise(
    outlets: Sequence[_Outlet], told: Sequence[_Entry], numbers: Iterator[int], chance: Random
) -> Iterator[_Entry]:
    """Yield what else came; every outlet has something, some have much."""
    silent = [each for each in outlets if each not in {entry.outlet for entry in told}]
    weights = [chance.choice((1, 1, 2, 4)) for _ in outlets]
    others = chance.choices(outlets, weights, k=ENTRIES - len(told) - len(silent))
    seen: set[str] = set()
    for outlet in (*silent, *others):
        title, text = _noise_told(outlet.language, seen, chance)
        author = chance.choice(AUTHORS[outlet.language])
        written = Written(title=title, text=text, author=author)
        yield _entry(outlet, written, next(numbers), _moment(BEGAN, ENDED, chance))


def _noise_told(language: str, seen: set[str], chance: Random) -> tuple[str, str]:
    forms = [each for each in _lines("noise.tsv") if each[0] == language]
    while True:
        fill = _filler(language, chance)
        _, title, text = chance.choice(forms)
        if fill(title) not in seen:
            break
    seen.add(fill(title))
    quote = chance.choice(_sentences(language, "quote"))
    return fill(title), f"{fill(text)}\n\n{fill(quote)}"


def _moment(earliest: datetime, latest: datetime, chance: Random) -> datetime:
    seconds = int((latest - earliest).total_seconds())
    return earliest + timedelta(seconds=chance.randint(0, seconds))


def _entry(outlet: _Outlet, written: Written, number: int, moment: datetime) -> _Entry:
    summary = _summary(written.text)
    is_said = names_the_city(written.title, summary) or not names_the_city(written.text)
    return _Entry(
        outlet=outlet,
        link=f"https://{outlet.site}/2026/11/{_slug(written.title)[:60]}-{number}",
        written=written,
        # A feed of summaries that would leave the City out gives this one whole.
        summary=summary if outlet.is_whole or is_said else written.text,
        published_at=moment,
    )


def _summary(text: str) -> str:
    """Return the first sentences, as many as a feed shows."""
    flat = text.replace("\n\n", " ")
    return flat if len(flat) <= SUMMARY_CHARACTERS else _cut(flat)


def _cut(text: str) -> str:
    start, _, _ = text[:SUMMARY_CHARACTERS].rpartition(" ")
    return f"{start} […]"


@cache
def _lines(name: str) -> list[list[str]]:
    text = (_WORDS / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _choices(language: str, slot: str) -> list[str]:
    (found,) = (each[2] for each in _lines("slots.tsv") if each[:2] == [language, slot])
    return found.split("|")


@cache
def _forms() -> list[_Form]:
    forms = []
    for section in (_WORDS / "mentions.txt").read_text(encoding="utf-8").split("## ")[1:]:
        heading, *lines = section.strip().splitlines()
        language, *late = heading.split()
        forms.append(
            _Form(
                language=language,
                is_late=bool(late),
                titles=tuple(lines[:2]),
                sentences=tuple(lines[2:]),
            )
        )
    return forms


def _sentences(language: str, kind: str) -> list[str]:
    return [
        text for tongue, use, text in _lines("sentences.tsv") if (tongue, use) == (language, kind)
    ]


def _filler(language: str, chance: Random) -> Callable[[str], str]:
    """Return what fills the slots of sentences, the same way in all those of one story."""
    values = dict(_values(language, chance))
    return lambda text: text.format_map(values)


def _values(language: str, chance: Random) -> Iterator[tuple[str, str]]:
    for tongue, slot, choices in _lines("slots.tsv"):
        if tongue not in {language, "both"}:
            continue
        first, second, third = chance.sample(choices.split("|"), 3)
        if slot == "borough":
            name, of, to = first.split("/")
            yield from {"borough": name, "of_borough_cap": name}.items()
            yield from {"of_borough": of, "of_borough_to": to}.items()
            continue
        yield slot, first
        yield f"other_{slot}", second
        yield f"third_{slot}", third
        yield f"{slot}_en", first
    big = chance.randint(1_050, 9_900)
    yield "big", f"{big:,}" if language == "en" else f"{big:,}".replace(",", "\N{NO-BREAK SPACE}")
    bounds: Mapping[str, tuple[int, int]] = {
        "n": (12, 88),
        "n2": (2, 9),
        "hour": (2, 11),
        "age": (23, 88),
        "age2": (19, 90),
        "age3": (18, 27),
        "percent": (3, 48),
        "old": (1890, 1962),
        "old2": (2008, 2014),
        "year": (1988, 2021),
    }
    for slot, (least, most) in bounds.items():
        yield slot, str(chance.randint(least, most))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", _plain(text)))


def _source(outlet: _Outlet, entries: Sequence[_Entry]) -> Source:
    newest_first = sorted(entries, key=lambda each: each.published_at, reverse=True)
    write = _atom if outlet.number % 3 == 0 else _rss
    return Source(
        path=f"/{outlet.number:03}-{_slug(outlet.name)}.xml",
        document=write(outlet, newest_first).encode(),
        language=outlet.language,
        outlet=outlet.name,
    )


def _html(text: str) -> str:
    """Return a text as markup, itself escaped for XML."""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n\n"))
    return escape(paragraphs)


def _rss(outlet: _Outlet, entries: Sequence[_Entry]) -> str:
    items = "".join(
        f"<item><title>{escape(each.written.title)}</title><link>{each.link}</link>"
        f'<guid isPermaLink="false">{outlet.number}-{each.link.rpartition("-")[2]}</guid>'
        f"<pubDate>{format_datetime(each.published_at)}</pubDate>"
        f"<dc:creator>{escape(each.written.author)}</dc:creator>"
        f"<description>{_html(each.summary)}</description>"
        + (f"<content:encoded>{_html(each.written.text)}</content:encoded>" * outlet.is_whole)
        + "</item>"
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(outlet.name)}</title><link>https://{outlet.site}/</link>"
        f"<description>{escape(outlet.name)}</description>"
        f"<language>{outlet.language}-ca</language>{items}</channel></rss>"
    )


def _atom(outlet: _Outlet, entries: Sequence[_Entry]) -> str:
    items = "".join(
        f"<entry><title>{escape(each.written.title)}</title><id>{each.link}</id>"
        f'<link rel="alternate" href="{each.link}"/>'
        f"<published>{each.published_at.isoformat()}</published>"
        f"<updated>{each.published_at.isoformat()}</updated>"
        f"<author><name>{escape(each.written.author)}</name></author>"
        f'<summary type="html">{_html(each.summary)}</summary>'
        + (f'<content type="html">{_html(each.written.text)}</content>' * outlet.is_whole)
        + "</entry>"
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}-CA">'
        f"<title>{escape(outlet.name)}</title><id>https://{outlet.site}/</id>"
        f'<link rel="alternate" href="https://{outlet.site}/"/>'
        f"<updated>{ENDED.isoformat()}</updated>{items}</feed>"
    )
