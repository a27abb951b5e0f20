"""A bulletin written block by block, and looked at."""

from datetime import date

import pytest

from comms_desk.facts import BadDate
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.facts import DAY as DAY_FACT
from comms_desk.internal.bulletins.links import links_text
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    BulletinNameMissing,
    BulletinNumberTaken,
    BulletinNumberWrong,
    Link,
    NewBlock,
    NewBulletin,
    NotAPicture,
    ProblemKind,
)
from comms_desk.storage import blobs
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.wording import say
from tests.internal.written import DAY, NEW, TEXT, png


def test_every_field_of_a_bulletin_survives_the_database(desk: BulletinDesk) -> None:
    bulletin = desk.get(desk.add(NEW).id)

    for name in BulletinDesk.EDITABLE:
        assert getattr(bulletin, name) == getattr(NEW, name)


def test_every_field_of_a_block_survives_the_database(desk: BulletinDesk) -> None:
    new = NewBlock(
        kind=BulletinBlockKind.LINKS,
        text="À lire",
        alternative="a",
        address="https://b.example",
        links=(Link("Le calendrier", "https://c.example"), Link("é", "")),
    )

    (block,) = desk.get(desk.add(NEW, [new]).id).blocks

    for name in ("kind", "text", "alternative", "address", "links"):
        assert getattr(block, name) == getattr(new, name)


def test_a_picture_is_kept_with_its_size(desk: BulletinDesk, bulletin: BulletinId) -> None:
    picture = desk.get(bulletin).blocks[1].picture

    assert picture is not None
    assert (picture.name, picture.width_px, picture.height_px) == ("parc.png", 60, 40)
    assert desk.picture(picture.blob).startswith(b"\x89PNG")


def test_the_next_bulletin_follows_the_last_one(desk: BulletinDesk) -> None:
    first = desk.get(desk.add_next(name="Bulletin", day=DAY).id)
    second = desk.get(desk.add_next(name="Autre", day=DAY).id)

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
    with pytest.raises(BulletinNumberTaken):
        desk.add(NewBulletin(name="ENTRE NOUS", number=41, day=DAY))
    with pytest.raises(BulletinNameMissing):
        desk.add(NewBulletin(name=" ", number=1, day=DAY))
    other = desk.add_next(name="", day=DAY).id
    with pytest.raises(BulletinNumberTaken):
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


@pytest.mark.parametrize(
    "typed", ["2026-12-02", "2 décembre 2026", "mercredi 2 DECEMBRE 2026", "December 2, 2026"]
)
def test_a_day_is_read_as_it_is_written_in_either_language(typed: str) -> None:
    assert DAY_FACT.read(typed) == date(2026, 12, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "demain",
        "31 février 2026",
        "2 décembre",
        "1 mai juin 2026",
        "2 décembre 99999999999999999999",
        "2 décembre " + "9" * 5000,
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadDate):
        DAY_FACT.read(typed)


@pytest.mark.parametrize("number", [-5, 0, 100_000, 2**31, 2**63, 10**30])
def test_a_number_that_no_bulletin_has_is_refused_before_it_is_stored(
    desk: BulletinDesk, number: int
) -> None:
    bulletin = desk.add(NEW).id

    with pytest.raises(BulletinNumberWrong):
        desk.add(NewBulletin(name="Flash", number=number, day=DAY))
    with pytest.raises(BulletinNumberWrong):
        desk.edit(bulletin, FieldChange("number", 41, number))

    assert [line.number for line in desk.search().rows] == [41]


def test_a_number_of_thousands_of_digits_is_refused_in_few_words(desk: BulletinDesk) -> None:
    bulletin = desk.add(NEW).id

    with pytest.raises(BulletinNumberWrong) as refused:
        desk.edit(bulletin, FieldChange("number", 41, "9" * 5000))

    assert len(say(refused.value).what) < 120


def kinds(desk: BulletinDesk, bulletin: BulletinId) -> list[str]:
    return [block.text or block.kind.value for block in desk.get(bulletin).blocks]


def test_blocks_are_added_moved_removed_and_put_back(desk: BulletinDesk) -> None:
    bulletin = desk.add(NEW).id
    a, b, c = (
        desk.add_block(bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text=text)) for text in "abc"
    )
    desk.add_block(bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="first"), position=0)
    assert kinds(desk, bulletin) == ["first", "a", "b", "c"]

    desk.edit_block(c, FieldChange("position", 4, 2))
    assert kinds(desk, bulletin) == ["first", "c", "a", "b"]

    removed = desk.remove_block(a)
    assert kinds(desk, bulletin) == ["first", "c", "b"]
    with pytest.raises(NotFound):
        desk.edit_block(a, FieldChange("text", "a", "x"))
    desk.add_block(removed.bulletin, removed.block, position=removed.position)
    assert kinds(desk, bulletin) == ["first", "c", "a", "b"]
    desk.edit_block(a, FieldChange("text", "a", "x"))
    desk.edit_block(b, FieldChange("position", 4, 99))
    assert kinds(desk, bulletin)[-1] == "b"


