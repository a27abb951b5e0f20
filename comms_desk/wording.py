"""Every expected error as a sentence and a way out, once, for window, worker and commands.

A test holds that each subclass of `CommsDeskError` stands here.  Keep the sections in the
order of the house; a sentence says what happened with its facts, the way out what to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comms_desk import keys, paths, places, settings
from comms_desk.documents import errors as documents
from comms_desk.documents.tags import TAGS
from comms_desk.embargo import model as embargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment, format_number
from comms_desk.internal.sayings import INTERNAL, TABLES
from comms_desk.jobs import model as jobs
from comms_desk.mail import errors as mail
from comms_desk.mail import model as outbox
from comms_desk.mail import trouble as mail_trouble
from comms_desk.media.articles import model as articles
from comms_desk.media.contacts import importing as contacts_file
from comms_desk.media.contacts import model as contacts
from comms_desk.media.drafting import model as drafting
from comms_desk.media.feeds import errors as feeds
from comms_desk.media.outlets import model as outlets
from comms_desk.media.watches import model as watches
from comms_desk.planning.dossiers import model as dossiers
from comms_desk.planning.people import model as people
from comms_desk.storage import errors as storage
from comms_desk.text.query.errors import Expectation, QueryError


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what to do about it; both in the process's language."""

    what: str
    way_out: str


Says = Callable[[Any], tuple[str, str]]

FLOOR: Mapping[type[CommsDeskError], Says] = {
    places.UnknownPlace: lambda e: (
        _("“{word}” is neither the city, the agglomeration nor a borough.").format(word=e.word),
        _("Write city, agglomeration, or borough codes such as VDN,VMA."),
    ),
    paths.SynchronisedFolder: lambda e: (
        _("The database cannot live in {path}: {service} would damage it.").format(
            path=e.path, service=e.service
        ),
        _("Let it live in {allowed}, or in another folder of this computer.").format(
            allowed=e.allowed
        ),
    ),
    paths.FolderNotWritable: lambda e: (
        _("The folder {path} could not be written to: {reason}.").format(
            path=e.path, reason=e.reason
        ),
        _("Give yourself the right to write there, or set COMMS_DESK_HOME to another folder."),
    ),
    keys.SecretMissing: lambda e: (
        _("The password of {name} is not known on this computer.").format(name=e.name),
        _("Type it once, or name a file that holds it in {variable}.").format(variable=e.variable),
    ),
    keys.SecretFileUnreadable: lambda e: (
        _("The secret file {path} could not be read: {reason}.").format(
            path=e.path, reason=e.reason
        ),
        _("Correct the path in {variable}, or the rights of the file.").format(variable=e.variable),
    ),
    settings.SettingInvalid: lambda e: (
        _("{file}: {key} cannot be {value}.").format(
            file=e.file or _("settings"), key=e.key, value=e.value
        ),
        _("Give it {expected}.").format(expected=e.expected),
    ),
    settings.SettingUnknown: lambda e: (
        _("There is no setting called {key}.").format(key=e.key),
        _("Run “comms-desk settings list” to see them all."),
    ),
    settings.SettingsUnreadable: lambda e: (
        _("The settings file {file} could not be read or written: {reason}.").format(
            file=e.file, reason=e.reason
        ),
        _("Correct it in a text editor, or move it away to start from the defaults."),
    ),
}

