#!/usr/bin/env python3
"""A PostgreSQL server for a test: in a temporary folder of its own, on a socket there and on the loopback, gone with the test.

usage: postgres_server.py COMMAND …   runs the command with ISNAD_TEST_POSTGRES, the address of a superuser on that server

The server refuses to run as root: then it runs as the user postgres, or as nobody.
"""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SUPERUSER, PASSWORD = "boss", "كلمة سر/with@all:kinds"


def programs():
    """The folder of initdb and postgres, the newest there is."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    if not there:
        sys.exit("postgres_server.py: there is no initdb here: scripts/setup --test installs PostgreSQL")
    return pathlib.Path(there).resolve().parent


def account():
    """Whom the server runs as: keyword arguments of subprocess."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        except KeyError:
            pass
    sys.exit("postgres_server.py: neither postgres nor nobody is a user here")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """As a context: made and started, at the end stopped and removed.

    Without `durable` the disk is not waited for. A killed server loses nothing by that: what it wrote is in the system's cache."""

    def __init__(self, durable=False):
        self.durable = durable

    def __enter__(self):
        self.bin, self.as_user = programs(), account()
        # A socket's path has to be short, whatever TMPDIR is.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="isnad-pg-", dir="/tmp"))
        if self.as_user:
            os.chown(self.folder, self.as_user["user"], self.as_user["group"])
        self.folder.chmod(0o755)
        self.port = free_port()
        password = self.folder / "password"
        password.write_text(PASSWORD + "\n", encoding="utf-8")
        password.chmod(0o644)
        self._run("initdb", "-D", "data", "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256",
                  "--pwfile=password", "--no-sync")
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
                       f"fsync = {'on' if self.durable else 'off'}\nshared_buffers = {'128MB' if self.durable else '32MB'}\n"
                       "max_connections = 40\nlog_statement = 'ddl'\n")
        self.process = None
        self.start()
        return self

    def __exit__(self, *_):
        if self.process:
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        done = subprocess.run([str(self.bin / program), *arguments], cwd=self.folder, capture_output=True, text=True, **self.as_user)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        until = time.monotonic() + 60
        self._launch()
        while subprocess.run([str(self.bin / "pg_isready"), "-q", "-h", str(self.folder), "-p", str(self.port)]).returncode != 0:
            if time.monotonic() > until:
                raise RuntimeError("the server does not start:\n" + self.log())
            time.sleep(0.05)
            if self.process.poll() is not None:  # after a kill the children of the last one are there for a moment longer
                self._launch()

    def _launch(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([str(self.bin / "postgres"), "-D", "data"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, **self.as_user)

    def stop(self, how="fast"):
        """fast: in order; immediate: without writing anything more; kill: as if the machine had lost it."""
        signals = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "kill": signal.SIGKILL}
        self.process.send_signal(signals[how])
        self.process.wait()
        self.process = None

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def address(self, database="postgres", user=SUPERUSER):
        """Over the socket, where nobody is asked for a password."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def sql(self, database, *statements, user=SUPERUSER):
        """What psql prints of statements or files (-f FILE)."""
        arguments = []
        for s in statements:
            arguments += ["-f", str(s)] if isinstance(s, pathlib.Path) else ["-c", s]
        done = subprocess.run([str(self.bin / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.address(database, user), *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout.strip()


if __name__ == "__main__":
    with Server() as server:
        status = subprocess.run(sys.argv[1:], env={**os.environ, "ISNAD_TEST_POSTGRES": server.address()}).returncode
    sys.exit(status)
