"""The door of Microsoft 365: SMTP, where a token of the organisation's sign-in opens the line."""

import ssl
from collections.abc import Callable

from comms_desk.clock import Stopwatch
from comms_desk.keys import Keys
from comms_desk.mail.doors import Patience, Security, SmtpFacts
from comms_desk.mail.errors import TokenRefused
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.sign_in import Authority
from comms_desk.mail.smtp import CountsSeconds, SmtpConnection, system_trust
from comms_desk.mail.tokens import Tokens


class M365Door:
    """Opens lines for one person of one organisation; made once, it keeps the token."""

    def __init__(
        self,
        facts: M365Facts,
        key: str,
        keys: Keys,
        *,
        patience: Patience | None = None,
        trust: Callable[[], ssl.SSLContext] = system_trust,
        stopwatch: Callable[[], CountsSeconds] = Stopwatch,
    ) -> None:
        self._user = facts.user
        self._server = SmtpFacts(host=facts.host, port=facts.port, security=Security.STARTTLS)
        self._patience = patience or Patience()
        self._trust, self._stopwatch = trust, stopwatch
        renew = Authority(facts, trust=trust).renew
        self._tokens = Tokens(keys, key, user=facts.user, renew=renew)

    def open(self) -> SmtpConnection:
        """Connect, protect the line and sign in; a token that is refused is renewed once.

        Raises:
            LineBroken: The server is out of reach, or refuses the sign-in; or the organisation
                does, or nobody signed in.
            Deferred: The server asks to come back later.
            Refused: The server wants nothing from us.
        """
        token = self._tokens.fresh()
        try:
            return self._opened(token)
        except TokenRefused:
            anew = self._tokens.fresh(refused=token)
            return self._opened(anew, token)

    def _opened(self, token: str, *refused: str) -> SmtpConnection:
        line = SmtpConnection(self._server, self._patience, self._stopwatch)
        try:
            line.keeps(token, *refused)
            line.connect(self._trust)
            line.sign_in(self._user, token)
        except BaseException:
            line.drop()
            raise
        return line
