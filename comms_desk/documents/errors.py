"""What a Word file may be refused for, as facts.  Light: nothing here needs python-docx."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from comms_desk.errors import N_, CommsDeskError


class TagWhere(StrEnum):
    """In which part of a document a tag stands."""

    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text box"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    STYLE = "style"


class TemplateSyntax(StrEnum):
    """How other systems say in a template where things go."""

    SIGNS = "signs"
    MERGE_FIELD = "merge field"
    MAIL_MERGE = "mail merge"
    PROPERTY_FIELD = "property field"
    CONTROL = "content control"


@dataclass(frozen=True, slots=True)
class TagPlace:
    """Where a tag stands: the part, and the words around it."""

    where: TagWhere
    near: str


class UnknownTag(CommsDeskError):
    """A template asks for something that no text has."""

    tag: str
    place: TagPlace


class MissingValue(CommsDeskError):
    """A template asks for something that this text has not."""

    tag: str
    place: TagPlace


class NoBodyTag(CommsDeskError):
    """A template without ``{{ body }}`` would give a document without its text."""

    name: str


class TagInDrawing(CommsDeskError):
    """A tag in the words of a chart, a diagram or WordArt, which are not filled in."""

    what = N_("{name} has a tag in a drawing, “{found}”, where nothing is filled in.")
    way_out = N_("Put it in the text or in a text box, in Word.")

    name: str
    found: str


class BodyTwice(CommsDeskError):
    """A template with two ``{{ body }}`` would say the whole text twice."""

    place: TagPlace


class OtherWriting(CommsDeskError):
    """A template made for another system: what it asks for would be printed as it stands.

    *found* is what it says there; *tag* is ours for the same, where we know it.
    """

    name: str
    writing: TemplateSyntax
    found: str
    place: TagPlace | None = None
    tag: str | None = None


class TrackedChange(CommsDeskError):
    """A template with changes that nobody accepted or refused yet: which words hold is unknown."""

    name: str
    author: str
    place: TagPlace


class FieldRefused(CommsDeskError):
    """A template holds a field of Word's that fetches or runs something, or may."""

    name: str
    found: str
    place: TagPlace


class StrictWord(CommsDeskError):
    """A file saved in the strict form of Open XML, which hardly any program reads."""

    what = N_("{name} is saved as Strict Open XML, which few programs read.")
    way_out = N_("In Word, save it again as “Word Document (.docx)”, not “Strict”.")

    name: str


class BrokenTemplate(CommsDeskError):
    """A file that is no Word document: not a zip, a zip of nothing, a damaged one."""

    what = N_("{name} is not a Word document.")
    way_out = N_("Open it in Word and save it again as .docx.")

    name: str


class TemplateTooLarge(CommsDeskError):
    """A Word file that would not fit, or that unfolds to far more than it says."""

    name: str
    limit_mib: int


class ExternalRelationship(CommsDeskError):
    """A Word file that fetches something from elsewhere when it is opened."""

    what = N_("{name} would fetch {target} whenever it is opened.")
    way_out = N_("Detach its template and put its pictures in the file itself, in Word.")

    name: str
    target: str


class MacroRefused(CommsDeskError):
    """A Word file that holds a program: macros, an ActiveX control, an embedded object."""

    what = N_("{name} holds a program (a macro or an embedded object).")
    way_out = N_("Save it in Word as .docx, without macros.")

    name: str


class FileNotWritten(CommsDeskError):
    """A file could not be put where it was asked for: no right, no room, or open in Word."""

    what = N_("{path} could not be written: {reason}.")
    way_out = N_("Close it in Word if it is open there, or choose another folder.")

    path: Path
    reason: str


class LetterNotDrawn(CommsDeskError):
    """A text has a letter that no font of this computer has: its PDF would show an empty box."""

    what = N_("No font of this computer has “{letter}”: the PDF would show an empty box.")
    way_out = N_("Install a font of that script, take the letter out, or make a Word file.")

    letter: str


class TooLongForPdf(CommsDeskError):
    """A text that would fill hundreds of pages: *longest* letters at most become a PDF."""

    longest: int
