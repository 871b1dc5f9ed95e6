"""Maps: all tiles of France cut beside ogr2ogr, a tile over HTTP beside nginx.

`ogr2ogr -f MBTILES` cuts the same contours for the same zooms and levels, from a GeoPackage made beforehand; it has no limit of size or
of features a tile, so that it loses nothing. Ours also checks that no lines cross, and keeps every tile in three encodings.
"""
import gzip
import json
import pathlib
import re
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


# Every layer and zoom, each feature in the tiles that its extent touches; ST_AsMVTGeom cuts and rounds. No line is made simpler.
POSTGIS = """\\timing on
{zooms}"""
ZOOM = """INSERT INTO tile SELECT '{layer}', {zoom}, x, y, ST_AsMVT(part, '{layer}', 4096, 'shape') FROM (
  SELECT x, y, code, ST_AsMVTGeom(geom, ST_TileEnvelope({zoom}, x, y), 4096, 64) AS shape FROM {layer},
    generate_series(floor((ST_XMin(geom) + {half}) / {side})::int, floor((ST_XMax(geom) + {half}) / {side})::int) AS x,
    generate_series(floor(({half} - ST_YMax(geom)) / {side})::int, floor(({half} - ST_YMin(geom)) / {side})::int) AS y
) AS part WHERE shape IS NOT NULL GROUP BY x, y;
"""
TIME = re.compile(r"^Time: ([\d.]+) ms", re.M)


def by_postgis(package, folder, wrapper):
    """Reported only: it keeps every point at every zoom."""
    name = "tiles of France by PostGIS, ST_AsMVT"
    if not list(pathlib.Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return unmeasured(name, "s", "postgis is not installed")
    half = 20037508.342789244
    script = folder / "postgis.sql"
    zooms = "".join(ZOOM.format(layer=layer, zoom=zoom, half=half, side=2 * half / 2**zoom) for layer in LAYERS for zoom in range(ZOOMS[0], ZOOMS[1] + 1))
    script.write_text(POSTGIS.format(zooms=zooms), encoding="utf-8")
    tables = "CREATE EXTENSION postgis; CREATE TABLE tile (layer text, z int, x int, y int, bytes bytea)"
    steps = (f"set -e; psql -X -q -v ON_ERROR_STOP=1 -c '{tables}' $1; ogr2ogr -f PostgreSQL $1 '{package}' -t_srs EPSG:3857 -lco GEOMETRY_NAME=geom; "
             f"psql -X -q -v ON_ERROR_STOP=1 -f '{script}' $1")
    done = subprocess.run([*wrapper, "bash", "-c", steps, "postgis"], capture_output=True, text=True, check=False)
    times = [float(said) for said in TIME.findall(done.stdout)]
    if done.returncode != 0 or len(times) != len(LAYERS) * (ZOOMS[1] - ZOOMS[0] + 1):
        raise RuntimeError(f"PostGIS: {done.stderr[-1000:]}")
    return measure(name, sum(times) / 1000, "s")


def cut(programs, data, folder, wrapper):
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
            by_postgis(package, work, wrapper),
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


def run(world, wrapper):
    return cut(world.programs, world.data, world.folder, wrapper) + over_http(world.binary, world.folder, world.cached)
