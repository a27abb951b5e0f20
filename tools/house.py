"""Draw the house: its floors as import-linter holds them, and who knows whom as grimp finds it.

Nothing of it is written by hand: a layer of `pyproject.toml` is a floor, a package or slice on it
is a row, and a dot is an import.  A test holds ``docs/house.svg`` to what this draws, so that the
picture cannot say what the code does not.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "pyproject.toml"
PICTURE = ROOT / "docs" / "house.svg"
PACKAGE = "comms_desk"

CELL_PX = 14
NAMES_PX = 252
HEADS_PX = 120
EDGE_PX = 16
DOT_PX = 3.5
MOST_STRANGERS = 8
"""More than that on one floor, as the pages of the window, are one row."""

STYLE = """
  .ground { fill: #ffffff } .floor { fill: #f1f3f6 }
  .self { fill: #c7cdd6 } .knows { fill: #1b5dab }
  text { font: 11px system-ui, "Segoe UI", Roboto, Ubuntu, sans-serif; fill: #1c2128 }
  .slice { fill: #57606a } .head { font-size: 10px }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14171c } .floor { fill: #1e232a }
    .self { fill: #454d58 } .knows { fill: #86b6ff }
    text { fill: #e4e7eb } .slice { fill: #a3acb8 }
  }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A row of the picture: a package, a slice of one, or what shares a floor with too many.

    Attributes:
        floor: Which floor it is on, from the top.
        name: What it is called in the picture.
        modules: What it is in the code, each with all below it.
    """

    floor: int
    name: str
    modules: tuple[str, ...]


def rooms(graph: grimp.ImportGraph) -> tuple[Room, ...]:
    """Return the rooms of the house from the top floor down, in the order of the contracts."""
    layers = {
        container: contract["layers"]
        for contract in _contracts()
        if contract["type"] == "layers"
        for container in contract["containers"]
    }
    found: list[Room] = []
    for floor, layer in enumerate(layers[PACKAGE]):
        modules = _modules(PACKAGE, layer)
        if not any(map(graph.find_children, modules)):
            found.append(Room(floor=floor, name=" · ".join(map(_short, modules)), modules=modules))
            continue
        for module in modules:
            if module not in layers:
                found.append(Room(floor=floor, name=_short(module), modules=(module,)))
            for inner in layers.get(module, ()):
                found += _slices(floor, _modules(module, inner))
    return tuple(found)


def knows(graph: grimp.ImportGraph, drawn: Sequence[Room]) -> frozenset[tuple[int, int]]:
    """Return which room imports which, by their places in *drawn*."""
    place = {module: at for at, room in enumerate(drawn) for module in room.modules}
    found = set()
    for importer in graph.modules:
        here = _room_of(importer, place)
        for imported in graph.find_modules_directly_imported_by(importer):
            there = _room_of(imported, place)
            if here is not None and there is not None and here != there:
                found.add((here, there))
    return frozenset(found)


def picture() -> str:
    """Return the picture, as SVG that reads on light and on dark."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    drawn = rooms(graph)
    width = NAMES_PX + CELL_PX * len(drawn) + EDGE_PX
    height = HEADS_PX + CELL_PX * len(drawn) + EDGE_PX
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="what">',
            '<title id="what">The floors of the house, and who knows whom</title>',
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{width}" height="{height}" rx="6"/>',
            *_lines(drawn, width, knows(graph, drawn)),
            "</svg>\n",
        )
    )


def _lines(drawn: Sequence[Room], width: int, known: Collection[tuple[int, int]]) -> Iterator[str]:
    for at, room in enumerate(drawn):
        y, x = HEADS_PX + CELL_PX * at, NAMES_PX + CELL_PX * at
        kind = ' class="slice"' if " / " in room.name else ""
        if room.floor % 2 == 0:
            yield f'<rect class="floor" y="{y}" width="{width}" height="{CELL_PX}"/>'
        yield f'<text{kind} x="{EDGE_PX}" y="{y + CELL_PX - 3}">{escape(room.name)}</text>'
        yield f'<rect class="self" x="{x}" y="{y}" width="{CELL_PX}" height="{CELL_PX}"/>'
        head = re.split(" · | … ", room.name)[0].split(" / ")[-1]
        head += " …" if len(room.modules) > 1 else ""
        turned = f'transform="translate({x + CELL_PX - 3} {HEADS_PX - 6}) rotate(-90)"'
        yield f'<text class="head" {turned}>{escape(head)}</text>'
    if all(here < there for here, there in known):
        yield f'<text x="{NAMES_PX}" y="{HEADS_PX + CELL_PX * len(drawn) * 3 // 4}">'
        yield "Empty: nobody knows who is above.</text>"
    for here, there in sorted(known):
        x, y = NAMES_PX + CELL_PX * there + CELL_PX // 2, HEADS_PX + CELL_PX * here + CELL_PX // 2
        said = escape(f"{drawn[here].name} knows {drawn[there].name}")
        yield f'<circle class="knows" cx="{x}" cy="{y}" r="{DOT_PX}"><title>{said}</title></circle>'


def _slices(floor: int, modules: Sequence[str]) -> Iterator[Room]:
    if len(modules) > MOST_STRANGERS:
        first, last = _short(modules[0]), modules[-1].rpartition(".")[2]
        said = f"{first} … {last} ({len(modules)})"
        yield Room(floor=floor, name=said, modules=tuple(modules))
    else:
        yield from (Room(floor=floor, name=_short(one), modules=(one,)) for one in modules)


def _contracts() -> Sequence[dict[str, Any]]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    contracts: Sequence[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return contracts


def _room_of(module: str, place: dict[str, int]) -> int | None:
    while module not in place and "." in module:
        module = module.rpartition(".")[0]
    return place.get(module)


def _modules(package: str, layer: str) -> tuple[str, ...]:
    return tuple(f"{package}.{name}" for name in re.findall(r"\w+", layer))


def _short(module: str) -> str:
    return module.removeprefix(f"{PACKAGE}.").replace(".", " / ")
