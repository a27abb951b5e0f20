"""A thousand feeds on a thousand 127.x hosts, served by one small process.

Run as ``python -m tests.bench.feed_farm COUNT [varied]``: prints its port, then serves until its
standard input ends.  Its entries say all the same, or (*varied*) what a morning's do: one in
nine is about the City.  ``GET /round/N`` sets the round: in each, half of the feeds answer 304
to whoever holds their validators, three in ten give the same bytes without any, two in ten
have one new entry of forty.
"""

import asyncio
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import override

from comms_desk.clock import SystemClock

ENTRIES = 40
YESTERDAY = f"{SystemClock().now() - timedelta(days=1):%a, %d %b %Y}"
"""Stories are of the last days: of older entries none would be looked for."""
NOT_MODIFIED_IN_TEN = 5
SAME_BYTES_IN_TEN = 3
PARAGRAPH = (
    "&lt;p&gt;La Ville de Montréal a présenté hier un projet de règlement sur le &lt;b&gt;"
    "déneigement&lt;/b&gt; des rues résidentielles ; l’opposition demande des précisions sur "
    "le coût, et les résidents du quartier attendent la réponse de l’arrondissement.&lt;/p&gt;"
)

ABOUT_THE_CITY_IN = 9
SENTENCES_OF_ONE = 4
SUBJECTS = (
    "Le gouvernement du Québec",
    "Une entreprise de Laval",
    "L’équipe de hockey",
    "Le ministre",
    "Un incendie majeur",
    "La Cour supérieure",
    "Une étude de l’Université",
    "Le premier ministre",
    "L’Assemblée nationale",
    "The federal government",
    "A Toronto company",
    "The provincial police",
    "Environnement Canada",
    "Le syndicat des enseignants",
    "Une famille de Longueuil",
)
DEEDS = (
    "annonce un investissement dans",
    "demande une enquête sur",
    "dénonce la hausse du coût de",
    "reporte sa décision quant à",
    "souhaite revoir",
    "s’inquiète de l’état de",
    "announces a review of",
    "warns about delays in",
    "défend sa gestion de",
    "promet d’accélérer",
)
THINGS = (
    "la construction de l’hôpital",
    "le réseau scolaire",
    "la saison touristique",
    "l’usine d’aluminium",
    "le transport collectif",
    "la forêt boréale",
    "the housing market",
    "the winter road program",
    "la récolte de pommes",
    "le budget de la défense",
    "les soins à domicile",
    "la mine de lithium",
)
OF_THE_CITY = (
    "La Ville de Montréal dépose son budget et gèle la taxe foncière",
    "La mairesse de Montréal répond à l’opposition sur le déneigement",
    "Le conseil d’arrondissement de Verdun adopte un règlement sur les terrasses",
    "Montreal city council votes on short-term rentals in Rosemont",
    "Le SPVM ouvre une enquête à Montréal-Nord après des coups de feu",
    "Le BIG recommande de résilier un contrat de la Ville de Montréal",
)


def host(number: int) -> str:
    """Return the host of a feed: each has its own."""
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def kind(number: int) -> str:
    """Return how a feed behaves: ``304``, ``same`` or ``new``."""
    tenth = number % 10
    if tenth < NOT_MODIFIED_IN_TEN:
        return "304"
    return "same" if tenth < NOT_MODIFIED_IN_TEN + SAME_BYTES_IN_TEN else "new"


def alike(_number: int, _entry: int) -> str:
    """Return what each entry says."""
    return PARAGRAPH


def varied(number: int, entry: int) -> str:
    """Return what that entry of that feed says: one in nine is about the City."""
    chance = random.Random(number * 100_003 + entry)
    said = [
        f"{chance.choice(SUBJECTS)} {chance.choice(DEEDS)} {chance.choice(THINGS)}, "
        f"{chance.randrange(2, 900)} M$"
        for _ in range(SENTENCES_OF_ONE)
    ]
    if not chance.randrange(ABOUT_THE_CITY_IN):
        said.insert(chance.randrange(2), chance.choice(OF_THE_CITY))
    return "&lt;p&gt;" + ". ".join(said) + ".&lt;/p&gt;"


def body(number: int, turn: int, says: Callable[[int, int], str] = alike) -> bytes:
    """Return a feed's document in a round, its entries in the words of *says*."""
    first = turn if kind(number) == "new" else 0
    place = f"http://{host(number)}"
    items = "".join(
        f"<item><title>Nouvelle {entry} du journal {number}</title>"
        f"<link>{place}/article/{entry}?utm_source=rss</link>"
        f'<guid isPermaLink="false">j{number}-{entry}</guid>'
        f"<pubDate>{YESTERDAY} {entry // 60 % 24:02}:{entry % 60:02}:00 -0500</pubDate>"
        f"<dc:creator>Jeanne Tremblay</dc:creator>"
        f"<description>{says(number, entry)}</description></item>"
        for entry in range(first + ENTRIES - 1, first - 1, -1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Journal {number}</title><link>{place}/</link>"
        f"<description>Le journal {number}</description><language>fr-ca</language>{items}"
        "</channel></rss>"
    ).encode()


class Farm:
    """The documents of the present round."""

    def __init__(self, count: int, says: Callable[[int, int], str]) -> None:
        self.count = count
        self.says = says
        self.numbers = {host(number).encode(): number for number in range(count)}
        self.answers: list[bytes] = []
        self.asked = 0
        self.turn_to(0)

    def turn_to(self, turn: int) -> None:
        """Prepare every answer of a round."""
        self.answers = [self._answer(number, turn) for number in range(self.count)]
        self.asked = 0

    def answer(self, request: bytes) -> bytes:
        """Return the answer to one request."""
        path = request.split(b" ", 2)[1]
        if path.startswith(b"/round/"):
            asked = self.asked
            self.turn_to(int(path[len(b"/round/") :]))
            return _whole(b"%d" % asked)
        place = request.lower().partition(b"\r\nhost:")[2].partition(b"\r\n")[0].strip()
        number = self.numbers[place.partition(b":")[0]]
        self.asked += 1
        if kind(number) == "304" and b"if-none-match:" in request.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "%d"\r\n\r\n' % number
        return self.answers[number]

    def _answer(self, number: int, turn: int) -> bytes:
        validators = b'ETag: "%d"\r\n' % number if kind(number) == "304" else b""
        return _whole(body(number, turn, self.says), validators)


def _whole(content: bytes, headers: bytes = b"") -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n%sContent-Length: %d\r\n\r\n"
        % (headers, len(content))
    ) + content


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._transport: asyncio.Transport | None = None
        self._received = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received and self._transport is not None:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._farm.answer(request))
            if b"connection: close" in request.lower():
                self._transport.close()


async def serve(count: int, says: Callable[[int, int], str]) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    farm = Farm(count, says)
    first = await loop.create_server(lambda: Talk(farm), host(0), 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, count):
        await loop.create_server(lambda: Talk(farm), host(number), port)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), varied if "varied" in sys.argv[2:] else alike))
