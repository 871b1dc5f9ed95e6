"""Copies of the data bundle to be changed or damaged, and a smaller one cut from it, so that a fault costs seconds."""
import csv
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil

# A metropolis, a mountain, an overseas département, Paris and its suburb, Corsica, a merged commune; whole départements, so that sums hold.
DEPARTEMENTS = ("2A", "48", "49", "75", "76", "93", "974")
BY_COMMUNE = ("indicators/tables/", "zonings/communes_")


def link_or_copy(source, target):
    """A link costs nothing, and a changed file is always written anew."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Folder:
    """A bundle in a folder of ours."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder)

    @classmethod
    def copy(cls, source, folder):
        shutil.copytree(source, folder, copy_function=link_or_copy)
        return cls(folder)

    def package(self):
        return json.loads((self.path / "datapackage.json").read_text(encoding="utf-8"))

    def write(self, name, data):
        target = self.path / name
        target.unlink()
        target.write_bytes(data)

    def text(self, name):
        data = (self.path / name).read_bytes()
        return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")

    def replace(self, name, rows):
        """A new table (header and rows), properly declared: checksum, size and number of rows follow."""
        self.replace_all({name: rows})

    def replace_all(self, tables):
        package = self.package()
        for resource in package["resources"]:
            rows = tables.get(resource["path"])
            if rows is None:
                continue
            data = as_text(rows).encode("utf-8")
            data = gzip.compress(data, 1, mtime=0) if resource["path"].endswith(".gz") else data
            self.write(resource["path"], data)
            resource.update(hash="sha256:" + hashlib.sha256(data).hexdigest(), bytes=len(data), rows=len(rows) - 1)
        self.write("datapackage.json", json.dumps(package, ensure_ascii=False).encode("utf-8"))

    def rows(self, name):
        return list(csv.reader(io.StringIO(self.text(name), newline="")))

    def flip(self, name, offset):
        data = bytearray((self.path / name).read_bytes())
        data[offset] ^= 0x20
        self.write(name, bytes(data))

    def truncate(self, name, size):
        self.write(name, (self.path / name).read_bytes()[:size])

    def set_cell(self, name, code, column, value):
        """Changes one cell of the row whose first column is `code`."""
        rows = self.rows(name)
        next(row for row in rows if row[0] == code)[rows[0].index(column)] = value
        self.replace(name, rows)


def as_text(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


TABLES = ("territories/", "zonings/", "indicators/tables/")


def small_france(source, folder):
    """The bundle with the communes of a few départements only, all of it real rows; what points outside is left blank."""
    small = Folder.copy(source, folder)
    names = [r["path"] for r in small.package()["resources"] if r.get("format") == "csv" and r["path"].startswith(TABLES)]
    cut = Cut(small.rows("territories/communes.csv.gz"))
    small.replace_all({name: cut.table(name, small.rows(name)) for name in names if name != "zonings/zonings_labels.csv"})
    return small


class Cut:
    """Which rows stay."""

    def __init__(self, communes):
        header, *rows = communes
        rows = [dict(zip(header, row)) for row in rows]
        kept = [row for row in rows if row["departement"] in DEPARTEMENTS]
        self.held = {name: {row[name] for row in kept if row[name]} for name in ("code", "departement", "region", "arrondissement", "epci", "ept")}

    def group(self, name):
        """(column, codes) that decide about the rows of a table."""
        stem = pathlib.Path(name).name.split(".")[0]
        held = self.held
        special = {"delegated": ("parent", held["code"]), "passage": ("new_code", held["code"]), "epci": ("siren", held["epci"]), "ept": ("siren", held["ept"]),
                   "epci_programmes": ("siren", held["epci"] | held["ept"]), "departements": ("code", held["departement"]), "regions": ("code", held["region"]),
                   "arrondissements": ("code", held["arrondissement"]), "com": ("code", set())}
        by_suffix = {"dep": held["departement"], "reg": held["region"], "epci": held["epci"]}
        return special.get(stem) or ("code", by_suffix.get(stem.rsplit("_")[-1], held["code"]))

    def table(self, name, rows):
        header, *rows = rows
        column, codes = self.group(name)
        at = header.index(column)
        rows = [row for row in rows if row[at] in codes]
        for outside in {"chef_lieu", "from_code"} & set(header):
            at = header.index(outside)
            rows = [row for row in rows if outside != "from_code" or row[at] in codes]
            for row in rows:
                if outside == "chef_lieu" and name != "territories/communes.csv.gz" and row[at] not in self.held["code"]:
                    row[at] = ""
        return [header, *rows]
