"""The faults that are put in on purpose are small, real, and known wherever their line moves."""

from tests.mutants.__main__ import ROOT, TESTS_OF, Place, equivalents, modules_of
from tests.mutants.faults import Fault, faults_in
from tests.mutants.trying import Timed

GREETING = b'''
MOST = 50

def greet(guests: list[int | None], limit: int = 1) -> str:
    """Greet them."""
    if len(guests) >= limit and not guests[0]:
        announce(guests)
        return
    log.info("nobody")
    return " ".join(str(each) for each in guests if each)

class Door:
    def open(self, to: str, door: Door) -> None:
        door.key = to.strip()
        assert to
'''


def changes(source: bytes) -> set[tuple[str, str]]:
    return {(fault.was, fault.becomes) for fault in faults_in("door.py", source)}


def test_a_comparison_is_turned_a_call_dropped_and_a_number_moved() -> None:
    asked = "if len(guests) >= limit and not guests[0]:"
    signature = "def greet(guests: list[int | None], limit: int = 1) -> str:"
    answer = 'return " ".join(str(each) for each in guests if each)'

    assert changes(GREETING) == {
        ("MOST = 50", "MOST = 100"),
        (signature, signature.replace("= 1", "= 2")),
        (asked, asked.replace(">=", ">")),
        (asked, asked.replace(">=", "<")),
        (asked, asked.replace("and", "or")),
        (asked, asked.replace("not ", "")),
        (asked, asked.replace("[0]", "[1]")),
        ("announce(guests)", "pass"),
        ("announce(guests) return", "announce(guests) pass"),
        (answer, answer.replace("if each", "if (not (each))")),
        ("door.key = to.strip()", "pass"),
        ("door.key = to.strip()", "door.key = to"),
    }


def test_a_condition_of_a_question_and_a_part_of_a_whole_are_left_out_one_by_one() -> None:
    assert {becomes for _was, becomes in changes(b"for each in (a, b, c): pass")} == {
        "for each in (b, c): pass",
        "for each in (a, c): pass",
        "for each in (a, b,): pass",
    }
    assert changes(b"rows.where(a, b).one()") >= {
        ("rows.where(a, b).one()", "rows.where(b).one()"),
        ("rows.where(a, b).one()", "rows.where(a,).one()"),
        ("rows.where(a, b).one()", "rows.one()"),
    }


def test_a_fault_is_known_by_its_lines_wherever_they_move() -> None:
    before = {fault.key for fault in faults_in("door.py", GREETING)}
    moved = b"# A line more.\n\n" + GREETING.replace(b"MOST = 50\n", b"")

    after = {fault.key for fault in faults_in("door.py", moved)}

    assert before - after == {("door.py", "", "MOST = 50", "MOST = 100")}
    assert ("door.py", "Door.open", "door.key = to.strip()", "pass") in after


def test_every_fault_is_a_program_of_its_own() -> None:
    module = "comms_desk/storage/edits.py"
    source = (ROOT / module).read_bytes() + b"rows.where(\n    a,\n    b,\n)\n"

    faults = faults_in(module, source)

    assert len(faults) > 30
    for fault in faults:
        changed = fault.put_into(source)
        assert changed != source
        compile(changed, module, "exec")


def test_a_fault_is_tried_by_the_tests_that_run_its_line_the_quickest_first() -> None:
    inside, outside = faults_in("door.py", GREETING)[-1], faults_in("door.py", GREETING)[0]
    place = Place(
        name="door",
        modules=["door.py"],
        tests={
            "slow": Timed(seconds=2.0, lines={"door.py": frozenset({inside.line})}),
            "quick": Timed(seconds=0.1, lines={"door.py": frozenset({inside.line, 6})}),
            "elsewhere": Timed(seconds=0.2, lines={"door.py": frozenset({6})}),
        },
    )

    assert list(place.tests_that_meet(inside)) == ["quick", "slow"]
    assert list(place.tests_that_meet(outside)) == ["quick", "elsewhere", "slow"]


def test_what_is_tried_is_there_and_each_module_once() -> None:
    modules = [module for name in TESTS_OF for module in modules_of(name)]

    assert len(modules) == len(set(modules)) > len(TESTS_OF)
    assert all((ROOT / each).exists() for tests in TESTS_OF.values() for each in tests)


def test_what_changes_nothing_has_its_reason() -> None:
    for (module, _function, was, becomes), why in equivalents().items():
        assert (ROOT / module).exists(), module
        assert was != becomes
        assert why.endswith(".")


def test_the_faults_of_a_line_are_those_of_its_statement() -> None:
    (dropped,) = (each for each in faults_in("door.py", GREETING) if each.was.endswith("return"))

    assert isinstance(dropped, Fault)
    assert GREETING.decode().splitlines()[dropped.line - 1].strip() == "return"
    assert list(dropped.lines) == [dropped.line]
