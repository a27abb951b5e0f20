"""Whoever reads an address that is said reads no secret in it, and still knows which it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.discretion import without_secrets

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
ODD = st.text("abc/?#:%=&,;'  1", max_size=6)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://ada:s3same@site.example/rss", "http://***@site.example/rss"),
        ("https://s3same@site.example/rss", "https://***@site.example/rss"),
        ("HTTP://ada:s3@same@site.example/rss", "HTTP://***@site.example/rss"),
        ("http://ada:s3/same@site.example/rss", "http://***@site.example/rss"),
        ("http://ada:s3 same@site.example/rss", "http://***@site.example/rss"),
        ("feed://ada:s3same@site.example/rss", "feed://***@site.example/rss"),
        (
            "https://site.example/rss?token=s3same&page=2",
            "https://site.example/rss?token=***&page=2",
        ),
        ("https://site.example/rss?api%5Fkey=s3same", "https://site.example/rss?api%5Fkey=***"),
        (
            "https://site.example/rss#access_token=s3same",
            "https://site.example/rss#access_token=***",
        ),
        ("https://site.example/rss?key=s3same", "https://site.example/rss?key=***"),
        (
            "postgresql+psycopg://ada:s3same@server:5432/desk?sslmode=require",
            "postgresql+psycopg://ada:***@server:5432/desk?sslmode=require",
        ),
        (
            "postgresql+psycopg://ada@server/desk?password=s3same&sslpassword=s3same",
            "postgresql+psycopg://ada@server/desk?password=***&sslpassword=***",
        ),
        ("host=server password=s3same dbname=desk", "host=server password=*** dbname=desk"),
        ("host=server password='s3 same' dbname=desk", "host=server password=*** dbname=desk"),
        (
            "postgresql+psycopg://ada@server/desk?password=s3,s;am'e&sslmode=require",
            "postgresql+psycopg://ada@server/desk?password=***&sslmode=require",
        ),
        (
            '{"address": "https://site.example/rss?token=s3same", "title": "Budget"}',
            '{"address": "https://site.example/rss?token=***", "title": "Budget"}',
        ),
        ("https://site.example/rss?jeton=s3same", "https://site.example/rss?jeton=***"),
        ("https://site.example/rss?cle=s3same", "https://site.example/rss?cle=***"),
        ("https://site.example/rss?userKey=s3same", "https://site.example/rss?userKey=***"),
        (
            "Cannot reach http://a:s3same@x.example, nor http://b:s3same@y.example.",
            "Cannot reach http://***@x.example, nor http://***@y.example.",
        ),
    ],
)
def test_an_address_is_said_without_its_secrets(address: str, said: str) -> None:
    assert without_secrets(address) == said


@pytest.mark.parametrize(
    "words",
    [
        "https://site.example/feed/@ada?page=2&monkey=1&keyboard=2&article=3",
        "http://[::1]:8080/rss",
        "http://localhost:8080/rss and ada@ville.example",
        "Courriel: ada@ville.example",
        "sqlite:////home/ada/desk.sqlite3",
        "postgresql+psycopg://ada@server/desk",
        "a=b, c = d",
        "",
    ],
)
def test_what_is_no_secret_is_said_as_it_stands(words: str) -> None:
    assert without_secrets(words) == words


@given(user=LETTERS, before=ODD, after=ODD, host=LETTERS)
def test_no_password_is_said_whatever_it_holds(
    user: str, before: str, after: str, host: str
) -> None:
    address = f"https://{user}:x{before}S3SAME{after}@{host}.example/rss"

    assert "S3SAME" not in without_secrets(address)
