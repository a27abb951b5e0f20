"""The root of the command line: which module has which noun, and how a command ends.

Exit status: 0 done (a partial import too), 1 nothing done, with a sentence on standard
error, 2 wrong use.  A traceback never reaches the person: what nobody expected goes to the
log, and the sentence says where.  A noun's module is imported only when it is asked for.
"""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO, override

import click

from comms_desk import __version__, i18n
from comms_desk.across.kinds import PAGES
from comms_desk.cli.help import complaint, speak, translated
from comms_desk.cli.output import ReaderLeft, note
from comms_desk.errors import CommsDeskError, NoScreen
from comms_desk.i18n import _
from comms_desk.kinds import KINDS, Kind
from comms_desk.wording import say_at_the_prompt

PROGRAM = "comms-desk"
LOG_FILE_NAME = "commands.log"

SCREEN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

DONE = 0
NOTHING_DONE = 1
WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Noun:
    """Where the command (or group) of a noun is, ``module:attribute``, and its short help."""

    command: str
    help: Callable[[], str]


def _of_kind(kind: Kind) -> Noun:
    """Return the noun of *kind*: the module of `cli` that is called so, and what its page says."""
    where = f"comms_desk.cli.{kind.noun}:{kind.noun}"
    return Noun(where, lambda: _(PAGES[kind.subject].help))