def test_a_block_that_was_removed_is_put_back_from_the_history_once(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    text, image = desk.get(bulletin).blocks
    desk.edit_block(image.id, FieldChange("alternative", "Le parc", "Le parc l’hiver"))
    before = desk.get(bulletin).blocks
    desk.remove_block(image.id)
    with database.transaction() as transaction:
        assert blobs.sweep(transaction) == 0
    removed = desk.history(bulletin)[0]

    desk.edit(bulletin, removed.change.inverse())

    assert desk.get(bulletin).blocks == before
    with pytest.raises(EditConflict) as refused:
        desk.edit(bulletin, removed.change.inverse())
    assert refused.value.theirs == "Image, Le parc l’hiver"
    added = desk.history(bulletin)[0]
    assert (added.field, added.before, added.after) == (removed.field, None, removed.before)
    desk.edit_block(text.id, FieldChange("position", 1, 2))
    desk.edit(bulletin, added.change.inverse())
    assert [block.id for block in desk.get(bulletin).blocks] == [text.id]


def test_the_undo_of_an_addition_takes_nothing_that_was_written_since(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    added = desk.add_block(bulletin, NewBlock(kind=BulletinBlockKind.TEXT))
    (edit,) = (each for each in desk.history(bulletin) if each.field == f"block {added}")
    desk.edit_block(added, FieldChange("text", "", "Bonjour"))

    with pytest.raises(EditConflict):
        desk.edit(bulletin, edit.change.inverse())

    assert desk.get(bulletin).blocks[-1].text == "Bonjour"


def test_an_image_that_was_replaced_is_put_back(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    image = desk.get(bulletin).blocks[1]
    edit = desk.set_picture(image.id, png("#B3261E"), name="autre.png")
    with database.transaction() as transaction:
        blobs.sweep(transaction)

    desk.edit_block(image.id, edit.change.inverse())

    assert desk.get(bulletin).blocks[1].picture == image.picture
    assert image.picture is not None
    assert desk.picture(image.picture.blob)
    other = desk.set_picture(image.id, png("#1D4E89"), name="pont.png")
    with pytest.raises(EditConflict):
        desk.edit_block(image.id, edit.change.inverse())
    desk.edit_block(image.id, other.change.inverse())


def test_the_words_of_an_image_go_with_it_and_come_back_with_it(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    image = desk.get(bulletin).blocks[1]

    def shown() -> tuple[str, str]:
        block = desk.get(bulletin).blocks[1]
        assert block.picture is not None
        return block.picture.name, block.alternative

    first = shown()
    assert first[1] == "Le parc"
    assert image.picture is not None
    again = desk.set_picture(image.id, desk.picture(image.picture.blob), name=first[0])
    assert (again.before, shown()) == (again.after, first)  # the same image is described still

    given = desk.set_picture(image.id, png("#B3261E"), name="pont.png")

    assert shown() == ("pont.png", "")
    (problem,) = desk.preview(bulletin).problems
    assert (problem.kind, problem.block) == (ProblemKind.ALTERNATIVE_MISSING, image.id)
    undone = desk.edit_block(image.id, given.change.inverse())
    assert (shown(), desk.preview(bulletin).problems) == (first, ())
    redone = desk.edit_block(image.id, undone.change.inverse())
    assert shown() == ("pont.png", "")
    desk.edit_block(image.id, redone.change.inverse())
    assert shown() == first


def test_words_that_were_written_before_the_image_describe_it(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    added = desk.add_block(bulletin, NewBlock(kind=BulletinBlockKind.IMAGE, alternative="Le pont"))

    given = desk.set_picture(added, png("#B3261E"), name="pont.png")
    desk.edit_block(added, FieldChange("alternative", "Le pont", "Un pont"))
    assert desk.get(bulletin).blocks[-1].alternative == "Un pont"
    desk.edit_block(added, given.change.inverse())

    block = desk.get(bulletin).blocks[-1]
    assert (block.picture, block.alternative) == (None, "Le pont")


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


def test_a_bulletin_in_the_bin_is_out_of_the_list_and_frees_its_number(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    desk.put_in_bin(bulletin)

    assert desk.search().rows == ()
    with pytest.raises(NotFound):
        desk.get(bulletin)
    desk.take_out_of_bin(bulletin)
    assert desk.get(bulletin).number == 41


def test_what_is_typed_as_a_bulletin_goes_to_the_bin_comes_out_with_it(
    desk: BulletinDesk, bulletin: BulletinId
) -> None:
    block = desk.get(bulletin).blocks[0]
    desk.put_in_bin(bulletin)

    desk.edit(bulletin, FieldChange("subject", NEW.subject, "La semaine"))
    desk.edit_block(block.id, FieldChange("text", block.text, "Bonjour."))

    assert desk.search().rows == ()
    desk.take_out_of_bin(bulletin)
    assert desk.get(bulletin).subject == "La semaine"
    assert desk.get(bulletin).blocks[0].text == "Bonjour."
