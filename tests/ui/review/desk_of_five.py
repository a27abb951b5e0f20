"""A desk at half past five: three stories are told, one of them twice, and a list reads reviews."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import NewList
from comms_desk.media.reviews.model import Review
from comms_desk.media.themes.model import NewTheme
from comms_desk.settings import REVIEW_READERS
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.review.page import ReviewPage
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press
from tests.support.asked_of_desks import reviews_of_day

PARKS = "La mairesse de Montréal rouvre douze parcs de Verdun, dit la Ville."
READERS = ("cabinet", "direction")


class Desk(Press):
    """The media of a morning, and the reviews made of what they say."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.database)
        self.reviews = office.reviews
        self.office = office
        for name, query in (("Budget", "budget"), ("Feux", "incendie"), ("Parcs", "parcs")):
            self.watches.add(NewTheme(name=name, query=query))
        self.budget = self.publishes("La Dépêche", BUDGET)
        self.publishes("Le Courrier", REWRITTEN)
        self.fire = self.publishes("Le Courrier", FIRE)
        self.parks = self.publishes("La Dépêche", PARKS)
        while not self.watches.catch_up().is_done:
            pass
        self.group()

    def keep(self, *articles: ArticleId) -> Review:
        """Keep *articles* for the review of today."""
        self.reviews.keep(articles)
        return self.review

    @property
    def review(self) -> Review:
        """The last review of today."""
        return reviews_of_day(self.reviews)[-1]

    def have_readers(self) -> None:
        """Have an account, and two readers."""
        sender = Address(local="medias", domain="ville.example")
        facts = {"host": "localhost"}
        AccountDesk(self.database).add(NewAccount(name="Revue", sender=sender, facts=facts))
        readers = ListDesk(self.database).add(NewList(name="Cabinet"))
        addresses = [Address(local=each, domain="ville.example") for each in READERS]
        ListDesk(self.database).put_members(readers.id, addresses)
        DeskSettings(self.database).set(REVIEW_READERS, "Cabinet")

    def titles(self) -> list[str]:
        """What is kept, in its order, each by the first of its words."""
        return [each.entry.title.split()[0] for each in self.review.kept]


def rest(qtbot: QtBot, page: ReviewPage) -> None:
    """Wait until all is read, and nothing is to be read again."""
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)


def shown(qtbot: QtBot, page: ReviewPage) -> list[Row]:
    """Show the page, as it is once all is read."""
    page.show()
    page.shown()
    rest(qtbot, page)
    return rows(page)


def rows(page: ReviewPage) -> list[Row]:
    return page.column.list.list.rows.rows()
