"""Whatever is said of employees, a file of them brings nothing new to the desk it came from."""

from hypothesis import assume, given
from hypothesis import strategies as st

from comms_desk.errors import CommsDeskError
from comms_desk.imports.model import RowFate
from comms_desk.imports.reading import read
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.merging import EMPLOYEES, Staff
from comms_desk.internal.audience.model import Employee, EmployeeId, check
from comms_desk.places import AGGLOMERATION, CITY, Scope
from comms_desk.text.lines import on_one_line
from comms_desk.text.spreadsheet import write_table

WORDS = st.text("abÉèœ'’ -=+@;,.\"«»|0/\n", max_size=12).map(on_one_line).map(str.strip)
SCOPES = st.sampled_from([CITY, AGGLOMERATION, Scope.of_boroughs(["VDN", "VMA"])])


@st.composite
def staff(draw: st.DrawFn) -> list[Employee]:
    made = []
    for place in range(draw(st.integers(1, 6))):
        employee = Employee(
            id=EmployeeId(place + 1),
            family_name=draw(WORDS),
            given_name=draw(WORDS),
            email=draw(st.sampled_from(["", f"e{place}@ville.example"])),
            number=draw(st.sampled_from(["", f"00{place}"])),
            service=draw(WORDS),
            site=draw(WORDS),
            scope=draw(SCOPES),
        )
        try:
            check(employee)
        except CommsDeskError:
            continue
        # « Tremblay, Anne » alone under « Nom » is a whole name.
        if employee.given_name or "," not in employee.family_name:
            made.append(employee)
    return made


@given(staff())
def test_what_is_exported_of_employees_changes_none_of_them(employees: list[Employee]) -> None:
    assume(employees)
    rows = [[fact.in_table(each) for fact in FACTS] for each in employees]
    file = write_table([fact.field for fact in FACTS], rows)

    found = read(file, EMPLOYEES, lambda _headings: {})
    planned = [*Staff(employees).merge(found.said), *found.refused]

    assert {row.fate for row in planned} == {RowFate.SAME}
