"""Divides a precise polygon along the borders of a coarse partition of the same place.

Used where the fine file knows only the whole: Paris, Lyon and Marseille (municipal arrondissements) and Troarn before
Sannerville left it. The coarse outline never coincides with the fine one, so only the coarse *inner* borders are kept;
where such a border reaches the coarse outline it is prolonged in its own direction until it leaves the fine polygon. Each piece
goes to the coarse part that it overlaps most, or to the nearest one (the islands off Marseille).
"""

import json
import math
import subprocess
from collections import Counter, defaultdict

PRECISION = 5
PROLONG_DEGREES = 0.05
SAMPLE_STEPS = 24


def polygons_of(geometry):
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def in_ring(x, y, ring):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def inside(x, y, geometry):
    return any(in_ring(x, y, p[0]) and not any(in_ring(x, y, h) for h in p[1:]) for p in polygons_of(geometry))


def edges(geometry):
    for polygon in polygons_of(geometry):
        for ring in polygon:
            yield from zip(map(tuple, ring), map(tuple, ring[1:]))


def inner_borders(parts):
    """Segments that two parts share, and prolongations from the nodes where they meet the common outline."""
    count = Counter(tuple(sorted(e)) for g in parts.values() for e in edges(g))
    inner = [e for e, n in count.items() if n > 1]
    outline = {point for e, n in count.items() if n == 1 for point in e}
    towards = defaultdict(list)
    for a, b in inner:
        towards[b].append(a)
        towards[a].append(b)
    lines = [list(e) for e in sorted(inner)]
    for node in sorted(p for p in towards if p in outline):
        for before in sorted(towards[node]):
            dx, dy = node[0] - before[0], node[1] - before[1]
            k = PROLONG_DEGREES / math.hypot(dx, dy)
            lines.append([node, (node[0] + dx * k, node[1] + dy * k)])
    return lines


def crossing(a, b, c, d):
    """The point where segments ab and cd cross, with its place along ab, or None."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    det = rx * sy - ry * sx
    if det == 0:
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / det
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / det
    if not (0 <= t <= 1 and 0 <= u <= 1):
        return None
    return t, u, (round(a[0] + t * rx, PRECISION), round(a[1] + t * ry, PRECISION))


def with_points(chain, inserts):
    """The chain of points with the inserts ``{(a, b): [(place, point)]}`` added to its segments, in either direction."""
    out = [chain[0]]
    for a, b in zip(chain, chain[1:]):
        found = sorted(inserts.get((a, b), [])) or sorted(inserts.get((b, a), []), reverse=True)
        for _, point in found:
            if point != out[-1]:
                out.append(point)
        if b != out[-1]:
            out.append(b)
    return out


def node_lines(whole, lines):
    """Common vertices where the lines cross the outline of ``whole``: (inserts for the outline, noded lines)."""
    on_outline, on_lines = defaultdict(list), defaultdict(list)
    for a, b in edges(whole):
        for c, d in lines:
            hit = crossing(a, b, c, d)
            if hit:
                on_outline[(a, b)].append((hit[0], hit[2]))
                on_lines[(c, d)].append((hit[1], hit[2]))
    return on_outline, [with_points([tuple(c), tuple(d)], on_lines) for c, d in lines]


def insert_points(geometry, inserts):
    """Adds the new vertices in place; every neighbour must get them too, so that borders still coincide."""
    for polygon in polygons_of(geometry):
        for i, ring in enumerate(polygon):
            chain = [tuple(p) for p in ring]
            if any((a, b) in inserts or (b, a) in inserts for a, b in zip(chain, chain[1:])):
                polygon[i] = [list(p) for p in with_points(chain, inserts)]


def faces(mapshaper, lines):
    """Polygons enclosed by the lines."""
    source = {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": l} for l in lines if len(l) > 1]}
    command = [mapshaper, "-", "-polygons", "-o", "-", "format=geojson", f"precision={10 ** -PRECISION:.5f}"]
    done = subprocess.run(command, input=json.dumps(source).encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout)["geometries"]


def sample(face):
    """Points spread inside a face."""
    ring = face["coordinates"][0]
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    for i in range(SAMPLE_STEPS):
        for j in range(SAMPLE_STEPS):
            x = west + (east - west) * (i + 0.5) / SAMPLE_STEPS
            y = south + (north - south) * (j + 0.5) / SAMPLE_STEPS
            if inside(x, y, face):
                yield x, y


def distance_to(x, y, geometry):
    best = math.inf
    kx = math.cos(math.radians(y))
    for (ax, ay), (bx, by) in edges(geometry):
        dx, dy = (bx - ax) * kx, by - ay
        px, py = (x - ax) * kx, y - ay
        t = max(0.0, min(1.0, (px * dx + py * dy) / (dx * dx + dy * dy)))
        best = min(best, math.hypot(px - t * dx, py - t * dy))
    return best


def owner(face, points, parts):
    votes = Counter(code for x, y in points for code in sorted(parts) if inside(x, y, parts[code]))
    if votes:
        return min(votes, key=lambda code: (-votes[code], code))
    x, y = points[0] if points else face["coordinates"][0][0]
    return min(sorted(parts), key=lambda code: distance_to(x, y, parts[code]))


def split(mapshaper, whole, parts):
    """``{code: [polygon, …]}`` covering ``whole`` exactly, and the vertices to insert into its neighbours."""
    inserts, lines = node_lines(whole, inner_borders(parts))
    insert_points(whole, inserts)
    outline = [ring for polygon in polygons_of(whole) for ring in polygon]
    out = defaultdict(list)
    for face in faces(mapshaper, outline + lines):
        points = list(sample(face))
        if points and not inside(*points[0], whole):
            continue
        out[owner(face, points, parts)].append(face["coordinates"])
    return out, inserts
