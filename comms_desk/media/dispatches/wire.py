"""The order that has a newswire carry a text: a Word file to send it, and text to paste.

It is written in the language of its text.  While an embargo holds, each page says so, and the hour
is that of its end unless a person asks for a later one.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from comms_desk.i18n import Language, format_time, format_weekday
from comms_desk.media.dispatches.model import NewWireOrder, OrderIncomplete, WireOrder
from comms_desk.media.drafting import boilerplate
from comms_desk.media.drafting.model import Draft, TitleMissing
from comms_desk.text import file_names
from comms_desk.text.markdown import Block, Document, read_markdown, write_plain
from comms_desk.text.markdown.model import Run, heading, paragraph

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH
NAME = {FRENCH: "Bon de diffusion", ENGLISH: "Newswire order"}
CLIENT = {FRENCH: "Client", ENGLISH: "Client"}
CIRCUITS = {FRENCH: "Circuits", ENGLISH: "Circuits"}
IN_LANGUAGE = {FRENCH: ("Langue", "français"), ENGLISH: ("Language", "English")}
HOUR = {FRENCH: "Heure de diffusion", ENGLISH: "Time of release"}
AT_ONCE = {FRENCH: "dès réception", ENGLISH: "on receipt"}
MOMENT = {FRENCH: "{day}, {time}\u00a0(HE)", ENGLISH: "{day}, {time} (ET)"}
NUMBER = {FRENCH: "Numéro", ENGLISH: "Number"}
CALL = {FRENCH: "Personne à joindre", ENGLISH: "Whom to call"}
TEXT = {FRENCH: "Texte à diffuser", ENGLISH: "Text to carry"}
COLON = {FRENCH: "\u00a0: ", ENGLISH: ": "}


def order(
    draft: Draft, text: str, new: NewWireOrder, *, now: datetime, templates: Path | None
) -> WireOrder:
    """Return the order for *text* of *draft*.

    Raises:
        TitleMissing: The text has no title.
        OrderIncomplete: It says no circuits, or nobody to call.
        CommsDeskError: What the office's own template asks for and there is not.
    """
    from comms_desk.documents.template import template_at, template_path

    if not draft.title.strip():
        raise TitleMissing
    for field in ("circuits", "contact"):
        if not getattr(new, field).strip():
            raise OrderIncomplete(field)
    until = boilerplate.held_until(draft, now)
    at = max(filter(None, (new.at, until)), default=None)
    language = draft.language
    written = read_markdown(text)
    body = Document((*_lines(draft, new, at), heading(2, TEXT[language]), *written.blocks))
    content = template_at(template_path(f"wire-order.{language.value}", templates)).fill(
        boilerplate.values_of(draft, "", now, is_dated=True),
        body,
        language=language,
        title=f"{NAME[language]} – {draft.title}",
        author=boilerplate.AUTHOR,
        now=now,
        stamp=None if until is None else boilerplate.stamp(until, language),
        stamp_tag="notice",
    )
    named = [NAME[language], draft.title]
    if until is not None:
        named.insert(0, boilerplate.FILE_UNDER_EMBARGO[language])
    stem = " - ".join(map(file_names.part_of_name, named))[: boilerplate.FILE_NAME_LENGTH]
    said = f"{NAME[language]}\n\n{draft.title}\n\n{write_plain(body)}"
    return WireOrder(name=file_names.file_name(stem, ".docx"), content=content, text=said)


def _lines(draft: Draft, new: NewWireOrder, at: datetime | None) -> Iterator[Block]:
    language = draft.language
    when = AT_ONCE[language]
    if at is not None:
        when = MOMENT[language].format(
            day=format_weekday(at, language), time=format_time(at, language)
        )
    called, spoken = IN_LANGUAGE[language]
    for label, value in (
        (CLIENT[language], boilerplate.AUTHOR),
        (CIRCUITS[language], new.circuits),
        (called, spoken),
        (HOUR[language], when),
        (NUMBER[language], draft.number),
        (CALL[language], new.contact),
    ):
        if value.strip():
            yield paragraph(Run(f"{label}{COLON[language]}", bold=True), value.strip())
