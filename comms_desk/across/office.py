"""The whole desk, opened: one database and every slice's desk on it.

The window, the worker and the command line come in through `open_office`.  A desk is built,
and its modules imported, when it is first asked for: the window paints before most of them
are needed.  Decides nothing about any slice.
"""

import getpass
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from comms_desk.clock import Clock
from comms_desk.keys import Keys
from comms_desk.paths import Paths, refuse_synchronised
from comms_desk.settings import DATABASE_URL, GROUP_STORIES
from comms_desk.settings_file import PersonSettings

if TYPE_CHECKING:
    from sqlalchemy import URL

    from comms_desk.across.search import Search
    from comms_desk.across.told_once import ToldOnce
    from comms_desk.embargo.desk import EmbargoDesk
    from comms_desk.imports.desk import ImportDesk
    from comms_desk.internal.audience.desk import AudienceDesk
    from comms_desk.internal.bulletins.desk import BulletinDesk
    from comms_desk.jobs.desk import JobDesk
    from comms_desk.mail.accounts import AccountDesk
    from comms_desk.mail.bounces.desk import BounceDesk
    from comms_desk.mail.desk import OutboxDesk
    from comms_desk.mail.freezes import FreezeDesk
    from comms_desk.media.articles.desk import ArticleDesk
    from comms_desk.media.bylines.desk import BylineDesk
    from comms_desk.media.clips.desk import ClipDesk
    from comms_desk.media.contacts.desk import ContactDesk
    from comms_desk.media.coverage.desk import CoverageDesk
    from comms_desk.media.dispatches.desk import DispatchDesk
    from comms_desk.media.drafting.desk import DraftDesk
    from comms_desk.media.feeds.desk import FeedDesk
    from comms_desk.media.inquiries.at_work import AtWorkDesk
    from comms_desk.media.inquiries.desk import InquiryDesk
    from comms_desk.media.inquiries.files import InquiryFilesDesk
    from comms_desk.media.inquiries.mails_to_sort import MailsToSortDesk
    from comms_desk.media.inquiries.papers import PaperDesk
    from comms_desk.media.inquiries.replies import ReplyDesk
    from comms_desk.media.lists.desk import ListDesk
    from comms_desk.media.outlets.desk import OutletDesk
    from comms_desk.media.reviews.desk import ReviewDesk
    from comms_desk.media.stories.desk import StoryDesk
    from comms_desk.media.verbatims.desk import VerbatimDesk
    from comms_desk.media.watches.desk import WatchDesk
    from comms_desk.media.watches.memory import MemoryDesk
    from comms_desk.media.watches.saved_views_desk import SavedViewDesk
    from comms_desk.media.watches.triage import TriageDesk
    from comms_desk.media.watches.word_lists_desk import WordListDesk
    from comms_desk.planning.dossiers.desk import DossierDesk
    from comms_desk.planning.people.desk import PeopleDesk
    from comms_desk.storage.archive import Archive
    from comms_desk.storage.bin import Bin
    from comms_desk.storage.database import Database
    from comms_desk.storage.desk_settings import DeskSettings
    from comms_desk.storage.forms import FormDesk
    from comms_desk.storage.holds import HoldDesk
    from comms_desk.storage.names import Names


