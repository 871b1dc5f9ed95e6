"""Start of the server over all of France, second start, and its memory."""
import statistics

import http_load
import http_servers
from measures import measure

STARTS = 5
DOSSIERS = 200


def run(binary, config):
    """The measures; the derived files of `config` exist already."""
    times, busy, after_start, after_dossiers = [], [], [], 0.0
    for number in range(STARTS):
        with http_servers.catalyse(binary, config) as (url, pids, seconds):
            times.append(1000 * seconds)
            busy.append(1000 * http_servers.cpu_seconds(pids))
            after_start.append(http_servers.memory_megabytes(pids[0]))
            if number + 1 < STARTS:
                continue
            client = http_load.Client(url)
            for path in http_load.spread(http_load.commune_pages(client), DOSSIERS):
                status, _, _ = client.get(path, Accept_Encoding="gzip, deflate, br")
                if status != 200:
                    raise RuntimeError(f"{path}: {status}")
            client.close()
            after_dossiers = http_servers.memory_megabytes(pids[0])
            highest = http_servers.memory_megabytes(pids[0], "VmHWM")
    return [measure("start to ready, second start", statistics.median(times), "ms"),
            measure("start to ready, second start, CPU", statistics.median(busy), "ms"),
            measure("resident memory after start", statistics.median(after_start), "MB"),
            measure(f"resident memory after {DOSSIERS} distinct dossiers", after_dossiers, "MB"),
            measure("resident memory, highest", highest, "MB")]
