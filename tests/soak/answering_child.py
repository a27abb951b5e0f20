"""Somebody who acknowledges and answers whatever is open, for `answer_kills`: until it is killed.

It says what each call returned; that another one was quicker is no fault.
"""

import os
import sys
from datetime import timedelta

from comms_desk.across.office import open_office
from comms_desk.media.inquiries.model import InquiryId, NotOpen
from comms_desk.media.inquiries.moments import Attribution
from comms_desk.media.inquiries.reply.model import (
    AcknowledgedAlready,
    Acknowledgement,
    Answer,
    AnswerChanged,
    SaidAlready,
)
from comms_desk.storage.errors import StorageBusy

QUICKER = (AcknowledgedAlready, AnswerChanged, NotOpen, SaidAlready, StorageBusy)
CITY = Answer(attribution=Attribution.CITY)


def main() -> None:
    """Go through what is open, again and again, until nothing is; end with who listens."""
    office = open_office()
    while rows := office.inquiries.search(limit=200).rows:
        by = office.database.clock.now() + timedelta(hours=2)
        for each in rows:
            try:
                office.replies.acknowledge(each.id, Acknowledgement(by=by))
                say("acknowledged", each.id)
            except QUICKER:
                pass
            try:
                for moment in office.replies.answer(each.id, CITY):
                    assert moment.letter is not None
                say("answered", each.id)
            except QUICKER:
                pass
    office.close()


def say(what: str, inquiry: InquiryId) -> None:
    """Say that *what* was done of *inquiry*."""
    try:
        sys.stdout.write(f"{what} {inquiry}\n")
        sys.stdout.flush()
    except OSError:
        os._exit(1)


if __name__ == "__main__":
    main()
