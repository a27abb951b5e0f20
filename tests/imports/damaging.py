"""True files, and what disks, mail servers and tools make of them: the same for the same seed.

A workbook is damaged as a file, or within: its parts are taken out, damaged, and packed again
under a sum that is right, so that the damage reaches who reads it.
"""

import io
import random
import re
import zipfile
from collections.abc import Mapping

from comms_desk.text.spreadsheet import Flavour, write_table, write_workbook
from tests.imports.calc_files import NAMES as SAVED_BY_CALC
from tests.imports.calc_files import file_of
from tests.media.contacts.forms import FORMS

HEADINGS = ("Nom", "Prénom", "Média", "Titre", "Courriel", "Téléphone", "Note")
ROWS = [
    [
        f"Tremblay{number}",
        "Zoé" if number % 3 else "",
        f"La Dépêche {number % 5}",
        "journaliste; chroniqueuse",
        f"zoe{number}@depeche.example",
        f"514 555-{number:04}",
        'Elle a dit: "rappelez"\nle matin' if number % 4 == 0 else "",
    ]
    for number in range(1, 21)
]
_XML = re.compile(rb"<[^<>]*>|[^<>]+")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CELL = re.compile(rb'(?:r|s|t|count|sheetId|spans|ref|r:id|Id|numFmtId)="[^"]*"')


def tables() -> Mapping[str, bytes]:
    """Return true tables by name: ours, and those of other programs."""
    ours = {
        "ours for Excel": write_table(HEADINGS, ROWS),
        "ours, plain": write_table(HEADINGS, ROWS, flavour=Flavour.PLAIN),
        "of Excel in French": write_table(HEADINGS, ROWS).decode("utf-8-sig").encode("cp1252"),
        "for another program": write_table(HEADINGS, ROWS).decode("utf-8-sig").encode("utf-16"),
    }
    return ours | {name: form.content() for name, form in FORMS.items()}


def workbooks() -> Mapping[str, bytes]:
    """Return true workbooks by name: ours, and those that Calc saved."""
    theirs = {name: file_of(name).read_bytes() for name in SAVED_BY_CALC}
    return {"ours": _of_no_moment(write_workbook(HEADINGS, ROWS))} | theirs


def _of_no_moment(workbook: bytes) -> bytes:
    """Return *workbook* without when it was made: it is the same whenever that is."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            part = _MOMENT.sub(b"2026-11-24T10:00:00Z", source.read(name))
            made.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return *content* as it may arrive: bytes flipped, taken out, doubled, cut off, put in."""
    made = bytearray(content)
    for _hit in range(chance.randint(1, 4)):
        if not made:
            break
        place = chance.randrange(len(made))
        length = min(chance.choice((1, 2, 7, 60, 500)), len(made) - place)
        match chance.randrange(6):
            case 0:
                made[place] ^= 1 << chance.randrange(8)
            case 1:
                made[place : place + length] = chance.randbytes(length)
            case 2:
                del made[place : place + length]
            case 3:
                made[place:place] = made[place : place + length]
            case 4:
                made[place:place] = chance.choice(_INSERTED)
            case _ if chance.random() < 0.5:
                del made[place:]
    return bytes(made)


def damaged_within(content: bytes, chance: random.Random) -> bytes:
    """Return the workbook *content* with its parts damaged, whole as an archive."""
    source = zipfile.ZipFile(io.BytesIO(content))
    names = source.namelist()
    hit = set(chance.sample(names, k=chance.choice((1, 1, 1, 2))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            part = source.read(name)
            if name in hit:
                part = chance.choice((damaged, _damaged_xml, _damaged_xml))(part, chance)
                if chance.random() < 0.03:
                    continue
            made.writestr(name, part)
    return out.getvalue()


def _damaged_xml(part: bytes, chance: random.Random) -> bytes:
    """Return a part of a workbook, its tags or their values taken out, doubled or exchanged."""
    pieces: list[bytes] = _XML.findall(part)
    for _hit in range(chance.randint(1, 6)):
        if len(pieces) < 2:
            break
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(5):
            case 0:
                del pieces[one]
            case 1:
                pieces.insert(one, pieces[other])
            case 2:
                pieces[one], pieces[other] = pieces[other], pieces[one]
            case 3:
                values = _CELL.findall(pieces[one])
                if values:
                    name = values[0].partition(b"=")[0]
                    value = chance.choice(_VALUES)
                    pieces[one] = pieces[one].replace(values[0], name + b'="' + value + b'"', 1)
            case _:
                pieces[one] = damaged(pieces[one], chance)
    return b"".join(pieces)


_INSERTED = (
    *(b"\x00", b"\xff\xfe", b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\r\n\r\n"),
    *(b"=1+1", "é".encode(), b"\xe9", b"\x1a", b"sep=;\r\n", b"\xef\xbb\xbf", b"<", b"&#0;"),
)
_VALUES = (
    *(b"", b"0", b"-1", b"1", b"99999", b"A1", b"A0", b"ZZZZ9", b"XFD40", b"A1:B2", b"B2:A1"),
    *(b"s", b"n", b"e", b"b", b"inlineStr", b"str", b"1e9", b"x", b"A9999", b"rId9"),
)
