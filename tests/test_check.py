"""`make check` chooses the tests nearest to what changed."""

from tools.check import tests_of as chosen


def test_the_tests_of_a_module_come_first_then_those_of_who_imports_it() -> None:
    changed = ["comms_desk/media/lists/model.py", "tests/text/test_fold.py", "docs/letters.md"]

    found = list(chosen(changed, {"comms_desk.media.lists.model": ["comms_desk.cli.lists"]}))

    assert found[0] == "tests/text/test_fold.py"
    of_lists = [each for each in found if each.startswith("tests/media/lists/test_")]
    assert of_lists
    assert found[1 : 1 + len(of_lists)] == of_lists
    assert found[1 + len(of_lists)] == "tests/cli/test_lists.py"
    assert len(found) == len(set(found))


def test_what_no_test_is_near_to_has_none() -> None:
    assert list(chosen(["docs/letters.md", "tools/docs.py"], {})) == []
