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
            if rows is not None:
                self._rewrite(resource, as_text(rows), rows=len(rows) - 1)
        self._write_package(package)

    def _rewrite(self, resource, text, **more):
        data = text.encode("utf-8")
        data = gzip.compress(data, 1, mtime=0) if resource["path"].endswith(".gz") else data
        self.write(resource["path"], data)
        resource.update(hash="sha256:" + hashlib.sha256(data).hexdigest(), bytes=len(data), **more)

    def _write_package(self, package):
        self.write("datapackage.json", json.dumps(package, ensure_ascii=False).encode("utf-8"))

    def cut_shapes(self, keep):
        """Contours of the places `keep(object, code)` only; a file without any is no more. France as a whole is drawn from all of its outline."""
        package = self.package()
        kept = []
        for resource in package["resources"]:
            if resource.get("format") == "topojson" and "overview" not in resource["path"]:
                topology = cut_topology(json.loads(self.text(resource["path"])), keep)
                objects = {name: len(object["geometries"]) for name, object in topology["objects"].items()}
                if not sum(objects.values()):
                    (self.path / resource["path"]).unlink()
                    continue
                self._rewrite(resource, json.dumps(topology, separators=(",", ":")), rows=sum(objects.values()), objects=objects)
            kept.append(resource)
        self._write_package(package | {"resources": kept})

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


def cut_topology(topology, keep):
    """The same TopoJSON with the shapes that are kept and the arcs they are made of, numbered anew; arcs do not hang on each other."""
    arcs, numbers = [], {}

    def renumber(arc):
        if isinstance(arc, list):
            return [renumber(one) for one in arc]
        own = arc if arc >= 0 else ~arc  # TopoJSON: ~n is the arc n from its end
        if own not in numbers:
            numbers[own] = len(arcs)
            arcs.append(topology["arcs"][own])
        return numbers[own] if arc >= 0 else ~numbers[own]

    objects = {}
    for name, collection in topology["objects"].items():
        shapes = [shape | {"arcs": renumber(shape["arcs"])} for shape in collection["geometries"] if keep(name, shape["id"])]
        if shapes:
            objects[name] = collection | {"geometries": shapes}
    return topology | {"objects": objects, "arcs": arcs}


WHOLE = ("zonings/zonings_labels.csv", "projects/programmes.csv")
TABLES = ("territories/", "zonings/", "indicators/tables/", "projects/")


def small_france(source, folder):
    """The bundle with the communes of a few départements only, all of it real rows and shapes; what points outside is left blank."""
    small = Folder.copy(source, folder)
    names = [r["path"] for r in small.package()["resources"] if r.get("format") == "csv" and r["path"].startswith(TABLES)]
    cut = Cut(small.rows("territories/communes.csv.gz"))
    small.replace_all({name: cut.table(name, small.rows(name)) for name in names if name not in WHOLE})
    small.cut_shapes(cut.has_shape)
    return small


class Cut:
    """Which rows stay."""

    def __init__(self, communes):
        header, *rows = communes
        rows = [dict(zip(header, row)) for row in rows]
        kept = [row for row in rows if row["departement"] in DEPARTEMENTS]
        self.held = {name: {row[name] for row in kept if row[name]} for name in ("code", "departement", "region", "arrondissement", "epci", "ept")}

    def has_shape(self, kind, code):
        held = {"epci": "epci", "departements": "departement", "regions": "region"}.get(kind, "code")
        return code in self.held[held]

    def group(self, name):
        """(column, codes) that decide about the rows of a table."""
        stem = pathlib.Path(name).name.split(".")[0]
        held = self.held
        special = {"delegated": ("parent", held["code"]), "passage": ("new_code", held["code"]), "epci": ("siren", held["epci"]), "ept": ("siren", held["ept"]),
                   "epci_programmes": ("siren", held["epci"] | held["ept"]), "departements": ("code", held["departement"]), "regions": ("code", held["region"]),
                   "arrondissements": ("code", held["arrondissement"]), "com": ("code", set())}
        if name.startswith("projects/"):
            return "departement", held["departement"]
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
