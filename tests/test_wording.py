"""Every expected error is a sentence and a way out."""

import importlib
import pkgutil

import comms_desk
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.feeds.errors import RefusedAddress
from comms_desk.storage.errors import NotFound
from comms_desk.wording import SAYINGS, say


def _leaves(kind: type[CommsDeskError]) -> set[type[CommsDeskError]]:
    children = kind.__subclasses__()
    return set().union(*map(_leaves, children)) if children else {kind}


def test_every_expected_error_has_a_sentence() -> None:
    for module in pkgutil.walk_packages(comms_desk.__path__, "comms_desk."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    worded = {kind for table in SAYINGS for kind in table}

    ours = {each for each in _leaves(CommsDeskError) if each.__module__.startswith("comms_desk.")}

    assert {each.__qualname__ for each in ours - worded} == set()


def test_a_thing_that_is_not_there_is_said_in_words() -> None:
    for kind in Subject:
        said = say(NotFound(Ref(kind, 99))).what
        assert "99" in said
        assert f"{kind}:" not in said


def test_a_refused_network_says_how_it_is_allowed() -> None:
    refused = RefusedAddress("http://10.0.0.1/rss", machine="10.0.0.1")

    assert "comms-desk settings set feeds.allowed_networks …" in say(refused).way_out
