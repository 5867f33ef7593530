"""`python -m isnad add OUT --store news.db`: into a store what `python -m isnad.spark` wrote as Parquet, which the program itself does not read."""

import argparse
import os
import sys

from ._error import Error
from ._store import open


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m isnad", description="Isnad's package. For everything else there is the program isnad.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="adds to a store what python -m isnad.spark wrote", description=__doc__)
    add.add_argument("path", nargs="+", metavar="PATH", help="OUT of python -m isnad.spark, or a Parquet file of its documents")
    add.add_argument("--store", default=os.environ.get("ISNAD_STORE", "isnad.db"), help="the store's file (default: isnad.db)")
    a = parser.parse_args()
    try:
        with open(a.store, create=True) as store:
            added, known, copies = (sum(n) for n in zip(*(store.add_parquet(path) for path in a.path)))
            print(f"{added} added ({copies} of them copies), {known} known, 0 refused; {len(store)} documents in {a.store}")
    except Error as error:
        print(f"isnad: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
