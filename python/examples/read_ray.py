"""Articles read by Ray Data: pip install "ray[data]".

usage: read_ray.py ARTICLES.jsonl OUT

OUT gets Parquet with the rows of isnad.spark.read(): `record`, `error`, and what linking needs.
"""
import sys

import pyarrow
import ray

import isnad


def read(batch: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.table(isnad.read_rows(batch.to_pylist()))


if __name__ == "__main__":
    articles = ray.data.read_json(sys.argv[1], lines=True)
    articles.map_batches(read, batch_format="pyarrow", batch_size=256, zero_copy_batch=True).write_parquet(sys.argv[2])
