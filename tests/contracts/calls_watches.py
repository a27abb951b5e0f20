"""Example calls of watches."""

from collections.abc import Iterator

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import (
    NewTheme,
    NewWordList,
    ThemeId,
    Tone,
)
from comms_desk.media.themes.remembered import ExampleWanted, NewExample
from comms_desk.media.themes.saved_views import NewView
from comms_desk.media.themes.saved_views_desk import SavedViewDesk
from comms_desk.media.themes.triage import TriageDesk
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.media.themes.newsroom import BUDGET, WatchRoom


def calls(database: Database) -> Iterator[Call]:
    room = WatchRoom(database)
    watches = room.watches
    city = watches.add(NewTheme(name="Ville", query="budget"))
    gone = watches.add(NewTheme(name="Parcs", query="parcs"))
    watches.put_in_bin(gone.id)
    old = watches.add(NewTheme(name="Rues", query="rues"))
    (article,) = room.deliver(BUDGET)
    room.catch_up()
    dossier = DossierDesk(database).add(NewDossier(code="BUD-27", name="Budget 2027")).id

    lists = WordListDesk(database)
    words = lists.add(NewWordList(name="glace", terms=("neige",)))
    binned = lists.add(NewWordList(name="eau", terms=("eau",)))
    lists.put_in_bin(binned.id)
    spare = lists.add(NewWordList(name="sel", terms=("sel",)))
    yield writes(lists.add, lambda: lists.add(NewWordList(name="arbre", terms=("arbre",))))
    yield reads(lists.get, lambda: lists.get(words.id))
    yield reads(lists.every, lists.every)
    yield reads(lists.called, lambda: lists.called("glace"))
    change = FieldChange("terms", ("neige",), ("neige", "glace"))
    yield writes(lists.edit, lambda: lists.edit(words.id, change))
    yield reads(lists.history, lambda: lists.history(words.id))
    yield writes(lists.put_in_bin, lambda: lists.put_in_bin(spare.id))
    yield writes(lists.take_out_of_bin, lambda: lists.take_out_of_bin(binned.id))

    yield writes(watches.add, lambda: watches.add(NewTheme(name="Neige", query="neige")))
    yield reads(watches.get, lambda: watches.get(city.id))
    yield reads(watches.every, watches.every)
    yield reads(watches.broken, watches.broken)
    yield writes(
        watches.edit, lambda: watches.edit(city.id, FieldChange("name", "Ville", "La Ville"))
    )
    yield reads(watches.history, lambda: watches.history(city.id))
    yield writes(watches.put_in_bin, lambda: watches.put_in_bin(old.id))
    yield writes(watches.take_out_of_bin, lambda: watches.take_out_of_bin(gone.id))
    yield reads(watches.try_out, lambda: watches.try_out(NewTheme(name="Essai", query="budget")))
    yield reads(watches.mentions, watches.mentions)
    yield reads(watches.mention, lambda: watches.mention(article))
    yield reads(watches.judged, lambda: watches.judged([article]))
    yield writes(watches.set_tone, lambda: watches.set_tone(article, Tone.MIXED))
    yield writes(watches.set_tones, lambda: watches.set_tones({article: Tone.MIXED}))
    yield writes(watches.link_all, lambda: watches.link_all([article], dossier))
    yield writes(watches.unlink_all, lambda: watches.unlink_all([article], dossier))
    yield writes(watches.link, lambda: watches.link(article, dossier))
    yield writes(watches.unlink, lambda: watches.unlink(article, dossier))
    room.deliver(BUDGET)
    yield writes(watches.catch_up, watches.catch_up)
    room.catch_up()
    yield reads(watches.catch_up, watches.catch_up)
    yield from calls_of_memory(room, city.id, article)


def calls_of_memory(room: WatchRoom, city: ThemeId, article: ArticleId) -> Iterator[Call]:
    yield from calls_of_triage(room, article)
    memory = MemoryDesk(room.database, room.watches)
    new = NewExample(watch=city, wanted=ExampleWanted.MUST, title="Le budget est déposé")
    example, other = memory.add(new), memory.add(new)
    yield writes(memory.add, lambda: memory.add(new))
    yield writes(memory.keep, lambda: memory.keep(article, [city], ExampleWanted.MUST))
    yield reads(memory.get, lambda: memory.get(example.id))
    yield reads(memory.examples, lambda: memory.examples(city))
    yield reads(memory.broken, memory.broken)
    change = FieldChange("title", new.title, "Le budget est adopté")
    yield writes(memory.edit, lambda: memory.edit(example.id, change))
    yield reads(memory.history, lambda: memory.history(example.id))
    memory.put_in_bin(other.id)
    yield writes(memory.put_in_bin, lambda: memory.put_in_bin(example.id))
    yield writes(memory.take_out_of_bin, lambda: memory.take_out_of_bin(other.id))
    yield reads(memory.replay, lambda: memory.replay(city, query="budget", ignored=("mairesse",)))
    words = WordListDesk(room.database).add(NewWordList(name="places", terms=("place",)))
    yield reads(memory.replay_list, lambda: memory.replay_list(words.id, ("square",)))
    yield writes(memory.mark_irrelevant, lambda: memory.mark_irrelevant(article))
    yield reads(memory.proposals, lambda: memory.proposals(article))
    yield writes(memory.ignore, lambda: memory.ignore(article, city, "dépose son budget"))
    yield writes(memory.mark_pertinent, lambda: memory.mark_pertinent(article))


def calls_of_triage(room: WatchRoom, article: ArticleId) -> Iterator[Call]:
    triage, views = TriageDesk(room.database), SavedViewDesk(room.database)
    yield writes(triage.star, lambda: triage.star(article))
    yield writes(triage.unstar, lambda: triage.unstar(article))
    yield writes(triage.edit, lambda: triage.edit(article, FieldChange("note", "", "À citer")))
    yield reads(triage.history, lambda: triage.history(article))
    yield reads(triage.subjects, triage.subjects)
    yield reads(triage.why, lambda: triage.why(article))
    view, other = (views.add(NewView(name=name, query="budget")) for name in ("Ici", "Là"))
    views.put_in_bin(other.id)
    yield writes(views.add, lambda: views.add(NewView(name="Ailleurs", query="budget")))
    yield reads(views.get, lambda: views.get(view.id))
    yield reads(views.every, views.every)
    yield writes(views.edit, lambda: views.edit(view.id, FieldChange("query", "budget", "parc")))
    yield reads(views.history, lambda: views.history(view.id))
    yield writes(views.put_in_bin, lambda: views.put_in_bin(view.id))
    yield writes(views.take_out_of_bin, lambda: views.take_out_of_bin(other.id))