class Office:
    """One open desk.

    Attributes:
        database: The only engine.
        paths: Where files are on this computer.
        settings: The settings of the person at this computer.
        keys: Their secrets.
    """

    def __init__(
        self, database: "Database", *, paths: Paths, settings: PersonSettings, keys: Keys
    ) -> None:
        self.database = database
        self.paths = paths
        self.settings = settings
        self.keys = keys

    @cached_property
    def people(self) -> "PeopleDesk":
        """Who works here, and who speaks."""
        from comms_desk.planning.people.desk import PeopleDesk

        return PeopleDesk(self.database)

    @cached_property
    def dossiers(self) -> "DossierDesk":
        """What ties everything else together."""
        from comms_desk.planning.dossiers.desk import DossierDesk

        return DossierDesk(self.database)

    @cached_property
    def outlets(self) -> "OutletDesk":
        """Newspapers, stations and sites."""
        from comms_desk.media.outlets.desk import OutletDesk

        return OutletDesk(self.database)

    @cached_property
    def contacts(self) -> "ContactDesk":
        """Who the press office calls."""
        from comms_desk.media.contacts.desk import ContactDesk

        return ContactDesk(self.database)

    @cached_property
    def lists(self) -> "ListDesk":
        """To whom the office writes."""
        from comms_desk.media.lists.desk import ListDesk

        return ListDesk(self.database)

    @cached_property
    def feeds(self) -> "FeedDesk":
        """Where the watch listens."""
        from comms_desk.media.feeds.desk import FeedDesk

        return FeedDesk(self.database)

    @cached_property
    def articles(self) -> "ArticleDesk":
        """What the feeds brought."""
        from comms_desk.media.articles.desk import ArticleDesk

        return ArticleDesk(self.database)

    @cached_property
    def bylines(self) -> "BylineDesk":
        """What bylines would have the directory say."""
        from comms_desk.media.bylines.desk import BylineDesk

        return BylineDesk(self.database)

    @cached_property
    def embargoes(self) -> "EmbargoDesk":
        """What may not leave yet."""
        from comms_desk.embargo.desk import EmbargoDesk

        return EmbargoDesk(self.database)

    @cached_property
    def jobs(self) -> "JobDesk":
        """The worker's lease, and what is asked of it."""
        from comms_desk.jobs.desk import JobDesk

        return JobDesk(self.database)

    @cached_property
    def accounts(self) -> "AccountDesk":
        """The accounts by which letters leave."""
        from comms_desk.mail.accounts import AccountDesk

        return AccountDesk(self.database)

    @cached_property
    def outbox(self) -> "OutboxDesk":
        """Letters, and what became of them."""
        from comms_desk.mail.desk import OutboxDesk

        return OutboxDesk(self.database)

    @cached_property
    def bounces(self) -> "BounceDesk":
        """What came back, and the addresses to decide about."""
        from comms_desk.mail.bounces.desk import BounceDesk

        return BounceDesk(self.database)

    @cached_property
    def freezes(self) -> "FreezeDesk":
        """Whether all that is scheduled is stopped."""
        from comms_desk.mail.freezes import FreezeDesk

        return FreezeDesk(self.database)

    @cached_property
    def audience(self) -> "AudienceDesk":
        """The employees, who read the bulletins."""
        from comms_desk.internal.audience.desk import AudienceDesk

        return AudienceDesk(self.database)

    @cached_property
    def imports(self) -> "ImportDesk":
        """Files of contacts and of employees, brought in."""
        from comms_desk.across.importers import IMPORTERS
        from comms_desk.imports.desk import ImportDesk

        return ImportDesk(self.database, IMPORTERS)

    @cached_property
    def bulletins(self) -> "BulletinDesk":
        """The employee bulletins."""
        from comms_desk.internal.bulletins.desk import BulletinDesk

        return BulletinDesk(self.database)

    @cached_property
    def drafts(self) -> "DraftDesk":
        """Releases and speeches; the office's own templates are in ``templates``."""
        from comms_desk.media.drafting.desk import DraftDesk

        return DraftDesk(self.database, self.paths.data / "templates")

    @cached_property
    def dispatches(self) -> "DispatchDesk":
        """Texts that leave; the office's own words of a letter are in ``templates/letters``."""
        from comms_desk.media.dispatches.desk import DispatchDesk

        return DispatchDesk(self.database, self.paths.data / "templates")

    @cached_property
    def inquiries(self) -> "InquiryDesk":
        """The questions of journalists."""
        from comms_desk.media.inquiries.desk import InquiryDesk

        return InquiryDesk(self.database)

    @cached_property
    def replies(self) -> "ReplyDesk":
        """What is said to journalists; the office's own words are in ``templates/letters``."""
        from comms_desk.media.inquiries.replies import ReplyDesk

        return ReplyDesk(self.database, self.paths.data / "templates")

    @cached_property
    def inquiry_files(self) -> "InquiryFilesDesk":
        """The mails that inquiries came by, and what came with them."""
        from comms_desk.media.inquiries.files import InquiryFilesDesk

        return InquiryFilesDesk(self.database)

    @cached_property
    def mails_to_sort(self) -> "MailsToSortDesk":
        """The mails of the folder that wait for a person."""
        from comms_desk.media.inquiries.mails_to_sort import MailsToSortDesk

        return MailsToSortDesk(self.database)

    @cached_property
    def at_work(self) -> "AtWorkDesk":
        """Who works on which inquiry now."""
        from comms_desk.media.inquiries.at_work import AtWorkDesk

        return AtWorkDesk(self.database)

    @cached_property
    def verbatims(self) -> "VerbatimDesk":
        """What was said aloud, word for word."""
        from comms_desk.media.verbatims.desk import VerbatimDesk

        return VerbatimDesk(self.database)

    @cached_property
    def reviews(self) -> "ReviewDesk":
        """What the cabinet reads in the morning."""
        from comms_desk.media.reviews.desk import ReviewDesk

        return ReviewDesk(self.database)

    @cached_property
    def papers(self) -> "PaperDesk":
        """The sheet of an interview, the end of the day; the office's own in ``templates``."""
        from comms_desk.media.inquiries.papers import PaperDesk

        return PaperDesk(self.database, self.paths.data / "templates")

    @cached_property
    def desk_settings(self) -> "DeskSettings":
        """The settings that are the same for everybody."""
        from comms_desk.storage.desk_settings import DeskSettings

        return DeskSettings(self.database)

    @cached_property
    def forms(self) -> "FormDesk":
        """What this person has half typed."""
        from comms_desk.storage.forms import FormDesk

        return FormDesk(self.database)

    @cached_property
    def bin(self) -> "Bin":
        """What was removed lately."""
        from comms_desk.storage.bin import Bin

        return Bin(self.database)

    @cached_property
    def archive(self) -> "Archive":
        """What was sent, and is in no list any more."""
        from comms_desk.storage.archive import Archive

        return Archive(self.database)

    @cached_property
    def holds(self) -> "HoldDesk":
        """What may not be destroyed, and why."""
        from comms_desk.storage.holds import HoldDesk

        return HoldDesk(self.database)

    @cached_property
    def names(self) -> "Names":
        """What everything is called, to be found at a key."""
        from comms_desk.storage.names import Names

        return Names(self.database)

    @cached_property
    def watches(self) -> "WatchDesk":
        """What the office listens for, and the mentions that it finds."""
        from comms_desk.media.watches.desk import WatchDesk

        return WatchDesk(self.database)

    @cached_property
    def memory(self) -> "MemoryDesk":
        """What the watches must find and must not, and what an edit would change."""
        from comms_desk.media.watches.memory import MemoryDesk

        return MemoryDesk(self.database, self.watches)

    @cached_property
    def triage(self) -> "TriageDesk":
        """The stars and notes of articles, and why each was found."""
        from comms_desk.media.watches.triage import TriageDesk

        return TriageDesk(self.database)

    @cached_property
    def saved_views(self) -> "SavedViewDesk":
        """The searches that people read again."""
        from comms_desk.media.watches.saved_views_desk import SavedViewDesk

        return SavedViewDesk(self.database)

    @cached_property
    def word_lists(self) -> "WordListDesk":
        """The lists of terms that queries name."""
        from comms_desk.media.watches.word_lists_desk import WordListDesk

        return WordListDesk(self.database)

    @cached_property
    def clips(self) -> "ClipDesk":
        """What people of the desk heard, saw, pasted, or followed a link to."""
        from comms_desk.media.clips.desk import ClipDesk

        return ClipDesk(self.database)

    @cached_property
    def stories(self) -> "StoryDesk":
        """What tells the same news, grouped."""
        from comms_desk.media.stories.desk import StoryDesk

        return StoryDesk(self.database)

    @cached_property
    def coverage(self) -> "CoverageDesk":
        """What the media made of what the City said; its paper's own template in ``templates``."""
        from comms_desk.media.coverage.desk import CoverageDesk

        return CoverageDesk(self.database, self.paths.data / "templates")

    @property
    def told_once(self) -> "ToldOnce":
        """The mentions, each story once, unless the person at this desk wants each of them."""
        from comms_desk.across.told_once import ToldOnce

        return ToldOnce(self.database, is_grouped=self.settings.get(GROUP_STORIES))

    @cached_property
    def search(self) -> "Search":
        """Whatever the feeds brought, by a query."""
        from comms_desk.across.search import Search

        return Search(self.database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


def open_office(
    paths: Paths | None = None,
    *,
    settings: PersonSettings | None = None,
    keys: Keys | None = None,
    url: str | None = None,
    clock: Clock | None = None,
) -> Office:
    """Open the desk of this person, bring its database up to date, and sign them in.

    Args:
        paths: Where files are; found from the environment when None.
        settings: Read from the paths' file when None.
        keys: The system's store when None.
        url: The database's address; the settings' when None.
        clock: The machine's when None.

    Raises:
        SynchronisedFolder: The database would stand where it would be damaged.
        FolderNotWritable: A folder of the desk could not be made.
        DatabaseTooNew: A later version of the desk has been here.
        DatabaseTooOld: It is of before the first revision of the tables.
        UpgradeNeeded: The team's database waits for ``comms-desk migrate``.
    """
    from comms_desk.storage import parts
    from comms_desk.storage.upgrade import bring_up_to_date

    paths = paths or Paths.find()
    paths.make()
    parts.sweep(paths.backups)
    settings = settings or PersonSettings.read(paths.settings_file)
    database = open_database(paths, settings, url=url, clock=clock)
    try:
        bring_up_to_date(database, paths.backups)
        office = Office(database, paths=paths, settings=settings, keys=keys or Keys())
        _sign_in(office)
    except BaseException:
        database.dispose()
        raise
    return office


def _sign_in(office: Office) -> None:
    """Have what is done be this person's.

    One whom a desk that can only be read does not know is nobody: nothing is done there.
    """
    from comms_desk.storage.errors import StorageReadOnly

    with suppress(StorageReadOnly):
        office.database.act_as(office.people.recognise(getpass.getuser()).id)


def open_database(
    paths: Paths, settings: PersonSettings, *, url: str | None = None, clock: Clock | None = None
) -> "Database":
    """Open the database as it is: whoever uses it brings it up to date first.

    Raises:
        SynchronisedFolder: The database would stand where it would be damaged.
    """
    from comms_desk.across import schema  # noqa: F401 - every table is known before the database
    from comms_desk.storage.database import Database

    database = Database(url or database_url(paths, settings), clock=clock)
    if database.is_sqlite:
        refuse_synchronised(Path(database.place), allowed=Paths.find({}).data)
    return database


def database_url(paths: Paths, settings: PersonSettings) -> "str | URL":
    """Return the address of the database: the settings', or this person's own file."""
    from comms_desk.storage.database import url_of_file

    return settings.get(DATABASE_URL) or url_of_file(paths.database_file)