FEEDS: Mapping[type[CommsDeskError], Says] = {
    feeds.WrongAddress: lambda e: (
        _("{address} is not the address of a web page.").format(address=e.address),
        _("Copy it again from the browser: it begins with https:// or http://."),
    ),
    feeds.RefusedAddress: lambda e: (
        _("{address} leads inside a private network ({machine}).").format(
            address=e.address, machine=e.machine
        ),
        _("If it is one of the City’s own servers, allow its network in the settings."),
    ),
    feeds.TooLarge: lambda e: (
        _("{address} sent more than {limit} MiB.").format(address=e.address, limit=e.limit_mib),
        _("No feed is that large: check the address, or write to the site."),
    ),
    feeds.TooSlow: lambda e: (
        _("{address} had not answered after {seconds} seconds.").format(
            address=e.address, seconds=e.limit_s
        ),
        _("It will be asked again; if this lasts, open the address in the browser."),
    ),
    feeds.TooManyRedirects: lambda e: (
        _("{address} sends from one address to another without end.").format(address=e.address),
        _("Look for the feed’s new address on the site."),
    ),
    feeds.FeedGone: lambda e: (
        _("{address} is gone for good: its server says so.").format(address=e.address),
        _("It is no longer asked for. Look for the feed’s new address on the site."),
    ),
    feeds.FeedNotFound: lambda e: (
        _("There is nothing at {address}.").format(address=e.address),
        _("Look for the feed’s new address on the site."),
    ),
    feeds.AccessRefused: lambda e: (
        _("{address} will not be read by a program (answer {status}).").format(
            address=e.address, status=e.status
        ),
        _("Ask the outlet for access, or watch another of its feeds."),
    ),
    feeds.AskedToWait: lambda e: (
        _("{address} asks to be left in peace for a while.").format(address=e.address),
        _("It will be asked again later; there is nothing to do."),
    ),
    feeds.ServerFailed: lambda e: (
        _("The server of {address} is out of order (answer {status}).").format(
            address=e.address, status=e.status
        ),
        _("It will be asked again, less and less often; there is nothing to do."),
    ),
    feeds.NotAFeed: lambda e: (
        (
            _("{address} is a web page, not a feed.")
            if e.found == "html"
            else _("What {address} sends is not a feed.")
        ).format(address=e.address),
        _("Give the site’s address: its feeds will be looked for."),
    ),
    feeds.BrokenFeed: lambda e: (
        _("The feed {address} is broken: nothing could be read in it.").format(address=e.address),
        _("It will be asked again; if this lasts, write to the site."),
    ),
    feeds.DangerousFeed: lambda e: (
        _("The feed {address} is built to fill the memory; it was not read.").format(
            address=e.address
        ),
        _("Remove it, unless you know the site: then write to it."),
    ),
    feeds.Unreachable: lambda e: (
        _("{address} cannot be reached.").format(address=e.address),
        _("Check the address and this computer’s connection; it will be asked again."),
    ),
    feeds.CertificateRefused: lambda e: (
        _("{address} cannot prove that it is who it says.").format(address=e.address),
        _("It was not read. If the browser opens it, tell the people who look after computers."),
    ),
    feeds.NoFeedFound: lambda e: (
        _("No feed was found at {address}.").format(address=e.address),
        _("Look for the word RSS on the site, and give that address."),
    ),
    feeds.FeedTaken: lambda e: (
        _("{address} is already watched.").format(address=e.address),
        _("Nothing was added; you will find it in the list of feeds."),
    ),
    feeds.FeedMissing: lambda e: (
        _("There is no feed number {feed}.").format(feed=e.feed),
        _("Run “comms-desk feeds list” to see them all."),
    ),
    articles.ArticleMissing: lambda e: (
        _("There is no article number {article}.").format(article=e.article),
        _("It may have been removed since the list was shown: show it again."),
    ),
    feeds.NotAFeedList: lambda e: (
        _("{name} is not a list of feeds (OPML).").format(name=e.name),
        _("Export the list again from the other program, as OPML."),
    ),
}

_QUERY_EXPECTED: Mapping[Expectation, Callable[[], str]] = {
    Expectation.WORD: lambda: _("Write a word, a phrase or an opening bracket there."),
    Expectation.CLOSING_QUOTE: lambda: _("Close the quotation marks."),
    Expectation.CLOSING_BRACKET: lambda: _("Close the bracket."),
    Expectation.OPENING_BRACKET: lambda: _("Open a bracket before, or take this one away."),
    Expectation.KNOWN_FIELD: lambda: _(
        "The fields are title:, outlet:, author:, lang:, after: and before:. "
        "Put quotation marks around words that hold a colon."
    ),
    Expectation.TEXT_IN_FIELD: lambda: _("Write only words and phrases in it."),
    Expectation.DATE: lambda: _("Write a date there, such as 2026-11-24."),
    Expectation.LANGUAGE: lambda: _("Write a language there, such as fr or en."),
    Expectation.STAR_AT_END: lambda: _("A star may only end a word, or the last of a phrase."),
    Expectation.NEAR_DISTANCE: lambda: _(
        "Say how many words may stand between, from 0 to 30, such as NEAR/5. "
        "Put quotation marks around the word itself."
    ),
    Expectation.NEAR_WORDS: lambda: _(
        "Put words, phrases, or such joined by OR, on both sides of NEAR."
    ),
    Expectation.FEWER_TERMS: lambda: _("It is too long: make several queries of it."),
    Expectation.FEWER_LEVELS: lambda: _("Its brackets are too deep: make several queries of it."),
}


