"""Microsoft 365: a person signs in, and letters leave by what the organisation gave."""

import ssl
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
import trustme

from comms_desk.errors import CommsDeskError
from comms_desk.keys import Keys
from comms_desk.mail import errors
from comms_desk.mail.doors import Envelope, Patience
from comms_desk.mail.errors import Deferred, LetterRefused
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.m365_door import M365Door
from comms_desk.mail.sign_in import Authority, Grant, SignInPrompt
from comms_desk.wording import say
from tests.support.m365 import CLIENT, TENANT, USER, Browser, FakeAuthority, TokenSink

KEY = "mail/presse"
PATIENCE = Patience(connect_s=10, reply_s=10, write_s=10, end_s=10, farewell_s=1)


@pytest.fixture(scope="module")
def certificates() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authority(certificates: trustme.CA) -> Iterator[FakeAuthority]:
    with FakeAuthority(certificates) as running:
        yield running


@pytest.fixture
def sink(authority: FakeAuthority) -> Iterator[TokenSink]:
    with TokenSink(authority) as running:
        yield running


def by_browser(
    authority: FakeAuthority, *, stop: Event | None = None, wait_s: float = 20, **how: Any
) -> tuple[Grant, Browser]:
    browser = authority.browser(**how)
    try:
        grant = signs_in(authority, browser).by_browser(
            stop=stop or Event(), tell=lambda _asked: None, wait_s=wait_s
        )
    finally:
        browser.close()
    return grant, browser


def signs_in(
    authority: FakeAuthority, browse: Callable[[str], object], /, **facts: Any
) -> Authority:
    return Authority(authority.facts(**facts), trust=authority.trust, browse=browse)


def nobody(_address: str) -> bool:
    return False


def known(refresh: str) -> Keys:
    keys = Keys(environ={}, memory_only=True)
    keys.set(KEY, refresh)
    return keys


def door(authority: FakeAuthority, sink: TokenSink, keys: Keys) -> M365Door:
    facts = authority.facts(smtp_port=sink.port)
    return M365Door(facts, KEY, keys, patience=PATIENCE, trust=authority.trust)


def signed_in(authority: FakeAuthority) -> Keys:
    grant, _browser = by_browser(authority)
    return known(grant.refresh)


def send(to: M365Door, sender: str = "presse@ville.example") -> str:
    line = to.open()
    try:
        letter = Envelope(
            sender=sender,
            recipients=("zoe@journal.example",),
            content=b"Subject: s\r\n\r\nBonjour\r\n",
        )
        return line.send(letter, prove=lambda: None).text
    finally:
        line.close()


