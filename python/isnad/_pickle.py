"""What pickles of records call: they travel as their JSON, between processes and machines."""

from ._core import Record


def record(json: str) -> Record:
    return Record.from_json(json)
