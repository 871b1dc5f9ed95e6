#!/usr/bin/env python3
"""Builds data/projects alone and puts its files into data/datapackage.json, leaving the others as they are.

    python3 tools/bundle/build_projects.py --from ../shared/data --to data

`build.py` does the same among all the rest. The same sources give the same bytes.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import projects  # noqa: E402
from files import Sources, write_resource  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", required=True, help="folder of the open data sources")
    parser.add_argument("--to", dest="target", required=True, help="folder of the bundle")
    args = parser.parse_args()
    entries = []
    for resource in projects.build(Sources(args.source)):
        entries.append(write_resource(args.target, resource))
        said = ", ".join(f"{k} {v}" for k, v in resource.extra.items())
        print(f"{entries[-1]['bytes']:>9} bytes {entries[-1]['rows']:>7} rows  {resource.path} {said}")
    path = os.path.join(args.target, "datapackage.json")
    with open(path, encoding="utf-8") as handle:
        package = json.load(handle)
    others = [e for e in package["resources"] if e["set"] != "projets"]
    before = next((i for i, e in enumerate(others) if e["path"].startswith("geo/")), len(others))
    package["resources"] = others[:before] + entries + others[before:]
    with open(path, "w", encoding="utf-8") as handle:
        json.dump(package, handle, ensure_ascii=False, indent=1)
        handle.write("\n")
    print(f"{sum(e['bytes'] for e in entries)} bytes, {sum(e['rows'] for e in entries)} rows in {len(entries)} files")


if __name__ == "__main__":
    main()
