#!/usr/bin/env python3
"""Cuts the small France that all tests share out of the product's bundle: real rows of about forty places, in the bundle's own format.

    python3 tests/world/extract.py --data data --out tests/world

The sets « territoires », « zonages » and « indicateurs ». What points outside the extract (the chef-lieu of a département, say) is left blank; nothing
is made up. Run it again when the bundle changes; tests name the places below and may count on them.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import pathlib

COMMUNES = """
76540 76575 76681 76108 76095 76351 76322
49092 49301
2A004 2A249
97411 97418 97228 97611
75056 75101 75112 75120 93066 92012 94038
29083 85113 22016
98818 97502
35236 44185 56001 35294
85084 85165 85212
73304 48095
""".split()
SETS = ("territoires", "zonages", "indicateurs", "projets")
UNPLACED = 60  # lines of each file of subsidies to associations, which name no commune
CATALOGUE = ("themes", "indicators", "series")


def read(path):
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else open(path, encoding="utf-8", newline="")
    with opened as handle:
        return list(csv.DictReader(handle))


class World:
    def __init__(self, tables):
        self.communes = set(COMMUNES)
        rows = [r for r in tables["communes"] if r["code"] in self.communes]
        self.sirens = {r["siren"] for r in rows if r["siren"]} | {r["epci"] for r in rows if r["epci"]}
        self.names = {(r["departement"], r["name"].lower()) for r in rows}
        self.taken = {}
        # Tables of figures keep the codes of their sources: old ones of the communes too.
        self.figures = self.communes | {r["old_code"] for r in tables["passage"] if r["new_code"] in self.communes}
        missing = self.communes - {r["code"] for r in rows}
        if missing:
            raise SystemExit(f"not in the bundle: {sorted(missing)}")
        self.held = {column: {r[column] for r in rows if r[column]}
                     for column in ("departement", "region", "arrondissement", "epci", "ept")}

    def keep_figures(self, stem, row):
        level = stem.rsplit("_", 1)[1]
        held = self.figures if level == "com" else self.held[{"epci": "epci", "dep": "departement", "reg": "region"}[level]]
        return row if row["code"] in held else None

    def keep_project(self, stem, row):
        """Of the places of the extract, by code, SIREN or name; and the first lines that have no place at all."""
        name = row["beneficiary"].lower().replace("commune de ", "")
        if stem in ("associations_2010", "pays_de_la_loire"):
            self.taken[stem] = self.taken.get(stem, 0) + 1
            return row if self.taken[stem] <= UNPLACED else None
        named = not row["insee"] and not row["siren"] and (row["departement"], name) in self.names
        return row if row["insee"] in self.figures or row["siren"] in self.sirens or named else None

    def keep(self, stem, path, row):
        """The row as the extract has it, or None."""
        row = dict(row)
        if stem in ("communes", "names", "postcodes", "communes_zonings", "communes_programmes"):
            return row if row["code"] in self.communes else None
        if stem == "delegated":
            return row if row["parent"] in self.communes else None
        if stem == "passage":
            return row if row["new_code"] in self.communes else None
        if stem == "restored":
            return row if {row["code"], row["from_code"]} <= self.communes else None
        if stem in ("epci", "ept"):
            return row if row["siren"] in self.held[stem] else None
        if stem == "programmes":
            return row
        if path.startswith("projects/"):
            return self.keep_project(stem, row)
        if stem in CATALOGUE:
            return row | {"table": row["table"].removesuffix(".gz")} if stem == "series" else row
        if "tables/" in path:
            return self.keep_figures(stem, row)
        if stem == "epci_programmes":
            return row if row["siren"] in self.held["epci"] | self.held["ept"] else None
        if stem == "zonings_labels":
            return row
        held = {"departements": "departement", "regions": "region", "arrondissements": "arrondissement", "com": "departement"}[stem]
        if row["code"] not in self.held[held]:
            return None
        if row.get("chef_lieu") and row["chef_lieu"] not in self.communes:
            row["chef_lieu"] = ""
        return row


def whole_passages(rows):
    """Without the old codes of which the extract has only a part: their weights would not sum to 1."""
    total = {}
    for row in rows:
        total[row["old_code"]] = total.get(row["old_code"], 0) + float(row["weight"])
    return [row for row in rows if abs(total[row["old_code"]] - 1) < 1e-6]


def stem_of(resource):
    return pathlib.PurePosixPath(resource["path"]).name.removesuffix(".gz").removesuffix(".csv")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of the bundle")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder of the extract")
    args = parser.parse_args()
    package = json.loads((args.data / "datapackage.json").read_text(encoding="utf-8"))
    resources = [r for r in package["resources"] if r["set"] in SETS]
    tables = {stem_of(r): read(args.data / r["path"]) for r in resources}
    world = World(tables)
    for resource in resources:
        stem = stem_of(resource)
        rows = [kept for row in tables[stem] if (kept := world.keep(stem, resource["path"], row))]
        if stem == "passage":
            rows = whole_passages(rows)
        text = io.StringIO()
        writer = csv.DictWriter(text, [f["name"] for f in resource["schema"]["fields"]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        content = text.getvalue().encode("utf-8")
        resource["path"] = resource["path"].removesuffix(".gz")
        resource.pop("compression", None)
        resource |= {"bytes": len(content), "rows": len(rows), "hash": "sha256:" + hashlib.sha256(content).hexdigest()}
        target = args.out / resource["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    package |= {"name": "catalyse-world", "title": "Catalyse : la petite France des tests", "resources": resources,
                "description": "Extrait du paquet de données, fait par tests/world/extract.py."}
    (args.out / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(", ".join(f"{stem_of(r)} {r['rows']}" for r in resources))


if __name__ == "__main__":
    main()
