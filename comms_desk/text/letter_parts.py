"""How somebody greets in a letter that they wrote, and how they end it.

An ending is a closing formula with what signs below it: a name, a title, a service, a telephone.
Without a formula, lines end a letter only where they name the press office and nothing announces
them.  Below may stand a « P.-S. » and the thread that is answered.  No word is taken out: the
parts are told apart, so that what the office adds stands above the ending.  Where in doubt there
is no ending: signed twice is better than cut in two.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from comms_desk.text.fold import tokens
from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Run, paragraph

END = "–\u00a030\u00a0–"
MOST_ENDING_LINES = 14
LONGEST_LINE = 90
"""Of a signature, in characters."""
LONGEST_FORMULA = 160
LAST_BLOCKS = 3
"""Of a text, those among which its signature stands."""
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
    r"|(?:(?:très|bien|plus) )?(?:cordialement|amicalement|sincèrement|respectueusement)"
    r"|sincèrement vôtre|cdlt|cdt"
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
    r"\b(?:salutations|sentiments|considération|hommages)\b.{0,40}"
    r"|(?:en espérant|en vous (?:remerciant|souhaitant)|dans l[’']attente)\b[^.?!:;]{0,70},",
    re.IGNORECASE,
)
"""« Veuillez agréer… », « En espérant le tout utile, »."""
_SAYS = re.compile(
    r"(?:c[’']est|ce|il|elle|on|nous|notre|les?|la|l[’']|the|it|we|our)\b", re.IGNORECASE
)
"""How a sentence begins, however short."""
_ANNOUNCES = re.compile(
    r"\b(?:suivante?s?|voici|following|below|here (?:is|are)|ci-(?:dessous|après))\b", re.IGNORECASE
)
_QUOTATION = re.compile(r"[«“\"]|.*[»”\"]\Z")
_DASHES = frozenset({"--", "—", "–"})
_PRESS_OFFICE = (
    r"\brelations? (?:avec les |aux )?m[ée]dias\b|\b(?:media|press) (?:relations|office)\b"
    r"|\bexpérience citoyenne\b|\baffaires publiques\b|\bpublic affairs\b"
    r"|\b(?:salle|bureau) de presse\b|\b(?:direction|division|service) des communications\b"
)
_OFFICE = re.compile(_PRESS_OFFICE, re.IGNORECASE)
_SERVICE = re.compile(
    rf"{_PRESS_OFFICE}|\bville de montréal\b|\bcity of montr[ée]al\b|\bcabinet d"
    r"|\b(?:direction|division|service|bureau) (?:des|de la|de l.)",
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
_INITIALS = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}")
_NOTICE = re.compile(
    r"avis (?:de confidentialité|important|légal)|confidentiality|ce (?:courriel|message)\b"
    r"|this (?:e-?mail|message)\b",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r"(?:p\.?[ -]*s\.?|post-scriptum|n\.?[ -]*b\.?)(?=[\s\u00a0:.,–—-]|$)", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"-{3,} ?(?:message d.origine|courriel d.origine|original message|message transféré"
    r"|forwarded message) ?-{3,}",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:on|le) .{5,200} (?:wrote|a écrit)[ \u00a0]?:", re.IGNORECASE)
_ADDRESS = re.compile(r"\S@\S{1,100}\.\w")
_FROM = re.compile(r"(?:de|from)[ \u00a0]?: ?\S.*", re.IGNORECASE)
_SENT = re.compile(r"(?:envoyé|sent|objet|subject)(?: le)?[ \u00a0]?:.*", re.IGNORECASE)
_DATED = re.compile(r"(?:à|to|cc|date)[ \u00a0]?:.*", re.IGNORECASE)
"""A head of a mail says these too, but so does the route of a bus."""
_UNDERSCORES = re.compile(r"_{10,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterParts:
    """A letter that somebody wrote: its words, its ending, and what stands under that.

    Attributes:
        words: What it says, with its greeting.
        ending: The formula and the signature; none where it ends with its words.
        afterword: The « P.-S. » below the ending.
        mark: « – 30 – », where nothing but an ending stands below it.
        thread: The mail that is answered, quoted below.
    """

    words: tuple[Block, ...]
    ending: tuple[Block, ...] = ()
    afterword: tuple[Block, ...] = ()
    mark: tuple[Block, ...] = ()
    thread: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block, the number *of* that block, what it says, and the *blanks* above it."""

    block: Block
    of: int
    text: str
    blanks: int = 0


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


