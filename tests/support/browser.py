"""A person's browser, as a program that ``BROWSER`` names: it signs in and goes away.

Its arguments: the file of whom it trusts, and the address.
"""

import ssl
import sys
import urllib.parse
import urllib.request
from html import unescape

WAIT_S = 20.0


def sign_in(trusted: str, address: str) -> None:
    context = ssl.create_default_context(cafile=trusted)
    with urllib.request.urlopen(address, context=context, timeout=WAIT_S) as answer:
        page = answer.read().decode()
    to = unescape(page.partition("action='")[2].partition("'")[0])
    said = {
        each.partition("'")[0]: unescape(each.partition("value='")[2].partition("'")[0])
        for each in page.split("name='")[1:]
    }
    asked = urllib.request.Request(to, urllib.parse.urlencode(said).encode())
    with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
        answer.read()


if __name__ == "__main__":
    sign_in(*sys.argv[1:])
