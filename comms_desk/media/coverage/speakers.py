"""Who says it: the words of a sentence that only name who speaks, in French and in English.

« a dit la mairesse », « précise la Ville », "said Mayor X", « selon l'arrondissement ».  They are
known by their verb, at the beginning of what stands between two marks, and by what follows it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

MOST_WORDS: Final = 30
"""More say more than who speaks."""

_FIRST_WORDS: Final = 5
"""Of a clause: its verb is one of them (« s'est-elle alors réjouie »)."""

_BEFORE_THE_VERB_WORDS = """
a ont avait avaient ai s se est sont etait t il elle on ils elles m nous lui y en fait fais alors
aussi ensuite encore
"""
_BEFORE_THE_VERB: Final = frozenset(_BEFORE_THE_VERB_WORDS.split())
_VERBS_WORDS = """
ajoute ajoutent ajoutait assure assurent croit croient cru dit dite dites dits disait disent jure
lance lancent confie note notent observe pense pensent plaide promet promis juge redit repete
repond repondu replique repris reprend soutient soutenu soutiennent valoir savoir resume conclut
conclu convenu convient reconnait reconnu previent prevenu poursuit poursuivi admet admis opine
ose pretend predit tonne clame
demande demandent demandait exige reclame espere esperent
"""
_VERBS: Final = frozenset(_VERBS_WORDS.split())
_BEGIN_VERBS_WORDS = """
affirm argument avanc avert comment conced confirm constat declar deplor detaill enchain estim
evoqu exclam expliqu felicit garanti illustr indiqu insist ironis justifi martel mentionn nuanc
pest precis rappel racont reagi regrett rejoui relat relev remarqu rencheri signal souhait soulign
temoign tranch annonc
"""
_BEGIN_VERBS: Final = tuple(_BEGIN_VERBS_WORDS.split())
_ENGLISH_WORDS = """
said says say told tells added adds noted notes explained explains stated states stressed insisted
recalled argued argues warned warns promised confirmed commented remarked replied concluded
"""
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_AFTER_THE_VERB_WORDS = """
l la le les un une il elle ils elles on t ce cette son sa m mme me en pour aux a hier the
"""
_AFTER_THE_VERB: Final = frozenset(_AFTER_THE_VERB_WORDS.split())
_ACCORDING: Final = (("selon",), ("d", "apres"), ("according", "to"), ("aux", "dires"))
_ROLES_WORDS = """
maire mairesse responsable president presidente directeur directrice porte chef cheffe conseiller
conseillere commissaire inspecteur inspectrice pdg membre vice mayor executive director chair
councillor spokesperson head chief member du de des of
"""
ROLES: Final = frozenset(_ROLES_WORDS.split())


def says_who(
    words: Sequence[str],
    capital: Sequence[bool],
    said: Sequence[bool],
    clauses: Sequence[tuple[int, int]],
) -> Iterator[int]:
    """Yield the places of the *words* of a sentence, folded, that only say who speaks.

    Args:
        words: Those of the sentence.
        capital: Which of them begin with one.
        said: Which of them stand between quotation marks.
        clauses: From which up to which of them there is no mark.
    """
    after = False
    for first, last in clauses:
        clause, big = words[first:last], capital[first:last]
        if last - first > MOST_WORDS:
            after = False
        elif first == 0 and not said[0]:
            introduces = last < len(words) and said[last] and _has_a_verb(clause)
            after = introduces or _is_according(clause)
        elif said[first] and (first == 0 or not said[first - 1]):
            after = False
        else:
            after = _names_a_speaker(clause, big) or (after and _goes_on(clause, big))
        if after:
            yield from range(first, last)


def _is_according(clause: Sequence[str]) -> bool:
    return any(tuple(clause[: len(each)]) == each for each in _ACCORDING)


def _has_a_verb(clause: Sequence[str]) -> bool:
    return any(map(_is_verb, clause)) or not _ENGLISH.isdisjoint(clause)


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.startswith(_BEGIN_VERBS)


def _names_a_speaker(clause: Sequence[str], capital: Sequence[bool]) -> bool:
    if _is_according(clause) or not _ENGLISH.isdisjoint((*clause[:_FIRST_WORDS], clause[-1])):
        return True
    for place, word in enumerate(clause[:_FIRST_WORDS]):
        if _is_verb(word):
            after = clause[place + 1 :]
            return not after or capital[place + 1] or after[0] in _AFTER_THE_VERB
        if word not in _BEFORE_THE_VERB:
            return False
    return False


def _goes_on(clause: Sequence[str], capital: Sequence[bool]) -> bool:
    """Whether a *clause* after a speaker is that person's name or office."""
    return capital[0] or clause[0] in ROLES
