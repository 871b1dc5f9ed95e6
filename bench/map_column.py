"""The map of one indicator over all communes: its classes and the column of its values, ours over HTTP beside the same from PostgreSQL.

Both sides give, for each of some indicators, the starts of five quantile classes, a letter or a class for each commune and the values in
the order of the codes; PostgreSQL is asked by psql, prepared, and tells the time that it took itself. The values are compared first.
"""
import contextlib
import csv
import json
import re
import socket
import statistics
import subprocess
import time
import urllib.parse

import http_servers
from measures import measure, paired, unmeasured

ADDRESS = "/carte/colonne"
CLASSES = 5
INDICATORS = 12
ROUNDS = 7
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.I)
TIME = re.compile(r"^Time: ([\d.]+) ms", re.M)
PRESENT = "123456789abcdefghi"  # class of a value, by a letter where it is of low reliability
NAME = "map of one indicator, all communes: classes and column"

TABLES = """
CREATE TABLE cell (indicator text, place int, state text, value bigint, PRIMARY KEY (indicator, place) INCLUDE (state, value));
\\copy cell FROM '{file}' WITH (FORMAT csv)
VACUUM (ANALYZE) cell;
SET jit = off;
PREPARE whole(text) AS
  WITH one AS MATERIALIZED (SELECT place, state, value FROM cell WHERE indicator = $1),
       cut AS (SELECT percentile_disc(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY value) AS starts, min(value) AS low,
                      max(value) AS high FROM one WHERE value IS NOT NULL)
  SELECT low, starts, high,
         string_agg(CASE WHEN value IS NULL THEN state ELSE (1 + width_bucket(value, starts))::text END, '' ORDER BY place),
         string_agg(value::text, ',' ORDER BY place)
  FROM one, cut GROUP BY low, starts, high;
"""


def address(indicator):
    query = {"indicateur": indicator, "niveau": "commune", "classes": CLASSES}
    return f"{ADDRESS}?{urllib.parse.urlencode(query)}"


def ask(client, path, coding="identity"):
    """(milliseconds until the last byte, body)"""
    took, head, body = client.timed(path, coding)
    encoding = re.search(rb"\r\ncontent-encoding: (\S+)", head, re.I)
    if not head.startswith(b"HTTP/1.1 200 ") or (encoding.group(1).decode() if encoding else "identity") != coding:
        raise RuntimeError(f"{path}: {head.splitlines()[0]}, encoding {encoding}")
    return took, body


def values(column):
    """The values in the order of the places that have one, from the packed ones of each class (packing_rules.hpp)."""
    unpacked = []
    for one in column["classes"]:
        count = len(one["values"]) // one["figures"]
        codes = [ord(character) - 35 for character in one["values"]]
        sums = [0] * count
        for at, code in enumerate(codes):
            sums[at % count] = sums[at % count] * 91 + (code - 1 if code > 57 else code)
        unpacked.append(iter([one["base"] + one["step"] * number for number in sums]))
    return [next(unpacked[PRESENT.index(letter) % 9]) for letter in column["places"] if letter in PRESENT]


def columns(client):
    """Indicators of communes with their columns; none where the program has no such address."""
    found = {}
    for indicator in json.loads(ask(client, "/donnees/indicateurs.json")[1])["indicators"]:
        _, head, column = client.timed(address(indicator["id"]), "identity")
        if head.startswith(b"HTTP/1.1 200 "):
            found[indicator["id"]] = json.loads(column)
            found[indicator["id"]]["values"] = values(found[indicator["id"]])
        if len(found) == INDICATORS:
            break
    return found


def write_cells(file, found):
    """A line for each commune: its value, or the letter of why it has none."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        for indicator, column in found.items():
            values = iter(column["values"])
            for place, letter in enumerate(column["places"]):
                rows.writerow([indicator, place, letter, next(values) if letter in PRESENT else ""])


class PlainClient:
    """One connection kept open, read as little as can be while the clock runs: psql's own clock has no Python in it either."""

    def __init__(self, url):
        place = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((place.hostname, place.port), timeout=60)
        self.host = place.netloc

    def timed(self, path, coding):
        """(milliseconds from the request to the last byte, head, body)"""
        request = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: {coding}\r\n\r\n".encode()
        began = time.perf_counter()
        self.socket.sendall(request)
        said, wanted = bytearray(), None
        while wanted is None or len(said) < wanted:
            piece = self.socket.recv(1 << 20)
            if not piece:
                raise RuntimeError(f"{path}: the connection was closed")
            said += piece
            end = said.find(b"\r\n\r\n") if wanted is None else -1
            if end >= 0:
                wanted = end + 4 + int(LENGTH.search(said, 0, end + 2).group(1))
                body_at = end + 4
        took = 1000 * (time.perf_counter() - began)
        return took, bytes(said[:body_at]), bytes(said[body_at:])

    def close(self):
        self.socket.close()


class Psql:
    """One connection kept open."""

    def __init__(self, process):
        self.process = process

    def ask(self, indicator):
        """(milliseconds by its own clock, the row)"""
        self.process.stdin.write(f"EXECUTE whole('{indicator}');\n")
        self.process.stdin.flush()
        row = ""
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("psql ended")
            said = TIME.match(line)
            if said:
                return float(said.group(1)), row
            row += line.strip()


@contextlib.contextmanager
def postgresql(wrapper, file):
    """psql in a throw-away cluster (`wrapper` appends its address), with the cells of `file`."""
    command = [*wrapper, "stdbuf", "-oL", "psql", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            process.stdin.write(TABLES.format(file=file) + "\\timing on\n")
            yield Psql(process)
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait(60)


def run(binary, folder, configs, wrapper):
    """The measures. `configs`: settings without and with a page cache."""
    with http_servers.catalyse(binary, configs[0]) as (plain_url, _, _), http_servers.catalyse(binary, configs[1]) as (url, _, _):
        plain, cached = PlainClient(plain_url), PlainClient(url)
        found = columns(plain)
        if not found:
            return [unmeasured(NAME, "ms", f"no {ADDRESS} in this program")]
        write_cells(folder / "cells.csv", found)
        sizes = {coding: [len(ask(cached, address(one), coding)[1]) for one in found] for coding in ("gzip", "br")}
        timed = list(found)[:: max(1, len(found) // INDICATORS)]
        rendered, kept = [], []
        with postgresql(wrapper, folder / "cells.csv") as psql:
            for indicator, column in found.items():
                _, row = psql.ask(indicator)
                if row.rpartition("|")[2] != ",".join(str(value) for value in column["values"]):
                    raise RuntimeError(f"PostgreSQL has other values of {indicator}")
            for _ in range(ROUNDS):
                for indicator in timed:
                    path = address(indicator)
                    theirs = psql.ask(indicator)[0]
                    rendered.append((ask(plain, path)[0], theirs))
                    kept.append((ask(cached, path, "br")[0], theirs))
        plain.close()
        cached.close()
    peer = "PostgreSQL, classes and column by one prepared query"
    return [paired(f"{NAME}, made each time, over HTTP", "ms", peer, rendered), paired(f"{NAME}, from the cache, brotli", "ms", peer, kept),
            *(measure(f"{NAME}, {coding}, largest of {len(found)}", max(of) / 1000, "kB") for coding, of in sizes.items()),
            *(measure(f"{NAME}, {coding}, median", statistics.median(of) / 1000, "kB") for coding, of in sizes.items())]
