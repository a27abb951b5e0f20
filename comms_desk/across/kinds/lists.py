"""The lists: to whom the office writes."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage
from comms_desk.i18n import N_, _, pgettext


def _facts(office: Office) -> Facts:
    from comms_desk.media.lists.facts import MADE_FIXED, MEMBERS, facts

    return (*facts(*office.lists.names()), MEMBERS, MADE_FIXED)


PAGE = KindPage(
    one=lambda: pgettext("of addressees", "List"),
    many=lambda: _("lists"),
    help=N_("Make, fill, show and change lists of whom one writes to."),
    desk=lambda office: office.lists,
    facts=_facts,
)
