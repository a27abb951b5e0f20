"""The house stands as it was drawn: what linters cannot say is said here.

Import-linter holds the layers, ruff the banned calls.  Here are the rest: portability (the
users sit at locked-down Windows PCs), the size of modules and desks, names, what the window
may not do, and that nothing stands empty waiting for later.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import ENGINE_MATTERS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "comms_desk"
SOURCES = sorted(PACKAGE.rglob("*.py"))
EVERYTHING = sorted(
    each for folder in ("comms_desk", "tests", "tools") for each in (ROOT / folder).rglob("*.py")
)

MOST_LINES = 400
MOST_PUBLIC_METHODS = 20

POSIX_ONLY_MODULES = frozenset(
    {"crypt", "fcntl", "grp", "posix", "posixpath", "pty", "pwd", "resource", "syslog", "termios"}
)
POSIX_ONLY_CALLS = frozenset(
    {"fork", "forkpty", "getuid", "geteuid", "getgid", "killpg", "mkfifo", "setsid", "chown"}
)
SIGNALS = "comms_desk/worker/stop_signal.py"
"""The one module that knows of signals."""

POSIX_PLACES = re.compile(r"^/(tmp|dev|etc|home|opt|proc|root|usr|var)\b")

MAY_CATCH_ALL = {
    "comms_desk/cli/main.py": "the command line's entry",
    "comms_desk/worker/main.py": "the worker's task boundary",
    "comms_desk/worker/polling.py": "the same, feed by feed: one that is broken stops no other",
    "comms_desk/worker/pages.py": "the same, page by page",
    "comms_desk/worker/answer_writer.py": "the same, answer by answer",
    "comms_desk/mail/folder.py": "the same, mail by mail",
    "comms_desk/imports/workbook_child.py": "libraries on a hostile file, in a process apart",
    "comms_desk/keys.py": "the system's store: code of strangers, whose failure is its refusal",
    "comms_desk/worker/letters.py": "the same, account by account: its door opens to strangers",
    "comms_desk/ui/frame/errands.py": "an errand, carried to the window's excepthook",
}
MAY_BREAK_A_BAN = {"comms_desk/storage/engines.py", "comms_desk/clock.py"}
"""The only engine and the only clock, by ruff's per-file ignores; nobody by a comment."""

VAGUE = re.compile(
    r"(?:^|_)(?:utils?|helpers?|managers?|misc|common|stuff|data|info)(?:_|$)", re.IGNORECASE
)
SIGNED_EXCEPTION = "SignedException"
"""An exception to an embargo that somebody signed: a word of the trade."""

VAGUE_CLASS = re.compile(r"(?:Manager|Service|Helper|Utils?|Exception|Info|Data)$")

LIGHT_MODELS_LEAVE_OUT = frozenset(
    {"PySide6", "aiohttp", "alembic", "docx", "feedparser", "keyring", "mjml", "sqlalchemy"}
)


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether a handler stops any exception; one that ends by raising it again does not."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    match handler.type:
        case None | ast.Name(id="Exception" | "BaseException"):
            return True
        case _:
            return False


def pyproject() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lines_of_code(file: Path) -> list[str]:
    """The lines of *file* without its docstrings, imports, comments and blank lines."""
    apart: set[int] = set()
    for node in ast.walk(tree(file)):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.stmt) and (
            is_text or isinstance(node, ast.Import | ast.ImportFrom)
        ):
            apart.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    said = [line.strip() for number, line in lines if number not in apart]
    return [line for line in said if line and not line.startswith("#")]


def files(*patterns: str) -> list[Path]:
    return sorted(each for pattern in patterns for each in PACKAGE.glob(pattern))


def test_no_module_is_longer_than_one_can_hold_in_mind() -> None:
    for file in EVERYTHING:
        if file.read_text(encoding="utf-8").count("\n") > MOST_LINES:  # else it has no more of code
            assert len(lines_of_code(file)) <= MOST_LINES, name(file)


def test_nothing_is_used_that_only_posix_has() -> None:
    for file in SOURCES:
        found = {f"import {each}" for each in imports(file) if each in POSIX_ONLY_MODULES}
        if "signal" in set(imports(file)) and name(file) != SIGNALS:
            found.add("import signal")
        found |= set(posix_words(tree(file)))

        assert found == set(), name(file)


