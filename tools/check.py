"""What changed, checked in under a minute: its form, its types, and the tests nearest to it.

Run by `make check`.  The types are asked of mypy's daemon, which knows the last answer; the tests
are those of the packages that changed and of those that import them, the nearest first.  What is
left out is said: `make test` runs everything.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PACKAGE = "comms_desk"
MAIN = "main"
MOST_FILES = 24
"""Files of tests: as many take some forty seconds on two cores."""


def main() -> int:
    """Check what changed since the branch left the main one, what is not committed included."""
    changed = changed_files()
    code = [file for file in changed if file.endswith(".py")]
    if not code:
        say("Nothing to check: no module has changed.")
        return 0
    say(f"{len(code)} modules changed.")
    ruff = ("-m", "ruff")
    failed = run(*ruff, "format", "--check", *code) or run(*ruff, "check", *code)
    failed = run("-m", "mypy.dmypy", "run", "--", "--cache-dir", ".mypy_cache/daemon") or failed
    nearest = list(tests_of(code, importers()))
    chosen = nearest[:MOST_FILES]
    if chosen:
        say(f"{len(chosen)} of {len(nearest)} files of tests near to it.")
        failed = run("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *chosen) or failed
    return failed


def changed_files() -> list[str]:
    """Return the files that differ from where this branch left the main one, and new ones."""
    left = git("merge-base", "HEAD", MAIN)
    since = left[0] if left else "HEAD"
    there = git("diff", "--name-only", "--diff-filter=d", since)
    return sorted({*there, *git("ls-files", "--others", "--exclude-standard")})


def tests_of(changed: Iterable[str], imported_by: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the files of tests near to *changed*, the nearest first, each once.

    First those that changed, then those of a changed module by its name, those of its package,
    and those of the modules that import it: by their names, then by their packages.

    Args:
        changed: Paths from the root.
        imported_by: Who imports each module, by dotted names.
    """
    files = sorted(changed)
    modules = [module_of(file) for file in files if file.startswith(f"{PACKAGE}/")]
    above = sorted({each for module in modules for each in imported_by.get(module, ())})
    near = [Path(file) for file in files if Path(file).name.startswith("test_")]
    for some in (modules, above):
        near += filter(Path.exists, map(named_after, some))
        near += chain.from_iterable(map(of_package, some))
    yield from dict.fromkeys(each.as_posix() for each in near)


def module_of(file: str) -> str:
    """Return the dotted name of the module that *file* is."""
    return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")


def named_after(module: str) -> Path:
    """Return where the tests of *module* stand, if they have a file of their own."""
    *folders, name = module.split(".")[1:] or [""]
    return Path("tests", *folders, f"test_{name}.py")


def of_package(module: str) -> list[Path]:
    """Return the files of tests of the package of *module*; of the root, none."""
    folders = module.split(".")[1:-1]
    return sorted(Path("tests", *folders).glob("test_*.py")) if folders else []


def importers() -> Mapping[str, Iterable[str]]:
    """Return who imports each module of the desk."""
    graph = grimp.build_graph(PACKAGE)
    return {each: graph.find_modules_that_directly_import(each) for each in graph.modules}


def git(*arguments: str) -> list[str]:
    """Return the lines that git says; none where it says nothing, or cannot."""
    done = subprocess.run(
        ["git", *arguments], check=False, capture_output=True, text=True, cwd=ROOT
    )
    return done.stdout.splitlines() if done.returncode == 0 else []


def run(*arguments: str) -> int:
    """Run this Python with *arguments* from the root of the clone; return its status."""
    return subprocess.run([sys.executable, *arguments], check=False, cwd=ROOT).returncode


def say(line: str) -> None:
    """Print *line* at once."""
    print(f"· {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
