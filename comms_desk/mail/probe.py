"""Whether a sending account would work: its server is reached and logged in to, nothing is sent.

A person waits for the answer, so the server is given less time than when letters leave.  The
password is given by who asks, and kept nowhere.
"""

from comms_desk.mail.doors import Facts, SmtpFacts

CONNECT_S = 10.0
REPLY_S = 20.0


def try_server(facts: Facts, *, password: str) -> None:
    """Reach the SMTP server that *facts* describe, log in if they have a user, and hang up.

    Raises:
        DoorMisdescribed: A fact is missing or wrong.
        LineBroken: The server is out of reach, unproven, silent, or refuses the login.
        Deferred: The server asks to come back later.
        Refused: The server wants nothing from us.
    """
    from comms_desk.mail.smtp import Patience, SmtpDoor

    patience = Patience(connect_s=CONNECT_S, reply_s=REPLY_S)
    SmtpDoor(SmtpFacts.read(facts), password=lambda: password, patience=patience).open().close()
