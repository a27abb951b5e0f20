"""The columns of a file of contacts, under every name that other programs give them.

Google Contacts (until 2023 and since), Outlook (classic, new and on the web, in French and
English), Thunderbird, what turns an Apple address book into a table, LinkedIn, and the lists
of press directories.  Google and Outlook number their columns and Outlook names some ninety:
an address and a telephone are known by a word of their heading, where the cells agree.

``Title`` and ``Titre`` are a form of address in Outlook (Mme), beside ``Job Title`` or a second
``Titre``; in other files they are a post.  So they count only where nothing better does.

Left unread: faxes, an assistant's telephone, home addresses, birthdays, families.
"""

from collections.abc import Iterable, Mapping
from itertools import islice

from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.model import BadPhone, phone_key
from comms_desk.text.columns import Column

LEAST_DIGITS = 10
"""Of a telephone that a column is known by: shorter ones are numbers of anything."""
MOST_DIGITS = 15

_NOT_AN_ADDRESS = frozenset(
    {"type", "label", "libelle", "etiquette", "display", "affiche", "nom", "name", "format"}
    | {"status", "statut", "date", "consent", "consentement", "opt", "marketing", "list", "liste"}
    | {"assistant", "assistante", "manager", "responsable", "postal", "postale", "web"}
)
_NOT_A_TELEPHONE = frozenset(
    {"type", "label", "libelle", "etiquette", "fax", "telecopie", "telecopieur", "pager"}
    | {"telex", "tty", "tdd", "isdn", "assistant", "assistante", "date", "status", "statut"}
    | {"manager", "responsable", "opt", "consent"}
)

_NOTHING = frozenset(
    {"-", "--", "–", "—", "?", "n/a", "n.a.", "na", "n/d", "n.d.", "nd", "s/o", "s.o."}
    | {"aucun", "aucune", "none", "inconnu", "inconnue", "unknown", "#n/a"}
)
"""What a cell says that has nothing to say, in lists that are kept by hand."""

_BETWEEN = str.maketrans(dict.fromkeys(";,/\n|", "\n"))
_BETWEEN_ADDRESSES = str.maketrans(dict.fromkeys(";,\n|", "\n"))
_BETWEEN_TELEPHONES = str.maketrans(dict.fromkeys(";/\n|", "\n"))


def written_addresses(cells: Iterable[str]) -> Iterable[str]:
    """Yield the addresses of *cells*; a space parts two, but not the words of a bad one.

    So does a stroke, but it may stand in an address too (RFC 5322, 3.2.3), and an Exchange
    server's own addresses are made of them (``/o=…/cn=…``).
    """
    for piece in _pieces(cells, _BETWEEN_ADDRESSES):
        for part in _pieces((piece,), _BETWEEN) if _holds_several(piece) else (piece,):
            yield from part.split() if part.count("@") > 1 else (part,)


def _holds_several(piece: str) -> bool:
    return "@" in piece and "/" in piece and not piece.startswith("/") and not _is_one(piece)


def _is_one(text: str) -> bool:
    try:
        return bool(Address.parse(text))
    except BadAddress:
        return False


def written_telephones(cells: Iterable[str]) -> Iterable[str]:
    """Yield the telephones of *cells*; « ou » parts two."""
    said = (cell.replace(" ou ", "\n").replace(" or ", "\n") for cell in cells)
    yield from _pieces(said, _BETWEEN_TELEPHONES)


