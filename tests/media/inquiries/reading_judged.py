"""What the reader of lines proposes, by the names of the corpora, for the judge."""

import csv
from datetime import date, datetime
from functools import cache
from typing import Any

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import Basis, Hour
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex, KnownOutlet
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.media.outlets.facts import STARTER
from comms_desk.media.outlets.model import OutletId, OutletKind, OutletLanguage
from comms_desk.text.phones import dialled


@cache
def starting_list() -> DirectoryIndex:
    """The outlets to begin with, as a desk knows them."""
    with STARTER.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return DirectoryIndex(
        outlets=tuple(
            KnownOutlet(
                id=OutletId(number),
                name=row["name"],
                also_called=tuple(filter(None, map(str.strip, row["also_called"].split(";")))),
                kind=OutletKind(row["kind"]),
                language=OutletLanguage(row["language"]),
            )
            for number, row in enumerate(rows, 1)
        )
    )


def judged(proposal: InquiryProposal) -> dict[str, Any]:
    """*proposal* in the keys of a judgement."""
    deadline, deadline_state = said_hour(proposal.deadline, proposal.deadline_day)
    on_air, on_air_state = (None, "none")
    if proposal.on_air is not None:
        on_air, on_air_state = said_hour(proposal.on_air, None)
        if proposal.on_air_day is not None:
            on_air, on_air_state = proposal.on_air_day.isoformat(), "given"
    outlet, reporters = proposal.outlet, proposal.reporters
    return {
        "outlet": None if outlet is None else outlet.value.name,
        "outlet_unsure": outlet is not None and not outlet.is_sure,
        "reporter": "; ".join(each.value.name for each in reporters) or None,
        "reporter_unsure": any(not each.is_sure for each in reporters),
        "phone": dialled(proposal.phones[0]) if proposal.phones else None,
        "form": proposal.form,
        "deadline": deadline,
        "deadline_state": deadline_state,
        "on_air": on_air,
        "on_air_state": on_air_state,
        "channel": proposal.channel,
        "question": " ".join(proposal.questions),
        "language": proposal.language,
        "follow_up": proposal.is_follow_up,
        "referral": proposal.referral,
    }


def said_hour(hour: Hour, day: date | None) -> tuple[str | None, str]:
    """An hour and its state, as the corpora write them."""
    if day is not None:
        return day.isoformat(), "to ask"
    if hour.at is None:
        return None, "to ask"
    local: datetime = hour.at.astimezone(CITY_ZONE)
    is_day = hour.basis is Basis.ASSUMED
    return local.strftime("%Y-%m-%d" if is_day else "%Y-%m-%dT%H:%M"), hour.basis.value
