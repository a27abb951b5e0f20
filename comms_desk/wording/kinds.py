"""What each kind of thing is called: one of them, and many."""

from collections.abc import Callable, Mapping

from comms_desk.changes import Subject
from comms_desk.i18n import _, pgettext
from comms_desk.kinds import complete

ONE: Mapping[Subject, Callable[[], str]] = complete(
    lambda kind: kind.is_binned or kind.is_tied,
    {
        Subject.DOSSIER: lambda: _("Dossier"),
        Subject.OUTLET: lambda: _("Outlet"),
        Subject.CONTACT: lambda: _("Contact"),
        Subject.LIST: lambda: pgettext("of addressees", "List"),
        Subject.FEED: lambda: _("Feed"),
        Subject.ARTICLE: lambda: _("Article"),
        Subject.WATCH: lambda: _("Watch"),
        Subject.EXAMPLE: lambda: _("Example of a watch"),
        Subject.WORD_LIST: lambda: _("List of terms"),
        Subject.VIEW: lambda: _("Saved view"),
        Subject.CLIP: lambda: _("Clip"),
        Subject.DRAFT: lambda: _("Text"),
        Subject.INQUIRY: lambda: _("Inquiry"),
        Subject.VERBATIM: lambda: _("Verbatim"),
        Subject.BULLETIN: lambda: _("Bulletin"),
        Subject.EMPLOYEE: lambda: _("Employee"),
    },
)
"""One of those that are listed by their kind, as in a heading."""

MANY: Mapping[Subject, Callable[[], str]] = complete(
    lambda _kind: True,
    {
        Subject.PERSON: lambda: _("people"),
        Subject.DOSSIER: lambda: _("dossiers"),
        Subject.OUTLET: lambda: _("outlets"),
        Subject.CONTACT: lambda: _("contacts"),
        Subject.POSITION: lambda: _("positions"),
        Subject.LIST: lambda: _("lists"),
        Subject.FEED: lambda: _("feeds"),
        Subject.ARTICLE: lambda: _("articles"),
        Subject.WATCH: lambda: _("watches"),
        Subject.EXAMPLE: lambda: _("examples of watches"),
        Subject.WORD_LIST: lambda: _("lists of terms"),
        Subject.VIEW: lambda: _("saved views"),
        Subject.MENTION: lambda: _("mentions"),
        Subject.CLIP: lambda: _("clips"),
        Subject.DRAFT: lambda: _("drafts"),
        Subject.INQUIRY: lambda: _("inquiries"),
        Subject.QUESTION: lambda: _("questions of inquiries"),
        Subject.VERBATIM: lambda: _("verbatims"),
        Subject.REVIEW: lambda: _("press reviews"),
        Subject.BULLETIN: lambda: _("bulletins"),
        Subject.BLOCK: lambda: _("blocks of bulletins"),
        Subject.ISSUE: lambda: _("issues of bulletins"),
        Subject.EMPLOYEE: lambda: _("employees"),
        Subject.IMPORT: lambda: _("imports"),
        Subject.MESSAGE: lambda: _("messages"),
        Subject.LETTER: lambda: _("e-mails"),
        Subject.ACCOUNT: lambda: _("sending accounts"),
        Subject.SUPPRESSION: lambda: _("exclusions"),
        Subject.EMBARGO: lambda: _("embargoes"),
        Subject.FREEZE: lambda: _("freezes"),
        Subject.SETTING: lambda: _("settings"),
        Subject.JOB: lambda: _("jobs"),
        Subject.RULE: lambda: _("rules of destruction"),
        Subject.HOLD: lambda: _("holds on destruction"),
    },
)
"""Many of them, as in a sentence."""
