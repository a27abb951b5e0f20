"""Word templates from the command line: fill one with what a JSON object says."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from comms_desk.cli.output import emit, json_option, note
from comms_desk.cli.parameters import FILE
from comms_desk.documents.files import write_file
from comms_desk.documents.tags import BODY, TAGS
from comms_desk.i18n import Language, _
from comms_desk.text.markdown import read_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A template that was filled."""

    template: str
    file: Path
    tags: tuple[str, ...]


@click.group()
def templates() -> None:
    """Fill Word templates."""


@templates.command()
@click.argument("template", type=FILE)
@click.option(
    "--data", "data", required=True, help="A JSON object, or a file of one: tag to value."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def fill(template: Path, *, data: str, out: Path, as_json: bool) -> None:
    """Fill a Word TEMPLATE; "body" is Markdown, "language" is fr or en."""
    from comms_desk.clock import SystemClock
    from comms_desk.documents.template import Template
    from comms_desk.media.drafting.boilerplate import AUTHOR
    from comms_desk.wording.drafting import comments_left

    values = _values(data)
    language = values.setdefault("language", Language.FRENCH.value)
    if language not in list(Language):
        raise click.BadParameter(_("language is fr or en."), param_hint="--data")
    compiled = Template.read(template)
    body = read_markdown(values.pop(BODY, ""))
    content = compiled.fill(
        values,
        body,
        language=Language(language),
        title=values.get("title", ""),
        author=AUTHOR,
        now=SystemClock().now(),
    )
    write_file(out, content)
    if compiled.comments:
        note(comments_left(compiled.comments))
    emit(
        Filled(template=compiled.name, file=out.resolve(), tags=tuple(sorted(compiled.tags))),
        as_json=as_json,
    )


def _values(data: str) -> dict[str, str]:
    try:
        text = (
            data
            if data.lstrip().startswith(("{", "["))
            else Path(data).read_text(encoding="utf-8-sig")
        )
        given: Any = json.loads(text)
    except OSError as error:
        raise click.BadParameter(
            _("{file} cannot be read.").format(file=data), param_hint="--data"
        ) from error
    except json.JSONDecodeError as error:
        raise click.BadParameter(
            _("This is not JSON: it is not understood at line {line}, column {column}.").format(
                line=error.lineno, column=error.colno
            ),
            param_hint="--data",
        ) from error
    except ValueError as error:
        raise click.BadParameter(_("This is not JSON."), param_hint="--data") from error
    except RecursionError as error:
        raise click.BadParameter(_("Give an object: tag to value."), param_hint="--data") from error
    if not isinstance(given, dict):
        raise click.BadParameter(_("Give an object: tag to value."), param_hint="--data")
    for key in sorted(given.keys() - TAGS):
        note(_("No tag is called {tag}; its value was not used.").format(tag=key))
    return {key: "" if value is None else str(value) for key, value in given.items() if key in TAGS}
