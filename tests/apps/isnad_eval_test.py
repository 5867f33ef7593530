#!/usr/bin/env python3
"""isnad_eval throughput: its table, its figures, its inputs.  usage: isnad_eval_test.py ISNAD_EVAL EXAMPLES"""
import json
import subprocess
import sys

PROGRAM, EXAMPLES = sys.argv[1:3]


def figures(*arguments, **options):
    run = subprocess.run([PROGRAM, "throughput", *arguments, "--json"], capture_output=True, check=False, **options)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode(), json.loads(run.stdout.decode().splitlines()[-1])


table, numbers = figures(EXAMPLES)
assert set(numbers) == {"mb_per_s", "documents_per_s", "peak_mb"}, numbers
assert all(value > 0 for value in numbers.values()), numbers
corpus = "عنوان ¶ وصل الوفد إلى المدينة.\nعنوان ثان ¶ غادر الوفد.\n".encode()
table, _ = figures("--lines", "-", input=corpus)
assert table.splitlines()[0].split() == ["documents", "2"], table
nothing = subprocess.run([PROGRAM, "throughput", "--lines", "-"], input=b"", capture_output=True, check=False)
assert nothing.returncode == 1 and b"no document" in nothing.stderr, nothing
