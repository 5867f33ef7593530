"""isnad.spark on two local workers, held against what the command line makes of the same files on one machine.

usage: spark_test.py ISNAD PROJECT FOLDER     run by FOLDER/venv/bin/python
"""
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ISNAD, PROJECT, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

import isnad  # noqa: E402
import isnad.spark  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.parquet  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def command(*arguments):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, text=True)


def lines(*arguments):
    run = command(*arguments)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def as_set(items):
    return sorted(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items)


def write_input(folder):
    """The examples in every format, with reprints, an article that lies there twice, and some that are none."""
    articles = []
    for file in sorted((PROJECT / "examples").glob("*.json")):
        articles.append({k: v for k, v in json.loads(file.read_text("utf-8")).items() if k in isnad.spark.ARTICLE})
    reprints = [a | {"id": f"reprint-{n}", "source": "جريدة الميناء اليوم"} for n, a in enumerate(articles[:5])]
    (folder / "lines").mkdir(parents=True)
    text = lambda some: "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in some)
    (folder / "lines/a.jsonl").write_text(text(articles[:4]) + '{"text": 3}\n{"text": "Nothing Arabic in it."}\n', "utf-8")
    (folder / "lines/b.jsonl.gz").write_bytes(gzip.compress(text(articles[4:8] + reprints).encode()))
    (folder / "again.jsonl").write_text(text(articles[:2]), "utf-8")
    table = pyarrow.Table.from_pylist(articles[8:])
    pyarrow.parquet.write_table(table, folder / "c.parquet")
    for file in sorted((PROJECT / "examples").glob("*.txt")):
        (folder / file.name).write_bytes(file.read_bytes())
    body = "".join(f"<p>{p}</p>" for p in articles[0]["text"].split("\n") if p)
    page = f"<!DOCTYPE html><html lang=ar><head><title>{articles[0]['title']}</title></head><body><article><h1>{articles[0]['title']}</h1>{body}</article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1\r\nWARC-Date: 2022-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    (folder / "d.warc").write_bytes(head.encode() + http + b"\r\n\r\n")
    # What the command line cannot read it gets as lines.
    return articles[8:]


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.input = cls.folder / "in put"  # a name that addresses write otherwise
        in_parquet = write_input(cls.input)
        # One machine: the same files, the rows of Parquet under the same path.
        cls.store = cls.folder / "one.db"
        cls.mirror = cls.folder / "mirror"
        (cls.mirror / "lines").mkdir(parents=True)
        for file in cls.input.rglob("*"):
            if file.is_file() and file.suffix != ".parquet":
                (cls.mirror / file.relative_to(cls.input)).write_bytes(file.read_bytes())
        (cls.mirror / "c.parquet").write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in in_parquet), "utf-8")
        cls.read = command("read", cls.mirror, "--format", "jsonl")
        assert command("add", cls.mirror, "--store", cls.store).returncode == 1  # for what is refused
        builder = SparkSession.builder.master("local[2]").appName("isnad-tests")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.warehouse.dir": str(cls.folder / "warehouse"),
        }.items():
            builder = builder.config(key, value)
        cls.spark = builder.getOrCreate()
        cls.addClassCleanup(cls.spark.stop)
        cls.spark.sparkContext.setLogLevel("ERROR")
        cls.out = str(cls.folder / "out")
        cls.counts = isnad.spark.run(cls.spark, str(cls.input), cls.out, tables=["statements", "chain_links"])

    def rows(self, name):
        return [r.asDict() for r in self.spark.read.parquet(f"{self.out}/{name}").collect()]

    def test_records_are_those_of_one_machine(self):
        expected = [json.loads(line) for line in self.read.stdout.splitlines()]
        for record in expected:
            record["source"]["path"] = record["source"]["path"].replace(str(self.mirror), str(self.input))
        found = [json.loads(r["record"]) for r in self.rows("read") if r["error"] is None]
        self.assertEqual(as_set(found), as_set(expected))
        self.assertGreater(len(found), 20)

    def test_what_is_refused_says_why(self):
        expected = [line.removeprefix("isnad: ").split(": ", 1)[1] for line in self.read.stderr.splitlines()]
        found = [r["error"] for r in self.rows("refused")]
        self.assertEqual(sorted(e.split(": ", 1)[1] for e in found), sorted(expected))
        self.assertEqual(self.counts["refused"], 2)
        self.assertTrue(all(e.startswith(str(self.input / "lines/a.jsonl")) for e in found), found)

    def expected_links(self):
        ask = lambda what, *more: lines(what, *more, "--store", self.store, "--format", "jsonl")
        return {"claim": ask("claims"), "contact": ask("contacts"), "story": ask("stories", "--least", "1")}

    def check_links(self, rows):
        for kind, expected in self.expected_links().items():
            found = [json.loads(r["json"]) for r in rows if r["kind"] == kind]
            text = lambda items: as_set(items).__str__().replace(str(self.mirror), str(self.input))
            self.assertEqual(text(found), text(expected), kind)
        (status,) = lines("status", "--store", self.store, "--format", "jsonl")
        groups = {}
        for r in rows:
            if r["kind"] == "copy":
                groups.setdefault(r["id"], set()).add(r["json"])
        self.assertEqual(sum(len(g) - 1 for g in groups.values()), status["copies"])
        self.assertGreaterEqual(status["copies"], 5)

    def test_what_is_linked_is_what_one_machine_links(self):
        self.check_links(self.rows("linked"))
        (status,) = lines("status", "--store", self.store, "--format", "jsonl")
        self.assertEqual(self.counts["documents"], status["documents"])

    def test_partitions_do_not_matter(self):
        documents = self.spark.read.parquet(f"{self.out}/documents")
        for partitions, bucket in ((1, 10_000), (7, 2)):
            linked = isnad.spark.link(documents.repartition(partitions), bucket=bucket)
            self.check_links([r.asDict() for r in linked.linked.collect()])

    def test_tables_are_those_of_the_package(self):
        expected = pyarrow.table(isnad.tables(isnad.Record.from_json(r["record"]) for r in self.rows("documents")).statements)
        self.assertEqual(as_set(self.rows("tables/statements")), as_set(expected.to_pylist()))
        positions = [r["position"] for r in self.rows("tables/chain_links")]
        self.assertEqual(min(positions), 1)

    def test_a_store_takes_what_the_job_wrote(self):
        store = self.folder / "taken.db"
        add = [sys.executable, "-m", "isnad", "add", self.out, "--store", store]
        run = subprocess.run(add, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(f"{self.counts['documents']} added", run.stdout)
        for what in ("claims", "contacts", "stories", "status"):
            answers = [
                str(as_set(lines(what, "--store", s, "--format", "jsonl"))).replace(str(self.mirror), str(self.input)) for s in (store, self.store)
            ]
            self.assertEqual(*answers, what)
        find = lambda s: as_set({k: v for k, v in hit.items() if k != "document"} for hit in lines("search", "إيران", "--store", s, "--format", "jsonl"))
        self.assertEqual(find(store), find(self.store))
        self.assertTrue(find(store))
        again = subprocess.run(add, capture_output=True, text=True)
        self.assertIn("0 added", again.stdout)
        # It knows the files unread.
        self.assertIn("0 added", command("add", self.input / "lines", "--store", store).stdout)
        nothing = subprocess.run([*add[:4], self.folder / "nowhere", "--store", store], capture_output=True, text=True)
        self.assertEqual(nothing.returncode, 1)
        self.assertIn("nowhere: no documents of isnad.spark", nothing.stderr)

    def test_a_data_frame_of_articles(self):
        import datetime

        schema = "id bigint, text string, published timestamp, extra string"
        articles = [
            (1, "قال الوزير إن الجولة ستعقد غدا في مسقط.", datetime.datetime(2023, 5, 8, 12), "x"),
            (2, "", None, "y"),
            (3, None, None, "z"),
        ]
        rows = isnad.spark.read(self.spark.createDataFrame(articles, schema), linking=False).collect()
        by_error = {r["source_id"] or r["error"]: r for r in rows}
        self.assertEqual(sorted(by_error), ["1", "2: empty", "3: empty"])
        record = isnad.Record.from_json(by_error["1"]["record"])
        self.assertEqual(record.times[0].value, "2023-05-09")
        self.assertEqual(by_error["1"]["published_first_day"], datetime.date(2023, 5, 8))
        with self.assertRaisesRegex(ValueError, 'no column "text"'):
            isnad.spark.read(self.spark.createDataFrame([("a",)], "body string"))
        with self.assertRaisesRegex(ValueError, 'no table "words"'):
            isnad.spark.table(self.spark.createDataFrame([("a",)], "record string"), "words")

    def test_components_of_a_long_chain(self):
        chain = [(f"r{n:03}", f"r{n + 1:03}") for n in range(40)] + [("x", "y")]
        labels = isnad.spark.components(self.spark.createDataFrame(chain, "a string, b string")).collect()
        self.assertEqual({r["component"] for r in labels if r["report"].startswith("r")}, {"r000"})
        self.assertEqual(len(labels), 43)

    def test_the_same_by_ray(self):
        articles, out = self.folder / "ray.jsonl", self.folder / "ray"
        articles.write_text((self.input / "again.jsonl").read_text("utf-8"), "utf-8")
        environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0"}
        run = subprocess.run(
            [sys.executable, PROJECT / "python/examples/read_ray.py", articles, out], capture_output=True, text=True, env=environment, timeout=240
        )
        self.assertEqual(run.returncode, 0, run.stderr[-3000:])
        found = [json.loads(r) for r in pyarrow.parquet.read_table(out)["record"].to_pylist()]
        for record in found:
            record["source"]["path"] = str(articles)
        self.assertEqual(as_set(found), as_set(lines("read", articles, "--format", "jsonl")))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)
