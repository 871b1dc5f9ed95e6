"""The two servers that are compared, each started on a free port of the loopback and ended by the one who started it."""
import contextlib
import os
import pathlib
import re
import selectors
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
WAIT = 60  # seconds for a server to answer


def cpu_of(stat):
    """Seconds of CPU, user and system, of a /proc/PID/stat line. The name in it may hold spaces and parentheses."""
    fields = stat[stat.rindex(")") + 2:].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_seconds(pids):
    return sum(cpu_of(pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")) for pid in pids)


def memory_megabytes(pid, field="VmRSS"):
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(rf"^{field}:\s+(\d+) kB", status, re.M).group(1)) / 1024


def forget_peak(pid):
    """VmHWM counts from here: the peak of the start, when every file is checked whole, is none of what is measured (proc(5), clear_refs)."""
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process):
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def write_config(folder, data, cache_megabytes):
    """Settings of one program over the database and the derived files of `folder`."""
    path = folder / f"cache-{cache_megabytes}.toml"
    settings = {"db": f"sqlite:{folder / 'catalyse.db'}", "data": str(data), "snapshots": str(folder / "snapshots")}
    lines = [f'{key} = "{value}"' for key, value in settings.items()] + [f"page_cache_megabytes = {cache_megabytes}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@contextlib.contextmanager
def catalyse(binary, config):
    """`catalyse serve`; gives (url, [pid], seconds until it said `ready`). Its log of requests is written, to nowhere."""
    began = time.monotonic()
    command = [str(binary), "serve", "--listen", "127.0.0.1:0", "--config", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        url = _ready(process)
        yield url, [process.pid], time.monotonic() - began
    finally:
        end(process)
        process.stdout.close()


def _ready(process):
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            if not selector.select(timeout=0.2):
                continue
            piece = os.read(process.stdout.fileno(), 4096)
            said += piece
            found = re.search(rb"ready (http://\S+?)/?\n", said)
            if found:
                return found.group(1).decode()
            if not piece:
                break
    raise RuntimeError(f"catalyse serve did not become ready: {said.decode(errors='replace')!r}")


# One worker a core, static files by sendfile, no log, connections kept. `/gzip/` and `/br/` hold bodies already encoded.
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {root};
    add_header Cache-Control "public, no-cache";
    location /gzip/ {{ add_header Content-Encoding gzip; }}
    location /br/ {{ add_header Content-Encoding br; }}
  }}
}}
"""


@contextlib.contextmanager
def nginx(folder, root):
    """nginx serving the files under `root`; gives (url, pids of master and workers)."""
    port = free_port()
    conf = folder / "nginx.conf"
    user = f"user {_name_of_user()};" if os.geteuid() == 0 else ""
    conf.write_text(NGINX.format(folder=folder, root=root, port=port, workers=os.cpu_count(), user=user), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(conf)])
    try:
        _listening(port, process)
        deadline = time.monotonic() + WAIT
        while len(children(process.pid)) < os.cpu_count() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", [process.pid, *children(process.pid)]
    finally:
        end(process)


def nginx_version():
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return "nginx " + said.strip().rpartition("/")[2].split()[0]


def _name_of_user():
    """Workers of a master that root started need a user who may read the temporary folder: the same one."""
    import pwd
    return pwd.getpwuid(os.geteuid()).pw_name


def _listening(port, process):
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")
