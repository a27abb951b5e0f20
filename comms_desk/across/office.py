"""The whole desk, opened: one database and every slice's desk on it.

The window, the worker and the command line come in through `open_office`.  A desk is built,
and its modules imported, when it is first asked for: the window paints before most of them
are needed.  Decides nothing about any slice.
"""

import getpass
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self, overload

from comms_desk.clock import Clock
from comms_desk.keys import Keys
from comms_desk.paths import Paths, refuse_synchronised
from comms_desk.settings import DATABASE_URL, GROUP_STORIES
from comms_desk.settings_file import PersonSettings

if TYPE_CHECKING:
    from sqlalchemy import URL

    from comms_desk.across.search import Search
    from comms_desk.across.story_list import ToldOnce
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
    from comms_desk.media.inquiries.case.at_work import AtWorkDesk
    from comms_desk.media.inquiries.case.files import InquiryFilesDesk
    from comms_desk.media.inquiries.case.mails_to_sort import MailsToSortDesk
    from comms_desk.media.inquiries.desk import InquiryDesk
    from comms_desk.media.inquiries.papers.desk import PaperDesk
    from comms_desk.media.inquiries.reply.desk import ReplyDesk
    from comms_desk.media.lists.desk import ListDesk
    from comms_desk.media.outlets.desk import OutletDesk
    from comms_desk.media.reviews.desk import ReviewDesk
    from comms_desk.media.stories.desk import StoryDesk
    from comms_desk.media.themes.desk import ThemeDesk
    from comms_desk.media.themes.memory import MemoryDesk
    from comms_desk.media.themes.saved_views_desk import SavedViewDesk
    from comms_desk.media.themes.triage import TriageDesk
    from comms_desk.media.themes.word_lists_desk import WordListDesk
    from comms_desk.media.verbatims.desk import VerbatimDesk
    from comms_desk.planning.dossiers.desk import DossierDesk
    from comms_desk.planning.people.desk import PeopleDesk
    from comms_desk.storage.archive import Archive
    from comms_desk.storage.bin import Bin
    from comms_desk.storage.database import Database
    from comms_desk.storage.desk_settings import DeskSettings
    from comms_desk.storage.forms import FormDesk
    from comms_desk.storage.holds import HoldDesk
    from comms_desk.storage.names import Names


class Lazy[Desk]:
    """A desk of the office, imported and built when it is first asked for."""

    def __init__(self, where: str, *given: "Callable[[Office], object]") -> None:
        """Say *where* its class is, ``module:class``, what it is *given* beside the database."""
        self._where, self._given = where, given

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, office: None, owner: type) -> Self: ...

    @overload
    def __get__(self, office: "Office", owner: type) -> Desk: ...

    def __get__(self, office: "Office | None", owner: type) -> Self | Desk:
        """Return the desk of *office*, which holds it from then on."""
        if office is None:
            return self
        module, name = self._where.split(":")
        made = getattr(import_module(module), name)
        desk: Desk = made(office.database, *(each(office) for each in self._given))
        vars(office)[self._name] = desk
        return desk


def _templates(office: "Office") -> Path:
    """Return where the office's own templates are."""
    return office.paths.data / "templates"


