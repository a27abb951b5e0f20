"""The columns of a file of contacts, under every name that other programs give them.

Google Contacts (until 2023 and since), Outlook (classic, new and on the web, in French and
English), Thunderbird, what turns an Apple address book into a table, LinkedIn, and the lists
of press directories.  The headings of facts stand with the facts; here are those of a whole
name, and what is heard otherwise than by its name.

``Title`` and ``Titre`` are a form of address in Outlook (Mme), beside ``Job Title`` or a second
``Titre``; in other files they are a post.  So their cells decide, and as a post they count only
where nothing better does.

``Id`` says which rows of one file are one person's; it is never an id of the desk.

Left unread: home addresses, birthdays, families.
"""

from dataclasses import replace

from comms_desk.imports.headings import heard
from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS
from comms_desk.media.outlets.reach_columns import of_addresses, of_telephones
from comms_desk.text.columns import ImportColumn
from comms_desk.text.fold import tokens

FORMS_OF_ADDRESS = frozenset(
    {"m", "mme", "mlle", "mr", "mrs", "ms", "miss", "mx", "dr", "dre", "me", "pr", "pre", "prof"}
    | {"monsieur", "madame", "mademoiselle", "maitre", "docteur", "docteure", "professeur"}
    | {"professeure", "doctor", "professor"}
)
"""Folded, as files have them."""


def is_form_of_address(text: str) -> bool:
    """Whether *text* is « Mme », "Mr." or the like."""
    return " ".join(tokens(text)) in FORMS_OF_ADDRESS


_NAMES = heard(fact for fact in FACTS if fact.is_title)
_HEARD = heard((OUTLET, *POSITION_FACTS, *FACTS))
_OTHERWISE = {
    "form_of_address": replace(
        _HEARD["form_of_address"], words=frozenset({"titre", "title"}), fits=is_form_of_address
    ),
    "title": replace(_HEARD["title"], weak=("titre", "title")),
    "beats": replace(_HEARD["beats"], many=True),
    "emails": of_addresses(_HEARD["emails"]),
    "phones": of_telephones(_HEARD["phones"]),
}

COLUMNS = (
    ImportColumn(
        key="name",
        names=(
            *("nom", "name", "nom complet", "full name", "journaliste", "contact", "file as"),
            *("display name", "nom à afficher", "contact name", "influencer name", "prénom nom"),
            *("prénom et nom", "first and last name", "journalist", "nom du contact"),
        ),
    ),
    ImportColumn(
        key="family_first",
        names=(
            *("nom, prénom", "nom et prénom", "nom de famille, prénom"),
            *("last name, first name", "surname, given name", "last, first"),
        ),
    ),
    ImportColumn(key="origins", names=("provenance",)),
    ImportColumn(key="id", names=("identifiant", "contact id")),
    *(_NAMES | _HEARD | _OTHERWISE).values(),
)
