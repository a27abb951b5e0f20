"""How press officers end an answer, and what ends none: forty were written before their reader.

Each has up to four parts, apart by a line with « ¶ »: the words, the ending, what stands under it
(a « P.-S. »), and the thread that is quoted below.  Those of an odd number were there while the
reader was written; the others were read once it was done, those after the fortieth found later.
"""

ENDINGS = (
    # 1
    (
        "Le contrat coûte 48 M$.\n¶\nCordialement,\n\nMaude Bélanger-Côté\nRelations médias\n"
        "Ville de Montréal\n– 30 –"
    ),
    (
        "Le contrat coûte 48 M$.\n¶\nBonne soirée,\n\nMaude Bélanger-Côté\nVille de Montréal\n"
        "514 872-0000"
    ),
    # 3
    (
        "Bonjour Zoé,\n\nOui, les travaux reprennent lundi.\n¶\nMerci et bonne journée!\n\n"
        "Hugo Lacasse\n"
        "Relationniste\nVille de Montréal\nT 514 555-0142"
    ),
    (
        "Les travaux reprennent lundi.\n¶\nBien à vous,\n\nAnne-Sophie Roy-Lamontagne\n"
        "Chargée de communication – relations médias\n"
        "Service de l’expérience citoyenne et des communications"
    ),
    # 5
    "Les travaux reprennent lundi.\n¶\nSalutations,\nLéa",
    "Les travaux reprennent lundi.\n¶\nÀ bientôt,\nLéa",
    # 7
    (
        "There are 12 sites.\n¶\nBest regards,\n\nMaude Bélanger-Côté\nMedia Relations Officer\n"
        "City of Montréal"
    ),
    "There are 12 sites.\n¶\nKind regards,\n\nHugo\nVille de Montréal\nc: 438-555-0199",
    # 9
    "Les travaux reprennent lundi. Voici la carte.\n\nMaude Bélanger-Côté",
    "Les travaux reprennent lundi, à 7 h.\n\nMaude Bélanger-Côté, relationniste",
    # 11
    "Le contrat coûte 48 M$.\n¶\nCordialement,\n\nMaude\n¶\nP.-S. Une photo suivra demain matin.",
    (
        "Le contrat coûte 48 M$.\n¶\nBonne fin de journée,\n\nHugo Lacasse\nRelations médias\n¶\n"
        "PS : la carte est en pièce jointe.\nElle est libre de droits."
    ),
    # 13
    (
        "Le contrat coûte 48 M$.\n¶\nCordialement,\n\nMaude Bélanger-Côté\nRelations médias\n¶\n¶\n"
        "De : Zoé Tremblay <zoe@journal.example>\nEnvoyé : 2 décembre 2026 15:04\n"
        "À : Relations médias\nObjet : Déneigement\n\nCombien coûte le contrat?\nMerci,\nZoé"
    ),
    (
        "It costs $48M.\n¶\nThanks,\n\nMaude\n¶\n¶\n"
        "On Wed, Dec 2, 2026 at 3:04 PM Zoe Tremblay <zoe@journal.example> wrote:\n\n"
        "> How much is it?\n> Zoe"
    ),
    # 15
    (
        "Le contrat coûte 48 M$.\n¶\nAu plaisir,\n\nHugo Lacasse, relationniste\n¶\n¶\n"
        "-----Message d’origine-----\nDe : Zoé Tremblay\nObjet : Déneigement\n\nCombien?"
    ),
    (
        "Le contrat coûte 48 M$.\n¶\nCordiales salutations.\n\nHugo Lacasse\nPorte-parole\n¶\n¶\n"
        "Le mer. 2 déc. 2026 à 15:04, Zoé Tremblay <zoe@journal.example> a écrit :\n\n> Combien?"
    ),
    # 17
    "Le contrat coûte 48 M$.\n¶\n– 30 –",
    (
        "Le contrat coûte 48 M$.\n¶\n-30-\n\nRenseignements :\nRelations médias\nVille de "
        "Montréal\n"
        "medias@ville.example"
    ),
    # 19
    "Le contrat coûte 48 M$.\n¶\nBonne soirée!",
    "Le contrat coûte 48 M$.\n¶\nCordialement, Maude Bélanger-Côté, Ville de Montréal",
    # 21
    (
        "Le contrat coûte 48 M$.\n¶\nVeuillez agréer, Madame, l’expression de mes sentiments "
        "distingués."
        "\n\nMaude Bélanger-Côté\nChef de division – Relations médias\nVille de Montréal"
    ),
    (
        "Le contrat coûte 48 M$.\n¶\nJe vous prie de recevoir, Monsieur, mes salutations "
        "distinguées.\n\n"
        "Hugo Lacasse\nDirecteur des communications"
    ),
    # 23
    (
        "Le contrat coûte 48 M$.\n¶\nMerci,\n\nMaude Bélanger-Côté (elle)\nConseillère, "
        "relations médias\n"
        "Division des relations médias\n801, rue Brennan, 9e étage\nMontréal (Québec) H3C 0G4\n"
        "Tél. : 514 555-0123, poste 45\nmontreal.example"
    ),
    "Le contrat coûte 48 M$.\n¶\nBonne fin de semaine Zoé!\n\nHugo\n438 555-0101 (texto)",
    # 25
    "Le contrat coûte 48 M$.\n¶\n--\nMaude Bélanger-Côté\nVille de Montréal",
    "Le contrat coûte 48 M$.\n¶\nRelations médias\nVille de Montréal",
    # 27
    (
        "Le contrat coûte 48 M$.\n¶\nCordialement,\n\nMaude Bélanger-Côté\nVille de Montréal\n\n"
        "Avis de confidentialité : ce courriel est destiné à la seule personne à qui il est "
        "adressé et "
        "peut contenir des renseignements confidentiels."
    ),
    "Le contrat coûte 48 M$.\n¶\nBelle journée à vous,\n\nMaude B.-C.\nRelations avec les médias",
    # 29
    "Voilà ce que nous pouvons dire.\n\nMerci de votre patience.\n¶\nAmicalement,\nHugo",
    (
        "Nous restons disponibles pour toute question.\n¶\nMerci de votre collaboration,\n\n"
        "Hugo Lacasse\nVille de Montréal"
    ),
    # What is no ending.
    # 31
    "Le contrat coûte 48 M$.\n\nMerci de mentionner que les travaux reprennent lundi à 7 h.",
    (
        "Le contrat coûte 48 M$.\n\nMerci à toutes les équipes qui ont déneigé les 10 000 km "
        "de rues et "
        "de trottoirs."
    ),
    # 33
    "Le contrat coûte 48 M$.\n\nLa porte-parole est Maude Bélanger-Côté.",
    "Qui dirige le chantier?\n\nMaude Bélanger-Côté",
    # 35
    "Voici les arrondissements touchés :\n\nVerdun\n\nLachine\n\nAnjou",
    "Le contrat coûte 48 M$.\n\nLe tout est publié par la Ville de Montréal.",
    # 37
    "Le contrat coûte 48 M$.\n\nBonne journée nationale de la Francophonie à toutes et à tous.",
    "Le contrat coûte 48 M$. Pour joindre la mairesse, composez le 514 555-0100.",
    # 39
    "Cordialement,\n\nMaude Bélanger-Côté",
    "Les deux entreprises :\n\nPavages Roy inc., 514 555-0111\n\nExcavations Côté, 514 555-0112",
    # Found later.
    # 41
    "Le contrat coûte 48 M$.\n¶\nEn espérant le tout utile,\n\nHugo Lacasse\nVille de Montréal",
    "Le contrat coûte 48 M$.\n¶\nSincèrement vôtre,\nHugo",
    # 43
    "Le contrat coûte 48 M$.\n¶\nHL\nRelations médias",
    "Le contrat coûte 48 M$.\n\nC’est la Direction des travaux publics",
    # 45
    "La mairesse l’a dit :\n\n> Nous serons prêts.",
    "Le contrat coûte 48 M$.\n¶\nCordialement,\n\nMaude\n¶\n¶\n> Combien coûte le contrat?",
    # 47
    "Le contrat coûte 48 M$.\n¶\nHugo Lacasse, relations médias\n514 555-0142",
    (
        "Le contrat coûte 48 M$.\n¶\nMerci!\n\nHugo\n¶\n¶\n"
        "__________\nDe : Zoé\nEnvoyé : hier\nObjet : Contrat"
    ),
    # 49
    "Tous les détails sont sur notre site.\n\nhttps://montreal.example/deneigement",
    "Les citoyens peuvent composer le numéro qui est affiché.\n\n514 872-0311",
    # 51
    "Les citoyens peuvent écrire à cette adresse.\n\ninfo@montreal.example",
    (
        "Deux personnes sont disponibles demain.\n\nMaude Roy, directrice des travaux publics\n"
        "Hugo Lacasse, chef de division"
    ),
    # 53
    "Voici la citation demandée.\n\n> Les travaux reprennent.\n\n– Anne Roy, relations médias",
    (
        "Voici la citation.\n« Les travaux reprennent lundi. »\n"
        "Anne Roy, directrice de l’expérience citoyenne"
    ),
    # 55
    "Le service à joindre est le suivant.\n\nRelations médias\n514 555-0142",
    "La Ville répond par ses\n\nRelations médias",
    # 57
    "La séance aura lieu lundi à 19 h.\nBureau de la présidence\n275, rue Notre-Dame Est",
    "Les rues touchées sont celles-ci, du nord au sud,\nBerri\nSaint-Denis\nPapineau",
    # 59
    (
        "Le 3 décembre à 15 h 04, le Bureau de l’inspecteur général a écrit :\n"
        "« La Ville n’a commis aucune faute. »\nNous n’avons rien à ajouter.\n¶\nMerci,\nHugo"
    ),
    "Bonjour,\nLe 3 décembre, le vérificateur a écrit :\n« Aucune faute. »\nRien à ajouter.",
    # 61
    "Bonjour Zoé,\nRéponse 1 : oui.\n__________\nRéponse 2 : 48 M$.",
    "Le contrat coûte 48 M$.\n—\nRéponse 2 : 12 M$",
    # 63
    (
        "Le trajet de la navette.\nDe : la station Berri\nÀ : la Biosphère\nDate : samedi\n"
        "Le service est offert de 9 h à 17 h."
    ),
    "Le communiqué :\nLa Ville déneige.\n– 30 –\nIl n’y aura pas d’entrevue.",
    # 65
    "Le communiqué :\nLa Ville déneige.\n– 30 –\nEntrevue à 15 h",
    "Le numéro sera donné demain.\n\nExcavations Roy inc.\n514 555-0112",
)
