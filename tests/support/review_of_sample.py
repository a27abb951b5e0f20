"""The review of the sample desk as it stands at four past seven: kept, written, not sent yet."""

from comms_desk.across.office import Office
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.lists.model import NewList
from comms_desk.media.reviews.model import Review
from comms_desk.settings import REVIEW_READERS
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange

READERS = 58
LEFT_TO_SORT = 3
HIGHLIGHTS = (
    "Le budget 2027 domine : 3,1 % partout rapportés, l’opposition parle de trompe-l’œil.",
    "Le contrat de neige revient, sans chiffre nouveau.",
    "Le BIG recommande de résilier un contrat.",
)
AGENDA = ("9 h 30 conseil", "10 h 45 budget")
SUMMARY = "Le quotidien détaille la hausse, le gel des effectifs et 1 200 logements promis."


def make_ready(office: Office) -> Review:
    """Keep nearly all that came, and write what is written of it."""
    readers = office.lists.add(NewList(name="Cabinet et direction"))
    addresses = [
        Address(local=f"lectrice{each}", domain="ville.example") for each in range(READERS)
    ]
    office.lists.put_members(readers.id, addresses)
    DeskSettings(office.database).set(REVIEW_READERS, readers.name)
    if not office.accounts.every():
        sender = Address(local="revue", domain="ville.example")
        new = NewAccount(name="Revue", sender=sender, facts={"host": "localhost"})
        AccountDesk(office.database).add(new)
    reviews, begun = office.reviews, office.reviews.begin()
    offered = [each.entry.article for each in reviews.offered(begun.id)]
    reviews.keep(offered[:-LEFT_TO_SORT])
    first = reviews.get(begun.id).kept[0]
    for field, before, after in (
        ("highlights", (), HIGHLIGHTS),
        ("agenda", (), AGENDA),
        (f"summary {first.id}", first.entry.summary, SUMMARY),
    ):
        reviews.edit(begun.id, FieldChange(field, before, after))
    return reviews.get(begun.id)
