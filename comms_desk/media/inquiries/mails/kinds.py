"""What kind of mail it is: a journalist's question, a citizen's, a request for documents, none.

What is not surely something else is an inquiry: a question that is lost is worse than a
newsletter that somebody has to put away.
"""

import re

_AUTOMATIC = re.compile(
    r"(?:réponse automatique|automatic reply|auto(?:matique)?[ -]?reply|out of (?:the )?office"
    r"|absence du bureau"
    r"|absent(?:e)? du bureau|message d.absence|autoreply|je suis absent|undeliverable"
    r"|non remis|infolettre|newsletter)",
    re.IGNORECASE,
)
_SENT_TO_MANY = re.compile(
    r"(?:(?:se|me|vous) d[ée]sabonner|d[ée]sabonnement|d[ée]sinscri\w+|unsubscribe"
    r"|g[ée]rer (?:mes|vos|mon|votre) (?:pr[ée]f[ée]rences|abonnements?)"
    r"|manage (?:your |my )?(?:email )?(?:preferences|subscriptions?)"
    r"|(?:voir|afficher|lire|view|read|see) (?:ce |cette |le |la |this |it )?(?:\w+ )?"
    r"(?:dans|in) (?:votre|un|your|a|the) (?:navigateur|browser)"
    r"|vous recevez (?:ce|cette) \w+ (?:parce que|car)"
    r"|you(?:['’]re| are) receiving this \w+ because)",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"(?:loi sur l.acc[èe]s|(?:act respecting|under the) access to|access to (?:information"
    r"|documents)[\w ]{0,40} act"
    r"|access to information (?:act|law|request)|freedom of information|\bA-2\.1\b|\bLADOP\b"
    r"|article 9 de la loi|(?:copie|copies|copy) (?:de|of) (?:tous? |toutes? |all )(?:les "
    r"|the |mes |vos )?"
    r"(?:courriels|e-?mails|correspondances?|échanges|communications|documents|emails))",
    re.IGNORECASE,
)
_ACCESS_MADE = re.compile(
    r"(?:(?:fais|dépose|formule|présente|soumets|transmets|voici"
    r"|objet ?:) (?:par la présente )?(?:une |ma |la )?"
    r"demande d.acc[èe]s|^(?:re ?: ?)?demande d.acc[èe]s|^access request"
    r"|(?:file|filing|submit\w*|make|making) an? (?:access|ATI|ATIP|FOI))",
    re.IGNORECASE | re.MULTILINE,
)
_ACCESS_HAD = re.compile(
    r"(?<!\w)(?:obtenue?s?|reçue?s?|obtained|received|released|combien de demandes|how many)(?!\w)"
    r"[^.?!]{0,60}?(?:loi sur l.acc|demandes? d.acc|access to info|freedom of info)"
    r"|(?:loi sur l.acc|demandes? d.acc|access to info|freedom of info)[^.?!]{0,60}?"
    r"(?<!\w)(?:(?:avons|ai|a) reçu|obtenue?s?|we (?:obtained|received|got)"
    r"|i (?:obtained|received|got)|obtained)(?!\w)",
    re.IGNORECASE,
)
_VOICEMAIL = re.compile(
    r"(?:message(?:rie)? vocale?|voice ?mail|voice message|boîte vocale|nouveau message de"
    r"|missed call with message)",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"(?:notre (?:outil|solution|plateforme|logiciel|produit|offre|équipe aide"
    r"|entreprise (?:offre|aide|accompagne))"
    r"|nos (?:clients|services|solutions|produits)"
    r"|our (?:tool|solution|platform|software|product|clients|services|customers)"
    r"|directrice? des ventes"
    r"|sales|démo(?:nstration)?\b|\bdemo\b|webinaire|webinar|rabais|promotion"
    r"|soumission gratuite|partenariat commercial"
    r"|nous aidons|we help|développement des affaires|business development|account executive"
    r"|offre d.emploi)",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"(?<!\w)(?:journalistes?|journalist|reporter|pigistes?|freelanc\w*|recherchiste"
    r"|chroniqueu\w+|rédact(?:eur|rice) en chef"
    r"|newsroom|salle de (?:nouvelles|rédaction)|reportage"
    r"|(?<!je suis )tombée|en tombée|deadline|for publication"
    r"|balado|podcast|documentaire"
    r"|documentary|mon article|my (?:article|story|piece)|une? (?:article|enquête) (?:sur"
    r"|pour)|media request|demande média"
    r"|entrevue|interview|étudiante? en journalisme|journalism student|producer|réalisat\w+)(?!\w)",
    re.IGNORECASE,
)
_OF_THEIR_OWN = re.compile(
    r"(?<!\w)(?:ma|mon|mes|notre|nos|my|our) (?:rue|ruelle|bac|bacs|trottoir|maison|immeuble"
    r"|voiture|auto|pneu|taxes?|compte|quartier"
    r"|voisins?|facture|terrain|arbre|enfants?|stationnement|vignette|permis|parc|poubelles?"
    r"|recyclage|égout|sous-sol|logement|permis"
    r"|street|alley|bin|bins|sidewalk|house|building|car|tire|tax(?:es)?|block|neighbou?r\w*"
    r"|bill|yard|tree|kids?|driveway|permit"
    r"|garbage|basement|apartment|son|fils|fille|daughter|borough|corner)(?!\w)"
    r"|(?:devant|chez|en face de) (?:moi|chez moi)|je paie|i pay|je suis (?:une? )?(?:citoyen"
    r"|résident|contribuable|payeu|propriétaire|locataire)"
    r"|i am a (?:resident|citizen|taxpayer|homeowner)|i['’]m a (?:resident|citizen|taxpayer)"
    r"|as a (?:resident|taxpayer|citizen)",
    re.IGNORECASE,
)


def is_automatic_subject(subject: str) -> bool:
    """Whether a program wrote it, or a newsletter is announced."""
    return _AUTOMATIC.match(subject) is not None


def is_sent_to_many(text: str) -> bool:
    """Whether it says how to receive no more of it, as newsletters do, and does not ask."""
    return any(_SENT_TO_MANY.search(line) for line in text.split("\n") if "?" not in line)


def is_access(subject: str, body: str) -> bool:
    """Whether documents are demanded under the Access Act, and not spoken of."""
    text = f"{subject}\n{body}"
    if _ACCESS_MADE.search(text):
        return True
    named = _ACCESS.search(text)
    return named is not None and not _ACCESS_HAD.search(text)


def is_voicemail(subject: str, body: str, *, has_sound: bool) -> bool:
    """Whether a telephone system wrote it for somebody who spoke."""
    is_heard = has_sound or "transcri" in body.lower()
    return is_heard and _VOICEMAIL.search(subject) is not None


def sells(body: str) -> bool:
    """Whether it offers something for sale."""
    return _SELLS.search(body) is not None


def is_of_press(subject: str, body: str) -> bool:
    """Whether it speaks of a journalist's work."""
    return _PRESS.search(f"{subject}\n{body}") is not None


def is_of_their_own(subject: str, body: str) -> bool:
    """Whether somebody speaks of their own street, bin or taxes."""
    return _OF_THEIR_OWN.search(f"{subject}\n{body}") is not None
