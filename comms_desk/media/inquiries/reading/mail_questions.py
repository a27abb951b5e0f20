"""What a mail asks: its questions, each in the words of its writer.

They are the sentences with a question mark, the items of a list, and what is asked for without
one (« J'aimerais obtenir… »).  Whether an hour suits, and how one is, is no question.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from comms_desk.i18n import Language
from comms_desk.mail.reading.signature import is_item, without_mark
from comms_desk.text.fold import tokens

_SENTENCE = re.compile(
    r"(?<=[.!?…])(?<!\bM\.)(?<!\bMe\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bav\.)"
    r"(?:(?<!\bSt\.)|(?= (?:Did|Does|Do|Is|Are|Was|Were|Has|Have|Will|Can|How|Wh\w+) ))"
    r"(?<!\bn[o°]\.)(?<!p\.m\.)(?<!\bJan\.)(?<!\bFeb\.)(?<!\bAug\.)(?<!\bSept\.)(?<!\bOct\.)(?<!\bNov\."
    r")"
    r"(?<!\bDec\.)(?<!\boct\.)(?<!\bnov\.)(?<!\bdéc\.)(?<!\bjanv\.)(?<!\bMon\.)(?<!\bTue\.)(?<!\bWed\.)(?<!\bThu\.)(?<!\bFri\.)(?<!a\.m\.)[»\"”)]?\s+(?=[^\s,;:a-zà-ÿ]|[a-zà-ÿ]{1,20}\b.{0,200}\?)"
)
_AFTER_HOUR = re.compile(
    r"(?<=[ap]\.m\.) +(?=[A-Z][a-z'’]* )(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr"
    r"|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Eastern|Central|Mountain|Pacific|Atlantic"
    r"|[ECMPA][SD]?T)[a-z]*\b|\w+ time\b)"
)
"""Between « at 4 p.m. » and a sentence that follows it; not the day or the zone of that hour."""
_GREETING = re.compile(
    r"(?:re-?)?(?:bonjour|bonsoir|salut|allô|allo|hi|hello|hey|good (?:morning|afternoon"
    r"|evening|day)"
    r"|dear|chère?s?|merci|thanks|thank you|oui|non|yes|no|alors|désolée?|sorry|parfait|great)"
    r"[^,:!?.]{0,40}[,:!] *",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"[^?:]{0,120}? ?: +(?=\D)")
_REQUEST = re.compile(
    r"(?<!\w)(?:(?:j['’]aimerais|j['’]aurais aimé|je voudrais|je souhaite(?:rais)?|je désire"
    r"|nous aimerions|nous voudrions|nous souhait(?:ons|erions)|on (?:aimerait|voudrait"
    r"|souhaite(?:rait)?))"
    r" (?:aussi |également |bien |donc )?"
    r"(?:obtenir|avoir (?:accès|la|le|les|des|copie)|savoir|connaître|tourner|filmer"
    r"|comprendre|consulter"
    r"|vérifier|photographier|visiter|interviewer|parler|m['’]entretenir|nous entretenir"
    r"|valider|confirmer)"
    r"|(?:je|nous) (?:cherch(?:e|ons) (?:à|aussi à)|(?:vous )?demand(?:e|ons)|requ(?:iers|érons))"
    r"|(?:i am|i['’]m|we are|we['’]re) (?:also )?(?:requesting|seeking|looking for"
    r"|trying to (?:find|confirm|understand|get))"
    r"|(?:i|we) (?:request|would (?:also )?like|['’]d like|wish)"
    r" (?:a copy|copies|to (?:know|get|obtain|see|film|confirm|understand|receive|interview"
    r"|speak|have (?:the|a (?:list|copy|breakdown))))"
    r"|i['’]d like to (?:know|get|obtain|see|film|confirm|understand|interview|speak)"
    r"|(?:we['’]d|we would) like to (?:know|get|obtain|see|film|confirm|understand|interview|speak)"
    r"|(?:please|kindly) (?:provide|send (?:me |us )?(?:the|a|copies)|confirm (?:whether|if"
    r"|that|how|the))"
    r"|(?:merci de|veuillez|prière de) (?:me |nous )?(?:fournir|indiquer|préciser|dire"
    r"|confirmer|transmettre (?:la|le|les|copie)|faire parvenir (?:la|le|les|copie)))"
    r"(?!\w)",
    re.IGNORECASE,
)
_NOT_A_REQUEST = re.compile(
    r"(?:une |un |la |a |your )?(?:réponse|retour|suivi|réception|reply|answer|response|receipt)\b"
    r".{0,40}(?:avant|d['’]ici|pour|by|before|rapid|today|demain|\d)",
    re.IGNORECASE,
)
_SUITS = re.compile(
    r"(?:convien|conviendr|vous va(?![a-z])|(?:work|works|suit|suits|ok|okay) (?:for|with) you"
    r"|that work"
    r"|est-ce (?:possible|faisable|réaliste)|serait-ce (?:possible|faisable)"
    r"|c['’]est (?:possible|faisable|jouable)"
    r"|(?:is|would) (?:that|this|it) (?:be )?(?:possible|feasible|doable|ok|okay|realistic))",
    re.IGNORECASE,
)
_ANSWER_BY = re.compile(
    r"(?:est-ce que )?(?:(?:je|on|nous) (?:peux|peut|pouvons|pourrai[st])|can i|could i)"
    r" (?:compter sur|espérer|count on|expect) (?:une |des |an? )?"
    r"(?:réponses?|retour|answers?|reply)|(?:pouvez-vous|pourriez-vous"
    r"|pourrais-tu|peux-tu|peut-on|serait-il possible"
    r"|est-il possible|possible|(?:pensez|croyez)-vous (?:pouvoir|être en mesure)"
    r"|can you|could you|would you|can i|could i|may i)"
    r" (?:d['’]avoir |de |me |nous |m['’]|please |get |have |have an? |to )*"
    r"(?:répondre|revenir|rappeler|réponse|retour|réponses|une réponse|un retour|get back"
    r"|back to|reply|respond"
    r"|answer|answers|response|something|call me|call back|hear back|send (?:it|this|that|them)"
    r"|l['’]envoyer|les envoyer)",
    re.IGNORECASE,
)
_HOW_ARE_YOU = re.compile(
    r"(?:comment (?:allez-vous|vas-tu|ça va)|(?:ça|tout) va(?: bien)?|vous allez bien"
    r"|how are you|how['’]s it going"
    r"|hope you)",
    re.IGNORECASE,
)
_HOUR_IN_IT = re.compile(
    r"\d ?(?:h|:\d\d|[ap]\.?m)|midi|noon|fin de journée|end of (?:the )?day|EOD",
    re.IGNORECASE,
)

_QUESTION_WORD = (
    r"(?:à quelle|à quel|de quelle|de quel|combien|quand|pourquoi|comment|où|quelles?|quels?"
    r"|qui|est-ce"
    r"|how (?:much|many|long|often)|how|when|why|where|who|what|which|whether|if the|si (?:la"
    r"|le|les|l['’]|on|vous|c))"
)
_HEARD = re.compile(rf"(?<!\w){_QUESTION_WORD}(?![\w-]).*", re.IGNORECASE | re.DOTALL)
_ASKING = re.compile(_QUESTION_WORD, re.IGNORECASE)
_NEXT_CLAUSE = re.compile(
    r"[,.;?!»”\"]|(?<!\w)(?:euh|j['’]aurais|j['’]ai|j['’]en"
    r"|je (?:suis|voudrais|passe|publie|boucle|vous|tombe|peux|ferme|dois)"
    r"|si vous (?:pouv|pourr)\w+|il me faut|il me faudrait|c['’]est pour|ça serait|ce serait"
    r"|merci|rappel(?:ez|le|lez)"
    r"|vous pouvez me|on (?:passe|est en|diffuse)"
    r"|ma tombée|mon numéro|mon heure|pour publication|avant (?:midi|\d)|d['’]ici"
    r"|um|uh|please|thanks|thank you|call me|my (?:deadline|number)|i need|i['’]d need"
    r"|i['’]m on|i would need|i['’]ll need|we['’]re on|we need|we air|and i need"
    r"|and my|could you|can you|you can reach|bye)(?!\w)",
    re.IGNORECASE,
)

_FRENCH = frozenset(
    (
        *("le", "la", "les", "des", "du", "un", "une", "et", "est", "que", "qui", "quoi"),
        *("en", "au", "aux", "pour", "par", "sur", "dans", "ce", "cette", "ces", "vous"),
        *("nous", "je", "il", "elle", "on", "combien", "quand", "pourquoi", "comment"),
        *("quel", "quelle", "quels", "quelles", "sont", "ont", "avez", "a", "t", "de", "d"),
        *("l", "s", "ville", "ete", "pas", "ne", "se", "bonjour", "merci", "avec", "son"),
        *("sa", "ses", "plus"),
    )
)
_ENGLISH = frozenset(
    (
        *("the", "a", "an", "of", "and", "is", "are", "was", "were", "to", "in", "on"),
        *("for", "by", "with", "this", "that", "these", "what", "when", "why", "how"),
        *("who", "which", "where", "many", "much", "does", "do", "did", "has", "have"),
        *("had", "will", "would", "can", "could", "city", "you", "we", "i", "it", "its"),
        *("not", "hello", "hi", "thanks", "be", "been", "there", "at", "from", "or"),
    )
)


def questions_in(body: Sequence[str]) -> tuple[str, ...]:
    """Return the questions that the lines of a *body* ask, in order."""
    return tuple(dict.fromkeys(_questions(body)))


def heard_in(transcript: str) -> tuple[str, ...]:
    """Return what a machine heard asked, from its question word to the next clause."""
    asked = _HEARD.search(transcript) or _REQUEST.search(transcript)
    if asked is None:
        return ()
    words = transcript[asked.start() :] if asked.re is _REQUEST else asked[0]
    first = _ASKING.match(words)
    start = first.end() if first else 0
    end = _NEXT_CLAUSE.search(words, start)
    words = words[: end.start()] if end else words
    return (words.strip(),) if words.strip() else ()


def language_of(texts: Iterable[str], otherwise: Language = Language.FRENCH) -> Language:
    """Return the language of most words of *texts*; where nothing says it, *otherwise*."""
    words = tokens(" ".join(texts))
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return otherwise
    return Language.FRENCH if french > english else Language.ENGLISH


def sentences(line: str) -> list[str]:
    """Return the sentences of a *line*."""
    whole = (part for each in _SENTENCE.split(line) for part in _AFTER_HOUR.split(each))
    return [each.strip() for each in whole if each.strip()]


def _questions(body: Sequence[str]) -> Iterator[str]:
    has_list = sum(is_item(line) for line in body) > 1 or any(
        is_item(line) and "?" in line for line in body
    )
    for line in body:
        if has_list and is_item(line):
            yield without_mark(line)
            continue
        for sentence in sentences(line):
            asked = _asked(sentence)
            if asked:
                yield asked


def _asked(sentence: str) -> str:
    """Return what *sentence* asks, or nothing."""
    words = _without(_GREETING, sentence)
    if "?" in words:
        return "" if _is_of_courtesy(words) else _without(_ANNOUNCED, words)
    wanted = _REQUEST.search(words)
    if wanted is None or words.rstrip().endswith(":"):
        return ""
    rest = words[wanted.start() :]
    return "" if _NOT_A_REQUEST.search(rest) else rest


def _without(pattern: re.Pattern[str], words: str) -> str:
    """Return *words* without what *pattern* finds at their beginning."""
    found = pattern.match(words)
    return words if found is None else words[found.end() :]


def _is_of_courtesy(words: str) -> bool:
    """Whether it asks how one is, or whether an hour suits, and nothing else."""
    if _HOW_ARE_YOU.match(words):
        return True
    return bool(_SUITS.search(words) and _HOUR_IN_IT.search(words)) or bool(_ANSWER_BY.match(words))
