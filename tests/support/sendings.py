"""A text of the sample desk, about to leave under embargo, then sent with all that may befall."""

from datetime import timedelta

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import NewAccount
from comms_desk.media.dispatches.model import LetterForm, RequestedSending, SendingTime
from comms_desk.media.drafting.model import Draft

CLAIMED = 40
UNCERTAIN, REFUSED = 3, frozenset({5, 9})
"""Which of the letters claimed fare otherwise than well."""


def made_ready(office: Office) -> tuple[Draft, RequestedSending]:
    """Return a text under embargo and whom it goes to: the first lists have signed for it."""
    sender = Address(name="Ville de Montréal", local="medias", domain="ville.example")
    office.accounts.add(
        NewAccount(name="Microsoft 365", sender=sender, facts={"host": "smtp.ville.example"})
    )
    text = next(each for each in office.drafts.search().rows if each.embargo is not None)
    lists = sorted(office.lists.every(), key=lambda each: each.rank)[:6]
    for each in lists:
        if each.early_minutes:
            for reader in office.lists.members(each.id).rows:
                if reader.address is not None:
                    signed = reader.name or reader.address.bare
                    office.embargoes.grant(text.ref, reader.address.key, signed_by=signed)
    wanted = RequestedSending(
        lists=tuple(each.id for each in lists),
        when=SendingTime.WHEN_LIFTED,
        forms=frozenset({LetterForm.INLINE, LetterForm.PDF}),
        photos="montreal.example/photos",
        interviews="A. Okafor, 514 555-0100",
    )
    return text, wanted


def send(office: Office, text: Draft, wanted: RequestedSending) -> None:
    """Send it, have its embargo end, and most of its letters taken; one uncertain, two refused."""
    office.dispatches.send(text.id, wanted)
    clock = office.database.clock
    lock = office.embargoes.of(text.ref)
    if isinstance(clock, StillClock) and lock is not None:
        clock.advance(lock.until - clock.now() + timedelta(minutes=2))
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("a picture")
    account = office.accounts.every()[0].id
    claimed = departures.claim(lease.token, account, most=CLAIMED)
    for place, claim in enumerate(claimed):
        if place == UNCERTAIN:
            departures.settle(account, claim, OutcomeUnknown("smtp.ville.example", "closed"))
        elif place in REFUSED:
            refused = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 unknown")
            departures.settle(account, claim, refused)
        else:
            departures.settle(account, claim, Receipt(code=250, text="2.0.0 taken"))
