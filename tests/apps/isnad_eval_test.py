#!/usr/bin/env python3
"""isnad_eval throughput and dating: their tables, their figures, their inputs.  usage: isnad_eval_test.py ISNAD_EVAL EXAMPLES"""
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

run = subprocess.run([PROGRAM, "dating", EXAMPLES, "--json"], capture_output=True, check=False)
assert run.returncode == 0, run.stderr.decode()
lines = run.stdout.decode().splitlines()
shares = json.loads(lines[-1])
assert set(shares) == {"contains", "within_month", "within_year", "exact_day"}, shares
assert all(0 <= value <= 1 for value in shares.values()) and shares["exact_day"] <= shares["within_month"] <= shares["within_year"], shares
assert lines[0].split()[:3] == ["interval", "up", "to"] and any(line.startswith("under ten years") for line in lines), lines
nothing = subprocess.run([PROGRAM, "dating", "-"], input="وصل الوفد إلى المدينة.".encode(), capture_output=True, check=False)
assert nothing.returncode == 1 and b"no article with a date" in nothing.stderr, nothing
