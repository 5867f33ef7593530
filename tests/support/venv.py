"""A Python environment for a test that needs packages: made once in the build folder, and again when its requirements change."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys


def run_in(requirements, folder):
    """Returns in the environment: the program begins anew there if this is not it.

    requirements: a pip requirements file; folder: where the environment is kept.
    """
    requirements, folder = pathlib.Path(requirements), pathlib.Path(folder)
    python = folder / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == folder.resolve():
        return
    made_of = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = folder / "made_of"
    if not (stamp.is_file() and stamp.read_text() == made_of):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements], check=True)
        stamp.write_text(made_of)
    sys.stdout.flush()
    os.execv(python, [str(python), *sys.argv])
