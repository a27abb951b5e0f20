"""``comms-desk tour``: a morning end to end, in an empty folder, in about a minute."""

import shutil
from pathlib import Path

import click

from comms_desk import own_files
from comms_desk.cli.output import emit, json_option, note
from comms_desk.i18n import _
from comms_desk.paths import FolderTaken

MARK = "tour.txt"
"""Stands in a folder that a tour made: the next tour may empty it."""


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tour"),
    show_default=True,
    help="The folder in which the tour leaves its desk and all that it made.",
)
@json_option
def tour(out: Path, *, as_json: bool) -> None:
    """Go through a morning on the sample desk, with real servers on loopback."""
    from comms_desk.cli.tour.walk import Walk

    folder = out.absolute()
    make_room(folder)
    Walk(folder, note if as_json else click.echo).go()
    made: dict[str, Path | list[Path]] = {
        "desk": folder / "desk" / "desk.sqlite3",
        "review": sorted((folder / "review").iterdir()),
        "word": sorted((folder / "word").glob("*.docx")),
        "bulletin": sorted((folder / "bulletin").iterdir()),
        "pages": sorted((folder / "pages").glob("*.png")),
        "transcripts": sorted((folder / "transcripts").iterdir()),
    }
    if as_json:
        paths = {key: _texts(value) for key, value in made.items()}
        emit(paths, as_json=True)
    else:
        click.echo(_("All of it is in {folder}.").format(folder=folder))


def make_room(folder: Path) -> None:
    """Make *folder*, or empty the one that an earlier tour left.

    Raises:
        FolderTaken: It holds something else.
    """
    mark = folder / MARK
    if mark.exists():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise FolderTaken(folder)
    own_files.make_folder(folder)
    said = _("Made by “comms-desk tour”, which will empty this folder next time.")
    own_files.write(mark, f"{said}\n".encode())


def _texts(value: Path | list[Path]) -> str | list[str]:
    return list(map(str, value)) if isinstance(value, list) else str(value)
