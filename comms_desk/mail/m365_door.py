"""The door of Microsoft 365: SMTP, where a token of the organisation's sign-in opens the line.

The token is renewed before it ends, without its person.  `keys` keeps the refresh token, which a
server may change at each use: the new one takes its place.  Where no store keeps it, this process
goes on with the newest one that it has, whatever older one the window gives again.
"""

import logging
import ssl
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from time import monotonic

from comms_desk.clock import Stopwatch
from comms_desk.keys import Keys, SecretStoreRefused
from comms_desk.mail.doors import Patience, Security, SmtpFacts
from comms_desk.mail.errors import SignInMissing, TokenRefused
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.sign_in import Authority, Grant
from comms_desk.mail.smtp import CountsSeconds, SmtpConnection, system_trust

RENEWED_BEFORE_S = 300.0
"""How long a token must be good still for a line to be opened with it."""

log = logging.getLogger(__name__)


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


class Tokens:
    """The tokens of one account, in one process; any thread may ask."""

    def __init__(self, keys: Keys, key: str, *, user: str, renew: Callable[[str], Grant]) -> None:
        self._keys = keys
        self._key = key
        self._user = user
        self._renew = renew
        self._asking = Lock()
        self._refresh = ""
        self._grant: Grant | None = None
        self._past: set[bytes] = set()

    def fresh(self, *, refused: str = "") -> str:
        """Return an access token that is good for a while, and that is not the *refused* one.

        Raises:
            SignInMissing: Nobody signed in.
            LineBroken: It could not be renewed; see `sign_in.Authority.renew`.
            SecretFileUnreadable, SecretStoreRefused: As for `Keys.get`.
        """
        with self._asking:
            stored = self._keys.get(self._key)
            if stored is None:
                raise SignInMissing(self._user)
            if stored != self._refresh and _mark(stored) not in self._past:
                self._refresh, self._grant = stored, None  # Somebody signed in anew.
            grant = self._grant
            if (
                grant is not None
                and grant.access != refused
                and monotonic() < grant.good_until - RENEWED_BEFORE_S
            ):
                return grant.access
            self._grant = self._renew(self._refresh)
            self._keep(stored, self._grant.refresh)
            return self._grant.access

    def _keep(self, stored: str, refresh: str) -> None:
        if refresh == self._refresh:
            return
        self._past.add(_mark(self._refresh))
        self._refresh = refresh
        if self._keys.is_given(self._key) or self._keys.get(self._key) != stored:
            return  # A file is nobody's to write; and who signed in meanwhile knows better.
        self._past.add(_mark(stored))
        try:
            self._keys.set(self._key, refresh)
        except SecretStoreRefused as error:
            log.warning("the renewed sign-in of %s lasts for this run: %s", self._user, error)


def _mark(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