NOUNS: dict[str, Noun] = {
    **{kind.noun: _of_kind(kind) for kind in KINDS.values() if kind.noun},
    "backup": Noun("comms_desk.cli.database:backup", lambda: _("Write the desk into a file.")),
    "check": Noun("comms_desk.cli.database:check", lambda: _("Check the state of the desk.")),
    "migrate": Noun("comms_desk.cli.database:migrate", lambda: _("Bring the database up to date.")),
    "restore": Noun("comms_desk.cli.database:restore", lambda: _("Put a backup back.")),
    "tour": Noun("comms_desk.cli.tour:tour", lambda: _("Say where the tour is.")),
    "bounces": Noun(
        "comms_desk.cli.bounces:bounces",
        lambda: _("Read what came back, and decide about the addresses."),
    ),
    "freeze": Noun(
        "comms_desk.cli.freeze:freeze",
        lambda: _("Stop all that is scheduled to leave, and let it go on."),
    ),
    "embargo": Noun(
        "comms_desk.cli.embargo:embargo",
        lambda: _("Say who may have a text before its embargo lifts."),
    ),
    "worker": Noun(
        "comms_desk.cli.worker:worker", lambda: _("Send e-mails and read feeds, until stopped.")
    ),
    "capture": Noun(
        "comms_desk.cli.capture:capture",
        lambda: _("Note an inquiry from one line, over whatever has the screen."),
    ),
    "stories": Noun(
        "comms_desk.cli.stories:stories",
        lambda: _("List, split and join the articles that tell the same story."),
    ),
    "reprise": Noun(
        "comms_desk.cli.reprise:reprise",
        lambda: _("Say what an article took of a release, sentence by sentence."),
    ),
    "coverage": Noun(
        "comms_desk.cli.coverage:coverage",
        lambda: _("Count what the media made of a dossier, of a text, of some days."),
    ),
    "search": Noun("comms_desk.cli.search:search", lambda: _("Search what the feeds brought.")),
    "bin": Noun(
        "comms_desk.cli.bin:the_bin",
        lambda: _("Put things in the bin, see what is there, and take it out."),
    ),
    "archive": Noun(
        "comms_desk.cli.archive:archive",
        lambda: _("Archive what was sent, see what is there, and destroy it by rule."),
    ),
    "history": Noun(
        "comms_desk.cli.history:show_history", lambda: _("Show what was done to a thing, by whom.")
    ),
    "templates": Noun("comms_desk.cli.templates:templates", lambda: _("Fill Word templates.")),
    "sample": Noun(
        "comms_desk.cli.sample:sample", lambda: _("Load the sample desk, and take it away.")
    ),
    "people": Noun(
        "comms_desk.cli.people:people", lambda: _("Name and list the people of the office.")
    ),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(NOUNS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        noun = NOUNS.get(cmd_name)
        if noun is None:
            return None
        module, attribute = noun.command.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return translated(command)

    @override
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which nouns are spelt nearly so: click knows only those made."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=NOUNS, ctx=ctx) from None

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the nouns with their short help, importing none of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, NOUNS[name].help()) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def root(context: click.Context) -> None:
    """Comms Desk; without a command, open its window."""
    if context.invoked_subcommand is None:
        if _has_no_screen():
            raise NoScreen
        from comms_desk.ui.app import main as open_window

        context.exit(open_window())


def _has_no_screen() -> bool:
    """Whether Qt would abort: on Linux nothing says where a window could be shown."""
    return sys.platform.startswith("linux") and not any(
        os.environ.get(each) for each in SCREEN_VARIABLES
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the process's exit status."""
    _speak_utf8(sys.stdout, sys.stderr)
    _log_discreetly()
    try:
        _speak_the_persons_language()
        speak()
        translated(root)
        status = root.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
        if sys.stdout is not None:  # none where Windows opens no console for a service
            sys.stdout.flush()
    except click.ClickException as error:
        click.echo(complaint(error), nl=False, err=True)
        return WRONG_USE
    except click.Abort:
        click.echo(_("Stopped."), err=True)
        return NOTHING_DONE
    except CommsDeskError as error:
        sentence = say_at_the_prompt(error)
        click.echo(sentence.whole, err=True)
        return NOTHING_DONE
    except (ReaderLeft, BrokenPipeError):
        _stop_writing()
        return DONE
    except Exception as error:  # noqa: BLE001 - the command line's entry: no traceback may pass
        click.echo(_unexpected(error), err=True)
        return NOTHING_DONE
    return status if isinstance(status, int) else DONE


def _speak_utf8(*streams: TextIO) -> None:
    """Write UTF-8 whatever the console's code page: a pipe on Windows would get cp1252."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _log_discreetly() -> None:
    """Keep secrets out of what is logged on standard error, before there is a log."""
    if logging.lastResort is not None:
        from comms_desk.logs import Discreet

        logging.lastResort.setFormatter(Discreet("%(message)s"))


def _speak_the_persons_language() -> None:
    """Follow the person's setting; a settings file that is wrong is for the command to say."""
    from comms_desk.paths import Paths
    from comms_desk.settings import LANGUAGE, SettingInvalid
    from comms_desk.settings_file import PersonSettings, read_document

    try:
        settings = PersonSettings.read(Paths.find().settings_file)
    except SettingInvalid:
        # Another setting may be the wrong one: say so in the language of the file.
        _text, said = read_document(Paths.find().settings_file)
        named = said.get(LANGUAGE.key)
        if named in list(i18n.Language):
            i18n.use(named)
        return
    except CommsDeskError:
        return
    i18n.use(settings.get(LANGUAGE))
    for key in settings.unknown:
        note(
            _("Warning: {file} has an unknown setting, {key}.").format(file=settings.file, key=key)
        )


def _stop_writing() -> None:
    """Give up standard output, whose reader has left, without a complaint at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _unexpected(error: Exception) -> str:
    """Log *error* and return the sentence that says where."""
    from comms_desk import own_files
    from comms_desk.log_file import Log
    from comms_desk.logs import Discreet
    from comms_desk.paths import Paths

    try:
        file = Paths.find().logs / LOG_FILE_NAME
        own_files.make_folder(file.parent.parent)
        own_files.make_folder(file.parent)
        handler = Log(file, encoding="utf-8")
    except (OSError, CommsDeskError):
        return _("An unexpected error happened ({kind}), and the log could not be written.").format(
            kind=type(error).__name__
        )
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log = logging.getLogger("comms_desk.cli.unexpected")
    log.propagate = False
    log.addHandler(handler)
    log.error("A command failed in a way that nobody expected.", exc_info=error)
    log.removeHandler(handler)
    handler.close()
    return _("An unexpected error happened. The details are in {file}.").format(file=file)
