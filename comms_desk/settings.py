"""Every setting there is, declared once: key, whose it is, values and their words, default, help.

The window's page of settings and ``comms-desk settings`` are made from it.  A person's settings
are a TOML file (`settings_file`); the desk's are rows of its database, read by
`storage.desk_settings` through the declarations here.  An unknown key is a warning, a wrong
value a typed error that names the file, the key, the value and what was expected.  The table
in docs/settings.md is generated from this module and held equal to it by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

from comms_desk import setting_kinds as kinds
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import N_
from comms_desk.setting_kinds import SettingKind
from comms_desk.text.discretion import in_short, without_secrets

DATABASE_VARIABLE = "COMMS_DESK_DATABASE_URL"


class Owner(StrEnum):
    """Whose a setting is."""

    PERSON = "person"
    DESK = "desk"


class SettingSection(IntEnum):
    """Under which heading of the settings' page it stands, in the order of the page."""

    DISPLAY = 1
    KEYBOARD = 2
    ME = 3
    ACCOUNTS = 4
    FEEDS = 5
    DATA = 6
    BIN = 7
    RULES = 8
    RELEASES = 9
    INQUIRIES = 10
    REVIEW = 11
    COLLEAGUES = 12
    ABOUT = 13


class SettingInvalid(CommsDeskError):
    """A setting has a value that it cannot have."""

    file: str
    key: str
    value: object
    expected: str


class SettingPinned(CommsDeskError):
    """A setting is set elsewhere: *by* a variable, or a file that may only be read."""

    key: str
    by: str


class SettingUnknown(CommsDeskError):
    """No setting has that key."""

    what = N_("There is no setting called {key}.")
    way_out = N_("Check its name.")

    key: str


class SettingsUnreadable(CommsDeskError):
    """The person's settings file is not TOML."""

    what = N_("The settings file {file} could not be read or written: {reason}.")
    way_out = N_("Correct it in a text editor, or move it away to start from the defaults.")

    file: Path
    reason: str


class SettingsTooLarge(CommsDeskError):
    """The person's settings file is far longer than all settings together."""

    file: Path
    limit_kb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting[T]:
    """One setting.

    Attributes:
        key: Its name in the file, in the database and at a prompt.
        owner: Whose it is.
        section: Where it stands on the settings' page.
        label: What it is called there, in English.
        kind: The values that it may have.
        default: The value that it has where nobody set it.
        help: What it is for, in English.
        unit: Of a number, in English.
        words: What each of its values is called, in English, where they are few.
        variable: The variable of the environment that takes precedence.
        is_typed: Whether the window changes it; the place of the database is shown there only.
    """

    key: str
    owner: Owner
    section: SettingSection
    label: str
    kind: SettingKind[T]
    default: T
    help: str
    unit: str = ""
    words: Mapping[T, str] = field(default_factory=dict)
    variable: str = ""
    is_typed: bool = True

    def read(self, value: object, *, file: str) -> T:
        """Turn a stored *value* into this setting's.

        Raises:
            SettingInvalid: *value* is none that it can have; *file* says where it stood.
        """
        try:
            return self.kind.read(value)
        except (ValueError, TypeError) as error:
            raise SettingInvalid(file, self.key, in_short(value), self.kind.expected) from error

    def said(self, value: T) -> object:
        """Return *value* as it may be said to anybody: an address without its secrets."""
        return without_secrets(value) if isinstance(value, str) else value

    def to_text(self, value: T) -> str:
        """Return *value* as a person types it."""
        if isinstance(value, bool):
            return str(value).lower()
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def from_text(self, text: str) -> object:
        """Turn what a person typed into the value to store.

        Raises:
            SettingInvalid: It cannot be one of this setting's values.
        """
        try:
            value = self.kind.from_text(text)
        except ValueError as error:
            raise SettingInvalid("", self.key, in_short(text), self.kind.expected) from error
        self.read(value, file="")
        return value


