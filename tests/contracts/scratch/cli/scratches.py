"""Keys from the command line."""

from comms_desk.cli.facts import plain_commands
from tests.contracts.scratch import SCRATCH
from tests.contracts.scratch.model import FACTS

scratches = plain_commands(
    SCRATCH, FACTS, asked_by="KEY", lists="List the keys that have all words."
)
