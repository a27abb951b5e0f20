"""Bringing databases up to date: what came back, and the mails of inquiries."""

from pathlib import Path

from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.bounces import model
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.storage import upgrade
from comms_desk.storage.database import Database
from tests.storage.asking import scalar, written


def test_whom_a_report_excluded_is_asked_about_once(bare: Database, tmp_path: Path) -> None:
    upgrade.upgrade_to(bare, "0041")
    zone = "" if bare.is_sqlite else "+00"
    at = f"2026-03-01 09:00:00.000000{zone}"
    by_report, by_person, lifted = "a@metro.example", "b@metro.example", "c@metro.example"
    written(
        bare,
        *(
            "INSERT INTO bounces (address_key, kind, status, sentence, at, digest, decided_at)"
            f" VALUES ('{each}', 'hard', '5.1.1', '550 rate limit', '{at}', '{each}', '{at}')"
            for each in (by_report, by_person, lifted)
        ),
        'INSERT INTO suppressions (address_key, because, note, "by", "at")'
        f" VALUES ('{by_report}', 'bounced', '2026-03-01 · 550 rate limit', NULL, '{at}'),"
        f" ('{by_person}', 'bounced', '', 2, '{at}')",
    )

    upgrade.migrate(bare, tmp_path)

    desk = BounceDesk(bare)
    (asked,) = desk.waiting()
    assert (asked.address, asked.is_proven, asked.sentence) == (by_report, False, "550 rate limit")
    assert desk.decide_all([Address.stored(by_report)], model.Resolution.WRITE_AGAIN) == 1
    assert desk.waiting() == ()
    with bare.snapshot() as snapshot:
        assert outbox.excluded(snapshot, [by_report, by_person]).keys() == {by_person}


def test_a_report_that_a_person_excluded_for_marks_its_letter_still(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.migrate(bare, tmp_path)
    zone = "" if bare.is_sqlite else "+00"
    at = f"2026-03-01 09:00:00.000000{zone}"
    written(
        bare,
        "ALTER TABLE letters DROP COLUMN envelope_named",
        "UPDATE alembic_version SET version_num = '0049'",
        *(
            "INSERT INTO bounces (address_key, kind, is_proven, status, sentence, at, digest,"
            f" decided_at) VALUES ('{each}', 'hard', FALSE, '5.1.1', '', '{at}', '{each}', {when})"
            for each, when in (("a@x.example", f"'{at}'"), ("b@x.example", "NULL"))
        ),
        'INSERT INTO suppressions (address_key, because, note, "by", "at")'
        f" VALUES ('a@x.example', 'bounced', '', 2, '{at}'),"
        f" ('b@x.example', 'bounced', '', 2, '{at}')",
    )

    upgrade.upgrade_to(bare, "0050")

    asked = "SELECT count(*) FROM bounces WHERE is_proven AND address_key = '{}@x.example'"
    assert (scalar(bare, asked.format("a")), scalar(bare, asked.format("b"))) == (1, 0)


def test_an_inquiry_of_before_asks_nothing_of_its_mails(bare: Database, tmp_path: Path) -> None:
    upgrade.migrate(bare, tmp_path)
    inquiry = InquiryDesk(bare).add(NewInquiry(title="Neige", questions=("Combien?",))).id
    written(
        bare,
        "ALTER TABLE inquiries DROP COLUMN reply_choices",
        "ALTER TABLE inquiries DROP COLUMN left_unread",
        "DROP TABLE mails_to_sort",
        "UPDATE alembic_version SET version_num = '0046'",
    )

    upgrade.upgrade_to(bare, "0047")

    kept = InquiryDesk(bare).get(inquiry)
    assert (kept.title, kept.reply_choices, kept.left_unread) == ("Neige", (), ())
    assert [each.question for each in kept.parts] == ["Combien?"]
