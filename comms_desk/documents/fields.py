"""Fields of Word's: only those pass that show what the document itself knows.

A field may fetch a file, run a program or ask a person something when it is updated, so those
that do not are listed, and all others refused.  Word cuts an instruction into runs as it likes,
and one field may write the name of another: an instruction is put together first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from comms_desk.documents.errors import FieldRefused, OtherWriting, TemplateSyntax
from comms_desk.documents.markup import NEAR_LENGTH, Element, T, W, place_of
from comms_desk.documents.tags import tag_for

_SHOWS_ONLY = """
    = ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY CITATION COMMENTS COMPARE
    CREATEDATE DATE DISPLAYBARCODE EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT
    FORMULA GOTOBUTTON IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM NOTEREF NUMCHARS NUMPAGES NUMWORDS
    PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE STYLEREF
    SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
_MERGES = """
    ADDRESSBLOCK ASK FILLIN GREETINGLINE MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF
    SKIPIF
"""
HARMLESS, MERGES = frozenset(_SHOWS_ONLY.split()), frozenset(_MERGES.split())
LINK = "HYPERLINK"
PROPERTIES = frozenset(("DOCPROPERTY", "DOCVARIABLE"))
"""They show what the template's own properties say, and those do not leave with a document."""

FOLLOWED_ONLY = re.compile("(?:https?|mailto|tel):|#", re.IGNORECASE)
"""Addresses that a reader goes to of his own will, and that no program opens by itself."""

_NAME = re.compile(r"\s*([A-Za-z]+|=)")
_WORDS = re.compile(r'"[^"]*"?|\\.|[^\s"\\]+')
_SWITCHES_WITH_WORDS = ("\\l", "\\o", "\\t")
_BOX, _CHAR, _SIMPLE = f"{W}txbxContent", f"{W}fldChar", f"{W}fldSimple"
_INSTRUCTIONS = (T, f"{W}instrText")


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, then what it shows."""

    at: Element
    said: list[str] = field(default_factory=list)
    opening: str = ""
    """How the instruction begins: its name, and more."""
    shows: bool = False
    is_named_by_another: bool = False
    holds_another: bool = False

    def say(self, words: str) -> None:
        """Go on with the instruction."""
        self.said.append(words)
        if len(self.opening) < NEAR_LENGTH:
            self.opening = (self.opening + words[: 2 * NEAR_LENGTH]).lstrip()[:NEAR_LENGTH]

    def hold(self) -> None:
        """Have another field write what comes next: where the name is not over, that too."""
        self.holds_another = True
        name = self.opening.upper()
        if not name or (name.isalpha() and name not in HARMLESS):
            self.is_named_by_another = True


def refuse_fields(root: Element, name: str) -> None:
    """Refuse each field of a part that may do something.

    Raises:
        FieldRefused: It fetches or runs something, or nobody can tell.
        OtherWriting: It is filled in by another system.
    """
    for story in (root, *root.iter(_BOX)):
        opened: list[_Field] = []
        for element in _of_story(story):
            if element.tag == _CHAR:
                _turn(opened, element, name)
            elif element.tag == _SIMPLE:
                if opened and not opened[-1].shows:
                    opened[-1].hold()
                _judge(_Field(element, [element.get(f"{W}instr", "")]), name)
            elif element.tag in _INSTRUCTIONS and opened and not opened[-1].shows:
                opened[-1].say(element.text or "")
        for each in opened:
            _judge(each, name)


def _of_story(story: Element) -> Iterator[Element]:
    """Return what stands in a story, without the text boxes in it: those are their own."""
    walk = etree.iterwalk(story, events=("start",))
    for _event, element in walk:
        if element.tag == _BOX and element is not story:
            walk.skip_subtree()
        else:
            yield element


def _turn(opened: list[_Field], element: Element, name: str) -> None:
    how = element.get(f"{W}fldCharType")
    if how == "begin":
        if opened and not opened[-1].shows:
            opened[-1].hold()
        opened.append(_Field(element))
    elif how == "separate" and opened:
        opened[-1].shows = True
    elif how == "end" and opened:
        _judge(opened.pop(), name)


def _judge(each: _Field, name: str) -> None:
    said = "".join(each.said)
    match = _NAME.match(said)
    word = match[1].upper() if match else ""
    if not said.strip() and not each.is_named_by_another:
        return
    found = " ".join(said[: 2 * NEAR_LENGTH].split())[:NEAR_LENGTH]
    if word in MERGES or word in PROPERTIES:
        rest = _WORDS.findall(said[: 4 * NEAR_LENGTH])
        writing = TemplateSyntax.MERGE_FIELD if word in MERGES else TemplateSyntax.PROPERTY_FIELD
        tag = tag_for(rest[1].strip('"')) if len(rest) > 1 else None
        raise OtherWriting(name, writing, found, place_of(each.at), tag)
    is_link = (
        word == LINK
        and match is not None
        and not each.holds_another
        and _is_followed_only(said[match.end() :])
    )
    if each.is_named_by_another or not (is_link or word in HARMLESS):
        raise FieldRefused(name, found, place_of(each.at))


def _is_followed_only(said: str) -> bool:
    """Whether the words after HYPERLINK lead to the web, a letter, or a place in the document."""
    words = iter(_WORDS.findall(said))
    found = False
    for word in words:
        if word.lower() in _SWITCHES_WITH_WORDS:
            next(words, None)
            found = found or word.lower() == "\\l"
        elif not word.startswith("\\"):
            if not FOLLOWED_ONLY.match(word.strip('"').strip()):
                return False
            found = True
    return found
