"""What the makers of a template left in it, and the press must not read.

Comments and other traces are taken out: they change no word of what is printed.  A change that
is still tracked does: which words hold is for a person to say, so it is refused with its place.
"""

from comms_desk.documents.errors import OtherWriting, TrackedChange, Writing
from comms_desk.documents.markup import Element, P, W, place_of

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
            raise OtherWriting(name, Writing.MAIL_MERGE, "")


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
