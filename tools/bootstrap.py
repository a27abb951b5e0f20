"""Make the desk ready to run from a bare clone, then do what `make` was asked.

Standard library only, on any system: it runs before anything is installed.  It makes
`.venv`, installs the hash-pinned lock (the build back end first, so that what has no wheel
can be built without fetching more), installs the project itself, and leaves stamps so that
the next call has nothing to do and needs no network.  It never touches the system's Python;
it installs system packages only where it is run by root on Debian or a relative.
"""

import argparse
import ctypes
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OLDEST_PYTHON = (3, 12)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
LOCALE = ROOT / "resources" / "locale"
OUT = ROOT / "out"
SYSTEMS = ("linux", "win32", "darwin")
MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has names of its own
MEMORY_NEEDED_BYTES = 4 * 1024**3

LOCK_HEADER = (
    "# Every package the desk needs, for every platform, pinned by hash.  Made by `make lock`.\n"
)

AUDITOR = "pip-audit==2.10.1"
AUDIT_LOCK = ROOT / "tools" / "audit.lock"
AUDIT_FOLDER = ROOT / ".cache" / "audit"
"""A folder of its own: what audits the desk's packages is none of them."""
AUDIT_HEADER = "# pip-audit and what it needs, pinned by hash.  Made by `make lock`.\n"
AUDIT_FETCHED = "fetched"
FETCH_TIMEOUT_S = 15

BUILD_PACKAGES = ("packaging", "setuptools", "wheel")
"""What must be there before a source distribution is built without isolation."""

OFFSCREEN_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0t64",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
"""The shared libraries of Qt, and the Debian packages that have them."""

SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

WAYLAND_LIBRARIES = {"libwayland-cursor.so.0": "libwayland-cursor0"}

FIRST_TIME_64 = {"debian": 13.0, "ubuntu": 24.04}
"""From these versions on, the package of GLib has the suffix t64."""


class NotReady(Exception):
    """Something is missing that this script may not install; the text says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare, then do one task; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args(arguments)
    try:
        check_python()
        need_shared_libraries()
        make_environment()
        return TASKS[asked.task](asked.arguments)
    except NotReady as missing:
        print(missing, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        command = " ".join(map(str, failed.cmd))
        print(f"This failed with status {failed.returncode}: {command}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# ── Ready ─────────────────────────────────────────────────────────────────────────────


def check_python() -> None:
    """Refuse a Python on which PySide6 aborts."""
    if sys.version_info < OLDEST_PYTHON:
        raise NotReady(
            f"Comms Desk needs Python 3.12 or newer; this is {platform.python_version()}."
            " Install python3.12 or newer, then run make again."
        )


def make_environment() -> None:
    """Create `.venv` and bring it in step with the lock, the project and the catalogues."""
    if not runs(venv_python()):
        say("Creating .venv")
        create_venv()
    lock = digest(LOCK)
    if stamp("lock") != lock:
        say("Installing the packages of requirements.lock (the first time takes a minute)")
        back_end = VENV / "build.lock"
        back_end.write_text(lock_entries(LOCK.read_text("utf-8"), BUILD_PACKAGES), "utf-8")
        pip("install", "--require-hashes", "--no-deps", "-r", str(back_end))
        pip("install", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(LOCK))
        set_stamp("lock", lock)
        set_stamp("project", "")
    project = digest(PROJECT)
    if stamp("project") != project:
        say("Installing the project itself")
        pip("install", "--no-build-isolation", "--no-deps", "--no-index", "--editable", str(ROOT))
        set_stamp("project", project)
    compile_catalogues()


def create_venv() -> None:
    """Make a new `.venv`, or say which package is missing."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode == 0 and runs(venv_python(), "import pip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise NotReady(
        f"{sys.executable} could not make a virtual environment. On Debian and Ubuntu:"
        f" apt-get install python{version}-venv\n{made.stdout}{made.stderr}".rstrip()
    )


