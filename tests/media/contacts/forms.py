"""Files of contacts as other programs write them: the headings that each documents, and rows.

Every file says the same of Zoé Tremblay of La Dépêche, as far as its program can.
"""

from collections.abc import Mapping
from dataclasses import dataclass

EMAILS = ("zoe.tremblay@depeche.example", "zoe@pige.example")
PHONES = ("514 555-0142", "438 555-0199")


@dataclass(frozen=True, slots=True)
class Form:
    """A program's file: its headings in order, and what its cells hold under them."""

    headings: str
    cells: Mapping[str, str]
    delimiter: str = ","
    encoding: str = "utf-8"

    def content(self) -> bytes:
        """Write the file, its one row quoted as such programs do."""
        headings = self.headings.split(",")
        given = dict(self.cells)
        row = [given.pop(heading, "") for heading in headings]
        assert not given, given
        lines = (
            self.delimiter.join(f'"{cell}"' for cell in line)
            for line in ([heading.rstrip("¹²").replace("¸", ",") for heading in headings], row)
        )
        return "".join(f"{line}\r\n" for line in lines).encode(self.encoding)


GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
    "Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,"
    "Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,"
    "Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,"
    "Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,"
    "Organization 1 - Department,Website 1 - Type,Website 1 - Value"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
    "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
    "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,"
    "Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Website 1 - Label,Website 1 - Value"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business Street 2,Business City,Business State,Business Postal Code,Business Country/Region,"
    "Home Street,Home City,Home Postal Code,Other Street,Assistant's Phone,Business Fax,"
    "Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,"
    "Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,"
    "TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,"
    "Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,"
    "E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,"
    "E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Initials,"
    "Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,"
    "Organizational ID Number,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,"
    "Web Page"
)
OUTLOOK_ON_THE_WEB = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,"
    "E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,"
    "Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,"
    "Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,"
    "Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,"
    "Business Street,Business City,Home Street,Other Street,Personal Web Page,Spouse,Schools,"
    "Hobby,Location,Web Page,Birthday,Anniversary,Notes"
)
OUTLOOK_FRENCH = (
    "Titre¹,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre²,Rue (bureau),Rue (bureau) 2,"
    "Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),"
    "Ville (domicile),Téléphone de l'assistant(e),Télécopie (bureau),Téléphone (bureau),"
    "Téléphone 2 (bureau),Rappel,Téléphone (voiture),Téléphone société,Télécopie (domicile),"
    "Téléphone (domicile),Téléphone 2 (domicile),RNIS,Tél. mobile,Télécopie (autre),"
    "Téléphone (autre),Récepteur de radiomessagerie,Téléphone principal,Radio téléphone,"
    "Téléphone TDD/TTY,Télex,Adresse de messagerie,Type de messagerie,"
    "Nom complet de l'adresse de messagerie,Adresse de messagerie 2,Type de messagerie 2,"
    "Nom complet de l'adresse de messagerie 2,Adresse de messagerie 3,Anniversaire,"
    "B.P. professionnelle,Bureau,Catégories,Compte,Conjoint(e),Emplacement,Enfants,Initiales,"
    "Langue,Mots clés,Nom de l'assistant(e),Notes,Page Web,Passe-temps,Priorité,Privé,"
    "Recommandé par,Responsable,Sexe,Utilisateur 1"
)
OUTLOOK_FRENCH_NEW = OUTLOOK_FRENCH.replace("Titre¹", "Titre").replace("Titre²", "Fonction")
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
    "Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home City,"
    "Work Address,Job Title,Department,Organization,Web Page 1,Birth Year,Custom 1,Notes"
)

