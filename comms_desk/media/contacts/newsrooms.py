"""What lists write where a person's name should be, of an outlet's newsroom.

A name is a newsroom's when nothing is in it but the words of one, the outlet's own aside:
« Salle de nouvelles », « La rédaction du Quotidien ».  A person whose name has such a word
in it (« Claude Bureau ») is a person.
"""

from comms_desk.text.fold import tokens

_OF_NEWSROOMS = frozenset(
    {"redaction", "salle redaction", "equipe redaction", "salle nouvelles", "salle nouvelle"}
    | {"salle presse", "bureau presse", "bureau nouvelles", "service nouvelles"}
    | {"affectation", "affectations", "bureau affectation", "bureau affectations"}
    | {"pupitre affectation", "pupitre affectations", "pupitre nouvelles"}
    | {"newsroom", "news room", "newsdesk", "news desk", "press desk", "city desk"}
    | {"assignment desk", "assignments desk", "editorial desk"}
    | {"nouvelles", "news", "news tips"}
)
"""Folded, without the small words between."""
_ONE_OF_THEM = frozenset(word for each in _OF_NEWSROOMS for word in each.split())
_SMALL_WORDS = frozenset({"de", "des", "du", "d", "la", "le", "les", "l", "aux", "a", "the", "of"})


def is_newsroom(name: str, outlet: str = "") -> bool:
    """Whether *name* is plainly what a newsroom is called, at *outlet* or anywhere."""
    words = [word for word in tokens(name) if word not in _SMALL_WORDS]
    if _ONE_OF_THEM.isdisjoint(words):
        return False
    if " ".join(words) in _OF_NEWSROOMS:
        return True
    others = frozenset(tokens(outlet))
    return " ".join(word for word in words if word not in others) in _OF_NEWSROOMS
