"""Files go with an answer by mail, to each who asked, in their thread; or nothing leaves."""

from dataclasses import replace

import pytest

from comms_desk.mail.errors import MessageTooLarge
from comms_desk.mail.message import AttachedFile
from comms_desk.media.inquiries.moments import Channel
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, MAIL, Newsroom
from tests.media.inquiries.reply.test_desk import plain, read


def test_files_go_with_an_answer_to_each_in_their_thread(database: Database) -> None:
    office = Newsroom(database)
    table = AttachedFile(name="Coûts.csv", media_type="text/csv", content=b"an,M$\n2025,48\n")
    first = office.asked()
    other = office.asked("Neige", message_id="<b0b@radio.example>", references=())
    office.desk.join(other, first)
    office.approved(first)
    wanted = replace(CITY, files=(table,))

    plan = office.replies.plan(first, wanted)
    answered = office.replies.answer(first, wanted, shown=plan)

    assert [each.files for each in plan.letters] == [("Coûts.csv",)] * 2
    mails = [read(office, each.letter) for each in answered]
    assert [each["In-Reply-To"] for each in mails] == [MAIL, "<b0b@radio.example>"]
    for mail in mails:
        (file,) = mail.iter_attachments()
        assert (file.get_filename(), file.get_content_type()) == ("Coûts.csv", "text/csv")
        assert file.get_payload(decode=True) == table.content
        assert "Le contrat s’élève à 48 M$." in plain(mail)


def test_files_that_no_server_takes_keep_an_answer_from_leaving(
    sqlite_database: Database,
) -> None:
    quick = Newsroom(sqlite_database)
    inquiry = quick.approved(quick.asked())
    heavy = AttachedFile(name="a.mp4", media_type="video/mp4", content=bytes(20 << 20))
    wanted = replace(CITY, files=(heavy,))

    plan = quick.replies.plan(inquiry, wanted)
    with pytest.raises(MessageTooLarge):
        quick.replies.answer(inquiry, wanted)

    assert [type(each) for each in plan.obstacles] == [MessageTooLarge]
    assert quick.carry() == []
    with pytest.raises(ValueError, match="mail"):
        replace(wanted, how=Channel.PHONE)
