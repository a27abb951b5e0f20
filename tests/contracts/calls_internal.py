"""Example calls of the audience and of the bulletins."""

from collections.abc import Iterator
from datetime import date

from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BlockKind, NewBlock, NewBulletin
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.internal.written import TEXT, png

DAY = date(2026, 11, 25)
FILE = b"Nom;Courriel\nNouvelle;nouvelle@ville.example\n"


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
    roy = desk.add(NewEmployee(family_name="Roy", email=Address.parse("roy@ville.example")))
    gone = desk.add(NewEmployee(family_name="Parti"))
    kept = desk.add(NewEmployee(family_name="Revenue"))
    desk.put_in_bin(kept)
    yield writes(AudienceDesk.add, lambda: desk.add(NewEmployee(family_name="Diallo")))
    yield reads(AudienceDesk.get, lambda: desk.get(roy))
    yield reads(AudienceDesk.search, lambda: desk.search("roy"))
    yield writes(
        AudienceDesk.edit, lambda: desk.edit(roy, FieldChange("family_name", "Roy", "Roi"))
    )
    yield writes(AudienceDesk.put_in_bin, lambda: desk.put_in_bin(gone))
    yield writes(AudienceDesk.take_out_of_bin, lambda: desk.take_out_of_bin(kept))
    yield reads(AudienceDesk.plan_import, lambda: desk.plan_import(FILE))
    yield writes(AudienceDesk.apply_import, lambda: desk.apply_import(FILE))


def bulletin_calls(desk: BulletinDesk) -> Iterator[Call]:
    image = NewBlock(kind=BlockKind.IMAGE, alternative="Le parc", image=png(), image_name="p.png")
    bulletin = desk.add(NewBulletin(name="Entre nous", number=1, day=DAY, subject="x"), [TEXT])
    pictured = desk.add_block(bulletin, image)
    gone = desk.add_block(bulletin, TEXT)
    removed = desk.remove_block(desk.add_block(bulletin, TEXT))
    picture = desk.get(bulletin).pictures[0]
    binned = desk.add(NewBulletin(name="Autre", number=1, day=DAY))
    kept = desk.add(NewBulletin(name="Autre", number=2, day=DAY))
    desk.put_in_bin(kept)
    text = desk.get(bulletin).blocks[0].id
    yield writes(BulletinDesk.add, lambda: desk.add(NewBulletin(name="Flash", number=1, day=DAY)))
    yield writes(BulletinDesk.add_next, lambda: desk.add_next(name="x", day=DAY))
    yield writes(BulletinDesk.copy, lambda: desk.copy(bulletin, day=DAY))
    yield reads(BulletinDesk.search, lambda: desk.search("entre"))
    yield reads(BulletinDesk.get, lambda: desk.get(bulletin))
    yield writes(BulletinDesk.edit, lambda: desk.edit(bulletin, FieldChange("subject", "x", "y")))
    yield writes(BulletinDesk.add_block, lambda: desk.add_block(bulletin, TEXT))
    yield writes(
        BulletinDesk.edit_block, lambda: desk.edit_block(text, FieldChange("text", TEXT.text, "y"))
    )
    yield writes(
        BulletinDesk.set_picture, lambda: desk.set_picture(pictured, png("#B3261E"), name="q.png")
    )
    yield reads(BulletinDesk.picture, lambda: desk.picture(picture.blob))
    yield writes(BulletinDesk.move_block, lambda: desk.move_block(text, to=1))
    yield writes(BulletinDesk.remove_block, lambda: desk.remove_block(gone))
    yield writes(BulletinDesk.put_back, lambda: desk.put_back(removed))
    yield reads(BulletinDesk.preview, lambda: desk.preview(bulletin))
    yield reads(BulletinDesk.recipients, lambda: desk.recipients(bulletin))
    yield writes(
        BulletinDesk.send_test,
        lambda: desk.send_test(bulletin, Address.parse("moi@ville.example")),
    )
    yield writes(BulletinDesk.send, lambda: desk.send(bulletin))
    yield reads(BulletinDesk.issue, lambda: desk.issue(bulletin))
    yield writes(BulletinDesk.put_in_bin, lambda: desk.put_in_bin(binned))
    yield writes(BulletinDesk.take_out_of_bin, lambda: desk.take_out_of_bin(kept))
