"""What a person heard is in the Watch at once, read and found as any article, and stays theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import ArticleMissing, ArticleOrigin
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.clips.model import (
    LONGEST_S,
    TITLE_LENGTH,
    Clip,
    ClipLinkWrong,
    ClipTitleMissing,
    ClipTooLong,
    ClipTwice,
    NewClip,
)
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.media.themes.model import MentionFilter, NewTheme, ThemeIsOurs
from comms_desk.storage import fulltext, soundness
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.text.query import parse
from tests.media.themes.newsroom import BUDGET, WatchRoom
from tests.support.years import live_on

_LONG = timedelta(days=31)
HEARD = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


@pytest.fixture
def clips(room: WatchRoom) -> ClipDesk:
    return ClipDesk(room.database)


@pytest.fixture
def show(room: WatchRoom) -> OutletId:
    return OutletDesk(room.database).add(NewOutlet(name="Le matin (fictif)")).id


def new(**more: object) -> NewClip:
    said = {
        "title": "Chef de l’opposition sur la neige",
        "aired_at": HEARD,
        "lasts_s": 240,
        "speaker": "Paul Arvida",
        "text": "« C’est un échec. »\nRéplique à 8 h.",
        **more,
    }
    return NewClip(**said)  # type: ignore[arg-type]


def shown(room: WatchRoom, **filters: object) -> list[int]:
    which = MentionFilter(**filters)  # type: ignore[arg-type]
    return [each.id for each in room.watches.mentions(which).rows]


def proposed(room: WatchRoom, query: str) -> list[int]:
    with room.database.snapshot() as snapshot:
        return fulltext.propose(snapshot, Subject.ARTICLE, parse(query), limit=10)


def test_every_field_of_a_clip_survives_the_database(
    clips: ClipDesk, show: OutletId, clock: StillClock
) -> None:
    added = clips.add(new(outlet=show))

    assert clips.get(added.id) == added
    assert added == Clip(
        id=added.id,
        article_id=added.article_id,
        title="Chef de l’opposition sur la neige",
        outlet_id=show,
        outlet_name="Le matin (fictif)",
        aired_at=HEARD,
        lasts_s=240,
        speaker="Paul Arvida",
        text="« C’est un échec. »\nRéplique à 8 h.",
        link="",
        added_at=clock.now(),
    )


def test_a_clip_is_a_mention_though_no_watch_finds_it(
    clips: ClipDesk, room: WatchRoom, show: OutletId
) -> None:
    clip = clips.add(new(outlet=show))

    assert clips.outlets() == (show,)
    (mention,) = room.watches.mentions().rows
    article = mention.article
    assert (mention.id, article.origin) == (clip.article_id, ArticleOrigin.CLIP)
    assert (article.title, article.outlet_name) == (clip.title, "Le matin (fictif)")
    assert (article.author, article.published_at) == ("Paul Arvida", HEARD)
    assert (mention.text.text, mention.text_marks) == (clip.text, ())
    (ours,) = room.watches.every()
    assert (mention.watches, ours.by_hand, ours.name) == ((ours.id,), True, "Ajoutées à la main")


def test_what_is_added_by_hand_is_counted_filtered_and_read_as_all_mentions_are(
    clips: ClipDesk, room: WatchRoom
) -> None:
    first = clips.add(new())
    second = clips.add(new(title="Autre chose", aired_at=None))
    (ours,) = room.watches.every()

    assert room.told_once.figures().unread == 2
    assert room.told_once.unread_of_each() == {ours.id: 2}
    assert shown(room, watch=ours.id) == [second.article_id, first.article_id]
    page = room.watches.mentions(limit=1)
    assert [each.id for each in page.rows] == [second.article_id]
    (rest,) = room.watches.mentions(after=page.next_key).rows
    assert rest.id == first.article_id

    room.articles.mark_read([first.article_id], person=room.reader)

    assert shown(room, is_unread=True) == [second.article_id]


def test_the_watches_are_asked_of_a_clip_as_of_any_article(
    clips: ClipDesk, room: WatchRoom
) -> None:
    snow = room.watches.add(NewTheme(name="Neige", query="neige")).id
    clip = clips.add(new())
    ours = next(each.id for each in room.watches.every() if each.by_hand)

    room.catch_up()

    (mention,) = room.watches.mentions().rows
    assert set(mention.watches) == {snow, ours}
    assert mention.title_marks
    assert proposed(room, "neige AND échec") == [clip.article_id]


def test_the_desks_own_watch_is_neither_edited_nor_removed_nor_asked(
    clips: ClipDesk, room: WatchRoom
) -> None:
    clips.add(new())
    (ours,) = room.watches.every()

    with pytest.raises(ThemeIsOurs):
        room.watches.put_in_bin(ours.id)
    with pytest.raises(ThemeIsOurs):
        room.watches.edit(ours.id, FieldChange("name", ours.name, "À moi"))
    room.deliver(BUDGET)
    room.catch_up()

    assert room.watches.broken() == ()
    assert len(shown(room)) == 1


def test_the_same_clip_noted_twice_is_refused_and_names_the_other(
    clips: ClipDesk, show: OutletId
) -> None:
    first = clips.add(new(outlet=show))

    with pytest.raises(ClipTwice) as refused:
        clips.add(new(outlet=show, title="L’opposition et la neige"))

    assert (refused.value.article, refused.value.title) == (first.article_id, first.title)
    assert clips.search().total == 1
    clips.put_in_bin(first.id)
    assert clips.add(new(outlet=show, title="L’opposition et la neige")).id != first.id


def test_a_link_that_a_feed_brought_is_refused_and_names_the_article(
    clips: ClipDesk, room: WatchRoom
) -> None:
    (there,) = room.deliver(BUDGET)
    link = room.articles.by_ids([there])[0].link

    with pytest.raises(ClipTwice) as refused:
        clips.add(new(title=BUDGET[0], link=f"{link}?utm_source=x", origin=ArticleOrigin.LINK))

    assert refused.value.article == there


def test_an_edit_is_one_of_the_article_too_and_its_inverse_undoes_it(
    clips: ClipDesk, room: WatchRoom
) -> None:
    clip = clips.add(new())

    edit = clips.edit(clip.id, FieldChange("title", clip.title, "L’opposition et le sel"))

    (mention,) = room.watches.mentions().rows
    assert (mention.article.title, mention.article.version) == ("L’opposition et le sel", 2)
    assert proposed(room, "sel") == [clip.article_id]
    clips.edit(clip.id, edit.change.inverse())
    assert room.articles.by_ids([clip.article_id])[0].title == clip.title
    clips.edit(clip.id, FieldChange("speaker", "Paul Arvida", "Ève Sol"))
    (article,) = room.articles.by_ids([clip.article_id])
    assert (article.author, article.version) == ("Ève Sol", 3)


def test_a_clip_in_the_bin_is_nowhere_and_comes_back_as_it_was(
    clips: ClipDesk, room: WatchRoom
) -> None:
    clip = clips.add(new())
    (ours,) = room.watches.every()
    room.articles.mark_read([clip.article_id], person=room.reader)

    clips.put_in_bin(clip.id)

    assert shown(room) == []
    assert room.told_once.unread_of_each() == {}
    assert room.articles.search().rows == ()
    assert proposed(room, "neige") == []
    assert clips.of_article(clip.article_id) is None
    with pytest.raises(ArticleMissing):
        room.watches.mention(clip.article_id)
    assert soundness.check(room.database).is_sound

    clips.take_out_of_bin(clip.id)

    assert shown(room, watch=ours.id) == [clip.article_id]
    assert room.told_once.figures().unread == 0
    assert proposed(room, "neige") == [clip.article_id]


def test_a_clip_that_leaves_the_bin_for_good_takes_its_article_along(
    clips: ClipDesk, room: WatchRoom
) -> None:
    clip = clips.add(new())
    clips.put_in_bin(clip.id)
    live_on(room.database, _LONG)

    Bin(room.database).purge()

    with pytest.raises(NotFound):
        clips.take_out_of_bin(clip.id)
    with room.database.snapshot() as snapshot:
        assert articles.latest_texts(snapshot, [clip.article_id]) == ()
    assert soundness.check(room.database).is_sound


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"title": " "}, ClipTitleMissing),
        ({"title": "n" * (TITLE_LENGTH + 1)}, ClipTitleMissing),
        ({"lasts_s": LONGEST_S + 1}, ClipTooLong),
        ({"link": "javascript:alert(1)"}, ClipLinkWrong),
        ({"link": "https://sans-point"}, ClipLinkWrong),
        ({"link": "https://ada:secret@x.example/"}, ClipLinkWrong),
    ],
)
def test_what_is_no_clip_is_refused(
    clips: ClipDesk, typed: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        clips.add(new(**typed))


def test_articles_of_feeds_say_that_a_feed_brought_them(room: WatchRoom) -> None:
    (there,) = room.deliver(BUDGET)

    (article,) = ArticleDesk(room.database).by_ids([there])
    assert (article.origin, article.via) == (ArticleOrigin.FEED, "")


def test_what_a_feed_shows_is_never_hidden_by_a_clip_of_the_bin(
    clips: ClipDesk, room: WatchRoom
) -> None:
    snow = room.watches.add(NewTheme(name="Budget", query="budget")).id
    link = "https://depeche.example/e1"
    binned = clips.add(new(title=BUDGET[0], text="", link=link, origin=ArticleOrigin.LINK))
    clips.put_in_bin(binned.id)

    (there,) = room.deliver(BUDGET)
    room.catch_up()

    assert shown(room, watch=snow) == [there]
    with pytest.raises(ClipTwice) as refused:
        clips.add(new(title=BUDGET[0], link=link, origin=ArticleOrigin.LINK))
    assert refused.value.article == there


def test_an_article_that_a_feed_has_shown_since_stays_when_its_clip_goes(
    clips: ClipDesk, room: WatchRoom
) -> None:
    link = "https://depeche.example/e1"
    clip = clips.add(new(title=BUDGET[0], text="", link=link, origin=ArticleOrigin.LINK))
    assert room.deliver(BUDGET) == []

    clips.put_in_bin(clip.id)

    assert [each.id for each in room.articles.search().rows] == [clip.article_id]
    assert proposed(room, "budget") == [clip.article_id]
