"""What the page of the rules of destruction shows, read in one go in a reading thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from comms_desk.across import Office
from comms_desk.i18n import _, format_date, format_number, ngettext, pgettext
from comms_desk.storage.errors import RuleUnknown
from comms_desk.storage.facts import RULE_FACTS
from comms_desk.storage.model import Archived, Destruction, DestructionRule, Due, KeptByHold, RuleId
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.fold import is_called, tokens
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording import say
from comms_desk.wording.kinds import MANY

RECORDS = 1_000
"""How many records of what a rule destroyed are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule, all that is archived of its kind (None once it has ended), and what it destroyed."""

    rule: DestructionRule
    due: Due | None
    destroyed: PageOfRows[Destruction]
    names: Mapping[int, str]
    """Of all who added, ended, archived or destroyed."""

    def said(self, sentence: str, at: datetime, by: int | None) -> str:
        """Return *sentence*, which says the day of a moment, and the name of who did it."""
        who = "" if by is None else self.names.get(by, "")
        return " · ".join(filter(None, (sentence.format(moment=format_date(at)), who)))

    def row_of(self, thing: Archived) -> Row:
        """Write a thing of the archive, and from when on it may be destroyed."""
        until, days = thing.kept_until, thing.uncounted.days
        doubt = ngettext(
            "{n} day is not counted: a clock was wrong, or the office was closed",
            "{n} days are not counted: a clock was wrong, or the office was closed",
            days,
        ).format(n=format_number(days))
        archived = self.said(_("Archived on {moment}"), thing.at, thing.by)
        return Row(
            key=thing.ref,
            title=thing.name or _("Untitled"),
            detail=f"{archived} · {doubt}" if days else archived,
            moment="" if until is None else format_date(until),
            strong=False,
        )

    def row_held(self, held: KeptByHold) -> Row:
        """Write what may not be destroyed yet, and why."""
        return Row(
            key=held.thing.ref,
            title=held.thing.name or _("Untitled"),
            detail=say(held.why).what,
            strong=False,
        )

    def row_gone(self, gone: Destruction) -> Row:
        """Write a record of what was destroyed."""
        return Row(
            key=None,
            title=gone.name or _("Untitled"),
            detail=self.said(_("Destroyed on {moment}"), gone.at, gone.by),
            strong=False,
        )


def rules(office: Office, searched: str) -> PageOfRows[Row]:
    """Return the rules in which something is called *searched*, those that run first."""
    found = [each for each in office.archive.rules() if _is_called(each, searched)]
    found.sort(key=lambda rule: rule.ended_at is not None)
    due = office.archive.how_many_due()
    return PageOfRows(
        rows=tuple(_row(each, due.get(each.id, 0)) for each in found), total=len(found)
    )


def view(rule: RuleId, searched: str, office: Office) -> RuleView:
    """Return what the card of *rule* shows, of what it destroyed that which is called *searched*.

    Raises:
        RuleUnknown: There is none.
    """
    found = next((each for each in office.archive.rules() if each.id == rule), None)
    if found is None:
        raise RuleUnknown(rule)
    due = office.archive.due(rule) if found.ended_at is None else None
    destroyed = office.archive.destroyed(searched, rule=rule, limit=RECORDS)
    people = {found.added_by, found.ended_by, *(each.by for each in destroyed.rows)}
    if due is not None:
        people.update(each.by for each in (*due.things, *due.later))
    names = office.people.names({each for each in people if each is not None})
    return RuleView(rule=found, due=due, destroyed=destroyed, names=names)


def called(rule: DestructionRule) -> str:
    """Return what a rule is called: what it destroys, and after how long."""
    years = RULE_FACTS[0].said(rule)
    return _("{things}, {years}").format(things=MANY[rule.kind]().capitalize(), years=years)


def _row(rule: DestructionRule, due: int) -> Row:
    signed = f"{rule.reference} · {rule.signed_by}"
    if rule.ended_at is not None:
        return Row(
            key=rule.id,
            title=called(rule),
            detail=signed,
            group=pgettext("rules", "Ended"),
            tags=(RowTag(_("ended")),),
            strong=False,
        )
    said = ngettext("{n} due", "{n} due", due).format(n=format_number(due))
    return Row(
        key=rule.id,
        title=called(rule),
        detail=signed,
        group=_("In force"),
        tags=(RowTag(said, Hue.AMBER),) if due else (),
    )


def _is_called(rule: DestructionRule, searched: str) -> bool:
    return is_called(f"{called(rule)} {rule.reference} {rule.signed_by}", tokens(searched))