def compile_catalogues() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            language = source.parent.parent.name
            program = (
                "import sys; from babel.messages import frontend;"
                " frontend.CommandLineInterface().run(sys.argv)"
            )
            command = ["-c", program, "-q", "compile", "-l", language]
            subprocess.run(
                [venv_python(), *command, "-i", str(source), "-o", str(compiled)],
                check=True,
                stderr=subprocess.DEVNULL,
            )


def lock_entries(lock: str, names: Sequence[str]) -> str:
    """Return the entries of *lock*, with their hashes, for the packages *names* alone."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return "".join(each for each in entries if each.partition("==")[0].lower() in names)


# ── The system's libraries ────────────────────────────────────────────────────────────


def need_shared_libraries() -> None:
    """See that Qt will find its libraries; install them when root on Debian, else name them."""
    if platform.system() != "Linux":
        return
    needed = OFFSCREEN_LIBRARIES | (SCREEN_LIBRARIES if has_screen() else {})
    if has_screen() and os.environ.get("WAYLAND_DISPLAY"):
        needed |= WAYLAND_LIBRARIES
    packages = missing_packages(needed)
    if not packages:
        return
    release = os_release()
    debian = {release.get("ID", ""), *release.get("ID_LIKE", "").split()} & {"debian", "ubuntu"}
    if not debian:
        raise NotReady(
            "Qt needs shared libraries that are not here. On Debian their packages are: "
            + " ".join(packages)
        )
    named = [debian_name(each, release) for each in packages]
    if not is_root() or shutil.which("apt-get") is None:
        raise NotReady(
            "Qt needs shared libraries that are not here. Install them, then run make again:\n"
            "  sudo apt-get install " + " ".join(named)
        )
    say("Installing the shared libraries of Qt: " + " ".join(named))
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-q", "update"], check=True, env=environment)
    subprocess.run(
        ["apt-get", "-q", "install", "-y", "--no-install-recommends", *named],
        check=True,
        env=environment,
    )


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the packages of the *libraries* that the dynamic linker does not find."""
    return [package for library, package in libraries.items() if not loads(library)]


def loads(library: str) -> bool:
    """Return whether the dynamic linker finds *library*."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def debian_name(package: str, release: Mapping[str, str]) -> str:
    """Return the name of *package* in this release: t64 came in 2024."""
    try:
        version = float(release.get("VERSION_ID", ""))
    except ValueError:
        return package
    older = version < FIRST_TIME_64.get(release.get("ID", ""), 0.0)
    return package.removesuffix("t64") if older else package


def os_release() -> Mapping[str, str]:
    """Return what the system says of itself."""
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def is_root() -> bool:
    """Return whether this process may install system packages."""
    effective_user = getattr(os, "geteuid", None)
    return effective_user is not None and effective_user() == 0


def has_screen() -> bool:
    """Return whether a window could be seen."""
    if os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}:
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


# ── Tasks ─────────────────────────────────────────────────────────────────────────────


def run(arguments: Sequence[str]) -> int:
    """Open the desk, or go through the tour where nobody could see a window."""
    if arguments or has_screen():
        return python("-m", "comms_desk", *arguments)
    tour = OUT / "tour"
    say(f"There is no screen here: running the tour instead. It leaves its files in {tour}")
    return python("-m", "tools.tour", "--out", str(tour), offscreen=True)


def test(arguments: Sequence[str]) -> int:
    """Run the suite, on four processes unless told otherwise; its files in memory, where it can.

    Two cores are enough for them: each waits for its children two fifths of its time, and three
    left a fifth of both cores idle.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED_BYTES:
        os.environ.setdefault("TMPDIR", str(MEMORY))  # some thousand desks are not for the disk
    spread = [] if any(each.startswith("-n") for each in arguments) else ["-n", "4"]
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]  # `long` ones first: conftest.py
    return python("-m", "pytest", *spread, *by_file, *arguments, offscreen=True)


