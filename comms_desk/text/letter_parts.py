"""How somebody greets in a letter that they wrote, and how they end it.

An ending is a closing formula, a name, a title, a service, a telephone; below it may stand a
« P.-S. » and the thread that is answered.  No word is taken out: the parts of a letter are told
apart, so that what the office adds stands above the ending and signs nothing twice.  A sentence
that thanks, or that names somebody, is no ending; nor is one all that a letter says.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from comms_desk.text.fold import tokens
from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Run, paragraph

END = "–\u00a030\u00a0–"
MOST_ENDING_LINES = 14
LONGEST_LINE = 90
"""Of a signature, in characters."""
LONGEST_FORMULA = 160
MOST_ADDED_CHARACTERS = 40
"""In a line that signs, beside what the office signs with: a name, a title."""
WORDS_OF_A_SENTENCE = 4
WORDS_OF_A_LINE = 6
"""A line of as many that has neither figure, capital nor title says something."""

_GREETS = re.compile(
    r"\s*(?:bonjour|bonsoir|allô|salut|hello|hi|good (?:day|morning|afternoon|evening))"
    r"(?: [^\s,.!?:;]+){0,4}(?:,(?: [^\s,!?:;]{1,30}){1,4},\s*$|[ \u00a0]?[,!:—–]\s*|\s*$)",
    re.IGNORECASE,
)
"""« Bonjour Marie, », before a sentence; without a comma only where it is alone."""
_GREETS_FORMALLY = re.compile(
    r"\s*(?:chers?|chères?|dear|madame|monsieur|mesdames|messieurs)"
    r"(?: (?:[^\s,.!?:;]|\.(?= )){1,30}){0,5}[ \u00a0]?[,:]\s*$",
    re.IGNORECASE,
)
"""« Madame, », « Dear Ms. Roy, »: alone in its paragraph, and with the comma that ends it: what has
none may be a sentence about somebody."""

_END = re.compile(r"(?:[-–—]+\s*)?30\s*[-–—]+")
"""« – 30 – », whatever the dashes that were typed: « - 30 - » is read as an item of a list."""
_WISH = (
    r"(?:je vous souhaite |passez |passe |en vous souhaitant )?(?:une? )?"
    r"(?:bonne|bon|belle|beau|excellente?|agréable) (?:fin de (?:la )?)?"
    r"(?:journée|soirée|matinée|semaine|après-midi|avant-midi|week-?end|nuit|suite|continuation"
    r"|lundi|mardi|mercredi|jeudi|vendredi)"
)
_FORMULA = (
    rf"(?:{_WISH}"
    r"|(?:(?:très|bien|plus) )?(?:cordialement|amicalement|sincèrement|respectueusement)|cdlt|cdt"
    r"|(?:bien )?à (?:vous|toi)|à (?:bientôt|très bientôt|la prochaine)|amitiés"
    r"|au plaisir(?: d[e’'][^.?!]{1,40})?"
    r"|(?:avec )?(?:(?:mes|nos) )?(?:(?:plus )?(?:cordiales|sincères|meilleures|amicales) )?"
    r"salutations(?: (?:distinguées|cordiales|amicales|sincères|les meilleures))?"
    rf"|(?:(?:encore|mille|un grand) )?merci(?: (?:beaucoup|bien|encore|infiniment|d.avance"
    rf"|à (?:vous|toi)))?(?: et {_WISH}| et à bientôt)?"
    r"|merci (?:de|pour) (?:votre|ton) \w+(?=,)"
    r"|(?:many )?thanks(?: (?:again|so much|in advance|very much))?"
    r"|thank you(?: (?:again|so much|very much))?|cheers|talk soon|take care"
    r"|(?:with )?(?:(?:kind(?:est)?|best|warm(?:est)?) )?regards|(?:all the )?best(?: wishes)?"
    r"|(?:yours )?(?:sincerely|truly|faithfully)|sincerely yours|respectfully"
    r"|have a (?:nice|good|great|lovely) (?:day|afternoon|evening|night|weekend))"
)
_NAME = r"[A-ZÀ-Ý][\w'’.-]*"
_CLOSES = re.compile(
    rf"(?i:{_FORMULA}(?: à (?:vous|toi|tous|toutes))?)[ \u00a0]?[,.!]*"
    rf"(?: {_NAME}(?:,? (?:[–-] )?(?:{_NAME}|de|du|des|la|le|les|avec|relationniste))*)?[\s,.!]*"
)
"""« Cordialement, », « Bonne soirée, Zoé! », « Cordialement, Maude Roy, Ville de Montréal »."""
_CLOSES_FORMALLY = re.compile(
    r"(?:je vous prie|nous vous prions|veuillez|recevez|agréez|en vous priant)\b.{0,90}"
    r"\b(?:salutations|sentiments|considération|hommages)\b.{0,40}",
    re.IGNORECASE,
)
_LEADS_TO_A_NAME = re.compile(r"\w[^.?!:;]* [^.?!:;]{1,50},")
"""« En espérant le tout utile, », above a name."""
_SAYS = re.compile(
    r"(?:c[’']est|ce|il|elle|on|nous|notre|les?|la|l[’']|the|it|we|our)\b", re.IGNORECASE
)
"""How a sentence begins, however short."""
_DASHES = re.compile(r"--|—|–|_{2,}|-{3,}")
_SERVICE = re.compile(
    r"\brelations? (?:avec les |aux )?m[ée]dias\b|\bville de montréal\b|\bcity of montr[ée]al\b"
    r"|\b(?:media|press) (?:relations|office)\b|\bexpérience citoyenne\b|\baffaires publiques\b"
    r"|\bpublic affairs\b|\b(?:direction|division|service|bureau) (?:des|de la|de l.)"
    r"|\b(?:salle|bureau) de presse\b|\bcabinet d",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\brelationniste|\bporte-parole\b|\bspokes(?:person|man|woman)\b|\battachée? de presse\b"
    r"|\bchargée? d|\bconseill(?:er|ère)\b|\bchef(?:fe)?s? d|\bdirect(?:eur|rice)\b"
    r"|\bcoordonnat(?:eur|rice)\b|\bgestionnaire\b|\b(?:officer|advis[eo]r|director|manager)\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"(?:\w{1,12}\.?[ \u00a0]?:?[ \u00a0]*)?\(?\d{3}\)?[ .\u00a0-]?\d{3}[ .\u00a0-]\d{4}\b.{0,40}"
    r"|(?:\w{1,12}[ \u00a0]?: ?)?\S+@\S+\.\w+|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
"""A line that says how to reach somebody, and nothing else."""
_NAMED = re.compile(
    rf"{_NAME}(?: (?:{_NAME}|de|du|des|la|le|von|van)){{1,4}}(?: \([^)]{{2,20}}\))?"
)
_SIGNS = re.compile(rf"{_NAME}(?: (?:{_NAME}|de|du|des|la|le)){{0,4}}")
_INITIALS = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}")
_NOTICE = re.compile(
    r"avis (?:de confidentialité|important|légal)|confidentiality|ce (?:courriel|message)\b"
    r"|this (?:e-?mail|message)\b",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r"(?:p\.?[ -]*s\.?|post-scriptum|n\.?[ -]*b\.?)(?=[\s\u00a0:.,–—-]|$)", re.IGNORECASE
)
_THREAD = re.compile(
    r"-{3,} ?(?:message d.origine|courriel d.origine|original message|message transféré"
    r"|forwarded message) ?-{3,}|_{10,}|(?:on|le) .{5,160} (?:wrote|a écrit)[ \u00a0]?:",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:de|from)[ \u00a0]?: ?\S.*", re.IGNORECASE)
_SENT = re.compile(r"(?:envoyé|sent|date|objet|subject)(?: le)?[ \u00a0]?:.*", re.IGNORECASE)
LINES_OF_A_HEAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterParts:
    """A letter that somebody wrote: its words, its ending, and what stands under that.

    Attributes:
        words: What it says, with its greeting.
        ending: The formula and the signature; none where it ends with its words.
        afterword: The « P.-S. » below the ending.
        mark: « – 30 – », wherever it stood, where somebody wrote it.
        thread: The mail that is answered, quoted below.
    """

    words: tuple[Block, ...]
    ending: tuple[Block, ...] = ()
    afterword: tuple[Block, ...] = ()
    mark: tuple[Block, ...] = ()
    thread: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block, the number *of* that block, and what it says."""

    block: Block
    of: int
    text: str


