"""A bulletin to write, somebody to read it, and an account by which it leaves."""

import io
from datetime import date

from PIL import Image

from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    NewBlock,
    NewBulletin,
)
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.storage.database import Database

DAY = date(2026, 11, 25)
NEW = NewBulletin(name="Entre nous", number=41, day=DAY, subject="L’essentiel", preheader="Trois")
TEXT = NewBlock(kind=BulletinBlockKind.TEXT, text="## Budget\n\nLe budget est **déposé**.")


def png(colour: str = "#1D4E89") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


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
        email = Address.parse(f"{name.lower()}@ville.example") if name.isascii() else None
        AudienceDesk(database).add(NewEmployee(family_name=name, email=email))