def test_a_person_signs_in_and_a_letter_leaves_as_the_shared_mailbox(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    keys = signed_in(authority)

    send(door(authority, sink, keys))

    (letter,) = sink.wait_for_letters(1)
    assert letter.sender == "presse@ville.example"
    assert sink.signed_in == [USER]


def test_what_comes_back_without_the_state_that_was_asked_for_is_turned_away(
    authority: FakeAuthority,
) -> None:
    grant, browser = by_browser(authority, lies_first=True)

    assert grant.user == USER
    assert [status for status, _page in browser.pages] == [400, 400, 200]
    assert all(grant.access not in page for _status, page in browser.pages)


def test_nothing_of_a_grant_is_shown(authority: FakeAuthority) -> None:
    grant, _browser = by_browser(authority)

    assert grant.access not in repr(grant)
    assert grant.refresh not in repr(grant)


def test_a_person_may_stop_and_may_take_too_long(authority: FakeAuthority) -> None:
    stop = Event()
    with pytest.raises(errors.SignInTooLong):
        signs_in(authority, nobody).by_browser(stop=stop, tell=lambda _asked: None, wait_s=0.2)

    def stops(_asked: SignInPrompt) -> None:
        stop.set()

    with pytest.raises(errors.SignInStopped):
        signs_in(authority, nobody).by_browser(stop=stop, tell=stops)
    with pytest.raises(errors.SignInStopped):
        by_browser(authority, declines=True)


def test_a_code_is_typed_elsewhere(authority: FakeAuthority) -> None:
    told: list[SignInPrompt] = []

    def types(asked: SignInPrompt) -> None:
        told.append(asked)
        authority.desk.approve()

    grant = signs_in(authority, nobody).by_device_code(stop=Event(), tell=types)

    assert grant.user == USER
    assert told[0].code == "ABCD-1234"


def test_a_code_that_nobody_types_is_not_waited_for_without_end(authority: FakeAuthority) -> None:
    stop = Event()
    with pytest.raises(errors.SignInTooLong):
        signs_in(authority, nobody).by_device_code(stop=stop, tell=lambda _asked: None, wait_s=0)
    with pytest.raises(errors.SignInStopped):
        signs_in(authority, nobody).by_device_code(stop=stop, tell=lambda _asked: stop.set())
    stop.clear()
    with pytest.raises(errors.SignInStopped):
        signs_in(authority, nobody).by_device_code(
            stop=stop, tell=lambda _asked: authority.desk.approve(declined=True)
        )


def test_somebody_else_is_not_taken_for_the_user(authority: FakeAuthority) -> None:
    authority.desk.signs_in = "luc@ville.example"

    with pytest.raises(errors.OtherPerson) as caught:
        by_browser(authority)

    assert "luc@ville.example" in say(caught.value).what


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"tenant": "other.example"}, errors.TenantUnknown),
        ({"client": TENANT}, errors.ApplicationUnknown),
        ({"authority": "localhost:9"}, errors.AuthorityUnreachable),
    ],
)
def test_what_the_account_says_wrong_is_said(
    authority: FakeAuthority, facts: dict[str, str], error: type[CommsDeskError]
) -> None:
    with pytest.raises(error):
        signs_in(authority, nobody, **facts).renew("whatever")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"error": "invalid_grant", "error_description": "AADSTS700082: x"}, errors.SignInOver),
        ({"error": "interaction_required", "error_description": "MFA"}, errors.SignInOver),
        ({"error": "invalid_grant", "error_description": "AADSTS65001: x"}, errors.ConsentMissing),
        ({"error": "invalid_grant", "suberror": "consent_required"}, errors.ConsentMissing),
        ({"error": "invalid_request", "error_description": "AADSTS50020: x"}, errors.TenantUnknown),
        ({"error": "invalid_client", "error_description": "no"}, errors.ApplicationUnknown),
        ({"error": "temporarily_unavailable"}, errors.AuthorityFailed),
        ({"odd": "answer"}, errors.AuthorityFailed),
    ],
)
def test_each_refusal_of_the_organisation_is_an_error_of_its_own(
    authority: FakeAuthority, said: dict[str, str], error: type[CommsDeskError]
) -> None:
    authority.desk.refuses = said

    with pytest.raises(error):
        signs_in(authority, nobody).renew("whatever")


def test_consent_that_is_missing_is_said_in_the_browser_too(authority: FakeAuthority) -> None:
    authority.desk.consents = False

    with pytest.raises(errors.ConsentMissing):
        by_browser(authority)


def test_a_server_that_is_out_of_order_or_that_nobody_vouches_for_is_said(
    authority: FakeAuthority,
) -> None:
    authority.desk.status = 503
    with pytest.raises(errors.AuthorityFailed):
        signs_in(authority, nobody).renew("whatever")
    with pytest.raises(errors.AuthorityUnreachable):
        Authority(authority.facts(), trust=ssl.create_default_context).renew("whatever")


