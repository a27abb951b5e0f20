"""Setting up the sending account, or changing it: the server is tried before anything is kept.

The dialog opens over the window and never blocks it.  The server is asked in a reading thread, so
that nobody's typing waits for it; what it accepted is then kept: the account in the database, its
password in this computer's own store and nowhere else.  Signing in with the organisation happens
in the person's own browser; it can be stopped, and what comes back is shown nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QDialog, QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.keys import SecretFileUnreadable, SecretStoreRefused
from comms_desk.mail.door_kinds import OUTLOOK_KIND, kind_named
from comms_desk.mail.doors import Secret
from comms_desk.mail.errors import LoginRefused, SignInStopped
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.model import Account, AccountId, NewAccount
from comms_desk.mail.probe import try_server
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.accounts.form import AccountForm, TypedAccount
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.notices import ErrorBar, Notice
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.mail.sign_in import Grant, SignInPrompt

SignsIn = Callable[..., "Grant"]
"""`sign_in.sign_in`, or a test's."""
WIDTH_PX = 640


@dataclass(frozen=True, slots=True)
class AccountSaved:
    """An account that was kept, and whether no store has its password.

    *refused* is what the store said, where there is one.
    """

    account: Account
    is_forgotten: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """The account in use, and whether its password is known on this computer."""

    account: Account
    password_known: bool = field(default=False)


def read_account(office: Office, account: AccountId | None = None) -> KnownAccount | None:
    """Return *account*, or the one that letters leave by unless another is named, if any."""
    accounts = office.accounts.every()
    known = next((each for each in accounts if account in {None, each.id}), None)
    if known is None:
        return None
    return KnownAccount(known, password_known=_is_known(office, known.key))


class AccountDialog(Dialog):
    """A sending account to set up, or *known* to be changed.

    Signals:
        kept: The account works and is kept (`Account`).
    """

    kept = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        errands: Errands,
        known: KnownAccount | None,
        signs_in: SignsIn | None = None,
    ) -> None:
        """Show an empty form, or the account *known*; its person *signs_in*."""
        title = _("Change the sending account") if known else _("Set up a sending account")
        super().__init__(parent, title, _("Check and save"))
        self.setFixedWidth(WIDTH_PX)
        self._errands = errands
        self._account = known.account if known else None
        self.tell(
            _("The server and the sign-in are checked before anything is saved. Nothing is sent."),
            "muted",
        )
        if known:
            self.tell(_("Sending address: {sender}.").format(sender=known.account.sender))
        self.form = AccountForm()
        self.sign_in = SignInRow(errands, self._m365_facts, signs_in)
        self.error = ErrorBar()
        self.notice = Notice()
        self.notice.hide()
        if known:
            self.form.show_account(known.account, password_known=known.password_known)
            if known.password_known:
                self.sign_in.say_known()
        for part in (self.form, self.sign_in, self.error, self.notice):
            self.body.addWidget(part)
        self.body.addStretch()
        self.form.typed.connect(self._judge)
        self.form.kind_chosen.connect(self._fit_kind)
        self.sign_in.signed_in.connect(self._signed_in)
        self.sign_in.refused.connect(self.show_error)
        self._fit_kind()
        self.verb.setDefault(True)
        self.form.name.setFocus()

    @Slot()
    @override
    def accept(self) -> None:
        """Reach the server; the dialog closes once the account is kept."""
        if self.form.missing():
            self._judge()
            return
        if not self.form.isEnabled():
            return
        typed = self.form.value
        self.error.hide()
        self.form.setEnabled(False)
        self.verb.forbid(_("reaching the server…"))
        self._errands.read(
            "check", partial(_check, self._account, typed), self._checked, self.show_error
        )

    @Slot(object)
    def show_error(self, error: CommsDeskError) -> None:
        """Say why nothing was kept, and the way out; what was typed stays."""
        sentence = say(error)
        self.form.setEnabled(True)
        self._judge()
        self._place_to_mend(error).setFocus()
        self.error.say(sentence.what, sentence.way_out, details=str(error))
        self.fit()

    def _place_to_mend(self, error: CommsDeskError) -> QWidget:
        if self.form.part is self.form.m365:
            return self.sign_in.verb
        return self.form.password if isinstance(error, LoginRefused) else self.form.server

    def _m365_facts(self) -> M365Facts:
        return M365Facts.read(self.form.m365.facts)

    @Slot(str)
    def _signed_in(self, secret: str) -> None:
        self.error.hide()
        self.form.m365.take_sign_in(secret)
        self.verb.setFocus()

    @Slot()
    def _fit_kind(self) -> None:
        self.sign_in.setVisible(self.form.part is self.form.m365)
        self._judge_sign_in()
        self.fit()

    @Slot(object)
    def _checked(self, typed: TypedAccount) -> None:
        if self.isVisible():
            keep = _add if self._account is None else partial(_change, self._account)
            self._errands.write(None, partial(keep, typed=typed), self._was_kept, self.show_error)

    @Slot(object)
    def _was_kept(self, kept: AccountSaved) -> None:
        self.form.password.clear()
        self.kept.emit(kept.account)
        if not kept.is_forgotten:
            self.done(QDialog.DialogCode.Accepted)
            return
        self.form.hide()
        self.sign_in.hide()
        self.error.hide()
        self.verb.hide()
        self.notice.say(_lasts_for_this_run(kept))
        self.leave.setFocus()
        self.fit()

    @Slot()
    def _judge(self) -> None:
        self._judge_sign_in()
        missing = self.form.missing()
        if missing:
            self.verb.forbid(missing)
        else:
            self.verb.allow()

    def _judge_sign_in(self) -> None:
        wrong = self.form.m365.wrong()
        if self.sign_in.is_waiting:
            return
        if wrong:
            self.sign_in.verb.forbid(wrong)
        else:
            self.sign_in.verb.allow()


