"""Each kind of thing is described once, and every layer has its part of it."""

import pytest

from comms_desk.across import schema  # noqa: F401 - every row is known
from comms_desk.across.kinds import PAGES, KindPage
from comms_desk.changes import Subject
from comms_desk.cli.main import NOUNS
from comms_desk.kinds import KINDS, complete, those
from comms_desk.storage.bin import binned_rows
from comms_desk.ui.frame.pages import PLACES, title_of


def test_every_subject_is_a_kind() -> None:
    assert set(KINDS) == set(Subject)
    assert all(kind.subject is subject for subject, kind in KINDS.items())


def test_a_kind_can_be_put_in_the_bin_where_its_rows_can() -> None:
    assert set(those(lambda kind: kind.is_binned)) == {row.SUBJECT for row in binned_rows()}


def test_the_noun_of_a_kind_is_a_command() -> None:
    nouns = [kind.noun for kind in KINDS.values() if kind.noun]

    assert len(set(nouns)) == len(nouns)
    assert set(nouns) <= set(NOUNS)


def test_every_kind_has_its_page_in_the_book_with_all_that_it_needs_and_nothing_else() -> None:
    for kind in KINDS.values():
        page = PAGES[kind.subject]
        wants_facts = kind.is_binned or kind.subject is Subject.ARTICLE

        assert bool(page.help) == bool(kind.noun and not kind.is_part), kind.subject
        assert (page.desk is not None) == kind.is_binned, kind.subject
        assert (page.facts is not None) == wants_facts, kind.subject
        assert (page.one is not None) == (kind.is_binned or kind.is_tied), kind.subject


def test_a_page_of_the_window_shows_the_kinds_that_are_shown_and_no_other() -> None:
    shown = [kind for place in PLACES for kind in place.shows]

    assert sorted(shown) == sorted(those(lambda kind: kind.is_shown))


def test_a_part_that_a_page_lacks_is_said_by_name() -> None:
    bare = KindPage(many=lambda: "keys")
    desks = complete(
        lambda kind: kind.is_tied, "desk", lambda _kind: bare.desk, book="across/kinds"
    )

    assert Subject.ACCOUNT not in desks
    with pytest.raises(LookupError, match="kind 'contact' has no desk in across/kinds/contacts"):
        desks[Subject.CONTACT]
    with pytest.raises(LookupError, match="kind 'contact' has no desk in across/kinds/contacts"):
        desks.get(Subject.CONTACT)


def test_a_page_of_the_window_that_nobody_says_is_said_by_name() -> None:
    with pytest.raises(LookupError, match="'scratch'"):
        title_of("scratch")