FORMS = {
    "google until 2023": Form(
        GOOGLE_OLD,
        {
            "Name": "Zoé Tremblay",
            "Given Name": "Zoé",
            "Family Name": "Tremblay",
            "Group Membership": "* myContacts ::: * Presse",
            "E-mail 1 - Type": "* Work",
            "E-mail 1 - Value": " ::: ".join(EMAILS),
            "Phone 1 - Type": "Work",
            "Phone 1 - Value": PHONES[0],
            "Phone 2 - Type": "Mobile",
            "Phone 2 - Value": PHONES[1],
            "Organization 1 - Name": "La Dépêche",
            "Organization 1 - Title": "journaliste",
        },
    ),
    "google since": Form(
        GOOGLE,
        {
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "Organization Name": "La Dépêche",
            "Organization Title": "journaliste",
            "Labels": "* myContacts",
            "E-mail 1 - Label": "* Work",
            "E-mail 1 - Value": EMAILS[0],
            "E-mail 2 - Label": "Home",
            "E-mail 2 - Value": EMAILS[1],
            "Phone 1 - Label": "Work",
            "Phone 1 - Value": " ::: ".join(PHONES),
        },
    ),
    "outlook": Form(
        OUTLOOK,
        {
            "Title": "Ms.",
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "Company": "La Dépêche",
            "Job Title": "journaliste",
            "Business Fax": "514 555-0100",
            "Business Phone": PHONES[0],
            "Mobile Phone": PHONES[1],
            "Assistant's Phone": "514 555-0001",
            "E-mail Address": EMAILS[0],
            "E-mail Type": "SMTP",
            "E-mail Display Name": f"Zoé Tremblay ({EMAILS[0]})",
            "E-mail 2 Address": EMAILS[1],
            "E-mail 2 Type": "SMTP",
            "Language": "French (Canada)",
        },
        encoding="cp1252",
    ),
    "outlook on the web": Form(
        OUTLOOK_ON_THE_WEB,
        {
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "Title": "Ms.",
            "Company": "La Dépêche",
            "Job Title": "journaliste",
            "Business Phone": PHONES[0],
            "Mobile Phone": PHONES[1],
            "E-mail Address": EMAILS[0],
            "E-mail 2 Address": EMAILS[1],
        },
    ),
    "outlook in French": Form(
        OUTLOOK_FRENCH,
        {
            "Titre¹": "Mme",
            "Prénom": "Zoé",
            "Nom": "Tremblay",
            "Société": "La Dépêche",
            "Titre²": "journaliste",
            "Télécopie (bureau)": "514 555-0100",
            "Téléphone (bureau)": PHONES[0],
            "Tél. mobile": PHONES[1],
            "Téléphone de l'assistant(e)": "514 555-0001",
            "Adresse de messagerie": EMAILS[0],
            "Type de messagerie": "SMTP",
            "Nom complet de l'adresse de messagerie": f"Zoé Tremblay ({EMAILS[0]})",
            "Adresse de messagerie 2": EMAILS[1],
            "Langue": "Français (Canada)",
        },
        encoding="cp1252",
    ),
    "outlook in French, new, with semicolons": Form(
        OUTLOOK_FRENCH_NEW,
        {
            "Titre": "Mme",
            "Prénom": "Zoé",
            "Nom": "Tremblay",
            "Société": "La Dépêche",
            "Fonction": "journaliste",
            "Téléphone (bureau)": PHONES[0],
            "Tél. mobile": PHONES[1],
            "Adresse de messagerie": EMAILS[0],
            "Adresse de messagerie 2": EMAILS[1],
        },
        delimiter=";",
        encoding="cp1252",
    ),
    "an Apple address book as a table": Form(
        "First Name,Last Name,Job Title,Company,Work Email,Home Email,Work Phone,iPhone,Note",
        {
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "Job Title": "journaliste",
            "Company": "La Dépêche",
            "Work Email": EMAILS[0],
            "Home Email": EMAILS[1],
            "Work Phone": PHONES[0],
            "iPhone": PHONES[1],
        },
    ),
    "an Apple address book as a table, in French": Form(
        "Prénom,Nom,Fonction,Entreprise,E-mail travail,E-mail domicile,Téléphone travail,"
        "Téléphone mobile,Note",
        {
            "Prénom": "Zoé",
            "Nom": "Tremblay",
            "Fonction": "journaliste",
            "Entreprise": "La Dépêche",
            "E-mail travail": EMAILS[0],
            "E-mail domicile": EMAILS[1],
            "Téléphone travail": PHONES[0],
            "Téléphone mobile": PHONES[1],
        },
        encoding="utf-16",
    ),
    "thunderbird": Form(
        THUNDERBIRD,
        {
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "Display Name": "Zoé Tremblay",
            "Primary Email": EMAILS[0],
            "Secondary Email": EMAILS[1],
            "Work Phone": PHONES[0],
            "Fax Number": "514 555-0100",
            "Mobile Number": PHONES[1],
            "Job Title": "journaliste",
            "Organization": "La Dépêche",
        },
    ),
    "thunderbird in french": Form(
        "Prénom,Nom de famille,Nom à afficher,Surnom,Première adresse électronique,"
        "Adresse électronique secondaire,Pseudonyme,Tél. professionnel,Tél. personnel,Fax,"
        "Pager,Portable,Poste,Service,Société,Notes",
        {
            "Prénom": "Zoé",
            "Nom de famille": "Tremblay",
            "Nom à afficher": "Zoé Tremblay",
            "Première adresse électronique": EMAILS[0],
            "Adresse électronique secondaire": EMAILS[1],
            "Tél. professionnel": PHONES[0],
            "Fax": "514 555-0100",
            "Portable": PHONES[1],
            "Poste": "journaliste",
            "Société": "La Dépêche",
        },
    ),
    "a press directory": Form(
        "Contact Name,Contact Title,Outlet Name,Contact Email,Second Email,Contact Phone,"
        "Direct Phone,Contact Topics",
        {
            "Contact Name": "Zoé Tremblay",
            "Contact Title": "journaliste",
            "Outlet Name": "La Dépêche",
            "Contact Email": EMAILS[0],
            "Second Email": EMAILS[1],
            "Contact Phone": PHONES[0],
            "Direct Phone": PHONES[1],
        },
    ),
    "LinkedIn, completed by hand": Form(
        "First Name,Last Name,URL,Email Address,Email Address 2,Company,Position,Connected On,"
        "Cell,Tél. bureau",
        {
            "First Name": "Zoé",
            "Last Name": "Tremblay",
            "URL": "https://www.linkedin.com/in/zoe",
            "Email Address": EMAILS[0],
            "Email Address 2": EMAILS[1],
            "Company": "La Dépêche",
            "Position": "journaliste",
            "Connected On": "12 Nov 2026",
            "Tél. bureau": PHONES[0],
            "Cell": PHONES[1],
        },
    ),
    "Nom, Prénom as one heading": Form(
        "Média,Nom¸ Prénom,Titre,Courriel,Autre courriel,Téléphone,Cellulaire",
        {
            "Média": "La Dépêche",
            "Nom¸ Prénom": "Tremblay, Zoé",
            "Titre": "journaliste",
            "Courriel": EMAILS[0],
            "Autre courriel": EMAILS[1],
            "Téléphone": PHONES[0],
            "Cellulaire": PHONES[1],
        },
        delimiter=";",
    ),
}
