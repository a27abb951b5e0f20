"""A process that reads the thousand damaged mails, and says what it took: `python -m …`."""

import sys
from collections import Counter

from psutil import Process

from comms_desk.media.inquiries.reading.mail import read_mail
from tests.media.inquiries.corpora import NOW
from tests.media.inquiries.damage import damaged
from tests.media.inquiries.judged_mails import known


def main() -> None:
    """Say how many were read, of how many something was, and the most bytes held after one."""
    read: Counter[str] = Counter()
    most = 0
    for each in damaged():
        proposal = read_mail(each.raw, known=known(), now=NOW)
        assert proposal.original == each.raw
        proposal.new(title=proposal.called() or "?")
        read["all"] += 1
        read["said"] += bool(proposal.questions or proposal.title)
        most = max(most, Process().memory_info().rss)
    sys.stdout.write(f"{read['all']} {read['said']} {most}\n")


if __name__ == "__main__":
    main()
