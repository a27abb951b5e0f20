"""The way out that a command offers where the window names a page and a button.

What happened is said in the same words by both; only what to do about it is another thing at a
prompt, where there are commands, options and variables and no button.
"""

from collections.abc import Callable, Mapping
from typing import Any

from comms_desk import errors, keys, paths, settings
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.internal.bulletins import model as bulletins
from comms_desk.jobs import service
from comms_desk.mail import errors as mail
from comms_desk.mail import model as outbox
from comms_desk.media.feeds import errors as feeds
from comms_desk.media.reviews import model as reviews
from comms_desk.planning.dossiers import model as dossiers
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage import errors as storage


def _for_who_looks_after_it() -> str:
    return _("Write the file with “comms-desk worker install --file …” for whoever looks after it.")


def _if_nobody_has_it() -> str:
    return _(
        "Check with some recipients; if nobody has it, confirm the sending with “--even-if-sent”."
    )


WAYS_OUT: Mapping[type[CommsDeskError], Callable[[Any], str]] = {
    paths.FolderNotWritable: lambda _e: _(
        "Get permission to write there, or set COMMS_DESK_HOME to another folder."
    ),
    keys.SecretMissing: lambda e: _(
        "Type it once, or name a file that holds it in {variable}."
    ).format(variable=e.variable),
    keys.SecretFileUnreadable: lambda e: _(
        "Correct the path in {variable}, or the rights of the file."
    ).format(variable=e.variable),
    keys.SecretStoreRefused: lambda e: _(
        "Unlock it and give the password again, or name a file that holds it in {variable}."
    ).format(variable=e.variable),
    settings.SettingUnknown: lambda _e: _("Run “comms-desk settings list” to see them all."),
    errors.DeskNotBare: lambda _e: _(
        "Set COMMS_DESK_HOME to another folder to look around on a desk of its own."
    ),
    errors.NoWindow: lambda _e: _(
        "Open it with “comms-desk”, or type the line after “comms-desk capture”."
    ),
    errors.CaptureNotShown: lambda _e: _(
        "Go to the window of this desk, or type the line after “comms-desk capture”."
    ),
    service.ServiceMissing: lambda _e: _for_who_looks_after_it(),
    service.ServiceRefused: lambda _e: _for_who_looks_after_it(),
    service.ServiceNotInstalled: lambda _e: _("“comms-desk worker install” installs one."),
    service.ServiceNeedsSetting: lambda _e: _(
        "Keep it with “comms-desk settings set database.url …”, and take the variable away."
    ),
    errors.NoScreen: lambda _e: _("Run “comms-desk --help” for what can be done without one."),
    storage.StorageDamaged: lambda _e: _(
        "Keep the file, and restore the latest backup with “comms-desk restore”."
    ),
    storage.UpgradeNeeded: lambda _e: _("Have its administrator run “comms-desk migrate”."),
    storage.WasSent: lambda e: _("Archive it with “comms-desk archive put {ref}”.").format(
        ref=e.ref
    ),
    storage.IsArchived: lambda e: _(
        "Take it out with “comms-desk archive restore {ref}” first."
    ).format(ref=e.ref),
    storage.NotArchived: lambda _e: _("“comms-desk archive list” shows what is there."),
    storage.RuleUnknown: lambda _e: _("“comms-desk archive rules list” shows them all."),
    storage.NotInBin: lambda _e: _("“comms-desk bin list” shows what is there."),
    dossiers.NoSuchDossier: lambda _e: _("Run “comms-desk dossiers list” to see them all."),
    feeds.RefusedAddress: lambda _e: _(
        "If it is one of the City’s own servers, name its network with"
        " “comms-desk settings set {setting} …”."
    ).format(setting=ALLOWED_NETWORKS.key),
    mail.SignInMissing: lambda _e: _("Sign in with “comms-desk accounts sign-in”."),
    mail.SignInOver: lambda _e: _("Sign in again with “comms-desk accounts sign-in”."),
    mail.DeviceCodeNotSet: lambda _e: _(
        "Set the account up with “--device-code”, if your organization allows it."
    ),
    mail.NoSignIn: lambda _e: _("Give its password with “comms-desk accounts password”."),
    outbox.NoAccount: lambda _e: _("Set one up with “comms-desk accounts add”."),
    outbox.AccountHasLetters: lambda _e: _(
        "Let them leave first, or stop them with “--cancel-letters”."
    ),
    reviews.NothingKept: lambda _e: _(
        "Keep a story with “comms-desk review build --keep …”, or issue it with --nothing."
    ),
    reviews.ReadersMissing: lambda _e: _(
        "Name it with “comms-desk settings set review.readers …”; “comms-desk lists list” has all."
    ),
    reviews.AccountMissing: lambda _e: _(
        "Name another with “comms-desk settings set review.account …”."
    ),
    reviews.EditionAltered: lambda e: (
        _("Restore a backup of before with “comms-desk restore”.")
        if e.has_left
        else _("Take its stories up again with “comms-desk review take-up {review}”.").format(
            review=e.review
        )
    ),
    reviews.ReviewMaybeSent: lambda _e: _if_nobody_has_it(),
    bulletins.BulletinMaybeSent: lambda _e: _if_nobody_has_it(),
    bulletins.BulletinLeaving: lambda e: _(
        "Wait until all have left, or stop the sending with “comms-desk outbox cancel {message}”."
    ).format(message=e.message),
}
"""By kind of error; of another kind the way out is that of the window."""
