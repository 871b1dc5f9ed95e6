"""Maps: all tiles of France cut beside ogr2ogr, a tile over HTTP beside nginx.

`ogr2ogr -f MBTILES` cuts the same contours for the same zooms and levels, from a GeoPackage made beforehand; it has no limit of size or
of features a tile, so that it loses nothing. Ours also checks that no lines cross, and keeps every tile in three encodings.
"""
import gzip
import json
import shutil
import subprocess
import time

import http_load
import http_servers
from measures import measure, paired, unmeasured

ROUNDS = 3
ZOOMS = (4, 10)
LAYERS = ("commune", "epci", "departement", "region")
TILES = 64
PEER = "ogr2ogr -f MBTILES, same contours, layers and zooms"


def cut(programs, data, folder):
    if shutil.which("ogr2ogr") is None:
        return [unmeasured("tiles of France cut, z4 to z10", "s", "gdal-bin is not installed", PEER)]
    work = folder / "tiles"
    work.mkdir()
    contours = work / "light.topojson"
    contours.write_bytes(gzip.decompress((data / "geo/light.topojson.gz").read_bytes()))
    ours = json.loads(subprocess.run([programs / "bench/tiles_bench", contours, work, str(ROUNDS)], check=True, capture_output=True).stdout)
    package = work / "france.gpkg"
    for layer in LAYERS:
        subprocess.run(["ogr2ogr", "-f", "GPKG", *(["-update"] if package.exists() else []), "-nln", layer, "-nlt", "MULTIPOLYGON", package,
                        f"GeoJSONSeq:{work / layer}.geojsonl"], check=True, capture_output=True)
    theirs = []
    for number in range(ROUNDS):
        began = time.monotonic()
        subprocess.run(["ogr2ogr", "-f", "MBTILES", work / f"{number}.mbtiles", package, "-dsco", f"MINZOOM={ZOOMS[0]}", "-dsco", f"MAXZOOM={ZOOMS[1]}",
                        "-dsco", "MAX_SIZE=100000000", "-dsco", "MAX_FEATURES=1000000"], check=True, capture_output=True)
        theirs.append(time.monotonic() - began)
    return [paired("tiles of France cut, z4 to z10", "s", PEER, list(zip(ours["seconds"], theirs))),
            measure("tiles of France, file of all zooms and encodings", ours["bytes"] / 1e6, "MB")]


def tile_paths(client):
    """Tiles of communes over metropolitan France, those that hold something."""
    status, _, body = client.get("/carte?niveau=commune&vue=interactive", Accept_Encoding="identity")
    template = body.decode().split('data-tuiles="')[1].split('"')[0].replace("&#x7B;", "{")
    paths = []
    for x in range(125, 136):
        for y in range(87, 95):
            path = template.replace("{z}", "8").replace("{x}", str(x)).replace("{y}", str(y))
            if status == 200 and client.get(path)[0] == 200:
                paths.append(path)
    return http_load.spread(paths, TILES)


def over_http(binary, folder, config):
    root = folder / "static-tiles"
    with http_servers.catalyse(binary, config) as (url, pids, _):
        client = http_load.Client(url)
        paths = tile_paths(client)
        bodies = []
        for path in paths:
            status, headers, body = client.get(path, Accept_Encoding="gzip")
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            bodies.append(body)
        client.close()
        static = http_load._static(root, "tiles", bodies)
        with http_servers.nginx(folder, root) as (peer_url, peer_pids):
            http_load._same_bytes(peer_url, static, bodies)
            requests = http_load.write_requests(folder / "tiles-ours", paths, [{"Accept-Encoding": "gzip"}] * len(paths))
            peer = http_load.write_requests(folder / "tiles-nginx", static, [{}] * len(paths))
            return http_load.compare("vector tile, gzip", f"{http_servers.nginx_version()}, same bytes as static files",
                                     http_load.Side(url, pids, requests), http_load.Side(peer_url, peer_pids, peer))


def run(world):
    return cut(world.programs, world.data, world.folder) + over_http(world.binary, world.folder, world.cached)
