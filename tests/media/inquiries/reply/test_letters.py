"""A letter is in its thread, whatever is written there, and says what somebody wrote."""

from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import LetterState
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, ZOE, Newsroom
from tests.media.inquiries.reply.test_desk import plain, read


def test_a_damaged_thread_keeps_no_answer_from_leaving(sqlite_database: Database) -> None:
    quick = Newsroom(sqlite_database)
    many = tuple(f"<{number}@quotidien.example>" for number in range(40))
    inquiry = quick.approved(quick.asked(message_id="<brisé", references=(*many, "n’importe quoi")))

    (answered,) = quick.replies.answer(inquiry, CITY)

    mail = read(quick, answered.letter)
    assert mail["In-Reply-To"] is None
    assert mail["References"].split() == [many[0], *many[-9:]]


def test_what_somebody_writes_in_braces_is_no_piece(sqlite_database: Database) -> None:
    quick = Newsroom(sqlite_database)
    text = "Voir {{ title }} et {{{ ceci }}}."
    inquiry = quick.approved(quick.asked("Balise {{ name }}"), text)

    (answered,) = quick.replies.answer(inquiry, CITY)

    assert "{\N{WORD JOINER}{ title }}" in plain(read(quick, answered.letter))
    assert quick.carry() == [ZOE.bare]
    assert OutboxDesk(quick.database).counts()[LetterState.SENT] == 1