def _query_mistake(error: QueryError) -> tuple[str, str]:
    if error.found:
        what = _("The query is not understood at character {place}, “{found}”.").format(
            place=error.position + 1, found=error.found
        )
    else:
        what = _("The query is not understood at character {place}.").format(
            place=error.position + 1
        )
    return what, _QUERY_EXPECTED[error.expected]()


QUERY: Mapping[type[CommsDeskError], Says] = {QueryError: _query_mistake}

_BACKUP_REFUSED: Mapping[storage.Refusal, Says] = {
    storage.Refusal.EXISTS: lambda e: (
        _("There is already a file {path}.").format(path=e.path),
        _("Give another name: a backup never replaces a file."),
    ),
    storage.Refusal.MISSING: lambda e: (
        _("There is no file {path}.").format(path=e.path),
        _("Check its name; backups taken before an upgrade are in the desk’s backups folder."),
    ),
    storage.Refusal.UNWRITABLE: lambda e: (
        _("{path} could not be written: {reason}.").format(path=e.path, reason=e.detail),
        _("Choose a folder with room, in which you may write."),
    ),
    storage.Refusal.NOT_A_DESK: lambda e: (
        _("{path} is not a backup of a Comms Desk.").format(path=e.path),
        _("Give a file that “comms-desk backup” wrote."),
    ),
    storage.Refusal.UNSOUND: lambda e: (
        _("{path} is damaged: {reason}.").format(path=e.path, reason=e.detail),
        _("Use an older backup; this one would lose part of the desk."),
    ),
    storage.Refusal.SERVER: lambda _e: (
        _("The desk is on a PostgreSQL server, not in a file."),
        _("Ask the server’s administrator: its own backups hold the desk."),
    ),
}

STORAGE: Mapping[type[CommsDeskError], Says] = {
    storage.StorageBusy: lambda e: (
        _("The database was busy for {seconds} s; nothing was saved.").format(
            seconds=format_number(e.waited_s)
        ),
        _("Try again in a moment."),
    ),
    storage.StorageUnreachable: lambda e: (
        _("The database {place} cannot be opened: {reason}.").format(
            place=e.place, reason=e.reason
        ),
        _("Check that the folder or the server is there and that you may use it."),
    ),
    storage.StorageFull: lambda e: (
        _("There is no room left where {place} is; nothing was saved.").format(place=e.place),
        _("Free some room on the disk, then try again."),
    ),
    storage.StorageDamaged: lambda e: (
        _("The file {place} is not a sound database: {reason}.").format(
            place=e.place, reason=e.reason
        ),
        _("Keep the file, and restore the latest backup with “comms-desk restore”."),
    ),
    storage.DatabaseTooNew: lambda e: (
        _(
            "This database was written by a newer Comms Desk ({found}; this one knows {known})."
        ).format(found=e.found, known=e.known),
        _("Install the newer version; nothing was touched."),
    ),
    storage.UpgradeNeeded: lambda e: (
        _(
            "The team’s database must first be brought up to date (it is at {found}, not {known})."
        ).format(found=e.found or _("nothing"), known=e.known),
        _("Have its administrator run “comms-desk migrate”."),
    ),
    storage.NotFound: lambda e: (
        _("There is no {ref} on the desk, or it is in the bin.").format(ref=e.ref),
        _("Look for it in the list again."),
    ),
    storage.EditConflict: lambda e: (
        _("Somebody changed this meanwhile: it now says “{theirs}”; you wrote “{yours}”.").format(
            theirs=e.theirs, yours=e.yours
        ),
        _("Read both, then write the one to keep."),
    ),
    storage.TakenSince: lambda e: (
        _("It cannot leave the bin: something else has its name by now ({ref}).").format(ref=e.ref),
        _("Rename the other one, then take this one out of the bin."),
    ),
    storage.BlobTooLarge: lambda e: (
        _("The file has {size} MB; the desk keeps at most {limit} MB.").format(
            size=format_number(round(e.size / 1024 / 1024, 1)),
            limit=format_number(round(e.limit / 1024 / 1024)),
        ),
        _("Make it smaller, or put a link instead."),
    ),
    storage.BackupRefused: lambda e: _BACKUP_REFUSED[e.why](e),
    storage.DeskInUse: lambda e: (
        _("The desk {place} is still open somewhere; a restore needs it alone.").format(
            place=e.place
        ),
        _("Close its windows and stop its worker, then try again."),
    ),
}

