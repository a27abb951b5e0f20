"""What kind of mail it is: a journalist's question, a citizen's, a request for documents, none.

What is not surely something else is an inquiry: a question that is lost is worse than a
newsletter that somebody has to put away.
"""

import re
from collections.abc import Iterable

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
    r"(?:nous vendons|we sell|notre (?:outil|solution|plateforme|logiciel|produit|offre|équipe aide"
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

_RECEIPT = re.compile(
    r"(?:lu|non lu|remis|read|not read|delivered|accusé de lecture|read receipt) ?:"
    r"|(?:accepté|refusé|provisoire|accepted|declined|tentative) ?: ",
    re.IGNORECASE,
)
_WAS_READ = re.compile(
    r"(?:(?:a été|was) (?:lu|read|remis|delivered|supprimé|deleted)(?!\w)|BEGIN:VCALENDAR|\A\s*\Z)",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"(?<!\w)(?:je (?:suis|serai)|nous sommes|i(?:['’]m| am| will be)) [^.!?\n]{0,30}?(?:absente?"
    r"|en vacances|en congé|à l['’]extérieur|out of (?:the|my) office"
    r"|on (?:vacation|leave|holidays?)|away)(?!\w)",
    re.IGNORECASE,
)
_MEANWHILE = re.compile(
    r"(?<!\w)(?:jusqu['’]|until|de retour|(?:be |am )?back (?:on|in)|return|en mon absence"
    r"|in my absence|(?:pour toute|en cas d['’])\s?urgence|for urgent|if urgent)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"(?:(?:plaisir|honneur|joie) de vous (?:inviter|convier)|cordialement (?:invité|convié)"
    r"|vous êtes (?:invité|convié)|cordially invited|you(?:['’]re| are) invited"
    r"|pleasure (?:of inviting|to invite)|\brsvp\b|confirmez votre présence|save the date"
    r"|réservez votre (?:table|place)|inscrivez-vous|tarifs? (?:préférentiels?|réduits?)"
    r"|early.bird|achetez vos billets|soirée-bénéfice|\bgala\b)",
    re.IGNORECASE,
)
_ROLES = (
    r"(?:journalistes?|photojournaliste|journalist|photojournalist|reporter|correspondante?"
    r"|correspondent|pigiste|freelancer|recherchiste|chroniqueu(?:r|se)|columnist"
    r"|caricaturiste|cartoonist|éditorialiste|rédact(?:eur|rice)(?: en chef)?"
    r"|editor(?:-in-chief)?|news editor|animat(?:eur|rice)"
    r"|réalisat(?:eur|rice)|documentariste|producer|researcher|fact[ -]checker"
    r"|étudiante? en journalisme|journalism student)"
)
_OF_THEMSELVES = re.compile(
    rf"(?:(?<!\w)(?:je suis|suis|en tant que|comme|i am|i['’]m|as)(?: an?| the| une?)? "
    rf"(?:[\w'’-]+ ){{0,3}}?"
    rf"{_ROLES}(?!\w)"
    rf"|(?:^|[.!,;:] )(?:[\w'’.-]+ ){{0,4}}?{_ROLES} (?:à|au|aux|chez|pour|d['’]|du|de la|des|with"
    rf"|at|for|from|indépendante?)(?!\w)"
    r"|(?:^|, )étudiante? en journalisme"
    r"|(?<!\w)(?:je|j['’]|nous|on|i|we)(?:['’](?:m|re))? ?(?:am |are )?(?:prépar\w+|écri\w+"
    r"|réalis\w+|produi\w+|publi\w+|produce|writ\w+|work\w* on|mont(?:e|ons)|boucl\w+|fil(?:e|ing))"
    r"[^.?!\n]{0,40}?(?:article|reportage|papier|dossier|chronique|émission|balado|podcast"
    r"|documentaire|documentary|story|piece|column|série|feature|newsletter|infolettre|journal"
    r"|magazine)(?!\w)"
    r"|^working on an? (?:story|piece|article)"
    r"|(?:je|i) (?:suis|am|m)? ?(?:en tombée|filing|on deadline)|i['’]m filing"
    r"|heure de tombée ?:|(?:my|our) deadline|deadline (?:is|:)"
    r"|(?:^|[.!?] )tombée (?:demain|ce|lundi|mardi|mercredi|jeudi|vendredi|à|:)"
    r"|demande (?:d['’]information )?(?:de )?média|media (?:request|inquiry)"
    r"|pour publication|for publication"
    r"|notre (?:journal|magazine|émission|station|média|édition)\b"
    r"|our (?:newspaper|magazine|show|readers|listeners|viewers))",
    re.IGNORECASE | re.MULTILINE,
)
_ROLE_LINE = re.compile(
    rf"(?:[^,|–—\n]{{2,40}}(?:, | [|–—-] ))?{_ROLES}"
    r"(?:(?:,| [|–—-]| à| au| chez| pour| de| du| d['’]| at| for| with) ?[^\n]{0,60})?"
    r"|(?:freelance|independent) (?:reporter|journalist|writer)|(?:journaliste )?indépendante?",
    re.IGNORECASE,
)
_ON_AIR = re.compile(
    r"(?<!\w)(?:en ondes|en direct|on (?:the )?air|live)(?!\w)[^?!]{0,80}(?:émission|show|\d)"
    r"|(?:votre|your) porte-parole en entrevue",
    re.IGNORECASE,
)
_SPEAKS_FOR_OTHERS = re.compile(
    r"(?:\A\W*(?:communiqué|news release|press release|pour diffusion|for immediate release"
    r"|(?:sous )?embargo)"
    r"|^(?:pour diffusion immédiate|for immediate release|renseignements ?:)"
    r"|renseignements ?: [A-ZÉ]"
    r"|(?:conférence|point) de presse (?:se tiendra|aura lieu)|à l['’]attention des (?:journalistes"
    r"|médias)"
    r"|(?:ma|une) candidature|mon (?:cv|curriculum)|my (?:resume|application|cv)\b"
    r"|(?:est|suis|sommes|is|am|are) disponibles? pour (?:une |des )?entrevues?"
    r"|available for (?:an )?interviews?)",
    re.IGNORECASE | re.MULTILINE,
)


def is_receipt(subject: str, body: str) -> bool:
    """Whether a program says that a mail was read, or an invitation answered."""
    return _RECEIPT.match(subject) is not None and _WAS_READ.search(body) is not None


def is_absence(body: str) -> bool:
    """Whether it says that who was written to is away, and asks nothing."""
    is_away = _ABSENT.search(body) is not None and _MEANWHILE.search(body) is not None
    return is_away and "?" not in body


def invites(subject: str, body: str) -> bool:
    """Whether it asks people to come somewhere, or to buy."""
    return _INVITES.search(f"{subject}\n{body}") is not None


def speaks_for_others(subject: str, body: str) -> bool:
    """Whether it is a release of somebody's, or somebody offers themselves."""
    return _SPEAKS_FOR_OTHERS.search(f"{subject}\n{body}") is not None


def says_press(subject: str, body: Iterable[str], signature: Iterable[str]) -> bool:
    """Whether somebody says of themselves, in their words or under them, that they are one.

    That journalists are spoken of is not enough: who is angry threatens to call one.
    """
    lines = [subject, *body]
    said = "\n".join(lines)
    under = (*lines[-2:], *signature)
    return (
        _OF_THEMSELVES.search(said) is not None
        or _ON_AIR.search(said) is not None
        or any(_ROLE_LINE.fullmatch(each.strip(" .")) for each in under)
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
