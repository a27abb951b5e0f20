"""Bulletins from the command line: write one from a file, list, show, set a fact, send."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from comms_desk.across.bulletin_letters import letters_of
from comms_desk.changes import Subject
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import (
    OneALine,
    OutputColumn,
    emit,
    in_one_line,
    json_option,
    note,
    nothing_done,
)
from comms_desk.cli.parameters import (
    COUNT,
    DAY,
    FILE,
    ID,
    account_option,
    dry_send_option,
    even_if_sent_option,
    limit_option,
    listing,
    out_option,
)
from comms_desk.facts import OneOf
from comms_desk.i18n import (
    CITY_ZONE,
    N_,
    Language,
    _,
    format_date,
    format_moment,
    format_number,
    format_share,
    ngettext,
)
from comms_desk.internal.audience.model import EmployeeId, GroupKind, Segment
from comms_desk.internal.bulletins import checks
from comms_desk.internal.bulletins.block_history import KIND, PICTURE
from comms_desk.internal.bulletins.content import read_file
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.facts import BLOCK_FACTS, FACTS
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinBlock,
    BulletinId,
    BulletinLine,
    NewBulletin,
    NoLetterReason,
    Problem,
    Recipients,
)
from comms_desk.mail.address import Address
from comms_desk.mail.model import AccountId, Letter
from comms_desk.reasons import reason_of
from comms_desk.wording.letters import explained, state_of


def _sent(line: BulletinLine) -> str:
    if line.is_cancelled:
        return _("Sending stopped")
    if line.issued_at is None:
        return ""
    day, in_part = format_date(line.issued_at), line.sent_in_part
    if in_part is None:
        return day
    to = _("Sent to {sent} of {total}").format(
        sent=format_number(in_part.sent), total=format_number(in_part.of)
    )
    return f"{day} · {to}"


UNSENT = b"X-Unsent: 1\r\n"
"""Has Outlook open the file as a message to be sent, not as one received."""


@click.group()
def bulletins() -> None:
    """Write, list, render and send employee bulletins."""


@bulletins.command("new")
@click.option(
    "--from",
    "file",
    type=FILE,
    help="A JSON file with its blocks; see resources/sample/bulletin.json.",
)
@click.option("--name", help="The name that its readers know.")
@click.option("--number", type=COUNT, help="Its number; the next one otherwise.")
@click.option("--day", type=DAY, help="Its date; today otherwise.")
@click.option("--subject", default="", help="The subject of the e-mails.")
@json_option
def write(
    file: Path | None,
    name: str | None,
    number: int | None,
    day: date | None,
    subject: str,
    *,
    as_json: bool,
) -> None:
    """Write a bulletin, empty or from a file, and show its ID."""
    desk = office().bulletins
    today = day or office().database.clock.now().astimezone(CITY_ZONE).date()
    if file is not None:
        if name or number or subject:
            raise click.UsageError(_("The file says the name, the number and the subject."))
        written = read_file(file, today=today)
        added = desk.add(written.bulletin, written.blocks)
    elif name and number:
        added = desk.add(
            NewBulletin(
                name=name, number=number, day=today, subject=subject, language=Language.FRENCH
            )
        )
    elif number or subject:
        raise click.UsageError(_("Give a name and a number, or neither."))
    else:
        added = desk.add_next(name=name or _("Bulletin"), day=today)
    emit(added, as_json=as_json, columns=list_columns(FACTS))


@listing(bulletins)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the bulletins that have all the given words, the last written first."""
    found = office().bulletins.search(words, limit=limit)
    columns = (*list_columns(FACTS), OutputColumn[BulletinLine](N_("Sent"), _sent))
    emit(found, as_json=as_json, columns=columns, begin="" if words else "bulletins new")


def _blocks() -> tuple[OutputColumn[Bulletin], ...]:
    return (OutputColumn(N_("Blocks"), lambda bulletin: OneALine(map(_said, bulletin.blocks))),)


