"""What settings, paths, secrets and commands may refuse."""

from collections.abc import Mapping

from comms_desk import facts, paths, settings
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.wording.reasons import because
from comms_desk.wording.sentence import Says


def _as_typed(value: object) -> object:
    """Return a setting's value as a person writes it, a list of several too."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _of(field: str, refusal: str) -> str:
    """Return a *refusal* of what is typed, after the *field* where it stands elsewhere."""
    return _("{name}: {what}").format(name=_(field), what=refusal) if field else refusal


FLOOR: Mapping[type[CommsDeskError], Says] = {
    facts.BadDate: lambda e: (
        _of(e.field, _("“{text}” is not a date.").format(text=e.text)),
        _("Write it as November 25, 2026 or 2026-11-25."),
    ),
    facts.BadApproximateDate: lambda e: (
        _of(e.field, _("“{text}” is not a date.").format(text=e.text)),
        _(
            "Write March 2024, spring 2023, 2021, about 2019, 2 years ago, or an exact date, "
            "such as November 25, 2026."
        ),
    ),
    facts.NotOneOf: lambda e: (
        _of(e.field, _("“{text}” is not one of the choices.").format(text=e.text)),
        _("Write one of these: {choices}.").format(choices=", ".join(filter(None, e.choices))),
    ),
    paths.WindowFileUnreadable: lambda e: (
        _("The layout of the window could not be read: {reason}. ({file})").format(
            reason=because(e.reason), file=e.path
        ),
        _("It takes its usual one. As you leave, that file is kept as {kept_as}.").format(
            kept_as=e.kept_as.name
        ),
    ),
    settings.SettingInvalid: lambda e: (
        _("The value “{value}” is not allowed: {key} ({file}).").format(
            key=e.key, file=e.file, value=_as_typed(e.value)
        )
        if e.file
        else _("The value “{value}” is not allowed: {key}.").format(
            key=_(settings.setting_named(e.key).label), value=_as_typed(e.value)
        ),
        _("Expected: {expected}.").format(expected=_(e.expected)),
    ),
    settings.SettingPinned: lambda e: (
        _("{key} is set by {by}, and cannot be changed here.").format(
            key=_(settings.setting_named(e.key).label), by=e.by
        ),
        _("Have it changed there, or the rights of that file."),
    ),
    settings.SettingsTooLarge: lambda e: (
        _("The settings file {file} is larger than {limit}\u00a0KB.").format(
            file=e.file, limit=format_number(e.limit_kb)
        ),
        _("Move it away to start from the defaults."),
    ),
}
