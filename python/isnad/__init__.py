"""Isnad reads Arabic news and keeps a sourced record of it: who said what, on whose word, when; who met whom.

    record = isnad.read(text, published="2013-10-08")
    for s in record.statements:
        print(s.speaker.name, s.act, s.content.text)

    for record in isnad.read_files("archive.jsonl.gz", jobs=4): ...
    tables = isnad.tables(isnad.read_many(articles))        # Arrow: pyarrow.table(tables.statements)
    with isnad.open("news.db") as store: store.timeline("إيران")

All of it is the C++ library: the same records, ids and errors as the command line's.
"""

from ._core import (
    ArrowTable,
    Condition,
    Contact,
    Entity,
    Evidence,
    Party,
    Published,
    Record,
    Relation,
    Source,
    Span,
    Statement,
    Tables,
    Timex,
    read,
    read_bytes,
    read_files,
    read_many,
    read_rows,
    tables,
    version as __version__,
)
from ._error import Error
from ._parquet import write_parquet
from ._store import Added, Claim, LinkedContact, Store, Story, open

__all__ = [
    "Added",
    "ArrowTable",
    "Claim",
    "Condition",
    "Contact",
    "Entity",
    "Error",
    "Evidence",
    "LinkedContact",
    "Party",
    "Published",
    "Record",
    "Relation",
    "Source",
    "Span",
    "Statement",
    "Store",
    "Story",
    "Tables",
    "Timex",
    "__version__",
    "open",
    "read",
    "read_bytes",
    "read_files",
    "read_many",
    "read_rows",
    "tables",
    "write_parquet",
]
