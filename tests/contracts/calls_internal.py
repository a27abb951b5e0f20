"""Example calls of the audience and of the bulletins."""

from collections.abc import Iterator
from datetime import date

from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock, NewBulletin
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.internal.written import TEXT, png

DAY = date(2026, 11, 25)


def calls(database: Database) -> Iterator[Call]:
    yield from audience_calls(AudienceDesk(database))
    AccountDesk(database).add(
        NewAccount(
            name="Interne",
            sender=Address(name="Entre nous", local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    yield from bulletin_calls(BulletinDesk(database))


def audience_calls(desk: AudienceDesk) -> Iterator[Call]:
    roy = desk.add(NewEmployee(family_name="Roy", email=Address.parse("roy@ville.example"))).id
    gone = desk.add(NewEmployee(family_name="Parti")).id
    kept = desk.add(NewEmployee(family_name="Revenue")).id
    desk.put_in_bin(kept)
    yield writes(desk.add, lambda: desk.add(NewEmployee(family_name="Diallo")))
    yield reads(desk.get, lambda: desk.get(roy))
    yield reads(desk.search, lambda: desk.search("roy"))
    yield writes(desk.export, desk.export)
    yield reads(desk.groups, lambda: desk.groups("voirie"))
    yield writes(desk.edit, lambda: desk.edit(roy, FieldChange("family_name", "Roy", "Roi")))
    yield reads(desk.history, lambda: desk.history(roy))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(gone))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(kept))


def bulletin_calls(desk: BulletinDesk) -> Iterator[Call]:
    image = NewBlock(
        kind=BulletinBlockKind.IMAGE, alternative="Le parc", image=png(), image_name="p.png"
    )
    bulletin = desk.add(NewBulletin(name="Entre nous", number=1, day=DAY, subject="x"), [TEXT]).id
    desk.add_block(bulletin, image)
    gone = desk.add_block(bulletin, TEXT)
    shown = desk.add_block(bulletin, image)
    picture = desk.get(bulletin).pictures[0]
    binned = desk.add(NewBulletin(name="Autre", number=1, day=DAY)).id
    kept = desk.add(NewBulletin(name="Autre", number=2, day=DAY)).id
    desk.put_in_bin(kept)
    text = desk.get(bulletin).blocks[0].id
    yield writes(desk.add, lambda: desk.add(NewBulletin(name="Flash", number=1, day=DAY)))
    yield writes(desk.add_next, lambda: desk.add_next(name="x", day=DAY))
    yield writes(desk.copy, lambda: desk.copy(bulletin, day=DAY))
    yield reads(desk.search, lambda: desk.search("entre"))
    yield reads(desk.get, lambda: desk.get(bulletin))
    yield reads(desk.words_held, lambda: desk.words_held(bulletin))
    yield writes(desk.edit, lambda: desk.edit(bulletin, FieldChange("subject", "x", "y")))
    yield writes(desk.add_block, lambda: desk.add_block(bulletin, TEXT))
    yield writes(
        desk.edit_block, lambda: desk.edit_block(text, FieldChange("text", TEXT.text, "y"))
    )
    yield writes(desk.set_picture, lambda: desk.set_picture(shown, png("#B3261E"), name="q.png"))
    desk.remove_block(shown)  # nothing says what it shows
    yield reads(desk.picture, lambda: desk.picture(picture.blob))
    yield writes(desk.remove_block, lambda: desk.remove_block(gone))
    yield reads(desk.preview, lambda: desk.preview(bulletin))
    yield reads(desk.recipients, lambda: desk.recipients(bulletin))
    yield writes(
        desk.send_test,
        lambda: desk.send_test(bulletin, Address.parse("moi@ville.example")),
    )
    yield writes(desk.send, lambda: desk.send(bulletin))
    yield reads(desk.issue, lambda: desk.issue(bulletin))
    yield reads(desk.history, lambda: desk.history(bulletin))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(binned))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(kept))
