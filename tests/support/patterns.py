"""Every pattern of the house, and the texts that hurt each most.

Patterns are found twice: those written out in a call of `re`, by reading the source, and those
that a module has built, by importing it.  The texts come from the pattern itself: whatever it
may repeat is repeated, alone, in pairs, and after each beginning of what it looks for.

`python -m tests.support.patterns FIRST` meets them one after the other in a process of its own,
and says on its output which it is at: one that never ends can only be ended with its process.
"""

import ast
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import permutations
from pathlib import Path
from re import _constants as codes
from re import _parser as reading
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "comms_desk"
SIZE_CHARACTERS = 25_000
MOST_S = 0.125
"""Of the process's own time for one text: a linear pattern takes a hundredth of it."""
FIRST_CHARACTERS = 2_500
FIRST_S = MOST_S * (FIRST_CHARACTERS / SIZE_CHARACTERS) ** 2
"""What takes no longer over a tenth of a text is not given the whole: a pattern whose time grows
with the square of its text takes less than `MOST_S` for it, and one that grows faster takes far
longer over the tenth already."""

END = "end"
MOST_ATOMS = 8
MOST_STARTS = 4
ANYWHERE = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})
FUNCTIONS = ANYWHERE | {"compile", "match", "fullmatch"}
CALLED = re.compile(rf"\bre\.(?:{'|'.join(FUNCTIONS)})\(")
"""What a source that has a pattern of its own says: five of six do not, and need no parsing."""
ALWAYS = (" ", "a", "1", "@", "<", "&", '"', ".", "\n")
BUILT_WHEN_ASKED = {
    "comms_desk/text/passage.py": "one word that is sought, escaped",
    "comms_desk/media/feeds/document.py": "the name of an element, escaped",
    "comms_desk/text/nearness.py": "the letters of a word, few, each looked for once",
    "comms_desk/mail/compose.py": "a mark drawn at random, then a short name",
    "comms_desk/media/dispatches/still_wrong.py": "what was wrong, as it was typed, escaped",
    "comms_desk/media/inquiries/reading/line.py": "words that stand alone, as they are below it",
    "comms_desk/media/inquiries/reading/role_words.py": "words of a table, one beside another",
    "comms_desk/media/stories/likeness.py": "the name of an outlet, escaped",
    "comms_desk/media/drafting/frame.py": "a line of a template, over one of 2,000 letters at most",
    "comms_desk/mail/reading/parts.py": "the boundary that a message names, escaped, on a line",
}
"""Modules that build a pattern in a function, and from what."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands, and whether it is looked for anywhere in a text."""

    where: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    anywhere: bool


def every() -> list[Found]:
    """Return each pattern of the package once, in the order of the files."""
    sources = {file: file.read_text("utf-8") for file in sorted(PACKAGE.rglob("*.py"))}
    whole = "\n".join(sources.values())
    found: dict[tuple[object, int], Found] = {}
    for file, source in sources.items():
        where = file.relative_to(ROOT).as_posix()
        for each in (*_written(where, source, whole), *_built(where, source, whole)):
            key = (each.pattern.pattern, each.pattern.flags)
            if key not in found or each.anywhere:
                found[key] = each
    return list(found.values())