def test_a_token_is_renewed_before_it_ends_and_asked_for_once(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    keys = signed_in(authority)
    first = keys.need(KEY)
    by = door(authority, sink, keys)

    send(by)
    send(by)
    assert authority.desk.asked == ["authorization_code", "refresh_token"]

    authority.desk.access_lives_s = 60
    other = door(authority, sink, keys)
    send(other)
    send(other)
    assert authority.desk.asked.count("refresh_token") == 3
    assert keys.need(KEY) not in {first, ""}


def test_a_refresh_token_that_may_be_used_once_is_not_used_twice(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    keys = signed_in(authority)
    whispered = keys.need(KEY)
    authority.desk.reuse, authority.desk.access_lives_s = False, 60
    by = door(authority, sink, keys)

    send(by)
    keys.hold({KEY: whispered})  # The window whispers what it holds, once more.
    send(by)

    assert len(sink.wait_for_letters(2)) == 2


def test_a_new_sign_in_goes_before_what_was_known(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    keys = signed_in(authority)
    by = door(authority, sink, keys)
    send(by)
    authority.desk.revoke()
    with pytest.raises(errors.SignInOver) as caught:
        send(by)
    assert "Trace ID" not in say(caught.value).whole

    grant, _browser = by_browser(authority)
    keys.set(KEY, grant.refresh)
    send(by)

    assert len(sink.letters) == 2


def test_a_token_that_the_mail_server_no_longer_takes_is_renewed_at_once(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    by = door(authority, sink, signed_in(authority))
    send(by)
    authority.desk.expire()

    send(by)

    assert authority.desk.asked.count("refresh_token") == 2


@pytest.mark.parametrize("asks_why", [False, True])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("535 5.7.3 Authentication unsuccessful", errors.TokenRefused),
        (
            "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.",
            errors.SmtpDisabled,
        ),
        (
            "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria",
            errors.TokenRefused,
        ),
        ("454 4.7.0 Temporary authentication failure", Deferred),
    ],
)
def test_each_refusal_of_the_mail_server_is_an_error_of_its_own(
    authority: FakeAuthority,
    sink: TokenSink,
    answer: str,
    error: type[CommsDeskError],
    asks_why: bool,
) -> None:
    sink.refuses, sink.asks_why = answer, asks_why
    keys = signed_in(authority)

    with pytest.raises(error) as caught:
        send(door(authority, sink, keys))

    said = f"{say(caught.value)} {vars(caught.value)}"
    assert not any(token in said for token in (*authority.desk.access, *authority.desk.refresh))
    assert not any(token in str(sink.transcript) for token in authority.desk.access)


def test_a_token_for_something_else_is_refused(authority: FakeAuthority, sink: TokenSink) -> None:
    by = door(authority, sink, signed_in(authority))
    for each in list(authority.desk.access.values()):
        each.scope = "https://graph.microsoft.com/Mail.Read"
    by.open().close()
    for each in authority.desk.access.values():
        each.scope = "https://graph.microsoft.com/Mail.Read"
    authority.desk.refuses = {"error": "invalid_grant", "error_description": "no"}

    with pytest.raises(errors.SignInOver):
        by.open()


def test_a_token_that_dies_on_an_open_line_leaves_the_letter_at_home(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    line = door(authority, sink, signed_in(authority)).open()
    authority.desk.revoke()
    letter = Envelope(
        sender="a@b.example", recipients=("c@d.example",), content=b"S: s\r\n\r\nx\r\n"
    )

    with pytest.raises(LetterRefused) as caught:
        line.send(letter, prove=lambda: None)
    line.close()

    assert caught.value.code == 530
    assert sink.letters == []


def test_a_server_without_tokens_is_said(authority: FakeAuthority, sink: TokenSink) -> None:
    sink.offers = False

    with pytest.raises(errors.TokensNotOffered):
        send(door(authority, sink, signed_in(authority)))


def test_without_anybody_signed_in_no_server_is_asked(
    authority: FakeAuthority, sink: TokenSink
) -> None:
    with pytest.raises(errors.SignInMissing):
        send(door(authority, sink, Keys(environ={}, memory_only=True)))

    assert sink.sessions == 0


def test_the_facts_of_an_account_are_stored_and_read_again() -> None:
    facts = {"tenant": "ville.example", "client": CLIENT, "user": USER}

    read = M365Facts.read(facts)

    assert (read.host, read.port) == ("smtp.office365.com", 587)
    assert M365Facts.read(read.to_facts()) == read
    assert read.scope == "https://outlook.office.com/SMTP.Send"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tenant": ""},
        {"tenant": "a/b"},
        {"client": "desk"},
        {"user": "rosalie"},
        {"user": "rosalie@ville.example\r\nx"},
        {"host": "a b"},
        {"port": "0"},
        {"authority": "https://login"},
        {"sign_in": "telepathy"},
        {"password": "x"},
    ],
)
def test_facts_that_cannot_be_are_refused(wrong: dict[str, str]) -> None:
    facts = {"tenant": "ville.example", "client": CLIENT, "user": USER}

    with pytest.raises(errors.DoorMisdescribed) as caught:
        M365Facts.read(facts | wrong)

    assert say(caught.value).what


@pytest.mark.parametrize("form", [str, lambda token: token[:900].upper(), lambda token: token[5:]])
def test_a_sign_in_server_that_repeats_the_token_is_not_repeated(
    authority: FakeAuthority, form: Callable[[str], str]
) -> None:
    grant, _browser = by_browser(authority)
    for number in ("AADSTS700082", "AADSTS65001", "AADSTS50020", "AADSTS700016", "AADSTS1"):
        # Beside an accent: a letter that goes on the token where it was cut is hidden with it.
        text = f"{number}: révoqué {form(grant.refresh)} à jamais"
        authority.desk.refuses = {"error": "invalid_grant", "error_description": text}

        with pytest.raises(CommsDeskError) as caught:
            signs_in(authority, nobody).renew(grant.refresh)

        assert f"text='{number}: révoqué *** à jamais'" in repr(caught.value)
