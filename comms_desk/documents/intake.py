"""The door that every Word file of an office comes in by: judged by its values, cleaned, rewritten.

What it would fetch or run is refused by name.  What its makers left in it stays here: the
properties, comments, bound data and previews of a template are none of the document's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.documents import fields, leftovers, markup, package, properties, writings
from comms_desk.documents.beyond_text import (
    Beyond,
    Comment,
    beyond_text,
    comments_of,
    lines_of,
)
from comms_desk.documents.errors import (
    BrokenTemplate,
    ExternalRelationship,
    MacroRefused,
    OtherWriting,
    Place,
    StrictWord,
    Writing,
)
from comms_desk.documents.markup import Element, W
from comms_desk.documents.package import Member
from comms_desk.documents.parts import HYPERLINK, OFFICE, Part, Tie, WordFile
from comms_desk.documents.tracked_changes import (
    ChangesOf,
    Settled,
    changes_in,
    first_change,
    settle,
)
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
LOOKED_AT = frozenset(("header", "footer", "comments"))
"""What is told of it, and is in no text."""

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


@dataclass(frozen=True, slots=True)
class TakenToRead:
    """A file of which only the words are wanted.

    Attributes:
        data: The Word file, with nothing in it but those, its changes settled.
        changes: What was tracked in it, by whom.
        first_change: Of whom the first one is, and where it stands.
        comments: What was remarked in its margin.
        margins: The lines of its headers and footers.
        beyond: What else it holds that a text cannot.
        identifiers: What it says that it is known again by; anybody may have written that.
    """

    data: bytes
    changes: tuple[ChangesOf, ...]
    first_change: tuple[str, Place] | None
    comments: tuple[Comment, ...]
    margins: tuple[str, ...]
    beyond: Mapping[Beyond, int]
    identifiers: tuple[str, ...]


def take_in_to_read(data: bytes, name: str, how: Settled) -> TakenToRead:
    """Take in a file of which only the words are wanted, its tracked changes settled so.

    Raises:
        BrokenTemplate: It is not a zip, or not a Word file.
        TemplateTooLarge: It declares too many members, or too much in them.
        StrictWord: It is saved in a form that hardly any program reads.
    """
    package.check(data, name)
    followed = READ | LOOKED_AT
    try:
        file = WordFile(data, name, lambda tie: tie.outside or tie.kind in followed, may_run=True)
        comments: list[Comment] = []
        margins: list[str] = []
        main: tuple[Element, tuple[ChangesOf, ...], tuple[str, Place] | None] | None = None
        for key, part in list(file.parts.items()):
            root = None if part.content is None else markup.parse(part.content)
            if root is None:
                continue
            _refuse_strict(root, name)
            if part.kind in LOOKED_AT:
                comments += comments_of(root) if part.kind == "comments" else ()
                margins += lines_of(root) if part.kind != "comments" else ()
                del file.parts[key]
                continue
            if part is file.main:
                main = root, changes_in(root), first_change(root)
                settle(root, how)
            part.content = markup.written(root) if root.tag.startswith(W) else None
        for part in file.parts.values():
            part.ties = [tie for tie in part.ties if tie.outside or tie.kind in READ]
        root, changes, first = main or (None, (), None)
        return TakenToRead(
            data=file.zipped(),
            changes=changes,
            first_change=first,
            comments=tuple(comments),
            margins=tuple(dict.fromkeys(margins)),
            beyond={} if root is None else beyond_text(root),
            identifiers=tuple(properties.identifiers_of(file.properties)),
        )
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
