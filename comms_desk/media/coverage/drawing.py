"""The timeline of a report, drawn: how much appeared, and below it each tone in a lane of its own.

One drawing, in SVG, for the window, for the clipboard and for Word.  A tone is told by its lane,
its glyph and its word, never by a colour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from comms_desk.i18n import _, format_day, format_number
from comms_desk.media.coverage.report import CoverageReport
from comms_desk.media.themes.facts import GLYPHS, TONE
from comms_desk.media.themes.model import Tone

WIDTH_PX = 720
WORDS_PX, NUMBER_PX = 124, 44
"""Of what a lane is, on its left; how many it has in all, on its right."""
VOLUME_PX, TONE_PX, GAP_PX, DAYS_PX = 96, 24, 10, 22
HEIGHT_PX = VOLUME_PX + len(Tone) * (TONE_PX + GAP_PX) + DAYS_PX
NUMBER_OVER_PX = 16
"""Of the most that appeared at once, over its bar."""
MOST_BAR_PX, SHARE_OF_BAR = 28, 0.8
LEAST_PX = 2
"""One clip of a thousand is seen too."""
MOST_DATES = 6
_PLOT_PX = WIDTH_PX - WORDS_PX - NUMBER_PX


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The colours of a drawing, as SVG writes them."""

    ground: str
    text: str
    muted: str
    line: str
    bar: str


PAPER = Ink(ground="#FFFFFF", text="#1F1D1A", muted="#66625A", line="#8B867B", bar="#1D4E89")
"""For paper, and for whatever a picture is pasted in."""


def drawn(found: CoverageReport, ink: Ink = PAPER) -> str:
    """Return the timeline of *found* as SVG."""
    size = f'width="{WIDTH_PX}" height="{HEIGHT_PX}"'
    box = f'{size} viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" font-family="Inter" font-size="12"'
    parts = (f'<rect {size} fill="{ink.ground}"/>', *_lanes(found, ink), *_dates(found, ink))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    """A row of bars on a line: how many, at most *most*, between *top* and its line."""

    words: str
    values: Sequence[int]
    most: int
    top: int
    height: int

    @property
    def base(self) -> int:
        return self.top + self.height


def _lanes(found: CoverageReport, ink: Ink) -> Iterator[str]:
    volume = [each.counted.articles for each in found.spans]
    high = VOLUME_PX - NUMBER_OVER_PX
    most = max(volume)
    yield from _drawn(
        _Lane(words=_("Clips"), values=volume, most=most, top=NUMBER_OVER_PX, height=high), ink
    )
    if most:
        x, tall = _middle(found, volume.index(most)), VOLUME_PX - high
        yield _text(format_number(most), x, tall - 5, ink.muted, anchor="middle")
    tones = {tone: [each.counted.tones.get(tone, 0) for each in found.spans] for tone in Tone}
    most = max(map(max, tones.values()))  # all on one scale: lanes are compared
    for number, (tone, values) in enumerate(tones.items()):
        top = VOLUME_PX + GAP_PX + number * (TONE_PX + GAP_PX)
        words = f"{GLYPHS[tone]}  {TONE.say(tone)}"
        yield from _drawn(
            _Lane(words=words, values=values, most=most, top=top, height=TONE_PX), ink
        )


def _drawn(lane: _Lane, ink: Ink) -> Iterator[str]:
    """Yield the words of a lane, its line, its bars, and how many they are in all."""
    yield _text(lane.words, 0, lane.base - 4, ink.text)
    yield _text(
        format_number(sum(lane.values)), WIDTH_PX - 2, lane.base - 4, ink.text, anchor="end"
    )
    line = f'd="M{WORDS_PX} {lane.base - 0.5}H{WORDS_PX + _PLOT_PX}"'
    yield f'<path {line} stroke="{ink.line}" fill="none"/>'
    step = _PLOT_PX / len(lane.values)
    width = min(step * SHARE_OF_BAR, MOST_BAR_PX)
    for number, value in enumerate(lane.values):
        if value:
            tall = max((lane.height - 1) * value / lane.most, LEAST_PX)
            left = WORDS_PX + step * (number + 0.5) - width / 2
            box = f'x="{left:.2f}" y="{lane.base - 1 - tall:.2f}" width="{width:.2f}"'
            yield f'<rect {box} height="{tall:.2f}" fill="{ink.bar}"/>'


def _dates(found: CoverageReport, ink: Ink) -> Iterator[str]:
    """Yield some of the days under the lanes: the first, the last, and a few between."""
    every = -(-len(found.spans) // MOST_DATES)
    for number in range(0, len(found.spans), every):
        said = format_day(found.spans[number].first)
        yield _text(said, _middle(found, number), HEIGHT_PX - 6, ink.muted, anchor="middle")


def _middle(found: CoverageReport, number: int) -> float:
    """Return where the bar of that span stands."""
    return WORDS_PX + _PLOT_PX / len(found.spans) * (number + 0.5)


def _text(words: str, x: float, y: float, colour: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