def posix_words(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=attribute):
                if attribute in POSIX_ONLY_CALLS:
                    yield f"os.{attribute}"
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                yield "shell=True"
            case ast.keyword(arg="preexec_fn"):
                yield "preexec_fn"
            case ast.Constant(value=str(text)) if POSIX_PLACES.match(text):
                yield text


def test_paths_are_joined_by_pathlib() -> None:
    for file in SOURCES:
        source = file.read_text(encoding="utf-8")

        assert not re.search(r"os\.path\.|os\.sep\b", source), name(file)
        assert not re.search(r"Path\(f?\"[^\"]*\w/\w", source), name(file)


def test_names_say_what_they_are() -> None:
    for file in SOURCES:
        classes = (node.name for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef))
        vague = [each for each in classes if VAGUE_CLASS.search(each) and each != SIGNED_EXCEPTION]

        assert not VAGUE.search(file.stem), name(file)
        assert vague == [], name(file)


def test_only_three_places_catch_whatever_comes() -> None:
    for file in SOURCES:
        broad = [
            node.lineno
            for node in ast.walk(tree(file))
            if isinstance(node, ast.ExceptHandler) and catches_all(node)
        ]

        assert broad == [] or name(file) in MAY_CATCH_ALL, name(file)


def test_no_comment_lifts_a_ban() -> None:
    lifted = "noqa: " + "TID251"

    for file in EVERYTHING:
        assert lifted not in file.read_text(encoding="utf-8"), name(file)


def test_bans_are_lifted_for_one_engine_and_one_clock() -> None:
    ignored = pyproject()["tool"]["ruff"]["lint"]["per-file-ignores"]

    assert {file for file, rules in ignored.items() if "TID251" in rules} == MAY_BREAK_A_BAN


def test_the_window_has_no_nested_loop_and_connects_bound_methods_only() -> None:
    for file in files("ui/**/*.py"):
        source = file.read_text(encoding="utf-8")

        assert not re.search(r"\.connect\(\s*(lambda|partial\()", source), name(file)
        assert "QMessageBox" not in source, name(file)
        assert not re.search(r"QThread\(|\(QThread\)", source), name(file)
        assert file.name == "app.py" or not re.search(r"\.exec\(\)", source), name(file)


GUESSING = frozenset({"setToolTip", "setWhatsThis", "setTabToolTip", "setTabWhatsThis", "showText"})
"""Where Qt takes words for rich text when they look like it."""
GUESSING_ROLES = frozenset({"ToolTipRole", "WhatsThisRole"})


def test_words_that_qt_could_take_for_rich_text_are_made_plain() -> None:
    for file in files("ui/**/*.py"):
        assert list(guessed_at(tree(file))) == [], name(file)


def guessed_at(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(attr=called), args=arguments) if called in GUESSING:
                if not any(map(is_plain, arguments)):
                    yield f"{called}, line {node.lineno}"
            case ast.If(test=test, body=body) if GUESSING_ROLES & set(attributes(test)):
                said = (each.value for each in body if isinstance(each, ast.Return) and each.value)
                if not all(map(is_plain, said)):
                    yield f"a role, line {node.lineno}"
            case ast.Attribute(attr="setHtml" | "insertHtml" | "setMarkdown", value=value):
                if not (isinstance(value, ast.Name) and value.id == "data"):  # a clipboard's
                    yield f"{node.attr}, line {node.lineno}"


def is_plain(words: ast.expr) -> bool:
    """Whether *words* went through `plain`, or are none."""
    match words:
        case ast.Constant(value=""):
            return True
        case ast.BoolOp(values=[first, *_]):
            return is_plain(first)
        case ast.Call(func=ast.Name(id="plain")):
            return True
        case _:
            return False


def attributes(node: ast.AST) -> Iterator[str]:
    return (each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute))


def test_labels_are_made_in_one_place_which_tells_them_that_their_text_is_plain() -> None:
    made = {name(file) for file in files("ui/**/*.py") if "QLabel" in names(tree(file))}

    assert made == {"comms_desk/ui/kit/controls.py"}


