"""Names are looked up without holding up a stop."""

import asyncio
import threading

import pytest

from comms_desk.media.feeds.names import Resolver, look_up


def test_a_name_leads_to_its_machines() -> None:
    found = asyncio.run(Resolver().resolve("localhost", 80))

    assert "127.0.0.1" in {machine["host"] for machine in found}
    assert {machine["port"] for machine in found} == {80}


def test_what_is_no_name_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match=r".+"):
        asyncio.run(look_up("a" * 70 + ".example", 80))


def test_nobody_waits_for_a_name_that_is_being_looked_up() -> None:
    async def give_up() -> None:
        asking = asyncio.ensure_future(look_up("localhost", 80))
        await asyncio.sleep(0)
        asking.cancel()

    asyncio.run(give_up())

    assert all(thread.daemon for thread in threading.enumerate() if "looking" in thread.name)