def _said(block: BulletinBlock) -> str:
    facts = [fact for fact in BLOCK_FACTS if hasattr(block, fact.field)]
    said = in_one_line(
        # In an edit the image has its words with it; of a block these are a fact of their own.
        (fact.called, PICTURE.say(block.picture) if fact.field == "picture" else fact.said(block))
        for fact in facts
    )
    return " · ".join(filter(None, (KIND.say(block.kind), said)))


show_and_set(bulletins, Subject.BULLETIN, FACTS, asked_by="BULLETIN", more=_blocks)


@bulletins.command()
@click.argument("bulletin", type=ID)
@out_option
@json_option
def render(bulletin: int, out: Path, *, as_json: bool) -> None:
    """Write a bulletin as .html for a browser and .eml for a mail program."""
    from comms_desk.documents.errors import FileNotWritten
    from comms_desk.documents.files import write_file
    from comms_desk.mail.compose import Composer

    opened = office()
    whole = opened.bulletins.get(BulletinId(bulletin))
    if (held := opened.bulletins.words_held(whole.id).words) is not None:
        raise held
    preview = opened.bulletins.preview(whole.id)
    accounts = opened.accounts.every()
    sender = accounts[0].sender if accounts else Address.parse("bulletin@comms-desk.invalid")
    letter = Composer(preview.message, sender=sender).letter(
        to=sender,
        values={},
        message_id=f"<bulletin-{whole.id}@comms-desk.invalid>",
        at=opened.database.clock.now(),
    )
    page, file = out / f"bulletin-{whole.number}.html", out / f"bulletin-{whole.number}.eml"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(out, reason_of(error)) from error
    write_file(page, preview.html.encode())
    write_file(file, UNSENT + letter)
    _say_problems(preview.problems)
    emit({"html": str(page), "eml": str(file)}, as_json=as_json)


@bulletins.command()
@click.argument("bulletin", type=ID)
@account_option
@click.option("--employee", "people", type=ID, multiple=True, help="Only to this employee.")
@click.option("--service", "services", multiple=True, help="Only to those of this service.")
@click.option("--site", "sites", multiple=True, help="Only to those of this workplace.")
@click.option("--test", "test", metavar="ADDRESS", help="Send one e-mail, to this address alone.")
@dry_send_option
@even_if_sent_option
@json_option
def send(
    bulletin: int,
    account: int | None,
    test: str | None,
    *,
    people: tuple[int, ...],
    services: tuple[str, ...],
    sites: tuple[str, ...],
    dry_run: bool,
    even_if_sent: bool,
    as_json: bool,
) -> None:
    """Queue one e-mail per employee, or per one of those named; the window sends them.

    Nobody gets it twice: the next time, it goes to those who have not had it. Each option that
    names employees may be given several times.
    """
    desk = office().bulletins
    wanted, by = BulletinId(bulletin), None if account is None else AccountId(account)
    if test is not None:
        letter = desk.send_test(wanted, Address.parse(test), account=by)
        emit({"letter": letter, "to": test}, as_json=as_json)
        return
    to = _segment(people, services, sites)
    before = desk.recipients(wanted, to=to, account=by)
    report: dict[str, Any] = {"sent": False, "queued": before.count, "of": before.of}
    report |= {"already": before.already}
    if not dry_run:
        sent = desk.send(wanted, to=to, account=by, even_if_sent=even_if_sent)
        if not sent.queued:
            _say_all_have_one(desk, wanted)
        report |= {"sent": True, "issue": sent.issue, "queued": sent.queued}
        report |= {"already": sent.already}
    report |= {
        "excluded": before.excluded,
        "last_leaves_at": before.plan.last_leaves_at if before.plan else None,
    }
    if as_json:
        emit(report, as_json=True)
        return
    said = ngettext("{count} e-mail", "{count} e-mails", report["queued"])
    note(said.format(count=format_number(report["queued"])))
    if to is not None:
        note(format_share(report["queued"], before.of))
    if already := report["already"]:
        note(
            ngettext(
                "{count} already queued or sent: no duplicate",
                "{count} already queued or sent: no duplicate",
                already,
            ).format(count=format_number(already))
        )
    if dry_run and before.may_be_sent:
        note(_("It may have been sent before the desk was restored: sending needs --even-if-sent."))
    _say_excluded(before)
    if before.plan is not None and before.count:
        say_to_leave_on(by, last=before.plan.last_leaves_at)


