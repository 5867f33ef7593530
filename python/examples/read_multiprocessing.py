"""Articles read by several processes, without threads of Isnad's own: for programs that are built of processes anyway.

usage: read_multiprocessing.py ARTICLES.jsonl [PROCESSES]

isnad.read_many(articles, jobs=N) does the same in one process and is faster: threads need not copy anything.
"""
import json
import multiprocessing
import sys

import isnad


def read(line: str) -> isnad.Record | isnad.Error:
    (record,) = isnad.read_many([json.loads(line)], jobs=1, errors="return")
    return record


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines, multiprocessing.get_context("spawn").Pool(int(sys.argv[2]) if sys.argv[2:] else None) as pool:
        for found in pool.imap(read, lines, chunksize=64):
            if isinstance(found, isnad.Error):
                print(f"isnad: {found}", file=sys.stderr)
            else:
                print(found.to_json())
