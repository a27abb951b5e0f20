"""What the command line answers, asked in this process."""

from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.cli.main import root


def ask(office: Office, *words: object) -> Result:
    return CliRunner().invoke(root, list(map(str, words)), obj=office, catch_exceptions=False)
