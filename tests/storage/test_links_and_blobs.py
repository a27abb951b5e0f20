"""Links between things of any kind, files kept once, and the desk's settings."""

import pytest
from sqlalchemy import func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.settings import ALLOWED_NETWORKS, BIN_KEPT, SettingInvalid
from comms_desk.storage import blobs, links
from comms_desk.storage.blobs import BlobRow
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.errors import BlobTooLarge
from comms_desk.storage.model import BLOB_LIMIT_BYTES

DOSSIER = Ref(Subject.DOSSIER, 1)
CONTACT = Ref(Subject.CONTACT, 1)
DRAFT = Ref(Subject.DRAFT, 9)


def test_a_link_is_seen_from_both_sides_the_latest_first(database: Database) -> None:
    with database.transaction() as transaction:
        assert links.link(transaction, DOSSIER, CONTACT)
        assert links.link(transaction, DRAFT, DOSSIER)

    with database.snapshot() as snapshot:
        assert links.linked(snapshot, DOSSIER) == (DRAFT, CONTACT)
        assert links.linked(snapshot, DOSSIER, Subject.CONTACT) == (CONTACT,)
        assert links.linked(snapshot, CONTACT) == (DOSSIER,)
        assert links.linked(snapshot, DRAFT) == (DOSSIER,)


def test_a_link_made_twice_is_one_link(database: Database) -> None:
    with database.transaction() as transaction:
        links.link(transaction, DOSSIER, CONTACT)
        assert not links.link(transaction, CONTACT, DOSSIER)

    with database.snapshot() as snapshot:
        assert links.linked(snapshot, DOSSIER) == (CONTACT,)


def test_a_link_undone_is_gone_from_both_sides(database: Database) -> None:
    with database.transaction() as transaction:
        links.link(transaction, DOSSIER, CONTACT)
        assert links.unlink(transaction, CONTACT, DOSSIER)
        assert not links.unlink(transaction, CONTACT, DOSSIER)

    with database.snapshot() as snapshot:
        assert links.linked(snapshot, DOSSIER) == ()


def test_many_links_are_undone_at_once_and_no_other(database: Database) -> None:
    later, other = Ref(Subject.DOSSIER, 2), Ref(Subject.DRAFT, 1)
    with database.transaction() as transaction:
        links.link(transaction, DOSSIER, CONTACT, DRAFT, later, other)
        links.link(transaction, later, DRAFT)

        gone = links.unlink(
            transaction, DOSSIER, DRAFT, CONTACT, later, DRAFT, Ref(Subject.CLIP, 1)
        )

    assert gone == (DRAFT, CONTACT, later)
    with database.snapshot() as snapshot:
        assert links.linked(snapshot, DOSSIER) == (other,)
        assert links.linked(snapshot, later) == (DRAFT,)


def test_the_links_of_a_whole_page_are_one_question(database: Database) -> None:
    other = Ref(Subject.CONTACT, 2)
    with database.transaction() as transaction:
        links.link(transaction, DOSSIER, CONTACT)
        links.link(transaction, DOSSIER, other)
        links.link(transaction, DRAFT, other)

    with database.snapshot() as snapshot:
        found = links.linked_to_each(snapshot, Subject.CONTACT, [1, 2, 3], Subject.DOSSIER)

    assert found == {1: (DOSSIER,), 2: (DOSSIER,)}


def test_both_sides_of_a_link_are_announced(database: Database) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    with database.transaction() as transaction:
        links.link(transaction, DOSSIER, CONTACT)

    assert set(heard) == {Change.of(Subject.DOSSIER, [1]), Change.of(Subject.CONTACT, [1])}


def test_the_same_bytes_are_kept_once(database: Database) -> None:
    with database.transaction() as transaction:
        first = blobs.keep(transaction, b"\x89PNG", "image/png")
        second = blobs.keep(transaction, b"\x89PNG", "image/png")

    assert first == second
    with database.snapshot() as snapshot:
        assert blobs.read(snapshot, first) == b"\x89PNG"


def test_a_file_larger_than_the_limit_is_refused(database: Database) -> None:
    with pytest.raises(BlobTooLarge) as refused, database.transaction() as transaction:
        blobs.keep(transaction, bytes(BLOB_LIMIT_BYTES + 1), "image/png")

    assert refused.value.limit == BLOB_LIMIT_BYTES


def test_a_file_belongs_to_a_thing_under_its_name(database: Database) -> None:
    with database.transaction() as transaction:
        blob = blobs.keep(transaction, b"bytes", "image/png")
        attachment = blobs.attach(
            transaction, DRAFT, blob, name="parc.png", alternative_text="Le parc en hiver"
        )

    with database.snapshot() as snapshot:
        (kept,) = blobs.attachments(snapshot, DRAFT)
    assert (kept.id, kept.name, kept.size) == (attachment, "parc.png", 5)
    assert kept.alternative_text == "Le parc en hiver"


def test_only_bytes_to_which_nothing_points_are_swept(database: Database) -> None:
    with database.transaction() as transaction:
        kept = blobs.keep(transaction, b"kept", "text/plain")
        blobs.attach(transaction, DRAFT, kept, name="kept.txt")
        blobs.keep(transaction, b"nobody's", "text/plain")

    with database.transaction() as transaction:
        assert blobs.sweep(transaction) == 1

    with database.snapshot() as snapshot:
        assert snapshot.session.scalar(select(func.count()).select_from(BlobRow)) == 1
        assert blobs.read(snapshot, kept) == b"kept"


def test_a_setting_of_the_desk_is_its_default_until_it_is_set(database: Database) -> None:
    settings = DeskSettings(database)
    assert settings.get(BIN_KEPT) == BIN_KEPT.default

    settings.set(BIN_KEPT, 60)
    settings.set(ALLOWED_NETWORKS, ("10.20.0.0/16",))

    assert settings.get(BIN_KEPT) == 60
    assert settings.get(ALLOWED_NETWORKS) == ("10.20.0.0/16",)
    assert settings.every()[BIN_KEPT.key] == 60


def test_a_wrong_value_of_a_setting_is_refused(database: Database) -> None:
    settings = DeskSettings(database)

    with pytest.raises(SettingInvalid):
        settings.set(BIN_KEPT, "a while")

    assert settings.get(BIN_KEPT) == BIN_KEPT.default
