"""What an article took of a release, from the command line."""

import json
from pathlib import Path

from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleOrigin, NewArticle
from comms_desk.media.drafting.model import DraftKind, NewDraft
from tests.cli.asking import ask
from tests.media.coverage.pairs import pairs

PAIR = pairs("tuning")[0]
COUNTS = {"verbatim": 3, "shortened": 2, "altered": 0, "none": 3}


def test_what_an_article_took_of_two_files_is_said(office: Office, tmp_path: Path) -> None:
    release, article = tmp_path / "release.txt", tmp_path / "article.txt"
    release.write_text(f"{PAIR.release_title}\n\n{PAIR.release}", encoding="utf-8")
    article.write_text(PAIR.article, encoding="utf-8")

    said = ask(office, "reprise", "--files", str(release), str(article))
    told = json.loads(
        ask(office, "reprise", "--files", str(release), str(article), "--json").stdout
    )

    assert "Word for word" in said.stdout
    assert said.stderr.splitlines() == [
        "Sentences: 3 word for word, 2 shortened, 3 not taken up",
        "Quotes: 1 shortened",
    ]
    assert told["counts"] == COUNTS
    assert [each["taken"] for each in told["quotes"]] == ["shortened"]
    assert told["sentences"][2]["into"].startswith("L’opération devrait durer cinq jours et")


def test_what_an_article_took_of_a_text_of_the_desk_is_said(office: Office) -> None:
    text = f"## Une opération\n\n{PAIR.release.replace('Info-Neige', '**Info-Neige**')}"
    draft = office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title=PAIR.release_title, text=text)
    ).id
    (came,) = office.clips.take_in(
        [NewArticle(origin=ArticleOrigin.PASTE, title=PAIR.article_title, text=PAIR.article)]
    )

    told = json.loads(ask(office, "reprise", str(draft), str(came.article), "--json").stdout)

    assert (told["release"], told["article"]) == (PAIR.release_title, PAIR.article_title)
    assert told["counts"] == COUNTS


def test_a_text_needs_an_article(office: Office) -> None:
    assert ask(office, "reprise", "1").exit_code == 2