def _lasts_for_this_run(kept: AccountSaved) -> str:
    if kept.refused:
        return _(
            "The account is saved, but the password store refused the password: {reason}. Unlock"
            " the store, then give it again."
        ).format(reason=kept.refused)
    return _(
        "The account is saved, but not its password: this computer has no password store."
        " Give it again next time."
    )


def _is_known(office: Office, key: str) -> bool:
    try:
        return office.keys.get(key) is not None
    except (SecretStoreRefused, SecretFileUnreadable):
        return False  # The form then asks for it, which is the way out.


def _check(account: Account | None, typed: TypedAccount, office: Office) -> TypedAccount:
    """Reach the server, in a reading thread; return what it accepted, to be kept."""
    kind = kind_named(typed.kind)
    if kind is OUTLOOK_KIND:
        return typed
    known = ""
    if account is not None and not typed.password and kind.secret(typed.facts) is not Secret.NONE:
        known = office.keys.need(account.key)
    renewed = try_server(typed.facts, secret=typed.password or known, kind=typed.kind)
    return typed if renewed == known else replace(typed, password=renewed)


def _add(office: Office, *, typed: TypedAccount) -> AccountSaved:
    account = office.accounts.add(
        NewAccount(
            name=typed.name,
            sender=typed.sender,
            kind=typed.kind,
            facts=typed.facts,
            letters_a_minute=typed.letters_a_minute,
            recipients_a_day=typed.recipients_a_day or 0,
            recipients_a_message=typed.recipients_a_message,
        )
    )
    return _with_password(office, account, typed)


def _change(account: Account, office: Office, *, typed: TypedAccount) -> AccountSaved:
    """Change what differs; the facts come last: the account then rests no more."""
    desk = office.accounts
    for fact in ("name", "letters_a_minute", "recipients_a_day", "recipients_a_message"):
        before, after = getattr(account, fact), getattr(typed, fact)
        if after != before:
            desk.edit(account.id, FieldChange(fact, before, after))
    kept = _with_password(office, account, typed)
    desk.edit(account.id, FieldChange("facts", dict(account.facts), dict(typed.facts)))
    return kept


def _with_password(office: Office, account: Account, typed: TypedAccount) -> AccountSaved:
    asks = kind_named(typed.kind).secret
    if asks(typed.facts) is Secret.NONE:
        if asks(account.facts) is not Secret.NONE:
            office.keys.forget(account.key)
        return AccountSaved(account)
    try:
        if not typed.password or office.keys.set(account.key, typed.password):
            return AccountSaved(account)
    except SecretStoreRefused as error:
        return AccountSaved(account, is_forgotten=True, refused=error.reason)
    return AccountSaved(account, is_forgotten=True)


