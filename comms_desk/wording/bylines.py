"""What bylines would have the directory say, in words: the evidence, and what is done about it."""

from comms_desk.i18n import _, format_date, format_number, ngettext
from comms_desk.media.bylines.model import Accepted, BylineProposal, ProposalKind, Silent
from comms_desk.media.contacts.model import NameDecision


def called(what: ProposalKind) -> str:
    """Return the word for what a proposal is about."""
    return {ProposalKind.NEW: _("new"), ProposalKind.MOVED: _("signs elsewhere")}[what]


def answered(said: NameDecision) -> str:
    """Return the word for what somebody said of a name."""
    return {
        NameDecision.NOT_A_PERSON: _("Not a person"),
        NameDecision.NOT_NOW: _("Not now"),
        NameDecision.NAMESAKE: _("Namesake"),
        NameDecision.ERASED: _("Erased at their request"),
    }[said]


def evidence(proposal: BylineProposal) -> str:
    """Return « 3 articles signés dans La Presse; la fiche indique Métro. »."""
    signed = ngettext(
        "{n} article signed in {outlet}", "{n} articles signed in {outlet}", proposal.count
    ).format(n=format_number(proposal.count), outlet=proposal.outlet_name)
    if proposal.is_shared:
        known = ngettext(
            "{n} contact bears that name.", "{n} contacts bear that name.", len(proposal.contacts)
        ).format(n=format_number(len(proposal.contacts)))
    elif proposal.what is ProposalKind.NEW:
        known = _("no card of that name.")
    else:
        outlets = ", ".join(dict.fromkeys(each.outlet_name for each in proposal.held))
        known = _("the card says {outlets}.").format(outlets=outlets)
        if not outlets:
            known = _("the card says no outlet.")
    return _("{signed}; {known}").format(signed=signed, known=known)


def done(accepted: tuple[Accepted, ...]) -> str:
    """Return what to say once *accepted* is done."""
    if len(accepted) > 1:
        many = ngettext("{n} card updated", "{n} cards updated", len(accepted))
        return many.format(n=format_number(len(accepted)))
    (one,) = accepted
    said = (
        _("{name} added to the directory")
        if one.position is None
        else _("Position of {name} updated")
    )
    return said.format(name=one.proposal.name)


def silence(silent: Silent) -> str:
    """Return since when somebody signs no more, and what makes that a fact."""
    signed = ngettext(
        "{n} article signed in the six months before",
        "{n} articles signed in the six months before",
        silent.count,
    ).format(n=format_number(silent.count))
    return _("Silent since {day}: {signed}, and {outlets} read meanwhile").format(
        day=format_date(silent.last_at), signed=signed, outlets=", ".join(silent.outlets)
    )
