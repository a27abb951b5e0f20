"""The lists of terms that queries name."""

from comms_desk.across.kinds import KindPage, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("List of terms"),
    many=lambda: _("lists of terms"),
    help=N_("Make and change the lists that watches name."),
    desk=lambda office: office.word_lists,
    facts=facts_of("comms_desk.media.themes.facts", "LIST_FACTS"),
)