PLANNING: Mapping[type[CommsDeskError], Says] = {
    people.PersonNameMissing: lambda _e: (
        _("A person must have a name."),
        _("Write a first and a last name."),
    ),
    people.LoginTaken: lambda e: (
        _("The login {login} is already that of {holder}.").format(login=e.login, holder=e.holder),
        _("Give another login."),
    ),
    dossiers.CodeNotAllowed: lambda e: (
        _("“{code}” cannot be a dossier’s code.").format(code=e.code),
        _("Use 1 to {longest} letters, digits, dots and hyphens, without a space.").format(
            longest=e.longest
        ),
    ),
    dossiers.CodeTaken: lambda e: (
        _("The code {code} is already that of “{name}”.").format(code=e.code, name=e.name),
        _("Open that dossier, or use another code."),
    ),
    dossiers.DossierNameMissing: lambda e: (
        _("A dossier must have a name of at most {longest} characters.").format(longest=e.longest),
        _("Write a shorter name, or at least one letter."),
    ),
    dossiers.NoSuchDossier: lambda e: (
        _("No dossier has the code {code}.").format(code=e.code),
        _("Run “comms-desk dossiers list” to see them all."),
    ),
}

DIRECTORY: Mapping[type[CommsDeskError], Says] = {
    outlets.OutletNameMissing: lambda _e: (
        _("An outlet needs a name."),
        _("Write at least one letter or digit."),
    ),
    outlets.OutletNameTaken: lambda e: (
        _("There is already an outlet called {name}.").format(name=e.name),
        _("Open that outlet, or write another name."),
    ),
    contacts.ContactNameMissing: lambda _e: (
        _("A contact needs a name."),
        _("Write a family name or a given name."),
    ),
    contacts.TextTooLong: lambda e: (
        _("“{text}…” is too long: at most {limit} characters.").format(text=e.text, limit=e.limit),
        _("Shorten it."),
    ),
    contacts.AddressTaken: lambda e: (
        _("{address} already belongs to {holder}.").format(address=e.address, holder=e.holder),
        _("Open that contact, or use another address."),
    ),
    contacts.BadPhone: lambda e: (
        _("“{phone}” is not a telephone number.").format(phone=e.phone),
        _("Write its digits, with the extension if there is one."),
    ),
    contacts.PositionEndsBeforeStart: lambda e: (
        _("A position that began on {start} cannot have ended on {end}.").format(
            start=format_date(e.started_on), end=format_date(e.ended_on)
        ),
        _("Correct one of the two dates."),
    ),
    contacts.BadDate: lambda e: (
        _("“{text}” is not a day.").format(text=e.text),
        _("Write year-month-day: 2026-11-24."),
    ),
    contacts_file.ContactFileUnreadable: lambda e: (
        _("The file {path} could not be read: {reason}.").format(path=e.path, reason=e.reason),
        _("Close it in other programs, or choose another file."),
    ),
    contacts_file.RowRagged: lambda e: (
        _("The row has {found} cells and the header {expected}.").format(
            found=e.found, expected=e.expected
        ),
        _("Correct the row: nobody can know which cell is which."),
    ),
    contacts_file.UnknownLanguage: lambda e: (
        _("“{word}” is not a language in which the office writes.").format(word=e.word),
        _("Write French or English, or leave it empty."),
    ),
}

_WHERE: Mapping[documents.Where, Callable[[], str]] = {
    documents.Where.BODY: lambda: _("in the text"),
    documents.Where.TABLE: lambda: _("in a table"),
    documents.Where.TEXT_BOX: lambda: _("in a text box"),
    documents.Where.HEADER: lambda: _("in the header"),
    documents.Where.FOOTER: lambda: _("in the footer"),
    documents.Where.NOTE: lambda: _("in a note"),
}


