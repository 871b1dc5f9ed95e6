#!/usr/bin/env python3
"""All benchmarks, each beside its peer in the same run: writes a list of {name, value, unit, peer, peer_value, ratio}, and beside it the
same as a table, with the spread of the rounds.

usage: run.py --binary build/release/catalyse --benchmarks build/release --out build/bench.json [--only PART]... [--data DIR]
Exit status 1 when a part failed; what the other parts measured is written all the same. docs/benchmarks.md tells how to read it.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import csv_stream
import http_load
import http_servers
import http_start
import map_column
import page_times
import people_load
import rows_peers
import tiles
from measures import as_json, measure, parse_lines, table, unmeasured

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM_SECONDS = 900  # of one benchmark program; a quiet machine needs two minutes at most
WEIGHT_SECONDS = 120
WEIGHT_SCRIPT = "tests/journeys/weight.test.mjs"
WEIGHED = re.compile(r"([\d.]+) kB, (\d+) requests, (\d+) elements, EcoIndex ([\d.]+): (\S+)")


class World:
    """The program, and all of France imported into a temporary folder."""

    def __init__(self, options, folder):
        self.binary = options.binary.resolve()
        self.programs = options.benchmarks.resolve()
        self.data = options.data.resolve()
        self.folder = folder
        self.cached = http_servers.write_config(folder, self.data, 64)
        self.uncached = http_servers.write_config(folder, self.data, 0)

    def load(self):
        began = time.monotonic()
        run = subprocess.run([self.binary, "import", "--config", self.cached], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(f"import failed: {run.stderr[-2000:]}")
        seconds = time.monotonic() - began
        size = sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
        return [measure("import of the whole bundle, derived files included", seconds, "s"),
                measure("database and derived files on disk", size / 2**20, "MB")]

    def program(self, name):
        """Where the build put a benchmark program; None without one."""
        return next((path for path in (self.programs / name, self.programs / "bench" / name) if path.is_file()), None)

    def snapshot(self):
        return next((self.folder / "snapshots").glob("observatory-*.snapshot"))


def run_program(world, name, arguments, wrapper=()):
    path = world.program(name)
    if path is None:
        return [unmeasured(name, None, "the program is not built")]
    process = subprocess.Popen([*wrapper, path, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
                               start_new_session=True)
    try:
        said, complaints = process.communicate(timeout=PROGRAM_SECONDS)
    except subprocess.TimeoutExpired:
        # Asked, not killed: what is around the program (a database) takes itself away.
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
        raise
    if process.returncode != 0:
        raise RuntimeError(f"{name} ended with {process.returncode}: {complaints[-2000:]}")
    return parse_lines(said)


# A throw-away cluster that may forget everything, with memory enough for its tables; connections without TLS. What pg_virtualenv
# itself says goes with the errors.
POSTGRESQL = ("bash", "-c", """exec 3>&1
exec pg_virtualenv -t -o fsync=off -o shared_buffers=1GB -o max_wal_size=4GB bash -c '
  exec "$@" "postgresql://$PGUSER:$PGPASSWORD@${PGHOST:-localhost}:$PGPORT/postgres?sslmode=disable" >&3' with_postgresql "$@" >&2""", "postgresql")


def of_dossier(world):
    if shutil.which("pg_virtualenv") is None:
        return [unmeasured("dossier data of one commune", "ms", "postgresql-common is not installed")]
    return run_program(world, "sql_dossier_bench", [world.snapshot(), world.folder / "peer.db"], POSTGRESQL)


def of_peers(world):
    return run_program(world, "observatory_bench", [world.snapshot()])


def of_places(world):
    return run_program(world, "places_bench", ["--data", world.data, "--bench", ROOT / "bench"])


def of_programme(world):
    return run_program(world, "tracker_bench", [])


def of_advice(world):
    return run_program(world, "advice_bench", [])


def of_pages(world):
    return page_times.run(world.binary, world.folder, world.uncached)


def of_search(world):
    if shutil.which("pg_virtualenv") is None:
        return [unmeasured("search: five facets, 1 to 3 words", "ms", "postgresql-common is not installed")]
    return run_program(world, "search_bench", ["--data", world.data], POSTGRESQL)


def of_quality(world):
    # Judged questions are not ours to copy: measured where they are, named by CATALYSE_JUDGED.
    judged = os.environ.get("CATALYSE_JUDGED", "")
    if not judged:
        return [unmeasured("search quality: nDCG@10", None, "CATALYSE_JUDGED names no folder of judged questions")]
    return run_program(world, "search_quality", ["--set", judged])


def of_csv(world):
    return csv_stream.run(world.binary, world.folder, world.uncached)


def of_http(world):
    return http_load.run(world.binary, world.folder, (world.uncached, world.cached))


