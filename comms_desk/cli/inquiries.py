"""Inquiries from the command line: taken in, listed, shown, edited, sorted, counted.

Also their hours and questions, the mails that they came by, and articles that say that the City
did not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from comms_desk.across import unanswered as silences
from comms_desk.across.inquiry_figures import InquiryFigures, inquiry_figures
from comms_desk.across.inquiry_tables import in_file, tables
from comms_desk.across.inquiry_tables import said as said_figure
from comms_desk.across.mails import proposed, take_in_sorted
from comms_desk.across.office import Office
from comms_desk.across.unanswered import Unanswered
from comms_desk.changes import Ref, Subject
from comms_desk.cli import inquiry_moments, papers, replies
from comms_desk.cli.context import office
from comms_desk.cli.facts import show_and_set
from comms_desk.cli.files import table_option, write_out
from comms_desk.cli.inquiry_columns import list_columns, more_columns
from comms_desk.cli.output import (
    OneALine,
    OutputColumn,
    emit,
    json_option,
    note,
    of_table,
    plain,
    warn_of_words,
)
from comms_desk.cli.parameters import (
    DAY,
    ID,
    MOMENT,
    limit_option,
    listing,
    mails_argument,
    until_option,
)
from comms_desk.documents.files import write_new_file
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, N_, _, format_moment, format_number, format_share
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.files import files_in, mail_in
from comms_desk.mail.reading.model import MailPart
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.inquiries.case.mails_to_sort import MailToSort, MailToSortId
from comms_desk.media.inquiries.case.taking_in import MailOutcome, MailTakenIn
from comms_desk.media.inquiries.facts import ANSWER, facts
from comms_desk.media.inquiries.model import (
    TO_ASK,
    WITHOUT_HOUR,
    Basis,
    Hour,
    Inquiry,
    InquiryId,
    InquiryQuestion,
    InquiryTab,
    NewInquiry,
    Reporter,
)
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Attachment, FieldChange
from comms_desk.text.file_names import as_given
from comms_desk.text.lines import on_one_line
from comms_desk.wording import say_at_the_prompt
from comms_desk.wording.mails import CAME, KINDS, left_unread
from comms_desk.wording.waiting import said_at

SAID = tuple(each for each in Basis if each is not Basis.UNSURE)
"""How a person knows an hour, or not."""


@click.group()
def inquiries() -> None:
    """Take in, list and answer the inquiries of the media."""


@inquiries.command()
@click.argument("subject")
@click.option("--outlet", default="", help="Its name, as people say it.")
@click.option("--question", "questions", multiple=True, help="One of the questions; repeat it.")
@click.option("--reporter", default="", help="Who asks, by their name.")
@click.option("--email", help="Their address: an answer goes there.")
@click.option("--phone", default="", help="Their telephone.")
@click.option("--deadline", type=MOMENT, help="The hour that they gave, as 15:00.")
@click.option("--on-air", type=MOMENT, help="When it is on air, or published.")
@json_option
def new(
    subject: str,
    *,
    outlet: str,
    questions: tuple[str, ...],
    reporter: str,
    email: str | None,
    phone: str,
    deadline: datetime | None,
    on_air: datetime | None,
    as_json: bool,
) -> None:
    """Take in an inquiry about SUBJECT."""
    address = None if email is None else Address.parse(email)
    who = Reporter(name=reporter, email=address, phone=phone)
    wanted = NewInquiry(
        title=subject,
        outlet_name=outlet,
        questions=questions,
        reporters=(who,) if who != Reporter() else (),
        deadline=_given(deadline) or TO_ASK,
        on_air=_given(on_air),
    )
    desk = office()
    emit(desk.inquiries.add(wanted), as_json=as_json, columns=list_columns(desk))


def _given(at: datetime | None) -> Hour | None:
    return None if at is None else Hour(at=at, basis=Basis.GIVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailShown:
    """What a mail proposes, and as what it came in; blank: it was left."""

    file: str
    kind: LineKind
    came: MailOutcome | None
    inquiry: InquiryId | None
    title: str
    reporter: str
    outlet: str
    questions: tuple[str, ...]
    deadline: datetime | None
    deadline_basis: Basis
    on_air: datetime | None
    on_air_basis: Basis | None
    referral: str
    unread: bool


MAIL_COLUMNS = (
    OutputColumn[MailShown](N_("File"), lambda shown: shown.file),
    OutputColumn[MailShown](N_("What it is"), lambda shown: KINDS[shown.kind]()),
    OutputColumn[MailShown](N_("Outcome"), lambda shown: CAME[shown.came]()),
    OutputColumn[MailShown](N_("Subject"), lambda shown: shown.title),
    OutputColumn[MailShown](N_("Journalist"), lambda shown: shown.reporter),
    OutputColumn[MailShown](N_("Outlet"), lambda shown: shown.outlet),
    OutputColumn[MailShown](N_("Questions"), lambda shown: OneALine(shown.questions)),
    OutputColumn[MailShown](
        N_("Deadline"), lambda shown: _hour(shown.deadline, shown.deadline_basis)
    ),
    OutputColumn[MailShown](
        N_("On air, or published"), lambda shown: _hour(shown.on_air, shown.on_air_basis)
    ),
)


def _hour(at: datetime | None, basis: Basis | None) -> str:
    """Return an hour that a mail says, with how it is known; "" where it says none."""
    now = office().database.clock.now()
    return "" if at is None or basis is None else said_at(Hour(at=at, basis=basis), now)


@inquiries.command()
@mails_argument
@click.option("--only-say", is_flag=True, help="Say what each proposes, and take none in.")
@click.option("--all", "takes_all", is_flag=True, help="Take in what is no question, too.")
@json_option
def read(files: tuple[Path, ...], *, only_say: bool, takes_all: bool, as_json: bool) -> None:
    """Read each FILE (.eml, .msg, or a folder of them), and take in what journalists ask.

    A mail in the thread of an inquiry opens it again; one that is read twice comes in once.
    """
    desk = office()
    shown: list[MailShown] = []
    failed = False
    for file in files_in(files):
        try:
            proposal = proposed(desk, mail_in(file))
            is_left = only_say or (proposal.kind is LineKind.NOT_A_QUESTION and not takes_all)
            if said := left_unread(proposal.left_unread):
                note(f"{file.name}: {said}")
            taken = None if is_left else desk.inquiries.take_in(proposal)
            shown.append(_mail_shown(file, proposal, taken))
        except CommsDeskError as error:
            sentence = say_at_the_prompt(error)
            note(f"{sentence.what} {sentence.way_out}")
            failed = True
    emit(tuple(shown), as_json=as_json, columns=MAIL_COLUMNS)
    if failed:
        click.get_current_context().exit(1)


SORTED = (
    OutputColumn[MailToSort](N_("Id"), lambda mail: mail.id),
    OutputColumn[MailToSort](N_("What it is"), lambda mail: KINDS[mail.kind]()),
    OutputColumn[MailToSort](N_("From"), lambda mail: mail.sender),
    OutputColumn[MailToSort](N_("Subject"), lambda mail: mail.subject),
    OutputColumn[MailToSort](N_("Begins"), lambda mail: mail.begins),
)


@inquiries.command()
@click.argument("mails", type=ID, nargs=-1)
@click.option("--take", is_flag=True, help="Take these MAILS in: each is an inquiry.")
@click.option("--leave", is_flag=True, help="Leave these MAILS: they are none.")
@json_option
def sort(mails: tuple[int, ...], *, take: bool, leave: bool, as_json: bool) -> None:
    """List the mails of the folder that wait for a person; or take or leave MAILS, by their ids."""
    if take == leave and (take or mails):
        raise click.UsageError(_("Say --take or --leave, one of the two."))
    desk, those = office(), tuple(map(MailToSortId, mails))
    if take:
        taken = take_in_sorted(desk, those)
        columns = list_columns(desk)
        emit(tuple(each.inquiry for each in taken), as_json=as_json, columns=columns)
        return
    if leave:
        desk.mails_to_sort.leave(*those)
    emit(desk.mails_to_sort.search(), as_json=as_json, columns=SORTED)


def _mail_shown(file: Path, proposal: InquiryProposal, taken: MailTakenIn | None) -> MailShown:
    return MailShown(
        file=file.name,
        kind=proposal.kind,
        came=None if taken is None else taken.came,
        inquiry=None if taken is None else taken.inquiry.id,
        title=proposal.called(),
        reporter=next((each.value.name for each in proposal.reporters), ""),
        outlet="" if proposal.outlet is None else proposal.outlet.value.name,
        questions=proposal.questions,
        deadline=proposal.deadline.at,
        deadline_basis=proposal.deadline.basis,
        on_air=None if proposal.on_air is None else proposal.on_air.at,
        on_air_basis=None if proposal.on_air is None else proposal.on_air.basis,
        referral=proposal.new(title=file.name).referral,
        unread=any(each.what is MailPart.WORDS for each in proposal.left_unread),
    )


@listing(inquiries)
@click.option(
    "--view",
    type=click.Choice([each.value for each in InquiryTab]),
    default=InquiryTab.OPEN.value,
)
def show_all(words: str, view: str, limit: int, *, as_json: bool) -> None:
    """List the inquiries that have all the given words: the open ones, the first due first."""
    desk = office()
    found = desk.inquiries.search(words, view=InquiryTab(view), limit=limit)
    begin = "" if words or view != InquiryTab.OPEN else "inquiries new"
    emit(found, as_json=as_json, columns=list_columns(desk), begin=begin)
    if as_json:
        own = {Ref(Subject.INQUIRY, each.id) for each in found.rows}
        warn_of_words(desk, found.rows, own=own)


def _happened(inquiry: Inquiry) -> OneALine:
    """Return what happened to *inquiry*, a moment a line; what was taken back is not shown."""
    after_number = inquiry_moments.COLUMNS[1:]
    return OneALine(
        on_one_line(" · ".join(filter(None, (str(each.value(moment)) for each in after_number))))
        for moment in office().inquiries.moments(inquiry.id)
        if moment.taken_back_at is None
    )


def _plainly(inquiry: Inquiry) -> Mapping[str, object]:
    """Return what JSON has of *inquiry*: its fields, and all that happened."""
    return {**plain(inquiry), "moments": plain(office().inquiries.moments(inquiry.id))}


show_and_set(
    inquiries,
    Subject.INQUIRY,
    (*facts(), ANSWER),
    asked_by="INQUIRY",
    offered=lambda desk: (
        *facts(desk.people.every(active_only=False), desk.dossiers.search().rows),
        ANSWER,
    ),
    more=lambda: (*more_columns(office()), OutputColumn[Inquiry](N_("What happened"), _happened)),
    plainly=_plainly,
)


@inquiries.command()
@click.argument("inquiry", type=ID)
@click.argument("when", type=MOMENT, required=False)
@click.option("--on-air", is_flag=True, help="When it is on air, or published.")
@click.option(
    "--how",
    type=click.Choice([each.value for each in SAID]),
    default=Basis.GIVEN.value,
    show_default=True,
    help="How the hour is known.",
)
@json_option
def hour(inquiry: int, when: datetime | None, how: str, *, on_air: bool, as_json: bool) -> None:
    """Say WHEN the answer to INQUIRY is due, as 15:00, or with --how that nobody knows."""
    desk, basis = office(), Basis(how)
    if (when is None) != (basis in WITHOUT_HOUR):
        raise click.UsageError(_("Say WHEN, or with --how that the hour is to be asked for."))
    which = "on_air" if on_air else "deadline"
    known = Hour(at=when, basis=basis)
    _emit(desk, desk.inquiries.set_hour(InquiryId(inquiry), which, known), as_json=as_json)


@inquiries.command()
@click.argument("inquiry", type=ID)
@click.argument("text", default="")
@click.option("--number", type=ID, help="Of a question that is there; TEXT takes its place.")
@click.option("--answer", default="", help="What is answered to it.")
@click.option("--by", type=MOMENT, help="The hour of that question alone.")
@json_option
def question(
    inquiry: int,
    text: str,
    *,
    number: int | None,
    answer: str,
    by: datetime | None,
    as_json: bool,
) -> None:
    """Add the question TEXT to INQUIRY, or change the one that has that --number."""
    desk, one = office().inquiries, InquiryId(inquiry)
    if number is None:
        if not text.strip():
            raise click.UsageError(_("Say the question, or the --number of the one to change."))
        part = desk.add_question(one, text).parts[-1]
    else:
        part = _numbered(desk.get(one), number)
    for field, after in (("question", text), ("answer", answer), ("due_at", by)):
        if after and after != getattr(part, field):
            desk.edit_question(part.id, FieldChange(field, getattr(part, field), after))
    _emit(office(), desk.get(one), as_json=as_json)


def _numbered(inquiry: Inquiry, number: int) -> InquiryQuestion:
    """Return the question of *inquiry* that has that *number*.

    Raises:
        NotFound: There is none.
    """
    for each in inquiry.parts:
        if each.number == number:
            return each
    raise NotFound(Ref(Subject.QUESTION, number))


def _emit(desk: Office, inquiry: Inquiry, *, as_json: bool) -> None:
    emit(inquiry, as_json=as_json, columns=more_columns(desk))


FILE_COLUMNS = (
    OutputColumn[Attachment](N_("Name"), lambda file: file.name),
    OutputColumn[Attachment](N_("Kind"), lambda file: file.media_type),
    OutputColumn[Attachment](N_("Bytes"), lambda file: file.size),
)


@inquiries.command()
@click.argument("inquiry", type=ID)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Save them there.")
@json_option
def files(inquiry: int, *, out: Path | None, as_json: bool) -> None:
    """List the mails that INQUIRY came by and what came with them; or save them."""
    desk = office().inquiry_files
    kept = desk.of(office().inquiries.get(InquiryId(inquiry)).id)
    if out is not None:
        for each in kept:
            content = desk.content(InquiryId(inquiry), each.blob)
            file = write_new_file(out / as_given(each.name), content)
            note(_("Saved: {file}").format(file=file))
    emit(kept, as_json=as_json, columns=FILE_COLUMNS)


UNANSWERED_COLUMNS = (
    OutputColumn[Unanswered](N_("Article"), lambda said: said.article.id),
    OutputColumn[Unanswered](N_("When"), lambda said: format_moment(said.article.moment)),
    OutputColumn[Unanswered](N_("Outlet"), lambda said: said.article.outlet_name),
    OutputColumn[Unanswered](N_("Title"), lambda said: said.article.title),
    OutputColumn[Unanswered](N_("Passage"), lambda said: said.passage),
)
TIED_COLUMNS = (
    OutputColumn[Inquiry](N_("Id"), lambda inquiry: inquiry.id),
    OutputColumn[Inquiry](N_("Title"), lambda inquiry: inquiry.title),
)


@inquiries.command()
@limit_option(20)
@json_option
def unanswered(*, limit: int, as_json: bool) -> None:
    """List the articles of the last three days that say that the City did not answer."""
    emit(
        silences.unanswered_lately(office(), limit=limit),
        as_json=as_json,
        columns=UNANSWERED_COLUMNS,
    )


@inquiries.command()
@click.argument("article", type=ID)
@click.option("--to", "inquiry", type=ID, help="The inquiry that it means; else a lost one.")
@json_option
def tie(article: int, *, inquiry: int | None, as_json: bool) -> None:
    """Say which inquiry ARTICLE means, which says that nobody answered."""
    desk = office()
    mention = desk.themes.mention(ArticleId(article))
    said = silences.said_unanswered(desk, mention.article, mention.text)
    if said is None:  # a person knows better than the words that are looked for
        said = Unanswered(article=mention.article, passage="", inquiry=None)
    if inquiry is None:
        meant, _moment = silences.note_lost(desk, said)
    else:
        silences.tie(desk, said, InquiryId(inquiry))
        meant = desk.inquiries.get(InquiryId(inquiry))
    emit([meant], as_json=as_json, columns=TIED_COLUMNS)


FIGURE_DAYS = 30
FIGURE_COLUMNS = (
    OutputColumn[InquiryFigures](N_("First day"), lambda found: found.since),
    OutputColumn[InquiryFigures](N_("Last day"), lambda found: found.until),
    OutputColumn[InquiryFigures](
        N_("Inquiries received"), lambda found: format_number(found.received)
    ),
    OutputColumn[InquiryFigures](
        N_("Of which open still"), lambda found: format_number(found.still_open)
    ),
    OutputColumn[InquiryFigures](
        N_("Of which answered"), lambda found: format_number(found.answered)
    ),
    OutputColumn[InquiryFigures](
        N_("In time, of those whose hour was known"),
        lambda found: format_share(found.in_time, found.with_hour),
    ),
    OutputColumn[InquiryFigures](
        N_("Until acknowledged"), lambda found: said_figure(found.to_acknowledge)
    ),
    OutputColumn[InquiryFigures](N_("Until answered"), lambda found: said_figure(found.to_answer)),
)


@inquiries.command()
@click.option("--since", type=DAY, help="The first day on which they came; 30 days ago otherwise.")
@until_option
@click.option("--csv", "as_csv", is_flag=True, help="As one table (CSV) on standard output.")
@table_option
@json_option
def figures(
    since: date | None, until: date | None, out: Path | None, *, as_csv: bool, as_json: bool
) -> None:
    """Count inquiries: answered in time, where they waited, why they were late.

    Then by kind of outlet, language, dossier and month; never by person.
    """
    desk = office()
    last = until or desk.database.clock.now().astimezone(CITY_ZONE).date()
    first = since or last - timedelta(days=FIGURE_DAYS)
    found = inquiry_figures(desk, since=first, until=last)
    if out is not None or (as_csv and not as_json):
        write_out(out, *in_file(found), count=found.received)
    if as_json or not (as_csv or out):
        emit(found, as_json=as_json, columns=(*FIGURE_COLUMNS, *map(of_table, tables(found))))


inquiry_moments.add_to(inquiries)
replies.add_to(inquiries)
papers.add_to(inquiries)
