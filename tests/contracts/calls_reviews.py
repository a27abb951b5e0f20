"""Example calls of the press reviews."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.articles.model import ArticleOrigin, NewArticle
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import NewList
from comms_desk.media.reviews.desk import ReviewDesk
from comms_desk.media.reviews.model import OutOfReview
from comms_desk.settings import REVIEW_READERS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.media.reviews.morning import alter

READER = Address(local="cabinet", domain="ville.example")


def calls(database: Database) -> Iterator[Call]:
    desk, days = ReviewDesk(database), count()
    sender = Address(local="medias", domain="ville.example")
    AccountDesk(database).add(NewAccount(name="Revue", sender=sender, facts={"host": "localhost"}))
    readers = ListDesk(database).add(NewList(name="Revue de presse"))
    ListDesk(database).put_members(readers.id, [READER])
    DeskSettings(database).set(REVIEW_READERS, "Revue de presse")
    told = [NewArticle(origin=ArticleOrigin.ALERT, title=f"Neige {each}") for each in range(3)]
    one, two, three = (each.article for each in ClipDesk(database).take_in(told))
    review = desk.keep([one]).review or desk.begin().id

    yield reads(desk.get, lambda: desk.get(review))
    yield reads(desk.search, desk.search)
    yield reads(desk.offered, lambda: desk.offered(review))
    yield reads(desk.edition, lambda: desk.edition(review))
    yield reads(desk.standing, lambda: desk.standing([one, two]))

    def another() -> date:
        return date(2027, 1, 1) + timedelta(days=next(days))

    yield writes(desk.begin, lambda: desk.begin(another()))
    kept = desk.keep([two], day=another())
    yield writes(desk.unkeep, lambda: desk.unkeep(kept))
    yield writes(desk.keep, lambda: desk.keep([two, three]))
    yield writes(desk.take_out, lambda: desk.take_out([two, three]))
    yield writes(desk.keep_again, lambda: desk.keep_again(OutOfReview(review, (two, three))))
    said = FieldChange("highlights", (), ("Neige",))
    yield writes(desk.edit, lambda: desk.edit(review, said))
    yield writes(desk.send_test, lambda: desk.send_test(review, READER))

    issued = desk.issue(desk.begin(another()).id, nothing_to_report=True).id
    yield reads(desk.sending, lambda: desk.sending(issued))
    yield reads(desk.letters, lambda: desk.letters(issued))
    yield reads(desk.missed, lambda: desk.missed(issued))
    seen = desk.sending(issued)
    yield writes(desk.send, lambda: desk.send(issued, seen=seen))
    yield writes(desk.issue, lambda: desk.issue(review))

    altered = desk.issue(desk.begin(another()).id, nothing_to_report=True).id
    alter(database, altered)
    yield writes(desk.take_up, lambda: desk.take_up(altered))
