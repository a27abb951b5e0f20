"""The reader of lines: its judges, and what it must never do."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import TO_ASK, URGENT, Basis, Hour, InquiryId, Reporter
from comms_desk.media.inquiries.reading.directory_index import (
    DirectoryIndex,
    KnownOutlet,
    KnownReporter,
    OpenInquiry,
)
from comms_desk.media.inquiries.reading.hours import read_hours
from comms_desk.media.inquiries.reading.line import read_line
from comms_desk.media.inquiries.reading.proposal import Guess, InquiryProposal, NamedOutlet
from comms_desk.media.outlets.model import OutletId, OutletLanguage
from comms_desk.wording.capture import said_parts
from tests.media.inquiries.corpora import HALVES, NOW, lines
from tests.media.inquiries.judging import hours_are_right, silently_wrong, wrong_of_a_line
from tests.media.inquiries.reading_judged import judged, starting_list

LONG = 100_000
LEAST_RIGHT = 0.95
DEVOIR = KnownOutlet(id=OutletId(1), name="Le Devoir", also_called=("Devoir",))


def read(line: str, now: datetime = NOW, known: DirectoryIndex | None = None) -> InquiryProposal:
    return read_line(line, now=now, known=known or starting_list())


def deadline(line: str, now: datetime = NOW) -> tuple[str, Basis]:
    hour = read(line, now).deadline
    assert hour.at is not None
    return hour.at.astimezone(CITY_ZONE).strftime("%d %H:%M"), hour.basis


@pytest.mark.parametrize("judged_line", lines("tuning"), ids=lambda each: each.line)
def test_a_line_proposes_what_it_should(judged_line: object) -> None:
    line, expected = judged_line.line, judged_line.expected  # type: ignore[attr-defined]

    proposed = judged(read(line))

    assert wrong_of_a_line(expected, proposed) == []
    assert hours_are_right(expected, proposed)
    assert silently_wrong(expected, proposed) == []


def test_another_outlet_that_it_may_be_is_no_word_of_the_question() -> None:
    proposed = read("Pivot ou La Presse gré à gré av. lundi")

    assert proposed.outlet is not None
    assert (proposed.outlet.value.name, proposed.outlet.is_sure) == ("Pivot", False)
    assert proposed.questions == ("gré à gré",)
    said = " · ".join(each.words for each in said_parts(proposed, NOW))
    assert "30" in said
    assert "2026" not in said


@pytest.mark.parametrize("half", HALVES)
def test_of_each_half_the_hours_are_right_and_none_is_silently_wrong(half: str) -> None:
    proposed = [(each.expected, judged(read(each.line))) for each in lines(half)]

    right = sum(hours_are_right(*each) for each in proposed)
    silent = sum(bool(silently_wrong(*each)) for each in proposed)
    assert (right >= len(proposed) * LEAST_RIGHT, silent) == (True, 0)


@pytest.mark.parametrize(
    ("line", "at", "basis"),
    [
        ("Devoir,15h30", "24 15:30", Basis.GIVEN),
        ("JdM av15h neige", "24 15:00", Basis.GIVEN),
        ("CBC by three thirty potholes", "24 15:30", Basis.GIVEN),
        ("JdM minuit moins quart", "24 23:45", Basis.GIVEN),
        ("PC avant 16 h 45 min bilan", "24 16:45", Basis.GIVEN),
        ("CBC EOD thurs snow", "26 17:00", Basis.ASSUMED),
        ("La Presse jeudi 27 nov 10h écoles", "27 10:00", Basis.UNSURE),
        ("JdM mardi 15h budget", "01 15:00", Basis.UNSURE),
        ("JdM panne de 3h station Berri av. 15h", "24 15:00", Basis.GIVEN),
        ("JdM 5 heures de panne", "24 17:00", Basis.ASSUMED),
        ("rappeler JdM après 15h", "24 15:00", Basis.UNSURE),
        ("JdM conseil municipal lundi réaction av. 15h", "30 15:00", Basis.UNSURE),
        ("Le Devoir 48 heures sans eau 3 500 foyers 45 M$", "24 17:00", Basis.ASSUMED),
        ("JdM caméras 24/7 zone 30 règlement 18-042", "24 17:00", Basis.ASSUMED),
        ("La Presse reportage d’hier 17h", "24 17:00", Basis.ASSUMED),
        ("La Presse le 2 à 10h", "02 10:00", Basis.GIVEN),
        ("Gazette needs it by 2ish", "24 14:00", Basis.GIVEN),
        ("Le Devoir ap. 14h", "24 14:00", Basis.UNSURE),
        ("JdM 23 nov 15h", "23 15:00", Basis.UNSURE),
        ("La Presse fermeture 22h à 5h av. 16h", "24 16:00", Basis.GIVEN),
        ("Noovo 16h tombée 17h en ondes", "24 16:00", Basis.GIVEN),
        ("Noovo 16h tombée, 17h en ondes", "24 16:00", Basis.GIVEN),
        ("Noovo av. 16h pour 17h", "24 16:00", Basis.UNSURE),
        ("JdM 7h demain", "25 19:00", Basis.UNSURE),
    ],
)
def test_an_hour_is_what_words_say_and_nothing_else(line: str, at: str, basis: Basis) -> None:
    assert deadline(line) == (at, basis)


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("Noovo incendie rue Ontario asap", URGENT),
        ("TRÈS URGENT La Presse fermeture du pont", URGENT),
        ("CBC shelter closing as soon as possible", URGENT),
        ("urgent Le Devoir budget diffusion midi", URGENT),
        ("Le Devoir budget pas urgent", TO_ASK),
        ("Le Devoir budget la semaine prochaine", TO_ASK),
    ],
)
def test_what_presses_is_said_to_and_gets_no_hour_for_that(line: str, hour: Hour) -> None:
    assert read(line).deadline == hour


def test_a_past_hour_is_proposed_for_tomorrow_and_said_to_be_unsure() -> None:
    for hour, minute in product(range(8, 24), (0, 20, 59)):
        at, basis = deadline(f"JdM av. {hour}h{minute:02} neige")
        is_past = (hour, minute) <= (NOW.hour, NOW.minute)
        assert at == f"{25 if is_past else 24} {hour:02}:{minute:02}"
        assert basis is (Basis.UNSURE if is_past else Basis.GIVEN)


def test_hours_are_those_of_the_city_whatever_the_clock_that_is_passed() -> None:
    evening = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)  # the 24th, 21 h 30

    assert deadline("JdM demain 10h", evening) == ("25 10:00", Basis.GIVEN)
    assert deadline("JdM av. 22h", evening) == ("24 22:00", Basis.GIVEN)
    assert deadline("JdM neige", evening) == ("25 17:00", Basis.ASSUMED)
    assert deadline("JdM neige", datetime(2026, 11, 27, 23, tzinfo=UTC)) == (
        "30 17:00",
        Basis.ASSUMED,
    )


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (datetime(2027, 3, 13, 12, tzinfo=CITY_ZONE), "JdM demain 02:30"),
        (datetime(2026, 10, 31, 12, tzinfo=CITY_ZONE), "JdM demain 01:30"),
    ],
    ids=["an hour that no clock shows", "an hour that comes twice"],
)
def test_an_hour_of_a_night_when_the_clocks_change_is_unsure(now: datetime, line: str) -> None:
    assert read(line, now).deadline.basis is Basis.UNSURE


def test_what_is_counted_from_now_is_right_across_a_change_of_hour() -> None:
    before = datetime(2026, 11, 1, 0, 30, tzinfo=CITY_ZONE)

    found = read_hours("dans 3 heures", sent_at=before)[0]

    assert found.deadline == Hour(at=datetime(2026, 11, 1, 7, 30, tzinfo=UTC), basis=Basis.GIVEN)


def test_of_a_day_without_its_hour_the_day_is_kept_and_its_end_is_unsure() -> None:
    found = read("JdM salaires vendredi")

    assert found.deadline_day == date(2026, 11, 27)
    assert found.deadline == Hour(at=datetime(2026, 11, 27, 22, tzinfo=UTC), basis=Basis.UNSURE)
    assert read("La Presse parution samedi").on_air_day == date(2026, 11, 28)


# ── What the directory knows ──────────────────────────────────────────────────────────

ZOE = KnownReporter(contact=ContactId(7), name="Zoé Okoye", outlets=(DEVOIR.id,))
BAO = KnownReporter(contact=ContactId(8), name="Bao Xu", outlets=(DEVOIR.id,))
KNOWN = DirectoryIndex(
    outlets=(DEVOIR, KnownOutlet(id=OutletId(2), name="Il Corso", language=OutletLanguage.OTHER)),
    reporters=(ZOE, BAO),
    inquiries=(
        OpenInquiry(id=InquiryId(3), title="Contrats de déneigement", outlet=DEVOIR.id),
        OpenInquiry(id=InquiryId(4), title="Salaires", outlet=DEVOIR.id),
    ),
)


def test_who_is_in_the_directory_is_found_and_brings_their_outlet() -> None:
    named = read("zoe okoye déneigement av 15h", known=KNOWN)
    by_family_name = read("Devoir xu budget", known=KNOWN)

    assert named.reporters == (Guess(value=Reporter(contact=ZOE.contact, name="Zoé Okoye")),)
    assert named.outlet == Guess(value=NamedOutlet(id=DEVOIR.id, name="Le Devoir"), is_sure=False)
    assert by_family_name.reporters == (
        Guess(value=Reporter(contact=BAO.contact, name="Bao Xu"), is_sure=False),
    )


def test_a_follow_up_is_about_the_open_inquiry_that_shares_its_words() -> None:
    contracts, _salaries = KNOWN.inquiries

    assert read("Devoir relance déneigement", known=KNOWN).follows == Guess(value=contracts)
    assert read("Devoir relance trottoirs", known=KNOWN).follows is None
    assert read("Devoir déneigement", known=KNOWN).follows is None


def test_of_two_that_share_its_words_a_follow_up_is_about_that_of_whoever_asks() -> None:
    snow = OpenInquiry(id=InquiryId(5), title="Déneigement", outlet=DEVOIR.id)
    of_zoe = replace(snow, id=InquiryId(6), reporters=("Zoé Okoye",))
    two = replace(KNOWN, inquiries=(of_zoe, replace(snow, id=InquiryId(7))))

    surely = read("relance zoe okoye Devoir déneigement", known=two).follows
    of_either = read("relance Devoir déneigement", known=two).follows

    assert surely == Guess(value=of_zoe)
    assert of_either is not None
    assert not of_either.is_sure


def test_an_agency_is_answered_in_the_language_of_the_name_it_is_called_by() -> None:
    assert read("CP housing av. 15h").language is Language.ENGLISH
    assert read("PC housing needs by 3 pm").language is Language.FRENCH


def test_a_word_that_is_also_an_outlet_is_one_only_where_it_may_be() -> None:
    assert read("TVA panne métro ligne verte").outlet == Guess(
        value=NamedOutlet(id=OutletId(7), name="TVA Nouvelles")
    )
    assert read("journaliste veut savoir panne métro ligne verte").outlet is None


# ── What it must never do ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            " ",
            "15h ",
            "av. ",
            "de ",
            "le ",
            "514 555 ",
            "(",
            "A.",
            "Zoé ",
            "h",
            "1",
            "\u00a0",
        ),
        *("é'", "d'ici ", "lundi ", "en direct ", "+ ", "nov ", "\0", "The ", "12:", "a a ", "- "),
        "JdM ",
    ],
)
def test_a_line_of_a_hundred_thousand_characters_is_read_at_once(piece: str) -> None:
    line = piece * (LONG // len(piece))

    began = process_time()
    found = read(line)
    read_hours(line, sent_at=NOW)

    assert process_time() - began < 2  # seconds; a pattern that hangs takes hours
    assert sum(map(len, found.questions)) <= LONG


_PIECES = st.sampled_from(
    [
        *(
            "Zoé Tremblay",
            "JdM",
            "98,5",
            "15h",
            "av.",
            "demain",
            "lundi 30",
            "d'ici",
            "midi",
            "24h",
        ),
        *("en ondes", "tombée", "514 555-0142", "poste 12", "3 pm", "0:41", "31 nov", "99h", "\0"),
        *("29 février", "h", "dans 999 jours", "1/1/00", "﷽", "🙂", "«", "minuit moins quart", "ß"),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=12).map(" ".join))
@settings(max_examples=300)
def test_whatever_is_typed_something_is_proposed_and_no_word_is_lost(line: str) -> None:
    found = read(line)

    assert found.deadline.at is None or found.deadline.at.tzinfo is not None
    if found.called():
        assert found.new().title


@pytest.mark.parametrize(
    ("line", "outlet", "question"),
    [
        ("Zoé Tremblay Radio Sorel déneigement av. 15h", "Radio Sorel", "déneigement"),
        ("Radio Sorel Zoé Roy neige", "Radio Sorel", "neige"),
        ("Zoé Tremblay Le Soleil du Nord budget", "Le Soleil du Nord", "budget"),
        ("L'Écho de Laval Luc Roy taxes", "L'Écho de Laval", "taxes"),
        ("Sam Whitfield Ottawa Valley News snow by noon", "Ottawa Valley News", "snow"),
        ("lapige.ca Luc Roy budget 15h", "lapige.ca", "budget"),
        ("Le Biodôme ferme quand", None, "Le Biodôme ferme quand"),
        ("Zoé Tremblay La mairesse", None, "La mairesse"),
        ("journal du métro perdu", None, "journal du métro perdu"),
        ("zoe@radio.com neige", None, "zoe@radio.com neige"),
    ],
)
def test_an_outlet_that_nobody_knows_is_proposed_by_how_outlets_are_called(
    line: str, outlet: str | None, question: str
) -> None:
    proposed = read(line, known=DirectoryIndex())

    named = None if outlet is None else Guess(value=NamedOutlet(name=outlet), is_sure=False)
    assert (proposed.outlet, proposed.questions) == (named, (question,))


def test_a_site_that_the_directory_knows_is_its_outlet() -> None:
    known = DirectoryIndex(
        outlets=(KnownOutlet(id=OutletId(1), name="La Pige", domain="lapige.ca"),)
    )

    assert read("www.lapige.ca budget", known=known).outlet == Guess(
        value=NamedOutlet(id=OutletId(1), name="La Pige"), is_sure=False
    )
