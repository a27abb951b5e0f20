"""How msal reaches the organisation's sign-in server: as the rest of the desk reaches the network.

The computer's own certificates and proxies, a bound on time and on size, no redirect and
nothing but https.  An answer is kept until the next: msal says of some only that they failed.
"""

import ssl
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

from comms_desk.mail.errors import AuthorityUnreachable
from comms_desk.reasons import reason_of

TIMEOUT_S = 20.0
ANSWER_LIMIT_BYTES = 1024 * 1024
CONFIDED = {"code", "code_verifier", "device_code", "refresh_token"}
"""What is said to the server in confidence."""
_FAILED = 400


class AnsweredBadly(OSError):
    """An answer of the server that says no more than a number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What msal asks of an answer."""

    status_code: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        """Raise where it is a failure.

        Raises:
            AnsweredBadly: It is.
        """
        if self.status_code >= _FAILED:
            raise AnsweredBadly(f"HTTP {self.status_code}")


class AuthorityClient:
    """The network, in the shape that msal asks for (``http_client``).

    Attributes:
        last: The latest answer.
        confided: What was said that nobody else may know, and what was given.
    """

    def __init__(
        self, trust: Callable[[], ssl.SSLContext], *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.last: Answer | None = None
        self.confided: set[str] = set()
        self._timeout_s = timeout_s
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPSHandler(context=trust()),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ):
            self._opener.add_handler(handler)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> Answer:
        """Read *url*.

        Raises:
            AuthorityUnreachable: Nobody answered whole, or not under that name.
        """
        return self._ask(url, params, headers, None)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> Answer:
        """Say *data* to *url*.

        Raises:
            AuthorityUnreachable: Nobody answered whole, or not under that name.
        """
        said = data if isinstance(data, str) else urllib.parse.urlencode(data or {})
        given = dict(urllib.parse.parse_qsl(said))
        self.confided.update(given[each] for each in CONFIDED & given.keys())
        return self._ask(url, params, headers, said.encode("utf-8"))

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        data: bytes | None,
    ) -> Answer:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "https":
            raise AuthorityUnreachable(parts.netloc, "http")
        if params:
            url += ("&" if parts.query else "?") + urllib.parse.urlencode(params)
        asked = urllib.request.Request(url, data=data, headers=dict(headers or {}))  # noqa: S310
        try:
            try:
                answer = self._opener.open(asked, timeout=self._timeout_s)
            except HTTPError as error:
                answer = error
            if answer is None:
                raise AuthorityUnreachable(parts.netloc, "")
            with answer:
                said = answer.read(ANSWER_LIMIT_BYTES + 1)
        except URLError as error:
            met = error.reason if isinstance(error.reason, Exception) else error
            raise AuthorityUnreachable(parts.netloc, reason_of(met)) from error
        except (OSError, HTTPException, ValueError) as error:
            raise AuthorityUnreachable(parts.netloc, reason_of(error)) from error
        if len(said) > ANSWER_LIMIT_BYTES:
            raise AuthorityUnreachable(parts.netloc, f"> {ANSWER_LIMIT_BYTES}")
        self.last = Answer(answer.status, said.decode("utf-8", "replace"), dict(answer.headers))
        return self.last
