"""The command line's help follows the person's language, and the sources keep theirs."""

import gettext
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from comms_desk import i18n
from comms_desk.cli.contacts import contacts
from comms_desk.cli.help import said_by, speak, translated
from comms_desk.cli.main import root


@pytest.fixture(autouse=True)
def language_put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before, domain = i18n.current(), gettext.textdomain()
    monkeypatch.setenv("LANGUAGE", "")
    yield
    i18n.use(before)
    gettext.textdomain(domain)
    translated(contacts)


def help_of(command: click.Command) -> str:
    return command.get_help(click.Context(command))


def test_help_is_said_in_french_then_in_english() -> None:
    i18n.use("fr")
    french = help_of(translated(contacts))

    i18n.use("en")
    english = help_of(translated(contacts))

    assert "Import, list, change and export contacts." in english
    assert "Import, list, change and export contacts." not in french


def test_an_option_agrees_in_french_with_what_it_lists() -> None:
    i18n.use("fr")

    listed = CliRunner().invoke(translated(root), ["outbox", "list", "--help"]).output

    assert "Lister les courriels" in listed
    assert "Seulement ceux qui attendent une décision." in listed


def test_what_the_catalogue_is_asked_for_is_english_whatever_was_said() -> None:
    i18n.use("fr")
    translated(contacts)

    assert "Import, list, change and export contacts." in set(said_by(contacts))


def test_the_list_of_a_group_is_not_cut_in_mid_sentence() -> None:
    i18n.use("fr")

    listed = help_of(translated(contacts))

    _usage, _line, rest = listed.partition("\n")
    assert "..." not in rest


WRONG_USES = {
    "contact list": "Aucune commande 'contact'. Vouliez-vous dire 'contacts'?",
    "feeds ad": "Aucune commande 'ad'. Vouliez-vous dire 'add'?",
    "feeds add": "Il manque l’argument 'ADRESSE'.",
    "feeds add --titel x y": "(Vouliez-vous dire l’un de ceux-ci\u00a0: '--help', '--title'?)",
    "contacts show x": "« x » n’est pas un nombre entier.",
    "contacts show 0": "Le plus petit nombre est 1.",
    "contacts show 1 2": "Un argument de trop\u00a0: 2",
    "contacts list --limit": "L’option '--limit' demande une valeur.",
    "contacts list --limit 1000001": "Le plus grand nombre est 1\u00a0000\u00a0000.",
    "contacts import nulle-part.csv": "'nulle-part.csv' n’existe pas.",
    "contacts import .": "'.' est un dossier, et non un fichier.",
    "contacts list --json=oui": "L’option '--json' ne prend pas de valeur.",
    "drafts new --kind x": "'x' n’est aucun de ceux-ci\u00a0: 'release', 'speech'.",
    "bulletins new --day demain": "« demain » n’est pas une date; écrivez-la sous la forme",
    "accounts password x --password-file nulle-part": "'nulle-part' n’existe pas.",
}


@pytest.mark.parametrize(("typed", "said"), WRONG_USES.items(), ids=WRONG_USES)
def test_a_wrong_use_is_refused_in_french(typed: str, said: str) -> None:
    i18n.use("fr")
    speak()

    answer = CliRunner().invoke(translated(root), typed.split())

    assert answer.exit_code == 2
    assert said.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in answer.output


def test_the_usage_names_its_values_in_french() -> None:
    i18n.use("fr")
    speak()

    usage = CliRunner().invoke(translated(root), ["contacts", "list", "--help"]).output
    group = CliRunner().invoke(translated(root), ["contacts", "--help"]).output

    assert "contacts list [OPTIONS] [MOTS]…" in usage
    assert "--limit NOMBRE" in usage
    assert "contacts [OPTIONS] COMMANDE [ARGUMENTS]…" in group


def test_the_usage_is_english_again_afterwards() -> None:
    i18n.use("fr")
    translated(contacts)

    i18n.use("en")
    listing = translated(contacts).commands["list"]

    assert "[OPTIONS] [WORDS]..." in listing.get_usage(click.Context(listing))