def of_map(world):
    if shutil.which("pg_virtualenv") is None:
        return [unmeasured(map_column.NAME, "ms", "postgresql-common is not installed")]
    return map_column.run(world.binary, world.folder, (world.uncached, world.cached), POSTGRESQL)


def of_growth(world):
    return run_program(world, "growth_bench", [world.folder])


def of_people(world):
    if shutil.which("wrk") is None:
        return [unmeasured("people", None, "wrk is not installed")]
    return people_load.run(world.binary, world.folder, world.cached)


def of_start(world):
    return http_start.run(world.binary, world.cached)


def of_tiles(world):
    return tiles.run(world, POSTGRESQL)


def parse_weights(text):
    """The worst of all pages from what the journey about weight prints: a line a page."""
    pages = [(float(kilobytes), int(requests), int(elements), float(score), path) for kilobytes, requests, elements, score, path in WEIGHED.findall(text)]
    if not pages:
        raise ValueError("the journey about weight named no page")
    heaviest, most, largest, lowest = (pick(pages, key=lambda page, at=at: page[at]) for pick, at in ((max, 0), (max, 1), (max, 2), (min, 3)))
    return [measure(f"page weight, heaviest of {len(pages)} pages ({heaviest[4]})", heaviest[0], "kB"),
            measure(f"page weight, median of {len(pages)} pages", statistics.median(page[0] for page in pages), "kB"),
            measure(f"requests of a page, most ({most[4]})", most[1], "requests"),
            measure(f"elements of a page, most ({largest[4]})", largest[2], "elements"),
            measure(f"EcoIndex, lowest ({lowest[4]})", lowest[3], "EcoIndex")]


def of_weight(world):
    if not (ROOT / WEIGHT_SCRIPT).is_file():
        return [unmeasured("page weight", "kB", f"{WEIGHT_SCRIPT} does not exist")]
    if not (ROOT / "tests/journeys/node_modules").is_dir() or shutil.which("chromium-headless-shell") is None:
        return [unmeasured("page weight", "kB", "tools/install.sh test was not run")]
    with http_servers.catalyse(world.binary, world.cached) as (url, _, _):
        run = subprocess.run(["node", "--test", "--test-reporter=tap", WEIGHT_SCRIPT], capture_output=True, text=True, check=False, cwd=ROOT,
                             timeout=WEIGHT_SECONDS, env={**os.environ, "CATALYSE_URL": url})
        waits = json.loads(subprocess.run(["node", ROOT / "bench/map_page.mjs"], capture_output=True, text=True, check=True, timeout=WEIGHT_SECONDS,
                                          env={**os.environ, "CATALYSE_URL": url}).stdout)
    slow = "map of all communes at 1.6 Mbit/s"
    return parse_weights(run.stdout) + [
        measure(f"{slow}, drawn", statistics.median(waits["drawn"]["seconds"]), "s"),
        measure(f"{slow}, moved in, every tile in sight drawn by software", statistics.median(waits["moved"]["seconds"]), "s"),
        measure(f"{slow}, moved in, all that came", waits["moved"]["kilobytes"], "kB")]


def of_rows(world):
    return rows_peers.run(world, run_program, POSTGRESQL, ROOT / "bench")


PARTS = {"start": of_start, "dossier": of_dossier, "peers": of_peers, "places": of_places, "rows": of_rows, "programme": of_programme,
         "advice": of_advice, "pages": of_pages, "search": of_search, "quality": of_quality, "csv": of_csv, "http": of_http, "people": of_people, "map": of_map, "growth": of_growth, "tiles": of_tiles,
         "weight": of_weight}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--benchmarks", type=pathlib.Path, required=True, help="where the benchmark programs were built")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "data")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; may be given several times")
    return parser.parse_args()


def main():
    options = arguments()
    load_before = os.getloadavg()[0]
    measures, failed = [], []
    with tempfile.TemporaryDirectory(prefix="catalyse-bench-") as name:
        world = World(options, pathlib.Path(name))
        measures += world.load()
        for part in options.only or PARTS:
            began = time.monotonic()
            try:
                measures += PARTS[part](world)
            except (RuntimeError, ValueError, OSError, subprocess.SubprocessError) as problem:
                failed.append(f"{part}: {problem}")
                measures.append(unmeasured(part, None, "failed"))
            print(f"{part}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    measures += [measure(f"load of the machine {when} ({os.cpu_count()} cores)", value, "processes")
                 for when, value in (("before", load_before), ("after", os.getloadavg()[0]))]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(as_json(measures), encoding="utf-8")
    options.out.with_suffix(".txt").write_text(table(measures) + "\n", encoding="utf-8")
    print(table(measures))
    for problem in failed:
        print(problem, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
