"""The keys, lent to whoever opens a hall for the press."""

from comms_desk.across import Office
from comms_desk.across.kinds import KindPage, facts_of
from tests.contracts.scratch.desk import KeyDesk
from tests.contracts.scratch.model import NewKey


def _sample(office: Office) -> None:
    KeyDesk(office.database).add(NewKey(name="Salle du conseil", note="Deux exemplaires."))


PAGE = KindPage(
    one=lambda: "Key",
    many=lambda: "keys",
    help="List, show and change keys.",
    desk=lambda office: KeyDesk(office.database),
    facts=facts_of("tests.contracts.scratch.model", "FACTS"),
    sample=_sample,
)
