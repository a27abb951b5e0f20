"""A draft as a Word document, from the office's own template or from ours."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from comms_desk.documents.template import Template
from comms_desk.media.drafting import words
from comms_desk.media.drafting.model import Draft, WordFile
from comms_desk.paths import resource
from comms_desk.text.markdown import read_markdown


def template_path(draft: Draft, templates: Path | None) -> Path:
    """Return the template of *draft*: the office's in *templates*, else the one shipped."""
    name = f"{draft.kind.value}.{draft.language.value}.docx"
    if templates is not None and (templates / name).is_file():
        return templates / name
    return resource("templates", name)


def word_of(draft: Draft, text: str, *, dossier: str, now: datetime, template: Path) -> WordFile:
    """Return *draft* as Word; while its embargo holds, each page and the name say so, once.

    Raises:
        MissingValue: The template asks for something that the draft has not.
        UnknownTag, NoBodyTag, BrokenTemplate: The template is not one.
    """
    until = words.held_until(draft, now)
    content = _compiled(template, template.stat().st_mtime_ns if template.exists() else 0).fill(
        words.values_of(draft, dossier, now),
        read_markdown(text),
        language=draft.language,
        title=draft.title,
        stamp=None if until is None else words.stamp(until, draft.language),
        stamp_tag="notice",
    )
    return WordFile(name=words.file_name(draft, now), content=content)


@lru_cache(maxsize=8)
def _compiled(path: Path, _modified: int) -> Template:
    return Template.read(path)
