"""The characters of a feed, whatever it claims about them.

A byte mark is believed first, then the server's header, then the document's declaration;
a claim that the bytes contradict is dropped for UTF-8, then for Windows-1252, which takes
anything.  Refuses exotic codecs: some take minutes on a hostile text.  References to
characters that do not exist, on which parsers fail, are mended, and bare ``&`` and ``<``.
"""

import codecs
import html
import re
import sys

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_DECLARATION_BYTES = 300
_KNOWN = re.compile(
    r"utf-(8|16|16-[lb]e|32|32-[lb]e)|iso8859-\d+|cp(125\d|437|85\d|932|949|950)|"
    r"gb2312|gbk|gb18030|big5|euc_\w+|shift_jis|koi8-[ru]|mac-?roman"
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_WINDOWS = "cp1252"
_LONG_REFERENCES = re.compile(rb"(?:&#(?:[0-9]{5,}|[xX][0-9a-fA-F]{4,});)+")
"""Shorter ones are of characters that exist."""
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]++)|([0-9]++));")
_LAST_CODE_DIGITS = 7
_QUOTED = re.compile(rb"<!--|<!\[CDATA\[")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_BARE_BRACKET = re.compile(rb"<(?![A-Za-z_:/!?\x80-\xff])")
_HALVES = range(0xD800, 0xE000)
"""What UTF-16 writes other characters with: none by itself."""


def as_utf8(body: bytes, content_type: str) -> bytes:
    """Return *body* in UTF-8, without its mark."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            is_bom = mark[0] != ord("<") and not mark.endswith(b"?")
            unmarked = body[len(mark) if is_bom else 0 :]
            return unmarked if name == "utf-8" else _recode(unmarked, name)
    header = _CHARSET.search(content_type)
    declared = _DECLARED.match(body[:_DECLARATION_BYTES])
    claims = (
        header.group(1) if header else "",
        declared.group(1).decode("ascii") if declared else "",
        "utf-8",
    )
    for claim in claims:
        name = _codec(claim)
        if not name:
            continue
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        return body if name == "utf-8" else text.encode("utf-8")
    return _recode(body, _WINDOWS)


def _codec(claim: str) -> str:
    """Return the codec that a claim names; Latin-1 is read as Windows-1252, as browsers do."""
    try:
        name = codecs.lookup(claim).name if claim else ""
    except LookupError:
        return ""
    if name in ("iso8859-1", "ascii"):
        return "utf-8" if name == "ascii" else _WINDOWS
    return name if _KNOWN.fullmatch(name) else ""


def _recode(body: bytes, name: str) -> bytes:
    return body.decode(name, "replace").encode("utf-8", "replace")


def mend_references(text: bytes) -> bytes:
    """Return UTF-8 *text* with each reference to a character that does not exist mended.

    Halves of a pair, as UTF-16 has them, become the character that they make together (some
    programs write ``&#55357;&#56832;`` for an emoji); anything else becomes U+FFFD.
    """
    return _LONG_REFERENCES.sub(_mended, text) if b"&#" in text else text


def mend_marks(text: bytes) -> bytes:
    """Return UTF-8 *text* with each bare ``&`` and ``<`` escaped, outside of CDATA.

    So are the entities of HTML, which XML does not know, and what begins a comment that never
    ends: all are common, and one makes the whole document ill-formed.
    """
    pieces: list[bytes] = []
    endless: set[bytes] = set()
    begin = position = 0
    while (found := _QUOTED.search(text, position)) is not None:
        end_mark = b"-->" if found.group() == b"<!--" else b"]]>"
        end = -1 if end_mark in endless else text.find(end_mark, found.end())
        pieces.append(_marks_mended(text[begin : found.start()]))
        if end < 0:
            endless.add(end_mark)
            begin = position = found.end()
            pieces.append(b"&lt;" + found.group()[1:])
        else:
            begin = position = end + len(end_mark)
            pieces.append(text[found.start() : begin])
    pieces.append(_marks_mended(text[begin:]))
    return b"".join(pieces)


def _marks_mended(text: bytes) -> bytes:
    if b"&" in text:
        text = _BARE_AMPERSAND.sub(b"&amp;", _ENTITY.sub(_entity, text))
    return _BARE_BRACKET.sub(b"&lt;", text)


def _entity(found: re.Match[bytes]) -> bytes:
    if found.group(1) in _OF_XML:
        return found.group()
    whole = found.group().decode("ascii")
    meant = html.unescape(whole)
    return found.group() if meant == whole else html.escape(meant, quote=False).encode()


def _mended(found: re.Match[bytes]) -> bytes:
    codes = [_code(*each.groups()) for each in _REFERENCE.finditer(found.group())]
    if not any(code in _HALVES or code > sys.maxunicode for code in codes):
        return found.group()
    halves = "".join(chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes)
    whole = halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(f"&#{ord(each)};" for each in whole).encode("ascii")


def _code(hexadecimal: bytes | None, decimal: bytes | None) -> int:
    written, base = (hexadecimal, 16) if hexadecimal else (decimal or b"", 10)
    digits = written.lstrip(b"0") or b"0"
    return int(digits, base) if len(digits) <= _LAST_CODE_DIGITS else sys.maxunicode + 1
