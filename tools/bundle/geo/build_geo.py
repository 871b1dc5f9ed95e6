#!/usr/bin/env python3
"""Builds data/geo: the contours of France in the codes of the COG 2026. See README.md beside this file."""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import resources
import topo
from codes import PLM, Cog, read_json
from split import insert_points, split

HERE = Path(__file__).resolve().parent
MAPSHAPER = str(HERE / "node_modules/.bin/mapshaper")

FINE_STEP = 0.00001
LIGHT_STEP = 0.0001
OVERVIEW_STEP = 0.001

LIGHT_INTERVAL_METRES = 260
# The four overseas islands are drawn three to six times larger than the rest.
OVERVIEW_INTERVAL_METRES = "['01', '02', '04', '06'].includes(region) ? 800 : 3500"
OVERVIEW_SMALLEST_ISLAND = "9km2"

KEYS = {
    "communes": "commune",
    "arrondissements_municipaux": "cell",
    "epci": "epci",
    "departements": "departement",
    "regions": "region",
}


def read_fine(path):
    """{code 2018: geometry} of the archive of one GeoJSON per département."""
    unpacked = subprocess.run(["zstd", "-dc", str(path)], stdout=subprocess.PIPE, check=True).stdout
    with tempfile.TemporaryFile() as stream:
        stream.write(unpacked)
        stream.seek(0)
        found = {}
        with tarfile.open(fileobj=stream) as archive:
            for member in sorted((m for m in archive if m.isfile()), key=lambda m: m.name):
                for feature in json.load(archive.extractfile(member))["features"]:
                    code = feature["properties"]["code"]
                    if code in found:
                        raise ValueError(f"{code} twice in {path}")
                    found[code] = feature["geometry"]
    return found


def split_wholes(fine, light, cog):
    """Cells for what the fine file does not divide: {cell code: geometry}; the neighbours in ``fine`` get the new vertices."""
    parts = {whole: [a for a, of in cog.arrondissements.items() if of == whole] for whole in PLM}
    parts["14712"] = ["14712", "14666"]
    cells = {}
    for whole, codes in sorted(parts.items()):
        geometry = fine.pop(whole)
        divided, inserts = split(MAPSHAPER, geometry, {c: light[c] for c in codes})
        if sorted(divided) != sorted(codes):
            raise ValueError(f"{whole}: parts without a face: {sorted(set(codes) - set(divided))}")
        for other in fine.values():
            insert_points(other, inserts)
        for code, polygons in divided.items():
            cells[code] = {"type": "MultiPolygon", "coordinates": polygons}
    return cells


def properties(cell, cog):
    commune = cog.arrondissements.get(cell) or cog.to_current(cell)
    entity = cog.current[commune]
    return {
        "cell": cell,
        "commune": commune,
        "epci": cog.epci.get(commune),
        "departement": entity["departement"],
        "region": entity["region"],
        "plm": int(cell in cog.arrondissements),
    }


def cells(shared, cog):
    """All cells (communes of 2018 and municipal arrondissements) as GeoJSON with what they belong to in 2026."""
    fine = read_fine(shared / "geo/france-geojson-2018/communes-par-departement.tar.zst")
    light = {f["properties"]["code"]: f["geometry"] for f in read_json(shared / "geo/communes-1000m.geojson.gz")["features"]}
    fine |= split_wholes(fine, light, cog)
    features = [
        {"type": "Feature", "properties": properties(code, cog), "geometry": fine[code]} for code in sorted(fine)
    ]
    return {"type": "FeatureCollection", "features": features}


def layers():
    """mapshaper commands that make the five layers from the cells, on the same arcs."""
    return [
        "-dissolve", "commune", "copy-fields=region", "+", "name=communes", "target=cells",
        "-filter", "plm == 1", "+", "name=arrondissements_municipaux", "target=cells",
        "-filter", "epci !== null", "+", "name=with_epci", "target=cells",
        "-dissolve", "epci", "name=epci", "target=with_epci",
        "-dissolve", "departement", "+", "name=departements", "target=cells",
        "-dissolve", "region", "+", "name=regions", "target=cells",
    ]


