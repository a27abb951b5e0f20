"""The facts of a feed, as its card, its history and its commands have them."""

from collections.abc import Mapping
from typing import override

from comms_desk.facts import SITE, Fact, Facts, OneOf, OneThing, Trimmed
from comms_desk.i18n import N_, _, format_language
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.discretion import without_secrets


class _Address(Trimmed):
    """An address: whole where it is edited, said without the keys that are in it."""

    @override
    def say(self, value: str) -> str:
        return without_secrets(value)

    @override
    def said_of(self, typed: str) -> str:
        return without_secrets(typed)


class _Language(Trimmed):
    """A code of two letters where it is edited, said by its name."""

    @override
    def say(self, value: str) -> str:
        return format_language(value)

    @override
    def said_of(self, typed: str) -> str:
        return format_language(typed.strip())


ADDRESS = _Address()
LANGUAGE = _Language()
PAUSED = OneOf({False: N_("Followed"), True: N_("Paused")})
FULL_TEXT = OneOf(
    {
        FullTextWhen.NEVER: N_("Never"),
        FullTextWhen.MENTIONS: N_("Of mentions only"),
        FullTextWhen.BEFORE: N_("Before the watches are asked"),
    }
)


def facts(outlets: Mapping[OutletId, str] | None = None) -> Facts:
    """Return the facts of a feed that may belong to one of *outlets*."""
    names = OneThing(
        ((each, (name,)) for each, name in (outlets or {}).items()), none=_("No outlet")
    )
    return (
        Fact("title", N_("Title"), hint=N_("Title"), is_title=True, is_listed=True),
        Fact("address", N_("Address of the feed"), ADDRESS, is_whole=True),
        Fact("outlet_id", N_("Outlet"), names, is_under=True),
        Fact("paused", N_("Reading"), PAUSED),
        Fact("full_text", N_("Full text"), FULL_TEXT),
        Fact("site", N_("Site"), SITE, hint=N_("https://…")),
        Fact("folder", N_("Folder"), hint=N_("News / Local")),
        Fact("language", N_("Language"), LANGUAGE, hint=N_("fr, en")),
    )