def lint(_arguments: Sequence[str]) -> int:
    """Check the form, the rules, the layers, the types; say all that is wrong.

    The gate (`CI` in the environment) checks the types on three systems, else this one alone.
    As many at once as there are processors: each takes one, and none needs another's answer.
    """
    systems = SYSTEMS if "CI" in os.environ else (sys.platform,)
    checks = [
        *((venv_python(), "-m", "mypy", *types_on(each)) for each in systems),
        (venv_python(), "-m", "ruff", "format", "--check", "."),
        (venv_python(), "-m", "ruff", "check", "."),
        (venv_script("lint-imports"),),
    ]
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        return max(at_once.map(checked, checks))


def checked(command: Sequence[str]) -> int:
    """Run *command*, print whole what it says once it has ended, and return its status."""
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    print(done.stdout, end="", flush=True)
    return done.returncode


def check(_arguments: Sequence[str]) -> int:
    """Check what changed in under a minute: form, types, and the tests nearest to it."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED_BYTES:
        os.environ.setdefault("TMPDIR", str(MEMORY))
    return python("-m", "tools.check", offscreen=True)


def audit(_arguments: Sequence[str]) -> int:
    """Ask known advisories about each pinned package; fail where one speaks of it.

    Where pip-audit is neither installed nor to be fetched, or reaches no advisories, that is said
    and nothing fails.
    """
    installed = shutil.which("pip-audit")
    if installed is None and (refused := fetch_auditor()):
        say(f"Not audited: pip-audit is not installed and could not be fetched: {refused}")
        return 0
    auditor = (installed,) if installed else (venv_python(), "-m", "pip_audit")
    environment = os.environ if installed else {**os.environ, "PYTHONPATH": str(AUDIT_FOLDER)}
    options = ("--disable-pip", "--progress-spinner", "off", "-f", "json")
    asked = (*auditor, "-r", str(LOCK), *options)
    done = subprocess.run(
        asked, check=False, capture_output=True, text=True, cwd=ROOT, env=environment
    )
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines()
        say(f"Not audited: {said[-1] if said else 'pip-audit said nothing'}")
        return 0
    skipped = [each["name"] for each in found if "skip_reason" in each]
    if skipped and len(skipped) == len(found):
        say(f"Not audited: no answer about any of the {len(found)} packages")
    elif skipped:
        say(f"Not audited, no answer about {len(skipped)} of {len(found)}: {', '.join(skipped)}")
    wrong = [(each, one["id"]) for each in found for one in each.get("vulns", ())]
    for each, advisory in wrong:
        say(f"{each['name']} {each['version']}: {advisory}")
    if not wrong and len(found) > len(skipped):
        say(f"Audited: no advisory speaks of any of {len(found) - len(skipped)} packages")
    return 1 if wrong else 0


def fetch_auditor() -> str:
    """Install the pinned auditor in a folder of its own, unless it is there; why not, or ""."""
    fetched = AUDIT_FOLDER / AUDIT_FETCHED
    lock = digest(AUDIT_LOCK)
    if fetched.exists() and fetched.read_text("utf-8") == lock:
        return ""
    shutil.rmtree(AUDIT_FOLDER, ignore_errors=True)
    options = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-deps")
    patience = ("--timeout", str(FETCH_TIMEOUT_S), "--retries", "1")
    target = ("--require-hashes", "-r", str(AUDIT_LOCK), "--target", str(AUDIT_FOLDER))
    done = subprocess.run(
        [venv_python(), "-m", "pip", "install", *options, *patience, *target],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
    fetched.write_text(lock, "utf-8")
    return ""


def types_on(system: str) -> Sequence[str]:
    """Return what has mypy check the types as on *system*, with a cache of its own."""
    return "--platform", system, "--cache-dir", str(ROOT / ".mypy_cache" / system)


def bench(arguments: Sequence[str]) -> int:
    """Measure what the desk promises, beside its peers."""
    return python("-m", "tests.bench", *arguments, offscreen=True)


def soak(arguments: Sequence[str]) -> int:
    """Kill the worker and the window at random, and see that nothing was lost."""
    return python("-m", "tests.soak", *arguments, offscreen=True)


def mutants(arguments: Sequence[str]) -> int:
    """Put small faults into a copy of the desk, and see that the tests notice."""
    return python("-m", "tests.mutants", *arguments, offscreen=True)


def screenshots(arguments: Sequence[str]) -> int:
    """Draw every page, in both languages and themes."""
    return python("-m", "tools.screenshots", *arguments, offscreen=True)


def docs(_arguments: Sequence[str]) -> int:
    """Write what the documents say of the code: the picture of the house, the settings."""
    return python("-m", "tools.docs")


def lock(_arguments: Sequence[str]) -> int:
    """Compile both locks again, for every platform; needs uv and the network."""
    uv = shutil.which("uv")
    if uv is None:
        raise NotReady("uv compiles the lock: pip install uv, then run make lock again.")
    compiled = [
        compile_lock(uv, LOCK, LOCK_HEADER, ("--all-extras", str(PROJECT.name))),
        compile_lock(uv, AUDIT_LOCK, AUDIT_HEADER, ("-",), wanted=AUDITOR),
    ]
    return max(compiled)


def compile_lock(
    uv: str, to: Path, header: str, options: Sequence[str], *, wanted: str | None = None
) -> int:
    """Pin by hash what *options* name, or *wanted*, and all that it needs, in *to*."""
    command = "pip compile --quiet --universal --generate-hashes --python-version 3.12 --no-header"
    compiled = subprocess.run(
        [uv, *command.split(), "--output-file", str(to.relative_to(ROOT)), *options],
        check=False,
        cwd=ROOT,
        input=wanted,
        text=True,
    )
    if compiled.returncode == 0:
        to.write_text(header + to.read_text("utf-8"), "utf-8")
    return compiled.returncode


def prepare(_arguments: Sequence[str]) -> int:
    """Do nothing more: the environment is ready."""
    return 0


TASKS = {
    "audit": audit,
    "bench": bench,
    "check": check,
    "docs": docs,
    "lint": lint,
    "lock": lock,
    "mutants": mutants,
    "prepare": prepare,
    "run": run,
    "screenshots": screenshots,
    "soak": soak,
    "test": test,
}


# ── Small things ──────────────────────────────────────────────────────────────────────


def python(*arguments: str, offscreen: bool = False) -> int:
    """Run the environment's Python from the root of the clone and return its status."""
    environment = dict(os.environ)
    # Each of the suite's many processes would compile every module of the desk again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run(
        [venv_python(), *arguments], check=False, cwd=ROOT, env=environment
    ).returncode