@bulletins.command()
@click.argument("bulletin", type=ID)
@limit_option(most=10_000)
@json_option
def recipients(bulletin: int, limit: int, *, as_json: bool) -> None:
    """List who received a bulletin that was sent, and what became of each e-mail."""
    found = letters_of(office(), BulletinId(bulletin), limit=limit)
    if found is None:
        note(_("This bulletin has not been sent yet."))
    if found is not None or as_json:
        emit(found or (), as_json=as_json, columns=_recipient_columns())


def _recipient_columns() -> tuple[OutputColumn[Letter], ...]:
    return (
        OutputColumn(N_("Name"), lambda letter: letter.to.name),
        OutputColumn(N_("E-mail"), lambda letter: letter.to.bare),
        OutputColumn(N_("State"), state_of),
        OutputColumn(N_("Sent"), lambda letter: letter.sent_at),
        OutputColumn(N_("Why"), explained),
    )


def _segment(
    people: tuple[int, ...], services: tuple[str, ...], sites: tuple[str, ...]
) -> Segment | None:
    """Return those named, each of whom or which is known; None where nobody is named.

    Raises:
        NotFound: There is no such employee.
        NotOneOf: Nobody is of such a service or workplace.
    """
    if not (people or services or sites):
        return None
    desk = office().audience
    groups = desk.groups()
    for kind, names in ((GroupKind.SERVICE, services), (GroupKind.SITE, sites)):
        called = {each.name: each.name for each in groups if each.kind is kind}
        for name in names:
            OneOf(called, are_names=True).read(name)
    return Segment(
        people=frozenset(desk.get(EmployeeId(each)).id for each in people),
        services=frozenset(services),
        sites=frozenset(sites),
    )


def _say_all_have_one(desk: BulletinDesk, bulletin: BulletinId) -> NoReturn:
    whole = desk.get(bulletin)
    what = _(
        "This issue is already queued or sent for every recipient ({name}, no."
        "\u00a0{number}): nothing was added."
    )
    way_out = _("“comms-desk outbox list” shows what became of each.")
    nothing_done(f"{what.format(name=whole.name, number=whole.number)} {way_out}")


def _say_problems(problems: tuple[Problem, ...]) -> None:
    for kind in dict.fromkeys(problem.kind for problem in problems):
        note(checks.sentence(kind))


def _say_excluded(recipients: Recipients) -> None:
    counts = Counter(each.because for each in recipients.excluded)
    sentences = {
        NoLetterReason.NO_MAILBOX: lambda count: ngettext(
            "{count} employee without an e-mail address",
            "{count} employees without an e-mail address",
            count,
        ),
        NoLetterReason.EXCLUDED: lambda count: ngettext(
            "{count} address is on the exclusion list",
            "{count} addresses are on the exclusion list",
            count,
        ),
        NoLetterReason.SAME_MAILBOX: lambda count: ngettext(
            "{count} employee with the same address as another",
            "{count} employees with the same address as another",
            count,
        ),
        NoLetterReason.FORMER_ADDRESS: lambda count: ngettext(
            "{count} employee already written to at a former address",
            "{count} employees already written to at a former address",
            count,
        ),
    }
    for because, count in counts.items():
        note(sentences[because](count).format(count=format_number(count)))
    if recipients.plan is not None and recipients.count:
        note(
            _("Last e-mail, about: {moment}").format(
                moment=format_moment(recipients.plan.last_leaves_at)
            )
        )
