"""An appointment is what a calendar reads back, whatever is written in it."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.calendar import Appointment, write_calendar

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def read(content: bytes) -> list[tuple[str, str]]:
    """Return the properties of a calendar, unfolded and unescaped (RFC 5545, 3.1 and 3.3.11)."""
    assert content.endswith(b"\r\n")
    assert all(len(each) <= 75 for each in content.split(b"\r\n"))
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    found = []
    for line in lines:
        name, _colon, value = line.partition(":")
        found.append((name, re.sub(r"\\(.)", _unescaped, value)))
    return found


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def test_an_appointment_is_an_event_with_its_alarm() -> None:
    made = Appointment(
        uid="inquiry-1@desk",
        starts_at=NOON,
        lasts=timedelta(minutes=30),
        title="Entrevue : Le Quotidien; neige, 48 M$",
        place="Hôtel de ville",
        text="Angle\nLe coût \\ l’an dernier",
    )

    said = read(write_calendar(made, now=NOON))

    assert said[0] == ("BEGIN", "VCALENDAR")
    assert ("DTSTART", "20261124T170000Z") in said
    assert ("DTEND", "20261124T173000Z") in said
    assert ("SUMMARY", "Entrevue : Le Quotidien; neige, 48 M$") in said
    assert ("DESCRIPTION", "Angle\nLe coût \\ l’an dernier") in said
    assert ("TRIGGER", "-PT30M") in said
    assert [value for name, value in said if name == "END"] == ["VALARM", "VEVENT", "VCALENDAR"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=400))
def test_whatever_is_written_is_read_back(text: str) -> None:
    made = Appointment(uid="1@desk", starts_at=NOON, lasts=timedelta(minutes=1), title=text)

    said = dict(read(write_calendar(made, now=NOON)))

    assert said["SUMMARY"] == text.strip()
