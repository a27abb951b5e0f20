"""The text of pages, in a process that may die over one of them: what it is given is hostile.

Of each page it is given the server's word on its kind, a line, then the page itself.
"""

import json
from dataclasses import asdict

from comms_desk import apart
from comms_desk.media.articles.full.extract import extract


def _work(given: bytes) -> bytes:
    content_type, _line, page = given.partition(b"\n")
    return json.dumps(asdict(extract(page, content_type.decode()))).encode()


if __name__ == "__main__":
    apart.serve(_work)
