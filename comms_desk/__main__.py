"""The door of the program: ``python -m comms_desk`` and ``comms-desk``."""

import gc
import sys


def main() -> None:
    """Run the command line, or the window when nothing is asked; leave with its status."""
    gc.disable()  # nothing of what is imported is garbage; once the desk is open it is collected
    from comms_desk.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
