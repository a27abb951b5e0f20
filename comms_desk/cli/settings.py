"""Settings from the command line: see them all, set one, whosever it is."""

from dataclasses import dataclass

import click

from comms_desk.across import same_person
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.i18n import N_, _
from comms_desk.paths import Paths
from comms_desk.planning.people.model import PersonId
from comms_desk.settings import SETTINGS, Owner, setting_named
from comms_desk.settings_file import PersonSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingShown:
    """A setting and its value of now."""

    key: str
    label: str
    value: object
    default: object
    unit: str
    owner: Owner
    expected: str
    help: str
    pinned_by: str


COLUMNS = (
    OutputColumn[SettingShown](N_("Setting"), lambda shown: shown.key),
    OutputColumn[SettingShown](N_("Value"), lambda shown: shown.value),
    OutputColumn[SettingShown](N_("Unit"), lambda shown: _(shown.unit) if shown.unit else ""),
    OutputColumn[SettingShown](
        N_("Set for"),
        lambda shown: _("you") if shown.owner is Owner.PERSON else _("the whole desk"),
    ),
    OutputColumn[SettingShown](N_("What for"), lambda shown: _(shown.help)),
)


@click.group()
def settings() -> None:
    """Show and change settings."""


@settings.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List every setting, with its current value."""
    desk = office()
    theirs = desk.desk_settings.every()
    shown = [
        SettingShown(
            key=each.key,
            label=_(each.label),
            value=each.said(
                theirs[each.key] if each.owner is Owner.DESK else desk.settings.get(each)
            ),
            default=each.default,
            unit=each.unit,
            owner=each.owner,
            expected=each.kind.expected,
            help=each.help,
            pinned_by="" if each.owner is Owner.DESK else desk.settings.pinned_by(each),
        )
        for each in SETTINGS
    ]
    emit(shown, as_json=as_json, columns=COLUMNS)


@settings.command("set")
@click.argument("key")
@click.argument("value")
@json_option
def set_one(key: str, value: str, *, as_json: bool) -> None:
    """Set the setting KEY to VALUE, in your file or for the whole desk."""
    setting = setting_named(key)
    wanted = setting.from_text(value)
    if setting.owner is Owner.PERSON:
        # Without reading the file first: a wrong value in it may be what is being repaired.
        PersonSettings(Paths.find().settings_file).set(setting, wanted)
    else:
        office().desk_settings.set(setting, wanted)
    emit({"key": key, "value": setting.said(wanted)}, as_json=as_json)


@settings.command("name")
@click.argument("name")
@click.option("--is-me", is_flag=True, help="You are the colleague who was named so before.")
@click.option("--is-other", is_flag=True, help="You only have the same name.")
@json_option
def say_name(name: str, *, is_me: bool, is_other: bool, as_json: bool) -> None:
    """Have all that you do on this desk be kept under NAME."""
    desk = office()
    colleagues = same_person.may_be(desk, name)
    if colleagues and not is_me and not is_other:
        raise click.UsageError(
            _(
                "A colleague was named “{name}” here before they signed in: say --is-me if that is"
                " you, --is-other if not."
            ).format(name=colleagues[0].name)
        )
    if colleagues and is_me:
        person = same_person.is_me(desk, colleagues[0].id)
    else:
        person = desk.people.rename(PersonId(desk.database.actor or 0), name)
    emit({"name": person.name, "logins": ", ".join(person.logins)}, as_json=as_json)
