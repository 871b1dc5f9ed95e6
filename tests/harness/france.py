"""All of France, imported once for a build tree and shared by the tests; and a running program over it.

The cache lies in <build>/france/<key>. The key is a digest of the bundle, of how it is cut and kept and of the sources of the rooms that
turn the bundle into rows and snapshots: a changed importer never meets rows of the one before it, and a changed page costs no new import.
"""
import contextlib
import fcntl
import hashlib
import os
import pathlib
import re
import selectors
import shutil
import signal
import subprocess
import time

import bundles

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("src/base/db", "src/base/columns", "src/base/geo", "src/base/text", "src/platform/ingest", "src/features/territories",
         "src/features/observatory", "src/platform/editorial", "src/features/cases")
SUFFIXES = (".cpp", ".hpp", ".sql")
# No test of ours looks at these parts of a room, and they change often.
LEFT_OUT = re.compile(r"(_test|_dbtest|_httptest|_fuzz|_bench|pages|views)\.(cpp|hpp)$")


def key(root=ROOT):
    digest = hashlib.sha256()
    for path in (root / "data/datapackage.json", bundles.__file__, __file__):
        digest.update(pathlib.Path(path).read_bytes())
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in SUFFIXES and not LEFT_OUT.search(path.name):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Place:
    """Where one installation keeps its things: settings, database, snapshots."""

    def __init__(self, folder, data=ROOT / "data"):
        self.folder = pathlib.Path(folder).resolve()
        self.config = self.folder / "catalyse.toml"
        self.database = self.folder / "catalyse.db"
        self.snapshots = self.folder / "snapshots"
        self.data = pathlib.Path(data).resolve()

    def write_config(self, **more):
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = {"db": f"sqlite:{self.database}", "data": str(self.data), "snapshots": str(self.snapshots), **more}
        self.config.write_text("".join(f'{name} = "{value}"\n' for name, value in settings.items()), encoding="utf-8")
        return self

    def run(self, binary, *arguments, **options):
        """A command of the program, to its end."""
        command = [str(binary), *map(str, arguments), "--config", str(self.config)]
        return subprocess.run(command, capture_output=True, text=True, check=False, **options)


class SharedPlace(Place):
    """An installation that several tests open at once.

    SQLite makes, fills and removes files beside a database that is open: copies are made of a twin that nobody opens.
    """

    @property
    def twin(self):
        return self.folder.with_name("never-opened")

    def copy_to(self, folder, data=None):
        """Another installation with the same content; the settings point to the copy."""
        other = Place(folder, data or self.data)
        shutil.copytree(self.twin, other.folder)
        return other.write_config()


def imported(binary, build):
    """The shared installation with all of France; imports when nobody has."""
    return _cached(binary, pathlib.Path(build) / "france", lambda folder: SharedPlace(folder / "installation"))


def imported_small(binary, build):
    """The same with a few départements, from a bundle of its own in the folder `bundle`: for the tests of faults."""
    def prepare(folder):
        bundles.small_france(ROOT / "data", folder / "bundle")
        return SharedPlace(folder / "installation", folder / "bundle")
    return _cached(binary, pathlib.Path(build) / "small-france", prepare)


def _cached(binary, home, prepare):
    home.mkdir(parents=True, exist_ok=True)
    folder = home / key()
    done = folder / "place"
    with open(home / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return SharedPlace(*done.read_text(encoding="utf-8").splitlines())
        for old in home.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
        folder.mkdir()
        place = prepare(folder).write_config()
        began = time.monotonic()
        run = place.run(binary, "import")
        if run.returncode != 0:
            raise SystemExit(f"import failed with {run.returncode}:\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")
        (place.folder / "import.log").write_text(f"{run.stdout}\n{time.monotonic() - began:.1f} s\n", encoding="utf-8")
        shutil.copytree(place.folder, place.twin)
        done.write_text(f"{place.folder}\n{place.data}\n", encoding="utf-8")
    return place


class Server:
    """`catalyse serve` on a free port of the loopback."""

    def __init__(self, binary, place, *arguments, seconds=60, environment=None):
        self.log = place.folder / f"serve-{os.getpid()}-{time.monotonic_ns()}.log"
        self.errors = open(self.log, "wb")
        command = [str(binary), "serve", "--listen", "127.0.0.1:0", "--config", str(place.config), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, env=environment)
        self.url = self._wait_ready(seconds)

    def _wait_ready(self, seconds):
        said, deadline = b"", time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while time.monotonic() < deadline:
                if not selector.select(timeout=0.2):
                    continue
                piece = os.read(self.process.stdout.fileno(), 4096)
                said += piece
                found = re.search(rb"ready (http://\S+)", said)
                if found and b"\n" in said[found.start():]:
                    return found.group(1).decode().rstrip("/")
                if not piece:
                    break
        self.kill()
        raise RuntimeError(f"no server after {seconds} s: {said.decode(errors='replace')!r}\n{self.said()[-2000:]}")

    def said(self):
        """What it wrote on standard error; nothing is kept of a server that ended well."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def stop(self, seconds=30):
        """Politely, as an operator does; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self._close()
        return status

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._close()

    def _close(self):
        self.process.stdout.close()
        self.errors.close()
        if self.process.returncode == 0:
            with contextlib.suppress(FileNotFoundError):
                self.log.unlink()


@contextlib.contextmanager
def serving(binary, place, *arguments, **options):
    server = Server(binary, place, *arguments, **options)
    try:
        yield server
    except BaseException:
        server.kill()
        raise
    status = server.stop()
    if status != 0:
        raise RuntimeError(f"the server ended with {status}:\n{server.said()[-2000:]}")
