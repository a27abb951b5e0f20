"""How a city answers and how a journalist asks, by what is wanted to be known.

An answer's words are the service's; a question's are a newsroom's.  They share a word now and
then, as they do in life.  ``{of}`` is the subject with its *du, de la, de l', des*.
"""

from typing import Final

FACETS: Final = (
    "cost",
    "count",
    "date",
    "place",
    "cause",
    "decider",
    "schedule",
    "comparison",
)

PLACES_FR: Final = (
    ("dans l'arrondissement d'Ahuntsic-Cartierville", ("dans Ahuntsic", "à Cartierville")),
    ("dans l'arrondissement d'Anjou", ("à Anjou",)),
    (
        "dans l'arrondissement de Côte-des-Neiges–Notre-Dame-de-Grâce",
        ("dans Côte-des-Neiges", "dans Notre-Dame-de-Grâce"),
    ),
    ("dans l'arrondissement de Lachine", ("à Lachine",)),
    ("dans l'arrondissement de LaSalle", ("à LaSalle",)),
    ("dans l'arrondissement du Plateau-Mont-Royal", ("sur le Plateau", "dans le Plateau")),
    ("dans l'arrondissement du Sud-Ouest", ("dans le Sud-Ouest",)),
    ("dans l'arrondissement de L'Île-Bizard–Sainte-Geneviève", ("à L'Île-Bizard",)),
    (
        "dans l'arrondissement de Mercier–Hochelaga-Maisonneuve",
        ("dans Hochelaga", "dans Hochelaga-Maisonneuve"),
    ),
    ("dans l'arrondissement de Montréal-Nord", ("à Montréal-Nord",)),
    ("dans l'arrondissement d'Outremont", ("à Outremont",)),
    ("dans l'arrondissement de Pierrefonds-Roxboro", ("à Pierrefonds",)),
    (
        "dans l'arrondissement de Rivière-des-Prairies–Pointe-aux-Trembles",
        ("à Pointe-aux-Trembles", "à Rivière-des-Prairies"),
    ),
    ("dans l'arrondissement de Rosemont–La Petite-Patrie", ("dans Rosemont",)),
    ("dans l'arrondissement de Saint-Laurent", ("à Saint-Laurent",)),
    ("dans l'arrondissement de Saint-Léonard", ("à Saint-Léonard", "dans St-Léonard")),
    ("dans l'arrondissement de Verdun", ("à Verdun",)),
    ("dans l'arrondissement de Ville-Marie", ("dans Ville-Marie",)),
    (
        "dans l'arrondissement de Villeray–Saint-Michel–Parc-Extension",
        ("dans Villeray", "dans Parc-Extension"),
    ),
    ("à l'échelle de la Ville", ("pour toute la ville", "à Montréal au complet")),
)

STREETS: Final = (
    "la rue des Ormeaux",
    "le parc Bélair",
    "l'avenue Lajoie",
    "le boulevard Desmarteau",
    "la place du Moulin",
    "la rue Cuvillier",
    "le secteur des Berges",
    "la rue Galt",
    "le carré Dupéré",
    "l'avenue Orchard",
    "la rue Fabre",
    "le chemin du Golf",
)
MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTHS_EN: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DECIDERS: Final = (
    ("le conseil d'arrondissement", "the borough council"),
    ("le comité exécutif", "the executive committee"),
    ("le conseil municipal", "city council"),
    ("le conseil d'agglomération", "the agglomeration council"),
    ("la direction du service", "the department's management"),
)

TITLES: Final = {
    "cost": ("Dépenses", "Montant du contrat"),
    "count": ("Bilan", "Nombre total"),
    "date": ("Début", "Date retenue"),
    "place": ("Lieux visés", "Emplacements"),
    "cause": ("Explications", "Causes du retard"),
    "decider": ("Décision", "Responsabilités"),
    "schedule": ("Calendrier", "Étapes"),
    "comparison": ("Évolution", "Variation annuelle"),
}

