"""Reading and linking on Apache Spark: `pip install isnad[spark]`.

    rows = isnad.spark.read(spark.read.parquet("articles"))      # a row a document: its record, what links it, or why it was refused
    statements = isnad.spark.table(rows, "statements")
    linked = isnad.spark.link(rows)                               # duplicates, claims, contacts, stories across documents

    python -m isnad.spark ARTICLES OUT                            # all of it, as Parquet; then: python -m isnad add OUT --store news.db

Workers run the same C++ library as everything else, an article at a time, so partitions do not matter: the same records, ids and links as
`isnad add` gives on one machine. docs/spark.md has figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from . import _core
from ._core import Record, Tables

if TYPE_CHECKING:
    Batches = Iterator[pyarrow.RecordBatch]

#: Fields of an article that `read` looks for in a data frame; `text` must be there.
ARTICLE = ("id", "title", "text", "published", "source", "outlet", "url", "path")
_TOGETHER = 256  # documents in the library's hands at once: bounds a worker's memory
_BUCKET = 2000  # documents that are linked together by one call


def _signed(schema: pyarrow.Schema) -> pyarrow.Schema:
    """Spark has no unsigned numbers."""
    return pyarrow.schema([pyarrow.field(f.name, pyarrow.int64()) if f.type == pyarrow.uint32() else f for f in schema])


def _given(table: _core.ArrowTable) -> Batches:
    made = pyarrow.table(table)
    return iter(made.cast(_signed(made.schema)).to_batches())


def _spark_type(table: _core.ArrowTable) -> Any:
    return from_arrow_schema(_signed(pyarrow.table(table).schema))


def _slices(batches: Batches) -> Batches:
    for batch in batches:
        for start in range(0, batch.num_rows, _TOGETHER):
            yield batch.slice(start, _TOGETHER)


def _map(df: DataFrame, make: Callable[[list[dict[str, Any]]], _core.ArrowTable]) -> DataFrame:
    def each(batches: Batches) -> Batches:
        for batch in _slices(batches):
            yield from _given(make(batch.to_pylist()))

    return df.mapInArrow(each, _spark_type(make([])))


def read(df: DataFrame, *, undated: bool = False, linking: bool = True) -> DataFrame:
    """A row for each article of `df`, whose columns are named as in article JSON (`text`, `title`, `published`, `source`, `url`, `id`),
    or for each document in files, if it has `path` and `content` (spark.read.format("binaryFile")).

    Columns: `report` (the id of one report of a source), `record` (JSON, as `isnad read --format jsonl` prints it), `error` (why there is
    no record: then the others are null), the documents' metadata, and what link() and `python -m isnad add` need. Other columns of
    `df` are not carried over: join by `source_id`. Without `linking`, what link() and adding need is left out, which is an eighth of the work.
    """
    if "content" in df.columns and "text" not in df.columns:
        return _read_files(df, undated, linking)
    if "text" not in df.columns:
        raise ValueError(f'no column "text" among {", ".join(df.columns)}')
    types = dict(df.dtypes)
    columns = [F.to_date(name).alias(name) if types[name].startswith("timestamp") else F.col(name) for name in ARTICLE if name in types]
    articles = df.select(*[c.cast("string") for c in columns])
    return _map(articles, lambda rows: _core.read_rows(rows, undated, linking))


def _read_files(df: DataFrame, undated: bool, linking: bool, lines: bool = False) -> DataFrame:
    return _map(
        df.select("path", "content"),
        lambda rows: _core._read_file_rows([(r["path"], bytes(r["content"])) for r in rows], undated, linking, lines),
    )


def table(rows: DataFrame, name: str) -> DataFrame:
    """One of the tables that isnad.tables() makes: `documents`, `statements`, `chain_links`, `contacts` …, of what read() gave."""
    if name not in Tables.names:
        raise ValueError(f'no table "{name}": {", ".join(Tables.names)}')

    def of_records(some: list[dict[str, Any]]) -> _core.ArrowTable:
        made: _core.ArrowTable = getattr(_core.tables(Record.from_json(r["record"]) for r in some), name)
        return made

    return _map(rows.where("error is null").select("record"), of_records)


class Linked(NamedTuple):
    keys: DataFrame  #: (report, kind `text` or `story`, key): reports that share two of a kind are compared
    edges: DataFrame  #: (a, a_item, b, b_item, kind, score): decisions about two reports, their statements or contacts
    linked: DataFrame  #: (kind, id, json): claims, contacts and stories as docs/formats/links.md has them; copies as (first, copy)


def link(rows: DataFrame, *, bucket: int = _BUCKET) -> Linked:
    """Links what read() gave: finds by join who shares keys, compares those, and groups what the decisions connect.

    `rows` is used several times: cache it, or write and read it. `bucket`: about how many documents are grouped in one call; a group of
    reports that hang together is never cut.
    """
    rows = distinct(rows)
    keys = keys_of(rows)
    pairs = _pairs(keys)
    items = rows.select("report", "items")
    compared = (
        pairs.join(items.select(F.col("report").alias("a"), F.col("items").alias("a_items")), "a")
        .join(items.select(F.col("report").alias("b"), F.col("items").alias("b_items")), "b")
        .sortWithinPartitions("a")
    )
    edges = _map(
        compared,
        lambda some: _core._compare([(r["a"], r["a_items"], r["b"], r["b_items"], r["text"], r["story"]) for r in some]),
    ).persist()
    return Linked(keys, edges, _assembled(rows, edges, bucket))


def distinct(rows: DataFrame) -> DataFrame:
    """Every report once: of several, whichever they lie in, the one of the first path."""
    first = Window.partitionBy("report").orderBy("path", "input", "record")
    return rows.where("error is null").withColumn("_n", F.row_number().over(first)).where("_n = 1").drop("_n")


def keys_of(rows: DataFrame) -> DataFrame:
    """The linking keys of reports, a row a key."""
    parts = [
        rows.select("report", F.lit(kind).alias("kind"), F.explode(F.array_distinct(F.col(f"{kind}_keys"))).alias("key"))
        for kind in ("text", "story")
    ]
    return parts[0].unionByName(parts[1])


def _pairs(keys: DataFrame) -> DataFrame:
    least = {"text": _core._shared_text_keys, "story": _core._shared_story_keys}
    a, b = keys.alias("a"), keys.alias("b")
    met = (
        a.join(b, (F.col("a.kind") == F.col("b.kind")) & (F.col("a.key") == F.col("b.key")) & (F.col("a.report") < F.col("b.report")))
        .groupBy(F.col("a.report").alias("a"), F.col("b.report").alias("b"))
        .agg(*[F.count_if(F.col("a.kind") == kind).alias(kind) for kind in least])
    )
    met = met.select("a", "b", *[(F.col(kind) >= n).alias(kind) for kind, n in least.items()])
    return met.where("text or story")


def components(edges: DataFrame) -> DataFrame:
    """(report, component): the lowest report among all that edges connect it to. Doubling steps: few rounds, however long a chain."""
    ends = edges.select("a", "b").distinct()
    both = ends.unionByName(ends.select(F.col("b").alias("a"), F.col("a").alias("b"))).distinct().localCheckpoint()
    labels = both.groupBy(F.col("a").alias("report")).agg(F.min("b").alias("least"))
    labels = labels.select("report", F.least("report", "least").alias("component")).localCheckpoint()
    while True:
        near = both.join(labels.select(F.col("report").alias("b"), "component"), "b").groupBy(F.col("a").alias("report"))
        lower = labels.join(near.agg(F.min("component").alias("near")), "report").select("report", F.least("component", "near").alias("hop"),
                                                                                        F.col("component").alias("before"))
        jump = labels.select(F.col("report").alias("hop"), F.col("component").alias("far"))
        after = lower.join(jump, "hop").select("report", F.least("hop", "far").alias("component"), "before").localCheckpoint()
        changed = after.where("component != before").limit(1).count()
        labels = after.select("report", "component")
        if changed == 0:
            return labels


def _assembled(rows: DataFrame, edges: DataFrame, bucket: int) -> DataFrame:
    labels = components(edges)
    buckets = max(1, -(-rows.count() // bucket))
    number = F.pmod(F.xxhash64("component"), F.lit(buckets)).alias("bucket")
    component = F.coalesce("component", "report").alias("component")
    nodes = rows.select("report", "items", "record").join(labels, "report", "left").select("report", "items", "record", component)
    nodes = nodes.select(number, "report", "items", "record")
    ties = edges.join(labels.withColumnRenamed("report", "a"), "a").select(number, "a", "a_item", "b", "b_item", "kind", "score")

    def assemble(reports: pyarrow.Table, of_them: pyarrow.Table) -> pyarrow.Table:
        made = _core._assemble(
            [(r["report"], r["items"], r["record"]) for r in reports.to_pylist()],
            [(e["a"], e["a_item"], e["b"], e["b_item"], e["kind"], e["score"]) for e in of_them.to_pylist()],
        )
        return pyarrow.table(made)

    return nodes.groupBy("bucket").cogroup(ties.groupBy("bucket")).applyInArrow(assemble, _spark_type(_core._assemble([], [])))


def _path() -> Column:
    """Paths of this machine as the command line has them; others as addresses."""
    decoded = F.url_decode(F.replace(F.col("_metadata.file_path"), F.lit("+"), F.lit("%2B")))
    return F.regexp_replace(decoded, "^file:(//)?/", "/").alias("path")


_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def read_folder(spark: SparkSession, folder: str, *, undated: bool = False, linking: bool = True) -> DataFrame:
    """read() of all files in and below a folder: Parquet with columns of articles, article JSON one object a line (.jsonl, .ndjson, also
    gzip), and whatever else `isnad read` takes (WARC, web pages, feeds, texts …), told by its content, each file by one worker.
    """
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(folder).select("path").collect()
    paths = sorted(r["path"] for r in files)
    # Spark takes a path for a pattern.
    literal = ["".join(f"[{c}]" if c in "*?[{" else c for c in p) for p in paths]
    kinds: dict[str, list[str]] = {"parquet": [], "lines": [], "whole": []}
    for path, pattern in zip(paths, literal):
        name = path.lower()
        kinds["parquet" if name.endswith(".parquet") else "lines" if name.endswith(_LINES) else "whole"].append(pattern)
    parts = []
    if kinds["parquet"]:
        parts.append(read(spark.read.parquet(*kinds["parquet"]).withColumn("path", _path()), undated=undated, linking=linking))
    if kinds["lines"]:
        lines = spark.read.text(kinds["lines"]).where("trim(value) != ''")
        lines = lines.select(_path(), F.col("value").cast("binary").alias("content"))
        parts.append(_read_files(lines, undated, linking, lines=True))
    if kinds["whole"]:
        whole = spark.read.format("binaryFile").load(kinds["whole"])
        parts.append(_read_files(whole.select(_path(), "content"), undated, linking))
    if not parts:
        raise FileNotFoundError(f"{folder}: no files")
    rows = parts[0]
    for more in parts[1:]:
        rows = rows.unionByName(more)
    return rows


def run(
    spark: SparkSession,
    folder: str,
    out: str,
    *,
    undated: bool = False,
    tables: Sequence[str] = Tables.names,
    bucket: int = _BUCKET,
    overwrite: bool = False,
) -> dict[str, int]:
    """The job: reads a folder and writes OUT/read (all rows), OUT/documents, OUT/refused, OUT/tables/…, OUT/keys, OUT/edges and OUT/linked as Parquet."""
    mode = "overwrite" if overwrite else "errorifexists"

    def write(df: DataFrame, name: str) -> DataFrame:
        df.write.mode(mode).option("compression", "zstd").parquet(f"{out}/{name}")
        return spark.read.parquet(f"{out}/{name}")

    all_rows = write(read_folder(spark, folder, undated=undated), "read")
    refused = write(all_rows.where("error is not null").select("error"), "refused")
    documents = write(distinct(all_rows), "documents")
    for name in tables:
        write(table(documents, name), f"tables/{name}")
    linked = link(documents, bucket=bucket)
    write(linked.keys, "keys")
    edges = write(linked.edges, "edges")
    groups = write(linked.linked, "linked")
    linked.edges.unpersist()
    counts = {r["kind"]: r["count"] for r in groups.groupBy("kind").count().collect()}
    return {
        "documents": documents.count(),
        "refused": refused.count(),
        "edges": edges.count(),
        "claims": counts.get("claim", 0),
        "contacts": counts.get("contact", 0),
        "stories": counts.get("story", 0),
        "copies": counts.get("copy", 0),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m isnad.spark",
        description="Reads a folder of articles on Spark, links them, and writes all as Parquet. "
        "Where Spark runs is said as always: spark-submit, or SPARK_MASTER / spark-defaults.conf.",
        epilog="Then: python -m isnad add OUT --store news.db",
    )
    parser.add_argument("folder", help="JSONL, Parquet, WARC and whatever else isnad read takes")
    parser.add_argument("out", help="a folder that is not there yet")
    parser.add_argument("--undated", action="store_true", help="ignore the dates that articles bear")
    parser.add_argument("--overwrite", action="store_true", help="replace what an earlier run wrote")
    parser.add_argument("--bucket", type=int, default=_BUCKET, help=f"documents grouped in one call (default: {_BUCKET})")
    parser.add_argument("--tables", default=",".join(Tables.names), help="which, separated by commas; default: all: %(default)s")
    a = parser.parse_args()
    tables = [name for name in a.tables.split(",") if name]
    if wrong := set(tables) - set(Tables.names):
        parser.error(f"no table {', '.join(sorted(wrong))}")
    spark = SparkSession.builder.appName("isnad").getOrCreate()
    try:
        counts = run(spark, a.folder, a.out, undated=a.undated, tables=tables, bucket=a.bucket, overwrite=a.overwrite)
    finally:
        spark.stop()
    print(json.dumps(counts))
    return 1 if counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
