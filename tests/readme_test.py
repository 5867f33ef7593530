#!/usr/bin/env python3
"""The README says the truth: its input gives its output, its program is compiled and runs.

usage: readme_test.py ISNAD README_SAMPLE PROJECT [--write]

--write puts the output of today into the README instead of comparing; read the difference before you commit it.
"""
import pathlib
import re
import subprocess
import sys
import unittest

ISNAD, SAMPLE, PROJECT = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
README = PROJECT / "README.md"


def block(kind, text):
    """The fenced block of a kind, without its fences."""
    return re.search(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def output(text):
    run = subprocess.run([ISNAD, "read", "--format", "text", "-"], input=text, capture_output=True, check=True, text=True)
    return run.stdout.strip("\n") + "\n"


class Readme(unittest.TestCase):
    def setUp(self):
        self.text = README.read_text(encoding="utf-8")

    def test_the_input_gives_the_output(self):
        self.assertEqual(block("text output", self.text)[1], output(block("text input", self.text)[1]))

    def test_the_program_is_the_one_that_is_compiled(self):
        compiled = (PROJECT / "tests" / "readme_sample.cc").read_text(encoding="utf-8")
        self.assertEqual(block("cpp", self.text)[1], compiled[compiled.index("#include"):])

    def test_the_program_finds_the_minister(self):
        run = subprocess.run([SAMPLE], capture_output=True, check=True, text=True)
        self.assertRegex(run.stdout, r"^بدر البوسعيدي: .*مسقط\n$")

    def test_every_file_that_the_documents_name_is_there(self):
        for document in [README, *PROJECT.glob("[A-Z]*.md"), *PROJECT.glob("docs/**/*.md")]:
            text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
                self.assertTrue((document.parent / target).exists(), f"{document.name} names {target}")


if "--write" in sys.argv:
    readme = README.read_text(encoding="utf-8")
    found = block("text output", readme)
    README.write_text(readme[:found.start(1)] + output(block("text input", readme)[1]) + readme[found.end(1):], encoding="utf-8")
else:
    unittest.main(argv=sys.argv[:1])