SAID: Final = {
    "cost": (
        "Le montant prévu {for_it} {where} s'établit à {money} en {year}.",
        "En {year}, la dépense autorisée {for_it} {where} a atteint {money}.",
        "Un budget de {money} a été consacré en {year} {to_it} {where}.",
        "Le coût {of} {where} est évalué à {money} pour l'exercice {year}.",
    ),
    "count": (
        "Au total, {number} {counted} figurent au bilan {year} {where}.",
        "Le bilan {of} {where} fait état de {number} {counted} en {year}.",
        "En {year}, on dénombre {number} {counted} {where}, selon les données du service.",
    ),
    "date": (
        "{For_it} {where}, la mise en œuvre a commencé le {day} {year}.",
        "Le coup d'envoi {of} {where} a été donné le {day} {year}.",
        "La date retenue {for_it} {where} est le {day} {year}.",
    ),
    "place": (
        "Les lieux visés {where} en {year} {by_it} sont {streets}.",
        "En {year} {where}, les emplacements retenus {for_it} sont les suivants : {streets}.",
        "{For_it} {where}, les secteurs priorisés en {year} comprennent {streets}.",
    ),
    "cause": (
        "Les difficultés observées en {year} {where} {for_it} s'expliquent par {cause}.",
        "{For_it} {where}, le retard de {year} est attribuable au facteur suivant : {cause}.",
        "L'analyse menée en {year} {where} sur {the} montre une cause principale, soit {cause}.",
    ),
    "decider": (
        "C'est {decider} qui a autorisé {the} {where} en {year}, par résolution.",
        "La décision {year} concernant {the} {where} appartient à l'instance suivante : {decider}.",
        "En {year}, la responsabilité {of} {where} revenait à une seule instance, {decider}.",
    ),
    "schedule": (
        "Le calendrier {year} {of} {where} prévoit trois étapes, {from_month} à {later}.",
        "{For_it} {where}, les équipes travaillent en {year} {from_month} à {later}, le jour.",
        "L'échéancier {year} {where} {for_it} s'étend {from_month} à {later}, par phases.",
    ),
    "comparison": (
        "Par rapport à {before}, on note {where} en {year} une variation de {percent} % {for_it}.",
        "De {before} à {year}, une {change} de {percent} % a été constatée {where} {for_it}.",
        "L'évolution {of} {where} se chiffre à {percent} % de {before} à {year}.",
    ),
}

MORE_SAID: Final = (
    "La Ville suit la situation de près et en rendra compte à la population.",
    "Les équipes du service demeurent mobilisées avec leurs partenaires.",
    "Ces renseignements sont à jour au moment où nous vous écrivons.",
    "Les résidents concernés ont été informés par un avis distribué à leur porte.",
    "Le sommaire décisionnel est accessible en ligne.",
    "Une évaluation indépendante sera déposée au cours des prochains mois.",
    "Nous vous invitons à attribuer cette réponse à la Ville.",
    "La qualité du service offert demeure la priorité.",
    "Un suivi sera présenté à la commission compétente.",
    "Les données ouvertes permettent d'en suivre la progression.",
)
SAID_AGAIN: Final = (
    "Rappelons que tout ce qui concerne {the} relève du dossier {dossier}.",
    "Pour mémoire, tout ce qui touche {the} est suivi par la même équipe ({dossier}).",
    "Une page du site de la Ville, sous {dossier}, porte sur {the}.",
)
IN_PASSING: Final = (
    "Une démarche semblable a été menée {where} en {year}.",
    "À titre indicatif, la même approche avait été suivie en {year} {where}.",
    "Les leçons tirées {where} ont servi à la planification de {year}.",
)

