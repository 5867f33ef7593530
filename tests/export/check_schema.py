#!/usr/bin/env python3
"""Holds every record that the program prints against the schema, and every span against the text.

usage: check_schema.py ISNAD SCHEMA PATH...
"""
import json
import subprocess
import sys

import jsonschema


def spans(node):
    """Every object below `node` that has text, start and end."""
    if isinstance(node, dict):
        if {"text", "start", "end"} <= node.keys():
            yield node
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


def references(record):
    """Every id that a record uses, with the ids that it defines."""
    parties = [p for s in record["statements"] for p in [s["speaker"], *s["chain"], s["addressee"]]]
    parties += [p for c in record["contacts"] for p in [*c["parties"], *c["intermediary"], *c["according_to"], c["venue"]]]
    parties += [c["by"] for c in record["conditions"]]
    used = [p["entity"] for p in parties if p] + [x["statement"] for x in record["contacts"] + record["conditions"]]
    used += [r[side] for r in record["relations"] for side in ("from", "to")]
    defined = [x["id"] for x in record["entities"] + record["statements"] + record["contacts"]]
    return {u for u in used if u is not None}, defined


def main() -> int:
    program, schema_path, *paths = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    run = subprocess.run([program, "read", *paths, "--format", "jsonl"], capture_output=True, check=False)
    problems = [run.stderr.decode()] if run.returncode != 0 else []
    lines = run.stdout.decode("utf-8").splitlines()
    for line in lines:
        record = json.loads(line)
        where = record.get("source", {}).get("path")
        for error in validator.iter_errors(record):
            problems.append(f"{where}: {error.json_path}: {error.message[:200]}")
        text = record["text"]
        for span in spans({key: value for key, value in record.items() if key != "text"}):
            if text[span["start"]:span["end"]] != span["text"]:
                problems.append(f"{where}: {span} is not what stands there: {text[span['start']:span['end']]!r}")
        used, defined = references(record)
        if len(defined) != len(set(defined)):
            problems.append(f"{where}: an id is given twice")
        if missing := used - set(defined):
            problems.append(f"{where}: ids without an owner: {sorted(missing)}")
    print(*problems[:50], f"{len(lines)} records, {len(problems)} problems", sep="\n")
    return 1 if problems or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