DOCUMENTS: Mapping[type[CommsDeskError], Says] = {
    documents.UnknownTag: lambda e: (
        _("The template asks for {tag} {where}, near “{near}”: there is no such tag.").format(
            tag="{{ " + e.tag + " }}", where=_WHERE[e.place.where](), near=e.place.near
        ),
        _("Correct the tag in Word; the tags are: {tags}.").format(tags=", ".join(sorted(TAGS))),
    ),
    documents.MissingValue: lambda e: (
        _("The template asks for {tag} {where}, near “{near}”: this text has none.").format(
            tag="{{ " + e.tag + " }}", where=_WHERE[e.place.where](), near=e.place.near
        ),
        _("Fill it in, or take the tag out of the template."),
    ),
    documents.NoBodyTag: lambda e: (
        _("The template {name} has no place for the text.").format(name=e.name),
        _("Write {tag} on a line of its own, where the text is to stand.").format(tag="{{ body }}"),
    ),
    documents.BrokenTemplate: lambda e: (
        _("{name} is not a Word document.").format(name=e.name),
        _("Open it in Word and save it again as .docx."),
    ),
    documents.TemplateTooLarge: lambda e: (
        _("{name} is too large: it may unfold to {limit} MB at most.").format(
            name=e.name, limit=format_number(e.limit_mib)
        ),
        _("Make its pictures smaller in Word, or start from another template."),
    ),
    documents.ExternalRelationship: lambda e: (
        _("{name} would fetch {target} whenever it is opened.").format(
            name=e.name, target=e.target
        ),
        _("Detach its template and put its pictures in the file itself, in Word."),
    ),
    documents.FileNotWritten: lambda e: (
        _("{path} could not be written: {reason}.").format(path=e.path, reason=e.reason),
        _("Close it in Word if it is open there, or choose another folder."),
    ),
    documents.MacroRefused: lambda e: (
        _("{name} holds a program (a macro or an embedded object).").format(name=e.name),
        _("Save it in Word as .docx, without macros."),
    ),
}

_DRAFT_FIELDS: Mapping[str, Callable[[], str]] = {
    "title": lambda: _("title"),
    "subtitle": lambda: _("subtitle"),
    "text": lambda: _("text"),
}

DRAFTING: Mapping[type[CommsDeskError], Says] = {
    drafting.DraftTooLong: lambda e: (
        _("The {field} is too long: {longest} characters at most.").format(
            field=_DRAFT_FIELDS[e.field](), longest=format_number(e.longest)
        ),
        _("Shorten it; what you typed is still there."),
    ),
    drafting.UnknownField: lambda e: (
        _("Line {line} of the head names “{field}”, which no text has.").format(
            line=e.line, field=e.field
        ),
        _("The fields are: {allowed}.").format(allowed=", ".join(e.allowed)),
    ),
    drafting.WrongField: lambda e: (
        _("{field} cannot be “{value}”.").format(field=e.field, value=e.value),
        _("Write one of: {allowed}.").format(allowed=", ".join(e.allowed)),
    ),
    drafting.NotText: lambda e: (
        _("{name} is not a text file.").format(name=e.name),
        _("Give a file in Markdown or plain text; Word files are dropped on the Texts page."),
    ),
}

TOUR: Mapping[type[CommsDeskError], Says] = {
    TourStepFailed: lambda e: (
        _("The tour stopped at “comms-desk {command}”: {said}").format(
            command=e.command, said=e.said
        ),
        _("Everything it made so far is still there to look at."),
    ),
}

# Each owner of a slice adds one table below, named for the slice, and lists it in SAYINGS.

WATCHES: Mapping[type[CommsDeskError], Says] = {
    watches.WatchNameMissing: lambda _e: (
        _("A watch must have a name."),
        _("Write a name, such as “City”."),
    ),
    watches.WatchNameTaken: lambda e: (
        _("There is already a watch called “{name}”.").format(name=e.name),
        _("Edit that watch, or use another name."),
    ),
    watches.IgnoredPhraseWrong: lambda e: (
        _("“{phrase}” cannot be ignored: it holds no word, or a star inside.").format(
            phrase=e.phrase
        ),
        _("Write plain words; a star may only end the last one."),
    ),
}

