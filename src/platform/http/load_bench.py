#!/usr/bin/env python3
"""Requests a second and CPU time of this room beside nginx serving the same bytes as a static file, measured in turn in the same run.

usage: load_bench.py SERVER [--seconds 3] [--rounds 5] [--connections 64]
       load_bench.py --url URL --pid PID [...]           a page of a server that runs already (its cached page, and its 304)
SERVER is the program http_load_bench. Prints a JSON list of {name, value, unit, peer, peer_value, ratio}: ratio above 1 is ours better.
Needs wrk and nginx. Loopback only."""
import argparse, json, os, pathlib, re, statistics, subprocess, sys, tempfile, time, urllib.request

NGINX = """worker_processes 2; daemon off; pid {d}/nginx.pid; error_log {d}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nopush on; etag on; keepalive_requests 100000000; types {{ text/html html; }} open_file_cache max=100;
  client_body_temp_path {d}/t1; proxy_temp_path {d}/t2; fastcgi_temp_path {d}/t3; uwsgi_temp_path {d}/t4; scgi_temp_path {d}/t5;
  server {{ listen 127.0.0.1:{port} reuseport; root {d}; }} }}
"""


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read(), answer.headers.get("ETag")


def wait_for(url):
    for _ in range(100):
        try:
            return get(url)
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{url} does not answer")


def cpu_seconds(pid):
    """User and system time of a process and its children (nginx's workers)."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    ticks = 0
    for one in [str(pid), *children]:
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(") ", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def run(url, pid, options, headers):
    """Requests a second and CPU microseconds a request of one run."""
    before = cpu_seconds(pid)
    out = subprocess.run(["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", *headers, url], capture_output=True, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"errors from {url}:\n{out}")
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    return float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1)), (cpu_seconds(pid) - before) / requests * 1e6


def compare(name, ours, theirs, options, headers=()):
    results = {"ours": [], "theirs": []}
    for i in range(options.rounds):
        pair = [("ours", ours), ("theirs", theirs)]
        for who, (url, pid) in pair if i % 2 else reversed(pair):
            results[who].append(run(url, pid, options, headers))
    rate = {who: statistics.median(r for r, _ in values) for who, values in results.items()}
    cpu = {who: statistics.median(c for _, c in values) for who, values in results.items()}
    ratio = statistics.median(o[0] / t[0] for o, t in zip(results["ours"], results["theirs"]))
    return [
        {"name": f"{name}, requests a second", "value": round(rate["ours"]), "unit": "1/s", "peer": "nginx static file",
         "peer_value": round(rate["theirs"]), "ratio": round(ratio, 3)},
        {"name": f"{name}, CPU per request", "value": round(cpu["ours"], 1), "unit": "µs", "peer": "nginx static file",
         "peer_value": round(cpu["theirs"], 1), "ratio": round(cpu["theirs"] / cpu["ours"], 3)},
    ]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("server", nargs="?")
    parser.add_argument("--url")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--port", type=int, default=18461)
    options = parser.parse_args()
    started = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            if options.url:
                pages, pid = {"page from the cache": options.url}, options.pid
            else:
                ours = subprocess.Popen([options.server, str(options.port + 1)], stdout=subprocess.DEVNULL)
                started.append(ours)
                base = f"http://127.0.0.1:{options.port + 1}"
                pages, pid = {"page rendered each time": base + "/rendered", "page from the cache": base + "/cached"}, ours.pid
            bytes_of_page, etag = wait_for(list(pages.values())[-1])
            pathlib.Path(folder, "page.html").write_bytes(bytes_of_page)
            # nginx may drop its privileges: it must still read the file.
            os.chmod(folder, 0o755)
            pathlib.Path(folder, "nginx.conf").write_text(NGINX.format(d=folder, port=options.port))
            started.append(subprocess.Popen(["nginx", "-p", folder, "-c", f"{folder}/nginx.conf"]))
            peer = (f"http://127.0.0.1:{options.port}/page.html", started[-1].pid)
            _, peer_etag = wait_for(peer[0])
            rows = []
            for name, url in pages.items():
                rows += compare(name, (url, pid), peer, options)
            rows += compare("matching ETag", (list(pages.values())[-1], pid), peer, options, ["-H", f"If-None-Match: {etag}, {peer_etag}"])
            print(json.dumps(rows, indent=1, ensure_ascii=False))
        finally:
            for process in started:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
