"""The lists of terms that queries name."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.watches.facts import LIST_FACTS

    return LIST_FACTS


PAGE = KindPage(
    one=lambda: _("List of terms"),
    many=lambda: _("lists of terms"),
    help=N_("Make and change the lists that watches name."),
    desk=lambda office: office.word_lists,
    facts=_facts,
)
