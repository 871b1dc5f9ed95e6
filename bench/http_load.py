"""The dossier summary over HTTP, ours and nginx with the same bytes as static files, in turns, under wrk.

Four ways to be asked for: rendered each time and uncompressed (no page cache), with a matching ETag (304), and from the rendered-page
cache, gzip and brotli.
"""
import http.client
import json
import pathlib
import re
import subprocess
import urllib.parse

import http_servers
from measures import paired

PAGES = 64          # distinct communes, asked for in turn: Rouen and others at even distances
FIRST = "/territoires/commune/76540-"
CONNECTIONS = 64
THREADS = 2
ROUNDS = 5
SECONDS = 2         # of one turn of one side
WARM_SECONDS = 1
SCRIPT = pathlib.Path(__file__).with_name("http_wrk.lua")
DOSSIER = re.compile(r"<loc>https?://[^/<]+(/territoires/commune/[^<]+)</loc>")


def spread(items, count):
    """`count` of them at even distances, the first included."""
    if len(items) <= count:
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]


class Client:
    """One connection kept open."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)

    def get(self, path, **headers):
        """(status, headers with names in lower case, body)"""
        self.connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def close(self):
        self.connection.close()


def commune_pages(client):
    """The addresses of all communes, as the site tells search engines."""
    status, _, body = client.get("/sitemap-territoires.xml", Accept_Encoding="identity")
    found = DOSSIER.findall(body.decode("utf-8"))
    if status != 200 or len(found) < PAGES:
        raise RuntimeError(f"the sitemap has {len(found)} communes (status {status})")
    return found


def pages_asked(all_pages):
    """Rouen first, then others spread over the country."""
    first = [path for path in all_pages if path.startswith(FIRST)]
    return first + spread([path for path in all_pages if path not in first], PAGES - len(first))


def fetch(client, paths, coding):
    """Bodies and ETags of the pages in one encoding."""
    bodies, tags = [], []
    for path in paths:
        status, headers, body = client.get(path, Accept_Encoding=coding)
        if status != 200 or headers.get("content-encoding", "identity") != coding:
            raise RuntimeError(f"{path}: status {status}, encoding {headers.get('content-encoding')}, wanted {coding}")
        bodies.append(body)
        tags.append(headers["etag"])
    return bodies, tags


def write_requests(file, paths, headers):
    """`headers`: one mapping for each path."""
    file.write_text("".join("\t".join([path, *(f"{name}: {value}" for name, value in more.items())]) + "\n" for path, more in zip(paths, headers)),
                    encoding="utf-8")
    return file


def parse_wrk(text):
    """The line of JSON that http_wrk.lua prints at the end."""
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if len(lines) != 1:
        raise ValueError(f"wrk said: {text[-500:]}")
    return json.loads(lines[0])


class Side:
    """One server under one kind of question."""

    def __init__(self, url, pids, requests):
        self.url, self.pids, self.requests = url, pids, requests

    def press(self, seconds):
        """One turn: {requests, seconds, bytes, errors, p50_ms, p99_ms, cpu}."""
        before = http_servers.cpu_seconds(self.pids)
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT), self.url, "--", str(self.requests)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
        turn = parse_wrk(run.stdout)
        turn["cpu"] = http_servers.cpu_seconds(self.pids) - before
        if turn["errors"] or not turn["requests"]:
            raise RuntimeError(f"{self.url}: {turn['errors']} errors in {turn['requests']} requests")
        return turn


def compare(name, peer, ours, theirs):
    """Turns of both sides, the first to begin changing each time."""
    for side in (ours, theirs):
        side.press(WARM_SECONDS)
    turns = []
    for number in range(ROUNDS):
        order = (ours, theirs) if number % 2 == 0 else (theirs, ours)
        pressed = {id(side): side.press(SECONDS) for side in order}
        turns.append((pressed[id(ours)], pressed[id(theirs)]))

    def rounds(of):
        return [(of(own), of(other)) for own, other in turns]
    return [paired(f"{name}, {CONNECTIONS} connections", "requests/s", peer, rounds(lambda turn: turn["requests"] / turn["seconds"])),
            paired(f"{name}, CPU of the server", "µs/request", peer, rounds(lambda turn: 1e6 * turn["cpu"] / turn["requests"])),
            paired(f"{name}, p99", "ms", peer, rounds(lambda turn: turn["p99_ms"]))]


def _static(root, prefix, bodies):
    """Writes the bodies where nginx finds them; their paths."""
    folder = root / prefix
    folder.mkdir(parents=True)
    for number, body in enumerate(bodies):
        (folder / f"{number}.html").write_bytes(body)
    return [f"/{prefix}/{number}.html" for number in range(len(bodies))]


def _same_bytes(url, paths, bodies):
    """The ETags of the peer's files, once it is sure that they are the same bytes."""
    client = Client(url)
    tags = []
    for path, body in zip(paths, bodies):
        status, headers, got = client.get(path)
        if status != 200 or got != body:
            raise RuntimeError(f"nginx answers {status} with {len(got)} bytes for {path}, wanted {len(body)}")
        tags.append(headers["etag"])
    client.close()
    return tags


def _unchanged(url, paths, tags):
    client = Client(url)
    status, _, body = client.get(paths[0], If_None_Match=tags[0])
    client.close()
    if status != 304 or body:
        raise RuntimeError(f"{url}{paths[0]}: {status} for a matching ETag")


def run(binary, folder, configs):
    """The measures. `configs`: settings without and with a page cache; `folder`: a temporary one."""
    version = http_servers.nginx_version()
    measures = []
    root = folder / "static"
    with http_servers.catalyse(binary, configs[0]) as (plain_url, plain_pids, _), http_servers.catalyse(binary, configs[1]) as (url, pids, _):
        client = Client(plain_url)
        paths = pages_asked(commune_pages(client))
        plain, plain_tags = fetch(client, paths, "identity")
        client.close()
        client = Client(url)
        encoded = {coding: fetch(client, paths, coding)[0] for coding in ("gzip", "br")}
        client.close()
        static = {coding: _static(root, coding, bodies) for coding, bodies in {"plain": plain, **encoded}.items()}
        with http_servers.nginx(folder, root) as (peer_url, peer_pids):
            tags = _same_bytes(peer_url, static["plain"], plain)
            for coding, bodies in encoded.items():
                _same_bytes(peer_url, static[coding], bodies)

            def ask(name, asked, headers):
                return write_requests(folder / name, asked, headers)
            nothing = [{}] * PAGES
            identity = [{"Accept-Encoding": "identity"}] * PAGES
            measures += compare("dossier summary, rendered each time, uncompressed", f"{version}, same bytes as static files",
                                Side(plain_url, plain_pids, ask("render", paths, identity)),
                                Side(peer_url, peer_pids, ask("plain", static["plain"], nothing)))
            _unchanged(plain_url, paths, plain_tags)
            _unchanged(peer_url, static["plain"], tags)
            measures += compare("dossier summary, matching ETag", f"{version}, static files, matching ETag",
                                Side(url, pids, ask("same", paths, [{"Accept-Encoding": "identity", "If-None-Match": tag} for tag in plain_tags])),
                                Side(peer_url, peer_pids, ask("peer-same", static["plain"], [{"If-None-Match": tag} for tag in tags])))
            for coding in encoded:
                measures += compare(f"dossier summary, from the rendered-page cache, {coding}", f"{version}, same {coding} bytes as static files",
                                    Side(url, pids, ask(coding, paths, [{"Accept-Encoding": coding}] * PAGES)),
                                    Side(peer_url, peer_pids, ask(f"peer-{coding}", static[coding], nothing)))
    return measures
