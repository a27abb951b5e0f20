"""The words by which servers, machines and people are known, in French and in English.

They are compared as folded words (`text.fold`): case, accents, apostrophes and typography do
not matter, and no pattern is met.  From what Exchange, Microsoft 365, Postfix, Sendmail,
Exim, qmail, Google, Yahoo, OpenSMTPD, DragonFly and Dovecot write.  Why they refuse is in `causes`.
"""

from collections.abc import Iterable

from comms_desk.text.fold import tokens


class FoldedWords:
    """A text as folded words; any run of them can be looked for."""

    def __init__(self, text: str) -> None:
        self._folded = f" {' '.join(tokens(text))} "

    def has_any(self, signs: Iterable[str]) -> bool:
        """Whether one of *signs*, folded already, stands in it."""
        return any(sign in self._folded for sign in signs)

    def begins_with_any(self, signs: Iterable[str]) -> bool:
        """Whether it begins with one of *signs*, folded already."""
        return any(self._folded.startswith(sign) for sign in signs)


def folded(*signs: str) -> tuple[str, ...]:
    """Return *signs* as they are looked for."""
    return tuple(f" {' '.join(tokens(sign))} " for sign in signs)


FAILED = folded(
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "wasn't able to deliver your message",
    "to the following recipient failed permanently",
    "to the following recipients failed",
    "has been blocked. See technical details",
    "following address(es) failed",
    "hasn't been delivered yet",
    "problem delivering your message",
    "undelivered mail returned to sender",
    "rejected your message to the following",
    "delivery is delayed to these recipients",
    "did not reach some or all of the intended recipients",
    "following recipient(s) cannot be reached",
    "unable to deliver your message",
    "la remise à ces destinataires ou groupes est retardée",
    "n'a pas encore été remis",
    "n'a pas pu être remis",
    "n'ont pas pu être remis",
    "n'a pas pu être délivré",
    "n'a pu être délivré",
    "n'a pas pu être livré",
    "n'a pu être livré",
    "n'a pas pu être acheminé",
    "n'a pu être acheminé",
    "n'a pas été délivré",
    "n'a pas été livré",
    "impossible de délivrer",
    "impossible de livrer",
    "impossible d'acheminer",
    "échec de la remise",
    "échec de remise",
    "échec de la distribution",
    "la remise aux destinataires suivants",
    "adresses suivantes ont échoué",
    "fatal delivery errors",
    "not delivered",
    "not been delivered",
    "not yet been delivered",
    "error was detected while processing",
    "encountered delivery problems",
    "was aborted after",
    "no valid recipients",
    "has been returned because",
    "failed addresses follow",
    "has been postponed",
    "did not receive your message",
    "did not reach the following",
    "permanent error",
    "could not be sent",
    "rejected by the recipient's server",
    "a été retourné",
    "a été rejeté",
    "a été refusé",
    "n'a pas été acheminé",
    "n'a pas pu être envoyé",
    "n'ont pas reçu",
    "n'a pas été transmis",
    "est retardé",
    "a été retardée",
    "a été retardé",
    "fatal errors",
    "unable to deliver message",
    "unable to deliver to",
    "not able to deliver your message",
    "unable to deliver the message",
    "error delivering your mail",
    "error has occurred while attempting to deliver",
    "message is delayed for more than",
    "couldn't deliver your message",
    "could not deliver your message",
    "wasn't delivered",
    "delivery failed",
    "delivery has failed",
    "delivery to the following",
    "failed recipients",
    "failed to deliver",
    "failed recipient",
    "can not be delivered",
    "unable to be delivered",
    "undeliverable",
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
    "problème temporaire est survenu lors de l'envoi de votre message",
    "n'a pas encore pu être",
    "n'a pas encore été distribué",
    "n'a pas encore été délivré",
    "n'a pas encore été livré",
    "n'a pas encore été acheminé",
    "message you sent was blocked",
)
"""A letter of ours did not arrive, or not yet."""

REJECTED = folded("was automatically rejected", "a été automatiquement rejeté")
"""What Dovecot says, in the form of a receipt, of what it does not keep."""

FAILED_SUBJECTS = folded(
    "undeliverable",
    "undelivered",
    "nondeliverable",
    "non-deliverable",
    "delivery failure",
    "delivery failed",
    "delivery error",
    "failure delivery",
    "failure notice",
    "failed mail",
    "mail failure",
    "mail error",
    "mail delivery problem",
    "message delivery has been delayed",
    "delayed mail",
    "delivery delayed",
    "returned mail",
    "returned message",
    "return mail",
    "could not be delivered",
    "mail failed",
    "mail system error",
    "mail delivery warning",
    "mail delivery status",
    "processing error",
    "user unknown",
    "returned to sender",
    "delivery status notification",
    "delivery notification",
    "delivery report",
    "bounce",
    "address not found",
    "message blocked",
    "non remis",
    "non remise",
    "non délivré",
    "non livré",
    "non distribué",
    "non distribuable",
    "échec de la remise",
    "échec de remise",
    "échec de livraison",
    "échec de la livraison",
    "échec de distribution",
    "échec de la distribution",
    "échec d'acheminement",
    "échec d'envoi",
    "retourné à l'expéditeur",
    "retour à l'expéditeur",
    "notification d'état de remise",
    "notification d'état de la distribution",
    "avis d'échec",
    "courriel retardé",
    "message retardé",
    "message you sent blocked",
    "remise retardée",
    "remise différée",
    "impossible de remettre",
    "impossible à remettre",
    "impossible d'envoyer un message",
)
"""How a machine calls what did not arrive."""

SURE_MACHINES = folded(
    "mailer-daemon",
    "maildaemon",
    "mail daemon",
    "mdaemon",
    "mail delivery",
    "courier mail server",
    "microsoft exchange",
    "système de remise",
    "système de distribution",
    "système de messagerie",
)
"""Who writes reports and nothing else."""

MACHINE_SENDERS = folded(
    "mailer-daemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "mail delivery system",
    "mail delivery subsystem",
    "microsoft outlook",
    "microsoft exchange",
    "system administrator",
    "administrateur système",
)

PASSED_ON = folded("re", "fwd", "fw", "tr", "rép", "rv", "réf")
"""How the subject begins of what somebody answers or passes on."""

AUTOMATIC_SUBJECTS = folded(
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

WANTS_OUT_BEGINNINGS = folded(
    "retrait", "unsubscribe", "désabonnement", "désabonner", "désinscription"
)
WANTS_OUT = folded(
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
