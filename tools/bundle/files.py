"""Reading the source files and writing the bundle's own files, always the same bytes.

Sources are read under one root given by the caller; nothing here knows where it is.
Output: UTF-8, comma, RFC 4180, LF, header line; `.gz` files carry no name and no date, so
that two runs on the same sources give identical bytes.
"""
import csv
import functools
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from decimal import Decimal

SPACES = re.compile(r"[\s\u00a0\u202f€]")


class Sources:
    """The source tree. Every path asked for is remembered, so that a check can list them."""

    def __init__(self, root):
        self.root = root
        self.used = set()

    def path(self, name):
        self.used.add(name)
        return os.path.join(self.root, name)

    @functools.lru_cache(maxsize=None)
    def json(self, name):
        """A JSON file, plain, .gz or .zst (the latter by the zstd command)."""
        path = self.path(name)
        if name.endswith(".zst"):
            text = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
        elif name.endswith(".gz"):
            with gzip.open(path, "rb") as handle:
                text = handle.read()
        else:
            with open(path, "rb") as handle:
                text = handle.read()
        return json.loads(text)

    @functools.lru_cache(maxsize=None)
    def rows(self, name, delimiter=","):
        """The lines of a CSV file as dictionaries, in file order."""
        opener = gzip.open if name.endswith(".gz") else open
        with opener(self.path(name), "rt", encoding="utf-8-sig", newline="") as handle:
            return list(csv.DictReader(handle, delimiter=delimiter))


def plain_number(text):
    """A source number as the shortest decimal with a dot and the same value; '' stays ''.

    `12.0` is 12, `0,35` is 0.35, `21 667,00 €` is 21667. Anything that is not a number raises
    ValueError: a silent wrong figure is worse than a stopped build.
    """
    text = SPACES.sub("", text).replace(",", ".")
    if text == "":
        return ""
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text):
        raise ValueError(f"not a number: {text!r}")
    if "e" in text.lower():
        text = format(Decimal(text), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass
class Field:
    name: str
    type: str
    description: str


@dataclass
class Resource:
    """One file of the bundle with all that datapackage.json says about it."""
    path: str
    set: str
    title: str
    title_en: str
    description: str
    producer: str
    relay: str
    vintage: str
    cog_vintage: str
    licenses: list
    sources: list
    fields: list
    rows: list = field(repr=False, default_factory=list)
    key: tuple = ("code",)
    extra: dict = field(default_factory=dict)

    @property
    def name(self):
        stem = os.path.basename(self.path).split(".")[0]
        return stem.lower().replace("_", "-")


def csv_bytes(fields, rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([f.name for f in fields])
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def write_bytes(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if path.endswith(".gz"):
        data = gzip.compress(data, compresslevel=9, mtime=0)
    with open(path, "wb") as handle:
        handle.write(data)
    return data


def write_resource(root, res):
    """Writes the file, checks widths and the key, and returns its datapackage entry."""
    width = len(res.fields)
    for row in res.rows:
        if len(row) != width:
            raise ValueError(f"{res.path}: {len(row)} cells instead of {width}: {row}")
    where = [[f.name for f in res.fields].index(k) for k in res.key]
    keys = [tuple(row[i] for i in where) for row in res.rows]
    if len(set(keys)) != len(keys):
        double = next(k for k in sorted(keys) if keys.count(k) > 1)
        raise ValueError(f"{res.path}: key {double} twice")
    data = write_bytes(os.path.join(root, res.path), csv_bytes(res.fields, res.rows))
    entry = {
        "name": res.name, "path": res.path, "set": res.set, "title": res.title,
        "title_en": res.title_en, "description": res.description, "producer": res.producer,
        "relay": res.relay, "vintage": res.vintage, "cog_vintage": res.cog_vintage,
        "licenses": res.licenses, "sources": [{"title": s} for s in res.sources],
        "bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "rows": len(res.rows), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
    }
    if res.path.endswith(".gz"):
        entry["compression"] = "gz"
    entry.update(res.extra)
    entry["schema"] = {
        "fields": [{"name": f.name, "type": f.type, "description": f.description} for f in res.fields],
        "primaryKey": list(res.key),
    }
    return entry


ETALAB = {"name": "etalab-2.0", "title": "Licence Ouverte / Open Licence 2.0",
          "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
MIT = {"name": "MIT", "title": "MIT License (relais / relay)", "path": "https://opensource.org/license/mit"}
GPL = {"name": "GPL-3.0-or-later", "title": "GNU General Public License v3 or later",
       "path": "https://www.gnu.org/licenses/gpl-3.0.html"}
