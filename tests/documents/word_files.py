"""Small Word files, made as an office would make them."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from comms_desk.paths import resource

MADE: Any = {"author": "Ville de Montréal", "now": datetime(2026, 11, 24, 15, tzinfo=UTC)}
"""What a document's properties say of who made it and when."""


def word_file(*paragraphs: str, then: Callable[[Any], None] | None = None) -> bytes:
    """Return a Word file with those paragraphs, and whatever *then* does to it."""
    document: Any = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if then is not None:
        then(document)
    return saved(document)


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A template of a test, not yet made; or one that the desk ships."""

    paragraphs: tuple[str, ...] = ()
    then: Callable[[Any], None] | None = None
    shipped: str = ""

    def data(self) -> bytes:
        """Return the Word file, as python-docx saves it, or as it is shipped."""
        if self.shipped:
            return resource("templates", f"{self.shipped}.docx").read_bytes()
        return word_file(*self.paragraphs, then=self.then)


SavedSo = Callable[[Template], bytes]


class Templates:
    """All the templates of a module of tests, known before the first test runs."""

    def __init__(self) -> None:
        """Begin with none."""
        self.every: list[Template] = []

    def of(self, *paragraphs: str, then: Callable[[Any], None] | None = None) -> Template:
        """Add one with those paragraphs, and whatever *then* does to it."""
        return self._added(Template(paragraphs, then))

    def shipped(self, name: str) -> Template:
        """Add one that the desk ships."""
        return self._added(Template(shipped=name))

    def _added(self, template: Template) -> Template:
        self.every.append(template)
        return template


def as_dotx(data: bytes) -> bytes:
    """Return a document as one of Word's own templates: its main part has another type."""
    types = member(data, "[Content_Types].xml")
    template = types.replace("wordprocessingml.document.main", "wordprocessingml.template.main")
    return changed(data, {"[Content_Types].xml": template.encode()})


def without_definition(*names: str) -> Callable[[Any], None]:
    """Return what takes the styles of those names out of a document."""

    def take_out(document: Any) -> None:
        for name in names:
            style = document.styles[name].element
            style.getparent().remove(style)

    return take_out


def saved(document: Any) -> bytes:
    """Return the bytes of a document of python-docx."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, members: Mapping[str, bytes], *, without: str = "") -> bytes:
    """Return the zip with some members replaced or added, one left out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, members.get(name, old.read(name)), zipfile.ZIP_DEFLATED)
        for name in members.keys() - set(old.namelist()):
            new.writestr(name, members[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def member(data: bytes, name: str) -> str:
    """Return one member of a Word file as text."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def texts(data: bytes) -> list[str]:
    """Return the paragraphs of the body, as Word would show them."""
    return [paragraph.text for paragraph in opened(data).paragraphs]


def list_levels(document: Any) -> list[tuple[int, int, bool]]:
    """Return of each item of a list, in twips: where its words stand and how far left its number.

    And whether a stop of its own pulls its words elsewhere; one at the margin, which
    LibreOffice writes, stands before the number and pulls nothing.
    """
    root = document.part.numbering_part.element
    numbers = {each.numId: each.abstractNumId.val for each in root.num_lst}
    levels = {
        (int(each.get(qn("w:abstractNumId"))), int(level.get(qn("w:ilvl")))): level
        for each in root.findall(qn("w:abstractNum"))
        for level in each.findall(qn("w:lvl"))
    }
    where = f"{qn('w:pPr')}/{qn('w:numPr')}"
    found = []
    for item in document.paragraphs:
        both = (each.find(where) for each in (item._p, item.style.element))
        number = next((each for each in both if each is not None), None)
        if number is None or number.numId is None:
            continue
        depth = 0 if number.ilvl is None else number.ilvl.val
        shape = levels[numbers[number.numId.val], depth].find(qn("w:pPr"))
        indent = shape.find(qn("w:ind"))
        left = indent.get(qn("w:left"), indent.get(qn("w:start")))
        stops = [each.get(qn("w:pos")) for each in shape.iter(qn("w:tab"))]
        pulled = any(stop != "0" for stop in stops)
        found.append((int(left), int(indent.get(qn("w:hanging"))), pulled))
    return found


def opened(data: bytes) -> Any:
    """Open a Word file with python-docx."""
    return docx.Document(BytesIO(data))


def commented(document: Any) -> None:
    """Have somebody remark on the first words of a document, twice."""
    runs = document.paragraphs[0].runs[0]
    for remark in ("Changer le numéro", "Vérifier"):
        document.add_comment(runs=runs, text=remark, author="Gédéon Tremblay")


def with_body(data: bytes, xml: str) -> bytes:
    """Return a document with *xml* at the end of its body."""
    return with_text(data, "word/document.xml", "<w:sectPr", f"{xml}<w:sectPr")


def with_text(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return a Word file in one member of which *old*, which is there, is *new*."""
    text = member(data, name)
    assert old in text
    return changed(data, {name: text.replace(old, new).encode()})
