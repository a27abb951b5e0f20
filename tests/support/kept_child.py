"""A child that is kept: it does what it is told, in Python, and answers with what it is worth."""

import os

from comms_desk import apart


def _work(given: bytes) -> bytes:
    told = given.decode()
    if told == "die":
        os.abort()
    return str(eval(told)).encode()


if __name__ == "__main__":
    apart.serve(_work)