_STAGES: Mapping[mail.Stage, Callable[[], str]] = {
    mail.Stage.CONNECT: lambda: _("while connecting"),
    mail.Stage.GREETING: lambda: _("before greeting us"),
    mail.Stage.HELLO: lambda: _("when we greeted it"),
    mail.Stage.TLS: lambda: _("while the line was being protected"),
    mail.Stage.LOGIN: lambda: _("at the login"),
    mail.Stage.SENDER: lambda: _("when told the sender"),
    mail.Stage.RECIPIENT: lambda: _("when told the recipient"),
    mail.Stage.DATA: lambda: _("before the text of the letter"),
    mail.Stage.BODY: lambda: _("in the middle of the letter"),
    mail.Stage.END: lambda: _("at the end of the letter"),
}


def _server_said_no(e: mail.Deferred | mail.Refused) -> str:
    return f"{e.code} {e.text}".strip()


def _refused(e: mail.Refused) -> tuple[str, str]:
    what = _("The mail server refused the letter: {answer}").format(answer=_server_said_no(e))
    if e.by_policy:
        return what, _("It refuses us, not the address: show this answer to your mail team.")
    if e.stage is mail.Stage.RECIPIENT:
        return what, _("Check the address, then send the letter again.")
    return what, _("Show this answer to your mail team.")


EMBARGO: Mapping[type[CommsDeskError], Says] = {
    embargo.UnderEmbargo: lambda e: (
        _("This is under embargo until {moment}.").format(moment=format_moment(e.until)),
        _("Wait until then, or lift the embargo first."),
    ),
    embargo.EmbargoInThePast: lambda e: (
        _("An embargo cannot end in the past, at {moment}.").format(moment=format_moment(e.until)),
        _("Choose a later moment: what is already public has no embargo."),
    ),
    embargo.NoEmbargo: lambda _e: (
        _("No embargo holds this any more."),
        _("Nothing needs lifting: it may leave."),
    ),
    embargo.NotSigned: lambda e: (
        _("Nobody has signed the embargo for {recipient}.").format(recipient=e.recipient),
        _("Write the name of whoever accepted it in writing."),
    ),
}

JOBS: Mapping[type[CommsDeskError], Says] = {
    jobs.LeaseHeld: lambda e: (
        _("Another worker has this desk’s work in hand: {holder}.").format(holder=e.holder),
        _("Let it work, or stop it and wait until {moment}.").format(moment=format_moment(e.until)),
    ),
    jobs.LeaseLost: lambda _e: (
        _("Another worker has taken this desk’s work over."),
        _("Nothing needs doing: that one sends the letters and asks the feeds."),
    ),
}

