"""A desk on the morning of a review: media, themes, readers, and the review that is made."""

from datetime import date

from sqlalchemy import update

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import Account, NewAccount
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import NewList
from comms_desk.media.reviews.desk import ReviewDesk
from comms_desk.media.reviews.model import Review, ReviewId
from comms_desk.media.reviews.store import ReviewRow
from comms_desk.media.themes.model import NewTheme
from comms_desk.settings import REVIEW_READERS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press

TODAY = date(2026, 11, 24)
READERS = tuple(Address(local=each, domain="ville.example") for each in ("cabinet", "dg", "zoe"))


def alter(database: Database, review: ReviewId, edition: str | None = "{}") -> None:
    """Change what was issued of *review*, outside of the desk."""
    with database.transaction() as transaction:
        those = update(ReviewRow).where(ReviewRow.id == review)
        transaction.session.execute(those.values(edition=edition))


class Morning(Press):
    """Media, themes, and the review that is made of what they say."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.reviews = ReviewDesk(database)
        self.watches.add(NewTheme(name="Budget", query="budget"))
        self.watches.add(NewTheme(name="Incendies", query="incendie OU neige"))

    def read(self) -> None:
        """Have the themes asked and the stories told."""
        while not self.watches.catch_up().is_done:
            pass
        self.group()

    def three(self) -> tuple[ArticleId, ArticleId, ArticleId]:
        """Return a story, another, and a copy of the first."""
        found = (
            self.publishes("La Dépêche", BUDGET),
            self.publishes("Le Courrier", FIRE),
            self.publishes("Le Courrier", REWRITTEN),
        )
        self.read()
        return found

    def edit(self, review: Review, field: str, after: object) -> Review:
        """Edit a field of *review* as it was read, and read it again."""
        before = getattr(review, field.partition(" ")[0], None)
        self.reviews.edit(review.id, FieldChange(field, before, after))
        return self.reviews.get(review.id)

    def readers(self, *readers: Address, host: str = "localhost", **facts: str) -> Account:
        """Have a list of readers, chosen, and an account at *host*."""
        lists = ListDesk(self.database)
        lists.put_members(lists.add(NewList(name="Cabinet")).id, readers or READERS)
        DeskSettings(self.database).set(REVIEW_READERS, "cabinet")
        sender = Address(local="medias", domain="ville.example")
        new = NewAccount(name="Revue", sender=sender, facts={"host": host} | facts)
        return AccountDesk(self.database).add(new)
