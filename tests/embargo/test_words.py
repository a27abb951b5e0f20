"""An embargo holds the words of a text, wherever they are pasted."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo import within
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import (
    NOTHING_SHARED,
    NotItsWords,
    PassageNotSigned,
    WordsUnderEmbargo,
)
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import AttachedFile, NewMessage
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.storage import edits, sayings
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.storage.sayings import NewSaying
from tests.internal.written import open_account
from tests.mail.outbox_support import Worker
from tests.support.mornings import office_on
from tests.support.years import live_on

HOUR = timedelta(hours=1)
TITLE = "Bibliothèques : un seul horaire"
SENTENCE = "les 45 bibliothèques accueilleront le public de 10 h à 17 h dans tous les quartiers"
BULLETIN = Ref(Subject.BULLETIN, 41)
PASTED = NewMessage(subject="Entre nous", text=f"Dès dimanche, {SENTENCE.upper()}, promis.")
TWIN = NewDraft(kind=DraftKind.RELEASE, title="Copie", text=f"Le même : {SENTENCE}.")
TAKES_IT = Address.parse("zoe@journal.example")


def written(database: Database, words: str = f"À compter de janvier, **{SENTENCE}**.") -> DraftId:
    open_account(database)
    new = NewDraft(kind=DraftKind.RELEASE, title=TITLE, text=words)
    return DraftDesk(database).add(new).id


def lock(database: Database, clock: StillClock, draft: DraftId) -> EmbargoDesk:
    desk = EmbargoDesk(database)
    desk.place(Ref(Subject.DRAFT, draft), until=clock.now() + HOUR, ends_when="")
    return desk


def compose(
    database: Database, message: NewMessage = PASTED, *, about: Ref = BULLETIN, to: str = ""
) -> None:
    with database.transaction() as transaction:
        readers = [Address.parse(to)] if to else []
        outbox.compose(transaction, message, about=about, to=readers)


def queue(database: Database) -> None:
    with database.transaction() as transaction:
        message = outbox.compose(transaction, PASTED, about=BULLETIN)
        outbox.queue(transaction, message, to=TAKES_IT)


def test_pasted_words_wait_for_the_lift_and_both_places_are_said(
    database: Database, clock: StillClock
) -> None:
    lock(database, clock, written(database))

    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database)

    assert refused.value.title == TITLE
    assert refused.value.words == (SENTENCE.upper(),)
    clock.advance(HOUR)
    compose(database)


def test_words_typed_after_the_lock_was_placed_are_held_too(
    database: Database, clock: StillClock
) -> None:
    draft = written(database, "Rien encore.")
    lock(database, clock, draft)
    compose(database)

    desk = DraftDesk(database)
    opened = desk.open(draft)
    desk.revise(draft, SENTENCE, base=opened.base, sitting=new_sitting(opened.text))

    with pytest.raises(WordsUnderEmbargo):
        compose(database)


def test_words_that_were_taken_out_of_the_text_are_free(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    lock(database, clock, draft)

    desk = DraftDesk(database)
    opened = desk.open(draft)
    desk.revise(draft, "Tout autre chose.", base=opened.base, sitting=new_sitting(opened.text))

    compose(database)


def test_the_words_of_a_file_are_asked_as_those_of_its_letter_and_again_as_it_is_claimed(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    files = [
        AttachedFile(name=name, media_type="text/plain", content=b"", words=words)
        for name, words in (("plan.jpg", None), ("note.txt", f"{SENTENCE}."), ("fin.txt", "Fin."))
    ]
    carries = NewMessage(subject="Entre nous", text="Voyez ceci.", attachments=tuple(files))
    with database.transaction() as transaction:
        message = outbox.compose(transaction, carries, about=BULLETIN)
        outbox.queue(transaction, message, to=TAKES_IT)
    worker = Worker(database)
    lock(database, clock, draft)

    assert worker.claim() == ()
    (waiting,) = OutboxDesk(database).waiting_for_words()
    assert waiting.words == (SENTENCE,)
    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database, carries)
    assert (refused.value.file, refused.value.words) == ("note.txt", (SENTENCE,))
    clock.advance(HOUR)
    assert len(worker.claim()) == 1


def test_the_text_itself_and_a_press_review_are_not_hindered(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    lock(database, clock, draft)

    compose(database, about=Ref(Subject.DRAFT, draft))
    compose(database, about=Ref(Subject.REVIEW, 3))


def test_who_signed_the_embargo_may_be_answered_in_its_words(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    desk = lock(database, clock, draft)
    inquiry = Ref(Subject.INQUIRY, 5)
    with pytest.raises(WordsUnderEmbargo):
        compose(database, about=inquiry, to=TAKES_IT.bare)

    desk.grant(Ref(Subject.DRAFT, draft), TAKES_IT.bare, signed_by="Zoé Roy")

    compose(database, about=inquiry, to=TAKES_IT.bare)


def test_what_was_said_already_is_public_but_not_by_the_text_that_waits(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    lock(database, clock, draft)
    said = NewSaying(title="", text=f"La Ville l’avait dit : {SENTENCE}.", at=clock.now())
    with database.transaction() as transaction:
        sayings.say(transaction, Ref(Subject.DRAFT, draft), [said])
    with pytest.raises(WordsUnderEmbargo):
        compose(database)

    with database.transaction() as transaction:
        sayings.say(transaction, Ref(Subject.INQUIRY, 9), [said])

    compose(database)


def test_its_title_is_no_text(database: Database, clock: StillClock) -> None:
    open_account(database)
    title = "Un seul horaire le dimanche pour toutes les bibliothèques de la Ville de Montréal"
    new = NewDraft(kind=DraftKind.RELEASE, title=title, text=f"{title}. Voilà.")
    lock(database, clock, DraftDesk(database).add(new).id)

    compose(database, NewMessage(subject=title, text="À paraître."))


def test_a_letter_that_waits_as_its_words_are_locked_waits_for_the_lift(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    worker = Worker(database)
    queue(database)
    lock(database, clock, draft)

    assert worker.claim() == ()

    clock.advance(HOUR)
    assert len(worker.claim()) == 1


def test_a_letter_on_the_wire_as_its_words_are_locked_does_not_end(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    worker = Worker(database)
    queue(database)
    claims = worker.claim()
    lock(database, clock, draft)

    with pytest.raises(Overtaken) as overtaken:
        prove(database, *claims, token=worker.lease.token)

    assert overtaken.value.why is Overtaking.EMBARGO


def test_what_waits_with_its_words_is_said_with_them_until_the_lift(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    outbox_desk = OutboxDesk(database)
    queue(database)
    assert outbox_desk.waiting_for_words() == ()
    lock(database, clock, draft)

    (waiting,) = outbox_desk.waiting_for_words(of=Ref(Subject.DRAFT, draft))

    assert (waiting.subject, waiting.about, waiting.letters) == ("Entre nous", BULLETIN, 1)
    assert (waiting.title, waiting.until) == (TITLE, clock.now() + HOUR)
    assert waiting.words == (SENTENCE.upper(),)
    assert outbox_desk.waiting_for_words() == (waiting,)
    assert outbox_desk.waiting_for_words(of=Ref(Subject.DRAFT, draft + 1)) == ()
    clock.advance(HOUR)
    assert outbox_desk.waiting_for_words() == ()


def test_a_letter_that_leaves_after_the_lift_or_to_who_signed_waits_for_no_words(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    with database.transaction() as transaction:
        message = outbox.compose(transaction, PASTED, about=BULLETIN)
        outbox.queue(transaction, message, to=TAKES_IT, due_at=clock.now() + HOUR)
    with database.transaction() as transaction:
        message = outbox.compose(transaction, PASTED, about=Ref(Subject.INQUIRY, 5))
        outbox.queue(transaction, message, to=TAKES_IT)
    desk = lock(database, clock, draft)
    (waiting,) = OutboxDesk(database).waiting_for_words()
    assert waiting.about == Ref(Subject.INQUIRY, 5)

    desk.grant(Ref(Subject.DRAFT, draft), TAKES_IT.bare, signed_by="Zoé Roy")

    assert OutboxDesk(database).waiting_for_words() == ()


def test_another_text_with_its_words_is_taken_out_only_under_as_long_an_embargo(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    desk = lock(database, clock, draft)
    new = NewDraft(kind=DraftKind.SPEECH, title="Allocution", text=f"Bonjour. {SENTENCE}.")
    other = DraftDesk(database).add(new).id
    assert DraftDesk(database).pdf(draft).content

    with pytest.raises(WordsUnderEmbargo):
        DraftDesk(database).word(other)
    with pytest.raises(WordsUnderEmbargo):
        DraftDesk(database).pdf(other)

    desk.place(Ref(Subject.DRAFT, other), until=clock.now() + HOUR, ends_when="")
    assert DraftDesk(database).pdf(other).content


def test_a_copy_with_capital_initials_waits_too(database: Database, clock: StillClock) -> None:
    said = "Les bibliothèques accueilleront le public du matin au soir tous les dimanches"
    lock(database, clock, written(database, f"{said}."))

    with pytest.raises(WordsUnderEmbargo):
        compose(database, NewMessage(subject="Entre nous", text=said.title()))


def test_of_two_texts_alike_an_exception_to_one_is_enough(
    database: Database, clock: StillClock
) -> None:
    desk = lock(database, clock, written(database))
    twin = Ref(Subject.DRAFT, DraftDesk(database).add(TWIN).id)
    desk.place(twin, until=clock.now() + HOUR, ends_when="")
    desk.grant(twin, TAKES_IT.bare, signed_by="Zoé Roy")
    with database.transaction() as transaction:
        message = outbox.compose(transaction, PASTED, about=twin)
        outbox.queue(transaction, message, to=TAKES_IT)
    worker = Worker(database)

    claims = worker.claim()

    assert len(claims) == 1
    prove(database, *claims, token=worker.lease.token)


def test_what_is_said_while_a_letter_waits_frees_it_at_the_next_claim(
    database: Database, clock: StillClock
) -> None:
    draft = written(database)
    queue(database)
    lock(database, clock, draft)
    worker = Worker(database)
    assert worker.claim() == ()
    inquiry = Ref(Subject.INQUIRY, 9)
    later = NewSaying(title="", text=SENTENCE, at=clock.now() + HOUR / 4)
    with database.transaction() as transaction:
        sayings.say(transaction, inquiry, [later])
    assert worker.claim() == ()

    clock.advance(HOUR / 4)

    assert len(worker.claim()) == 1


def test_what_is_said_no_more_holds_a_letter_again(database: Database, clock: StillClock) -> None:
    draft = written(database)
    queue(database)
    lock(database, clock, draft)
    inquiry = Ref(Subject.INQUIRY, 9)
    with database.transaction() as transaction:
        sayings.say(transaction, inquiry, [NewSaying(title="", text=SENTENCE, at=clock.now())])
    assert OutboxDesk(database).waiting_for_words() == ()

    with database.transaction() as transaction:
        sayings.say(transaction, inquiry, [NewSaying(title="", text="Rien.", at=clock.now())])

    assert len(OutboxDesk(database).waiting_for_words()) == 1


def test_both_places_are_said(database: Database, clock: StillClock) -> None:
    draft = written(database, f"Bonne nouvelle. Enfin, {SENTENCE}, dit-elle. Voilà.")
    lock(database, clock, draft)

    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database)

    assert refused.value.words == (SENTENCE.upper(),)
    assert refused.value.there == f"Enfin, {SENTENCE}, dit-elle."


def test_what_is_typed_and_not_kept_yet_is_held(database: Database, clock: StillClock) -> None:
    draft = written(database, "Rien encore.")
    lock(database, clock, draft)
    desk = DraftDesk(database)
    opened = desk.open(draft)

    typed = f"{SENTENCE}. La piscine coûtera 12,4 M$."
    desk.save_working(draft, typed, base=opened.base, sitting=new_sitting(opened.text))

    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database)
    assert refused.value.there == f"{SENTENCE}."
    with database.snapshot() as snapshot:
        assert within.figures_held(snapshot, "12,4 M$ pour la piscine", own={BULLETIN})


def test_all_that_a_message_and_its_files_share_is_said_at_once(
    database: Database, clock: StillClock
) -> None:
    draft = written(database, f"{SENTENCE}. La piscine coûtera 12,4 M$.")
    files = [("plan.jpg", None), ("note.txt", SENTENCE), ("sommes.csv", "12,4 M$ pour la piscine")]
    with database.snapshot() as snapshot:
        assert within.shared_words(snapshot, "Rien.", files=files) == NOTHING_SHARED
    desk = lock(database, clock, draft)

    with database.snapshot() as snapshot:
        shared = within.shared_words(snapshot, "Rien.", own={BULLETIN}, files=files)

    assert shared.words is not None
    assert (shared.words.file, shared.words.own) == ("note.txt", (BULLETIN,))
    assert [each.written for each in shared.figures] == [("45 bibliothèques", "12,4 M$")]
    assert shared.unread == ("plan.jpg",)
    desk.refuse_words("Rien.")
    with pytest.raises(WordsUnderEmbargo):
        desk.refuse_words(SENTENCE)


def test_one_passage_is_let_through_by_name_in_one_thing_and_the_rest_stays_held(
    database: Database, clock: StillClock
) -> None:
    other = "la piscine du parc sera ouverte tous les matins de la semaine dès juin"
    draft = written(database, f"{SENTENCE}.\n\n{other}.")
    desk = lock(database, clock, draft)
    queue_later = NewMessage(subject="Entre nous", text=f"{SENTENCE}. Et puis {other}.")
    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database, queue_later)
    first, second = refused.value.words

    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    desk.let_through(
        refused.value.ref, first, inside=BULLETIN, signed_by="Ève Lavoie ", reason="Dit au conseil "
    )

    changed = [Change.of(each.kind, [each.id]) for each in (refused.value.ref, BULLETIN)]
    assert heard == [*changed, Change.of(Subject.EMBARGO)]
    with pytest.raises(WordsUnderEmbargo) as again:
        compose(database, queue_later)
    assert again.value.words == (second,)
    queue(database)
    assert len(Worker(database).claim()) == 1
    with pytest.raises(WordsUnderEmbargo):
        compose(database, about=Ref(Subject.BULLETIN, 42))
    (noted,) = (
        each for each in DraftDesk(database).history(draft) if each.field == "embargo passage"
    )
    assert noted.after == "Ève Lavoie · Dit au conseil"

    (signed,) = desk.passages(Ref(Subject.DRAFT, draft))
    assert (signed.inside, signed.there, signed.signed_by) == (
        BULLETIN,
        f"{SENTENCE}.",
        "Ève Lavoie",
    )
    desk.take_back(signed.id)
    desk.take_back(signed.id)

    assert desk.passages(Ref(Subject.DRAFT, draft)) == ()
    with pytest.raises(WordsUnderEmbargo):
        compose(database)
    with database.snapshot() as snapshot:
        for each in (Ref(Subject.DRAFT, draft), BULLETIN):
            done = [one for one in edits.history(snapshot, each) if one.field == "embargo passage"]
            assert [(one.before, one.after) for one in done] == [
                ("Ève Lavoie · Dit au conseil", None),
                (None, "Ève Lavoie · Dit au conseil"),
            ]


def test_nobody_lets_words_through_without_a_name_and_a_reason(
    database: Database, clock: StillClock
) -> None:
    ref = Ref(Subject.DRAFT, written(database))
    desk = lock(database, clock, DraftId(ref.id))

    with pytest.raises(PassageNotSigned):
        desk.let_through(ref, SENTENCE, inside=BULLETIN, signed_by="Ève", reason=" ")
    with pytest.raises(NotItsWords):
        desk.let_through(ref, "autre chose", inside=BULLETIN, signed_by="Ève", reason="Su")


@pytest.mark.parametrize(
    ("said", "written_so"),
    [
        ("La Ville versera 12,4 M$ pour la piscine.", ("12,4 M$",)),
        ("La piscine coûtera $12.4 million.", ("$12.4 million",)),
        ("La Ville versera 12,4 M$ pour les égouts.", ()),
        ("La Ville versera 12,5 M$ pour la piscine.", ()),
        ("On attend 340 personnes.", ("340 personnes",)),
    ],
)
def test_a_figure_of_the_same_thing_is_warned_of_and_holds_nothing(
    database: Database, clock: StillClock, said: str, written_so: tuple[str, ...]
) -> None:
    words = "Une somme de 12,4 M$ est prévue pour la piscine, où 340 personnes nageront."
    lock(database, clock, written(database, words))

    compose(database, NewMessage(subject="Entre nous", text=said))

    with database.snapshot() as snapshot:
        held = within.figures_held(snapshot, said, own={BULLETIN})
    assert tuple(each for one in held for each in one.written) == written_so


def test_a_figure_that_was_said_already_is_no_warning(
    database: Database, clock: StillClock
) -> None:
    words = "Une somme de 12,4 M$ est prévue pour la piscine."
    draft = written(database, words)
    lock(database, clock, draft)
    said = NewSaying(title="", text="La piscine coûtera 12,4 millions de dollars.", at=clock.now())

    later = replace(said, at=clock.now() + HOUR)
    for thing, told in ((Ref(Subject.DRAFT, draft), said), (Ref(Subject.INQUIRY, 8), later)):
        with database.transaction() as transaction:
            sayings.say(transaction, thing, [told])
        with database.snapshot() as snapshot:
            assert within.figures_held(snapshot, words, own={BULLETIN})

    with database.transaction() as transaction:
        sayings.say(transaction, Ref(Subject.INQUIRY, 9), [said])

    with database.snapshot() as snapshot:
        assert within.figures_held(snapshot, words, own={BULLETIN}) == ()


def test_a_text_is_named_as_it_is_called_now(database: Database, clock: StillClock) -> None:
    draft = written(database)
    lock(database, clock, draft)

    DraftDesk(database).edit(draft, FieldChange("title", TITLE, "Horaire"))

    with pytest.raises(WordsUnderEmbargo) as refused:
        compose(database)
    assert refused.value.title == "Horaire"


def test_a_text_that_is_erased_leaves_no_words_and_nothing_that_was_signed(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    draft = written(database)
    ref = Ref(Subject.DRAFT, draft)
    desk = lock(database, clock, draft)
    desk.let_through(ref, SENTENCE, inside=BULLETIN, signed_by="Ève", reason="Su")
    desk.lift(ref)
    office.drafts.put_in_bin(draft)
    assert kept(database)

    live_on(database, timedelta(days=30))

    assert office.bin.purge() == 1
    assert not kept(database)
    assert desk.passages(ref) == ()


def kept(database: Database) -> bool:
    with database.snapshot() as snapshot:
        return bool(snapshot.session.scalar(text("SELECT count(*) FROM embargo_words")))
