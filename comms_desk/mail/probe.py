"""Whether a sending account would work: its server is reached and signed in to, nothing is sent.

A person waits for the answer, so the server is given less time than when letters leave.  The
secret is given by who asks, and kept nowhere.
"""

from comms_desk.keys import Keys
from comms_desk.mail.door_kinds import SMTP_KIND, kind_named
from comms_desk.mail.doors import Facts

CONNECT_S = 10.0
REPLY_S = 20.0
_KEY = "probe"


def try_server(facts: Facts, *, secret: str, kind: str = SMTP_KIND.name) -> str:
    """Reach the server that *facts* describe, sign in where it is asked for, and hang up.

    Returns:
        The secret to keep: a sign-in may have been renewed.

    Raises:
        DoorMisdescribed: A fact is missing or wrong.
        LineBroken: The server is out of reach, unproven, silent, or refuses the login.
        Deferred: The server asks to come back later.
        Refused: The server wants nothing from us.
    """
    from comms_desk.mail.doors import Patience

    keys = Keys(environ={}, memory_only=True)
    if secret:
        keys.set(_KEY, secret)
    patience = Patience(connect_s=CONNECT_S, reply_s=REPLY_S)
    kind_named(kind).make(facts, _KEY, keys, patience=patience).open().close()
    return keys.get(_KEY) or ""
