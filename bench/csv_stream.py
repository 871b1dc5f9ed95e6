"""All funded projects as one CSV, made while it is sent, beside `sqlite3 -csv` writing the same rows from a table; and the memory it takes."""
import csv
import http.client
import os
import shutil
import subprocess
import time
import urllib.parse

import http_servers
from measures import measure, paired, unmeasured

ROUNDS = 5
PATH = "/projets.csv"
NAME = "CSV of all projects, streamed"


def fetch(url, path, keep=None):
    """Seconds and bytes of an answer read to its end; written to the file `keep` when one is given."""
    began = time.monotonic()
    host = urllib.parse.urlsplit(url).netloc
    client = http.client.HTTPConnection(host, timeout=120)
    client.request("GET", path)
    answer = client.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    size = 0
    while piece := answer.read(1 << 16):
        size += len(piece)
        if keep is not None:
            keep.write(piece)
    client.close()
    return time.monotonic() - began, size


def as_table(file, database):
    """The rows of the CSV as a table of SQLite; how many there are."""
    with open(file, encoding="utf-8-sig", newline="") as source:
        columns = len(next(csv.reader(source)))
    names = ", ".join(f"c{i} TEXT" for i in range(columns))
    commands = f"CREATE TABLE project ({names});\n.mode csv\n.import --skip 1 {file} project\nSELECT count(*) FROM project;\n"
    said = subprocess.run(["sqlite3", database], input=commands, capture_output=True, text=True, check=True).stdout
    return int(said.split()[-1])


def dump(database):
    """Seconds that the peer takes, its bytes through a pipe as ours through a socket."""
    began = time.monotonic()
    with subprocess.Popen(["sqlite3", "-csv", database, "SELECT * FROM project"], stdout=subprocess.PIPE) as peer:
        while os.read(peer.stdout.fileno(), 1 << 16):
            pass
    return time.monotonic() - began


def run(binary, folder, config):
    if shutil.which("sqlite3") is None:
        return [unmeasured(NAME, "s", "sqlite3 is not installed")]
    file, database = folder / "projects.csv", str(folder / "projects.db")
    with http_servers.catalyse(binary, config) as (url, pids, _):
        fetch(url, PATH + "?q=zzqxwvk")  # what the first question of all loads is not of this one
        before = http_servers.memory_megabytes(pids[0])
        http_servers.forget_peak(pids[0])
        with open(file, "wb") as keep:
            _, size = fetch(url, PATH, keep)
        grown = http_servers.memory_megabytes(pids[0], "VmHWM") - before
        rows = as_table(file, database)
        rounds = [(fetch(url, PATH)[0], dump(database)) for _ in range(ROUNDS)]
    return [paired(f"{NAME}, {rows} rows, {size / 2**20:.0f} MB", "s", "sqlite3 -csv, the same rows from a table", rounds),
            measure("CSV of all projects, memory it takes at most", max(grown, 0.0), "MB")]