def closed(body: Sequence[Block], below: Sequence[Block], *, untagged: int) -> tuple[Block, ...]:
    """Return *body*, which somebody wrote, with what the office says *below* it.

    The office's signature is among the last *untagged* blocks; what stands above them is said.
    Where *body* has an ending of its own, that stands last: the office's signature is left out,
    or stands below what names neither the City nor a service.
    """
    at = len(below)
    while at > len(below) - untagged and _all_sign(_lines(below[at - 1 : at])):
        at -= 1
    signature = [each for each in _lines(below[at:]) if not _closes(each.text)]
    signed = signature[0].text if signature else ""
    parts = letter_parts(body, signed=signed)
    ending = parts.ending or tuple(below[at:])
    lines = _lines(ending)
    if any(_SERVICE.search(each.text) or _is_signed(each.text, signed) for each in lines):
        # It is signed: what stands with the office's signature, a telephone, a notice, stays.
        signature = [each for each in signature if not _SERVICE.search(each.text)]
        signature = [each for each in signature if not _is_signed(each.text, signed)]
    if parts.ending and signature:
        ending = _ended([*lines, *signature])
    return (*parts.words, *below[:at], *ending, *parts.afterword, *parts.mark, *parts.thread)


def letter_parts(body: Sequence[Block], *, signed: str = "") -> LetterParts:
    """Tell the parts of *body* apart; *signed* is the line with which the office signs."""
    lines = _lines(body)
    cut = _start_of_thread(lines)
    written, thread = lines[:cut], lines[cut:]
    quoted = len(written)
    while quoted and written[quoted - 1].block.kind is BlockKind.QUOTE:
        quoted -= 1
    start = end = until = len(written)
    for below in dict.fromkeys((len(written), quoted)):
        for after in dict.fromkeys((_start_of_afterword(written[:below]), below)):
            at = _start_of_ending(written[:after], signed)
            if at < after and start == len(written):
                start, end, until = at, after, below
    ending, afterword = written[start:end], written[end:until]
    marks = [each for each in [*ending, *afterword[-1:]] if is_end(each.block)]
    return LetterParts(
        words=_blocks(written[:start]),
        ending=_ended([each for each in ending if each not in marks]),
        afterword=_blocks([each for each in afterword if each not in marks]),
        mark=(paragraph(END),) if marks else (),
        thread=_blocks([*written[until:], *thread]),
    )


def _lines(body: Iterable[Block]) -> list[_Line]:
    """Return the lines of *body*; what is no paragraph is one."""
    found: list[_Line] = []
    for place, block in enumerate(body):
        if block.kind is not BlockKind.PARAGRAPH:
            said = paragraph(END) if block.kind.is_item and is_end(block) else block
            found.append(_Line(said, place, _said(block.text)))
            continue
        lines: list[list[Run]] = [[]]
        for run in block.runs:
            first, *others = run.text.split(BREAK)
            lines[-1].append(replace(run, text=first))
            lines += ([replace(run, text=text)] for text in others)
        blanks = 0
        for runs in lines:
            line = replace(block, runs=tuple(each for each in runs if each.text))
            if line.is_blank:
                blanks += 1
            else:
                found.append(_Line(line, place, _said(line.text), blanks))
                blanks = 0
    return found


def _said(text: str) -> str:
    return " ".join(text.split())


def _blocks(lines: Sequence[_Line]) -> tuple[Block, ...]:
    """Put *lines* together again, as they stood in their blocks."""
    found: list[Block] = []
    for _of, some in groupby(lines, key=lambda each: each.of):
        first, *others = some
        under = (
            run for each in others for run in (Run(BREAK * (1 + each.blanks)), *each.block.runs)
        )
        found.append(replace(first.block, runs=(*first.block.runs, *under)))
    return tuple(found)


def _ended(lines: Sequence[_Line]) -> tuple[Block, ...]:
    """Return the lines of an ending: its formulas apart, those of the signature together."""
    found: list[Block] = []
    for place, line in enumerate(lines):
        if not found or _closes(lines[place - 1].text) or _NOTICE.match(line.text):
            found.append(line.block)
        else:
            found[-1] = _under(found[-1], line.block)
    return tuple(found)


def _under(block: Block, other: Block) -> Block:
    return replace(block, runs=(*block.runs, Run(BREAK), *other.runs))


