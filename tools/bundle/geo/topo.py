"""Writes TopoJSON on an absolute grid, byte for byte the same at each run.

mapshaper's own quantisation takes its grid from the bounding box of each file; here the grid is a fixed fraction of a degree
from (0, 0), so that a border has the very same coordinates in two files.
"""

import gzip
import hashlib
import json


def used_arcs(topology):
    """Arc numbers in order of first use."""
    seen = {}

    def walk(node):
        if isinstance(node, int):
            seen.setdefault(node if node >= 0 else ~node, len(seen))
        else:
            for child in node:
                walk(child)

    for name in sorted(topology["objects"]):
        for geometry in topology["objects"][name]["geometries"]:
            walk(geometry.get("arcs", []))
    return seen


def quantised(arc, step):
    """Grid points of an arc without repeats, as deltas."""
    out, last = [], None
    for x, y in arc:
        point = (round(x / step), round(y / step))
        if point != last:
            out.append(point)
            last = point
    if len(out) == 1:
        out.append(out[0])
    deltas, (px, py) = [], (0, 0)
    for x, y in out:
        deltas.append([x - px, y - py])
        px, py = x, y
    return deltas


def area2(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


class Collapsed(Exception):
    """A ring has no area left on the grid."""


class Encoder:
    def __init__(self, topology, step):
        self.topology = topology
        self.step = step
        self.order = used_arcs(topology)
        self.arcs = [quantised(topology["arcs"][old], step) for old in self.order]

    def points(self, ring):
        out = []
        for ref in ring:
            x = y = 0
            line = []
            for dx, dy in self.arcs[ref if ref >= 0 else ~ref]:
                x, y = x + dx, y + dy
                line.append((x, y))
            line = line if ref >= 0 else line[::-1]
            out += line[1:] if out else line
        return out

    def ring(self, ring):
        return [self.order[r] if r >= 0 else ~self.order[~r] for r in ring]

    def polygon(self, polygon):
        rings = [r for r in map(self.ring, polygon)]
        kept = [r for i, r in enumerate(rings) if area2(self.points(r)) != 0]
        if not kept or area2(self.points(rings[0])) == 0:
            raise Collapsed
        return kept

    def geometry(self, geometry, key):
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        kept = []
        for polygon in polygons:
            try:
                kept.append(self.polygon(polygon))
            except Collapsed:
                continue
        code = geometry["properties"][key]
        if not kept:
            raise ValueError(f"{code} has no area left on a grid of {self.step} degree")
        if len(kept) == 1:
            return {"type": "Polygon", "id": code, "arcs": kept[0]}
        return {"type": "MultiPolygon", "id": code, "arcs": kept}


def encode(topology, step, keys):
    """TopoJSON of the objects named in ``keys`` ({object: property that becomes id}); only id is kept of the properties."""
    encoder = Encoder(topology, step)
    objects = {}
    for name, key in keys.items():
        geometries = [encoder.geometry(g, key) for g in topology["objects"][name]["geometries"]]
        objects[name] = {"type": "GeometryCollection", "geometries": sorted(geometries, key=lambda g: g["id"])}
    document = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "objects": objects,
        "arcs": encoder.arcs,
    }
    return drop_unused(document)


def drop_unused(document):
    """Renumbers the arcs after collapsed rings were left out."""
    order = used_arcs(document)

    def renumber(node):
        if isinstance(node, int):
            return order[node] if node >= 0 else ~order[~node]
        return [renumber(child) for child in node]

    for collection in document["objects"].values():
        for geometry in collection["geometries"]:
            geometry["arcs"] = renumber(geometry["arcs"])
    document["arcs"] = [document["arcs"][old] for old in order]
    return document


def write(path, document):
    """Writes compact, gzipped without date or name; returns (bytes, sha256)."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=True).encode()
    packed = gzip.compress(text, compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return len(packed), hashlib.sha256(packed).hexdigest()
