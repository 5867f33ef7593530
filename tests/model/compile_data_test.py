#!/usr/bin/env python3
"""The data compiler as the build meets it.  usage: compile_data_test.py ISNAD_COMPILE_DATA DATA"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

COMPILER, DATA = sys.argv[1], pathlib.Path(sys.argv[2])


class CompileData(unittest.TestCase):
    def setUp(self):
        self.folder_ = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.folder_.name)
        self.data = self.folder / "data"
        shutil.copytree(DATA, self.data)

    def tearDown(self):
        self.folder_.cleanup()

    def compile(self, blob="blob"):
        run = subprocess.run([COMPILER, self.data, self.folder / blob], capture_output=True, check=False, text=True)
        return run.returncode, run.stderr

    def append(self, name, line):
        path = self.data / name
        text = path.read_text(encoding="utf-8").rstrip("\n") + "\n" + line + "\n"
        path.write_text(text, encoding="utf-8")
        return f"{path}:{text.count(chr(10))}"

    def test_the_same_data_gives_the_same_bytes(self):
        self.assertEqual(self.compile("one"), (0, ""))
        self.assertEqual(self.compile("two"), (0, ""))
        self.assertEqual((self.folder / "one").read_bytes(), (self.folder / "two").read_bytes())

    def test_a_mistake_stops_the_build_and_says_where(self):
        line = self.append("lexicon/verbs.tsv", "زقزق\tيزقزق\tزقزقة")
        status, message = self.compile()
        self.assertEqual(status, 1)
        self.assertIn(f"{line}:4: 3 columns, expected 6\n", message)
        self.assertFalse((self.folder / "blob").exists())

    def test_every_mistake_is_reported_at_once(self):
        one = self.append("lexicon/words.tsv", "زقزق\tBIRD\t-\tchirp")
        two = self.append("gazetteer/places.tsv", "لا مكان\t-\tcity\tQQ")
        three = self.append("frames/attribution.tsv", "زقزق\tverb\tsay\tthat\t-\t-")
        status, message = self.compile()
        self.assertEqual(status, 1)
        for beginning in (f"{one}:2: unknown value \"BIRD\"", f"{two}:4: \"QQ\" is the code of no country", f"{three}:1: \"زقزق\" is the past of no verb"):
            self.assertIn(beginning, message)
        self.assertTrue(message.endswith("3 mistakes in the language data\n"))

    def test_a_file_that_nobody_knows_is_refused(self):
        (self.data / "lexicon" / "rivers.tsv").write_text("name\nدجلة\n", encoding="utf-8")
        status, message = self.compile()
        self.assertEqual(status, 1)
        self.assertIn("rivers.tsv: no schema for this file", message)

    def test_it_explains_its_use(self):
        run = subprocess.run([COMPILER], capture_output=True, check=False, text=True)
        self.assertEqual((run.returncode, run.stderr), (2, "usage: isnad_compile_data DATA_DIR BLOB\n"))


unittest.main(argv=sys.argv[:1])
