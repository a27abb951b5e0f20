"""The door of the program: ``python -m comms_desk`` and ``comms-desk``."""

import sys


def main() -> None:
    """Run the command line, or the window when nothing is asked; leave with its status."""
    from comms_desk.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
