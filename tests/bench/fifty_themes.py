"""Fifty themes as an office keeps them: services, boroughs, people, partners."""

from comms_desk.media.themes.model import NewTheme

_SERVICES = (
    'déneigement OU "chargement de la neige" OU "snow removal"',
    "nids-de-poule OU potholes",
    'eau potable OU aqueduc OU "water main"',
    "collecte OU recyclage OU compost",
    "itinérance OU campement OU homeless*",
    'logement social OU "social housing"',
    'pistes cyclables OU REV OU "bike path"',
    '"taxe foncière" OU "property tax"',
    "SPVM OU police",
    "pompiers OU incendie OU SIM",
    "bibliothèque* OU library",
    "parcs PRÈS/5 (fermeture OU rénovation)",
    'chantier* OU "cônes orange"',
    "budget PRÈS/8 (Ville OU City)",
    "inspecteur général OU =BIG",
    "terrasses OU stationnement",
)
_BOROUGHS = (
    "Verdun",
    "Lachine",
    "LaSalle",
    "Anjou",
    "Outremont",
    "Rosemont",
    "Villeray",
    "Saint-Laurent",
    "Saint-Léonard",
    "Montréal-Nord",
    "Ville-Marie",
    "Plateau-Mont-Royal",
    "Sud-Ouest",
    "Ahuntsic-Cartierville",
    "Pierrefonds-Roxboro",
    "Mercier",
    "Côte-des-Neiges",
    "Île-Bizard",
    "Rivière-des-Prairies",
)
THEMES = (
    tuple(
        NewTheme(
            name=f"Service {n}", query=f'({query}) ET (Montréal OU Ville OU "City of Montreal")'
        )
        for n, query in enumerate(_SERVICES)
    )
    + tuple(
        NewTheme(
            name=f"Arrondissement {name}",
            query=f'"{name}" ET (arrondissement OU borough OU conseil OU mairesse OU règlement)',
            ignored=(f"boulevard {name}", f"rue {name}"),
        )
        for name in _BOROUGHS
    )
    + tuple(
        NewTheme(name=f"Personne {name}", query=f'"{name}"')
        for name in (
            "Soraya Martinez Ferrada",
            "Claude Pinard",
            "Benoit Dagenais",
            "Chantal Rossi",
            "Ericka Alneus",
            "Valérie Plante",
            "Projet Montréal",
            "Ensemble Montréal",
            "Transition Montréal",
            "Hydro-Québec",
            "Tourisme Montréal",
            "Espace pour la vie",
            "Parc Jean-Drapeau",
        )
    )
)
