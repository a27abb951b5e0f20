"""Who writes, and for whom: by their address, by the directory, by how they sign."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.inquiries.reading.directory_index import (
    DirectoryIndex,
    KnownOutlet,
    KnownReporter,
)
from comms_desk.text.fold import tokens

PUBLIC_MAILBOXES: Final = frozenset(
    {
        *("gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud"),
        *("me", "mac", "aol", "videotron", "bell", "sympatico", "proton", "protonmail", "pm"),
        *("gmx", "mail", "courriel", "fastmail", "hey", "zoho", "tutanota", "rogers", "telus"),
        *("cgocable", "cogeco", "globetrotter", "laposte", "orange", "free"),
    }
)
"""By the name before the last dots: anybody may have an address there."""

MOST_WORDS_OF_A_NAME: Final = 5

_TITLE = re.compile(r"\b(?:me|m\.|mme|mlle|dr\.?|dre|mr\.?|mrs\.?|ms\.?|prof\.?)\s+", re.IGNORECASE)
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]*)*")
_PARTICLES = frozenset({"de", "du", "des", "la", "le", "d", "van", "von", "el", "al", "da", "dos"})
_NO_PERSON = frozenset(
    {
        *("affectation", "affectations", "assignment", "bureau", "desk", "direction", "equipe"),
        *("info", "infolettre", "infos", "journal", "la", "les", "magazine", "media", "medias"),
        *("messagerie", "montreal", "news", "newsletter", "newsroom", "nouvelles", "pupitre"),
        *("radio", "reception", "recherche", "redaction", "relations", "salle", "service"),
        *("team", "the", "tv", "voicemail", "communications", "production", "emission", "studio"),
        *("connection", "secretariat", "greffe", "avocats", "inc", "ltee", "journaliste"),
        *("journalist", "reporter", "recherchiste", "producer", "editor", "pigiste"),
    }
)
_CUT = re.compile(r"[|(\[/•·,<]| [-–—] | via | pour | at | @")
_CALLS_THEMSELVES = re.compile(
    r"(?:c['’]est|ici|je m['’]appelle|mon nom est|it['’]s|this is|my name is|i['’]m|i am)"
    r"\s+((?:[^\W\d_][\w'’.-]*\s+){0,3}[^\W\d_][\w'’.-]*)",
    re.IGNORECASE,
)
_OF_AN_OUTLET = re.compile(
    r" (?:du|de|des|d['’]|à|au|aux|chez|pour|at|from|with|for|of|euh|uh|um|journaliste|reporter)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_WORKS_FOR = re.compile(
    r"(?:pigiste|journaliste|recherchiste|reporter|journalist|freelanc\w*|producer|réalisat\w+"
    r"|chroniqueu\w+"
    r"|(?:je |nous )?(?:écri\w+|travaill\w+|prépar\w+|collabor\w+)|\bi (?:write|work|report|am"
    r"|freelance)"
    r"|i['’]m|\bje suis|stagiaire|intern|c['’]est|it['’]s|this is|appelle)"
    r"[^.?!]{0,80}?\s(?:pour|for|with|at|à|au|aux|de|du|from|chez|d)['’]?\s*(.{2,80})",
    re.IGNORECASE,
)
_ADDRESS_NAME = re.compile(r"[a-z][a-z'-]+[._][a-z][a-z'-]+")


def address_of(written: str) -> Address | None:
    """Return the address that is *written*; None: it is none."""
    try:
        return Address.parse(written)
    except BadAddress:
        return None


def domain_of(address: str) -> str:
    """Return what stands after the @, in small letters."""
    return address.rpartition("@")[2].lower()


def is_public(address: str) -> bool:
    """Whether anybody may have an *address* there."""
    labels = domain_of(address).split(".")
    return bool(PUBLIC_MAILBOXES.intersection(labels[:-1]))


def is_ours(address: str, known: DirectoryIndex) -> bool:
    """Whether *address* is of the office's own domains, or of what stands under them."""
    domain = domain_of(address)
    return any(domain == each or domain.endswith(f".{each}") for each in known.our_domains)


