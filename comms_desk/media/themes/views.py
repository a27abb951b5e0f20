"""Mentions as they are shown: the article, its marks, what was read, judged and tied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleMissing
from comms_desk.media.themes import mention_list, store
from comms_desk.media.themes.model import (
    CITY,
    EVERY_MENTION,
    Grade,
    Judged,
    Marks,
    Mention,
    MentionFilter,
)
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.storage.database import Snapshot
from comms_desk.storage.values import columns_of
from comms_desk.text.matching import MOST_MARKS

UNREAD = MentionFilter(is_unread=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts for a heading; one that is capped stands for "1,000+"."""

    unread: int
    unread_is_capped: bool
    this_week: int
    this_week_is_capped: bool
    stories_this_week: int | None = None
    """None: stories are not counted, and what is unread is mentions."""


def figures(
    snapshot: Snapshot, person: int | None, *, once: mention_list.Once | None = None
) -> Figures:
    """Count the mentions that *person* has not read, and those of the last seven days.

    Where a story is told *once*, what is unread is stories, and those of the week are counted.
    """
    unread, unread_is_capped = mention_list.count(snapshot, UNREAD, person or 0, once=once)
    week = mention_list.week(snapshot.now)
    this_week, this_week_is_capped = mention_list.count(snapshot, EVERY_MENTION, None, since=week)
    stories = None
    if once is not None:
        stories, _capped = mention_list.count(snapshot, EVERY_MENTION, None, since=week, once=once)
    return Figures(
        stories_this_week=stories,
        unread=unread,
        unread_is_capped=unread_is_capped,
        this_week=this_week,
        this_week_is_capped=this_week_is_capped,
    )


def mentions(
    snapshot: Snapshot, ids: Sequence[ArticleId], person: int | None
) -> tuple[Mention, ...]:
    """Return the mentions in *ids*, in that order; what answers no watch is left out."""
    matched = store.matches(snapshot, ids)
    texts = {
        text.id: text
        for text in articles.texts_by_id(snapshot, [each.text for each in matched.values()])
    }
    made = judged(snapshot, list(matched), person)
    found = []
    for article in articles.by_ids(
        snapshot, [each for each in ids if each in matched], person=person
    ):
        one = matched[article.id]
        if one.text not in texts:
            continue
        title_marks = _joined(one.title_marks)[:MOST_MARKS]
        end = len(texts[one.text].all_text)  # of a full text that is no more kept nothing shows
        text_marks = _joined({mark for mark in one.text_marks if mark[1] <= end})
        found.append(
            Mention(
                article=article,
                text=texts[one.text],
                watches=tuple(one.watches),
                grade=Grade.KEEP if Grade.KEEP in one.grades else Grade.TO_CHECK,
                title_marks=title_marks,
                text_marks=text_marks[: MOST_MARKS - len(title_marks)],
                words=tuple(one.words),
                **columns_of(made[article.id]),
            )
        )
    return tuple(found)


def judged(
    snapshot: Snapshot, ids: Sequence[ArticleId], person: int | None
) -> Mapping[ArticleId, Judged]:
    """Return what was made of each of *ids*."""
    tones = store.tones(snapshot, ids, person)
    tied = dossiers.of_each(snapshot, Subject.ARTICLE, ids)
    irrelevant = store.stamps(snapshot, store.IrrelevantRow, ids)
    stars = store.stamps(snapshot, store.StarRow, ids)
    notes = store.notes(snapshot, ids)
    return {
        each: Judged(
            tone=tones.get(each, {}).get(CITY),
            dossiers=tied.get(each, ()),
            irrelevant=irrelevant.get(each),
            star=stars.get(each),
            note=notes.get(each),
            toned=tuple((of, tone) for of, tone in tones.get(each, {}).items() if of != CITY),
        )
        for each in ids
    }


def mention(snapshot: Snapshot, article: ArticleId, person: int | None) -> Mention:
    """Return the mention in *article*, or the article as one of no watch.

    Raises:
        ArticleMissing: There is no such article.
    """
    found = mentions(snapshot, [article], person)
    if found:
        return found[0]
    shown = articles.by_ids(snapshot, [article], person=person)
    texts = articles.latest_texts(snapshot, [article])
    if not shown or not texts:
        raise ArticleMissing(article)
    return Mention(
        article=shown[0],
        text=texts[0],
        watches=(),
        grade=Grade.KEEP,
        title_marks=(),
        text_marks=(),
        words=(),
        **columns_of(judged(snapshot, [article], person)[article]),
    )


def tried(
    snapshot: Snapshot, grade: Grade, found: Sequence[store.FoundMatch], person: int | None
) -> tuple[Mention, ...]:
    """Return what a query that is not saved would show, of that *grade*."""
    by_article = {each.text.article: each for each in found}
    return tuple(
        Mention(
            article=article,
            text=by_article[article.id].text,
            watches=(),
            grade=grade,
            title_marks=by_article[article.id].match.title,
            text_marks=by_article[article.id].match.text,
            words=by_article[article.id].match.words,
            tone=None,
            dossiers=(),
        )
        for article in articles.by_ids(snapshot, list(by_article), person=person)
    )


def phrases(value: object) -> tuple[str, ...]:
    """Ignored phrases, as an edit gives them."""
    if not isinstance(value, list | tuple):
        raise TypeError("ignored phrases are a list")
    return tuple(map(str, value))


def _joined(marks: set[tuple[int, int]]) -> Marks:
    """*marks* in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
