"""The rules of destruction as a page: signed, replaced, ended, and applied by a person alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.storage import retention
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.rules.page import RulesPage
from comms_desk.ui.rules.rule_card import SHOWN_AT_ONCE
from comms_desk.ui.rules.rule_form import UnfinishedRule, unfinished
from comms_desk.ui.shell.window import Window
from tests.contracts import calls_archive
from tests.support.years import live_on
from tests.ui.keys import click, press, type_words

RULE = replace(calls_archive.RULE, years=5)
LONG_AFTER = timedelta(days=366 * 5)


def archived(office: Office, *titles: str) -> tuple[Ref, ...]:
    """Archive texts that were released, and return them."""
    refs = []
    for title in titles:
        new = NewDraft(kind=DraftKind.RELEASE, title=title, status=DraftStatus.RELEASED)
        refs.append(office.drafts.add(new).ref)
        office.archive.put_in(refs[-1])
    return tuple(refs)


def shown(window: Window, qtbot: QtBot) -> RulesPage:
    window.go_to("rules")
    page = window.page
    assert isinstance(page, RulesPage)
    settled(window, qtbot)
    return page


def settled(window: Window, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(
        lambda: not page._stale and not page._soon.isActive() and window.errands.is_idle
    )


def chosen(window: Window, qtbot: QtBot) -> RulesPage:
    """Go to the first rule."""
    page = shown(window, qtbot)
    page.next_row()
    settled(window, qtbot)
    return page


def names(page: RulesPage, part: str) -> list[str]:
    return [each.line.title for each in getattr(page.card, part).lines.all()]


def cut_off(*_anything: object) -> None:
    raise ZeroDivisionError


def fill(page: RulesPage, **typed: str) -> None:
    """Type *typed* over what stands in the form."""
    for field, words in typed.items():
        editor = page.form.fields[field].editor
        press(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_words(editor, words)


def test_a_rule_is_in_force_once_all_of_it_is_said_and_signed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    page = shown(window, qtbot)
    click(page.column.empty.first)
    click(page.form.add)
    assert "from 1 to 200" in page.form.fields["years"].refusal

    fill(page, years="5", reference="12-345", signed_by="Ève Lavoie", signed_on="le 2 mars")
    click(page.form.add)
    assert page.form.fields["years"].refusal == ""
    assert "Write it as" in page.form.fields["signed_on"].refusal
    assert office.archive.rules() == ()

    fill(page, signed_on="Mar 2, 2026")
    click(page.form.add)
    qtbot.waitUntil(lambda: page.shows_card)
    settled(window, qtbot)

    (rule,) = office.archive.rules()
    assert (rule.kind, rule.years, rule.signed_on) == (Subject.DRAFT, 5, date(2026, 3, 2))
    assert page.card.headline.text() == "Drafts, 5 years"


def test_a_second_rule_of_a_kind_is_refused_and_what_was_typed_stays(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.archive.add_rule(RULE)
    page = shown(window, qtbot)
    page.new()

    fill(page, years="1", reference="9", signed_by="Moi", signed_on="2026-03-02")
    click(page.form.add)
    qtbot.waitUntil(page.form.error.isVisible)

    assert "12-345" in page.form.error.words
    assert page.form.fields["reference"].value == "9"


def test_a_rule_is_replaced_by_another_that_is_signed_anew(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    first = office.archive.add_rule(RULE)
    page = chosen(window, qtbot)
    click(page.card.change)
    assert page.form.fields["reference"].value == "12-345"
    assert page.form.fields["signed_by"].value == ""

    fill(page, years="7", signed_by="Nadia Roy", signed_on="2026-11-02")
    click(page.form.add)
    qtbot.waitUntil(lambda: page.shows_card)
    settled(window, qtbot)

    after, before = office.archive.rules()
    assert (after.years, after.ended_at) == (7, None)
    assert (before.id, before.years, before.ended_at is not None) == (first.id, 5, True)
    assert page.card.headline.text() == "Drafts, 7 years"


def test_a_rule_ends_and_is_in_force_again_by_undo(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)

    click(page.card.end)
    qtbot.waitUntil(lambda: office.archive.rules()[0].ended_at is not None)
    settled(window, qtbot)
    assert not page.card.end.isVisible()
    window.undoing.undo()
    qtbot.waitUntil(lambda: office.archive.rules()[0].ended_at is None)
    settled(window, qtbot)

    assert office.archive.rules()[0].signed_by == RULE.signed_by


def test_what_a_rule_would_destroy_is_said_now_and_later(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    old = archived(office, *(f"Budget {n}" for n in range(SHOWN_AT_ONCE + 5)))
    live_on(office.database, LONG_AFTER)
    archived(office, "Neige")
    office.archive.add_rule(RULE)

    page = chosen(window, qtbot)

    assert len(names(page, "now")) == SHOWN_AT_ONCE
    assert page.card.now.title.text().endswith(f"{SHOWN_AT_ONCE} of {len(old)}")
    click(page.card.now.more)
    assert len(names(page, "now")) == len(old)
    assert names(page, "later") == ["Neige"]
    assert page.column.list.list.rows.rows()[0].tags[0].text == f"{len(old)} due"


def test_nothing_is_destroyed_before_its_number_is_typed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    budget, _other = archived(office, "Budget", "Neige")
    live_on(office.database, LONG_AFTER)
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)

    assert not page.card.apply.isEnabled()
    page.card.number.setFocus()
    press(page.card.number, Qt.Key.Key_Return)
    type_words(page.card.number, "1")
    assert not page.card.apply.isEnabled()
    assert len(office.archive.search().rows) == 2

    page.card.number.clear()
    type_words(page.card.number, "2")
    click(page.card.apply)
    qtbot.waitUntil(lambda: not office.archive.search().rows)
    settled(window, qtbot)

    assert sorted(names(page, "gone")) == ["Budget", "Neige"]
    assert "2 of 2 destroyed" in window.toast.accessibleName()
    assert {each.ref for each in office.archive.destroyed().rows} >= {budget}
    assert not page.card.now.isVisible()


def test_what_was_destroyed_is_searched_by_its_name(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    rule = office.archive.add_rule(RULE)
    refs = archived(office, "Budget 2027", "Déneigement", "Budget 2026")
    live_on(office.database, LONG_AFTER)
    page = chosen(window, qtbot)
    assert not page.card.search.isVisible()
    for ref in refs:
        office.archive.destroy(rule.id, ref)
    page.refresh()
    settled(window, qtbot)
    assert len(names(page, "gone")) == len(refs)

    type_words(page.card.search, "DENEI")
    page.card.search.ask()
    settled(window, qtbot)
    assert names(page, "gone") == ["Déneigement"]
    page.card.search.setText("parc")
    page.card.search.ask()
    settled(window, qtbot)

    assert page.card.none_found.text() == "Nothing matches “parc”."
    page.card.search.clear()
    page.card.search.ask()
    settled(window, qtbot)
    assert len(names(page, "gone")) == len(refs)


def test_what_is_held_is_said_with_why_and_stays(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    budget, _neige = archived(office, "Budget", "Neige")
    live_on(office.database, LONG_AFTER)
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)
    until = clock.now() + timedelta(hours=1)
    office.embargoes.place(budget, until=until, ends_when="à midi")

    type_words(page.card.number, "2")
    click(page.card.apply)
    qtbot.waitUntil(page.error.isVisible)
    settled(window, qtbot)

    assert "1 of 2 destroyed" in window.toast.accessibleName()
    assert [each.name for each in office.archive.search().rows] == ["Budget"]
    assert names(page, "held") == ["Budget"]
    assert not page.card.now.isVisible()


def test_what_was_not_yet_destroyed_stays_where_it_is_stopped(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    archived(office, "Budget", "Neige", "Parc")
    live_on(office.database, LONG_AFTER)
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)

    type_words(page.card.number, "3")
    click(page.card.apply)
    click(page.card.stop)
    qtbot.waitUntil(lambda: page._destroying is None)
    settled(window, qtbot)

    assert len(office.archive.search().rows) == 2
    assert page.card.number.isEnabled()
    assert len(names(page, "now")) == 2


def test_a_bug_destroys_nothing_more_and_leaves_the_page_as_it_was(
    qtbot: QtBot, window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived(office, "Budget", "Neige")
    live_on(office.database, LONG_AFTER)
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)

    with monkeypatch.context() as broken, qtbot.captureExceptions() as told:
        broken.setattr(retention, "record", cut_off)
        type_words(page.card.number, "2")
        click(page.card.apply)
        qtbot.waitUntil(lambda: bool(told))
        settled(window, qtbot)

    assert len(told) == 1
    assert len(office.archive.search().rows) == 2
    assert page.card.number.isEnabled()
    click(page.card.apply)
    qtbot.waitUntil(lambda: not office.archive.search().rows)
    settled(window, qtbot)


def test_a_thing_is_looked_at_before_it_is_destroyed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    archived(office, "Budget")
    live_on(office.database, LONG_AFTER)
    office.archive.add_rule(RULE)
    page = chosen(window, qtbot)

    click(page.card.now.lines.all()[0])

    assert window.page is not page
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_a_rule_is_found_by_its_schedule_or_by_who_signed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.archive.add_rule(RULE)
    page = shown(window, qtbot)

    for words, count in (("eve", 1), ("12-345", 1), ("drafts", 1), ("zz", 0)):
        page.column.search.setText(words)
        page.column.search.ask()
        qtbot.waitUntil(lambda: window.errands.is_idle)
        qtbot.waitUntil(lambda n=count: page.column.list.shown == n)  # type: ignore[misc]
    assert any("zz" in label.text() for label in page.column.empty.findChildren(Label))


def test_what_is_kept_longer_because_of_a_clock_says_so(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    archived(office, "Budget")
    clock.advance(LONG_AFTER)
    office.archive.add_rule(RULE)

    page = chosen(window, qtbot)

    (line,) = page.card.later.lines.all()
    assert "1,830 days are not counted" in line.line.detail
    assert not page.card.now.isVisible()


@pytest.mark.parametrize(
    ("names_of", "said"),
    [
        (["Neige"], "the one archived is not due."),
        (["Neige", "Budget"], "none of the 2 archived is due."),
    ],
)
def test_a_rule_that_destroys_nothing_now_says_so_in_a_sentence(
    qtbot: QtBot, window: Window, office: Office, names_of: list[str], said: str
) -> None:
    archived(office, *names_of)
    office.archive.add_rule(RULE)

    page = chosen(window, qtbot)

    labels = [each.text() for each in page.card.findChildren(QLabel)]
    assert f"It would destroy nothing now: {said}" in labels


def test_a_rule_that_is_half_written_is_there_again_in_the_next_window(
    qtbot: QtBot, window: Window, errands: Errands, office: Office
) -> None:
    page = shown(window, qtbot)
    page.new()
    fill(page, years="7", signed_by="Ève")
    window.close()
    qtbot.waitUntil(lambda: len(office.forms.every(Subject.RULE)) == 1 and errands.is_idle)

    again = Window(errands)
    qtbot.addWidget(again)
    again.show()
    page = shown(again, qtbot)
    qtbot.waitUntil(lambda: not page.shows_card)

    assert page.form.fields["years"].value == "7"
    assert page.form.fields["signed_by"].value == "Ève"
    click(page.form.leave)
    settled(again, qtbot)
    assert office.forms.every(Subject.RULE) == ()
    page.new()
    assert page.form.fields["years"].value == ""
    again.close()


def test_a_rule_that_was_left_for_another_waits_until_somebody_goes_on_with_it(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.archive.add_rule(RULE)
    page = shown(window, qtbot)
    page.new()
    fill(page, years="7")
    page.next_row()
    settled(window, qtbot)
    click(page.card.change)
    fill(page, years="9")

    page.new()
    assert page.form.fields["years"].value == "7"
    page.put_in_front(page.card)
    click(page.card.change)
    assert page.form.fields["years"].value == "9"
    fill(page, signed_by="Nadia Roy", signed_on="2026-11-02")
    click(page.form.add)
    qtbot.waitUntil(lambda: page.shows_card)
    settled(window, qtbot)

    assert office.archive.rules()[0].years == 9
    (left,) = office.forms.every(Subject.RULE)
    assert (left.changes, left.fields["years"]) == (None, "7")


def test_a_rule_half_written_in_the_place_of_one_that_ended_is_one_more(office: Office) -> None:
    rule = office.archive.add_rule(RULE)
    fields = {"kind": "draft", "years": "7"}
    form = UnfinishedRule(rule).form(fields, in_front=True)
    office.forms.keep(form)
    assert unfinished(office)[0].place == rule.id

    office.archive.end_rule(rule.id)

    (left,) = unfinished(office)
    assert (left.place, left.typed, left.taken) == (None, fields, form)
