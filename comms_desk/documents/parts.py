"""What a Word file is made of, by what its relationships say: never by the names of its files.

Programs write relationships in their own ways: absolute targets, other capitals, a main part
under any name, types spelled « officedocument ».  All are read to one form here, and what no
relationship leads to is no part of the document.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from comms_desk.documents import markup, package
from comms_desk.documents.errors import BrokenTemplate, MacroRefused, TemplateTooLarge
from comms_desk.documents.package import ZipMember, folded

MAIN, HYPERLINK = "officedocument", "hyperlink"
PROPERTIES = frozenset(("core-properties", "custom-properties"))
"""Kinds of parts that say what a file is, beside what is written in it."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD}.document.main+xml"
MAIN_TYPES = (MAIN_TYPE, f"{WORD}.template.main+xml")
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
TEXTS = frozenset(
    (
        *(MAIN, "header", "footer", "footnotes", "endnotes", "styles", "numbering", "settings"),
        *("subdocument", "theme", "chart", "fonttable"),
    )
)
"""Kinds of parts that programs read as XML, whatever type the file says that they have."""
_MACRO_TYPE, _MACRO_NAMES = "macroenabled", ("vbaproject.bin", "vbadata.xml")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE_TYPE = re.compile(
    "(?:http://schemas.openxmlformats.org/officedocument/2006|http://purl.oclc.org/ooxml/"
    "officedocument)/relationships/",
    re.IGNORECASE,
)
_OUR_NAMES = re.compile(
    r"word/(?:header\d+|footer\d+|numbering|styles|settings)\.xml", re.IGNORECASE
)
"""Names that python-docx may give to a part: written exactly so, it sees that they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relationship: what a part is tied to, and how.

    Attributes:
        kind: The last word of its type, in small letters: "header", "oleobject".
        target: An address when *outside*, else the name of a member of the zip.
    """

    id: str
    type: str
    kind: str
    target: str
    outside: bool


@dataclass(slots=True)
class PackagePart:
    """One part; *raw* is what lies in the zip, until *content* takes its place."""

    name: str
    kind: str
    content_type: str
    raw: ZipMember
    ties: list[Tie] = field(default_factory=list)
    content: bytes | None = None

    @property
    def is_xml(self) -> bool:
        """Whether this part is XML, a picture apart."""
        kind = self.content_type.lower()
        return kind.endswith("xml") and not kind.startswith("image/")


Judge = Callable[[Tie], bool]
"""Whether to follow a relationship; it may also refuse the file."""