def unread() -> set[str]:
    """Return the modules where a function builds a pattern that cannot be read from outside."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        source = file.read_text("utf-8")
        for function in ast.walk(ast.parse(source)) if CALLED.search(source) else ():
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = (node for node in ast.walk(function) if _name_of_call(node))
                if any(not _is_written(call) for call in calls):
                    found.add(file.relative_to(ROOT).as_posix())
    return found


def _name_of_call(node: ast.AST) -> str:
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
    ):
        return node.func.attr
    return ""


def _is_written(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant)


def _written(where: str, source: str, whole: str) -> Iterator[Found]:
    if not CALLED.search(source):
        return
    tree = ast.parse(source)
    assigned = {
        id(node.value): node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not (name := _name_of_call(node)) or not isinstance(node, ast.Call):
            continue
        if not isinstance(node.args[0], ast.Constant):
            continue
        flags = 0
        for flag in ast.walk(ast.Module([ast.Expr(each) for each in _flags(node)], [])):
            if isinstance(flag, ast.Attribute) and flag.attr.isupper():
                flags |= getattr(re, flag.attr, 0)
        pattern: Any = re.compile(node.args[0].value, flags)
        anywhere = name in ANYWHERE
        if name == "compile":
            variable = assigned.get(id(node), "")
            where_used = source if variable.startswith("_") else whole
            anywhere = not variable or _is_looked_for(variable, where_used)
        yield Found(f"{where}:{node.lineno}", pattern, anywhere)


def _flags(call: ast.Call) -> list[ast.expr]:
    named = [each.value for each in call.keywords if each.arg == "flags"]
    return [*named, *call.args[1:]]


def _built(where: str, source: str, whole: str) -> Iterator[Found]:
    if "re.compile(" not in source:
        return
    module = import_module(where.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            where_used = source if name.startswith("_") else whole
            yield Found(f"{where} {name}", value, _is_looked_for(name, where_used))


def _is_looked_for(name: str, whole: str) -> bool:
    """Whether the pattern *name* is used otherwise than at the beginning of a text."""
    uses = set(re.findall(rf"\b{name}\.(\w+)", whole))
    return not uses or bool(uses & ANYWHERE)


# ── What hurts a pattern ──────────────────────────────────────────────────────────────


def texts(found: Found, size: int) -> Iterator[str]:
    """Yield the texts that hurt it most, each of *size* characters."""
    tree = reading.parse(found.pattern.pattern, found.pattern.flags & ~re.UNICODE)
    atoms = list(dict.fromkeys([*_atoms(tree), *ALWAYS]))[:MOST_ATOMS]
    sample = _sample(tree)
    lengths = {len(sample), *range(1, len(sample), max(1, len(sample) // MOST_STARTS))}
    for atom in atoms:
        yield _of_size(atom, size)
        yield " " + _of_size(atom, size) + "\x00"
        yield _of_size(atom, size) + " "
    yield from (_of_size(first + second, size) for first, second in permutations(atoms[:6], 2))
    for start in (sample[:length] for length in sorted(lengths - {0})):
        yield _of_size(start, size)
        yield from (start + _of_size(atom, size) for atom in atoms)
        yield from (_of_size(start + atom, size) for atom in atoms[:3])


def _of_size(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _atoms(tree: Any) -> Iterator[str]:
    for code, value in tree:
        if code in {codes.LITERAL, codes.NOT_LITERAL}:
            yield chr(value) if code is codes.LITERAL else "x"
        elif code is codes.IN:
            yield from _members(value)
        elif code is codes.ANY:
            yield "x"
        else:
            for part in _parts(code, value):
                yield from _atoms(part)


def _members(members: Any) -> Iterator[str]:
    if members and members[0][0] is codes.NEGATE:
        yield "x"
    for code, value in members:
        if code is codes.LITERAL:
            yield chr(value)
        elif code is codes.RANGE:
            yield chr(value[0])
        elif code is codes.CATEGORY:
            yield _of_category(value)


def _of_category(category: Any) -> str:
    name = str(category)
    if "NOT" in name:
        return "a" if "SPACE" in name or "DIGIT" in name else "-"
    return " " if "SPACE" in name else "7" if "DIGIT" in name else "a"


def _parts(code: Any, value: Any) -> list[Any]:
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return [value[1]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def _sample(tree: Any) -> str:
    """Return a text of the kind that the pattern looks for, each repetition met once."""
    said = ""
    for code, value in tree:
        if code is codes.LITERAL:
            said += chr(value)
        elif code in {codes.IN, codes.ANY, codes.NOT_LITERAL}:
            said += next(_atoms([(code, value)]))
        elif code not in {codes.ASSERT, codes.ASSERT_NOT} and (parts := _parts(code, value)):
            said += _sample(parts[0])
    return said


def meet(first: int) -> None:
    """Meet every pattern from the one numbered *first*; say each before it is met."""
    for number, found in enumerate(every()):
        if number < first:
            continue
        print(number, flush=True)
        for short, whole in zip(
            texts(found, FIRST_CHARACTERS), texts(found, SIZE_CHARACTERS), strict=True
        ):
            if _took_s(found, short) > FIRST_S and (took_s := _took_s(found, whole)) > MOST_S:
                print(f"slow {took_s:.2f} s on {whole[:30]!r}…", flush=True)
                break
    print(END, flush=True)


def _took_s(found: Found, text: str) -> float:
    """Return the seconds of processor that the pattern takes for *text*."""
    given: Any = text
    if isinstance(found.pattern.pattern, bytes):
        given = text.encode("latin-1", "replace")
    began = time.process_time()
    if found.anywhere:
        sum(1 for _match in found.pattern.finditer(given))
    else:
        found.pattern.match(given)
        found.pattern.fullmatch(given)
    return time.process_time() - began


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    meet(int(sys.argv[1]))
