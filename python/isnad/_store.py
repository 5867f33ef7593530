"""A store of linked records: what `isnad add` makes and the asking commands ask."""

from __future__ import annotations

import datetime
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Literal, NamedTuple, TypedDict

from ._core import Record, _Store
from ._error import Error

# What a store takes of a row of isnad.spark.
_ROW = ["report", "input", "source_id", "path", "url", "outlet", "title", "published_first_day", "published_last_day", "record", "items",
        "words", "speakers", "parties"]


class ClaimMention(TypedDict):
    document: str
    statement: str
    text: str


class Claim(TypedDict):
    """What one speaker says, in however many reports and words. Keys: docs/formats/links.md."""

    id: str
    speaker: str
    sources: int
    status: Literal["claimed", "confirmed", "denied", "disputed"]
    mentions: list[ClaimMention]
    confirmed_by: list[str]
    denied_by: list[str]


class ContactMention(TypedDict):
    document: str
    contact: str
    text: str


LinkedContact = TypedDict(
    "LinkedContact",
    {
        "id": str,
        "kind": Literal["meeting", "talks", "call", "message", "visit", "agreement", "relations"],
        "parties": list[str],
        "intermediary": list[str],
        "venue": str | None,
        "from": str | None,
        "to": str | None,
        "status": Literal["held", "planned", "proposed", "denied", "cancelled", "disputed"],
        "sources": int,
        "mentions": list[ContactMention],
        "confirmed_by": list[str],
        "denied_by": list[str],
    },
)


class StoryDocument(TypedDict):
    document: str
    outlet: str | None
    title: str | None


Story = TypedDict("Story", {"id": str, "title": str, "from": str | None, "to": str | None, "documents": list[StoryDocument]})
Hit = TypedDict(
    "Hit",
    {"document": str, "id": str, "outlet": str | None, "title": str | None, "from": str | None, "to": str | None},
)


class Person(TypedDict):
    name: str
    kind: str
    country: str | None
    names: list[dict[str, Any]]
    roles: list[str]
    claims: list[str]
    contacts: list[str]


class Added(NamedTuple):
    """What became of what was given to Store.add()."""

    added: int  #: documents that were not there
    known: int  #: that were there
    copies: int  #: of those added: mostly the text of one that is there


class Store:
    """A store, opened by isnad.open(). Answers are those of the command line's `--format jsonl`, as dicts: docs/formats/links.md.

    May be used by several threads, which take turns. What others add meanwhile is seen.
    """

    def __init__(self, location: str | os.PathLike[str], *, create: bool = False, write: bool = False) -> None:
        self._store = _Store(os.fspath(location), create, write or create)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<isnad.Store {self._store.location}>"

    def close(self) -> None:
        """Gives the file free. Everything asked later raises Error."""
        self._store.close()

    def __len__(self) -> int:
        """How many documents there are."""
        return self._store.size()

    def __iter__(self) -> Iterator[Record]:
        return self.documents()

    def documents(self, query: str | None = None, *, limit: int | None = None) -> Iterator[Record]:
        """Records in the order of adding; with a query (as in `isnad search`) those that fit, best first."""
        numbers: Iterable[int]
        if query is None:
            numbers = range(len(self) if limit is None else min(limit, len(self)))
        else:
            numbers = self._store.search(query, limit)
        return (self._store.record(n) for n in numbers)

    def search(self, query: str, limit: int | None = 20) -> list[Hit]:
        """Documents that fit, best first: `كيري "الاتفاق النووي" speaker:ظريف after:2015-08`."""
        return [json.loads(self._store.hit(n)) for n in self._store.search(query, limit)]

    def claims(self) -> list[Claim]:
        """Every claim with all its mentions."""
        return _lines(self._store.claims())

    def contacts(self) -> list[LinkedContact]:
        """Every contact with all its mentions."""
        return _lines(self._store.contacts())

    def timeline(
        self,
        *parties: str,
        after: str | datetime.date | None = None,
        before: str | datetime.date | None = None,
    ) -> list[LinkedContact]:
        """Contacts in order of time: of somebody, with two parties between them; after and before are included."""
        return _lines(self._store.timeline(list(parties), _date(after), _date(before)))

    def trace(self, id: str) -> dict[str, Any]:
        """Every chain of a claim or contact, from its roots to the outlets that printed it."""
        found: dict[str, Any] = json.loads(self._store.trace(id))
        return found

    def stories(self, least: int = 2) -> list[Story]:
        """What at least `least` documents report on."""
        return _lines(self._store.stories(least))

    def who(self, name: str) -> list[Person]:
        """Everybody whom the name can mean, the most often named first."""
        return _lines(self._store.who(name))

    def status(self) -> dict[str, int]:
        """What the store holds, counted."""
        counts: dict[str, int] = json.loads(self._store.status())
        return counts

    def add(self, records: Iterable[Record], *, batch: int = 400) -> Added:
        """Adds and links records, `batch` in one transaction: what is added when this fails stays, and adding again is harmless."""
        total = Added(0, 0, 0)
        each = iter(records)
        while some := list(itertools.islice(each, batch)):
            total = Added(*(a + b for a, b in zip(total, self._store.add(some))))
        return total

    def add_parquet(self, path: str | os.PathLike[str], *, batch: int = 400) -> Added:
        """Adds and links the documents that `python -m isnad.spark` wrote: OUT or OUT/documents. Nothing is read again. Needs pyarrow."""
        import pyarrow
        import pyarrow.dataset

        folder = os.path.join(path, "documents")
        source = folder if os.path.isdir(folder) else os.fspath(path)
        try:
            scanner = pyarrow.dataset.dataset(source, format="parquet").scanner(columns=_ROW, batch_size=batch)
        except (OSError, pyarrow.ArrowInvalid) as trouble:
            raise Error(source, f"no documents of isnad.spark ({str(trouble).splitlines()[0]})") from trouble
        total = Added(0, 0, 0)
        for some in scanner.to_batches():
            total = Added(*(a + b for a, b in zip(total, self._store.add_rows(some.to_pylist()))))
        return total


def open(location: str | os.PathLike[str], *, create: bool = False, write: bool = False) -> Store:
    """Opens a store: for asking; with `write` for adding too; with `create` it is made if it is not there."""
    return Store(location, create=create, write=write)


def _lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def _date(value: str | datetime.date | None) -> str:
    return "" if value is None else value if isinstance(value, str) else value.isoformat()