def mapshaper(arguments):
    done = subprocess.run(["node", "--max-old-space-size=6144", MAPSHAPER, *arguments], stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"mapshaper: {done.stderr}")
    sys.stderr.write(done.stderr)


def topologies(source, work):
    """Runs mapshaper: the topologies fine, light and overview as dictionaries."""
    target = "target=communes,arrondissements_municipaux,epci,departements,regions"
    start = ["-i", str(source), "name=cells", "-clean", "target=cells"]
    out = ["-o", "format=topojson", "no-quantization"]
    simplify = ["-simplify", "visvalingam", "weighted", "keep-shapes", "target=cells"]
    mapshaper([*start, *layers(), *out, str(work / "fine.json"), target])
    mapshaper([*start, *simplify, f"interval={LIGHT_INTERVAL_METRES}", *layers(), *out, str(work / "light.json"), target])
    overview = [
        "-dissolve", "departement", "copy-fields=region", "name=departements", "target=cells",
        "-filter-islands", f"min-area={OVERVIEW_SMALLEST_ISLAND}", "target=departements",
        "-simplify", "visvalingam", "weighted", "keep-shapes", "variable",
        f"interval={OVERVIEW_INTERVAL_METRES}", "target=departements",
        "-dissolve", "region", "+", "name=regions", "target=departements",
    ]
    mapshaper([*start, *overview, *out, str(work / "overview.json"), "target=departements,regions"])
    return {name: json.loads((work / f"{name}.json").read_text()) for name in ("fine", "light", "overview")}


def of_region(topology, region, cog):
    """The topology with only the communes and municipal arrondissements of one region."""
    def keep(geometry):
        return cog.current[geometry["properties"]["commune"]]["region"] == region

    objects = {
        name: {"geometries": [g for g in topology["objects"][name]["geometries"] if keep(g)]}
        for name in ("communes", "arrondissements_municipaux")
    }
    return {"arcs": topology["arcs"], "objects": {n: o for n, o in objects.items() if o["geometries"]}}


def documents(built, cog):
    """{file name: TopoJSON document}."""
    out = {"light.topojson.gz": topo.encode(built["light"], LIGHT_STEP, KEYS)}
    for region in sorted({e["region"] for e in cog.current.values() if e["zone"] != "com"}):
        part = of_region(built["fine"], region, cog)
        out[f"fine-{region}.topojson.gz"] = topo.encode(part, FINE_STEP, {n: KEYS[n] for n in part["objects"]})
    supra = ("epci", "departements", "regions")
    part = {"arcs": built["fine"]["arcs"], "objects": {n: built["fine"]["objects"][n] for n in supra}}
    out["fine-supra.topojson.gz"] = topo.encode(part, FINE_STEP, {n: KEYS[n] for n in supra})
    out["overview.topojson.gz"] = topo.encode(built["overview"], OVERVIEW_STEP, {n: KEYS[n] for n in ("departements", "regions")})
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="shared", type=Path, required=True, help="directory of the raw open data")
    parser.add_argument("--to", dest="target", type=Path, required=True, help="directory to fill, such as data/geo")
    options = parser.parse_args()
    cog = Cog(options.shared)
    options.target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        source = work / "cells.json"
        collection = cells(options.shared, cog)
        source.write_text(json.dumps(collection, separators=(",", ":")))
        present = {f["properties"]["commune"] for f in collection["features"]}
        built = documents(topologies(source, work), cog)
    covered = resources.write_missing(options.target / "contours_missing.csv", cog, present)
    resources.write_notes(options.target / "contours_notes.csv", cog, covered)
    described = {}
    for file, document in built.items():
        size, digest = topo.write(options.target / file, document)
        rows = {n: len(o["geometries"]) for n, o in document["objects"].items()}
        described[file] = (size, digest, rows)
        print(f"{file}: {size} bytes, {len(document['arcs'])} arcs, {rows}")
    resources.write(options.target, described, cog.regions)


if __name__ == "__main__":
    main()