ASKED: Final = {
    "cost": (
        "Combien ça a coûté, {it}, {place} en {year}?",
        "Quelle est la facture pour {it} {place} en {year}?",
        "{place} en {year}, la Ville a payé quelle somme pour {it}?",
        "{it} {place}, c'est quel budget en {year}?",
        "En {year}, ça revient à combien d'argent public, {it}, {place}?",
    ),
    "count": (
        "Combien {de_counted} {place} en {year}? C'est pour un papier sur {it}.",
        "Pour {it}, {place}, on en est rendu à combien {de_counted} en {year}?",
        "Je travaille sur {it} : {place}, quel était le nombre {de_counted} pour {year}?",
    ),
    "date": (
        "C'est commencé depuis quand, {it}, {place}, en {year}?",
        "En {year}, {it} {place} : quel jour ça a démarré?",
        "À quelle date de {year} a-t-on lancé {it} {place}?",
    ),
    "place": (
        "Où exactement {place}, en {year}, pour {it}?",
        "Quelles rues et quels parcs sont touchés en {year} {place} par {it}?",
        "{it} {place} en {year}, c'est à quels endroits?",
    ),
    "cause": (
        "Pourquoi ça a accroché en {year} {place} avec {it}?",
        "Qu'est-ce qui explique les ratés en {year}, {place}, pour {it}?",
        "{it} {place} : à cause de quoi y a-t-il eu des retards en {year}?",
    ),
    "decider": (
        "Qui a pris la décision en {year} {place} pour {it}?",
        "{it} {place}, qui a donné le feu vert en {year}?",
        "Quelle instance a tranché {place} en {year} au sujet de {it}?",
    ),
    "schedule": (
        "C'est quoi l'échéancier de {year} {place} pour {it}?",
        "De quel mois à quel mois, en {year}, {it} {place}?",
        "{it} {place}, quelles sont les étapes en {year} et quelles heures?",
    ),
    "comparison": (
        "{it} {place}, est-ce que ça a monté ou baissé entre {before} et {year}?",
        "Quel est l'écart de {before} à {year} {place} pour {it}?",
        "En {year} {place}, c'est pire ou mieux que {before}, {it}, en pourcentage?",
    ),
}
BEFORE_ASKING: Final = (
    "Bonjour, je prépare un texte pour demain. ",
    "Petite question rapide. ",
    "Un auditeur nous a écrit à ce sujet. ",
    "Je vérifie une affirmation entendue au conseil. ",
    "Rebonjour! ",
)

SAID_EN: Final = {
    "cost": (
        "The amount authorized for {it} {where} was {money} in {year}.",
        "In {year}, spending on {it} {where} reached {money}.",
    ),
    "count": (
        "A total of {number} {counted} were recorded {where} in {year}.",
        "The {year} report shows {number} {counted} {where}.",
    ),
    "date": (
        "For {it} {where}, implementation began on {day}, {year}.",
        "The date chosen for {it} {where} was {day}, {year}.",
    ),
    "place": (
        "The locations selected {where} for {it} in {year} are {streets}.",
        "In {year}, {it} {where} covered these sectors: {streets}.",
    ),
    "cause": (
        "The delays seen in {year} {where} for {it} are explained by the season and staffing.",
        "For {it} {where}, the main cause in {year} was a shortage of equipment.",
    ),
    "decider": (
        "It was {decider} that authorized {it} {where} in {year}.",
        "The {year} decision on {it} {where} belonged to {decider}.",
    ),
    "schedule": (
        "The {year} calendar of {it} {where} has three stages, from {month} to {later}.",
        "For {it} {where}, crews work in {year} from {month} to {later}.",
    ),
    "comparison": (
        "Compared with {before}, {it} {where} changed by {percent}% in {year}.",
        "From {before} to {year}, {it} {where} went up by {percent}%.",
    ),
}
MORE_SAID_EN: Final = (
    "The City is following the situation closely and will report to residents.",
    "Crews remain at work with their partners.",
    "This information is up to date at the time of writing.",
    "The decision summary can be read online.",
    "Please attribute this answer to the City.",
    "An independent review will be tabled in the coming months.",
)
ASKED_EN: Final = {
    "cost": (
        "How much did {it} cost {place} in {year}?",
        "What was the bill for {it} {place}, {year}?",
    ),
    "count": (
        "On {it}: how many {counted} {place} in {year}?",
        "In {year}, what number of {counted} {place}? It is for a story on {it}.",
    ),
    "date": (
        "When did {it} start {place} in {year}?",
        "On what day in {year} did {it} begin {place}?",
    ),
    "place": (
        "Where exactly {place} is {it} happening in {year}?",
        "Which streets {place} got {it}, {year}?",
    ),
    "cause": (
        "Why was there trouble with {it} {place} in {year}?",
        "What caused the {year} delays, {it}, {place}?",
    ),
    "decider": (
        "Who decided on {it} {place} in {year}?",
        "Who gave the green light {place}, {year}, for {it}?",
    ),
    "schedule": (
        "What's the timeline for {it} {place} in {year}?",
        "From which month to which, {it} {place}, {year}?",
    ),
    "comparison": (
        "Is {it} {place} up or down from {before} to {year}?",
        "{it} {place}: how does {year} compare with {before}?",
    ),
}
