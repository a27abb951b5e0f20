"""What every later part takes for granted: places, settings, paths, secrets, words."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk import i18n, keys, paths, places, settings, settings_file
from comms_desk.changes import Announcer, Change, Ref, Subject
from comms_desk.clock import StillClock, SystemClock
from comms_desk.wording import say

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_a_still_clock_moves_only_when_told() -> None:
    clock = StillClock(NOON)

    clock.advance(timedelta(minutes=5))

    assert clock.now() == NOON + timedelta(minutes=5)
    assert SystemClock().now().tzinfo is UTC
    with pytest.raises(ValueError, match="time zone"):
        StillClock(datetime(2026, 11, 24))  # noqa: DTZ001 - the naive moment is the point


def test_a_listener_hears_changes_until_it_leaves() -> None:
    announcer = Announcer()
    heard: list[Change] = []

    leave = announcer.subscribe(heard.append)
    announcer.announce(Change.of(Subject.CONTACT, [1]))
    leave()
    leave()
    announcer.announce(Change.of(Subject.CONTACT, [2]))

    assert heard == [Change(Subject.CONTACT, frozenset({1}))]


def test_a_ref_survives_its_text() -> None:
    assert Ref.from_text(str(Ref(Subject.DRAFT, 12))) == Ref(Subject.DRAFT, 12)


def test_there_are_nineteen_boroughs_and_compound_names_take_an_en_dash() -> None:
    names = [borough.name for borough in places.BOROUGHS]

    assert len(names) == len(set(names)) == 19
    assert "Rosemont–La Petite-Patrie" in names
    assert not any("—" in name or " – " in name for name in names)
    assert {each.full_name for each in places.BOROUGHS} >= {
        "arrondissement du Sud-Ouest",
        "arrondissement d’Anjou",
        "arrondissement de L’Île-Bizard–Sainte-Geneviève",
    }


@pytest.mark.parametrize("text", ["city", "agglomeration", "VDN", "VDN,VMA"])
def test_a_scope_survives_its_text(text: str) -> None:
    assert places.Scope.from_text(text).to_text() == text


def test_an_unknown_borough_is_named_in_the_error() -> None:
    with pytest.raises(places.UnknownPlace) as caught:
        places.Scope.from_text("VDN;XYZ")

    assert caught.value.word == "XYZ"


def test_a_setting_comes_from_the_environment_then_the_file_then_the_default(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "dark"\n[database]\nurl = "sqlite:///mine"\n', encoding="utf-8")

    read = settings_file.PersonSettings.read(file, {settings.DATABASE_VARIABLE: "sqlite:///theirs"})

    assert read.get(settings.THEME) == "dark"
    assert read.get(settings.LANGUAGE) == "fr"
    assert read.get(settings.DATABASE_URL) == "sqlite:///theirs"


def test_a_wrong_value_names_file_key_value_and_what_was_expected(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "de"\n', encoding="utf-8")

    with pytest.raises(settings.SettingInvalid) as caught:
        settings_file.PersonSettings.read(file, {})

    sentence = say(caught.value)
    for fact in (str(file), "language", "de", "fr ou en"):
        assert fact in f"{sentence.what} {sentence.way_out}"


@pytest.mark.parametrize(
    "address",
    [
        *("sqlite:///:memory:", "sqlite:///file:desk?mode=memory&uri=true", "sqlite:///a\0b"),
        *("mysql://x", ":::", "sqlite://", "sqlite:///", "desk.sqlite3", "postgresql+psycopg://"),
        *("postgresql+psycopg://a:secret@server", "postgresql+psycopg://server:port/desk"),
    ],
)
def test_an_address_of_no_database_is_a_wrong_setting_said_without_its_password(
    address: str, tmp_path: Path
) -> None:
    read = settings_file.PersonSettings.read(
        tmp_path / "settings.toml", {settings.DATABASE_VARIABLE: address}
    )

    with pytest.raises(settings.SettingInvalid) as caught:
        read.get(settings.DATABASE_URL)

    assert settings.DATABASE_VARIABLE in say(caught.value).what
    assert "secret" not in say(caught.value).what


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sqlite:///a/desk.sqlite3",
        "postgresql+psycopg://a:b@server:5432/desk?sslmode=require",
        "postgresql+psycopg:///desk?host=/run/postgresql",
    ],
)
def test_an_address_of_a_database_is_taken_as_it_is(address: str) -> None:
    assert settings.DATABASE_URL.read(address, file="") == address


def test_a_settings_file_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    with file.open("wb") as empty:
        empty.truncate(100 * settings_file.MOST_FILE_BYTES)

    with pytest.raises(settings.SettingsTooLarge) as caught:
        settings_file.PersonSettings.read(file, {})

    assert str(file) in say(caught.value).what


def test_the_home_of_nobody_is_said() -> None:
    with pytest.raises(paths.HomeUnknown) as caught:
        paths.Paths.find({paths.HOME_VARIABLE: "~nobody-of-that-name/x"})

    assert "~nobody-of-that-name/x" in say(caught.value).what


def test_an_unknown_key_is_told_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\ncolour = "red"\n', encoding="utf-8")

    read = settings_file.PersonSettings.read(file, {})
    read.set(settings.SINGLE_LETTERS, value=False)

    assert read.unknown == ("colour",)
    text = file.read_text(encoding="utf-8")
    assert "# mine" in text
    assert 'colour = "red"' in text
    again = settings_file.PersonSettings.read(file, {})
    assert again.get(settings.SINGLE_LETTERS) is False


@pytest.mark.parametrize(
    ("setting", "typed"),
    [
        (settings.ALLOWED_NETWORKS, "10.0.0.0/8, nonsense"),
        (settings.POLL_INTERVAL, "1"),
        (settings.POLL_INTERVAL, "soon"),
        (settings.MORNING, "7:30-5:00"),
        (settings.MORNING, "5:00"),
        (settings.MORNING, "5-24"),
        (settings.SINGLE_LETTERS, "perhaps"),
        (settings.BOUNCES_FOLDER, "returns"),
        (settings.BOUNCES_FOLDER, "/a\0b"),
    ],
)
def test_what_a_person_types_is_checked(setting: settings.Setting[object], typed: str) -> None:
    with pytest.raises(settings.SettingInvalid) as refused:
        setting.from_text(typed)
    assert setting.key not in say(refused.value).what


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("5 h à 7 h 30", "05:00-07:30"), ("5:00-7:30", "05:00-07:30"), ("5-8", "05:00-08:00")],
)
def test_a_part_of_a_day_is_typed_as_one_says_it(typed: str, stored: str) -> None:
    assert settings.MORNING.from_text(typed) == stored
    assert settings.MORNING.read(stored, file="") == stored


@pytest.mark.parametrize("typed", ["", "/srv/returns", "//server/share/back", "C:\\Retours"])
def test_a_folder_is_a_whole_path_of_any_system_or_none(typed: str) -> None:
    stored = settings.BOUNCES_FOLDER.from_text(f" {typed} ")

    assert settings.BOUNCES_FOLDER.read(stored, file="") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "10.20.0.0/16,127.0.0.0/8",
        " 10.20.0.0/16, 127.0.0.0/8 ",
        '["10.20.0.0/16", "127.0.0.0/8"]',
    ],
)
def test_networks_are_typed_between_commas_or_as_a_list_of_json(typed: str) -> None:
    stored = settings.ALLOWED_NETWORKS.from_text(typed)

    assert settings.ALLOWED_NETWORKS.read(stored, file="") == ("10.20.0.0/16", "127.0.0.0/8")


@pytest.mark.parametrize("typed", ['["10.20.0.0/16"', "[10]", '{"10.20.0.0/16": 1}', "[" * 9_999])
def test_what_is_neither_networks_nor_a_list_of_them_is_refused(typed: str) -> None:
    with pytest.raises(settings.SettingInvalid):
        settings.ALLOWED_NETWORKS.from_text(typed)


@pytest.mark.parametrize("typed", ["", "[]"])
def test_no_network_at_all_may_be_typed(typed: str) -> None:
    assert settings.ALLOWED_NETWORKS.from_text(typed) == []


def test_the_sentence_shows_networks_as_they_can_be_typed() -> None:
    with pytest.raises(settings.SettingInvalid) as caught:
        settings.ALLOWED_NETWORKS.from_text("the network of the City")
    example = settings.ALLOWED_NETWORKS.kind.expected.split()[-1]

    assert example in say(caught.value).way_out
    assert settings.ALLOWED_NETWORKS.from_text(example) == example.split(",")


def test_a_settings_file_that_is_not_toml_is_said_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("language fr", encoding="utf-8")

    with pytest.raises(settings.SettingsUnreadable):
        settings_file.PersonSettings.read(file, {})


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    moved = paths.Paths.find({paths.HOME_VARIABLE: str(tmp_path)})

    moved.make()

    places_of_files = (moved.database_file, moved.settings_file, moved.logs, moved.backups)
    assert all(each.is_relative_to(tmp_path) for each in places_of_files)


@pytest.mark.parametrize(
    "file",
    [
        "C:\\Users\\x\\OneDrive - Ville de Montréal\\desk.sqlite3",
        "C:\\Users\\x\\Dropbox (Ville)\\desk.sqlite3",
        "G:\\Mon Drive\\desk.sqlite3",
        "\\\\serveur\\commun\\desk.sqlite3",
        "/Users/x/Library/CloudStorage/OneDrive-Ville/desk.sqlite3",
        "C:\\Users\\x\\iCloudDrive\\desk.sqlite3",
        *("C:\\Users\\x\\Nextcloud\\desk.sqlite3", "/home/x/Nextcloud2/presse/desk.sqlite3"),
        "/Users/x/Library/CloudStorage/Nextcloud-ville/desk.sqlite3",
        *("C:\\Users\\x\\Box\\desk.sqlite3", "C:\\Users\\x\\Box Sync\\desk.sqlite3"),
        "/Users/x/Library/CloudStorage/Box-Box/desk.sqlite3",
        *("/home/x/pCloudDrive/desk.sqlite3", "/Users/x/pCloud Drive/desk.sqlite3"),
        *("C:\\Users\\x\\SynologyDrive\\desk.sqlite3", "/home/x/Synology Drive/desk.sqlite3"),
        *("/home/x/CloudStation/desk.sqlite3", "/home/x/Cloud Station/desk.sqlite3"),
        "C:\\Users\\x\\Proton Drive\\ada@proton.me\\My files\\desk.sqlite3",
        "/Users/x/Library/CloudStorage/ProtonDrive-ada@proton.me/desk.sqlite3",
    ],
)
def test_a_database_in_a_synchronised_folder_is_refused(file: str, tmp_path: Path) -> None:
    with pytest.raises(paths.SynchronisedFolder) as caught:
        paths.refuse_synchronised(Path(file), allowed=tmp_path, environ={})

    assert str(tmp_path) in say(caught.value).way_out


def test_a_folder_that_windows_says_is_onedrive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(paths.SynchronisedFolder):
        paths.refuse_synchronised(
            tmp_path / "desk.sqlite3", allowed=tmp_path, environ={"OneDrive": str(tmp_path)}
        )


@pytest.mark.parametrize("name", ["desk.sqlite3", "boxing/desk.sqlite3", "dropbox-2026.sqlite3"])
def test_a_folder_of_this_computer_is_accepted(name: str, tmp_path: Path) -> None:
    paths.refuse_synchronised(tmp_path / name, allowed=tmp_path, environ={})


def test_a_secret_comes_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    store = keys.Keys({"COMMS_DESK_KEY_MAIL_MAIN_FILE": str(file)}, memory_only=True)

    assert store.need("mail/main") == "s3cret"


def test_without_a_system_store_a_secret_lasts_for_the_run() -> None:
    store = keys.Keys({}, memory_only=True)

    assert store.set("mail/main", "s3cret") is False
    assert store.get("mail/main") == "s3cret"
    assert "s3cret" not in repr(store)
    store.forget("mail/main")
    with pytest.raises(keys.SecretMissing):
        store.need("mail/main")


def test_an_unreadable_secret_file_is_said(tmp_path: Path) -> None:
    store = keys.Keys({"COMMS_DESK_KEY_M_FILE": str(tmp_path / "none")}, memory_only=True)

    with pytest.raises(keys.SecretFileUnreadable):
        store.get("m")


def test_only_the_systems_own_stores_are_trusted() -> None:
    assert not any("alt" in name or "file" in name for name in keys.ALLOWED_BACKENDS)


@pytest.mark.parametrize(
    ("language", "date", "time", "number"),
    [
        ("fr", "24 novembre 2026", "12\u00a0h", "12\u00a0500"),
        ("en", "November 24, 2026", "12\u00a0p.m.", "12,500"),
    ],
)
def test_dates_times_and_numbers_follow_the_language(
    language: str, date: str, time: str, number: str
) -> None:
    assert i18n.format_date(NOON, language) == date
    assert i18n.format_time(NOON, language) == time
    assert i18n.format_number(12500, language) == number
    assert i18n.format_moment(NOON, language) == f"{date}, {time}"


def test_a_moment_in_a_french_sentence_has_its_preposition() -> None:
    assert i18n.format_moment_within(NOON, "fr") == "24 novembre 2026 à 12\u00a0h"
    assert i18n.format_moment_within(NOON, "en") == i18n.format_moment(NOON, "en")


def test_the_first_of_the_month_is_said_as_one_says_it() -> None:
    first = datetime(2026, 12, 1, 17, tzinfo=UTC)

    assert i18n.format_date(first, "fr") == "1er décembre 2026"
    assert i18n.format_weekday(first, "fr") == "mardi 1er décembre 2026"
    assert i18n.format_day(first, "fr") == "1er décembre"
    assert i18n.format_short_day(first, "fr") == "1er déc."
    assert i18n.format_weekday_near(first, "fr") == "mardi 1er décembre"
    assert i18n.format_date(first + timedelta(days=10), "fr") == "11 décembre 2026"
    assert i18n.format_date(first, "en") == "December 1, 2026"


def test_minutes_are_said_with_no_break_spaces() -> None:
    half_past = NOON + timedelta(hours=2, minutes=30)

    assert i18n.format_time(half_past, "fr") == "14\u00a0h\u00a030"
    assert i18n.format_time(half_past, "en") == "2:30\u00a0p.m."


def test_an_hour_of_another_day_says_which_in_the_days_of_the_city() -> None:
    night = NOON + timedelta(hours=16)

    assert i18n.format_time_of(NOON.date(), NOON, "fr") == "12\u00a0h"
    assert i18n.format_time_of(NOON.date(), NOON + timedelta(hours=11), "fr") == "23\u00a0h"
    assert i18n.format_time_of(None, night, "fr") == "4\u00a0h"
    assert i18n.format_time_of(NOON.date(), night, "fr") == "25 nov., 4\u00a0h"
    assert i18n.format_time_of(night.date(), NOON, "en") == "Nov 24, 12\u00a0p.m."


def test_words_of_the_window_are_known_in_the_other_language_too() -> None:
    i18n.use("fr")
    assert i18n.otherwise("Répertoire") == "Directory"
    assert i18n.otherwise("Dont nobody heard") == ""
    i18n.use("en")
    try:
        assert i18n.otherwise("Directory") == "Répertoire"
        assert i18n.otherwise("Dont nobody heard") == ""
    finally:
        i18n.use("fr")


def test_what_a_variable_sets_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    environ = {settings.DATABASE_VARIABLE: "sqlite:///theirs.sqlite3"}
    read = settings_file.PersonSettings.read(file, environ)

    with pytest.raises(settings.SettingPinned) as refused:
        read.set(settings.DATABASE_URL, "sqlite:///mine.sqlite3")

    assert read.pinned_by(settings.DATABASE_URL) == settings.DATABASE_VARIABLE
    assert settings.DATABASE_VARIABLE in say(refused.value).what
    assert not file.exists()
    assert read.pinned_by(settings.THEME) == ""


def test_a_file_that_may_only_be_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "dark"\n')
    read = settings_file.PersonSettings.read(file, {})
    monkeypatch.setattr(os, "access", lambda _file, _mode: False)  # root may write anywhere

    with pytest.raises(settings.SettingPinned) as refused:
        read.set(settings.THEME, "light")

    assert str(file) in say(refused.value).what
    assert file.read_text() == 'theme = "dark"\n'


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda each: each.key)
def test_a_value_is_typed_as_it_is_written(setting: settings.Setting[object]) -> None:
    values = [*setting.words, setting.default]

    assert all(
        setting.read(setting.from_text(setting.to_text(each)), file="") == each for each in values
    )
