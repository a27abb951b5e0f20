"""The door that every Word file of an office comes in by: judged by its values, cleaned, rewritten.

What it would fetch or run is refused by name.  What its makers left in it stays here: the
properties, comments, bound data and previews of a template are none of the document's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.documents import fields, leftovers, markup, package, writings
from comms_desk.documents.errors import (
    BrokenTemplate,
    ExternalRelationship,
    MacroRefused,
    OtherWriting,
    StrictWord,
    Writing,
)
from comms_desk.documents.markup import Element, W
from comms_desk.documents.package import Member
from comms_desk.documents.parts import HYPERLINK, OFFICE, Part, Tie, WordFile
from comms_desk.errors import CommsDeskError

PROGRAMS = frozenset(
    (
        *("vbaproject", "wordvbadata", "vbaprojectsignature", "oleobject", "control"),
        *("activexcontrolbinary", "afchunk", "package", "webextension"),
    )
)
"""Kinds of relationships to what runs when a file is opened, or is a file within the file."""
MERGES = frozenset(("mailmergesource", "mailmergeheadersource", "recipientdata"))
LEFT_BEHIND = frozenset(
    (
        *("comments", "commentsextended", "commentsids", "commentsextensible", "people"),
        *("documenttasks", "customxml", "glossarydocument", "printersettings", "websettings"),
        *("keymapcustomizations", "attachedtoolbars"),
    )
)
MADE_FROM = "attachedtemplate"
"""What Word made the template from: in a folder it is left behind, on the web it is an attack."""
READ = frozenset(("styles", "numbering"))
"""What is read of a file whose words alone are wanted."""

_PROGRAMS_WITHIN = (
    "{urn:schemas-microsoft-com:office:office}OLEObject",
    f"{W}control",
    f"{W}altChunk",
    "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr",
)
_VML, _VML_OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_VML_FETCHES = ("src", "althref", f"{_VML_OFFICE}href", f"{_VML_OFFICE}althref")
_RELATED = (f"{{{OFFICE}}}", f"{_VML_OFFICE}relid")
"""How the names of attributes begin that say a relationship."""
_STRICT = f"{{{markup.STRICT}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINKS = frozenset(
    (
        f"{W}hyperlink",
        *(f"{_DRAWING}{each}" for each in ("hlinkClick", "hlinkHover", "hlinkMouseOver")),
    )
)
"""What a reader follows; whatever else names the relationship of a link fetches its target."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A template that may be filled.

    Attributes:
        data: The Word file, its pictures and their like empty.
        pictures: Those, by name, as they lie in the file that came.
        comments: How many comments of its makers were taken out.
    """

    data: bytes
    pictures: Mapping[str, Member]
    comments: int


def take_in(data: bytes, name: str) -> TakenIn:
    """Judge and clean a template, and write it anew as a document.

    Raises:
        BrokenTemplate: It is not a zip, or not a Word file.
        TemplateTooLarge: It declares too many members, or too much in them.
        StrictWord: It is saved in a form that hardly any program reads.
        MacroRefused: It holds a program.
        ExternalRelationship, FieldRefused: It fetches something.
        TrackedChange: It holds changes that nobody accepted.
        OtherWriting: It is made for another system.
        TagInDrawing: It has a tag where nothing is filled in.
    """
    package.check(data, name)

    def judge(tie: Tie) -> bool:
        return _is_followed(tie, name)

    comments: set[str] = set()
    try:
        file = WordFile(data, name, judge, may_run=False)
        for part in file.parts.values():
            if part.content is None:
                continue
            root = markup.parse(part.content)
            _refuse_strict(root, name)
            _refuse_addresses(root, name)
            _refuse_links_in_disguise(root, part, name)
            writings.refuse_drawn_tags(root, name)
            if not root.tag.startswith(W):
                if next(root.iter(f"{W}*"), None) is not None:
                    raise BrokenTemplate(name)  # Word's own text where nobody would look for it
                part.content = None
                continue
            leftovers.refuse_tracked_changes(root, name)
            fields.refuse_fields(root, name)
            writings.refuse_controls(root, name)
            writings.refuse_signs(root, name)
            comments |= leftovers.take_out_traces(root)
            part.content = markup.written(root)
        return TakenIn(file.zipped(), file.untouched(), len(comments))
    except CommsDeskError:
        raise
    except package.BROKEN as error:
        raise BrokenTemplate(name) from error


def take_in_to_read(data: bytes, name: str) -> bytes:
    """Return a file of which only the words are wanted, with nothing else in it.

    Raises:
        BrokenTemplate: It is not a zip, or not a Word file.
        TemplateTooLarge: It declares too many members, or too much in them.
        StrictWord: It is saved in a form that hardly any program reads.
    """
    package.check(data, name)
    try:
        file = WordFile(
            data, name, lambda tie: tie.outside or tie.kind in READ, may_run=True
        )  # fmt: skip
        for part in file.parts.values():
            if part.content is not None:
                root = markup.parse(part.content)
                _refuse_strict(root, name)
                part.content = markup.written(root) if root.tag.startswith(W) else None
        return file.zipped()
    except CommsDeskError:
        raise
    except package.BROKEN as error:
        raise BrokenTemplate(name) from error


def _is_followed(tie: Tie, name: str) -> bool:
    if tie.kind in PROGRAMS:
        raise MacroRefused(name)
    if tie.kind in MERGES:
        raise OtherWriting(name, Writing.MAIL_MERGE, "")
    if not tie.outside:
        return tie.kind not in LEFT_BEHIND
    if tie.kind == MADE_FROM and tie.target.lower().startswith("file:"):
        return False
    if not (tie.kind == HYPERLINK and fields.FOLLOWED_ONLY.match(tie.target)):
        raise ExternalRelationship(name, tie.target)
    return True


def _refuse_strict(root: Element, name: str) -> None:
    """Refuse the strict form, be it of a single element: programs read both, and we do not."""
    for element in root.iter("*"):
        if any(each.startswith(_STRICT) for each in (element.tag, *element.attrib)):
            raise StrictWord(name)


def _refuse_addresses(root: Element, name: str) -> None:
    """Refuse what an element fetches or runs by itself, without a relationship."""
    if next(root.iter(*_PROGRAMS_WITHIN), None) is not None:
        raise MacroRefused(name)
    for element in root.iter(f"{_VML}*"):
        fetched = next(filter(None, map(element.get, _VML_FETCHES)), None)
        link = element.get("href")
        if fetched or (link and not fields.FOLLOWED_ONLY.match(link)):
            raise ExternalRelationship(name, fetched or link)


def _refuse_links_in_disguise(root: Element, part: Part, name: str) -> None:
    """Refuse a picture, say, whose relationship calls itself a link: some programs fetch it."""
    outside = {tie.id: tie.target for tie in part.ties if tie.outside}
    if not outside:
        return
    for element in root.iter("*"):
        if element.tag in _LINKS:
            continue
        for key, value in element.attrib.items():
            if value.strip() in outside and key.startswith(_RELATED):
                raise ExternalRelationship(name, outside[value.strip()])