LANGUAGE = Setting(
    key="language",
    owner=Owner.PERSON,
    section=SettingSection.DISPLAY,
    label="Language",
    kind=kinds.choice("fr", "en"),
    default="fr",
    help="Language of the window and of the command line; documents keep their own.",
    words={"fr": "Français", "en": "English"},
)
THEME = Setting(
    key="theme",
    owner=Owner.PERSON,
    section=SettingSection.DISPLAY,
    label="Appearance",
    kind=kinds.choice("system", "light", "dark"),
    default="system",
    help="Light, dark, or as the system says.",
    words={"system": N_("As the system says"), "light": N_("Light"), "dark": N_("Dark")},
)
SINGLE_LETTERS = Setting(
    key="keys.single_letters",
    owner=Owner.PERSON,
    section=SettingSection.KEYBOARD,
    label="Letters alone as commands",
    kind=kinds.boolean(),
    default=True,
    help="Whether a letter or digit alone is a command in lists (WCAG 2.1.4).",
    words={True: N_("Used"), False: N_("Not used")},
)
BOUNCES_FOLDER = Setting(
    key="mail.bounces_folder",
    owner=Owner.DESK,
    section=SettingSection.ACCOUNTS,
    label="Folder of what comes back",
    kind=kinds.folder(),
    default="",
    help="A folder into which bounces are saved as .eml or .msg files; read every half minute.",
)
INQUIRIES_FOLDER = Setting(
    key="mail.inquiries_folder",
    owner=Owner.DESK,
    section=SettingSection.ACCOUNTS,
    label="Folder of mails from journalists",
    kind=kinds.folder(),
    default="",
    help="A folder into which mails are saved as .eml or .msg files; read every half minute.",
)
DATABASE_URL = Setting(
    key="database.url",
    owner=Owner.PERSON,
    section=SettingSection.DATA,
    label="Where the data is",
    kind=kinds.database_address(),
    default="",
    help=f"Address of the team’s database; empty for your own file. `{DATABASE_VARIABLE}`"
    " takes precedence.",
    variable=DATABASE_VARIABLE,
    is_typed=False,
)
ALLOWED_NETWORKS = Setting(
    key="feeds.allowed_networks",
    owner=Owner.DESK,
    section=SettingSection.FEEDS,
    label="Private networks allowed",
    kind=kinds.networks(),
    default=(),
    help="Private networks from which feeds may be fetched; every other private address is"
    " refused.",
)
GROUP_STORIES = Setting(
    key="watch.group_stories",
    owner=Owner.PERSON,
    section=SettingSection.FEEDS,
    label="Articles of the same story",
    kind=kinds.boolean(),
    default=True,
    help="Whether the Watch shows a story once, with its copies under it.",
    words={True: N_("Shown once"), False: N_("Each shown")},
)
POLL_INTERVAL = Setting(
    key="feeds.poll_interval",
    owner=Owner.DESK,
    section=SettingSection.FEEDS,
    label="Minutes between two refreshes",
    kind=kinds.whole(5, 1440),
    default=15,
    unit="minutes",
    help="How often a feed is read; one that publishes a lot is read more often, a quiet one more"
    " seldom, and none more often than its server asks.",
)
MORNING = Setting(
    key="feeds.morning",
    owner=Owner.DESK,
    section=SettingSection.FEEDS,
    label="Before the press review",
    kind=kinds.part_of_day(),
    default="05:00-07:30",
    help="Between these hours of the city even a quiet feed is read at that interval; empty for"
    " never.",
)
FULL_TEXTS_KEPT = Setting(
    key="feeds.full_texts_kept",
    owner=Owner.DESK,
    section=SettingSection.FEEDS,
    label="Days that full texts are kept",
    kind=kinds.whole(3, 365),
    default=30,
    unit="days",
    help="After that what an article’s page said is erased; its feed’s words stay.",
)
BIN_KEPT = Setting(
    key="bin.kept",
    owner=Owner.DESK,
    section=SettingSection.BIN,
    label="Days kept in the bin",
    kind=kinds.whole(1, 365),
    default=30,
    unit="days",
    help="How long a removed thing stays in the bin.",
)
REPLY_TO = Setting(
    key="releases.reply_to",
    owner=Owner.DESK,
    section=SettingSection.RELEASES,
    label="Answers of the media go to",
    kind=kinds.mailbox(),
    default="",
    help=(
        "The mailbox that reads what is answered to releases and to replies; empty for the"
        " sender’s own."
    ),
)
COPY_TO = Setting(
    key="releases.copy_to",
    owner=Owner.DESK,
    section=SettingSection.RELEASES,
    label="A copy of each release and reply goes to",
    kind=kinds.mailbox(),
    default="",
    help=(
        "The service’s shared mailbox, which gets one letter of each release, and of what is"
        " replied to journalists: that it came, the answer, who answers instead; empty for none."
    ),
)
ENGLISH = Setting(
    key="releases.english",
    owner=Owner.DESK,
    section=SettingSection.RELEASES,
    label="English below French",
    kind=kinds.boolean(),
    default=False,
    help="Whether an English version may go below the French text, where its ground, its"
    " approver and its date are recorded for that text (Charter, s. 22.3).",
    words={True: N_("Allowed"), False: N_("Not allowed")},
)
REVIEW_READERS = Setting(
    key="review.readers",
    owner=Owner.DESK,
    section=SettingSection.REVIEW,
    label="Readers",
    kind=kinds.name(),
    default="",
    help="The name of the list that the press review leaves to; empty for nobody.",
)
REVIEW_ACCOUNT = Setting(
    key="review.account",
    owner=Owner.DESK,
    section=SettingSection.REVIEW,
    label="Sending account",
    kind=kinds.name(),
    default="",
    help="The name of the account by which it leaves; empty for the first one.",
)
REVIEW_HOUR = Setting(
    key="review.hour",
    owner=Owner.DESK,
    section=SettingSection.REVIEW,
    label="Leaves at",
    kind=kinds.hour(),
    default="07:25",
    help="At what hour of the city a person is to send it; nothing leaves by itself.",
)
REVIEW_SECTIONS = Setting(
    key="review.sections",
    owner=Owner.DESK,
    section=SettingSection.REVIEW,
    label="Sections",
    kind=kinds.choice("theme", "borough", "outlet"),
    default="theme",
    help="By what the section of a story is proposed; a person changes it.",
    words={"theme": N_("By theme"), "borough": N_("By borough"), "outlet": N_("By outlet")},
)
REVIEW_EXTRAS = Setting(
    key="review.extras",
    owner=Owner.DESK,
    section=SettingSection.REVIEW,
    label="Pending inquiries and tone",
    kind=kinds.boolean(),
    default=False,
    help="Whether its readers are told of these too: it is a document that anybody may ask for.",
    words={True: N_("In it"), False: N_("Left out")},
)
REMIND_BEFORE = Setting(
    key="reminders.before",
    owner=Owner.PERSON,
    section=SettingSection.INQUIRIES,
    label="Minutes before the hour of an inquiry",
    kind=kinds.minutes(),
    default=(120, 30),
    unit="minutes",
    help="How long before a journalist’s hour you are reminded of it; empty for never.",
)
QUIET_HOURS = Setting(
    key="reminders.quiet",
    owner=Owner.PERSON,
    section=SettingSection.INQUIRIES,
    label="Quiet hours",
    kind=kinds.hours(),
    default="22-6",
    help="Between these hours nothing reminds you, and no theme alerts you: it is said once they"
    " are over. Empty for none.",
)
ON_DUTY = Setting(
    key="duty.who",
    owner=Owner.DESK,
    section=SettingSection.INQUIRIES,
    label="On duty",
    kind=kinds.name(),
    default="",
    help="Who answers the press tonight, as the bar at the foot says to everybody.",
)
ON_DUTY_UNTIL = Setting(
    key="duty.until",
    owner=Owner.DESK,
    section=SettingSection.INQUIRIES,
    label="On duty until",
    kind=kinds.moment(),
    default="",
    help="When that ends, in the city’s time; after that nobody is said to be.",
)
END_OF_DAY = Setting(
    key="inquiries.end_of_day",
    owner=Owner.DESK,
    section=SettingSection.INQUIRIES,
    label="End of the day leaves at",
    kind=kinds.hour(),
    default="17:00",
    help="When the service’s shared mailbox is written what is open, in the city’s time; empty for"
    " never.",
)

SETTINGS: tuple[Setting[Any], ...] = (
    LANGUAGE,
    THEME,
    SINGLE_LETTERS,
    BOUNCES_FOLDER,
    INQUIRIES_FOLDER,
    DATABASE_URL,
    GROUP_STORIES,
    POLL_INTERVAL,
    MORNING,
    ALLOWED_NETWORKS,
    FULL_TEXTS_KEPT,
    BIN_KEPT,
    REPLY_TO,
    COPY_TO,
    ENGLISH,
    REMIND_BEFORE,
    QUIET_HOURS,
    ON_DUTY,
    ON_DUTY_UNTIL,
    END_OF_DAY,
    REVIEW_READERS,
    REVIEW_ACCOUNT,
    REVIEW_HOUR,
    REVIEW_SECTIONS,
    REVIEW_EXTRAS,
)


def setting_named(key: str) -> Setting[Any]:
    """Return the setting *key*.

    Raises:
        SettingUnknown: There is none.
    """
    for setting in SETTINGS:
        if setting.key == key:
            return setting
    raise SettingUnknown(key)
