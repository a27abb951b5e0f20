"""Templates made for other systems: what they ask for is named, never printed to the press.

Merge fields, content controls and the tags of other programs are seen; French quotation marks
around words of a text are not taken for tags.
"""

import re
from itertools import islice

from lxml import etree

from comms_desk.documents.errors import OtherWriting, TagInDrawing, Writing
from comms_desk.documents.markup import NEAR_LENGTH, Element, P, T, W, place_of, words_of
from comms_desk.documents.tags import CLOSING, OPENING, tag_for

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
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINE, _DRAWN = f"{_DRAWING}p", f"{_DRAWING}t"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
SDT = f"{W}sdt"
_GALLERIES = (f"{W}docPartObj", f"{W}docPartList", f"{W}citation", f"{W}bibliography")
"""Word's own controls: page numbers, a table of contents, a cover page."""
_GOOGLE = "goog_rdk_"
"""Google Docs wraps ordinary words in controls of that name."""


def refuse_signs(root: Element, name: str) -> None:
    """Refuse the tags of other programs in the words of a part.

    Raises:
        OtherWriting: There are some.
    """
    for paragraph in root.iter(P):
        match = _SIGNS.search(words_of(paragraph))
        if match is not None:
            found = match[0][:NEAR_LENGTH]
            raise OtherWriting(name, Writing.SIGNS, found, place_of(paragraph), tag_for(found))


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
            first = OtherWriting(name, Writing.CONTROL, found, place_of(around), tag_for(found))
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
