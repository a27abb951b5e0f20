"""The words by which servers, machines and people are known, in French and in English.

They are compared as folded words (`text.fold`): case, accents, apostrophes and typography do
not matter, and no pattern is met.  From what Exchange, Microsoft 365, Postfix, Sendmail,
Exim, qmail, Google and Yahoo write, and the codes of RFC 3463.
"""

from collections.abc import Iterable

from comms_desk.text.fold import tokens


class Words:
    """A text as folded words, of which any can be asked for in their order."""

    def __init__(self, text: str) -> None:
        self._folded = f" {' '.join(tokens(text))} "

    def has_any(self, signs: Iterable[str]) -> bool:
        """Whether one of *signs*, folded already, stands in it."""
        return any(sign in self._folded for sign in signs)

    def begins_with_any(self, signs: Iterable[str]) -> bool:
        """Whether it begins with one of *signs*, folded already."""
        return any(self._folded.startswith(sign) for sign in signs)

    def is_one_of(self, signs: Iterable[str]) -> bool:
        """Whether it is one of *signs* and nothing more."""
        return self._folded in signs


def _folded(*signs: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(tokens(sign))} " for sign in signs)


FAILED = _folded(
    "delivery has failed to these recipients",
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "was not delivered to",
    "wasn't delivered to",
    "did not reach the following recipient",
    "had permanent fatal errors",
    "had transient non-fatal errors",
    "unable to deliver your message to the following",
    "wasn't able to deliver your message",
    "to the following recipient failed permanently",
    "to the following recipients failed",
    "delivery to the following recipient has been delayed",
    "has been blocked. See technical details",
    "following address(es) failed",
    "has not yet been delivered",
    "hasn't been delivered yet",
    "problem delivering your message",
    "undelivered mail returned to sender",
    "rejected your message to the following",
    "wasn't delivered because",
    "was not delivered because",
    "delivery is delayed to these recipients",
    "did not reach some or all of the intended recipients",
    "following recipient(s) cannot be reached",
    "unable to deliver your message",
    "échec de la remise à ces destinataires",
    "échec de la remise pour ces destinataires",
    "la remise à ces destinataires ou groupes est retardée",
    "n'a pas encore été remis",
    "n'a pas pu être remis",
    "n'a pu être remis",
    "n'a pas pu être distribué",
    "n'a pu être distribué",
    "n'a pas été distribué",
    "n'a pas été remis",
    "pas pu remettre votre message",
    "a rejeté votre message",
    "n'est pas parvenu à certains ou à tous les destinataires",
    "n'a pas atteint certains ou tous les destinataires",
    "impossible de contacter le(s) destinataire(s)",
    "impossible de remettre votre message",
    "lors de la distribution de votre message",
    "n'a pas pu être transmis",
    "a été bloqué. Consultez les détails techniques",
)
"""A letter of ours did not arrive, or not yet."""

MACHINE_SENDERS = _folded(
    "mailer-daemon",
    "postmaster",
    "mail delivery system",
    "mail delivery subsystem",
    "microsoft outlook",
    "microsoft exchange",
    "system administrator",
    "administrateur système",
)

PASSED_ON = _folded("re", "fwd", "fw", "tr", "rép", "rv", "réf")
"""How the subject begins of what somebody answers or passes on."""

AUTOMATIC_SUBJECTS = _folded(
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto",
    "out of office",
    "out of the office",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "absente du bureau",
    "message d'absence",
)

UNKNOWN = _folded(
    "user unknown",
    "unknown user",
    "unknown recipient",
    "unknown or illegal alias",
    "recipient unknown",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here",
    "no mailbox by that name",
    "recipnotfound",
    "exrecipnotfound",
    "recipientnotfound",
    "does not exist",
    "doesn't exist",
    "doesn't have a",
    "mailbox unavailable",
    "mailbox not found",
    "mailbox disabled",
    "not listed in",
    "recipient name is not recognized",
    "e-mail address was not found",
    "address couldn't be found",
    "recipient address rejected access denied",
    "invalid recipient",
    "invalid mailbox",
    "has been disabled",
    "is disabled",
    "is inactive",
    "account has been disabled",
    "discontinued",
    "unrouteable address",
    "nonexistentdomain",
    "infodomainnonexistent",
    "nxdomain",
    "domain not found",
    "domain name not found",
    "no mx or a records",
    "host unknown",
    "adresse inconnue",
    "adresse destinataire inconnue",
    "destinataire inconnu",
    "utilisateur inconnu",
    "inconnu à cette adresse",
    "inconnue à cette adresse",
    "adresse est introuvable",
    "domaine est introuvable",
    "n'existe pas",
    "n'existe plus",
    "n'a pas été trouvée dans le système de messagerie",
    "compte désactivé",
    "compte est désactivé",
)
"""Nobody has the address, or nobody its domain."""

FULL = _folded(
    "mailbox full",
    "mailbox is full",
    "inbox is full",
    "over quota",
    "overquota",
    "quota exceeded",
    "quotaexceededexception",
    "out of storage space",
    "exceeded storage allocation",
    "boîte pleine",
    "boîte aux lettres pleine",
    "boîte aux lettres est pleine",
    "boîte du destinataire est pleine",
    "boîte aux lettres du destinataire est pleine",
    "quota dépassé",
)

OUR_SENDER = _folded(
    "sender address rejected",
    "sender rejected",
    "sender denied",
    "sender verify failed",
    "adresse de l'expéditeur",
)
"""We are refused, not the address."""

PASSING = _folded(
    "try again",
    "try later",
    "will be retried",
    "will retry",
    "will keep trying",
    "greylisted",
    "timed out",
    "has not yet been delivered",
    "hasn't been delivered yet",
    "delivery has been delayed",
    "this is a warning",
    "n'a pas encore été remis",
    "est retardée",
    "réessaiera",
    "host not found try again",
)

HARD_STATUSES = frozenset(
    {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.310"}
)
"""Of RFC 3463, and two of Exchange Online's: no mailbox, no domain, moved away, disabled."""

WANTS_OUT_BEGINNINGS = _folded(
    "retrait", "unsubscribe", "désabonnement", "désabonner", "désinscription"
)
WANTS_OUT = _folded(
    "me retirer de votre liste",
    "me retirer de vos listes",
    "me retirer de la liste",
    "me retirer de cette liste",
    "retirez moi",
    "retirez nous",
    "nous retirer de votre liste",
    "me désabonner",
    "me désinscrire",
    "ne plus recevoir vos",
    "remove me from",
    "take me off",
    "unsubscribe me",
    "please unsubscribe",
    "stop sending me",
)