class SignInRow(QWidget):
    """A verb, where the person stands, and a way to stop.

    Signals:
        signed_in: Somebody signed in; carries what keeps the account open.
        refused: Nobody did; carries the error.
    """

    signed_in = Signal(str)
    refused = Signal(object)
    _told = Signal(object)

    def __init__(
        self, errands: Errands, facts: Callable[[], M365Facts], signs_in: SignsIn | None = None
    ) -> None:
        """Sign in with *facts*, asked for when the verb is pressed."""
        super().__init__()
        self._errands, self._facts, self._signs_in = errands, facts, signs_in or _sign_in
        self._stop: Event | None = None
        self.verb = Button(_("Sign in…"), does=self.begin)
        self.stop = Button(_("Stop"), does=self.give_up)
        self.state = Label("", "muted", wraps=True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button(_("Copy the address"), does=self._copy_address)
        self._address = ""
        self.stop.hide()
        self.copy.hide()
        stacked(
            abreast(self.verb, self.stop, self.copy, STRETCH, gap_px=tokens.SPACE_2_PX),
            self.state,
            inside=self,
            gap_px=tokens.SPACE_2_PX,
        )
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_waiting(self) -> bool:
        """Whether the browser is waited for."""
        return self._stop is not None

    def say_known(self) -> None:
        """Say that somebody signed in before."""
        self.verb.rename(_("Sign in again…"))
        self.state.setText(_("Signed in on this computer."))

    @Slot()
    def begin(self) -> None:
        """Open the browser, and wait for what it brings."""
        if self._stop is not None:
            return
        self._stop = stop = Event()
        self.verb.forbid(_("waiting…"))
        self.stop.show()
        self.state.setText(_("Opening the browser…"))
        ask = partial(_ask, self._signs_in, self._facts(), stop, self._told.emit, self._errands)
        self._errands.read("sign in", ask, self._done, self._failed)

    @Slot()
    def give_up(self) -> None:
        """Wait no longer."""
        if self._stop is not None:
            self._stop.set()

    @Slot(object)
    def _tell(self, asked: "SignInPrompt") -> None:
        if self._stop is None:
            return
        self._address = asked.address
        self.copy.show()
        if asked.code:
            said = _("Type the code {code} at {address}")
            self.state.setText(said.format(code=asked.code, address=asked.address))
        else:
            self.state.setText(
                _("Finish in the browser. If nothing opened there, copy the address into it.")
            )

    @Slot()
    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address)

    @Slot(object)
    def _done(self, grant: "Grant") -> None:
        self._over()
        self.say_known()
        self.signed_in.emit(grant.refresh)

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        self._over()
        self.state.setText("")
        if isinstance(error, SignInStopped):
            self.state.setText(_("Nobody signed in."))
        else:
            self.refused.emit(error)

    def _over(self) -> None:
        self._stop = None
        self.verb.allow()
        self.stop.hide()
        self.copy.hide()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Stop waiting: the dialog is left."""
        self.give_up()
        super().hideEvent(event)


class _Stop(Event):
    """Set by the person, or as the window closes."""

    def __init__(self, asked: Event, errands: Errands) -> None:
        super().__init__()
        self._asked, self._errands = asked, errands

    @override
    def is_set(self) -> bool:
        return self._asked.is_set() or self._errands.is_closed


def _ask(
    signs_in: SignsIn,
    facts: M365Facts,
    stop: Event,
    tell: Callable[[object], None],
    errands: Errands,
    _office: Office,
) -> "Grant":
    def tell_if_there(asked: object) -> None:
        if not stop.is_set():  # else the dialog that would be told may be gone
            tell(asked)

    return signs_in(facts, stop=_Stop(stop, errands), tell=tell_if_there)


def _sign_in(facts: M365Facts, *, stop: Event, tell: Callable[["SignInPrompt"], None]) -> "Grant":
    from comms_desk.mail.sign_in import sign_in

    return sign_in(facts, stop=stop, tell=tell)
