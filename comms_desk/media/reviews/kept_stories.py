"""What is kept for a review of the day, under which heading, and what is still to be looked at.

What was in a review that was issued that day, or is a copy of it, is not kept a second time.  The
heading proposed is, as the office chose, that of a theme that found it or else of its borough, of
its borough, or of its outlet; else it stands with the others.  A person changes it, and names
sections of their own, and what they chose is never proposed anew.  A heading is read by the
cabinet: a theme that is still to be checked, or what was added by hand, names none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from comms_desk.changes import Change, Subject
from comms_desk.i18n import CITY_ZONE, N_, Language, catalogue
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import (
    Article,
    ArticleId,
    ArticleMissing,
    ArticleOrigin,
    first_id_of,
)
from comms_desk.media.reviews import entries, store
from comms_desk.media.reviews.model import (
    LINE_LENGTH,
    OF_THE_DAY,
    ItemState,
    JustKept,
    OfferedStory,
    ReviewId,
    SectionsBy,
    section_placed,
)
from comms_desk.media.themes import within as watches
from comms_desk.media.themes.model import EVERY_MENTION, Grade, Theme
from comms_desk.places import BOROUGHS
from comms_desk.settings import REVIEW_HOUR, REVIEW_SECTIONS
from comms_desk.storage import desk_settings, doubts, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Act
from comms_desk.text.fold import tokens

ON_AIR = N_("Radio and TV")
OTHERS = N_("Other stories")


MOST_OFFERED = 1_000
BEFORE_THE_FIRST = timedelta(days=1)
"""Before there was any review, so much is offered for it."""


def open_one(transaction: Transaction, day: date, language: Language) -> store.ReviewRow:
    """Return the open review of that day, or its open addendum; it is begun where there is none."""
    former = store.of_day(transaction, day, language)
    if former and former[-1].issued_at is None:
        return former[-1]
    number = former[-1].number + 1 if former else OF_THE_DAY
    row = store.ReviewRow(
        day=day,
        language=language,
        number=number,
        closes_at=_closes_at(transaction, day) if number == OF_THE_DAY else transaction.now,
        highlights=(),
        agenda=(),
        sections=(),
        begun_at=transaction.now,
        digest="",
    )
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.REVIEW, [row.id]))
    return row


def _closes_at(snapshot: Snapshot, day: date) -> datetime:
    said = desk_settings.value(snapshot, REVIEW_HOUR)
    if not said:
        return snapshot.now
    return datetime.combine(day, time.fromisoformat(said), CITY_ZONE)


def keep(
    transaction: Transaction, wanted: Iterable[ArticleId], day: date, language: Language
) -> JustKept:
    """Keep *wanted* for the open review of that day, but for what one of that day has.

    A story that was taken out or put aside comes back as it was, by whichever of its copies.
    """
    former = store.of_day(transaction, day, language)
    asked = list(dict.fromkeys(wanted))
    already = standing(transaction, former, asked)
    fresh = _each_once(transaction, [each for each in asked if each not in already])
    if not fresh:
        return JustKept(review=None, day=day, already=already)
    row = open_one(transaction, day, language)
    items = store.items(transaction, [row.id])
    keys = entries.story_keys(transaction, [*fresh, *(each.article for each in items)])
    # Two that stood in it may be one story since: the one that is asked for comes back.
    asked_last = sorted(items, key=lambda each: each.article in fresh)
    held = {keys[each.article]: each for each in asked_last}
    back = [held[keys[each]] for each in fresh if keys[each] in held]
    wanted = [each for each in fresh if keys[each] not in held]
    new = articles.by_ids(transaction, wanted)
    for gone in set(wanted) - {each.id for each in new}:
        raise ArticleMissing(gone)
    by = SectionsBy(desk_settings.value(transaction, REVIEW_SECTIONS))
    sections = proposed(transaction, new, by=by, language=language)
    last = max((each.position for each in items), default=0)
    for place, article in enumerate(new, start=1):
        transaction.session.add(
            store.ItemRow(
                review_id=row.id,
                article_id=article.id,
                section=sections[article.id],
                position=last + place,
                summary=article.summary if article.origin is ArticleOrigin.CLIP else "",
                wants_excerpt=False,
                state=ItemState.KEPT,
            )
        )
    aside = tuple(each.article for each in back if each.state is ItemState.ASIDE)
    for item in back:
        item.state = ItemState.KEPT
    usual = store.usual_sections(transaction, language)
    for name in (*(each.section for each in back), *sections.values()):
        row.sections = section_placed(row.sections, name, usual)
    came = (*(each.article for each in back), *sections)
    note(transaction, row, "kept", before=[], after=list(came))
    return JustKept(
        review=ReviewId(row.id),
        day=day,
        number=row.number,
        begins=row.id not in {each.id for each in former},
        articles=came,
        aside=aside,
        already=already,
    )


def unkeep(transaction: Transaction, row: store.ReviewRow, kept: JustKept) -> None:
    """Undo `keep`: what was *kept* then goes alone, whatever became one story with it since."""
    items = store.items(transaction, [row.id])
    _take(transaction, row, (each for each in items if each.article in kept.articles), kept.aside)


def take_out(
    transaction: Transaction, row: store.ReviewRow, wanted: Iterable[ArticleId]
) -> tuple[ArticleId, ...]:
    """Take the stories of *wanted* out of a review; return the articles that stood for them."""
    asked = list(wanted)
    items = store.items(transaction, [row.id])
    keys = entries.story_keys(transaction, [*asked, *(each.article for each in items)])
    stories = {keys[each] for each in asked}
    return _take(transaction, row, (each for each in items if keys[each.article] in stories))


def _take(
    transaction: Transaction,
    row: store.ReviewRow,
    items: Iterable[store.ItemRow],
    aside: Collection[ArticleId] = (),
) -> tuple[ArticleId, ...]:
    """Take *items* out; what has words of ours is put *aside*, where they are seen."""
    gone = list[ArticleId]()
    for item in items:
        if item.state is ItemState.KEPT:
            gone.append(item.article)
            stays = item.article in aside or item.summary.strip()
            item.state = ItemState.ASIDE if stays else ItemState.OUT
    if gone:
        note(transaction, row, "kept", before=list(gone), after=[])
    return tuple(gone)


def take_up(transaction: Transaction, row: store.ReviewRow, day: date) -> store.ReviewRow:
    """Keep what *row* did in the open review of that *day*, with its words; give *row* up.

    What stands in another review of that day, or in one that left since, was told there, or was
    put aside.
    """
    kept = [each for each in store.items(transaction, [row.id]) if each.state is ItemState.KEPT]
    to = open_one(transaction, day, row.language)
    others = [each for each in store.of_day(transaction, day, row.language) if each is not row]
    others += store.left_between(transaction, row.day, day, row.language)
    already = set(standing(transaction, others, [each.article for each in kept]))
    there = store.items(transaction, [to.id])
    already |= {each.article for each in there}
    taken = [each for each in kept if each.article not in already]
    last = max((each.position for each in there), default=0)
    for item in kept:
        if item in taken:
            item.review_id, item.position = to.id, last + item.position
        else:
            item.state = ItemState.OUT
    to.sections = tuple(dict.fromkeys((*to.sections, *row.sections)))
    if to.day == row.day:
        to.highlights, to.agenda = to.highlights or row.highlights, to.agenda or row.agenda
    note(transaction, row, "digest", before=row.digest, after="")
    row.digest = ""
    if doubts.is_doubted(transaction, row.ref):
        doubts.cast(transaction, [to.ref])
    note(transaction, to, "kept", before=[], after=[each.article for each in taken])
    return to


def note(
    transaction: Transaction, row: store.ReviewRow, what: str, *, before: object, after: object
) -> None:
    """Note what became of a review, and have it announced."""
    transaction.session.flush()
    edits.note(transaction, row.ref, Act.EDITED, what, before=before, after=after)
    transaction.announce(Change.of(Subject.REVIEW, [row.id]))


def standing(
    snapshot: Snapshot, reviews: Sequence[store.ReviewRow], asked: Sequence[ArticleId]
) -> dict[ArticleId, ReviewId]:
    """Return in which of *reviews* each of *asked* is kept, itself or a copy of it."""
    if not reviews:
        return {}
    ids = [each.id for each in reviews]
    kept = {
        item.article: ReviewId(item.review_id)
        for item in store.items(snapshot, ids)
        if item.state is ItemState.KEPT
    }
    keys = entries.story_keys(snapshot, [*kept, *asked])
    where = {keys[article]: review for article, review in kept.items()}
    return {each: where[keys[each]] for each in asked if keys[each] in where}


def _each_once(snapshot: Snapshot, asked: Sequence[ArticleId]) -> list[ArticleId]:
    """Return *asked*, of one story the first alone."""
    keys = entries.story_keys(snapshot, asked)
    first: dict[int, ArticleId] = {}
    for each in asked:
        first.setdefault(keys[each], each)
    return list(first.values())


def offered(
    snapshot: Snapshot, row: store.ReviewRow, person: int | None
) -> tuple[OfferedStory, ...]:
    """Return the mentions since the reviews of another day that are in none, each story once.

    The newest first.  What was put aside is not offered again, nor what came before the last
    issue of the day and that *person* has read.
    """
    of_day = store.of_day(snapshot, row.day, row.language)
    former = store.last_issue(snapshot, row.language, before=row.day)
    page = watches.mentioned(
        snapshot, EVERY_MENTION, person, after=None, limit=MOST_OFFERED, once=None
    )
    oldest = first_id_of(former or of_day[0].begun_at - BEFORE_THE_FIRST)
    found = [ArticleId(each) for each in page.rows if each >= oldest]
    issued = max((each.issued_at for each in of_day if each.issued_at), default=None)
    newest = 0 if issued is None else first_id_of(issued)
    items = store.items(snapshot, [each.id for each in of_day])
    gone = {each.article for each in items if each.state is ItemState.ASIDE}
    gone |= {each for each in articles.read_by(snapshot, person, found) if each < newest}
    gone |= standing(snapshot, of_day, found).keys()
    left = _each_once(snapshot, [each for each in reversed(found) if each not in gone])
    told = entries.told(snapshot, left[::-1], day=row.day)
    by = SectionsBy(desk_settings.value(snapshot, REVIEW_SECTIONS))
    shown = [each.article for each in told.values()]
    sections = proposed(snapshot, shown, by=by, language=row.language)
    return tuple(
        OfferedStory(section=sections[article], entry=each.entry) for article, each in told.items()
    )


def proposed(
    snapshot: Snapshot, found: Sequence[Article], *, by: SectionsBy, language: Language
) -> Mapping[ArticleId, str]:
    """Return the section that is proposed for each of *found*, in the words of the review."""
    say = catalogue(language).gettext
    named = _named(snapshot, found, by)
    return {
        each.id: say(ON_AIR)
        if each.origin is ArticleOrigin.CLIP
        else named.get(each.id, "")[:LINE_LENGTH] or say(OTHERS)
        for each in found
    }


def _named(snapshot: Snapshot, found: Sequence[Article], by: SectionsBy) -> Mapping[ArticleId, str]:
    match by:
        case SectionsBy.OUTLET:
            return {each.id: each.outlet_name for each in found}
        case SectionsBy.BOROUGH:
            return _boroughs(found)
        case SectionsBy.THEME:
            themes = _narrowest_first(snapshot)
            mentions = watches.mentions(snapshot, [each.id for each in found], None)
            of_themes = {
                each.id: one.name
                for each in mentions
                for one in reversed(themes)
                if one.id in each.watches
            }
            return {**_boroughs(found), **of_themes}


def _boroughs(found: Sequence[Article]) -> Mapping[ArticleId, str]:
    return {each.id: borough_in(f"{each.title} {each.summary}") for each in found}


def _narrowest_first(snapshot: Snapshot) -> list[Theme]:
    """Return the sure themes: of what several find, the rarest of the week says what it is."""
    counts = watches.of_the_week(snapshot)
    every = watches.every(snapshot)
    sure = (each for each in every if each.grade is Grade.KEEP and not each.by_hand)
    return sorted(sure, key=lambda each: counts.get(each.id, 0))


def borough_in(text: str) -> str:
    """Return the name of the first borough that *text* names, by all of its name or a part."""
    words = f" {' '.join(tokens(text))} "
    standing = {words.find(form): name for form, name in _FORMS if form in words}
    return standing[min(standing)] if standing else ""


_FORMS = tuple(
    (f" {' '.join(tokens(part.removeprefix('Le ').removeprefix('L’')))} ", borough.name)
    for borough in BOROUGHS
    for part in borough.name.split("–")
)
"""What names a borough, folded, between spaces."""