class Office:
    """One open desk.

    Attributes:
        database: The only engine.
        paths: Where files are on this computer.
        settings: The settings of the person at this computer.
        keys: Their secrets.
    """

    people: "Lazy[PeopleDesk]" = Lazy("comms_desk.planning.people.desk:PeopleDesk")
    """Who works here, and who speaks."""
    dossiers: "Lazy[DossierDesk]" = Lazy("comms_desk.planning.dossiers.desk:DossierDesk")
    """What ties everything else together."""
    outlets: "Lazy[OutletDesk]" = Lazy("comms_desk.media.outlets.desk:OutletDesk")
    """Newspapers, stations and sites."""
    contacts: "Lazy[ContactDesk]" = Lazy("comms_desk.media.contacts.desk:ContactDesk")
    """Who the press office calls."""
    lists: "Lazy[ListDesk]" = Lazy("comms_desk.media.lists.desk:ListDesk")
    """To whom the office writes."""
    feeds: "Lazy[FeedDesk]" = Lazy("comms_desk.media.feeds.desk:FeedDesk")
    """Where the watch listens."""
    articles: "Lazy[ArticleDesk]" = Lazy("comms_desk.media.articles.desk:ArticleDesk")
    """What the feeds brought."""
    bylines: "Lazy[BylineDesk]" = Lazy("comms_desk.media.bylines.desk:BylineDesk")
    """What bylines would have the directory say."""
    embargoes: "Lazy[EmbargoDesk]" = Lazy("comms_desk.embargo.desk:EmbargoDesk")
    """What may not leave yet."""
    jobs: "Lazy[JobDesk]" = Lazy("comms_desk.jobs.desk:JobDesk")
    """The worker's lease, and what is asked of it."""
    accounts: "Lazy[AccountDesk]" = Lazy("comms_desk.mail.accounts:AccountDesk")
    """The accounts by which letters leave."""
    outbox: "Lazy[OutboxDesk]" = Lazy("comms_desk.mail.desk:OutboxDesk")
    """Letters, and what became of them."""
    bounces: "Lazy[BounceDesk]" = Lazy("comms_desk.mail.bounces.desk:BounceDesk")
    """What came back, and the addresses to decide about."""
    freezes: "Lazy[FreezeDesk]" = Lazy("comms_desk.mail.freezes:FreezeDesk")
    """Whether all that is scheduled is stopped."""
    audience: "Lazy[AudienceDesk]" = Lazy("comms_desk.internal.audience.desk:AudienceDesk")
    """The employees, who read the bulletins."""
    bulletins: "Lazy[BulletinDesk]" = Lazy("comms_desk.internal.bulletins.desk:BulletinDesk")
    """The employee bulletins."""
    drafts: "Lazy[DraftDesk]" = Lazy("comms_desk.media.drafting.desk:DraftDesk", _templates)
    """Releases and speeches; the office's own templates are in ``templates``."""
    dispatches: "Lazy[DispatchDesk]" = Lazy(
        "comms_desk.media.dispatches.desk:DispatchDesk", _templates
    )
    """Texts that leave; the office's own words of a letter are in ``templates/letters``."""
    inquiries: "Lazy[InquiryDesk]" = Lazy("comms_desk.media.inquiries.desk:InquiryDesk")
    """The questions of journalists."""
    replies: "Lazy[ReplyDesk]" = Lazy("comms_desk.media.inquiries.reply.desk:ReplyDesk", _templates)
    """What is said to journalists; the office's own words are in ``templates/letters``."""
    inquiry_files: "Lazy[InquiryFilesDesk]" = Lazy(
        "comms_desk.media.inquiries.case.files:InquiryFilesDesk"
    )
    """The mails that inquiries came by, and what came with them."""
    mails_to_sort: "Lazy[MailsToSortDesk]" = Lazy(
        "comms_desk.media.inquiries.case.mails_to_sort:MailsToSortDesk"
    )
    """The mails of the folder that wait for a person."""
    at_work: "Lazy[AtWorkDesk]" = Lazy("comms_desk.media.inquiries.case.at_work:AtWorkDesk")
    """Who works on which inquiry now."""
    verbatims: "Lazy[VerbatimDesk]" = Lazy("comms_desk.media.verbatims.desk:VerbatimDesk")
    """What was said aloud, word for word."""
    reviews: "Lazy[ReviewDesk]" = Lazy("comms_desk.media.reviews.desk:ReviewDesk")
    """What the cabinet reads in the morning."""
    papers: "Lazy[PaperDesk]" = Lazy("comms_desk.media.inquiries.papers.desk:PaperDesk", _templates)
    """The sheet of an interview, the end of the day; the office's own in ``templates``."""
    desk_settings: "Lazy[DeskSettings]" = Lazy("comms_desk.storage.desk_settings:DeskSettings")
    """The settings that are the same for everybody."""
    forms: "Lazy[FormDesk]" = Lazy("comms_desk.storage.forms:FormDesk")
    """What this person has half typed."""
    bin: "Lazy[Bin]" = Lazy("comms_desk.storage.bin:Bin")
    """What was removed lately."""
    archive: "Lazy[Archive]" = Lazy("comms_desk.storage.archive:Archive")
    """What was sent, and is in no list any more."""
    holds: "Lazy[HoldDesk]" = Lazy("comms_desk.storage.holds:HoldDesk")
    """What may not be destroyed, and why."""
    names: "Lazy[Names]" = Lazy("comms_desk.storage.names:Names")
    """What everything is called, to be found at a key."""
    themes: "Lazy[ThemeDesk]" = Lazy("comms_desk.media.themes.desk:ThemeDesk")
    """What the office listens for, and the mentions that it finds."""
    memory: "Lazy[MemoryDesk]" = Lazy(
        "comms_desk.media.themes.memory:MemoryDesk", lambda office: office.themes
    )
    """What the themes must find and must not, and what an edit would change."""
    triage: "Lazy[TriageDesk]" = Lazy("comms_desk.media.themes.triage:TriageDesk")
    """The stars and notes of articles, and why each was found."""
    saved_views: "Lazy[SavedViewDesk]" = Lazy(
        "comms_desk.media.themes.saved_views_desk:SavedViewDesk"
    )
    """The searches that people read again."""
    word_lists: "Lazy[WordListDesk]" = Lazy("comms_desk.media.themes.word_lists_desk:WordListDesk")
    """The lists of terms that queries name."""
    clips: "Lazy[ClipDesk]" = Lazy("comms_desk.media.clips.desk:ClipDesk")
    """What people of the desk heard, saw, pasted, or followed a link to."""
    stories: "Lazy[StoryDesk]" = Lazy("comms_desk.media.stories.desk:StoryDesk")
    """What tells the same news, grouped."""
    coverage: "Lazy[CoverageDesk]" = Lazy("comms_desk.media.coverage.desk:CoverageDesk", _templates)
    """What the media made of what the City said; its paper's own template in ``templates``."""
    search: "Lazy[Search]" = Lazy("comms_desk.across.search:Search")
    """Whatever the feeds brought, by a query."""

    def __init__(
        self, database: "Database", *, paths: Paths, settings: PersonSettings, keys: Keys
    ) -> None:
        self.database = database
        self.paths = paths
        self.settings = settings
        self.keys = keys

    @cached_property
    def imports(self) -> "ImportDesk":
        """Files of contacts and of employees, brought in."""
        from comms_desk.across.importers import IMPORTERS
        from comms_desk.imports.desk import ImportDesk

        return ImportDesk(self.database, IMPORTERS)

    @property
    def told_once(self) -> "ToldOnce":
        """The mentions, each story once, unless the person at this desk wants each of them."""
        from comms_desk.across.story_list import ToldOnce

        return ToldOnce(self.database, is_grouped=self.settings.get(GROUP_STORIES))

    if not TYPE_CHECKING:  # a name that is not there is an error of types, too

        def __getattr__(self, name: str) -> NoReturn:
            raise AttributeError(
                f"the office has no desk '{name}': its line is missing in across/office.py",
                name=name,
                obj=self,
            )

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
    """Open the database as it is: the caller brings it up to date first.

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
