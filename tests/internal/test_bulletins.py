"""A bulletin written, looked at, tried and sent: once."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.content import BulletinFileUnreadable, read_file
from comms_desk.internal.bulletins.desk import EDITABLE, BulletinDesk
from comms_desk.internal.bulletins.links import links_text
from comms_desk.internal.bulletins.model import (
    Because,
    BlockKind,
    BulletinAlreadySent,
    BulletinId,
    BulletinNameMissing,
    BulletinNotReady,
    Link,
    NewBlock,
    NewBulletin,
    NobodyToWriteTo,
    NotAPicture,
    NumberTaken,
    ProblemKind,
)
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import Because as SuppressedBecause
from comms_desk.mail.model import LetterState, NewAccount, NoAccount
from comms_desk.paths import resource
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import FieldChange

DAY = date(2026, 11, 25)
NEW = NewBulletin(name="Entre nous", number=41, day=DAY, subject="L’essentiel", preheader="Trois")
TEXT = NewBlock(kind=BlockKind.TEXT, text="## Budget\n\nLe budget est **déposé**.")


def png(colour: str = "#1D4E89") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def desk(database: Database) -> BulletinDesk:
    return BulletinDesk(database)


@pytest.fixture
def bulletin(desk: BulletinDesk) -> BulletinId:
    image = NewBlock(
        kind=BlockKind.IMAGE, alternative="Le parc", image=png(), image_name="parc.png"
    )
    return desk.add(NEW, [TEXT, image])


def open_account(database: Database, letters_a_minute: int = 60) -> None:
    AccountDesk(database).add(
        NewAccount(
            name="Interne",
            sender=Address(name="Entre nous", local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
            letters_a_minute=letters_a_minute,
        )
    )


def hire(database: Database, *names: str) -> None:
    for name in names:
        email = f"{name.lower()}@ville.example" if name.isascii() else ""
        AudienceDesk(database).add(NewEmployee(family_name=name, email=email))


def test_every_field_of_a_bulletin_survives_the_database(desk: BulletinDesk) -> None:
    bulletin = desk.get(desk.add(NEW))

    for name in EDITABLE:
        assert getattr(bulletin, name) == getattr(NEW, name)


def test_every_field_of_a_block_survives_the_database(desk: BulletinDesk) -> None:
    new = NewBlock(
        kind=BlockKind.LINKS,
        text="À lire",
        alternative="a",
        address="https://b.example",
        links=(Link("Le calendrier", "https://c.example"), Link("é", "")),
    )

    (block,) = desk.get(desk.add(NEW, [new])).blocks

    for name in ("kind", "text", "alternative", "address", "links"):
        assert getattr(block, name) == getattr(new, name)


def test_a_picture_is_kept_with_its_size(desk: BulletinDesk, bulletin: BulletinId) -> None:
    picture = desk.get(bulletin).blocks[1].picture

    assert picture is not None
    assert (picture.name, picture.width_px, picture.height_px) == ("parc.png", 60, 40)
    assert desk.picture(picture.blob).startswith(b"\x89PNG")


def test_the_next_bulletin_follows_the_last_one(desk: BulletinDesk) -> None:
    first = desk.get(desk.add_next(name="Bulletin", day=DAY))
    second = desk.get(desk.add_next(name="Autre", day=DAY))

    assert (first.name, first.number) == ("Bulletin", 1)
    assert (second.name, second.number) == ("Bulletin", 2)
    assert [line.number for line in desk.search().rows] == [2, 1]


def test_a_bulletin_is_found_by_the_beginning_of_its_words(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    desk.add(NewBulletin(name="Flash", number=1, day=DAY))

    assert [line.id for line in desk.search("essen nous 41").rows] == [bulletin]
    first = desk.search(limit=1)
    assert first.total == 2
    assert [line.id for line in desk.search(after=first.next_key).rows] == [bulletin]


def test_two_bulletins_cannot_have_one_name_and_number(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    with pytest.raises(NumberTaken):
        desk.add(NewBulletin(name="ENTRE NOUS", number=41, day=DAY))
    with pytest.raises(BulletinNameMissing):
        desk.add(NewBulletin(name=" ", number=1, day=DAY))
    other = desk.add_next(name="", day=DAY)
    with pytest.raises(NumberTaken):
        desk.edit(other, FieldChange("number", 42, 41))


def test_a_field_is_edited_and_undone_and_a_stale_edit_conflicts(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    edit = desk.edit(bulletin, FieldChange("subject", "L’essentiel", "Le budget"))
    desk.edit(bulletin, FieldChange("day", "2026-11-25", "2026-11-26"))

    assert desk.get(bulletin).subject == "Le budget"
    assert desk.get(bulletin).day == date(2026, 11, 26)
    with pytest.raises(EditConflict):
        desk.edit(bulletin, FieldChange("subject", "L’essentiel", "Autre"))
    desk.edit(bulletin, edit.change.inverse())
    assert desk.get(bulletin).subject == "L’essentiel"


def kinds(desk: BulletinDesk, bulletin: BulletinId) -> list[str]:
    return [block.text or block.kind.value for block in desk.get(bulletin).blocks]


def test_blocks_are_added_moved_removed_and_put_back(desk: BulletinDesk) -> None:
    bulletin = desk.add(NEW)
    a, b, c = (desk.add_block(bulletin, NewBlock(kind=BlockKind.TEXT, text=text)) for text in "abc")
    desk.add_block(bulletin, NewBlock(kind=BlockKind.TEXT, text="first"), position=0)
    assert kinds(desk, bulletin) == ["first", "a", "b", "c"]

    assert desk.move_block(c, to=1) == 3
    assert kinds(desk, bulletin) == ["first", "c", "a", "b"]

    removed = desk.remove_block(a)
    assert kinds(desk, bulletin) == ["first", "c", "b"]
    desk.put_back(removed)
    assert kinds(desk, bulletin) == ["first", "c", "a", "b"]
    with pytest.raises(NotFound):
        desk.edit_block(a, FieldChange("text", "a", "x"))
    desk.move_block(b, to=99)
    assert kinds(desk, bulletin)[-1] == "b"


def test_a_block_is_edited_field_by_field(desk: BulletinDesk, bulletin: BulletinId) -> None:
    text, image = desk.get(bulletin).blocks
    links = links_text((Link("x", "https://x.example"),))

    edit = desk.edit_block(text.id, FieldChange("text", text.text, "Nouveau"))
    desk.edit_block(image.id, FieldChange("alternative", "Le parc", "Le parc l’hiver"))
    desk.edit_block(text.id, FieldChange("links", "[]", links))

    text, image = desk.get(bulletin).blocks
    assert (text.text, image.alternative) == ("Nouveau", "Le parc l’hiver")
    assert text.links == (Link("x", "https://x.example"),)
    desk.edit_block(text.id, edit.change.inverse())
    assert desk.get(bulletin).blocks[0].text == TEXT.text


def test_an_image_is_replaced_and_a_wrong_one_is_refused(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    image = desk.get(bulletin).blocks[1]

    desk.set_picture(image.id, png("#B3261E"), name="autre.png")

    after = desk.get(bulletin).blocks[1].picture
    assert after is not None
    assert after.name == "autre.png"
    assert image.picture is not None
    assert after.blob != image.picture.blob
    with pytest.raises(NotAPicture):
        desk.set_picture(image.id, b"%PDF", name="plan.pdf")


def test_the_preview_is_one_page_that_asks_nothing_of_any_server(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    preview = desk.preview(bulletin)

    assert "data:image/png;base64," in preview.html
    assert "cid:" not in preview.html
    assert preview.problems == ()


def test_each_employee_with_a_mailbox_gets_one_letter(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo", "Émile")

    sent = desk.send(bulletin)

    outbox = OutboxDesk(database)
    assert (sent.queued, sent.already) == (2, 0)
    assert [(each.name, each.because) for each in sent.excluded] == [("Émile", Because.NO_MAILBOX)]
    letters = outbox.letters().rows
    assert {letter.to.bare for letter in letters} == {"roy@ville.example", "diallo@ville.example"}
    whole = outbox.bytes_of(letters[0].id)
    assert b"Content-ID: <picture" in whole
    assert b"multipart/alternative" in whole
    assert b"Auto-Submitted: auto-generated" in whole


def test_to_send_again_reaches_only_those_who_have_no_letter(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    first = desk.send(bulletin)
    hire(database, "Nouvelle")

    assert desk.recipients(bulletin).count == 1
    again = desk.send(bulletin)

    assert (again.issue, again.queued, again.already) == (first.issue, 1, 2)
    assert OutboxDesk(database).counts()[LetterState.QUEUED] == 3


def test_an_excluded_address_gets_nothing_and_is_named(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    OutboxDesk(database).suppress(
        Address.parse("ROY@ville.example"), because=SuppressedBecause.ASKED
    )

    before = desk.recipients(bulletin)
    sent = desk.send(bulletin)

    assert (before.count, sent.queued) == (1, 1)
    assert before.excluded == sent.excluded
    assert sent.excluded[0].because is Because.EXCLUDED
    counts = OutboxDesk(database).counts()
    assert (counts[LetterState.QUEUED], counts[LetterState.WITHHELD]) == (1, 1)


def test_when_the_last_letter_leaves_is_said_before_it_is_sent(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    hire(database, *(f"Employe{letter}" for letter in "abcdef"))
    assert desk.recipients(bulletin).plan is None
    open_account(database, letters_a_minute=2)

    plan = desk.recipients(bulletin).plan

    assert plan is not None
    assert plan.count == 6
    assert plan.last_leaves_at - database.clock.now() == timedelta(minutes=2)


def test_what_was_sent_is_frozen(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    before = desk.get(bulletin)
    desk.send(bulletin)
    block = before.blocks[0]

    issue = desk.issue(bulletin)
    assert issue is not None
    assert "Le budget est" in issue.html
    assert len(issue.digest) == 64
    for change in (
        lambda: desk.edit(bulletin, FieldChange("subject", "L’essentiel", "x")),
        lambda: desk.add_block(bulletin, TEXT),
        lambda: desk.edit_block(block.id, FieldChange("text", block.text, "x")),
        lambda: desk.move_block(block.id, to=1),
        lambda: desk.remove_block(block.id),
        lambda: desk.set_picture(block.id, png(), name="x.png"),
    ):
        with pytest.raises(BulletinAlreadySent):
            change()
    assert desk.get(bulletin).blocks == before.blocks


def test_a_copy_of_a_sent_bulletin_may_be_changed(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk.send(bulletin)

    copy = desk.get(desk.copy(bulletin, day=DAY + timedelta(days=7)))

    assert (copy.number, copy.issue) == (42, None)
    assert [block.text for block in copy.blocks] == [
        block.text for block in desk.get(bulletin).blocks
    ]
    assert copy.blocks[1].picture == desk.get(bulletin).blocks[1].picture
    desk.edit(copy.id, FieldChange("subject", copy.subject, "Erratum"))


def test_nothing_is_sent_while_something_must_be_mended(
    desk: BulletinDesk, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    image = NewBlock(kind=BlockKind.IMAGE, image=png(), image_name="parc.png")
    bulletin = desk.add(NEW, [TEXT, image])

    with pytest.raises(BulletinNotReady) as refused:
        desk.send(bulletin)

    assert [each.kind for each in refused.value.problems] == [ProblemKind.ALTERNATIVE_MISSING]
    assert desk.issue(bulletin) is None
    assert OutboxDesk(database).letters().total == 0


def test_nothing_is_frozen_when_nobody_would_get_it(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    with pytest.raises(NoAccount):
        desk.send(bulletin)
    open_account(database)
    hire(database, "Émile")
    with pytest.raises(NobodyToWriteTo):
        desk.send(bulletin)

    assert desk.issue(bulletin) is None


def test_a_test_goes_to_one_address_and_freezes_nothing(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")

    letter = desk.send_test(bulletin, Address.parse("moi@ville.example"))

    sent = OutboxDesk(database).letter(letter)
    assert sent.subject == "[TEST] L’essentiel"
    assert sent.to.bare == "moi@ville.example"
    assert desk.issue(bulletin) is None
    assert desk.send(bulletin).queued == 1


def test_a_bulletin_in_the_bin_is_out_of_the_list_and_frees_its_number(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    desk.put_in_bin(bulletin)

    assert desk.search().rows == ()
    with pytest.raises(NotFound):
        desk.get(bulletin)
    desk.take_out_of_bin(bulletin)
    assert desk.get(bulletin).number == 41


def test_the_sample_bulletin_is_read_and_has_nothing_wrong(desk: BulletinDesk) -> None:
    written = read_file(resource("sample", "bulletin.json"), today=DAY)

    bulletin = desk.add(written.bulletin, written.blocks)

    assert desk.preview(bulletin).problems == ()
    assert len(desk.get(bulletin).blocks) == 5


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        '{"name": "x"}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "poem"}]}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "image", "file": "../secret.png"}]}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "image", "file": "absent.png"}]}',
    ],
)
def test_a_file_that_is_no_bulletin_is_refused(tmp_path: Path, said: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "bulletin"
    folder.mkdir()
    file = folder / "b.json"
    file.write_text(said, encoding="utf-8")

    with pytest.raises(BulletinFileUnreadable):
        read_file(file, today=DAY)


def test_a_bulletin_reaches_twenty_eight_thousand_employees_in_one_go(
    sqlite_database: Database,
) -> None:
    rows = "\n".join(f"{n};Nom{n};e{n}@ville.example" for n in range(28_000))
    AudienceDesk(sqlite_database).apply_import(f"Matricule;Nom;Courriel\n{rows}\n".encode())
    open_account(sqlite_database)
    desk = BulletinDesk(sqlite_database)
    bulletin = desk.add(NEW, [TEXT])

    assert desk.recipients(bulletin).count == 28_000
    assert desk.send(bulletin).queued == 28_000
    assert desk.send(bulletin).already == 28_000