def written_beats(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the beats of *cells*, each once."""
    return tuple(dict.fromkeys(_pieces(cells, _BETWEEN)))


def holds_addresses(text: str) -> bool:
    """Whether *text* begins with an address."""
    return "@" in text and all(map(_is_one, islice(written_addresses([text]), 1)))


def holds_telephones(text: str) -> bool:
    """Whether *text* begins with a telephone: ten digits or more, and hardly a letter."""
    piece = next(iter(written_telephones([text])), "")
    number = piece.casefold().partition("poste")[0].partition("ext")[0].partition("x")[0]
    try:
        digits = len(phone_key(number))
    except BadPhone:
        return False
    return LEAST_DIGITS <= digits <= MOST_DIGITS and not any(map(str.isalpha, number))


def _pieces(cells: Iterable[str], between: Mapping[int, str]) -> Iterable[str]:
    """Yield what stands between the separators of *cells*; Google's is three colons."""
    for cell in cells:
        if cell.strip().casefold() in _NOTHING:
            continue
        for piece in cell.replace(":::", "\n").translate(between).split("\n"):
            if text := piece.strip():
                yield text


COLUMNS = (
    Column(
        key="name",
        names=(
            *("nom", "name", "nom complet", "full name", "journaliste", "contact", "file as"),
            *("display name", "nom à afficher", "contact name", "influencer name", "prénom nom"),
            *("prénom et nom", "first and last name", "journalist", "nom du contact"),
        ),
    ),
    Column(
        key="family_first",
        names=(
            *("nom, prénom", "nom et prénom", "nom de famille, prénom"),
            *("last name, first name", "surname, given name", "last, first"),
        ),
    ),
    Column(
        key="family_name",
        names=("nom de famille", "last name", "surname", "family name", "lastname"),
    ),
    Column(key="given_name", names=("prénom", "first name", "given name", "firstname")),
    Column(
        key="outlet",
        names=(
            *("média", "media", "outlet", "organisation", "organization", "employeur", "company"),
            *("organization name", "organization 1 - name", "nom de l'organisation", "société"),
            *("organisation 1 - nom", "entreprise", "company name", "outlet name", "outlets"),
            *("outlet(s)", "media outlet", "médias", "employer", "publication", "media name"),
        ),
    ),
    Column(
        key="title",
        names=(
            *("fonction", "poste", "rôle", "role", "job title", "position", "profession"),
            *("organization title", "organization 1 - title", "titre de l'organisation"),
            *("organisation 1 - titre", "titre du poste", "intitulé du poste", "contact title"),
        ),
        weak=("titre", "title"),
    ),
    Column(
        key="beats",
        names=(
            *("couverture", "beats", "beat", "sujets", "sujet", "topics", "spécialité"),
            *("beat(s)", "contact topics", "subjects", "contact subjects", "secteurs"),
        ),
        many=True,
    ),
    Column(
        key="emails",
        names=(
            *("courriel", "email", "e-mail", "adresse courriel", "email address"),
            *("adresse électronique", "e-mail address", "e-mail - value", "e-mail - valeur"),
            *("adresse de messagerie", "e-mail adress", "primary email", "secondary email"),
        ),
        many=True,
        words=frozenset(
            {"courriel", "courriels", "email", "emails", "mail", "messagerie", "courrier"}
            | {"electronique"}
        ),
        but=_NOT_AN_ADDRESS,
        fits=holds_addresses,
    ),
    Column(
        key="phones",
        names=(
            *("téléphone", "phone", "telephone", "cellulaire", "mobile", "tél.", "phone number"),
            *("cell", "numéro de téléphone", "phone - value", "téléphone - valeur"),
            *("business phone", "mobile phone", "home phone", "other phone", "primary phone"),
            *("company main phone", "téléphone (bureau)", "téléphone (domicile)", "work phone"),
            *("téléphone (autre)", "tél. mobile", "téléphone société", "téléphone principal"),
            *("mobile number", "téléphone professionnel", "téléphone portable"),
        ),
        many=True,
        words=frozenset(
            {"telephone", "telephones", "phone", "phones", "tel", "mobile", "cell", "cellulaire"}
            | {"cellphone", "portable", "iphone", "gsm"}
        ),
        but=_NOT_A_TELEPHONE,
        fits=holds_telephones,
    ),
    Column(key="language", names=("langue", "language")),
    Column(key="scope", names=("territoire", "arrondissement", "arrondissements", "scope")),
    Column(
        key="note",
        names=("note", "notes", "remarque", "remarques", "comment", "comments", "commentaires"),
    ),
    Column(
        key="do_not_contact",
        names=("ne pas contacter", "do not contact", "exclusion", "exclu", "unsubscribed"),
    ),
)
