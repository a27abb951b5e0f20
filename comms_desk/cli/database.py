"""The desk's database from the command line: migrate, backup, restore, check."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from comms_desk.cli.context import collect_from_now_on, office
from comms_desk.cli.output import emit, json_option, note
from comms_desk.i18n import _
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database

FILE = click.Path(path_type=Path, dir_okay=False)


@contextmanager
def as_it_is() -> Iterator[tuple[Database, Paths]]:
    """Open this person's database without bringing it up to date, which may be the point."""
    from comms_desk.across.office import open_database

    paths = Paths.find()
    paths.make()
    database = open_database(paths, PersonSettings.read(paths.settings_file))
    collect_from_now_on()
    try:
        yield database, paths
    finally:
        database.dispose()


@click.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Bring the database up to date; for a team’s, by its administrator."""
    from comms_desk.storage import upgrade

    with as_it_is() as (database, paths):
        before = upgrade.version(database)
        copy = upgrade.migrate(database, paths.backups)
        emit(
            {"before": before, "now": upgrade.version(database), "backup": copy},
            as_json=as_json,
        )


@click.command()
@click.argument("file", type=FILE)
@json_option
def backup(file: Path, *, as_json: bool) -> None:
    """Write the whole desk into FILE, while others go on working."""
    from comms_desk.storage import backup as backups
    from comms_desk.worker import stop_signal

    stop_signal.as_interrupts()
    kept = backups.save(office().database, file.absolute())
    emit({"file": kept, "bytes": kept.stat().st_size}, as_json=as_json)


@click.command()
@click.argument("file", type=FILE)
@json_option
def restore(file: Path, *, as_json: bool) -> None:
    """Restore the desk from FILE; no window and no worker may be open."""
    from comms_desk.across import restore as restoring

    with as_it_is() as (database, paths):
        done = restoring.restore(database, file.absolute(), paths.backups)
    emit(done, as_json=as_json)
    if done.doubted:
        note(_("Some e-mails may have left since the backup: they wait for you on Today."))
    if done.bulletins_doubted:
        note(
            _(
                "Some bulletins may have been sent since the backup: a confirmation will be"
                " asked before each leaves."
            )
        )
    if done.texts_doubted:
        note(
            _(
                "Some texts may have been sent since the backup: a confirmation will be asked"
                " before each leaves."
            )
        )
    if done.reviews_doubted:
        note(
            _(
                "Some press reviews may have been sent since the backup: a confirmation will be"
                " asked before each leaves."
            )
        )
    if not done.carried_over:
        note(_("The desk before could not be read: look at the exclusion list and the embargoes."))


@click.command()
@click.option("--mend", is_flag=True, help="First make the index of the words of contacts anew.")
@click.option(
    "--password-changed",
    metavar="ACCOUNT",
    help="Say that this account’s password was changed: old copies of it are named no more.",
)
@json_option
def check(*, mend: bool, password_changed: str | None, as_json: bool) -> None:
    """Check the state of the database; without --mend, nothing is repaired."""
    from comms_desk.mail.kept_passwords import kept_passwords, note_changed
    from comms_desk.storage import soundness
    from comms_desk.wording.kept_passwords import files, to_change

    if mend:
        soundness.mend(office().database)
    found = soundness.check(office().database)
    kept = kept_passwords(office().database, office().paths)
    for each in kept:
        if each.name == password_changed:
            note_changed(office().database, each.account)
    kept = tuple(each for each in kept if each.name != password_changed)
    answer = {
        "sound": found.is_sound,
        "integrity": found.integrity,
        "shape": found.shape,
        "orphans": found.orphans,
        "index": found.index,
        "altered": found.altered,
        "kept_passwords": kept,
    }
    emit(answer, as_json=as_json)
    for each in kept:
        note("\n".join((f"{each.name} – {to_change(each)}", *files(each))))
    if found.can_be_mended:
        note(_("A search may miss contacts: “comms-desk check --mend” makes their index anew."))
    elif not found.is_sound:
        note(_("The database is damaged. Keep it, and restore the latest backup."))
    if not found.is_sound:
        click.get_current_context().exit(1)
