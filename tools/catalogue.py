"""Keep the French catalogue in step with the sources.

``python tools/catalogue.py update`` extracts every string, merges it into the catalogue and
compiles it; ``python tools/catalogue.py missing`` lists what waits for its French.  The test
of the catalogue calls `problems`, so a stale catalogue fails the gate.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from comms_desk.cli.help import said_by
from comms_desk.cli.main import NOUNS, root
from comms_desk.settings import SETTINGS

ROOT = Path(__file__).parent.parent
SPOKEN = ("comms_desk", "tools/tour")
FOLDER = ROOT / "resources" / "locale" / "fr_CA" / "LC_MESSAGES"
PO = FOLDER / "comms_desk.po"
MO = FOLDER / "comms_desk.mo"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "N_": None,
    "NN_": (1, 2),
}
HEADER = """# French (Canada) words of Comms Desk.
# One word for one thing: see the glossary of the house before choosing another."""

TYPOGRAPHY = {
    "a space before ; ! or ?": re.compile(r"[ \u00a0]+[;!?]"),
    "a colon without its no-break space": re.compile(r"[^\s\u00a0:]:(?=\s|$)|(?<=\S) :(?=\s|$)"),
    "« without its no-break space": re.compile(r"«(?!\u00a0)"),
    "» without its no-break space": re.compile(r"(?<!\u00a0)»"),
    "straight quotation marks": re.compile(r'"'),
    "a straight apostrophe": re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ«]"),
    "% without its no-break space": re.compile(r"[\d}] ?%"),
    "three dots": re.compile(r"\.\.\."),
}
"""Rules of the OQLF that the catalogue must obey (Vitrine linguistique, « espacement »)."""

UNITS = r"(?:Go|Mo|ko|GB|MB|KB|h|min|s|px)\b"
NO_VOWEL_FIRST = (
    r"address|count|day|end|examined|limit(?:_mib)?|lines?|megabytes|moment|n|number|piece|rate|start|time"
    r"|total|waiting"
)
"""The fields whose values begin with a digit, with http or with a brace: nothing elides there."""

TYPOGRAPHY_OF_ALL = {
    "a plain space before a unit": re.compile(rf"[\d}}] {UNITS}"),
    "a plain space after nᵒ or no.": re.compile(r"(?:nᵒ|\bno\.) [\d{]"),
}
"""Rules of both languages, of a text as it stands, fields included."""

ELISION = re.compile(
    rf"\b(?:de|je|jusque|la|le|lorsque|me|ne|puisque|que|quoique|se|si|te) (?:«\u00a0)?"
    rf"{{(?!(?:{NO_VOWEL_FIRST})\b)",
    re.IGNORECASE,
)
"""A word that the name put after it may elide: « de Entre nous ».  A noun goes between."""

SOURCES = {"a straight apostrophe": re.compile(r"\w'(?!')")}
"""Rules of the English sources; click's own quote a name as in '{command}'."""

OF_A_COMMAND = re.compile(r"comms-desk |COMMS_DESK_|(?<![\w-])--[a-z]")
COMMANDS = ("comms_desk/cli/", "comms_desk/settings.py", "comms_desk/wording/commands.py")
"""Elsewhere, errors included, a sentence is the window's too: it names a page and a button."""

QUERY_FIELDS = r"\b(?:titre|média|auteur|langue|après|avant):"
"""The fields of a query, by their French names: typed as they are, without a space."""