def reporter_of(address: str, known: DirectoryIndex) -> KnownReporter | None:
    """Return who has *address*, where it is one person's."""
    parsed = address_of(address)
    having = () if parsed is None else known.reporters_by_email.get(parsed.key, ())
    return having[0] if len(having) == 1 else None


def outlet_by_domain(address: str, known: DirectoryIndex) -> KnownOutlet | None:
    """Return the outlet whose people have such addresses: by its site, or by its people's."""
    domain = domain_of(address)
    if not domain or is_public(address) or is_ours(address, known):
        return None
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        found = known.outlets_by_domain.get(".".join(labels[start:]))
        if found is not None:
            return found
    under = {
        each.id: each
        for site, each in known.outlets_by_domain.items()
        if site.endswith(f".{domain}")
    }
    if len(under) == 1:
        return next(iter(under.values()))
    theirs = {
        outlet
        for each in known.reporters
        if any(domain_of(email) == domain for email in each.emails)
        for outlet in each.outlets
    }
    return known.by_id.get(theirs.pop()) if len(theirs) == 1 else None


def outlet_in(lines: Iterable[str], known: DirectoryIndex) -> KnownOutlet | None:
    """Return the first outlet that *lines* name, the longest name first."""
    names = known.outlets_by_words
    for line in lines:
        words = tokens(line)
        for length in range(min(MOST_WORDS_OF_A_NAME + 1, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                found = names.get(tuple(words[start : start + length]))
                if found is not None:
                    return found
    return None


def outlet_said(body: Sequence[str], known: DirectoryIndex) -> KnownOutlet | None:
    """Return the outlet that the writer of *body* says they work for."""
    for line in body:
        for said in _WORKS_FOR.finditer(line):
            found = outlet_in([said[1]], known)
            if found is not None:
                return found
    return None


def person_in(written: str, known: DirectoryIndex) -> str:
    """Return the person's name that is *written*, in its usual order, or nothing."""
    written = " ".join(written.replace('"', " ").split())
    last, comma, first = written.partition(",")
    if comma and "," not in first and outlet_in([first], known) is None:
        swapped = f"{_before_cut(first)} {last.strip()}"
        if _is_person(last.strip(), fewest=1) and _is_person(swapped):
            return swapped
    name = _TITLE.sub("", _before_cut(written), count=1).strip(" .")
    if not _is_person(name) or tuple(tokens(name)) in known.outlets_by_words:
        return ""
    return name.title() if name.isupper() else name


def person_signing(signature: Sequence[str], known: DirectoryIndex) -> str:
    """Return the name with which a *signature* begins, or nothing."""
    return next(filter(None, (person_in(_alone(each), known) for each in signature[:2])), "")


def person_speaking(transcript: str) -> str:
    """Return how somebody calls themselves on the telephone, or nothing."""
    said = _CALLS_THEMSELVES.search(transcript)
    if said is None:
        return ""
    words = _OF_AN_OUTLET.split(said[1], maxsplit=1)[0].split()[:3]
    return " ".join(word if word[:1].isupper() else word.capitalize() for word in words)


def person_of_address(address: str) -> str:
    """Return the name that ``ada.okafor@…`` says, or nothing."""
    local = address.partition("@")[0].lower()
    if not _ADDRESS_NAME.fullmatch(local):
        return ""
    return " ".join(each.capitalize() for each in re.split(r"[._]", local))


def _before_cut(written: str) -> str:
    """Return what stands before their outlet, their job, their address."""
    return _CUT.split(written, maxsplit=1)[0].strip()


def _alone(line: str) -> str:
    """Return what stands before the comma of a signature: « Rose Latulippe, recherchiste »."""
    return line.partition(",")[0]


def _is_person(name: str, *, fewest: int = 2) -> bool:
    words = name.split()
    if not fewest <= len(words) <= MOST_WORDS_OF_A_NAME:
        return False
    if any(each in _NO_PERSON for each in tokens(name)):
        return False
    proper = [each for each in words if each.lower() not in _PARTICLES]
    return len(proper) >= fewest and all(_NAME_WORD.fullmatch(each) for each in proper)
