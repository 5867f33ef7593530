#!/usr/bin/env python3
"""The commands on a store in PostgreSQL, on a server of the test's own: roles, passwords, several adders, a server that goes away.

usage: postgres_test.py ISNAD PROJECT [BLOWS]

BLOWS: how often the server is restarted or killed while two programs add (default 3).
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

ISNAD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
BLOWS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
EXAMPLES = PROJECT / "examples"
ROLES = PROJECT / "scripts" / "postgres_roles.sql"

sys.path.insert(0, str(PROJECT / "tests" / "support"))
from postgres_server import PASSWORD, SUPERUSER, Server  # noqa: E402

# Nothing of whoever runs the test.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "ISNAD_STORE"} | {"HOME": "/nonexistent"}


def isnad(*arguments, env=None, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, text=True, env=ENVIRONMENT | (env or {}), **options)


def answers(store):
    """What is asked of a store, without an order."""
    out = []
    for command in ("claims", "contacts", "stories"):
        run = isnad(command, "--store", store, "--format", "jsonl")
        assert run.returncode == 0, run.stderr
        for line in run.stdout.splitlines():
            item = json.loads(line)
            item.pop("documents", None)
            out.append(json.dumps(item, ensure_ascii=False, sort_keys=True))
    return sorted(out)


class Postgres(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.folder = pathlib.Path(folder)
        cls.sqlite = cls.folder / "news.db"
        run = isnad("add", EXAMPLES, "--store", cls.sqlite)
        assert run.returncode == 0, run.stderr

    def setUp(self):
        self.database = f"news{random.randrange(10**9)}"
        self.server.sql("postgres", f"CREATE DATABASE {self.database}")
        self.store = self.server.address(self.database)

    def sql(self, *statements, **options):
        return self.server.sql(self.database, *statements, **options)

    def add(self, *paths, **options):
        return isnad("add", *(paths or [EXAMPLES]), "--store", self.store, **options)

    def over_tcp(self, user, password):
        return f"postgresql://{user}:{urllib.parse.quote(password, safe='')}@127.0.0.1:{self.server.port}/{self.database}"

    def test_answers_as_a_file_does(self):
        first = self.add()
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertEqual(answers(self.store), answers(self.sqlite))
        again = self.add()
        self.assertIn("0 added", again.stdout)
        self.assertEqual(isnad("relink", "--store", self.store).returncode, 0)
        self.assertEqual(answers(self.store), answers(self.sqlite))
        contact = next(c for c in map(json.loads, isnad("contacts", "--store", self.store, "--format", "jsonl").stdout.splitlines())
                       if len(c["mentions"]) > 1)
        party = contact["parties"][0]
        for command in (["status"], ["timeline", "--party", party], ["who", party], ["trace", contact["id"]], ["search", party],
                        ["search", "وزير الخارجية"], ["search", '"وزير الخارجية"'], ["search", f"party:{party} after:2000"]):
            for form in ("jsonl", "text"):
                here, there = (isnad(*command, "--store", store, "--format", form) for store in (self.store, self.sqlite))
                self.assertEqual(here.returncode, 0, (command, here.stderr))
                if command[0] in ("status", "search"):  # the others name documents in the order of adding, which threads decide
                    self.assertEqual(sorted(here.stdout.splitlines()), sorted(there.stdout.splitlines()), command)
                self.assertTrue(here.stdout, command)

    def test_errors_say_what_and_where(self):
        run = isnad("claims", "--store", self.store)
        self.assertEqual(run.returncode, 1)
        self.assertIn("there is no store in this database; isnad add makes one", run.stderr)
        self.assertIn(self.database, run.stderr)
        run = isnad("claims", "--store", "postgresql://127.0.0.1:1/news")
        self.assertEqual(run.returncode, 1)
        self.assertIn("onnection refused", run.stderr)
        self.add(EXAMPLES)
        self.sql("UPDATE isnad.store SET layout = 99")
        run = isnad("claims", "--store", self.store)
        self.assertEqual(run.returncode, 1)
        self.assertIn("newer Isnad", run.stderr)

    def test_a_password_is_never_printed(self):
        store = self.over_tcp(SUPERUSER, PASSWORD)
        output = []
        for arguments in (["add", EXAMPLES], ["add", EXAMPLES / "missing.json"], ["status"], ["trace", "c000"], ["who", "زبرجد"], ["relink"],
                          ["search", "spaeker:x"], ["add", "--help"]):
            for env, location in ((None, ["--store", store]), ({"ISNAD_STORE": store}, [])):
                run = isnad(*arguments, *location, env=env)
                output.append(run.stdout + run.stderr)
        self.assertIn(f"postgresql://{SUPERUSER}@127.0.0.1:{self.server.port}/{self.database}", output[0])
        # Wrong passwords, and addresses that are none because of one.
        for location in (self.over_tcp(SUPERUSER, PASSWORD + "x"), self.over_tcp("nobody", PASSWORD), store.replace("127.0.0.1", "nowhere.invalid"),
                         store.replace(self.database, "none"), f"postgresql://{SUPERUSER}:{PASSWORD}@127.0.0.1/x"):
            for command in (["add", EXAMPLES], ["claims"]):
                run = isnad(*command, "--store", location)
                self.assertEqual(run.returncode, 1, run.stderr)
                output.append(run.stdout + run.stderr)
        secrets = [PASSWORD, urllib.parse.quote(PASSWORD, safe=""), *PASSWORD.replace("/", " ").replace("@", " ").replace(":", " ").split()[:2], "with@all"]
        for text in (*output, self.server.log()):
            for secret in secrets:
                self.assertNotIn(secret, text)

    def test_roles(self):
        missing = subprocess.run([self.server.bin / "psql", "-X", "-d", self.store, "-f", ROLES], capture_output=True, text=True)
        self.assertNotEqual(missing.returncode, 0)
        self.assertIn("there is no store in the database", missing.stderr)
        some = sorted(EXAMPLES.glob("*.json"))
        self.assertEqual(self.add(some[0]).returncode, 0)
        for _ in range(2):  # the second time changes nothing
            self.sql(ROLES)
        reader, writer, nobody = f"ahmad_{self.database}", f"mona_{self.database}", f"other_{self.database}"
        self.sql(f"CREATE ROLE {reader} LOGIN PASSWORD 'r' IN ROLE isnad_reader; CREATE ROLE {writer} LOGIN PASSWORD 'w' IN ROLE isnad_writer; "
                 f"CREATE ROLE {nobody} LOGIN PASSWORD 'n'")
        as_reader, as_writer, as_nobody = self.over_tcp(reader, "r"), self.over_tcp(writer, "w"), self.over_tcp(nobody, "n")
        for command in ("claims", "status", "stories"):
            self.assertEqual(isnad(command, "--store", as_reader).returncode, 0)
            denied = isnad(command, "--store", as_nobody)
            self.assertEqual(denied.returncode, 1)
            self.assertIn("permission denied for schema isnad", denied.stderr)
        for command in (["add", EXAMPLES], ["relink"]):
            denied = isnad(*command, "--store", as_reader)
            self.assertEqual(denied.returncode, 1)
            self.assertIn("permission denied", denied.stderr)
            self.assertIn("docs/postgresql.md", denied.stderr)
            done = isnad(*command, "--store", as_writer)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(answers(as_writer), answers(self.sqlite))
        for statement in ("DELETE FROM isnad.document", "UPDATE isnad.content SET record = ''", "DROP TABLE isnad.edge", "TRUNCATE isnad.item"):
            for user in (reader, writer):
                with self.assertRaisesRegex(RuntimeError, "permission denied|must be owner"):
                    self.sql(statement, user=user)
        # An older layout is for the owner to bring up to date.
        self.sql("UPDATE isnad.store SET layout = 0")
        denied = isnad("add", EXAMPLES, "--store", as_writer)
        self.assertIn(f"only the store's owner ({SUPERUSER})", denied.stderr)

    def test_whoever_is_a_member_of_the_owner_makes_tables_for_it(self):
        team, one = f"team_{self.database}", f"one_{self.database}"
        self.sql(f"CREATE ROLE {team}; CREATE ROLE {one} LOGIN PASSWORD 'o' IN ROLE {team}; CREATE SCHEMA isnad AUTHORIZATION {team}")
        run = isnad("add", EXAMPLES, "--store", self.over_tcp(one, "o"))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.sql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'isnad'"), team)

    def many(self, count):
        """A file of many documents of a few: the examples with a number in every sentence."""
        records = [json.loads(line) for line in isnad("read", EXAMPLES, "--format", "jsonl").stdout.splitlines()]
        path = self.folder / f"many{count}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for n in range(count):
                r = records[n % len(records)]
                out.write(json.dumps({"id": str(n), "text": r["text"].replace(".", f" ({n // len(records)})."), "published": r["published"]["from"]},
                                     ensure_ascii=False) + "\n")
        whole = self.folder / f"many{count}.db"
        self.assertEqual(isnad("add", path, "--store", whole).returncode, 0)
        return path, whole

    def halves(self, path):
        """The documents of a file in two that overlap by a third."""
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        out = []
        for name, some in (("a", lines[:len(lines) * 2 // 3]), ("b", lines[len(lines) // 3:][::-1])):
            half = self.folder / f"{path.stem}-{name}.jsonl"
            half.write_text("".join(some), encoding="utf-8")
            out.append(half)
        return out

    def adders(self, paths):
        return [subprocess.Popen([ISNAD, "add", str(p), "--store", self.store, "--jobs", "1"], env=ENVIRONMENT, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True) for p in paths]

    def counts(self):
        tables = ("document", "content", "item", "words")
        row = self.sql("SELECT documents, " + ", ".join(f"(SELECT count(*) FROM isnad.{t})" for t in tables) +
                       ", (SELECT count(DISTINCT number) FROM isnad.input), (SELECT coalesce(max(number) + 1, 0) FROM isnad.document) FROM isnad.store")
        return [int(n) for n in row.split("|")]

    def test_several_programs_add_at_once(self):
        path, whole = self.many(240)
        running = self.adders([*self.halves(path), path])
        added = 0
        for program in running:
            out, errors = program.communicate()
            self.assertEqual(program.returncode, 0, errors)
            added += int(out.split()[0])
        self.assertEqual(added, 240)
        self.assertEqual(set(self.counts()), {240})
        self.assertEqual(answers(self.store), answers(whole))

    def test_a_server_that_goes_away_and_comes_back_loses_nothing(self):
        count = 150 * BLOWS
        begun = time.monotonic()
        path, whole = self.many(count)
        seconds = time.monotonic() - begun
        chance = random.Random(20261125)
        running = self.adders(self.halves(path))
        acknowledged = struck = 0
        for n in range(BLOWS):
            time.sleep(seconds / BLOWS * (0.2 + 0.6 * chance.random()))
            try:
                acknowledged = max(acknowledged, self.counts()[0])
            except RuntimeError:  # the tables are not there yet
                pass
            struck += any(program.poll() is None for program in running)
            self.server.stop(("fast", "kill", "immediate")[n % 3])
            time.sleep(chance.random())
            self.server.start()
            there = self.counts() if self.sql("SELECT count(*) FROM pg_tables WHERE tablename = 'store' AND schemaname = 'isnad'") == "1" else [0]
            self.assertEqual(len(set(there)), 1, "nothing is there by halves")
            self.assertGreaterEqual(there[0], acknowledged, "what was acknowledged is there")
        added = 0
        for program in running:
            out, errors = program.communicate(timeout=300)
            self.assertEqual(program.returncode, 0, errors)
            added += int(out.split()[0])
        print(f"the server was struck {struck} of {BLOWS} times while programs added", file=sys.stderr)
        self.assertGreater(struck, 0)
        self.assertGreaterEqual(added, count)  # each was added by one of the two; where it cannot be known by which, both count it
        self.assertEqual(set(self.counts()), {count})
        self.assertEqual(answers(self.store), answers(whole))

    def test_an_adder_that_is_killed_leaves_nothing_by_halves(self):
        path, whole = self.many(240)
        chance = random.Random(20261125)
        for _ in range(3):
            program = self.adders([path])[0]
            time.sleep(0.1 + chance.random() * 0.5)
            program.send_signal(signal.SIGKILL)
            program.communicate()
            if self.sql("SELECT count(*) FROM pg_tables WHERE tablename = 'store' AND schemaname = 'isnad'") == "1":
                self.assertEqual(len(set(self.counts())), 1)
        self.assertEqual(self.add(path).returncode, 0)
        self.assertEqual(answers(self.store), answers(whole))

    def test_a_dump_is_a_whole_store(self):
        self.add()
        dump = self.folder / "dump.sql"
        subprocess.run([self.server.bin / "pg_dump", "--schema", "isnad", "-f", dump, self.store], check=True)
        self.server.sql("postgres", f"CREATE DATABASE {self.database}_again")
        self.server.sql(self.database + "_again", dump)
        self.store = self.server.address(self.database + "_again")
        self.assertEqual(answers(self.store), answers(self.sqlite))
        self.assertIn("0 added", self.add().stdout)

    def test_a_full_disk_is_an_error_and_changes_nothing(self):
        some = sorted(EXAMPLES.glob("*.json"))
        self.assertEqual(self.add(some[0]).returncode, 0)
        before = self.counts()
        # As the server says it of a disk: a limit that the role runs into while it stores.
        self.sql("CREATE FUNCTION isnad.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full USING MESSAGE = "
                 "'could not extend file: No space left on device'; END $$; "
                 "CREATE TRIGGER full_disk BEFORE INSERT ON isnad.words FOR EACH ROW EXECUTE FUNCTION isnad.full()")
        run = self.add()
        self.assertEqual(run.returncode, 1)
        self.assertIn("No space left on device", run.stderr)
        self.assertEqual(self.counts(), before)
        self.sql("DROP TRIGGER full_disk ON isnad.words")
        self.assertEqual(self.add().returncode, 0)
        self.assertEqual(answers(self.store), answers(self.sqlite))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