# ── the greeting ──────────────────────────────────────────────────────────────────────────


def greeting_of(block: Block) -> str:
    """Return the words with which *block* greets who reads it; "": it does not."""
    if block.kind is not BlockKind.PARAGRAPH:
        return ""
    found = _GREETS.match(block.text) or _GREETS_FORMALLY.match(block.text)
    return "" if found is None else found[0]


def only_greets(block: Block) -> bool:
    """Whether *block* greets, and says nothing else."""
    return bool(block.text.strip()) and greeting_of(block) == block.text


def ungreeted(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return *body* without the greeting with which it begins: it goes to several by name.

    A body that is nothing else stays: no empty letter leaves.
    """
    left = len(greeting_of(body[0])) if body else 0
    if not left:
        return body
    runs: list[Run] = []
    for run in body[0].runs:
        text, left = run.text[left:], max(left - len(run.text), 0)
        is_first = text and not runs
        runs += [replace(run, text=text[:1].upper() + text[1:] if is_first else text)]
    first = replace(body[0], runs=tuple(each for each in runs if each.text))
    if not first.is_blank:
        return (first, *body[1:])
    return body[1:] or body


def note_ungreeted(note: str) -> str:
    """Return the sentence *note* without a greeting: the letter that it stands in has one."""
    blocks = ungreeted((paragraph(note.strip()),)) if note.strip() else ()
    return "".join(block.text for block in blocks).strip()


# ── the ending ────────────────────────────────────────────────────────────────────────────


def is_end(block: Block) -> bool:
    """Whether *block* is « – 30 – », and nothing else."""
    return block.kind is not BlockKind.QUOTE and bool(_END.fullmatch(block.text.strip()))


def closed(body: Sequence[Block], below: Sequence[Block]) -> tuple[Block, ...]:
    """Return *body*, which somebody wrote, with what the office says *below* it.

    Its last lines are the office's signature.  Where *body* has an ending of its own, that stands
    last: the office's signature is left out, or makes whole one that says a name alone.
    """
    at = len(below)
    while at and all(_may_sign(each) or _closes(each) for each in _texts(below[at - 1])):
        at -= 1
    says, signs = below[:at], below[at:]
    parts = letter_parts(body, signed="\n".join(each.text for each in signs[-1:]))
    ending = parts.ending
    if not ending:
        ending = tuple(signs)
    elif not _is_whole(ending, signs):
        lines = [each for block in signs for each in _lines((block,)) if not _closes(each.text)]
        ending = _ended([*_lines(ending), *lines])
    return (*parts.words, *says, *ending, *parts.afterword, *parts.mark, *parts.thread)


def letter_parts(body: Sequence[Block], *, signed: str = "") -> LetterParts:
    """Tell the parts of *body* apart; *signed* is what the office signs with."""
    lines = _lines(body)
    cut = _start_of_thread(lines)
    written, thread = lines[:cut], lines[cut:]
    mark = [each for each in written if is_end(each.block)]
    quoted = len(written)
    while quoted and written[quoted - 1].block.kind is BlockKind.QUOTE:
        quoted -= 1
    start = end = until = len(written)
    for below in dict.fromkeys((len(written), quoted)):
        for after in dict.fromkeys((_start_of_afterword(written[:below]), below)):
            at = _start_of_ending(written[:after], signed)
            if at < after and start == len(written):
                start, end, until = at, after, below
    return LetterParts(
        words=_blocks(_unmarked(written[:start])),
        ending=_ended(_unmarked(written[start:end])),
        afterword=_blocks(_unmarked(written[end:until])),
        mark=(paragraph(END),) if mark else (),
        thread=_blocks([*written[until:], *thread]),
    )


def _lines(body: Iterable[Block]) -> list[_Line]:
    """Return the lines of *body*; what is no paragraph is one."""
    found: list[_Line] = []
    for place, block in enumerate(body):
        if block.kind is not BlockKind.PARAGRAPH or BREAK not in block.text:
            found.append(_Line(block, place, _said(block.text)))
            continue
        start, whole = 0, len(block.text)
        for text in block.text.split(BREAK):
            end = start + len(text)
            line = block.without([(0, start), (end, whole)])
            if not line.is_blank:
                found.append(_Line(line, place, _said(text)))
            start = end + 1
    return found


def _texts(block: Block) -> list[str]:
    return [each.text for each in _lines((block,))]


def _said(text: str) -> str:
    return " ".join(text.split())


def _blocks(lines: Sequence[_Line]) -> tuple[Block, ...]:
    """Put *lines* together again, as they stood in their blocks."""
    found: list[Block] = []
    before = -1
    for line in lines:
        if line.of == before:
            found[-1] = _under(found[-1], line.block)
        else:
            found.append(line.block)
        before = line.of
    return tuple(found)


def _ended(lines: Sequence[_Line]) -> tuple[Block, ...]:
    """Return the lines of an ending: its formulas apart, those of the signature together."""
    found: list[Block] = []
    for place, line in enumerate(lines):
        before = lines[place - 1].text
        is_under_formula = _closes(before) or (place == 1 and before.endswith(","))
        if not found or is_under_formula or _NOTICE.match(line.text):
            found.append(line.block)
        else:
            found[-1] = _under(found[-1], line.block)
    return tuple(found)


def _under(block: Block, other: Block) -> Block:
    return replace(block, runs=(*block.runs, Run(BREAK), *other.runs))


def _unmarked(lines: Sequence[_Line]) -> list[_Line]:
    return [each for each in lines if not is_end(each.block)]


def _start_of_thread(lines: Sequence[_Line]) -> int:
    for place, line in enumerate(lines):
        below = lines[place + 1 : place + 1 + LINES_OF_A_HEAD]
        is_head = _FROM.fullmatch(line.text) and any(_SENT.fullmatch(each.text) for each in below)
        if place and (is_head or _THREAD.fullmatch(line.text)):
            return place
    return len(lines)


def _start_of_afterword(lines: Sequence[_Line]) -> int:
    for place in range(len(lines) - 1, 0, -1):
        if lines[place].block.kind is BlockKind.PARAGRAPH and _AFTERWORD.match(lines[place].text):
            return place
    return len(lines)


def _start_of_ending(lines: Sequence[_Line], signed: str) -> int:
    """Return the number of the line at which the ending begins, or how many there are."""
    first = max(len(lines) - MOST_ENDING_LINES, _first_word(lines))
    for place in range(first, len(lines)):
        under = lines[place + 1 :]
        is_opened = (
            is_end(lines[place].block)
            or _closes(lines[place].text)
            or _DASHES.fullmatch(lines[place].text) is not None
            or _leads_to_a_name(lines[place:])
        )
        if is_opened and _is_paragraph(lines[place]) and _all_sign(under):
            return place
    start = len(lines)
    while start > first and _is_paragraph(lines[start - 1]):
        if not _identifies(lines[start - 1].text, signed):
            break
        start -= 1
    texts = [each.text for each in lines[start:]]
    is_signed = any(_says_who(each, signed) for each in texts)
    if is_signed and start > first and _INITIALS.fullmatch(lines[start - 1].text):
        start -= 1
    leads = lines[start - 1].text[-1:] if start else ""
    if leads in {":", "?"} or (start and _is_bold(lines[start - 1].block)):
        return len(lines)
    is_alone = len(texts) == 1 and leads in {".", "!", "»", ")", "…", "$"}
    return start if is_alone or (is_signed and len(texts) > 1) else len(lines)


def _leads_to_a_name(lines: Sequence[_Line]) -> bool:
    """Whether the first of *lines* is a formula of somebody's own, by the name under it."""
    if not lines[1:] or not _LEADS_TO_A_NAME.fullmatch(lines[0].text):
        return False
    return len(lines[0].text) <= LONGEST_LINE and bool(_SIGNS.fullmatch(lines[1].text))


def _first_word(lines: Sequence[_Line]) -> int:
    """Return the number of the first line that may end the letter: something is said before."""
    greets = bool(lines) and only_greets(lines[0].block)
    return min(len(lines), 1 + greets)


def _is_paragraph(line: _Line) -> bool:
    return line.block.kind is BlockKind.PARAGRAPH or is_end(line.block)


def _is_bold(block: Block) -> bool:
    return all(run.bold for run in block.runs)


def _all_sign(lines: Sequence[_Line]) -> bool:
    for line in lines:
        if _NOTICE.match(line.text):
            return True
        if not _is_paragraph(line) or not (_may_sign(line.text) or _closes(line.text)):
            return False
    return True


def _closes(text: str) -> bool:
    if len(text) <= LONGEST_LINE and _CLOSES.fullmatch(text):
        return True
    return len(text) <= LONGEST_FORMULA and bool(_CLOSES_FORMALLY.fullmatch(text))


def _may_sign(text: str) -> bool:
    """Whether *text* may be of a signature, under a formula: it is short, and no sentence."""
    words = text.split()
    if len(text) > LONGEST_LINE or text.endswith("?"):
        return False
    if re.search(r"[\w)»][.!…]$", text) and not re.search(r"\b\w\.$|\binc\.$", text):
        return len(words) < WORDS_OF_A_SENTENCE - 1
    is_named = re.search(r"\d|[\s(–-][A-ZÀ-Ý]", text) or _SERVICE.search(text)
    return len(words) < WORDS_OF_A_LINE or bool(is_named or _TITLE.search(text))


def _identifies(text: str, signed: str) -> bool:
    """Whether *text* alone says who somebody is."""
    alone = text.partition(",")[0]
    is_named = bool(_NAMED.fullmatch(text)) or (
        bool(_NAMED.fullmatch(alone)) and bool(_TITLE.search(text) or _SERVICE.search(text))
    )
    return _may_sign(text) and not _SAYS.match(text) and (is_named or _says_who(text, signed))


def _says_who(text: str, signed: str) -> bool:
    """Whether *text* says for whom one signs, as what, or how to reach them."""
    says = _SERVICE.search(text) or _TITLE.search(text) or _REACH.fullmatch(text)
    return bool(says) or _is_signed(text, signed)


def _is_whole(ending: Sequence[Block], signs: Sequence[Block]) -> bool:
    signed = "\n".join(each.text for each in signs[-1:])
    return any(_says_who(each, signed) for block in ending for each in _texts(block))


def _is_signed(text: str, signed: str) -> bool:
    """Whether *text* says what the office signs with: alone, or beside a name."""
    wanted, said = tokens(signed.partition(",")[0]), tokens(text)
    return (
        bool(wanted)
        and len(text) <= len(signed) + MOST_ADDED_CHARACTERS
        and any(said[place : place + len(wanted)] == wanted for place in range(len(said)))
    )