MAIL: Mapping[type[CommsDeskError], Says] = {
    mail.ServerUnreachable: lambda e: (
        _("The mail server {host} cannot be reached at port {port}: {reason}.").format(
            host=e.host, port=e.port, reason=e.reason
        ),
        _("Check the network and the account’s server; its letters wait meanwhile."),
    ),
    mail.CertificateRefused: lambda e: (
        _("The mail server {host} did not prove who it is: {reason}.").format(
            host=e.host, reason=e.reason
        ),
        _("Check the server’s name; ask your mail team about its certificate."),
    ),
    mail.TlsNotOffered: lambda e: (
        _("The mail server {host} does not offer to protect the line.").format(host=e.host),
        _("Choose TLS or no protection for this account, as your mail team says."),
    ),
    mail.LoginRefused: lambda e: (
        _("The mail server {host} does not accept the login of {user}.").format(
            host=e.host, user=e.user
        ),
        _("Type the account’s password again, or ask your mail team."),
    ),
    mail.LoginNotOffered: lambda e: (
        _("The mail server {host} offers no login that this program knows.").format(host=e.host),
        _("Take the user name out of the account if the server needs none."),
    ),
    mail.PasswordInTheClear: lambda e: (
        _("The password was not sent to {host}: the line is not protected.").format(host=e.host),
        _("Choose TLS or STARTTLS for this account."),
    ),
    mail.HungUp: lambda e: (
        _("The mail server {host} hung up {stage}; nothing was sent.").format(
            host=e.host, stage=_STAGES[e.stage]()
        ),
        _("The letter waits and will be tried again."),
    ),
    mail.FellSilent: lambda e: (
        _("The mail server {host} stopped answering {stage}; nothing was sent.").format(
            host=e.host, stage=_STAGES[e.stage]()
        ),
        _("The letter waits and will be tried again."),
    ),
    mail.BadReply: lambda e: (
        _("What answers at {host} does not speak as a mail server: {text}").format(
            host=e.host, text=e.text
        ),
        _("Check the account’s server and port."),
    ),
    mail.Deferred: lambda e: (
        _("The mail server asks to wait: {answer}").format(answer=_server_said_no(e)),
        _("The letter will be tried again by itself, a few times over a day."),
    ),
    mail.Refused: _refused,
    mail.AddressNeedsUtf8: lambda e: (
        _("The mail server cannot carry the letters of {address}.").format(address=e.address),
        _("Ask for an address without accents."),
    ),
    mail.OutcomeUnknown: lambda e: (
        _("The letter was handed over whole, and {host} never answered: {reason}.").format(
            host=e.host, reason=e.reason
        ),
        _("Ask whether it arrived, then send it again or leave it."),
    ),
    mail.BadAddress: lambda e: (
        _("“{text}” is not one e-mail address.").format(text=e.text),
        _("Write it as name@example.org."),
    ),
    mail.HeaderBroken: lambda e: (
        _("{header} cannot hold a line break or a control character.").format(header=e.header),
        _("Write it again on one line."),
    ),
    mail.PieceMissing: lambda e: (
        _("The letter has nothing to put in place of {piece}.").format(
            piece="{{ " + e.piece + " }}"
        ),
        _("Give every recipient that value, or take it out of the message."),
    ),
    mail.ImageMissing: lambda e: (
        _("The picture {content_id} is shown without being carried, or the reverse.").format(
            content_id=e.content_id
        ),
        _("Add the picture to the message, or take it out of the text."),
    ),
    mail.MessageTooLarge: lambda e: (
        _("The message weighs {size} MiB; at most {limit} MiB can be sent.").format(
            size=format_number(round(e.size_bytes / 2**20, 1)),
            limit=format_number(e.limit_bytes // 2**20),
        ),
        _("Make the pictures smaller, or give a link to the file."),
    ),
    mail.DoorUnknown: lambda e: (
        _("This version knows no sending account of the kind “{kind}”.").format(kind=e.kind),
        _("Choose smtp, or install the latest version."),
    ),
    mail.DoorMisdescribed: lambda e: (
        _("The sending account’s {field} cannot be used.").format(field=e.field),
        _("It must be: {expected}.").format(expected=e.expected),
    ),
    mail_trouble.WorkerStopped: lambda _e: (
        _("The worker stopped while the letter was on its way: it may have left, or not."),
        _("Ask whether it arrived, then send it again or leave it."),
    ),
    mail_trouble.Unexplained: lambda e: (
        _("Something unexpected happened to the letter ({kind}): it may have left, or not.").format(
            kind=e.kind
        ),
        _("Ask whether it arrived; the details are in the worker’s log."),
    ),
    outbox.NoAccount: lambda _e: (
        _("No sending account has been set up, so nothing can leave."),
        _("Add one: “comms-desk accounts add --help” says how."),
    ),
    outbox.AccountNameTaken: lambda e: (
        _("Another sending account is called {name}.").format(name=e.name),
        _("Choose another name."),
    ),
    outbox.AccountMisdescribed: lambda e: (
        _("The sending account’s {field} cannot be used.").format(field=e.field),
        _("It must be: {expected}.").format(expected=e.expected),
    ),
    outbox.NothingToDecide: lambda e: (
        _("There is nothing to decide about letter {letter}.").format(letter=e.letter),
        _("Only a letter that is uncertain or refused waits for a person, once."),
    ),
}

SAYINGS: tuple[Mapping[type[CommsDeskError], Says], ...] = (
    FLOOR,
    STORAGE,
    EMBARGO,
    JOBS,
    MAIL,
    WATCHES,
    PLANNING,
    QUERY,
    FEEDS,
    DIRECTORY,
    TABLES,
    INTERNAL,
    DOCUMENTS,
    DRAFTING,
)


def say(error: CommsDeskError) -> Sentence:
    """Return the sentence and the way out for *error*, in the process's language.

    Raises:
        LookupError: Nobody has written a sentence for this kind of error: a bug.
    """
    for table in SAYINGS:
        if type(error) in table:
            return Sentence(*table[type(error)](error))
    raise LookupError(f"no sentence for {type(error).__name__}")
