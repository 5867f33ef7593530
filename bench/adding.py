#!/usr/bin/env python3
"""How fast documents are added to a file and to PostgreSQL, by one program and by two, from reading to the last commit.

usage: bench/adding.py ISNAD JSONL [--documents N] [--rounds N] [--jobs N]

Two programs get half of the documents each. The server is one of its own that waits for the disk as a real one does; a row is the
best of the rounds, which take turns so that what else the machine does falls on all alike. Each row also has the seconds of processor time
that the programs and the server took, which depend less on the machine's load.
"""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "support"))
from postgres_server import Server  # noqa: E402


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("isnad")
    arguments.add_argument("jsonl", type=pathlib.Path)
    arguments.add_argument("--documents", type=int, default=4000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--jobs", type=int, default=1, help="of each program")
    a = arguments.parse_args()
    with a.jsonl.open(encoding="utf-8") as lines:
        documents = [line for line, _ in zip(lines, range(a.documents))]

    with tempfile.TemporaryDirectory() as name, Server(durable=True) as server:
        folder = pathlib.Path(name)
        paths = {}
        for programs in (1, 2):
            for n in range(programs):
                path = folder / f"{programs}-{n}.jsonl"
                path.write_text("".join(documents[n::programs]), encoding="utf-8")
                paths.setdefault(programs, []).append(path)

        def add(store, programs):
            before, begun, ticks = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), server_seconds()
            running = [subprocess.Popen([a.isnad, "add", str(p), "--store", store, "--jobs", str(a.jobs)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True) for p in paths[programs]]
            added = 0
            for program in running:
                out, errors = program.communicate()
                if not out:
                    sys.exit(errors)
                added += int(out.split()[0])
            seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            return seconds, added, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, server_seconds() - ticks

        def server_seconds():
            """Of the server and of all its children that have ended."""
            fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return sum(int(f) for f in fields[11:15]) / os.sysconf("SC_CLK_TCK")

        rows = {}
        for _ in range(a.rounds):
            for kind in ("sqlite", "postgresql"):
                for programs in (1, 2):
                    if kind == "sqlite":
                        for path in folder.glob("news.db*"):
                            path.unlink()
                        store = str(folder / "news.db")
                    else:
                        server.sql("postgres", "DROP DATABASE IF EXISTS news", "CREATE DATABASE news", "CHECKPOINT")
                        store = server.address("news")
                    rows.setdefault((kind, programs), []).append(add(store, programs))
        print(f"{'store':12} programs documents seconds documents/s cpu programs cpu server")
        for (kind, programs), some in rows.items():
            seconds, added, cpu, cpu_server = min(some)
            print(f"{kind:12} {programs:8} {added:9} {seconds:7.1f} {added / seconds:11.0f} {cpu:12.1f} {cpu_server:10.1f}")


if __name__ == "__main__":
    main()
