"""Texts made to hurt the matcher."""

from pathlib import Path

from comms_desk.text.matching import Document, find
from comms_desk.text.query import parse
from tests.bench.hostile import Case


def near_chain(folder: Path) -> None:
    """Three terms chained by NEAR, 11,000 times over."""
    (folder / "text").write_text("ville budget parc " * 11_000, "utf-8")


def match_near_chain(folder: Path) -> str:
    """Ask it where they stand."""
    text = (folder / "text").read_text("utf-8")
    found = find(parse("ville NEAR/5 budget NEAR/5 parc"), Document(text=text))
    return f"{len(found.text)} marks" if found else "no match"


def elisions(folder: Path) -> None:
    """An elision that is never followed by its word, for a megabyte."""
    (folder / "text").write_text("l'" * 500_000, "utf-8")


def match_elisions(folder: Path) -> str:
    """Ask whether a word stands among them."""
    text = (folder / "text").read_text("utf-8")
    return "match" if find(parse("hôtel"), Document(text=text)) else "no match"


CASES = (
    Case(name="three terms near each other 11,000 times", make=near_chain, meet=match_near_chain),
    Case(name="a megabyte of elisions", make=elisions, meet=match_elisions),
)
