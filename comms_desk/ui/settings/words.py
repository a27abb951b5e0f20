"""What the Settings page says: the rows of its sections, and networks in words."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

from comms_desk import __version__
from comms_desk.i18n import _, format_moment, format_number, ngettext
from comms_desk.settings import (
    ALLOWED_NETWORKS,
    BIN_KEPT,
    COPY_TO,
    LANGUAGE,
    ON_DUTY,
    POLL_INTERVAL,
    REMIND_BEFORE,
    REVIEW_READERS,
    SINGLE_LETTERS,
    THEME,
    Setting,
    SettingSection,
)
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import BegunRank, Guessed, folded
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.settings.reading import SettingsView
from comms_desk.ui.settings.sections import called, words_of


def value(setting: Setting[Any], view: SettingsView) -> str:
    """Return the value of *setting* as a person reads it."""
    held = view.values[setting.key]
    return _(setting.words[held]) if setting.words else setting.to_text(held)


def rows(view: SettingsView, searched: str) -> tuple[Row, ...]:
    """Return the sections in which something is called *searched*; all without words."""
    wanted = tokens(searched)
    sections = list(SettingSection)
    if wanted:
        known = {each: folded(words_of(each)) for each in SettingSection}
        begun, guessed = BegunRank(wanted), Guessed(wanted)
        sections = [each for each in SettingSection if begun(known[each]) is not None]
        sections = sections or [each for each in SettingSection if guessed(known[each]) is not None]
    return tuple(Row(key=each, title=called(each), detail=_detail(each, view)) for each in sections)


def networks(allowed: Iterable[str], proxy: str) -> str:
    """Return from where feeds are fetched, in words."""
    ranges = [_range(ipaddress.ip_network(each)) for each in allowed]
    said = [
        _("Feeds are fetched from the Internet and from these private networks:")
        if ranges
        else _("Feeds are fetched from the Internet alone: no private network is allowed."),
        *ranges,
    ]
    if proxy:
        said.append(_("They are fetched through the proxy {proxy}.").format(proxy=proxy))
    return "\n".join(said)


def _detail(section: SettingSection, view: SettingsView) -> str:
    match section:
        case SettingSection.DISPLAY:
            parts = [value(LANGUAGE, view), value(THEME, view).lower()]
        case SettingSection.KEYBOARD:
            parts = [
                _("letters alone are commands")
                if view.values[SINGLE_LETTERS.key]
                else _("letters alone do nothing")
            ]
        case SettingSection.ME | SettingSection.COLLEAGUES:
            parts = [_me(view) if section is SettingSection.ME else _others(view)]
        case SettingSection.ACCOUNTS:
            parts = [each.name for each in view.accounts] or [_("no account yet")]
        case SettingSection.FEEDS:
            parts = [_every(view.values[POLL_INTERVAL.key]), _allowed(view)]
        case SettingSection.DATA:
            parts = _of_data(view)
        case SettingSection.BIN:
            parts = [_in_bin(view.in_bin), _kept(view.values[BIN_KEPT.key])]
        case SettingSection.RULES:
            parts = [_in_force(view.rules)]
        case SettingSection.RELEASES | SettingSection.ABOUT:
            parts = [
                _copied(view.values[COPY_TO.key]) if section is SettingSection.RELEASES else _this()
            ]
        case SettingSection.INQUIRIES:
            before = view.values[REMIND_BEFORE.key]
            parts = [_reminders(before), view.values[ON_DUTY.key]]
        case SettingSection.REVIEW:
            parts = [view.values[REVIEW_READERS.key] or _("no readers yet")]
    return " · ".join(filter(None, parts))


def _copied(to: str) -> str:
    return _("a copy to {address}").format(address=to) if to else ""


def _this() -> str:
    return _("version {number}").format(number=__version__)


def _of_data(view: SettingsView) -> list[str]:
    saved_at = view.place.saved_at
    return [
        _("a file on this computer") if view.place.folder else _("a team’s database"),
        _("backed up {moment}").format(moment=format_moment(saved_at)) if saved_at else "",
    ]


def _me(view: SettingsView) -> str:
    return view.person.called if view.person else ""


def _others(view: SettingsView) -> str:
    here = (each.called for each in view.colleagues if each.active)
    return ", ".join(here) or _("nobody yet")


def _every(minutes: int) -> str:
    return _("every {n}\u00a0min").format(n=format_number(minutes))


def _allowed(view: SettingsView) -> str:
    count = len(view.values[ALLOWED_NETWORKS.key])
    said = ngettext("{n} private network allowed", "{n} private networks allowed", count)
    return said.format(n=format_number(count)) if count else ""


def _in_bin(count: int) -> str:
    return ngettext("{n} thing", "{n} things", count).format(n=format_number(count))


def _kept(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=format_number(days))


def _reminders(before: Sequence[int]) -> str:
    if not before:
        return _("no reminder")
    minutes = ", ".join(map(format_number, before))
    return _("reminders {minutes}\u00a0min before").format(minutes=minutes)


def _in_force(rules: int) -> str:
    said = ngettext("{n} in force", "{n} in force", rules).format(n=format_number(rules))
    return said if rules else _("none: all is kept")


def _range(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> str:
    count = network.num_addresses
    if count == 1:
        return f"– {network.network_address}"
    said = ngettext("– {first} to {last}, {n} address", "– {first} to {last}, {n} addresses", count)
    return said.format(first=network[0], last=network[-1], n=format_number(count))