def pip(*arguments: str) -> None:
    """Run the environment's pip, quietly."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    command, *rest = arguments
    subprocess.run([venv_python(), "-m", "pip", command, *options, *rest], check=True, cwd=ROOT)


def runs(interpreter: str, program: str = "pass") -> bool:
    """Return whether *interpreter* exists, works, and is new enough."""
    check = f"import sys; assert sys.version_info >= {OLDEST_PYTHON}; {program}"
    try:
        tried = subprocess.run([interpreter, "-c", check], check=False, capture_output=True)
    except OSError:
        return False
    return tried.returncode == 0


def venv_python() -> str:
    """Return the path of the environment's Python."""
    return venv_script("python")


def venv_script(name: str) -> str:
    """Return the path of a program of the environment."""
    if os.name == "nt":
        return str(VENV / "Scripts" / f"{name}.exe")
    return str(VENV / "bin" / name)


def digest(file: Path) -> str:
    """Return what changes when *file* or the Python that installed it does."""
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()} {platform.python_version()}"


def stamp(name: str) -> str:
    """Return what was written by the last `set_stamp` of *name*."""
    file = VENV / f"{name}.stamp"
    return file.read_text("utf-8") if file.exists() else ""


def set_stamp(name: str, text: str) -> None:
    """Remember *text* for the next call."""
    (VENV / f"{name}.stamp").write_text(text, "utf-8")


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