def names(module: ast.Module) -> set[str]:
    return {each.id for each in ast.walk(module) if isinstance(each, ast.Name)}


MAKE_FILES = frozenset(
    {"write_text", "write_bytes", "mkdir", "mkstemp", "FileHandler", "RotatingFileHandler"}
)
MAY_MAKE_FILES = {
    "comms_desk/own_files.py": "for the person's eyes only",
    "comms_desk/documents/files.py": "where the person wants theirs",
    "comms_desk/across/handover.py": "in the folder that it is given",
    "comms_desk/cli/bulletins.py": "in the folder that it is given",
    "comms_desk/mail/folder.py": "in the office's folder of what comes back",
}


def test_the_desk_makes_its_own_files_in_one_place_which_keeps_them_from_others() -> None:
    for file in SOURCES:
        calls = (node.func for node in ast.walk(tree(file)) if isinstance(node, ast.Call))
        made = {getattr(each, "attr", getattr(each, "id", "")) for each in calls} & MAKE_FILES

        assert made == set() or name(file) in MAY_MAKE_FILES, name(file)


def test_no_layout_is_asked_for_its_items() -> None:
    """Qt deletes an item with its widget, and Python's wrapper of it would stay: a crash."""
    for file in EVERYTHING:
        source = file.read_text(encoding="utf-8")

        assert file.name == Path(__file__).name or ".itemAt(" not in source, name(file)


def test_a_model_needs_nothing_heavy() -> None:
    for file in files("**/model.py", "**/errors.py"):
        heavy = {each.partition(".")[0] for each in imports(file)} & LIGHT_MODELS_LEAVE_OUT
        stores = {each for each in imports(file) if each.endswith((".store", ".desk", ".within"))}

        assert heavy | stores == set(), name(file)


def test_a_desk_has_twenty_public_methods_at_most() -> None:
    for file in SOURCES:
        for node in tree(file).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Desk"):
                public = [
                    each.name
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
                ]
                assert len(public) <= MOST_PUBLIC_METHODS, name(file)


def test_every_store_is_known_before_the_database_opens_and_private_to_its_slice() -> None:
    protected = {
        module
        for contract in pyproject()["tool"]["importlinter"]["contracts"]
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    schema = ast.unparse(tree(PACKAGE / "across" / "schema.py"))

    for store in files("*/store.py", "*/*/store.py"):
        package = ".".join(store.relative_to(ROOT).parent.parts)
        assert f"{package}.store" in protected
        assert f"from {package} import store" in schema


def test_a_slice_has_its_model_and_its_desk() -> None:
    for store in files("*/store.py", "*/*/store.py"):
        assert (store.parent / "model.py").is_file(), name(store)
        assert (store.parent / "desk.py").is_file(), name(store)


def test_no_file_stands_empty() -> None:
    for file in SOURCES:
        statements = tree(file).body

        assert ast.get_docstring(tree(file)), name(file)
        assert len(statements) > 1 or file.name == "__init__.py", name(file)


def test_no_folder_stands_empty() -> None:
    for top in (PACKAGE, ROOT / "resources", ROOT / "tests", ROOT / "tools", ROOT / "docs"):
        for folder in (each for each in top.rglob("*") if each.is_dir()):
            if folder.name != "__pycache__":
                kept = {each.name for each in folder.iterdir()} - {"__pycache__", "__init__.py"}
                assert kept, name(folder)


def test_no_test_sleeps() -> None:
    sleeping = "time." + "sleep("

    for file in sorted((ROOT / "tests").rglob("*.py")):
        assert sleeping not in file.read_text(encoding="utf-8"), name(file)


def test_the_name_of_a_class_stands_for_one_class() -> None:
    named: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for found in re.findall(r"(?m)^class ([A-Z]\w*)", file.read_text(encoding="utf-8")):
            named.setdefault(found, []).append(name(file))

    assert {found: files for found, files in named.items() if len(files) > 1} == {}


def test_the_files_that_are_tried_on_both_engines_are_there() -> None:
    assert [each for each in ENGINE_MATTERS if not (ROOT / each).exists()] == []