class WordFile:
    """The parts of a Word file that `package.check` accepted, the main one first.

    Args:
        data: The file.
        name: What to call it in an error.
        judge: Which relationships to follow.
        may_run: Whether its words alone are wanted, and macros in it are then left alone; its
            *properties* are kept, to know it again.

    Raises:
        BrokenTemplate: It is not of Word, or a part of it is missing.
        TemplateTooLarge: Its XML holds too many marks.
        MacroRefused: It is a document with macros, and *may_run* is not set.
    """

    def __init__(self, data: bytes, name: str, judge: Judge, *, may_run: bool) -> None:
        self.parts: dict[str, PackagePart] = {}
        self._name, self._bytes = name, 0
        self._marks_left = markup.TEXT_MARKS_LIMIT if may_run else markup.TEMPLATE_MARKS_LIMIT
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._archive = archive
            self._members = {folded(each.name): each for each in package.members(data)}
            self._refuse_macros(may_run=may_run)
            self._types = self._content_types()
            whole = self._ties("")
            ties = [tie for tie in whole if tie.kind == MAIN]
            self.properties = tuple(self._properties(whole)) if may_run else ()
            if len(ties) != 1 or ties[0].outside:
                raise BrokenTemplate(name)
            waiting = self._follow(ties)
            while waiting:
                part = waiting.pop()
                part.ties = [tie for tie in self._ties(part.name) if judge(tie)]
                waiting += self._follow(part.ties)
                part.ties = [self._renamed(tie) for tie in part.ties]
                self._open(part)
        self.main = next(part for part in self.parts.values() if part.kind == MAIN)
        self._make_document(may_run=may_run)

    def untouched(self) -> dict[str, ZipMember]:
        """Return the parts that nobody needs to look into, such as pictures, as they lie."""
        parts = [part for part in self.parts.values() if part.content is None]
        return {part.name: replace(part.raw, name=part.name) for part in parts}

    def zipped(self) -> bytes:
        """Return the file written anew, each relationship in the form that Word writes.

        The parts that are `untouched` are there by their names only, without their content.
        """
        first = Tie(
            id="rId1", type=f"{OFFICE}/officeDocument", kind=MAIN, target=self.main.name,
            outside=False,
        )  # fmt: skip
        members = [package.lay(package.CONTENT_TYPES, self._types_written())]
        members.append(package.lay("_rels/.rels", _ties_written([first])))
        for part in self.parts.values():
            members.append(package.lay(part.name, part.content or b""))
            if part.ties:
                members.append(package.lay(_ties_name(part.name), _ties_written(part.ties)))
        return package.assemble(members, {})

    def _refuse_macros(self, *, may_run: bool) -> None:
        if not may_run and any(key.endswith(_MACRO_NAMES) for key in self._members):
            raise MacroRefused(self._name)

    def _make_document(self, *, may_run: bool) -> None:
        kind = self.main.content_type
        if _MACRO_TYPE in kind.lower():
            if not may_run:
                raise MacroRefused(self._name)
        elif kind not in MAIN_TYPES:
            raise BrokenTemplate(self._name)
        self.main.content_type = MAIN_TYPE

    def _open(self, part: PackagePart) -> None:
        """Read *part*, be it only for its checksum, and pack it so that Word unpacks it."""
        name = part.raw.name
        content = self._read(name) if part.is_xml else self._archive.read(name)
        if part.raw.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            part.raw = package.pack(name, content)
        part.content = content if part.is_xml else None

    def _follow(self, ties: Sequence[Tie]) -> list[PackagePart]:
        """Return the parts that *ties* lead to and that were not met before."""
        met = []
        for tie in ties:
            key = self._key(tie)
            if tie.outside:
                continue
            if key in self.parts:
                self._refuse_masked(tie, self.parts[key])
                continue
            raw = self._members[key]
            name = raw.name.replace("\\", "/").lstrip("/")
            name = name.lower() if _OUR_NAMES.fullmatch(name) else name
            part = PackagePart(name, tie.kind, self._type_of(key), raw)
            self._refuse_masked(tie, part)
            self.parts[key] = part
            met.append(part)
        return met

    def _refuse_masked(self, tie: Tie, part: PackagePart) -> None:
        """Refuse a header, say, that calls itself a picture: nobody would look into it."""
        if tie.kind in TEXTS and not part.is_xml:
            raise BrokenTemplate(self._name)

    def _renamed(self, tie: Tie) -> Tie:
        return tie if tie.outside else replace(tie, target=self.parts[self._key(tie)].name)

    def _key(self, tie: Tie) -> str:
        """Return under what name a target is known: as it is written, else without its ``%20``."""
        key = folded(tie.target)
        return key if key in self._members else folded(unquote(tie.target))

    def _read(self, member: str) -> bytes:
        content = self._archive.read(member)
        self._marks_left -= markup.marks(content)
        self._bytes += len(content)
        if self._marks_left < 0 or self._bytes > package.XML_LIMIT_BYTES:
            raise TemplateTooLarge(self._name, package.XML_LIMIT_BYTES // package.MIB)
        return content

    def _properties(self, ties: Sequence[Tie]) -> Iterator[bytes]:
        """Yield the XML of what the file says that it is, where it is there."""
        for tie in ties:
            member = self._members.get(self._key(tie))
            if tie.kind in PROPERTIES and not tie.outside and member is not None:
                yield self._read(member.name)

    def _ties(self, part: str) -> list[Tie]:
        member = self._members.get(folded(_ties_name(part)))
        if member is None:
            return []
        root = markup.parse(self._read(member.name))
        return [_tie(each, part) for each in root.iter("{*}Relationship")]

    def _content_types(self) -> dict[str, str]:
        """Return the type of each part, by its name or by ``.`` and its suffix, folded."""
        root = markup.parse(self._read(self._members[package.CONTENT_TYPES.lower()].name))
        found = {f".{each.get('Extension', '').lower()}": each for each in root.iter("{*}Default")}
        found |= {folded(each.get("PartName", "")): each for each in root.iter("{*}Override")}
        return {key: each.get("ContentType", "").strip() for key, each in found.items()}

    def _type_of(self, key: str) -> str:
        return self._types.get(key) or self._types[f".{key.rpartition('.')[2]}"]

    def _types_written(self) -> bytes:
        overrides = "".join(
            f"<Override PartName={quoteattr(f'/{part.name}')} "
            f"ContentType={quoteattr(part.content_type)}/>"
            for part in self.parts.values()
        )
        return (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
            f"{overrides}</Types>"
        ).encode()


def _ties_name(part: str) -> str:
    folder, _slash, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _resolved(target: str, part: str) -> str:
    """Return the member that *target* leads to, as it is written in the relationships of *part*."""
    target = target.replace("\\", "/")
    found = [] if target.startswith("/") else part.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            found = found[:-1]
        elif step not in ("", "."):
            found.append(step)
    return "/".join(found)


def _tie(element: markup.Element, part: str) -> Tie:
    found = {key: (value or "").strip() for key, value in element.attrib.items()}
    said = found.get("Type", "")
    office = _OFFICE_TYPE.match(said)
    kind = re.split("[/#]", said)[-1]
    target = found.get("Target", "")
    outside = found.get("TargetMode", "").lower() == "external"
    if not outside and kind.lower() == HYPERLINK and target.startswith("#"):
        outside = True  # a place in the same document: python-docx knows no other form
    if not outside and (":" in target or target.startswith(("//", "\\"))):
        outside = True
    return Tie(
        id=found.get("Id", ""),
        type=f"{OFFICE}/{said[office.end() :]}" if office else said,
        kind=kind.lower(),
        target=target if outside else _resolved(target, part),
        outside=outside,
    )


def _ties_written(ties: Sequence[Tie]) -> bytes:
    return b"".join(
        (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'.encode(),
            *map(_tie_written, ties),
            b"</Relationships>",
        )
    )


def _tie_written(tie: Tie) -> bytes:
    target = tie.target if tie.outside else f"/{tie.target}"
    mode = ' TargetMode="External"' if tie.outside else ""
    return (
        f"<Relationship Id={quoteattr(tie.id)} Type={quoteattr(tie.type)} "
        f"Target={quoteattr(target)}{mode}/>"
    ).encode()
