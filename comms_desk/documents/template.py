"""A Word template of the office: compiled once, filled as often as there are texts.

``{{ title }}`` and its like are replaced wherever they stand; the paragraph of
``{{ body }}`` gives way to the blocks of a text, each in the style of its name.  A tag is a
word of a whitelist and nothing more: no expression, no macro, nothing fetched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from comms_desk.documents import intake, package
from comms_desk.documents.errors import BrokenTemplate, TagWhere, TemplateTooLarge
from comms_desk.documents.package import ZipMember
from comms_desk.documents.pieces import Filling, Links, Pieces, fill, moment_words, split
from comms_desk.documents.writing import Styles, write_body
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.paths import resource
from comms_desk.text.markdown import Document

SUFFIXES = (".docx", ".dotx")
_RELATIONSHIPS_END = b"</Relationships>"
_LINKS_MARK = b"<?comms-desk 0?>"


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template; it may be filled from any thread.

    Attributes:
        name: What to call it, for a person.
        tags: What it asks for.
        comments: How many comments of its makers do not leave with a document.
    """

    name: str
    tags: frozenset[str]
    comments: int
    _members: tuple[ZipMember, ...]
    _parts: Mapping[str, Pieces]
    _styles: Styles

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read and compile the template at *path*.

        Raises:
            BrokenTemplate: It is no Word file, or cannot be read.
            TemplateTooLarge: It would not fit, or unfolds to far more than it says.
            StrictWord: It is saved in a form that hardly any program reads.
            MacroRefused: It holds a program.
            ExternalRelationship, FieldRefused: It fetches something when it is opened.
            TrackedChange: It holds changes that nobody accepted.
            OtherWriting: It is made for another system.
            UnknownTag: It asks for something that no text has.
            TagInDrawing: It has a tag where nothing is filled in.
            NoBodyTag, BodyTwice: It has no place for the text, or several.
        """
        try:
            if path.stat().st_size > package.FILE_LIMIT_BYTES:
                raise TemplateTooLarge(path.name, package.FILE_LIMIT_BYTES // package.MIB)
            data = path.read_bytes()
        except OSError as error:
            raise BrokenTemplate(path.name) from error
        return cls.compile(data, name=path.name)

    @classmethod
    def compile(cls, data: bytes, *, name: str) -> Self:
        """Compile a template; the errors are those of `read`."""
        taken = intake.take_in(data, name)
        try:
            return cls._compiled(taken, name)
        except CommsDeskError:
            raise
        except package.BROKEN as error:
            raise BrokenTemplate(name) from error

    @classmethod
    def _compiled(cls, taken: intake.FillableTemplate, name: str) -> Self:
        import docx
        from docx.oxml.ns import nsmap

        from comms_desk.documents import compiled_template, properties, template_styles
        from comms_desk.documents.first_page import tags_at_the_top

        document = docx.Document(BytesIO(taken.data))
        root: Any = document.part.element
        if root.nsmap.get("w") != nsmap["w"]:
            raise BrokenTemplate(name)
        _give_headers(document)
        styles = template_styles.prepare_styles(document)
        template_styles.open_for_language(document)
        given = properties.give_properties(document)
        parts = {part: split(content, ()) for part, content in given.items()}
        saved = BytesIO()
        document.save(saved)

        first_header = _header_of_page_one(document)
        said = tags_at_the_top(document.element.body, document.styles.element)
        tags: frozenset[str] = frozenset()
        for part in _parts(document):
            tags |= compiled_template.compile_tags(part)
            if part.where is TagWhere.HEADER:
                compiled_template.open_for_stamp(
                    part, said if part.name == first_header else frozenset()
                )
            if part.root.tag.endswith("}numbering"):
                compiled_template.open_for_numberings(part)
            parts[part.name] = part.pieces()
        compiled_template.require_body(tags, name)

        members = tuple(
            taken.pictures.get(member.name, member) for member in package.members(saved.getvalue())
        )
        relationships = _relationships_name(document)
        contents = package.contents(saved.getvalue(), relationships)
        before, _end, _after = contents.rpartition(_RELATIONSHIPS_END)
        parts[relationships] = split(before + _LINKS_MARK + _RELATIONSHIPS_END, (Links(),))
        return cls(name, tags, taken.comments, members, parts, styles)

    def fill(
        self,
        values: Mapping[str, str],
        body: Document,
        *,
        language: Language,
        title: str,
        author: str,
        now: datetime,
        identifier: str = "",
        stamp: str | None = None,
        stamp_tag: str = "",
    ) -> bytes:
        """Return the Word document.

        Args:
            values: What each tag says; a blank one is allowed only where it is optional.
            body: The text.
            language: The document's language, for the spelling and the reader aloud.
            title: The title in the document's properties.
            author: Who made it, there.
            now: When it was made, there.
            identifier: What it is known again by, there; "" for what nobody brings back.
            stamp: What stands at the top of every page, such as an embargo.
            stamp_tag: The tag that says the same: where it opens the first page, in a template
                whose first page has a header of its own, that page is not stamped too.

        Raises:
            MissingValue: The template asks for something that has no value.
        """
        filling = Filling(
            values=values,
            body=write_body(body, self._styles),
            marks={
                "language": language.locale.replace("_", "-"),
                "title": title,
                "author": author,
                "moment": moment_words(now),
                "identifier": identifier,
            },
            stamp=stamp,
            stamp_tag=stamp_tag,
        )
        changed = {name: fill(pieces, filling) for name, pieces in self._parts.items()}
        return package.assemble(self._members, changed)


def template_path(name: str, templates: Path | None) -> Path:
    """Return the template called *name*: the office's in *templates*, else the one shipped.

    Word's own templates (.dotx) are taken as well, where there is no document of that name.
    """
    ours = resource("templates", f"{name}.docx")
    theirs = [] if templates is None else [templates / f"{name}{each}" for each in SUFFIXES]
    return next((file for file in theirs if file.is_file()), ours)


def template_at(path: Path) -> Template:
    """Return the template at *path*, compiled once as long as it is the same file.

    Raises:
        CommsDeskError: What `Template.read` says of it.
    """
    return _compiled(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=8)
def _compiled(path: Path, _modified: int) -> Template:
    return Template.read(path)


def _give_headers(document: Any) -> None:
    """See to it that every page has a header for the stamp to stand in.

    A section that has none of its own takes that of the section before it.
    """
    sections = list(document.sections)
    first = sections[0]
    headers = [first.header]
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(first.even_page_header)
    if any(section.different_first_page_header_footer for section in sections):
        headers.append(first.first_page_header)
    for header in headers:
        if header.is_linked_to_previous:
            header.is_linked_to_previous = False


def _header_of_page_one(document: Any) -> str:
    """Return the name of the header that stands on the first page and on no other, if any."""
    first = document.sections[0]
    if len(document.sections) > 1 or not first.different_first_page_header_footer:
        return ""
    return str(first.first_page_header.part.partname).lstrip("/")


def _parts(document: Any) -> list[Any]:
    from docx.oxml.parser import parse_xml

    from comms_desk.documents.compiled_template import CompiledPart

    wheres = {
        "document.main+xml": TagWhere.BODY,
        "header+xml": TagWhere.HEADER,
        "footer+xml": TagWhere.FOOTER,
        "footnotes+xml": TagWhere.NOTE,
        "endnotes+xml": TagWhere.NOTE,
        "styles+xml": TagWhere.NOTE,
        "numbering+xml": TagWhere.NOTE,
    }
    found = []
    for part in document.part.package.iter_parts():
        where = next((w for end, w in wheres.items() if part.content_type.endswith(end)), None)
        if where is None:
            continue
        root = getattr(part, "element", None)
        root = parse_xml(part.blob) if root is None else root
        found.append(CompiledPart(str(part.partname).lstrip("/"), root, where))
    return found


def _relationships_name(document: Any) -> str:
    return str(document.part.partname.rels_uri).lstrip("/")
