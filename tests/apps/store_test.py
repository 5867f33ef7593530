#!/usr/bin/env python3
"""The commands on a store, as they are built, over examples/.

usage: store_test.py ISNAD PROJECT [KILLS]

KILLS: how often a program that adds is killed at a random moment (default 5; scripts/kill_test asks for 100).
"""
import contextlib
import json
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

ISNAD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
EXAMPLES = PROJECT / "examples"


def isnad(*arguments, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, text=True, **options)


def lines(run):
    return [json.loads(line) for line in run.stdout.splitlines()]


def answers(store):
    """What is asked of a store, without an order."""
    out = []
    for command in ("claims", "contacts", "stories"):
        run = isnad(command, "--store", store, "--format", "jsonl")
        assert run.returncode == 0, run.stderr
        for item in lines(run):
            item.pop("documents", None)
            out.append(json.dumps(item, ensure_ascii=False, sort_keys=True))
    return sorted(out)


class Store(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "news.db"

    def add(self, *paths, **options):
        return isnad("add", *(paths or [EXAMPLES]), "--store", self.store, **options)

    def test_adding_again_changes_nothing(self):
        first = self.add()
        self.assertEqual(first.returncode, 0, first.stderr)
        before = answers(self.store)
        again = self.add()
        self.assertIn("0 added", again.stdout)
        self.assertEqual(answers(self.store), before)
        self.assertEqual(isnad("relink", "--store", self.store).returncode, 0)
        self.assertEqual(answers(self.store), before)

    def test_every_command_answers(self):
        self.add()
        status = lines(isnad("status", "--store", self.store, "--format", "jsonl"))[0]
        self.assertGreaterEqual(status["documents"], 12)
        claims = lines(isnad("claims", "--store", self.store, "--format", "jsonl"))
        contacts = lines(isnad("contacts", "--store", self.store, "--format", "jsonl"))
        self.assertEqual(status["claims"], len(claims))
        self.assertEqual(status["contacts"], len(contacts))
        for item in claims:
            self.assertEqual(set(item), {"id", "speaker", "sources", "status", "mentions", "confirmed_by", "denied_by"})
        for item in contacts:
            self.assertEqual(set(item), {"id", "kind", "parties", "intermediary", "venue", "from", "to", "status", "sources", "mentions",
                                         "confirmed_by", "denied_by"})
        several = [c for c in contacts if len(c["mentions"]) > 1]
        self.assertTrue(several, "the examples hold reports of one contact")
        for item in (claims[0], several[0]):
            trace = lines(isnad("trace", item["id"], "--store", self.store, "--format", "jsonl"))[0]
            self.assertEqual(sum(len(r["mentions"]) for r in trace["roots"]), len(item["mentions"]))
            self.assertIn(item["id"], isnad("trace", item["id"], "--store", self.store, "--format", "text").stdout)
        party = several[0]["parties"][0]
        timeline = lines(isnad("timeline", "--party", party, "--store", self.store, "--format", "jsonl"))
        self.assertIn(several[0]["id"], {c["id"] for c in timeline})
        dated = [c["from"] for c in timeline if c["from"]]
        self.assertEqual(dated, sorted(dated))
        story = lines(isnad("stories", "--store", self.store, "--format", "jsonl"))[0]
        told = lines(isnad("timeline", "--story", story["id"], "--store", self.store, "--format", "jsonl"))
        of_story = {d["document"] for d in story["documents"]}
        self.assertEqual({c["id"] for c in told}, {c["id"] for c in contacts if of_story & {m["document"] for m in c["mentions"]}})
        self.assertTrue(told)
        found = {d["document"] for d in lines(isnad("search", "ماسك", "--store", self.store, "--format", "jsonl"))}
        told = lines(isnad("timeline", "--query", "ماسك", "--store", self.store, "--format", "jsonl"))
        self.assertEqual({c["id"] for c in told}, {c["id"] for c in contacts if found & {m["document"] for m in c["mentions"]}})
        self.assertTrue(lines(isnad("who", party, "--store", self.store, "--format", "jsonl")))
        self.assertTrue(lines(isnad("search", party, "--store", self.store, "--format", "jsonl")))
        self.assertTrue(lines(isnad("stories", "--store", self.store, "--format", "jsonl")))
        for command in ("status", "claims", "contacts", "stories", "timeline"):
            self.assertTrue(isnad(command, "--store", self.store, "--format", "text").stdout, command)

    def test_errors_say_what_and_where(self):
        self.add()
        cases = [
            (["claims", "--store", self.folder / "none.db"], "no such store", 1),
            (["trace", "c000", "--store", self.store], "no claim or contact c000", 1),
            (["who", "زبرجد", "--store", self.store], "nobody of the name", 1),
            (["search", "spaeker:x", "--store", self.store], "no field", 2),
            (["timeline", "--after", "أمس", "--store", self.store], "no date", 2),
            (["timeline", "--story", "t0", "--store", self.store], "no story", 1),
            (["timeline", "--query", "spaeker:x", "--store", self.store], "no field", 2),
            (["add", self.folder / "missing.json", "--store", self.store], "missing.json", 1),
            (["add", EXAMPLES, "--store", self.folder / "no" / "folder.db"], "unable to open", 1),
        ]
        (self.folder / "text.db").write_text("ليس مخزنا " * 200, encoding="utf-8")
        cases.append((["claims", "--store", self.folder / "text.db"], "not a database", 1))
        for arguments, message, status in cases:
            run = isnad(*arguments)
            self.assertEqual(run.returncode, status, arguments)
            self.assertIn(message, run.stderr, arguments)

    def test_a_newer_store_is_left_alone(self):
        self.add()
        with sqlite3.connect(self.store) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        run = isnad("claims", "--store", self.store)
        self.assertEqual(run.returncode, 1)
        self.assertIn("newer Isnad", run.stderr)

    def test_a_store_that_cannot_be_written_stays_as_it_is(self):
        self.add(EXAMPLES / sorted(p.name for p in EXAMPLES.iterdir() if p.suffix == ".json")[0])
        before = answers(self.store)
        # A disk with no room: files may not grow.
        run = subprocess.run(["bash", "-c", 'ulimit -f 200; exec "$0" add "$1" --store "$2"', ISNAD, str(EXAMPLES), str(self.store)],
                             capture_output=True, text=True)
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(answers(self.store), before)
        self.assertEqual(self.add().returncode, 0)

    def test_two_programs_add_at_once(self):
        files = sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".json", ".txt") and not p.name.startswith("README"))
        halves = [files[::2], files[1::2]]
        running = [subprocess.Popen([ISNAD, "add", *map(str, half), "--store", str(self.store)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                   for half in halves]
        for program in running:
            self.assertEqual(program.wait(), 0, program.communicate()[1])
        together = answers(self.store)
        self.store = self.folder / "one.db"
        self.add(*files)
        self.assertEqual(answers(self.store), together)

    def test_killed_at_any_moment_it_goes_on_where_it_stopped(self):
        # Many documents of a few: the examples with a number in every sentence. Few kills are for a build with sanitizers: fewer then.
        count = min(1500, 80 * KILLS)
        records = [r for r in lines(isnad("read", EXAMPLES, "--format", "jsonl"))]
        many = self.folder / "many.jsonl"
        with many.open("w", encoding="utf-8") as out:
            for n in range(count // len(records)):
                for i, r in enumerate(records):
                    text = r["text"].replace(".", f" ({n}).")
                    out.write(json.dumps({"id": f"{i}-{n}", "text": text, "published": r["published"]["from"]}, ensure_ascii=False) + "\n")
        whole = self.folder / "whole.db"
        begun = time.monotonic()
        self.assertEqual(isnad("add", many, "--store", whole).returncode, 0)
        seconds = time.monotonic() - begun
        chance = random.Random(20261125)
        killed = done = 0
        for n in range(KILLS):
            program = subprocess.Popen([ISNAD, "add", str(many), "--store", str(self.store)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # One in each part of the time that it takes: the first of them surely comes before the end.
            time.sleep(seconds * (n + chance.random()) / KILLS)
            program.send_signal(signal.SIGKILL)
            killed += program.wait() == -signal.SIGKILL
            if not self.store.exists():
                continue
            with contextlib.closing(sqlite3.connect(self.store)) as db:
                self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
                if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'document'").fetchone():
                    continue
                there = db.execute("SELECT count(*) FROM document").fetchone()[0]
                # Nothing is there by halves, and what was there is there.
                for table in ("content", "item", "input"):
                    self.assertEqual(db.execute(f"SELECT count(DISTINCT number) FROM {table}").fetchone()[0], there)
                self.assertGreaterEqual(there, done)
                done = there
            if done == len(records) * (count // len(records)):  # all is there: begin again
                for name in self.folder.glob("news.db*"):
                    name.unlink()
                done = 0
        print(f"{killed} of {KILLS} programs were killed before they had ended", file=sys.stderr)
        self.assertGreater(killed, 0)
        self.assertEqual(self.add(many).returncode, 0)
        self.assertEqual(answers(self.store), answers(whole))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
