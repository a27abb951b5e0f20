"""The two commands stand on a lock that is whole, and on a script that needs nothing."""

import ast
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).parent.parent


def locked() -> dict[str, str]:
    """Return each entry of the lock by its package's name."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", bootstrap.LOCK.read_text(encoding="utf-8"))
    return {each.partition("==")[0].strip(): each for each in entries if "==" in each}


def wanted() -> set[str]:
    """Return the name of each package that the project asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = (re.split(r"[\[<>=!~; ]", each)[0] for one in lists for each in one)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


def test_the_lock_has_a_hash_for_everything_and_an_address_for_nothing() -> None:
    for name, entry in locked().items():
        assert "--hash=sha256:" in entry, name

    assert "://" not in bootstrap.LOCK.read_text(encoding="utf-8")


def test_everything_the_project_asks_for_is_locked_its_build_back_end_too() -> None:
    assert wanted() - locked().keys() == set()
    assert set(bootstrap.BUILD_PACKAGES) - locked().keys() == set()


def test_the_back_end_alone_can_be_taken_out_of_the_lock() -> None:
    lock = bootstrap.LOCK.read_text(encoding="utf-8")

    entries = bootstrap.lock_entries(lock, ["setuptools", "wheel"])

    assert re.findall(r"(?m)^([a-z]+)==", entries) == ["setuptools", "wheel"]
    assert entries.count("--hash=") >= 2


def test_the_script_needs_the_standard_library_alone() -> None:
    tree = ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }

    assert modules <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("release", "package"),
    [
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "debian"}, "libglib2.0-0t64"),
    ],
)
def test_a_package_has_the_name_of_its_release(release: dict[str, str], package: str) -> None:
    assert bootstrap.debian_name("libglib2.0-0t64", release) == package


def test_a_library_that_is_not_there_is_named_by_its_package() -> None:
    assert bootstrap.missing_packages({"libnothing-of-the-kind.so.9": "libnothing9"}) == [
        "libnothing9"
    ]


@pytest.mark.skipif(os.name == "nt", reason="the auditor of this test is a script of a shell")
@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (None, 0, "Not audited: pip-audit is not installed and could not be fetched: ERROR"),
        ("", 0, "Not audited: no route to the advisories"),
        ('{"name": "lxml", "skip_reason": "unknown"}', 0, "no answer about any of the 1 packages"),
        (
            '{"name": "lxml", "skip_reason": "unknown"}, {"name": "rtfde", "vulns": []}',
            0,
            "no answer about 1 of 2: lxml",
        ),
        ('{"name": "lxml", "version": "6", "vulns": []}', 0, "speaks of any of 1 packages"),
        ('{"name": "lxml", "version": "6", "vulns": [{"id": "A-1"}]}', 1, "lxml 6: A-1"),
    ],
)
def test_an_audit_fails_where_an_advisory_speaks_and_says_what_it_could_not_ask(
    answer: str | None,
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if answer is not None:
        auditor, answers = tmp_path / "pip-audit", tmp_path / "answers"
        answers.write_text(f'{{"dependencies": [{answer}]}}' if answer else "")
        auditor.write_text(
            "#!/bin/sh\n"
            f'while read -r line || [ -n "$line" ]; do echo "$line"; done < "{answers}"\n'
            "echo no route to the advisories >&2\n"
        )
        auditor.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(bootstrap, "AUDIT_FOLDER", tmp_path / "fetched")

    assert bootstrap.audit([]) == status

    assert said in capsys.readouterr().out


def test_an_auditor_that_was_fetched_is_asked_and_fetched_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = '{"dependencies": [{"name": "lxml", "version": "6", "vulns": [{"id": "A-1"}]}]}'
    (tmp_path / "pip_audit.py").write_text(f"print({answer!r})")
    (tmp_path / bootstrap.AUDIT_FETCHED).write_text(bootstrap.digest(bootstrap.AUDIT_LOCK))
    monkeypatch.setattr(bootstrap, "AUDIT_FOLDER", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert bootstrap.audit([]) == 1

    assert "lxml 6: A-1" in capsys.readouterr().out


def test_the_auditor_is_pinned_with_all_that_it_needs() -> None:
    lock = bootstrap.AUDIT_LOCK.read_text(encoding="utf-8")

    assert f"\n{bootstrap.AUDITOR} " in lock
    assert "://" not in lock
    for each in re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]:
        assert "--hash=sha256:" in each, each


def test_a_python_that_is_not_there_does_not_run() -> None:
    assert bootstrap.runs(sys.executable)
    assert not bootstrap.runs(str(ROOT / "no-such-python"))
    assert not bootstrap.runs(sys.executable, "import no_such_module")
