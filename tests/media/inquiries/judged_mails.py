"""What the reader of mails proposes, in the keys of the judgement; and the directory it knows.

``python -m tests.media.inquiries.judged_mails tuning`` judges it over a folder of ``mails``.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import Basis, Hour
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex, KnownOutlet
from comms_desk.media.inquiries.reading.mail import read_mail
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from comms_desk.media.outlets.model import OutletId, OutletKind, OutletLanguage
from comms_desk.text.fold import tokens
from comms_desk.text.phones import dialled
from tests.media.inquiries.corpora import HERE, NOW, JudgedMail, mails
from tests.media.inquiries.judging import hours_are_right, silently_wrong, wrong_of_a_mail

OUTLETS = HERE.parents[2] / "resources" / "outlets" / "montreal.csv"
NOT_IN_THE_LIST = ("QUB radio", "CHOQ.ca", "CIBL 101,5")
STATES = {
    Basis.GIVEN: "given",
    Basis.ASSUMED: "assumed",
    Basis.UNSURE: "unsure",
    Basis.TO_ASK: "to ask",
}


@cache
def known() -> DirectoryIndex:
    """The directory of the judges: every domain ends in ``.example``."""
    found = [*_of_the_list(OUTLETS)]
    found += [
        KnownOutlet(
            id=OutletId(1000 + number),
            name=name,
            kind=OutletKind.RADIO,
            domain=f"{tokens(name)[0]}.example",
        )
        for number, name in enumerate(NOT_IN_THE_LIST)
    ]
    return DirectoryIndex(outlets=tuple(found), our_domains=("ville.example",))


def _of_the_list(path: Path) -> list[KnownOutlet]:
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [
        KnownOutlet(
            id=OutletId(number),
            name=row["name"],
            also_called=tuple(filter(None, (row.get("also_called") or "").split("; "))),
            kind=OutletKind(row["kind"]),
            language=OutletLanguage(row["language"]),
            domain=_domain(row["website"], row["name"]),
        )
        for number, row in enumerate(rows, 1)
    ]


def _domain(website: str, name: str) -> str:
    host = website.partition("//")[2].partition("/")[0].split(".")
    return f"{host[-2] if len(host) > 1 else ''.join(tokens(name))}.example"


def read(judged: JudgedMail) -> dict[str, Any]:
    return as_judged(read_mail(judged.raw, known=known(), now=NOW))


def as_judged(proposal: InquiryProposal) -> dict[str, Any]:
    deadline, deadline_state = _hour(proposal.deadline, proposal.deadline_day)
    if not proposal.wants_hour and deadline is None:
        deadline_state = "none"
    on_air, on_air_state = (None, "none")
    if proposal.on_air is not None:
        on_air, on_air_state = _hour(proposal.on_air, proposal.on_air_day)
        on_air_state = "given" if proposal.on_air_day is not None else on_air_state
    who = proposal.reporters[0].value if proposal.reporters else None
    received = proposal.received_at
    return {
        "sender": None if proposal.sender is None else proposal.sender.bare,
        "reporter": None if who is None else who.name or None,
        "outlet": None if proposal.outlet is None else proposal.outlet.value.name,
        "received_at": None if received is None else _written(received),
        "subject_title": proposal.title,
        "questions": list(proposal.questions),
        "deadline": deadline,
        "deadline_state": deadline_state,
        "on_air": on_air,
        "on_air_state": on_air_state,
        "language": proposal.language.value[:2],
        "kind": proposal.kind.value,
        "phones": [dialled(each) for each in proposal.phones],
        "attachments": [each.name for each in proposal.attachments],
        "message_id": proposal.message_id.strip("<>"),
        "in_reply_to": proposal.in_reply_to.strip("<>") or None,
    }


def _hour(hour: Hour, day: date | None) -> tuple[str | None, str]:
    if day is not None:
        return day.isoformat(), "to ask"
    if hour.at is None:
        return None, "to ask"
    written = _written(hour.at)
    return (written[:10] if hour.basis is Basis.ASSUMED else written), STATES[hour.basis]


def _written(moment: datetime) -> str:
    return moment.astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M")


def report(folder: str) -> Iterator[str]:
    """How the reader does over *folder*: what is wrong of each mail, then the figures."""
    judged = [(each, read(each)) for each in mails(folder)]
    hours = [hours_are_right(each.expected, proposed) for each, proposed in judged]
    silent = [silently_wrong(each.expected, proposed) for each, proposed in judged]
    wrong = [wrong_of_a_mail(each.expected, proposed) for each, proposed in judged]
    for (each, proposed), unsaid, keys in zip(judged, silent, wrong, strict=True):
        said = [f"{key}: {each.expected[key]!r}, not {proposed[key]!r}" for key in keys]
        yield from (f"{each.name}: {text}" for text in said)
        yield from (f"{each.name}: {hour} SILENTLY WRONG" for hour in unsaid)
    yield (
        f"{folder}: {len(judged)} mails, {sum(hours)} with their hours right, "
        f"{sum(map(bool, silent))} silently wrong, {wrong.count([])} wholly right"
    )


__all__ = ["LineKind", "as_judged", "known", "read", "report"]

if __name__ == "__main__":
    print(*report(sys.argv[1]), sep="\n")
