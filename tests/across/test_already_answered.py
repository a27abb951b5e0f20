"""What was already said is found again by a newsroom's words, and quoted with its source."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from comms_desk.across.already_answered import AlreadyAnswered, already_said, families_of
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Recipient
from comms_desk.media.drafting import within as drafting
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.media.verbatims.store import VerbatimRow
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage import sayings, soundness
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.text.families import FamiliesUnreadable
from tests.conftest import MORNING
from tests.internal.written import open_account
from tests.media.inquiries import said_corpus
from tests.media.inquiries.asked import CITY, Newsroom
from tests.media.themes.newsroom import WatchRoom
from tests.support.databases import new_desk
from tests.support.mornings import office_on
from tests.support.replies import answered

LEAST_FOUND: Final = 90


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def test_an_answer_is_found_by_other_words_and_quoted(office: Office) -> None:
    answered(office, "Arénas", "Deux arénas ferment cet été.")
    inquiry = answered(
        office,
        "Budget de la neige",
        "Merci de votre question. Le déneigement a coûté **44,2 M$** en 2025. Bonne journée.",
    )

    (said,) = already_said(office, "combien coûte le chargement?", answer="Coût : 44 M$", limit=1)

    assert said.ref == Ref(Subject.INQUIRY, inquiry.id)
    assert said.passage == "Le déneigement a coûté 44,2 M$ en 2025."
    assert said.quoted.startswith("> Le déneigement a coûté 44,2 M$ en 2025.\n")
    assert "— Budget de la neige, 24" in said.quoted
    assert [(each.written, each.before) for each in said.differs] == [("44 M$", "44,2 M$")]


def test_one_answer_to_several_who_asked_the_same_is_said_once(office: Office) -> None:
    for title in ("Coût de la neige", "Neige"):
        answered(office, title, "Le déneigement a coûté 44,2 M$.")
    other = answered(office, "Trottoirs", "Le déneigement des trottoirs a coûté 8 M$.")

    found = already_said(office, "coût déneigement")

    assert len(found) == 2
    assert other.id in {each.ref.id for each in found}


def test_an_answer_is_found_by_its_questions(office: Office) -> None:
    answered(office, "Suivi", "Oui, dès lundi.", "Les patinoires seront-elles ouvertes?")

    (said,) = already_said(office, "patinoire")

    assert said.passage == "Oui, dès lundi."


def test_an_answer_that_was_taken_back_was_not_said(office: Office) -> None:
    inquiry = answered(office, "Neige", "Le déneigement commence lundi.")
    (*_, moment) = office.inquiries.moments(inquiry.id)
    office.inquiries.take_back(moment.id)
    assert already_said(office, "neige") == ()

    office.inquiries.put_back(moment.id)
    assert [each.ref.id for each in already_said(office, "neige")] == [inquiry.id]


def test_a_text_was_said_once_it_was_released_and_as_it_left(office: Office) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Neige", text="Le déneigement commence lundi.\n")
    draft = office.drafts.add(new)
    assert already_said(office, "neige") == ()

    office.drafts.edit(draft.id, FieldChange("status", DraftStatus.DRAFT, DraftStatus.RELEASED))
    office.drafts.edit(draft.id, FieldChange("title", "Neige", "Neige et glace"))
    (said,) = already_said(office, "déneigement")
    assert (said.kind, said.title) == (Subject.DRAFT, "Neige")

    office.drafts.edit(draft.id, FieldChange("status", DraftStatus.RELEASED, DraftStatus.WITHDRAWN))
    assert already_said(office, "neige") == ()


def test_a_text_under_an_embargo_was_not_said_yet(office: Office, clock: StillClock) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Neige", text="Le déneigement commence lundi.\n")
    draft = office.drafts.add(new)
    ref = Ref(Subject.DRAFT, draft.id)
    office.embargoes.place(ref, until=clock.now() + timedelta(hours=2), ends_when="le dépôt")
    office.drafts.edit(draft.id, FieldChange("status", DraftStatus.DRAFT, DraftStatus.RELEASED))
    assert already_said(office, "neige") == ()

    clock.advance(timedelta(hours=3))
    assert [each.ref for each in already_said(office, "neige")] == [ref]


def test_what_leaves_later_was_not_said_yet(office: Office, clock: StillClock) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Neige", text="Le déneigement commence lundi.\n")
    draft = office.drafts.add(new).id
    with office.database.transaction() as transaction:
        later = clock.now() + timedelta(hours=2)
        drafting.become(transaction, draft, DraftStatus.RELEASED, at=later)
    assert already_said(office, "neige") == ()

    clock.advance(timedelta(hours=3))
    assert [each.at for each in already_said(office, "neige")] == [later]


def test_a_text_whose_letters_wait_was_not_said_yet(office: Office) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Neige", text="On déneige.\n")
    draft = replace(new, status=DraftStatus.RELEASED)
    ref = Ref(Subject.DRAFT, office.drafts.add(draft).id)
    assert [each.ref for each in already_said(office, "neige")] == [ref]
    open_account(office.database)
    with office.database.transaction() as transaction:
        letter = NewMessage(subject="Neige", text="On déneige.")
        message = outbox.compose(transaction, letter, about=ref)
        outbox.queue(transaction, message, to=Address.parse("roy@journal.example"))

    assert already_said(office, "neige") == ()


def test_an_answer_read_by_phone_was_said_though_a_letter_waits(office: Office) -> None:
    open_account(office.database)
    inquiry = answered(office, "Neige", "Le déneigement commence lundi.")
    waiting = NewMessage(subject="Re: Neige", text="Bien reçu.")
    to = Recipient(to=Address.parse("zoe@journal.example"))
    office.outbox.send(waiting, [to], about=Ref(Subject.INQUIRY, inquiry.id))

    assert [each.title for each in already_said(office, "déneigement")] == ["Neige"]


def test_an_answer_that_waits_was_not_said_though_they_were_told_that_it_came(
    office: Office,
) -> None:
    room = Newsroom(office.database)
    inquiry = room.asked()
    room.replies.acknowledge(inquiry, room.promised())
    room.carry()
    office.freezes.freeze("Incendie majeur")
    room.approved(inquiry, "Le déneigement commence lundi.")
    room.replies.answer(inquiry, CITY)
    assert already_said(office, "neige") == ()

    office.freezes.let_go(Ref(Subject.INQUIRY, inquiry))
    room.carry()
    assert [each.ref.id for each in already_said(office, "neige")] == [inquiry]


def test_what_is_not_to_be_quoted_is_not_proposed_to_be(office: Office) -> None:
    inquiry = answered(office, "Neige", "Le déneigement commence lundi.")
    office.inquiries.record(inquiry.id, NewMoment(what=MomentKind.REOPENED))
    office.inquiries.record(
        inquiry.id,
        NewMoment(
            what=MomentKind.ANSWERED,
            how=Channel.PHONE,
            text="Le déneigement coûtera 60 M$.",
            resolution=Resolution.BACKGROUND,
            attribution=Attribution.BACKGROUND,
        ),
    )

    (said,) = already_said(office, "combien coûte le déneigement")

    assert "60" not in said.quoted


def test_a_verbatim_is_found_unless_it_is_in_the_bin(office: Office) -> None:
    new = NewVerbatim(name="Mêlée", speaker="La mairesse", text="On déneige dès lundi.")
    verbatim = office.verbatims.add(new).id
    assert [each.title for each in already_said(office, "neige")] == ["Mêlée · La mairesse"]

    office.verbatims.put_in_bin(verbatim)
    assert already_said(office, "neige") == ()

    office.verbatims.take_out_of_bin(verbatim)
    office.verbatims.edit(verbatim, FieldChange("text", new.text, "On répare les arénas."))
    assert already_said(office, "neige") == ()
    assert [each.ref.id for each in already_said(office, "aréna")] == [verbatim]


def test_what_a_journalist_asked_in_a_verbatim_is_not_what_the_city_said(office: Office) -> None:
    text = "Journaliste (Le Devoir) : Et les nids-de-poule?\nLa mairesse : On remplit tout."
    office.verbatims.add(NewVerbatim(name="Mêlée", text=text))

    (found,) = already_said(office, "les nids-de-poule")

    assert found.passage == "La mairesse : On remplit tout."


def test_who_speaks_in_a_verbatim_is_named_once_where_it_is_quoted(office: Office) -> None:
    text = "Journaliste : Et les nids-de-poule?\nPorte-parole : On remplit les nids-de-poule."
    office.verbatims.add(NewVerbatim(name="Mêlée", speaker="Porte-parole (fictif)", text=text))

    (found,) = already_said(office, "les nids-de-poule")

    assert found.quoted.startswith("> On remplit les nids-de-poule.\n")
    assert "— Mêlée · Porte-parole (fictif), " in found.quoted


def test_of_two_equals_that_of_the_dossier_comes_first(office: Office) -> None:
    snow = office.dossiers.add(NewDossier(code="NEIGE", name="Neige")).id
    first = office.verbatims.add(NewVerbatim(name="Un", text="On déneige.", dossier=snow)).id
    second = office.verbatims.add(NewVerbatim(name="Un", text="On déneige.")).id

    without = [each.ref.id for each in already_said(office, "neige")]
    within = [each.ref.id for each in already_said(office, "neige", dossier=snow)]

    assert set(without) == {first, second}
    assert within == [first, second]


def test_nothing_is_sought_by_words_that_tell_nothing(office: Office) -> None:
    answered(office, "Neige", "Le déneigement commence lundi.")

    assert already_said(office, "") == ()
    assert already_said(office, "est-ce que le la les?") == ()


def test_what_has_only_a_common_word_of_the_question_answers_nothing(office: Office) -> None:
    for number in range(20):
        answered(office, f"Sujet {number}", "La Ville suit la situation de près.")
    snow = answered(office, "Neige", "La Ville déneige les trottoirs.")

    found = already_said(office, "La Ville déneige-t-elle les trottoirs?")

    assert [each.ref.id for each in found] == [snow.id]


def test_what_has_the_year_of_the_question_alone_answers_nothing(office: Office) -> None:
    answered(office, "Budget", "Le budget 2026 est de 185 M$ : il comprend l’été et l’hiver.")

    assert already_said(office, "Combien de logements sociaux seront livrés en 2026?") == ()
    assert len(already_said(office, "2026")) == 1


def test_the_office_adds_its_own_words(office: Office) -> None:
    answered(office, "Neige", "Le déneigement commence lundi.")
    assert already_said(office, "le plan flocon") == ()
    own = office.paths.data / "lexicon" / "synonyms.txt"
    own.parent.mkdir(parents=True)
    own.write_text("plan flocon = déneigement\n", encoding="utf-8")

    assert [each.title for each in already_said(office, "le plan flocon")] == ["Neige"]

    own.write_text("flocon\n", encoding="utf-8")
    with pytest.raises(FamiliesUnreadable):
        families_of(office)


def test_an_index_that_is_out_of_step_is_found_out_and_made_again(office: Office) -> None:
    answered(office, "Neige", "Le déneigement commence lundi.")
    with office.database.transaction() as transaction:
        transaction.session.execute(text(f"DELETE FROM {sayings.TABLE}"))
    assert already_said(office, "neige") == ()
    found = soundness.check(office.database)
    gap = soundness.IndexGap(subject=Subject.INQUIRY, missing=1, excess=0)
    assert found.index == (gap,)
    assert found.can_be_mended

    soundness.mend(office.database)

    assert soundness.check(office.database).is_sound
    assert [each.title for each in already_said(office, "neige")] == ["Neige"]


def test_the_clips_of_the_dossier_in_the_days_after_follow(office: Office) -> None:
    snow = office.dossiers.add(NewDossier(code="NEIGE", name="Neige")).id
    inquiry = answered(office, "Neige", "Le déneigement commence lundi.")
    office.inquiries.edit(inquiry.id, FieldChange("dossier", None, snow))
    tied, _other = WatchRoom(office.database).deliver(("Neige", "Un."), ("Neige encore", "Deux."))
    office.dossiers.link(snow, Ref(Subject.ARTICLE, tied))

    (said,) = already_said(office, "neige")

    assert [each.id for each in said.followed] == [tied]


def test_what_was_destroyed_was_never_said(office: Office) -> None:
    inquiry = answered(office, "Neige", "Le déneigement commence lundi.")
    verbatim = office.verbatims.add(NewVerbatim(name="Mêlée", text="Une zamboni perdue.")).id
    office.verbatims.put_in_bin(verbatim)
    with office.database.transaction() as transaction:
        row = transaction.session.get_one(InquiryRow, inquiry.id)
        row.erase(transaction)
        VerbatimRow.before_erased(transaction, verbatim)

    assert already_said(office, "neige") == ()
    with office.database.snapshot() as snapshot:
        assert sayings.every(snapshot, Ref(Subject.INQUIRY, inquiry.id)) == ()
        assert sayings.out_of_step(snapshot) == {}
        if office.database.is_sqlite:
            pages = snapshot.session.scalars(text(f"SELECT block FROM {sayings.TABLE}_data"))
            assert not any(b"zambon" in page or b"deneig" in page for page in pages)


def fill(office: Office) -> None:
    """Have every earlier answer be one that left."""
    with office.database.transaction() as transaction:
        for number, each in enumerate(said_corpus.answers(), 1):
            at = datetime.combine(each.date, time(15), tzinfo=UTC)
            new = sayings.NewSaying(
                title=each.title, text=each.text, at=at, dossier=DOSSIERS[each.dossier]
            )
            sayings.say(transaction, Ref(Subject.INQUIRY, number), [new])


DOSSIERS: Final = {
    name: number
    for number, name in enumerate(sorted({each.dossier for each in said_corpus.answers()}), 1)
}


def found_for_each(office: Office) -> list[tuple[AlreadyAnswered, ...]]:
    """Return what is found for each question of the half that the ranking was tuned on."""
    return [
        already_said(
            office,
            question.text,
            dossier=DossierId(DOSSIERS[question.dossier]) if question.dossier else None,
        )
        for question in said_corpus.questions("tuning")
    ]


@pytest.fixture(scope="module")
def found_on_file(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[AlreadyAnswered, ...]]:
    folder = tmp_path_factory.mktemp("said")
    database = new_desk(folder / "desk.sqlite3", StillClock(MORNING))
    office = office_on(database, folder)
    fill(office)
    found = found_for_each(office)
    database.dispose()
    return found


@pytest.mark.gate
@pytest.mark.long
def test_the_right_answer_is_among_the_first_five(
    found_on_file: list[tuple[AlreadyAnswered, ...]],
) -> None:
    numbers = {each.id: number for number, each in enumerate(said_corpus.answers(), 1)}
    right = sum(
        numbers[question.answer] in {each.ref.id for each in found}
        for question, found in zip(said_corpus.questions("tuning"), found_on_file, strict=True)
    )

    assert right >= LEAST_FOUND


@pytest.mark.gate
@pytest.mark.long
@pytest.mark.postgresql
def test_both_engines_find_the_same_in_the_same_order(
    found_on_file: list[tuple[AlreadyAnswered, ...]], postgresql_database: Database, tmp_path: Path
) -> None:
    office = office_on(postgresql_database, tmp_path)
    fill(office)

    assert found_for_each(office) == found_on_file


@pytest.mark.gate
@pytest.mark.long
def test_no_more_are_ranked_than_the_index_may_propose(office: Office) -> None:
    fill(office)
    with office.database.snapshot() as snapshot:
        proposed = sayings.propose(snapshot, [[["vill"]], [["neig"], ["dom", "public"]]])

    assert len(proposed.sayings) == sayings.PROPOSED
    assert proposed.count == said_corpus.ANSWERS
