"""Small faults that a hand can make: a comparison turned, a call dropped, a number moved.

Each fault replaces a few bytes of a module, so that what it changes is read in two lines and
the rest of the text stands as it was.  Names, annotations, sentences and lines for the log
are left alone: what they say is not what the tests are for.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import override

TURNED: dict[type[ast.cmpop], Sequence[tuple[str, str]]] = {
    ast.Lt: [("<", "<="), ("<", ">=")],
    ast.LtE: [("<=", "<"), ("<=", ">")],
    ast.Gt: [(">", ">="), (">", "<=")],
    ast.GtE: [(">=", ">"), (">=", "<")],
    ast.Eq: [("==", "!=")],
    ast.NotEq: [("!=", "==")],
    ast.Is: [("is", "is not")],
    ast.IsNot: [("is not", "is")],
    ast.In: [("in", "not in")],
    ast.NotIn: [("not in", "in")],
}
"""An order is tried at its bound and the other way round; the rest the other way round."""

SWAPPED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}

DROPPED_FROM_A_CHAIN = frozenset(
    {"astimezone", "casefold", "desc", "distinct", "limit", "lower", "order_by", "strip", "where"}
)
"""Methods whose result is of the kind of what they are asked of, so that leaving them out runs."""

CONDITIONS = frozenset({"and_", "or_", "order_by", "where"})
"""Calls each of whose arguments stands for itself: one of several can be left out."""

LOGGERS = frozenset({"log", "LOG", "logger", "_log", "_LOG"})


type Key = tuple[str, str, str, str]
"""Module, function, what stood there, what stands there instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Some bytes of a module that become others.

    Attributes:
        module: Its path from the root, with slashes.
        function: What it stands in: "EmbargoDesk.grant", or "" for the module itself.
        outermost: The function that holds it, not within another; "" when it is in none.
        line: Where it begins, from 1.
        lines: Those of its statement; a test that runs none of them cannot notice.  Empty
            when they run as the module is imported.
        start: The first byte replaced.
        end: The first byte after those that are replaced.
        text: What stands there instead.
        was: The lines it changes, as one, with single spaces; with the line before where it is
            a single word.
        becomes: What they are with the fault.
    """

    module: str
    function: str
    outermost: str
    line: int
    lines: range
    start: int
    end: int
    text: str
    was: str
    becomes: str

    def put_into(self, source: bytes) -> bytes:
        """Return *source* with the fault in it."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    @property
    def key(self) -> Key:
        """What it is known by, wherever its line moves."""
        return self.module, self.function, self.was, self.becomes


def faults_in(module: str, source: bytes) -> tuple[Fault, ...]:
    """Return every fault that can be put into *module*, in the order of its text."""
    found = _Finder(module, source)
    found.visit(ast.parse(source))
    each_once = {(fault.start, fault.end, fault.text): fault for fault in found.faults}
    return tuple(each_once[place] for place in sorted(each_once))