def extracted() -> Catalog:
    """Return every string of the package and of its tour, with the places where it stands."""
    catalog = Catalog(locale="fr_CA", project="comms-desk", charset="utf-8", header_comment=HEADER)
    for folder in SPOKEN:
        for name, line, message, comments, context in extract_from_dir(
            str(ROOT / folder), keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(
                message,
                None,
                [(f"{folder}/{Path(name).as_posix()}", line)],
                auto_comments=comments,
                context=context,
            )
    for noun in NOUNS.values():
        module, attribute = noun.command.split(":")
        for sentence in said_by(getattr(import_module(module), attribute)):
            catalog.add(sentence, None, [(f"{module.replace('.', '/')}.py", 1)])
    for setting in SETTINGS:
        for words in filter(
            None, (setting.label, setting.help, setting.unit, setting.kind.expected)
        ):
            catalog.add(words, None, [("comms_desk/settings.py", 1)])
    for sentence in said_by(root):
        catalog.add(sentence, None, [("comms_desk/cli/main.py", 1)])
    return catalog


def stored() -> Catalog:
    """Return the catalogue as it stands in the tree."""
    if not PO.exists():
        return Catalog(locale="fr_CA")
    with PO.open("rb") as file:
        return read_po(file, locale="fr_CA")


def waiting(catalog: Catalog) -> list[Message]:
    """Return the messages without their French, or with a doubtful one."""

    def done(message: Message) -> bool:
        return all(_strings(message.string)) and not message.fuzzy

    return [message for message in catalog if message.id and not done(message)]


def update() -> None:
    """Merge what the sources say into the catalogue, and compile it.

    Where a string stands is not written: it changes with every file that moves, and the one rule
    that reads it asks the extraction.
    """
    catalog = stored()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    catalog.fuzzy = False
    catalog.project, catalog.version = "comms-desk", "1"
    FOLDER.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, sort_output=True, omit_header=False)
    text = buffer.getvalue().decode("utf-8")
    text = re.sub(
        r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team)[^"]*"\n',
        "",
        text,
    )
    PO.write_text(text, encoding="utf-8")
    with MO.open("wb") as file:
        write_mo(file, stored())


def problems() -> Iterator[str]:
    """Say what is stale, missing or against French typography in the catalogue."""
    now, then = extracted(), stored()
    sources = {(message.context, _key(message)) for message in now if message.id}
    kept = {(message.context, _key(message)) for message in then if message.id}
    yield from (f"not in the catalogue: {key}" for _context, key in sorted(sources - kept, key=str))
    yield from (f"no longer said: {key}" for _context, key in sorted(kept - sources, key=str))
    yield from (f"no French for: {message.id}" for message in waiting(then))
    for message in then:
        if not message.id:
            continue
        names = set(re.findall(r"{(\w+)", " ".join(_strings(message.id))))
        for text in _strings(message.string):
            if set(re.findall(r"{(\w+)", text)) - names:
                yield f"a field that the sources do not give: {text}"
            for what, rule in TYPOGRAPHY.items():
                if rule.search(_prose(text, _strings(message.id))):
                    yield f"{what}: {text}"
            if ELISION.search(text):
                yield f"an elision that a name may ask for: {text}"
        said = now.get(message.id, message.context)
        yield from of_message(message, said.locations if said else ())


def of_message(message: Message, places: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Say what is wrong in the English of *message*, and in both languages as said at *places*."""
    for text in _strings(message.id):
        yield from (f"{what}: {text}" for what, rule in SOURCES.items() if rule.search(text))
    for text in (*_strings(message.id), *_strings(message.string)):
        for what, rule in TYPOGRAPHY_OF_ALL.items():
            if rule.search(text):
                yield f"{what}: {text}"
        if OF_A_COMMAND.search(text) and any(
            not place.startswith(COMMANDS) for place, _line in places
        ):
            yield f"a command, an option or a variable in the window: {text}"


def _key(message: Message) -> str:
    return _strings(message.id)[0]


def _strings(value: object) -> tuple[str, ...]:
    """Return the forms of a message or of its French: one, or one a number."""
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value or ""),)


def _prose(text: str, sources: tuple[str, ...]) -> str:
    """Drop what is not French prose: fields, and the words that the source writes alike.

    A name of a field (``title:``), an option or a path is the same in both languages; so are
    the straight quotation marks of a query.
    """
    alike = {word for source in sources for word in source.split()}
    kept = " ".join("x" if word in alike else word for word in text.split(" "))
    if any('"' in source for source in sources):
        kept = kept.replace('"', "")
    return re.sub(rf"https?://\S+|\{{[^}}]*\}}|{QUERY_FIELDS}", "x", kept)


def main(arguments: list[str]) -> int:
    """Do what the first argument says; answer the exit status."""
    match arguments:
        case ["update"]:
            update()
            print(f"{len(waiting(stored()))} strings wait for their French")
        case ["missing"]:
            for message in waiting(stored()):
                print(message.id)
        case ["check"]:
            found = list(problems())
            print("\n".join(found) or "the catalogue is complete")
            return bool(found)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
