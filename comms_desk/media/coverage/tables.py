"""A coverage report in the reader's words: sentences, then tables, for window, prompt and files.

A share is a number of a number, « 12 sur 41 »; from twenty on its percentage stands beside it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress

from comms_desk.facts import PLACE
from comms_desk.i18n import (
    _,
    format_date,
    format_day,
    format_language,
    format_moment,
    format_number,
    format_share,
    format_time,
    ngettext,
)
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.coverage.facts import TAKEN, TOOK
from comms_desk.media.coverage.model import TakenAs
from comms_desk.media.coverage.pickup import Pickup
from comms_desk.media.coverage.report import (
    ArticleCounts,
    Carried,
    CoverageReport,
    ReportGrouping,
    ReportRequest,
    counted,
)
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.model import OutletKind
from comms_desk.media.themes.facts import GLYPHS, TONE
from comms_desk.media.themes.model import Tone
from comms_desk.places import Scope
from comms_desk.text.bars import Bar, BarTable
from comms_desk.text.spreadsheet import Cell

type Counts = Counter[TakenAs]
type InFile = tuple[list[str], list[list[Cell]]]
"""A table for a spreadsheet: its headings and its rows."""

ENOUGH = 20
"""Of fewer a percentage would say more than is known."""
BETWEEN = " · "


def title(found: CoverageReport) -> str:
    """Return what the report is of: « BUDGET · Budget 2027 »; of a period, its days."""
    return found.called or days(found)


def days(found: CoverageReport) -> str:
    """Return from when to when the report goes."""
    return _from_to(found.since, found.until)


def made(found: CoverageReport) -> str:
    """Return when it was counted: articles still join, and people still rate."""
    return _("Counted on {moment}").format(moment=format_moment(found.made_at))


def volume(of: ArticleCounts) -> str:
    """Return « 18 sujets · 41 retombées »."""
    told = ngettext("{count} story", "{count} stories", of.stories)
    clips = ngettext("{count} clip", "{count} clips", of.articles)
    return BETWEEN.join(
        (
            told.format(count=format_number(of.stories)),
            clips.format(count=format_number(of.articles)),
        )
    )


def rated(of: ArticleCounts) -> str:
    """Return how many were rated, of how many, and how."""
    said = _("Rated: {share}").format(share=share(of.rated, of.articles))
    tones = (
        _("{tone}: {n}").format(tone=TONE.say(tone).lower(), n=format_number(n))
        for tone, n in of.tones.items()
    )
    return BETWEEN.join((said, *tones))


def told(found: CoverageReport) -> tuple[str, ...]:
    """Return what is to be known of the figures, a sentence each: of what, and who judged."""
    said = (_before(found), *_rating(found), _compared(found), _counted_so(found.asked))
    return tuple(filter(None, said))


def tables(found: CoverageReport) -> tuple[BarTable, ...]:
    """Return the figures as tables, those that have a row; the timeline is none of them."""
    toned = _table(_("Tone towards others"), _("Who"), found.toned.items())
    groups = (_groups(by, found.by[by]) for by in ReportGrouping)
    every = (_tones(found.whole), toned, *_pickups(found), *groups)
    return tuple(table for table in every if table.bars)


def timeline(found: CoverageReport) -> BarTable:
    """Return each day or week in which something appeared: the table beside the chart."""
    says = format_day if found.since.year == found.until.year else format_date
    some = ((_from_to(each.first, each.last, says), each.counted) for each in found.spans)
    return _table(_("Day by day"), _("Day"), (each for each in some if each[1].articles))


def story(some: Sequence[Carried]) -> tuple[str, str]:
    """Return the title of a story, and who carried it: the first, then the others; its tones."""
    first = some[0]
    outlets = dict.fromkeys(each.outlet for each in some[1:])
    others = ", ".join(each for each in outlets if each not in {"", first.outlet})
    also = _("also: {outlets}").format(outlets=others) if others else ""
    said = filter(None, (first.outlet, also, _glyphs(counted(some))))
    return article_title(first.title), BETWEEN.join(said)


def takers(found: CoverageReport) -> Iterator[tuple[ArticleId, str, str]]:
    """Yield the articles that took something of the text: which, its title, and how much."""
    rows = {each.article: each for each in found.rows}
    articles = () if found.pickup is None else found.pickup.articles
    for each in sorted(articles, key=lambda one: -sum(map(TOOK.__contains__, one.sentences))):
        row = rows[each.article]
        how = (_taken(Counter(each.sentences)), _taken(Counter(each.quotes)))
        told = (_("sentences: {how}"), _("quotations: {how}"))
        said = (words.format(how=one) for words, one in zip(told, how, strict=True) if one)
        yield each.article, article_title(row.title), BETWEEN.join((row.outlet, *said))


def cut(shown: int, total: int) -> str:
    """Return that *shown* are listed of *total*; nothing where all are."""
    if shown >= total:
        return ""
    return _("{n}, those with the most clips; all of them are in the workbook.").format(
        n=format_share(shown, total)
    )


def shortened(table: BarTable, most: int) -> BarTable:
    """Return *table* with the *most* rows that have the most clips, in the order they had.

    It is whole where no more than two are beyond.
    """
    if len(table.bars) <= most + 2:
        return table
    places = range(len(table.bars))
    fullest = sorted(places, key=lambda place: (-sum(table.bars[place].parts), place))[:most]
    return replace(table, bars=tuple(table.bars[place] for place in sorted(fullest)))


def share(n: int, total: int) -> str:
    """Return « 12 sur 41 (29 %) »; of fewer than twenty, no percentage."""
    said = format_share(n, total)
    if total < ENOUGH:
        return said
    percent = format_number(round(100 * n / total))
    return _("{share} ({percent}%)").format(share=said, percent=percent)


def figures_in_file(found: CoverageReport) -> InFile:
    """Return the figures as one table for a spreadsheet: its headings and its rows."""
    headings = [_("Table"), _("Of what"), _("Stories"), _("Clips"), _("Rated")]
    headings += [TONE.say(tone) for tone in Tone]
    rows: list[list[Cell]] = [[_("All of them"), days(found), *_counts(found.whole)]]
    rows += [
        [_("Day by day"), _from_to(each.first, each.last), *_counts(each.counted)]
        for each in found.spans
    ]
    rows += [[_("Tone towards others"), name, *_counts(each)] for name, each in found.toned.items()]
    for by in ReportGrouping:
        for name, each in found.by[by].items():
            rows.append([_titled(by)[0], _named(by, name), *_counts(each)])
    return headings, rows


def pickup_in_file(found: CoverageReport, took: Pickup) -> InFile:
    """Return what each article did with each sentence and quote, as a table for a spreadsheet."""
    headings = [_("Outlet"), _("Title"), _("Link"), _("Sentence or quotation"), _("Text"), _("How")]
    rows = {each.article: each for each in found.rows}
    lines: list[list[Cell]] = []
    for each in took.articles:
        row = rows[each.article]
        for of, passages, taken in (
            (_("Sentence"), took.sentences, each.sentences),
            (_("Quotation"), took.quotes, each.quotes),
        ):
            lines += [
                [row.outlet, row.title, row.link, of, passage.text, TAKEN.say(one)]
                for passage, one in zip(passages, taken, strict=True)
            ]
    return headings, lines


def clips_in_file(found: CoverageReport) -> InFile:
    """Return the articles as a table for a spreadsheet: its headings and its rows."""
    headings = [_("Day"), _("Hour"), _("Outlet"), _("Kind of outlet"), _("Language")]
    headings += [_("Territory"), _("Journalists"), _("Title"), _("Link"), _("Story"), _("Tone")]
    headings += [_("Rated by")]
    numbers: dict[int, int] = {}
    return headings, [
        _row(each, numbers.setdefault(each.story, len(numbers) + 1)) for each in found.rows
    ]


def _row(each: Carried, story: int) -> list[Cell]:
    return [
        each.day.isoformat(),
        format_time(each.at),
        each.outlet,
        KIND.say(each.kind) if each.kind is not None else "",
        format_language(each.language),
        PLACE.say(each.territory) if each.territory is not None else "",
        ", ".join(each.journalists),
        article_title(each.title),
        each.link,
        story,
        TONE.say(each.tone) if each.tone is not None else "",
        ", ".join(each.raters),
    ]


def _counts(of: ArticleCounts) -> tuple[Cell, ...]:
    return (of.stories, of.articles, of.rated, *(of.tones.get(tone, 0) for tone in Tone))


def _before(found: CoverageReport) -> str:
    if found.before is None:
        return ""
    n = (found.until - found.since).days + 1
    said = ngettext("The day before: {volume}.", "The {n} days before: {volume}.", n)
    return said.format(n=format_number(n), volume=volume(found.before))


def _rating(found: CoverageReport) -> Iterator[str]:
    if found.raters:
        who = ", ".join(f"{name} ({format_number(n)})" for name, n in found.raters.items())
        yield _("Rated by {who}; where several people did, the last one counts.").format(who=who)
    if found.twice:
        yield _("Rated by several people: {n}; alike: {share}.").format(
            n=format_number(found.twice), share=share(found.agreed, found.twice)
        )


def _compared(found: CoverageReport) -> str:
    """Return with what the text was compared, and how many articles took something."""
    took = found.pickup
    if took is None:
        return ""
    return " ".join(
        (
            _("Clips that take up something of the text: {share}.").format(
                share=share(len(took.articles), took.compared)
            ),
            _("Their whole page was compared: {share}; else what their feed says.").format(
                share=format_share(took.whole, took.compared)
            ),
            _("The boilerplate and the contact lines are not counted."),
        )
    )


def _counted_so(asked: ReportRequest) -> str:
    """Return what is counted, and what is not."""
    if asked.draft is not None:
        what = _(
            "Counted: what appeared since the text left and takes up a sentence of it, what is tied"
            " to its dossier, and the other articles of those stories."
        )
    elif asked.dossier is not None:
        what = _("Counted: what is tied to the dossier, and the other articles of its stories.")
    else:
        what = _("Counted: the mentions of the watch that appeared in these days.")
    return " ".join(
        (
            what,
            _("What was put aside as not pertinent is not."),
            _("No audience and no advertising value is estimated."),
        )
    )


def _tones(of: ArticleCounts) -> BarTable:
    """Return the tones of what was rated, then how much nobody has."""
    left = of.articles - of.rated
    bars = [
        Bar(
            cells=(f"{GLYPHS[tone]} {TONE.say(tone)}", format_number(n), share(n, of.rated)),
            parts=(n,),
        )
        for tone, n in of.tones.items()
    ]
    if bars and left:
        bars.append(Bar(cells=(_("Not rated"), format_number(left), ""), parts=(0, left)))
    headings = (_("Tone"), _("Clips"), _("Of those rated"))
    return _filled(_("Tone towards the City"), headings, bars)


def _groups(by: ReportGrouping, groups: Mapping[str, ArticleCounts]) -> BarTable:
    heading, of = _titled(by)
    some = groups.items() if any(groups) else ()
    return _table(heading, of, ((_named(by, name), each) for name, each in some))


def _table(heading: str, of: str, groups: Iterable[tuple[str, ArticleCounts]]) -> BarTable:
    bars = (
        Bar(
            cells=(
                name,
                format_number(each.articles),
                format_number(each.stories),
                _glyphs(each),
            ),
            parts=(each.articles,),
        )
        for name, each in groups
    )
    return _filled(heading, (of, _("Clips"), _("Stories"), _("Tone")), bars)


def _filled(title: str, headings: tuple[str, ...], bars: Iterable[Bar]) -> BarTable:
    """Return a table of *bars* without the columns in which none of them says anything."""
    every = tuple(bars)
    said = [any(column) for column in zip(*(bar.cells for bar in every), strict=True)]
    return BarTable(
        title=title,
        headings=tuple(compress(headings, said)),
        bars=tuple(replace(bar, cells=tuple(compress(bar.cells, said))) for bar in every),
    )


def _glyphs(of: ArticleCounts) -> str:
    return "  ".join(f"{GLYPHS[tone]}\u00a0{format_number(n)}" for tone, n in of.tones.items())


def _from_to(first: date, last: date, says: Callable[[date], str] = format_date) -> str:
    if first == last:
        return says(first)
    return _("From {since} to {until}").format(since=says(first), until=says(last))


def _pickups(found: CoverageReport) -> Iterator[BarTable]:
    """Yield what was taken of the text: by outlet, then sentence by sentence, then each quote."""
    took = found.pickup
    if took is None or not took.articles:
        return
    outlets = {each.article: each.outlet for each in found.rows}
    yield _taken_up(
        _("Taken up, by outlet"),
        (_("Outlet"), _("Clips"), _("Sentences"), _("Quotations")),
        (
            (name or _named(ReportGrouping.OUTLET, ""), *of)
            for name, of in took.by(outlets.__getitem__).items()
        ),
    )
    of_sentences = zip(took.sentences, took.of_sentences(), strict=True)
    yield _taken_up(
        _("Sentences taken up: {share}").format(
            share=format_share(sum(map(bool, took.of_sentences())), len(took.sentences))
        ),
        (_("Sentence"), _("Clips"), _("How")),
        ((each.text, of.total(), of) for each, of in of_sentences if of),
    )
    yield _taken_up(
        _("Quotations"),
        (_("Quotation"), _("Clips"), _("How")),
        (
            (
                _("{who}: {text}").format(who=each.who, text=each.text) if each.who else each.text,
                of.total(),
                of,
            )
            for each, of in zip(took.quotes, took.of_quotes(), strict=True)
        ),
    )


def _taken_up(
    title: str, headings: tuple[str, ...], rows: Iterable[tuple[str, int, *tuple[Counts, ...]]]
) -> BarTable:
    return _filled(
        title,
        headings,
        (
            Bar(cells=(name, format_number(clips), *map(_taken, of)), parts=(clips,))
            for name, clips, *of in rows
        ),
    )


def _taken(counts: Counts) -> str:
    return "  ".join(
        f"{TAKEN.say(each).lower()}\u00a0{format_number(counts[each])}"
        for each in TOOK
        if counts[each]
    )


def _titled(by: ReportGrouping) -> tuple[str, str]:
    """Return the title of that table, and of its first column."""
    return {
        ReportGrouping.OUTLET: (_("By outlet"), _("Outlet")),
        ReportGrouping.KIND: (_("By kind of outlet"), _("Kind of outlet")),
        ReportGrouping.LANGUAGE: (_("By language"), _("Language")),
        ReportGrouping.TERRITORY: (_("By territory of the outlet"), _("Territory")),
        ReportGrouping.JOURNALIST: (_("By journalist"), _("Journalist")),
    }[by]


def _named(by: ReportGrouping, name: str) -> str:
    if not name:
        return {
            ReportGrouping.JOURNALIST: _("Not signed"),
            ReportGrouping.LANGUAGE: _("Language not known"),
            ReportGrouping.OUTLET: _("Outlet not known"),
        }.get(by, _("Outlet not in the directory"))
    match by:
        case ReportGrouping.KIND:
            return KIND.say(OutletKind(name))
        case ReportGrouping.LANGUAGE:
            return format_language(name)
        case ReportGrouping.TERRITORY:
            return PLACE.say(Scope.from_text(name))
        case _:
            return name
