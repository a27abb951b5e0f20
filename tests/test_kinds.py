"""Each kind of thing is described once, and every layer has its part of it."""

import pytest

from comms_desk.across import schema  # noqa: F401 - every row is known
from comms_desk.changes import Subject
from comms_desk.cli.main import NOUNS
from comms_desk.kinds import KINDS, complete, those
from comms_desk.storage.bin import binned_rows


def test_every_subject_is_a_kind() -> None:
    assert set(KINDS) == set(Subject) - {Subject.SCRATCH}
    assert all(kind.subject is subject for subject, kind in KINDS.items())


def test_a_kind_can_be_put_in_the_bin_where_its_rows_can() -> None:
    assert set(those(lambda kind: kind.is_binned)) == {row.SUBJECT for row in binned_rows()}


def test_the_noun_of_a_kind_is_a_command() -> None:
    nouns = [kind.noun for kind in KINDS.values() if kind.noun]

    assert len(set(nouns)) == len(nouns)
    assert set(nouns) <= set(NOUNS)


def test_a_layer_that_forgets_a_kind_or_knows_one_too_many_stops_the_program() -> None:
    tied = dict.fromkeys(those(lambda kind: kind.is_tied), "part")
    assert complete(lambda kind: kind.is_tied, tied) is tied

    with pytest.raises(LookupError, match="account"):
        complete(lambda kind: kind.is_tied, {**tied, Subject.ACCOUNT: "part"})
    del tied[Subject.CONTACT]
    with pytest.raises(LookupError, match="contact"):
        complete(lambda kind: kind.is_tied, tied)
