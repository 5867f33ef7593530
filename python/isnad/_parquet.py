"""Parquet, written by pyarrow: `pip install isnad[parquet]`."""

from __future__ import annotations

import itertools
import os
import pathlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ._core import Record, Tables, tables, version

if TYPE_CHECKING:
    import pyarrow.parquet


def write_parquet(
    records: Iterable[Record], folder: str | os.PathLike[str], *, compression: str = "zstd", batch: int = 2000
) -> dict[str, int]:
    """Writes the tables of records as FOLDER/documents.parquet, statements.parquet and so on; gives the rows of each.

    `batch` records are in memory at once. The files appear under their names when all are whole; older ones are replaced.
    """
    import pyarrow
    import pyarrow.parquet

    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    rows = dict.fromkeys(Tables.names, 0)
    parts = {name: target / f".{name}.parquet.part" for name in Tables.names}
    writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
    each = iter(records)
    try:
        while True:
            some = list(itertools.islice(each, batch))
            if not some and writers:
                break
            made = tables(some)
            for name in Tables.names:
                table = pyarrow.table(getattr(made, name)).replace_schema_metadata({"isnad.version": version})
                if name not in writers:
                    writers[name] = pyarrow.parquet.ParquetWriter(parts[name], table.schema, compression=compression)
                writers[name].write_table(table)
                rows[name] += table.num_rows
            if not some:
                break
        while writers:
            writers.popitem()[1].close()
        for name, part in parts.items():
            part.replace(target / f"{name}.parquet")
    finally:
        for writer in writers.values():
            writer.close()
        for part in parts.values():
            part.unlink(missing_ok=True)
    return rows
