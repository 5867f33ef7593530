"""The Python package as it is installed, held against the command line and against those who take its tables.

usage: package_test.py ISNAD PROJECT FOLDER     run by FOLDER/venv/bin/python; FOLDER is environment.py's
"""
import gc
import itertools
import json
import os
import pathlib
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zipfile

import duckdb
import isnad
import pandas
import polars
import pyarrow
import pyarrow.parquet

ISNAD, PROJECT, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
EXAMPLES = PROJECT / "examples"

ARTICLE = """لقاء سعودي إيراني في بغداد
نقلت وكالة «رويترز» عن صحيفة «فايننشال تايمز» قولها إن ثلاثة مسؤولين كشفوا أن وفدين من السعودية وإيران التقيا في بغداد في 9 أبريل 2021.
ونفى مسؤول سعودي حصول أي لقاء. وقال المتحدث باسم الخارجية الإيرانية سعيد خطيب زاده إن بلاده مستعدة للتعاون إذا توقف القصف."""


def command(*arguments, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, text=True, **options)


def lines(*arguments):
    run = command(*arguments)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def numbered(count):
    for n in range(count):
        yield {"id": n, "text": f"قال الوزير رقم {n} إن الجولة المقبلة ستعقد في مسقط."}


class InTemporaryFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


class Records(unittest.TestCase):
    def test_records_are_those_of_the_command_line(self):
        printed = command("read", EXAMPLES, "--format", "jsonl").stdout.splitlines()
        self.assertGreater(len(printed), 10)
        for jobs in (1, 3):
            read = list(isnad.read_files(EXAMPLES, jobs=jobs))
            self.assertEqual([r.to_json() for r in read], printed)
            self.assertEqual([r.to_dict() for r in read], [json.loads(line) for line in printed])

    def test_a_text_is_read_as_a_text_file_is(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(ARTICLE)
            file.flush()
            self.assertEqual([isnad.read(ARTICLE, path=file.name).to_dict()], lines("read", file.name, "--format", "jsonl"))

    def test_what_is_said_of_the_article_is_in_the_record(self):
        import datetime

        record = isnad.read("قال الوزير إن الجولة ستعقد غدا.", datetime.date(2023, 5, 8), title="الجولة", outlet="رويترز", url="https://a.example/1", id="17")
        self.assertEqual(record.published.to_dict(), {"from": "2023-05-08", "to": "2023-05-08", "basis": "given", "evidence": []})
        self.assertEqual(record.published.first_day, datetime.date(2023, 5, 8))
        self.assertEqual(record.source.to_dict(), {"path": None, "id": "17", "url": "https://a.example/1", "outlet": "رويترز"})
        self.assertEqual(record.title, "الجولة")
        self.assertEqual(record.times[0].value, "2023-05-09")

    def test_every_span_is_where_it_says(self):
        def spans(value):
            if isinstance(value, dict):
                if {"text", "start", "end"} <= value.keys() and "isnad" not in value:
                    yield value
                value = list(value.values())
            if isinstance(value, list):
                for item in value:
                    yield from spans(item)

        count = 0
        for record in isnad.read_files(EXAMPLES):
            for span in spans(record.to_dict()):
                self.assertEqual(record.text[span["start"] : span["end"]], span["text"])
                count += 1
        self.assertGreater(count, 500)

    def test_parts_are_compared_shown_and_matched(self):
        record, again = isnad.read(ARTICLE), isnad.read(ARTICLE)
        self.assertEqual(record, again)
        self.assertEqual(hash(record), hash(again))
        self.assertEqual(record.statements, again.statements)
        self.assertEqual(len({*record.entities, *again.entities}), len(record.entities))
        self.assertNotEqual(record.statements[0], record.statements[1])
        self.assertNotEqual(record, "ك")
        match record.entities[0]:
            case isnad.Entity(name=name, type="media"):
                self.assertIn(name, repr(record.entities[0]))
            case other:
                self.fail(repr(other))
        self.assertIn("3 statements" if len(record.statements) == 3 else "statements", repr(record))
        with self.assertRaises(AttributeError):
            record.statements[0].act = "deny"

    def test_parts_outlive_their_record(self):
        content = isnad.read(ARTICLE).statements[0].content
        gc.collect()
        self.assertIn("بغداد", content.text)

    def test_a_record_travels_as_json(self):
        record = isnad.read(ARTICLE)
        self.assertEqual(pickle.loads(pickle.dumps(record)), record)
        self.assertEqual(isnad.Record.from_json(record.to_json()), record)
        with self.assertRaisesRegex(isnad.Error, "record: "):
            isnad.Record.from_json("{}")

    def test_it_is_shown_in_a_notebook(self):
        import html
        import re

        shown = isnad.read(ARTICLE)._repr_html_()
        page = html.unescape(re.fullmatch(r'<iframe [^>]*srcdoc="([^"]*)"></iframe>', shown)[1])
        self.assertIn('<mark class="cue"', page)
        self.assertIn("sandbox", shown)
        self.assertEqual(page, isnad.read(ARTICLE).to_html())
        hostile = isnad.read('قال الوزير "><script>alert(1)</script> إن الجولة ستعقد في مسقط.')._repr_html_()
        self.assertNotIn("<script", hostile)


class Errors(InTemporaryFolder):
    def test_texts_are_those_of_the_command_line(self):
        files = {
            "empty.txt": "",
            "english.txt": "Nothing in it is Arabic.",
            "broken.jsonl": '{"text": "قال الوزير نعم."}\n{"text": \n{"title": 3, "text": "نعم"}\n{"id": 1}\n',
            "date.json": '{"text": "قال الوزير نعم.", "published": "yesterday"}',
            "type.json": '{"text": ["قال الوزير نعم."]}',
        }
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        run = command("read", self.folder, "--format", "jsonl")
        expected = [line.removeprefix("isnad: ") for line in run.stderr.splitlines()]
        self.assertGreater(len(expected), 5)
        found = list(isnad.read_files(self.folder, errors="return"))
        self.assertEqual([str(e) for e in found if isinstance(e, isnad.Error)], expected)
        self.assertEqual(sum(isinstance(r, isnad.Record) for r in found), len(run.stdout.splitlines()))
        missing = self.folder / "missing.txt"
        with self.assertRaises(isnad.Error) as raised:
            list(isnad.read_files(missing))
        self.assertEqual(f"isnad: {raised.exception}\n", command("read", missing).stderr)
        # The same mistakes in Python's values.
        for name in ("date.json", "type.json"):
            (error,) = isnad.read_many([json.loads(files[name])], errors="return")
            (printed,) = (e for e in expected if name in e)
            self.assertEqual(error.message, printed.split(": ", 1)[1])

    def test_an_error_stands_in_its_place(self):
        articles = [*numbered(3), {"text": ""}, *numbered(2)]
        kinds = [type(r) for r in isnad.read_many(articles, jobs=2, errors="return")]
        self.assertEqual(kinds, [isnad.Record] * 3 + [isnad.Error] + [isnad.Record] * 2)
        self.assertEqual(len(list(isnad.read_many(articles, errors="skip"))), 5)
        each = isnad.read_many(articles, jobs=2)
        for _ in range(3):
            next(each)
        with self.assertRaisesRegex(isnad.Error, "document 4: empty"):
            next(each)
        self.assertEqual(len(list(each)), 2)  # the rest is read all the same

    def test_an_error_is_an_exception_with_its_parts(self):
        error = isnad.Error("a.txt", "empty")
        self.assertEqual((str(error), error.where, error.message), ("a.txt: empty", "a.txt", "empty"))
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((str(again), type(again)), ("a.txt: empty", isnad.Error))
        with self.assertRaisesRegex(isnad.Error, "^text: empty$"):
            isnad.read(" \n")

    def test_wrong_arguments_are_named(self):
        for wrong in (dict(jobs=0), dict(jobs=1000), dict(errors="ignore")):
            with self.assertRaises(ValueError):
                isnad.read_many([], **wrong)
        with self.assertRaises(TypeError):
            isnad.read(7)
        with self.assertRaises(TypeError):
            isnad.read_many(7)


class Many(unittest.TestCase):
    def test_order_is_kept_by_any_number_of_threads(self):
        expected = [str(n) for n in range(200)]
        for jobs in (1, 2, 5):
            self.assertEqual([r.source.id for r in isnad.read_many(numbered(200), jobs=jobs)], expected)

    def test_an_endless_iterable_is_asked_for_little_ahead(self):
        asked = itertools.count()

        def endless():
            while True:
                next(asked)
                yield ARTICLE

        each = isnad.read_many(endless(), jobs=2)
        for _ in range(5):
            next(each)
        self.assertLessEqual(next(asked), 5 + 2 * 8)

    def test_what_the_iterable_raises_comes_after_what_it_gave(self):
        def failing():
            yield from numbered(4)
            raise KeyError("the database went away")

        seen = []
        with self.assertRaisesRegex(KeyError, "went away"):
            for record in isnad.read_many(failing(), jobs=2):
                seen.append(record.source.id)
        self.assertEqual(seen, ["0", "1", "2", "3"])

    def test_other_threads_go_on(self):
        ticks, done = [0], threading.Event()

        def tick():
            while not done.is_set():
                ticks[0] += 1
                time.sleep(0.001)

        ticker = threading.Thread(target=tick)
        ticker.start()
        start = time.perf_counter()
        isnad.read(ARTICLE * 2000)
        took = time.perf_counter() - start
        done.set()
        ticker.join()
        self.assertGreater(took, 0.1)
        self.assertGreater(ticks[0], took * 1000 / 20)  # held, the lock would let hardly one through

    def test_a_half_used_iterator_can_be_left(self):
        for make in (lambda: isnad.read_many(numbered(100_000), jobs=3), lambda: isnad.read_files(EXAMPLES, EXAMPLES, EXAMPLES, jobs=3)):
            each = make()
            next(each)
            del each
        gc.collect()

    def test_memory_does_not_grow_with_the_archive(self):
        # The text goes through, nothing stays: 300 MB of articles in a process that may have 1 GB of address space beyond its start.
        program = (
            "import isnad, itertools, resource\n"
            "text = 'قال الوزير إن الجولة المقبلة ستعقد في مسقط. ' * 200\n"
            "sum(1 for _ in isnad.read_many(itertools.repeat(text, 200), jobs=2))\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "sum(1 for _ in isnad.read_many(itertools.repeat(text, 1500), jobs=2))\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
        )
        grown = int(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        self.assertLess(grown, 30_000)  # kB; the results alone would be many times that

    def test_bytes_are_read_as_files(self):
        page = "<!DOCTYPE html><html lang=ar><head><title>الجولة</title></head><body><article><h1>الجولة</h1>" + (
            "<p>قال وزير الخارجية العماني بدر البوسعيدي إن الجولة المقبلة ستعقد في مسقط يوم السبت المقبل بحضور الوفدين.</p>" * 4
        ) + "</article></body></html>"
        (record,) = isnad.read_bytes(page.encode(), "a.html")
        self.assertEqual(record.source.path, "a.html")
        self.assertTrue(record.statements)


class Tables(InTemporaryFolder):
    @classmethod
    def setUpClass(cls):
        cls.records = list(isnad.read_files(EXAMPLES))
        cls.tables = isnad.tables(cls.records)

    def test_rows_are_what_the_records_hold(self):
        expected = {
            "documents": len(self.records),
            "statements": sum(len(r.statements) for r in self.records),
            "chain_links": sum(len(s.chain) for r in self.records for s in r.statements),
            "contacts": sum(len(r.contacts) for r in self.records),
            "entities": sum(len(r.entities) for r in self.records),
            "mentions": sum(len(e.mentions) for r in self.records for e in r.entities),
            "times": sum(len(r.times) for r in self.records),
            "conditions": sum(len(r.conditions) for r in self.records),
            "relations": sum(len(r.relations) for r in self.records),
        }
        self.assertEqual({name: len(getattr(self.tables, name)) for name in expected}, expected)
        documents = {d["report"]: d for d in pyarrow.table(self.tables.documents).to_pylist()}
        self.assertEqual(len(documents), len(self.records))
        by_id = {r.id: r for r in self.records}
        for row in pyarrow.table(self.tables.statements).to_pylist():
            record = by_id[documents[row["report"]]["id"]]
            statement = record.statements[int(row["statement"][1:]) - 1]
            self.assertEqual(row["content"], record.text[row["content_start"] : row["content_end"]])
            self.assertEqual((row["act"], row["speaker"], row["speaker_entity"]), (statement.act, statement.speaker.name, statement.speaker.entity))
            self.assertEqual(row["chain"], [p.name for p in statement.chain])
            self.assertEqual(row["addressee"], statement.addressee.name if statement.addressee else None)
        for row in pyarrow.table(self.tables.documents).to_pylist():
            record = by_id[row["id"]]
            self.assertEqual((row["title"], row["text"], row["published_from"]), (record.title, record.text, record.published.from_))
            self.assertEqual((row["published_first_day"], row["published_last_day"]), (record.published.first_day, record.published.last_day))
        for row in pyarrow.table(self.tables.contacts).to_pylist():
            contact = by_id[documents[row["report"]]["id"]].contacts[int(row["contact"][1:]) - 1]
            self.assertEqual((row["kind"], row["parties"], row["from"], row["mode"]), (contact.kind, [p.name for p in contact.parties], contact.from_, contact.mode))

    def test_everybody_takes_every_table(self):
        for name in isnad.Tables.names:
            made = getattr(self.tables, name)
            arrow = pyarrow.table(made)
            arrow.validate(full=True)
            rows = arrow.to_pylist()
            self.assertEqual(polars.DataFrame(made).rows(named=True), rows, name)
            self.assertEqual(duckdb.sql("select * from made").to_arrow_table().to_pylist(), rows, name)
            frame = pandas.DataFrame.from_arrow(made)
            self.assertEqual((len(frame), list(frame.columns)), (len(rows), made.column_names), name)
            self.assertEqual(pyarrow.schema(made), arrow.schema)

    def test_a_query_over_joined_tables(self):
        statements, documents = self.tables.statements, self.tables.documents
        found = duckdb.sql("select count(*), count(distinct d.outlet) from statements s join documents d using (report) where s.act = 'deny'").fetchall()[0]
        self.assertEqual(found[0], sum(s.act == "deny" for r in self.records for s in r.statements))
        self.assertGreater(found[0], 0)

    def test_nothing_is_copied(self):
        addresses = [
            [b.address for c in pyarrow.table(self.tables.statements).columns for chunk in c.chunks for b in chunk.buffers() if b] for _ in range(2)
        ]
        self.assertEqual(*addresses)

    def test_a_table_outlives_what_made_it(self):
        arrow = pyarrow.table(isnad.tables(self.records).entities)
        column = polars.DataFrame(isnad.tables(self.records).entities)["name"]
        gc.collect()
        self.assertEqual(arrow["name"].to_pylist(), [e.name for r in self.records for e in r.entities])
        self.assertEqual(column.to_list(), arrow["name"].to_pylist())

    def test_untaken_capsules_are_freed(self):
        program = (
            "import isnad, resource, sys\n"
            "table = isnad.tables(isnad.read_files(sys.argv[1])).documents\n"
            "def use(n):\n"
            "    for _ in range(n): table.__arrow_c_stream__(), table.__arrow_c_schema__()\n"
            "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "use(1000); print(-use(1000) + use(100_000))\n"
        )
        grown = int(subprocess.run([sys.executable, "-c", program, EXAMPLES], capture_output=True, text=True, check=True).stdout)
        self.assertLess(grown, 5_000)

    def test_no_records_make_empty_tables(self):
        empty = isnad.tables([])
        for name in isnad.Tables.names:
            self.assertEqual(pyarrow.table(getattr(empty, name)).num_rows, 0)
            self.assertEqual(len(polars.DataFrame(getattr(empty, name))), 0)
        with self.assertRaises(TypeError):
            isnad.tables(["قال"])

    def test_parquet_is_read_by_others(self):
        rows = isnad.write_parquet(iter(self.records), self.folder / "out", batch=5)
        self.assertEqual(rows["statements"], len(self.tables.statements))
        for name in isnad.Tables.names:
            file = self.folder / "out" / f"{name}.parquet"
            expected = pyarrow.table(getattr(self.tables, name)).to_pylist()
            self.assertEqual(pyarrow.parquet.read_table(file).to_pylist(), expected)
            self.assertEqual(duckdb.sql(f"select * from '{file}'").to_arrow_table().to_pylist(), expected)
        metadata = pyarrow.parquet.read_schema(self.folder / "out/documents.parquet").metadata
        self.assertEqual(metadata[b"isnad.version"].decode(), isnad.__version__)

    def test_a_failure_leaves_the_older_files(self):
        isnad.write_parquet(self.records, self.folder)
        before = {p.name: p.read_bytes() for p in self.folder.iterdir()}

        def failing():
            yield from self.records
            raise OSError("no more")

        with self.assertRaisesRegex(OSError, "no more"):
            isnad.write_parquet(failing(), self.folder, batch=3)
        self.assertEqual({p.name: p.read_bytes() for p in self.folder.iterdir()}, before)


class Stores(InTemporaryFolder):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "news.db"
        self.assertEqual(command("add", EXAMPLES, "--store", self.path).returncode, 0)

    def asked(self, *arguments):
        return lines(*arguments, "--store", self.path, "--format", "jsonl")

    def test_answers_are_those_of_the_commands(self):
        with isnad.open(self.path) as store:
            self.assertEqual(len(store), 16)
            self.assertEqual(store.claims(), self.asked("claims"))
            self.assertEqual(store.contacts(), self.asked("contacts"))
            self.assertEqual(store.stories(), self.asked("stories"))
            self.assertEqual([store.status()], self.asked("status"))
            self.assertEqual(store.timeline("إيران", after="2014"), self.asked("timeline", "--party", "إيران", "--after", "2014"))
            self.assertTrue(store.timeline("إيران", "الولايات المتحدة"))
            self.assertEqual(store.search("إيران", limit=3), self.asked("search", "إيران", "--limit", "3"))
            self.assertEqual(store.who("كيري"), self.asked("who", "كيري"))
            claim = max(store.claims(), key=lambda c: len(c["mentions"]))
            self.assertEqual([store.trace(claim["id"])], self.asked("trace", claim["id"]))
            self.assertEqual(sorted(r.id for r in store), sorted(r.id for r in isnad.read_files(EXAMPLES)))
            self.assertEqual([r.id for r in store.documents("إيران", limit=3)], [h["id"] for h in store.search("إيران", 3)])

    def test_records_that_are_added_are_linked_as_by_the_command(self):
        with isnad.open(self.folder / "other.db", create=True) as store:
            self.assertEqual(store.add(isnad.read_files(EXAMPLES), batch=5), (16, 0, 0))
            self.assertEqual(store.add(isnad.read_files(EXAMPLES)), (0, 16, 0))
            order = lambda items: sorted(json.dumps(i, sort_keys=True) for i in items)
            self.assertEqual(order(store.claims()), order(self.asked("claims")))
            self.assertEqual(order(store.contacts()), order(self.asked("contacts")))

    def test_what_others_add_is_seen(self):
        with isnad.open(self.path) as store:
            before = store.status()["claims"]
            extra = self.folder / "extra.txt"
            extra.write_text("قال وزير الخارجية العماني بدر البوسعيدي إن الجولة المقبلة ستعقد في مسقط.", encoding="utf-8")
            self.assertEqual(command("add", extra, "--store", self.path).returncode, 0)
            self.assertEqual(len(store), 17)
            self.assertGreater(store.status()["claims"], before)

    def test_errors_are_those_of_the_commands(self):
        def printed(*arguments):
            return command(*arguments).stderr.removeprefix("isnad: ").rstrip("\n")

        nowhere = self.folder / "nowhere.db"
        with self.assertRaises(isnad.Error) as raised:
            isnad.open(nowhere)
        self.assertEqual(str(raised.exception), printed("claims", "--store", nowhere))
        store = isnad.open(self.path)
        for ask, arguments in (
            (lambda: store.trace("s00"), ("trace", "s00")),
            (lambda: store.search("act:shout"), ("search", "act:shout")),
        ):
            with self.assertRaises(isnad.Error) as raised:
                ask()
            self.assertEqual(str(raised.exception), printed(*arguments, "--store", self.path))
        with self.assertRaisesRegex(isnad.Error, '^after: no date "soon": 2015, '):
            store.timeline(after="soon")
        with self.assertRaises(isnad.Error):
            store.add([isnad.read(ARTICLE)])  # opened for asking
        store.close()
        with self.assertRaisesRegex(isnad.Error, "closed"):
            len(store)

    def test_threads_take_turns(self):
        found = []
        with isnad.open(self.path) as store:
            expected = store.claims()
            threads = [threading.Thread(target=lambda: found.append(store.claims())) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(found, [expected] * 4)


class Installed(InTemporaryFolder):
    def test_a_wheel_works_in_an_empty_environment(self):
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        python = FOLDER / "empty/bin/python"
        listed = subprocess.run([python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True, env=environment).stdout
        self.assertEqual(sorted(line.split("==")[0] for line in listed.splitlines() if line.split("==")[0] not in ("pip", "setuptools")), ["isnad"])
        program = f"import isnad; r = isnad.read({ARTICLE!r}); print(r.statements[0].content.text, len(isnad.tables([r]).statements))"
        run = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, env=environment, cwd=self.folder)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("بغداد", run.stdout)

    def test_the_wheel_brings_its_libraries(self):
        (module,) = (FOLDER / "empty").glob("lib/python*/site-packages/isnad/_core*.so")
        needed = subprocess.run(["ldd", module], capture_output=True, text=True, check=True).stdout
        outside = [line.split()[0] for line in needed.splitlines() if "=>" in line and str(FOLDER) not in line]
        # What every system has: the C library's own parts and what auditwheel's policies leave outside beside them.
        allowed = ("libc.so", "libm.so", "libstdc++.so", "libgcc_s.so", "libpthread.so", "libdl.so", "librt.so", "libresolv.so", "libz.so")
        self.assertEqual([name for name in outside if not name.startswith(allowed)], [])
        self.assertNotIn("not found", needed)

    def test_the_wheel_is_typed(self):
        (wheel,) = (FOLDER / "wheels/portable").glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
        self.assertLessEqual({"isnad/py.typed", "isnad/_core.pyi"}, set(names))
        good = self.folder / "good.py"
        good.write_text(
            "import datetime, isnad\n"
            "record: isnad.Record = isnad.read('قال', published=datetime.date(2020, 1, 1))\n"
            "for s in record.statements:\n"
            "    name: str = s.speaker.name\n"
            "    when: str | None = record.published.from_\n"
            "    if s.act == 'deny' and s.addressee is not None: print(s.addressee.start)\n"
            "texts = [c.if_.text for c in record.conditions]\n"
            "for r in isnad.read_many([{'text': 'قال'}, 'قال'], jobs=2, errors='skip'): print(r.to_dict()['id'])\n"
            "with isnad.open('news.db') as store: print(store.claims()[0]['mentions'][0]['text'], store.add([record]).added)\n"
            "isnad.tables([record]).chain_links.__arrow_c_stream__()\n",
            encoding="utf-8",
        )
        bad = self.folder / "bad.py"
        bad.write_text("import isnad\nr = isnad.read(3)\nr.statement\nisnad.read_many([], errors='ignore')\nn: int = r.title\n", encoding="utf-8")
        python = FOLDER / "venv/bin/python"
        mypy = [python, "-m", "mypy", "--strict", "--cache-dir", self.folder / "cache"]
        run = subprocess.run([*mypy, good], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stdout)
        run = subprocess.run([*mypy, bad], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.stdout.count("error:"), 4, run.stdout)

    def test_the_package_is_typed_within(self):
        python = FOLDER / "venv/bin/python"
        run = subprocess.run([python, "-m", "mypy", "--strict", "--ignore-missing-imports", "--cache-dir", self.folder / "cache", "-p", "isnad"],
                             capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_the_examples_run(self):
        articles = self.folder / "a.jsonl"
        articles.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in [*numbered(20), {"text": ""}]), encoding="utf-8")
        expected = command("read", articles, "--format", "jsonl").stdout.splitlines()
        run = subprocess.run([sys.executable, PROJECT / "python/examples/read_multiprocessing.py", articles, "2"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        without_path = [json.loads(line) | {"source": json.loads(line)["source"] | {"path": None}} for line in expected]
        self.assertEqual([json.loads(line) for line in run.stdout.splitlines()], without_path)
        self.assertIn("empty", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)