def _start_of_thread(lines: Sequence[_Line]) -> int:
    for place in range(1, len(lines)):
        text = lines[place].text
        is_wrote = bool(_WROTE.fullmatch(text)) and (_ADDRESS.search(text) is not None)
        is_ruled = bool(_UNDERSCORES.fullmatch(text)) and _is_head(lines[place + 1 : place + 6])
        if is_wrote or is_ruled or _FORWARDED.fullmatch(text) or _is_head(lines[place : place + 5]):
            return place
    return len(lines)


def _is_head(lines: Sequence[_Line]) -> bool:
    """Whether *lines* begin as the head of a mail: from whom, and when or about what."""
    if not lines or not _FROM.fullmatch(lines[0].text):
        return False
    below = [each.text for each in lines[1:]]
    said = [each for each in below if _SENT.fullmatch(each)]
    also = [each for each in below if _DATED.fullmatch(each)]
    is_mailed = any("@" in each for each in (lines[0].text, *also))
    return (bool(said) and len(said) + len(also) > 1) or (is_mailed and bool(said or also))


def _start_of_afterword(lines: Sequence[_Line]) -> int:
    for place in range(len(lines) - 1, 0, -1):
        if lines[place].block.kind is BlockKind.PARAGRAPH and _AFTERWORD.match(lines[place].text):
            return place
    return len(lines)


def _start_of_ending(lines: Sequence[_Line], signed: str) -> int:
    """Return the number of the line at which the ending begins, or how many there are."""
    first = max(len(lines) - MOST_ENDING_LINES, _first_word(lines))
    for place in range(first, len(lines)):
        if _opens_ending(lines[place], lines[place + 1 :], signed):
            return place
    start = len(lines)
    while start > first and _is_paragraph(lines[start - 1]):
        if not _identifies(lines[start - 1].text, signed):
            break
        start -= 1
    if not any(_names_office(each.text, signed) for each in lines[start:]):
        return len(lines)
    if start > first and _INITIALS.fullmatch(lines[start - 1].text):
        start -= 1
    above = lines[start - 1]
    is_said = above.text[-1:] in set(".!…)$%") and above.block.kind is not BlockKind.QUOTE
    leads = _ANNOUNCES.search(above.text) or _QUOTATION.match(above.text)
    return start if is_said and not leads else len(lines)


def _opens_ending(line: _Line, under: Sequence[_Line], signed: str) -> bool:
    """Whether *line* opens an ending: a formula; a mark or a dash above one, or above who signs."""
    if not _is_paragraph(line) or not _all_sign(under):
        return False
    if _closes(line.text) or (is_end(line.block) and not under):
        return True
    is_ruled = is_end(line.block) or line.text in _DASHES
    texts = [each.text for each in under]
    return is_ruled and any(
        _closes(each) or (_identifies(each, signed) and _SERVICE.search(each)) for each in texts
    )


def _first_word(lines: Sequence[_Line]) -> int:
    """Return the number of the first line that may end the letter: something is said before."""
    greets = bool(lines) and only_greets(lines[0].block)
    return min(len(lines), 1 + greets)


def _is_paragraph(line: _Line) -> bool:
    return line.block.kind is BlockKind.PARAGRAPH or is_end(line.block)


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
    if not _may_sign(text) or _SAYS.match(text):
        return False
    alone = text.partition(",")[0]
    is_named = bool(_NAMED.fullmatch(text)) or (
        bool(_NAMED.fullmatch(alone)) and bool(_TITLE.search(text) or _SERVICE.search(text))
    )
    says = is_named or _SERVICE.search(text) or _TITLE.search(text) or _REACH.fullmatch(text)
    return bool(says) or _is_signed(text, signed)


def _names_office(text: str, signed: str) -> bool:
    return bool(_OFFICE.search(text)) or _is_signed(text, signed)


def without_signature(below: Sequence[Block], body: Sequence[Block]) -> tuple[Block, ...]:
    """Return *below* but for the blocks of which the last blocks of *body* say every line."""
    last = [tokens(line.text) for line in _lines(body[-LAST_BLOCKS:])]
    return tuple(
        each for each in below if any(tokens(line.text) not in last for line in _lines((each,)))
    )


def _is_signed(text: str, signed: str) -> bool:
    """Whether *text* says what the office signs with: alone, or beside a name."""
    if len(text) > len(signed) + MOST_ADDED_CHARACTERS:
        return False
    wanted, said = tokens(signed.partition(",")[0]), tokens(text)
    return bool(wanted) and any(
        said[place : place + len(wanted)] == wanted for place in range(len(said))
    )
