#!/usr/bin/env python3
"""How fast articles are read from Python, held against the command line on the same files. Needs the package: pip install .

usage: bench/python_bench.py ISNAD PATH… [--jobs N] [--rounds N]

ISNAD is the program (build/release/apps/isnad/isnad), PATH what it reads. Every way is run in turn, rounds times; what counts is the
fastest round of each, as the machine may be busy with something else, and the time of all processors, which that hardly changes.
"""
import argparse
import itertools
import os
import resource
import subprocess
import sys
import time

import isnad


def command_line(program, paths, jobs):
    subprocess.run([program, "read", *paths, "--format", "jsonl", "--jobs", str(jobs)], stdout=subprocess.DEVNULL, check=False)


def records(paths, jobs):
    return sum(1 for _ in isnad.read_files(*paths, jobs=jobs, errors="skip"))


def records_json(paths, jobs):
    with open(os.devnull, "w") as out:
        for record in isnad.read_files(*paths, jobs=jobs, errors="skip"):
            out.write(record.to_json())


def from_python(articles, jobs):
    return sum(1 for _ in isnad.read_many(articles, jobs=jobs, errors="skip"))


def tables(paths, jobs):
    each = isnad.read_files(*paths, jobs=jobs, errors="skip")
    while some := list(itertools.islice(each, 2000)):
        isnad.tables(some)


def cost(run):
    """Seconds on the clock, and of processors."""
    before = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    run()
    wall = time.perf_counter() - start
    after = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return wall, sum(a.ru_utime + a.ru_stime - b.ru_utime - b.ru_stime for a, b in zip(after, before))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program")
    arguments.add_argument("paths", nargs="+")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--rounds", type=int, default=3)
    a = arguments.parse_args()

    articles, size = [], 0
    for record in isnad.read_files(*a.paths, errors="skip", jobs=a.jobs):
        articles.append({"text": record.text, "title": record.title, "published": record.published.first_day, "source": record.source.outlet})
        size += len(record.text.encode())
    if len(articles) < 10:
        sys.exit("python_bench: fewer than 10 articles: a speed over nothing would look splendid")

    ways = {
        "isnad read (command line)": lambda: command_line(a.program, a.paths, a.jobs),
        "read_files": lambda: records(a.paths, a.jobs),
        "read_files, to_json": lambda: records_json(a.paths, a.jobs),
        "read_many of dicts": lambda: from_python(articles, a.jobs),
        "read_files, tables": lambda: tables(a.paths, a.jobs),
    }
    best = {}
    for _ in range(a.rounds):
        for name, run in ways.items():
            wall, cpu = cost(run)
            before = best.get(name, (wall, cpu))
            best[name] = (min(before[0], wall), min(before[1], cpu))
    first = next(iter(best.values()))
    print(f"{len(articles)} articles, {size / 1e6:.1f} MB of cleaned text, {a.jobs} threads, best of {a.rounds}")
    print(f"{'':28}{'s':>8}{'docs/s':>9}{'MB/s':>7}{'of CLI':>8}{'cpu s':>8}{'of CLI':>8}")
    for name, (wall, cpu) in best.items():
        print(f"{name:28}{wall:8.2f}{len(articles) / wall:9.0f}{size / wall / 1e6:7.2f}{first[0] / wall:8.0%}{cpu:8.2f}{first[1] / cpu:8.0%}")


if __name__ == "__main__":
    main()