class _Finder(ast.NodeVisitor):
    """Walks a module and keeps what can be wrong in it.

    The names of its methods are those of the syntax, as `ast.NodeVisitor` asks.
    """

    def __init__(self, module: str, source: bytes) -> None:
        self.faults: list[Fault] = []
        self._module, self._source = module, source
        self._starts = [0, *(found.end() for found in re.finditer(rb"\n", source))]
        self._within: list[str] = []
        self._outermost = ""
        self._lines = range(0)

    # ── What is only walked through ───────────────────────────────────────────────────

    @override
    def visit(self, node: ast.AST) -> None:
        """Visit *node*; a statement says which lines a test must run to meet what is in it."""
        before = self._lines
        if isinstance(node, ast.stmt):
            self._lines = _own_lines(node) if self._outermost else range(0)
        super().visit(node)
        self._lines = before

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._within.append(node.name)
        self._statements(node.body)
        self._within.pop()

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if each is not None:
                self.visit(each)
        self._within.append(node.name)
        before = self._outermost
        self._outermost = before or ".".join(self._within)
        self._statements(node.body)
        self._outermost = before
        self._within.pop()

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)
        if isinstance(node.target, ast.Attribute) and node.value is not None:
            self._statement_out(node)

    @override
    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave an assertion alone: it is there for the types."""

    @override
    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave a sentence alone."""

    def _statements(self, body: Sequence[ast.stmt]) -> None:
        for each in body:
            self.visit(each)

    # ── What is left out ──────────────────────────────────────────────────────────────

    @override
    def visit_Expr(self, node: ast.Expr) -> None:
        called = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(called, ast.Constant) or _logs(called):
            return
        if isinstance(called, ast.Call):
            self._statement_out(node)
        self.generic_visit(node)

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        names = {each.id for each in node.targets if isinstance(each, ast.Name)}
        if names & {"__all__", "__slots__", "__table_args__"}:
            return
        if not all(isinstance(each, ast.Name | ast.Tuple) for each in node.targets):
            self._statement_out(node)
        self.generic_visit(node)

    @override
    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._statement_out(node)
        self.generic_visit(node)

    @override
    def visit_Raise(self, node: ast.Raise) -> None:
        self._statement_out(node)
        self.generic_visit(node)

    @override
    def visit_Continue(self, node: ast.Continue) -> None:
        self._statement_out(node)

    @override
    def visit_Break(self, node: ast.Break) -> None:
        self._statement_out(node)

    @override
    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            self._statement_out(node)
        self.generic_visit(node)

    @override
    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            self.visit(node.args[0])
            return
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in DROPPED_FROM_A_CHAIN:
                self._replace(self._end(node.func.value), self._end(node), "")
            if node.func.attr in CONDITIONS:
                self._one_out(node.args)
        elif isinstance(node.func, ast.Name) and node.func.id in CONDITIONS:
            self._one_out(node.args)
        self.generic_visit(node)

    @override
    def visit_List(self, node: ast.List) -> None:
        self._one_out(node.elts)
        self.generic_visit(node)

    @override
    def visit_Set(self, node: ast.Set) -> None:
        self._one_out(node.elts)
        self.generic_visit(node)

    @override
    def visit_For(self, node: ast.For) -> None:
        if isinstance(node.iter, ast.Tuple):
            self._one_out(node.iter.elts)
        self.generic_visit(node)

    def _one_out(self, elements: Sequence[ast.expr]) -> None:
        """Leave each of several *elements* out in its turn."""
        if len(elements) < 2:
            return
        for each, following in pairwise(elements):
            self._replace(self._start(each), self._start(following), "")
        end = self._end(elements[-1])
        followed = self._source[end:].lstrip().startswith(b",")
        self._replace(self._end(elements[-2]), end, "" if followed else ",")

    def _statement_out(self, node: ast.stmt) -> None:
        self._replace(self._start(node), self._end(node), "pass")

    # ── What is turned ────────────────────────────────────────────────────────────────

    @override
    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, node.comparators, strict=False):
            for was, becomes in TURNED[type(operator)]:
                self._between(left, right, re.escape(was), becomes)
            if isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.Tuple):
                self._one_out(right.elts)
        self.generic_visit(node)

    @override
    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        was, becomes = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self._between(left, right, rf"\b{was}\b", becomes)
        self.generic_visit(node)

    @override
    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            start = self._start(node)
            self._replace(start, start + len("not "), "")
        self.generic_visit(node)

    @override
    def visit_BinOp(self, node: ast.BinOp) -> None:
        swapped = SWAPPED.get(type(node.op))
        if swapped and not any(map(_is_text, (node.left, node.right))):
            self._between(node.left, node.right, re.escape(swapped[0]), swapped[1])
        self.generic_visit(node)

    @override
    def visit_If(self, node: ast.If) -> None:
        self._turn(node.test)
        self.generic_visit(node)

    @override
    def visit_While(self, node: ast.While) -> None:
        self._turn(node.test)
        self.generic_visit(node)

    @override
    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._turn(node.test)
        self.generic_visit(node)

    @override
    def visit_comprehension(self, node: ast.comprehension) -> None:
        for each in node.ifs:
            self._turn(each)
        if isinstance(node.iter, ast.Tuple):
            self._one_out(node.iter.elts)
        self.generic_visit(node)

    def _turn(self, test: ast.expr) -> None:
        """Turn a condition that no other fault turns."""
        if isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            return
        start, end = self._start(test), self._end(test)
        self._replace(start, end, f"(not ({self._source[start:end].decode()}))")

    @override
    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._replace(self._start(node), self._end(node), str(not value))
        elif isinstance(value, int | float):
            moved = value + 1 if abs(value) <= 2 else value * 2
            self._replace(self._start(node), self._end(node), repr(moved))

    # ── Places in the text ────────────────────────────────────────────────────────────

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def _between(self, left: ast.expr, right: ast.expr, was: str, becomes: str) -> None:
        """Replace the sign that stands between two operands."""
        start = self._end(left)
        found = re.search(was.encode(), self._source[start : self._start(right)])
        if found is not None:
            self._replace(start + found.start(), start + found.end(), becomes)

    def _replace(self, start: int, end: int, text: str) -> None:
        first = max(each for each in self._starts if each <= start)
        line = self._starts.index(first) + 1
        if self._source[first:end].strip().isalpha() and line > 1:
            first = self._starts[line - 2]  # "continue" says nothing alone
        last = min((each for each in self._starts if each >= end), default=len(self._source))
        before, after = self._source[first:start], self._source[end:last]
        self.faults.append(
            Fault(
                module=self._module,
                function=".".join(self._within),
                outermost=self._outermost,
                line=line,
                lines=self._lines,
                start=start,
                end=end,
                text=text,
                was=_one_line(self._source[first:last]),
                becomes=_one_line(before + text.encode() + after),
            )
        )


def _own_lines(statement: ast.stmt) -> range:
    """Return the lines of *statement* itself, without those of its body."""
    bodies: Iterable[ast.stmt] = getattr(statement, "body", ())
    last = min((each.lineno - 1 for each in bodies), default=statement.end_lineno)
    return range(statement.lineno, max(last or 0, statement.lineno) + 1)


def _logs(called: ast.expr) -> bool:
    """Whether *called* writes a line for the log."""
    chain: Iterator[ast.AST] = ast.walk(called.func) if isinstance(called, ast.Call) else iter(())
    return any(isinstance(each, ast.Name) and each.id in LOGGERS for each in chain)


def _is_text(operand: ast.expr) -> bool:
    return isinstance(operand, ast.JoinedStr) or (
        isinstance(operand, ast.Constant) and isinstance(operand.value, str | bytes)
    )


def _one_line(text: bytes) -> str:
    return " ".join(text.decode().split())
