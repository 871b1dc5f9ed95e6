#!/usr/bin/env python3
"""Builds the product's own data bundle from the tree of open data.

    python3 tools/bundle/build.py --from ../shared/data --to data

The same sources give the same bytes: nothing here reads the clock. Python standard library and
the `zstd` command. What each file holds and leaves out is in tools/bundle/README.md.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import indicators  # noqa: E402
import joined  # noqa: E402
import projects  # noqa: E402
import tables  # noqa: E402
import territories  # noqa: E402
import zonings  # noqa: E402
from cog import Cog  # noqa: E402
from files import ETALAB, MIT, Sources, write_resource  # noqa: E402

# The newest file of the sources (aids of June 2026 apart, which are not part of this bundle): the COG 2026.
CREATED = "2026-01-01T00:00:00Z"
VERSION = "1.0.0"


def package(entries, refused):
    return {
        "name": "catalyse-data", "title": "Catalyse : territoires, zonages et indicateurs de France",
        "version": VERSION, "created": CREATED,
        "description": "Paquet de données de Catalyse, construit par tools/bundle/build.py. Voir docs/data.md.",
        "profile": "data-package", "licenses": [ETALAB, MIT], "resources": entries,
        "refused": [{"table": t, "number": n, "reason": r} for t, n, r in refused],
    }


def kept_entries(root):
    """Contours are made by another script, programmes, cases, the library and the questionnaire are written by hand: each leaves its own list of resources."""
    entries = []
    for folder in ("geo", "programmes", "cases", "library", "assessment"):
        path = os.path.join(root, folder, "resources.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as handle:
                entries += json.load(handle)
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", required=True, help="folder of the open data sources")
    parser.add_argument("--to", dest="target", required=True, help="folder of the bundle")
    args = parser.parse_args()
    cog = Cog(Sources(args.source))
    entries = []
    zoning_files, classes = zonings.build(cog)
    resources = territories.build(cog) + zoning_files + tables.build(cog) + joined.build(cog, classes)
    resources += indicators.build(resources)
    resources += projects.build(cog.sources)
    for resource in resources:
        entries.append(write_resource(args.target, resource))
        print(f"{entries[-1]['bytes']:>9} bytes {entries[-1]['rows']:>7} rows  {resource.path}")
    refused = list(dict.fromkeys(tables.REFUSED))
    entries += kept_entries(args.target)
    with open(os.path.join(args.target, "datapackage.json"), "w", encoding="utf-8") as handle:
        json.dump(package(entries, refused), handle, ensure_ascii=False, indent=1)
        handle.write("\n")
    for table, number, reason in refused:
        print(f"refused: {table}: {number}: {reason}")
    print(f"{sum(e['bytes'] for e in entries)} bytes in {len(entries)} files")


if __name__ == "__main__":
    main()
