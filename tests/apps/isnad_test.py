#!/usr/bin/env python3
"""The program as its users meet it: statuses, messages, order, pipes.  usage: isnad_test.py ISNAD PROJECT"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ISNAD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])


def isnad(*arguments, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, check=False, cwd=PROJECT, **options)


class Read(unittest.TestCase):
    def setUp(self):
        self.folder_ = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.folder_.name)

    def tearDown(self):
        self.folder_.cleanup()

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def test_prints_its_version(self):
        run = isnad("--version")
        self.assertRegex(run.stdout.decode(), r"^isnad \d+\.\d+\.\d+\n$")
        self.assertEqual(run.returncode, 0)

    def test_every_example_of_the_help_works(self):
        run = isnad("help", "read")
        self.assertEqual(run.returncode, 0)
        examples = [line.strip() for line in run.stdout.decode().split("Examples:")[1].splitlines() if line.strip()]
        self.assertGreaterEqual(len(examples), 4)
        for example in examples:
            # Files that an example makes go to the temporary folder.
            command = re.sub(r"> (\S+)", lambda m: f"> {self.folder / m[1]}", example)
            environment = {**os.environ, "PATH": f"{pathlib.Path(ISNAD).parent}:{os.environ['PATH']}"}
            shell = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, cwd=PROJECT, env=environment)
            self.assertEqual((shell.returncode, shell.stderr.decode()), (0, ""), example)
            made = re.search(r"> (\S+)", example)
            self.assertTrue(shell.stdout or (self.folder / made[1]).stat().st_size, example)

    def test_reads_every_kind_of_input_in_order(self):
        self.write("1.txt", "وصل الوفد إلى المدينة.")
        self.write("2.json", '{"id": "two", "title": "عنوان", "text": "غادر الوفد.", "published": "2020-02-03", "source": "الميناء", "url": "http://x.y/"}')
        self.write("3.jsonl", '{"text": "عاد الوفد."}\n{"text": "نام الوفد."}\n')
        run = isnad("read", self.folder)
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.assertEqual([r["text"] for r in records], ["وصل الوفد إلى المدينة.", "عنوان\nغادر الوفد.", "عاد الوفد.", "نام الوفد."])
        self.assertEqual(records[1]["source"], {"path": str(self.folder / "2.json"), "id": "two", "url": "http://x.y/", "outlet": "الميناء"})
        self.assertEqual((records[1]["published"]["from"], records[1]["published"]["basis"]), ("2020-02-03", "given"))
        self.assertEqual((run.returncode, run.stderr), (0, b""))

    def test_undated_ignores_the_given_date(self):
        path = self.write("a.json", '{"text": "غادر الوفد.", "published": "2020-02-03"}')
        published = json.loads(isnad("read", "--undated", path).stdout)["published"]
        self.assertNotEqual(published["basis"], "given")
        self.assertNotEqual(published["from"], "2020-02-03")

    def test_reads_standard_input(self):
        run = isnad("read", "-", input="وصل الوفد.".encode())
        self.assertEqual(json.loads(run.stdout)["source"]["path"], "-")

    def test_threads_change_nothing(self):
        lines = "".join(json.dumps({"id": str(i), "text": f"قال الوزير رقم {i} إن الوفد وصل. " * (1 + i % 7)}) + "\n" for i in range(300))
        path = self.write("a.jsonl", lines)
        one = isnad("read", path, "--jobs", 1)
        self.assertEqual([json.loads(line)["source"]["id"] for line in one.stdout.splitlines()], [str(i) for i in range(300)])
        for jobs in (2, 7):
            self.assertEqual(isnad("read", path, "--jobs", jobs).stdout, one.stdout)

    def test_names_what_cannot_be_read_and_reads_the_rest(self):
        good = self.write("good.txt", "وصل الوفد.")
        bad = {"empty.txt": ("", "empty"), "english.txt": ("The delegation arrived.", "not Arabic text (0 % Arabic letters)"),
               "binary": (b"\x7fELF\0\0", "binary data (a program), not text"),
               "index.json": ('{"files": 3}', 'no field "text"'), "broken.json": ('{"text": "وصل', "broken JSON")}
        paths = [self.write(name, content) for name, (content, _) in bad.items()]
        run = isnad("read", self.folder / "missing", *paths, good)
        self.assertEqual(run.returncode, 1)
        self.assertEqual(len(run.stdout.splitlines()), 1)
        messages = run.stderr.decode().splitlines()
        self.assertEqual(len(messages), 1 + len(bad))
        self.assertEqual(messages[0], f"isnad: {self.folder / 'missing'}: no such file or folder")
        for message, path, (_, reason) in zip(messages[1:], paths, bad.values()):
            self.assertTrue(message.startswith(f"isnad: {path}:"), message)
            self.assertIn(reason, message)

    def test_an_unreadable_name_cannot_steer_the_terminal(self):
        run = isnad("read", "no\x1b[31m\nsuch")
        self.assertEqual(run.stderr.decode(), "isnad: no\ufffd[31m such: no such file or folder\n")

    def test_wrong_use_is_status_2(self):
        for arguments in ([], ["read"], ["read", "--format", "xml", "a"], ["read", "--jobs", "0", "a"], ["write"], ["help", "write"]):
            run = isnad(*arguments)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertTrue(run.stderr, arguments)

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        path = self.write("a.jsonl", '{"text": "وصل الوفد إلى المدينة."}\n' * 3000)
        for jobs in ("1", "4"):
            with subprocess.Popen([ISNAD, "read", path, "--jobs", jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
                run.stdout.readline()
                run.stdout.close()
                self.assertEqual(run.stderr.read(), b"")
                self.assertEqual(run.wait(timeout=60), 0)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_a_full_disk_is_an_error(self):
        path = self.write("a.txt", "وصل الوفد.")
        with open("/dev/full", "wb") as full:
            run = subprocess.run([ISNAD, "read", path], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual((run.returncode, run.stderr), (1, b"isnad: standard output: No space left on device\n"))

    def test_html_is_one_page(self):
        run = isnad("read", "examples", "--format", "html")
        page = run.stdout.decode()
        self.assertEqual((page.count("<!DOCTYPE html>"), page.count("</html>")), (1, 1))
        self.assertEqual(page.count("<article"), len(re.findall(r'id="d\d+"', page)))
        self.assertGreaterEqual(page.count("<article"), 12)

    def test_text_holds_no_control_characters_when_it_is_no_terminal(self):
        text = isnad("read", "examples", "--format", "text").stdout.decode()
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\u2066-\u2069]")
        self.assertIn("published", text)


class Date(unittest.TestCase):
    UNDATED = "examples/08-cuba-undated.json"

    def test_every_example_of_the_help_works(self):
        run = isnad("help", "date")
        self.assertEqual(run.returncode, 0)
        examples = [line.strip() for line in run.stdout.decode().split("Examples:")[1].splitlines() if line.strip()]
        self.assertGreaterEqual(len(examples), 4)
        for example in examples:
            environment = {**os.environ, "PATH": f"{pathlib.Path(ISNAD).parent}:{os.environ['PATH']}"}
            shell = subprocess.run(["bash", "-c", example], capture_output=True, check=False, cwd=PROJECT, env=environment)
            self.assertEqual((shell.returncode, shell.stderr.decode()), (0, ""), example)
            self.assertTrue(shell.stdout, example)

    def test_gives_an_interval_and_where_it_is_seen(self):
        run = isnad("date", self.UNDATED, "--format", "jsonl")
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        found = json.loads(run.stdout)
        self.assertEqual(set(found), {"isnad", "source", "title", "published"})
        self.assertEqual(found["published"]["basis"], "inferred")
        self.assertLessEqual(found["published"]["from"], found["published"]["to"])
        for clue in found["published"]["evidence"]:
            self.assertTrue(clue["clue"] and clue["text"], clue)
        self.assertEqual(found["published"], json.loads(isnad("read", self.UNDATED, "--format", "jsonl").stdout)["published"])

    def test_shows_a_clue_a_line(self):
        run = isnad("date", self.UNDATED, "--format", "text")
        self.assertIn("published 2015-07-", run.stdout.decode())
        self.assertIn("in office", run.stdout.decode())

    def test_reports_what_it_cannot_read(self):
        run = isnad("date", "no-such-file")
        self.assertEqual(run.returncode, 1)
        self.assertIn(b"no-such-file", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
