"""Letters given to Outlook: each reader in one draft, nobody twice, whenever it is cut short."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, override

import pytest
from sqlalchemy import insert

from comms_desk.across.handover import DRAFTS_LIMIT, CutShort, Handover
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.documents.errors import FileNotWritten
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.holder import this_process
from comms_desk.keys import Keys
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.errors import (
    HandOverCutShort,
    NoLine,
    NotByOutlook,
    NothingToHandOver,
    TooManyDrafts,
)
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.handing_over import HandingOver
from comms_desk.mail.message import AttachedFile, NewMessage
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    LetterState,
    MessageId,
    NewAccount,
    Recipient,
)
from comms_desk.mail.store import BarredRow
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.worker.letters import open_door
from tests.across.handover_child import MOMENTS
from tests.support.forked import run_forked

RELEASE = Ref(Subject.DRAFT, 41)
PLAIN = NewMessage(subject="Communiqué – 45 arbres", text="Bonjour,\n\nVoici le communiqué.")
GREETING = NewMessage(subject="Bulletin", text="Bonjour {{ name }},\n")
CHILD_WITHIN_S = 240


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    paths = Paths.find({"COMMS_DESK_HOME": str(tmp_path / "desk")})
    paths.make()
    settings = PersonSettings.read(paths.settings_file)
    return Office(database, paths=paths, settings=settings, keys=Keys(environ={}))


def account(office: Office, *, blind_copies: int = 450, kind: str = "outlook") -> None:
    facts = {"blind_copies": str(blind_copies)} if kind == "outlook" else {"host": "a.example"}
    sender = Address(name="Ville – Médias", local="presse", domain="ville.example")
    office.accounts.add(NewAccount(name="Outlook", kind=kind, sender=sender, facts=facts))


def queued(
    office: Office,
    *names: str,
    message: NewMessage = PLAIN,
    about: Ref | None = None,
    due_in: timedelta = timedelta(0),
) -> MessageId:
    to = [
        Recipient(to=address(name), values={"name": "Ada" if name < "n" else "Zoé"})
        for name in names
    ]
    due_at = office.database.clock.now() + due_in
    letters = office.outbox.send(message, to, about=about, due_at=due_at).letters
    return office.outbox.letter(letters[0]).message


def address(name: str) -> Address:
    return Address(name=f"{name.title()} « É »", local=name, domain="journal.example")


def drafts(folder: Path) -> list[EmailMessage]:
    found = []
    for file in sorted(folder.glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def hidden(draft: EmailMessage) -> list[str]:
    return [each.addr_spec for each in draft["Bcc"].addresses]


def states(office: Office) -> dict[LetterState, int]:
    return {state: count for state, count in office.outbox.counts().items() if count}


def test_a_draft_is_to_the_sender_and_nobody_sees_another(office: Office, tmp_path: Path) -> None:
    account(office)
    files = (AttachedFile(name="Avis.pdf", media_type="application/pdf", content=b"%PDF-1.7"),)
    message = NewMessage(
        subject=PLAIN.subject,
        text=PLAIN.text,
        html="<p>Voici</p>",
        attachments=files,
        reply_to=Address(local="medias", domain="ville.example"),
    )
    stored = queued(office, "ada", "bob", "zoe", message=message)

    given = Handover(office).hand_over(stored, to=tmp_path)

    assert (given.drafts, given.letters, given.withheld) == (1, 3, 0)
    assert given.folder.name == "2026-11-24 07h30 Communiqué – 45 arbres"
    (draft,) = drafts(given.folder)
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == draft["From"] == "Ville – Médias <presse@ville.example>"
    assert draft["Reply-To"] == "medias@ville.example"
    assert draft["Subject"] == PLAIN.subject
    assert draft["Message-ID"] is None
    assert draft["Date"] is None
    assert hidden(draft) == [f"{name}@journal.example" for name in ("ada", "bob", "zoe")]
    assert [each.get_filename() for each in draft.iter_attachments()] == ["Avis.pdf"]
    assert states(office) == {LetterState.HANDED_OVER: 3}
    assert [each.name for each in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("blind", [False, True])
def test_blind_copies_are_split_and_each_reader_stands_in_one_draft(
    office: Office, tmp_path: Path, blind: bool
) -> None:
    account(office, blind_copies=4)
    names = [f"r{number:02d}" for number in range(11)]
    stored = queued(office, *names, message=replace(PLAIN, blind=blind))

    given = Handover(office).hand_over(stored, to=tmp_path)

    those = [hidden(draft) for draft in drafts(given.folder)]
    assert list(map(len, those)) == [4, 4, 3]
    assert [each for some in those for each in some] == [
        f"{name}@journal.example" for name in names
    ]


def test_nobody_reads_the_name_of_another(office: Office, tmp_path: Path) -> None:
    account(office, blind_copies=2)
    stored = queued(office, "ada", "zoe", "bob", "cy", message=GREETING)

    given = Handover(office).hand_over(stored, to=tmp_path)

    read = {tuple(hidden(each)): each.get_content().strip() for each in drafts(given.folder)}
    assert read == {
        ("ada@journal.example", "bob@journal.example"): "Bonjour Ada,",
        ("cy@journal.example",): "Bonjour Ada,",
        ("zoe@journal.example",): "Bonjour Zoé,",
    }


def test_a_worker_leaves_alone_what_a_person_gives(office: Office) -> None:
    account(office)
    queued(office, "ada")
    lease = JobDesk(office.database).take("worker")
    departures = Departures(office.database)
    (made,) = AccountDesk(office.database).every()

    assert departures.waiting() == ()
    assert departures.claim(lease.token, made.id, most=5) == ()
    with pytest.raises(NoLine):
        open_door(made, office.keys).open()
    (waiting,) = HandingOver(office.database).waiting()
    assert (waiting.letters, waiting.subject) == (1, PLAIN.subject)


def test_what_may_not_leave_is_given_to_nobody(office: Office, tmp_path: Path) -> None:
    account(office)
    stored = queued(office, "ada", "bob", "zoe", about=RELEASE)
    with office.database.transaction() as transaction:
        outbox.suppress(transaction, address("bob"), because=ExclusionReason.ASKED)
    freezes, embargoes = FreezeDesk(office.database), EmbargoDesk(office.database)
    freezes.freeze("Alerte")
    with pytest.raises(NothingToHandOver):
        Handover(office).hand_over(stored, to=tmp_path)
    freezes.lift()
    until = office.database.clock.now() + timedelta(hours=1)
    embargoes.place(RELEASE, until=until, ends_when="")
    with pytest.raises(NothingToHandOver):
        Handover(office).hand_over(stored, to=tmp_path)
    embargoes.grant(RELEASE, address("zoe").key, signed_by="Zoé")

    given = Handover(office).hand_over(stored, to=tmp_path)

    assert hidden(drafts(given.folder)[0]) == ["zoe@journal.example"]
    assert states(office) == {
        LetterState.HANDED_OVER: 1,
        LetterState.QUEUED: 1,
        LetterState.WITHHELD: 1,
    }
    assert len(list(tmp_path.glob("2026*"))) == 1


def test_given_twice_nobody_stands_in_two_drafts(office: Office, tmp_path: Path) -> None:
    account(office)
    stored = queued(office, "ada", "bob")
    Handover(office).hand_over(stored, to=tmp_path)

    with pytest.raises(NothingToHandOver):
        Handover(office).hand_over(stored, to=tmp_path)

    other = queued(office, "ada", "bob")
    again = Handover(office).hand_over(other, to=tmp_path)
    assert again.folder.name.endswith("(2)")


def test_letters_before_their_hour_and_of_other_accounts_are_not_given(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    later = queued(office, "ada", due_in=timedelta(hours=1))
    with pytest.raises(NothingToHandOver):
        Handover(office).hand_over(later, to=tmp_path)
    assert HandingOver(office.database).waiting() == ()
    (made,) = office.accounts.every()
    office.accounts.retire(made.id, cancel_letters=True)
    account(office, kind="smtp")
    with pytest.raises(NotByOutlook):
        Handover(office).hand_over(queued(office, "ada"), to=tmp_path)


def test_a_person_who_is_not_to_be_contacted_stands_in_no_draft(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    ada, bob = Ref(Subject.CONTACT, 1), Ref(Subject.CONTACT, 2)
    to = [
        Recipient(to=address("ada"), persons=(ada,)),
        Recipient(to=address("newsroom"), persons=(ada, bob)),
    ]
    letters = office.outbox.send(PLAIN, to).letters
    with office.database.transaction() as transaction:
        outbox.bar_all(transaction, {ada: "a demandé"})

    given = Handover(office).hand_over(office.outbox.letter(letters[0]).message, to=tmp_path)

    assert hidden(drafts(given.folder)[0]) == ["newsroom@journal.example"]


def test_a_folder_that_cannot_be_written_leaves_all_waiting(office: Office, tmp_path: Path) -> None:
    account(office)
    stored = queued(office, "ada", due_in=timedelta(0))
    nowhere = tmp_path / "a file"
    nowhere.write_text("", encoding="utf-8")

    with pytest.raises(FileNotWritten):
        Handover(office).hand_over(stored, to=nowhere)

    assert states(office) == {LetterState.QUEUED: 1}
    Handover(office).hand_over(stored, to=tmp_path / "made" / "for it")
    assert states(office) == {LetterState.HANDED_OVER: 1}


def test_more_drafts_than_anybody_sends_are_not_written(office: Office, tmp_path: Path) -> None:
    account(office)
    to = [
        Recipient(to=address(f"r{number}"), values={"name": str(number)})
        for number in range(DRAFTS_LIMIT + 1)
    ]
    letters = office.outbox.send(GREETING, to).letters

    with pytest.raises(TooManyDrafts):
        Handover(office).hand_over(office.outbox.letter(letters[0]).message, to=tmp_path)

    assert states(office) == {LetterState.QUEUED: DRAFTS_LIMIT + 1}
    assert list(tmp_path.glob("*2026*")) == []


def test_a_name_of_what_was_cut_short_is_not_taken_by_another(
    office: Office, tmp_path: Path
) -> None:
    """Else the drafts of the other would speak for letters that stand in none."""
    account(office)
    one, other = queued(office, "ada"), queued(office, "zoe")
    name = tmp_path / "2026-11-24 07h30 Communiqué – 45 arbres"
    *mine, _started = this_process().split()
    gone = HandOverCutShort(name, str(tmp_path / ".gone"), " ".join((*mine, "1")))
    HandingOver(office.database).claim(one, cut_short=gone)

    given = Handover(office).hand_over(other, to=tmp_path)
    Handover(office).end(Handover(office).cut_short())

    assert given.folder.name == f"{name.name} (2)"
    assert states(office) == {LetterState.UNCERTAIN: 1, LetterState.HANDED_OVER: 1}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_it_is_all_or_nothing_and_the_next_opening_knows_which(
    office: Office, tmp_path: Path, moment: str
) -> None:
    account(office, blind_copies=2)
    stored = queued(office, "ada", "bob", "cy", "zoe")
    to = tmp_path / "given"
    to.mkdir()

    kill_at(moment, office, stored, to)

    named = [each for each in to.iterdir() if not each.name.startswith(".")]
    given = [reader for folder in named for draft in drafts(folder) for reader in hidden(draft)]
    assert len(given) in {0, 4}
    if moment not in {"hidden folder", "marked"}:
        assert states(office) == {LetterState.UNCERTAIN: 4}
        with pytest.raises(NothingToHandOver):
            Handover(office).hand_over(stored, to=to)
    Handover(office).end(Handover(office).cut_short())
    if given:
        assert states(office) == {LetterState.HANDED_OVER: 4}
        with pytest.raises(NothingToHandOver):
            Handover(office).hand_over(stored, to=to)
    else:
        assert states(office) == {LetterState.QUEUED: 4}
        assert list(to.rglob("*.eml")) == []
        assert Handover(office).hand_over(stored, to=to).letters == 4
    assert Handover(office).cut_short() == ()


def test_a_folder_that_somebody_took_away_after_a_kill_leaves_its_letters_to_a_person(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada")
    to = tmp_path / "given"
    to.mkdir()
    kill_at("given", office, stored, to)
    (folder,) = to.iterdir()
    folder.rename(tmp_path / "sent")

    assert Handover(office).cut_short() == ()

    (letter,) = office.outbox.letters(undecided=True).rows
    assert letter.trouble is not None
    assert isinstance(letter.trouble.to_error(), HandOverCutShort)
    assert office.outbox.decide(letter.id, Decision.SEND_AGAIN).state is LetterState.QUEUED


def test_who_decided_before_the_desk_knew_is_told_that_the_draft_is_there(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada", "bob")
    kill_at("given", office, stored, tmp_path)
    first, second = office.outbox.letters(undecided=True).rows
    office.outbox.decide(first.id, Decision.SEND_AGAIN)
    office.outbox.decide(second.id, Decision.LEAVE)

    Handover(office).end(Handover(office).cut_short())

    assert states(office) == {LetterState.HANDED_OVER: 2}


def test_a_hand_over_that_goes_on_or_is_of_another_computer_is_left_alone(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    mine, theirs = queued(office, "ada"), queued(office, "bob")
    for message, holder in ((mine, this_process()), (theirs, "elsewhere 0123 17 42 18")):
        waiting = tmp_path / f".{message}"
        waiting.mkdir()
        facts = HandOverCutShort(tmp_path / str(message), str(waiting), holder)
        HandingOver(office.database).claim(message, cut_short=facts)

    assert Handover(office).cut_short() == ()


def test_letters_that_cannot_go_back_now_do_at_the_next_opening(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada")

    class BusyAsItFails(Handover):
        @override
        def _write(self, path: Path, content: bytes) -> None:
            raise PermissionError(13, "denied")

        @override
        def _record(self, *_given: Any) -> None:
            raise StorageBusy(5.0)

    with pytest.raises(FileNotWritten):
        BusyAsItFails(office).hand_over(stored, to=tmp_path)

    assert states(office) == {LetterState.UNCERTAIN: 1}
    ((facts, claims),) = HandingOver(office.database).cut_short()
    Handover(office).end([CutShort(facts=facts, claims=claims, is_given=False)])
    assert states(office) == {LetterState.QUEUED: 1}
    assert list(tmp_path.glob(".*")) == []


def kill_at(moment: str, office: Office, message: MessageId, to: Path) -> None:
    url = office.database.url.render_as_string(hide_password=False)
    child = run_forked(
        [
            "tests.across.handover_child",
            *(url, str(office.paths.data.parent / "home"), str(message), str(to), moment),
        ],
        within_s=CHILD_WITHIN_S,
    )
    assert child.returncode < 0, child.stderr


def test_knowing_goes_before_a_doubt_that_was_decided_meanwhile(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada", "bob")
    desk = HandingOver(office.database)
    claimed = desk.claim(stored, cut_short=HandOverCutShort(tmp_path / "x"))
    first, second = claimed.claims
    office.outbox.decide(first.letter, Decision.SEND_AGAIN)
    office.outbox.decide(second.letter, Decision.LEAVE)

    desk.mark(claimed.claims)

    assert states(office) == {LetterState.HANDED_OVER: 2}


def test_what_a_person_decided_stays_when_the_drafts_were_not_written(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada", "bob")
    desk = HandingOver(office.database)
    claimed = desk.claim(stored, cut_short=HandOverCutShort(tmp_path / "x"))
    office.outbox.decide(claimed.claims[0].letter, Decision.LEAVE)

    desk.take_back(claimed.claims)

    assert states(office) == {LetterState.QUEUED: 1, LetterState.UNCERTAIN: 1}


def test_what_was_stopped_meanwhile_does_not_wait_when_the_drafts_were_not_written(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada", "bob")
    desk = HandingOver(office.database)
    claimed = desk.claim(stored, cut_short=HandOverCutShort(tmp_path / "x"))
    office.outbox.cancel(stored)

    desk.take_back(claimed.claims)

    assert desk.waiting() == ()
    assert states(office) == {LetterState.UNCERTAIN: 2}


def test_nothing_waits_of_an_account_that_went_when_the_drafts_were_not_written(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    stored = queued(office, "ada")
    desk = HandingOver(office.database)
    claimed = desk.claim(stored, cut_short=HandOverCutShort(tmp_path / "x"))
    office.accounts.retire(claimed.account.id)

    desk.take_back(claimed.claims)

    assert states(office) == {LetterState.CANCELLED: 1}


def test_who_was_barred_meanwhile_does_not_wait_again_when_the_drafts_were_not_written(
    office: Office, tmp_path: Path
) -> None:
    account(office)
    ada, bob = Ref(Subject.CONTACT, 1), Ref(Subject.CONTACT, 2)
    to = [
        Recipient(to=Address(local=name, domain="journal.example"), persons=(ref,))
        for name, ref in (("ada", ada), ("bob", bob))
    ]
    (letter, _other) = office.outbox.send(PLAIN, to).letters
    desk = HandingOver(office.database)
    claimed = desk.claim(
        office.outbox.letter(letter).message, cut_short=HandOverCutShort(tmp_path / "x")
    )
    with office.database.transaction() as transaction:
        outbox.bar_all(transaction, {ada: ""})

    desk.take_back(claimed.claims)

    assert states(office) == {LetterState.WITHHELD: 1, LetterState.QUEUED: 1}


def test_nobody_who_is_barred_is_in_a_draft(office: Office, tmp_path: Path) -> None:
    account(office)
    ada, bob = Ref(Subject.CONTACT, 1), Ref(Subject.CONTACT, 2)
    shared = Address(local="nouvelles", domain="journal.example")
    alone = Address(local="ada", domain="journal.example")
    to = [Recipient(to=alone, persons=(ada,)), Recipient(to=shared, persons=(ada, bob))]
    (letter, _other) = office.outbox.send(PLAIN, to).letters
    with office.database.transaction() as transaction:
        transaction.session.execute(insert(BarredRow), [_bar(ada, office)])

    claimed = HandingOver(office.database).claim(
        office.outbox.letter(letter).message, cut_short=HandOverCutShort(tmp_path / "x")
    )

    assert [each.to.key for each in claimed.claims] == [shared.key]
    assert claimed.withheld == 1


def _bar(ref: Ref, office: Office) -> dict[str, object]:
    """Return a bar that the letters that wait have not heard of."""
    return {"ref": str(ref), "note": "", "by": None, "at": office.database.clock.now()}
