"""The door that every Word file of an office comes in by: judged by its values, cleaned, rewritten.

What it would fetch or run is refused by name.  What its makers left in it stays here: the
properties, comments, bound data and previews of a template are none of the document's.

What the makers of a template left in it, and the press must not read.

Comments and other traces are taken out: they change no word of what is printed.  A change that
is still tracked does: which words hold is for a person to say, so it is refused with its place.

Templates made for other systems: what they ask for is named, never printed to the press.

Merge fields, content controls and the tags of other programs are seen; French quotation marks
around words of a text are not taken for tags.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from comms_desk.documents import fields, markup, package, properties
from comms_desk.documents.beyond_text import (
    BeyondText,
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
    StrictWord,
    TagInDrawing,
    TagPlace,
    TemplateSyntax,
    TrackedChange,
)
from comms_desk.documents.markup import NEAR_LENGTH, Element, P, T, W, place_of, words_of
from comms_desk.documents.package import ZipMember
from comms_desk.documents.parts import HYPERLINK, OFFICE, PackagePart, Tie, WordFile
from comms_desk.documents.tags import CLOSING, OPENING, tag_for
from comms_desk.documents.tracked_changes import (
    ChangesOf,
    Settled,
    changes_in,
    first_change,
    settle,
)
from comms_desk.errors import CommsDeskError

_SIGNS = re.compile(
    r"""\{%[^{}]{0,80}%?\}?          # {% if titre %}
    |   \{\#[^{}]{0,80}\#\}          # {# remark #}
    |   \$\{[\w.]{1,80}\}            # ${titre}
    |   (?<!\{)\{[\#/^]?[^\W\d][\w.]{0,80}\}(?!\})  # {titre}, {#list}, {/list}
    |   <<[\w.]{1,80}>>              # <<titre>>
    |   \[\[[\w.]{1,80}\]\]          # [[titre]]
    |   «(?=[^»]{0,80}_)\w{1,80}»    # «Titre_du_communique», a merge field turned into text""",
    re.VERBOSE,
)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINE, _DRAWN = f"{_DRAWN}p", f"{_DRAWN}t"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
SDT = f"{W}sdt"
_GALLERIES = (f"{W}docPartObj", f"{W}docPartList", f"{W}citation", f"{W}bibliography")
"""Word's own controls: page numbers, a table of contents, a cover page."""
_GOOGLE = "goog_rdk_"
"""Google Docs wraps ordinary words in controls of that name."""


_COMMENT = f"{W}commentReference"
_TRACES = frozenset(
    f"{W}{name}"
    for name in (
        *("commentRangeStart", "commentRangeEnd", "commentReference", "permStart", "permEnd"),
        *("printerSettings", "trackRevisions", "rsids", "docVars", "attachedSchema"),
        *("attachedTemplate", "linkStyles", "saveThroughXslt"),
    )
)
_TRACES_BY_NAME = ("{*}docId", "{*}dataBinding", "{*}schemaLibrary")
_REVISION = f"{W}rsid"

_CHANGES = frozenset(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
)
_CHANGE_OF_FORM = "Change"
_AUTHOR = f"{W}author"


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
class FillableTemplate:
    """A template that may be filled.

    Attributes:
        data: The Word file, its pictures and their like empty.
        pictures: Those, by name, as they lie in the file that came.
        comments: How many comments of its makers were taken out.
    """

    data: bytes
    pictures: Mapping[str, ZipMember]
    comments: int


def take_in(data: bytes, name: str) -> FillableTemplate:
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
            refuse_drawn_tags(root, name)
            if not root.tag.startswith(W):
                if next(root.iter(f"{W}*"), None) is not None:
                    raise BrokenTemplate(name)  # Word's own text where nobody would look for it
                part.content = None
                continue
            refuse_tracked_changes(root, name)
            fields.refuse_fields(root, name)
            refuse_controls(root, name)
            refuse_signs(root, name)
            comments |= take_out_traces(root)
            part.content = markup.written(root)
        return FillableTemplate(file.zipped(), file.untouched(), len(comments))
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
    first_change: tuple[str, TagPlace] | None
    comments: tuple[Comment, ...]
    margins: tuple[str, ...]
    beyond: Mapping[BeyondText, int]
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
        main: tuple[Element, tuple[ChangesOf, ...], tuple[str, TagPlace] | None] | None = None
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
        raise OtherWriting(name, TemplateSyntax.MAIL_MERGE, "")
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


def _refuse_links_in_disguise(root: Element, part: PackagePart, name: str) -> None:
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


def refuse_tracked_changes(root: Element, name: str) -> None:
    """Refuse changes that nobody accepted or refused.

    Raises:
        TrackedChange: There is one; the first, with its place.
        OtherWriting: The whole file is tied to a mail merge.
    """
    for element in root.iter("*"):
        tag = element.tag
        of_form = tag.startswith(W) and tag.endswith(_CHANGE_OF_FORM)
        if of_form or tag in _CHANGES or _AUTHOR in element.attrib:
            around = next(element.iter(P), element)
            raise TrackedChange(name, element.get(_AUTHOR, ""), place_of(around))
        if tag == f"{W}mailMerge":
            raise OtherWriting(name, TemplateSyntax.MAIL_MERGE, "")


def take_out_traces(root: Element) -> set[str]:
    """Take comments and traces of who worked on it out of a part; return the comments' ids."""
    traces = [each for each in root.iter(*_TRACES, *_TRACES_BY_NAME) if each is not root]
    comments = {each.get(f"{W}id", "") for each in traces if each.tag == _COMMENT}
    for each in traces:
        above = each.getparent()
        above.remove(each)
        if above.tag == f"{W}r" and not [rest for rest in above if rest.tag != f"{W}rPr"]:
            above.getparent().remove(above)
    for element in root.iter("*"):
        for name in [name for name in element.attrib if name.startswith(_REVISION)]:
            del element.attrib[name]
    return comments


def refuse_signs(root: Element, name: str) -> None:
    """Refuse the tags of other programs in the words of a part.

    Raises:
        OtherWriting: There are some.
    """
    for paragraph in root.iter(P):
        match = _SIGNS.search(words_of(paragraph))
        if match is not None:
            found = match[0][:NEAR_LENGTH]
            raise OtherWriting(
                name, TemplateSyntax.SIGNS, found, place_of(paragraph), tag_for(found)
            )


def refuse_drawn_tags(root: Element, name: str) -> None:
    """Refuse tags where nothing is filled in: in a chart, a diagram, WordArt or a watermark.

    Raises:
        TagInDrawing: There is one, ours or another program's.
    """
    lines = ["".join(each.text or "" for each in line.iter(_DRAWN)) for line in root.iter(_LINE)]
    lines += [each.get("string", "") for each in root.iter(_WORD_ART)]
    for words in lines:
        if OPENING in words or CLOSING in words or _SIGNS.search(words):
            raise TagInDrawing(name, " ".join(words.split())[:NEAR_LENGTH])


def refuse_controls(root: Element, name: str) -> None:
    """Refuse the content controls that another system fills in.

    One that only surrounds our own tags is left there, tied to nothing; so are Word's own.

    Raises:
        OtherWriting: There are some; the first is named.
    """
    first: OtherWriting | None = None
    ours: set[Element] = set()
    for control in reversed(list(root.iter(SDT))):  # what stands in another before that one
        words = _own_words(control)
        if control in ours or OPENING in words:
            ours.update(above for above in islice(control.iterancestors(SDT), 1))
        elif (found := _filled_by_another(control, words)) is not None:
            found = " ".join(found.split())[:NEAR_LENGTH]
            around = next(control.iter(P, T), control)
            first = OtherWriting(
                name, TemplateSyntax.CONTROL, found, place_of(around), tag_for(found)
            )
    if first is not None:
        raise first


def _own_words(control: Element) -> str:
    """Return what a control says, those in it apart."""
    words = []
    walk = etree.iterwalk(control, events=("start",))
    for _event, element in walk:
        if element.tag == SDT and element is not control:
            walk.skip_subtree()
        elif element.tag == T:
            words.append(element.text or "")
    return "".join(words)


def _filled_by_another(control: Element, words: str) -> str | None:
    """Return what another system calls a control, or its *words*; None where none fills it in."""
    about = control.find(f"{W}sdtPr")
    if about is None or any(about.find(each) is not None for each in _GALLERIES):
        return None
    names = [about.find(f"{W}{each}") for each in ("alias", "tag")]
    said = next((each.get(f"{W}val") for each in names if each is not None), "") or ""
    if said.startswith(_GOOGLE):
        return None
    binding = about.find("{*}dataBinding")
    if said or binding is not None:
        return said or binding.get(f"{W}xpath", "") or words
    return words if about.find(f"{W}showingPlcHdr") is not None else None
