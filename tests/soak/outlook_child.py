"""A person who gives all that waits to Outlook, for `outlook_kills`: until they are killed."""

import sys
from contextlib import suppress
from pathlib import Path

from comms_desk.across.handover import Handover
from comms_desk.across.office import open_office
from comms_desk.keys import Keys
from comms_desk.mail.errors import NothingToHandOver
from comms_desk.mail.handing_over import HandingOver
from comms_desk.paths import Paths
from tests.soak.turned_clock import TurnedClock


def main(home: str, drafts: str) -> None:
    """End what was cut short, then give what waits, as `comms-desk outbox hand-over` does."""
    paths, clock = Paths.under(Path(home)), TurnedClock(Path(home, "clock"))
    office = open_office(paths, keys=Keys({}), clock=clock)
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    handover = Handover(office)
    handover.end(handover.cut_short())
    for each in HandingOver(office.database).waiting():
        with suppress(NothingToHandOver):  # Another one, who does the same, was quicker.
            handover.hand_over(each.message, to=Path(drafts))
    office.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
