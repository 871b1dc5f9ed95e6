"""The pages of the programme tracker, the library and the self-assessment, every one of them: the time of the server for each, and its size.

Rendered each time (`page_cache_megabytes = 0`), one request at a time on one connection, in French and in English, days of the past too; with the
shipped programme, and with one of 10 000 changes of status. The time is the server's own, from its log: from the last byte of the request to the
answer being ready to leave.
"""
import datetime
import http.client
import json
import pathlib
import random
import re
import signal
import statistics
import subprocess
import urllib.parse

import http_servers
from measures import measure

ROUNDS = 9
MEASURES, CHANGES = 21, 10_000
SEED = 20201017
STATUSES = ("tres-satisfaisant", "satisfaisant", "retard-explique", "remis-en-cause")
COLUMNS = ("record", "id", "parent", "number", "date", "months", "status", "label_fr", "label_en", "text_fr", "text_en", "explanation", "risks", "next",
           "success", "author", "evidence", "counts", "source")
PAST = ("2020-05-07", "2020-10-17", "2021-06-01", "2023-01-01")
LEVER_PLACES = ("com:76540", "dep:76", "sainte-marie", "zzzqqq")
FIXED = ("/mesures", "/mesures?groupement=chantier", "/mesures/historique", "/mesures/programmes", "/mesures/bilan", "/ressources", "/ressources?levier=5&acces=agir", "/ressources?mots=evaluation",
         "/leviers", "/parcours", "/parcours/odd-17-en-pratique?fait=1.2", "/diagnostic", "/diagnostic/partages")


def row(**cells):
    return ",".join(cells.get(column, "") for column in COLUMNS)


def large_programme():
    """10 000 changes of status over twenty years, signed and explained."""
    chance = random.Random(SEED)
    lines = [",".join(COLUMNS), row(record="programme", id="essai", number=str(MEASURES), date="2000-01-01", label_fr="Essai")]
    lines += [row(record="objective", number=str(n), label_fr=f"Mesure {n}") for n in range(1, MEASURES + 1)]
    first = datetime.date(2000, 1, 1)
    for i in range(CHANGES):
        day = first + datetime.timedelta(days=i * 9000 // CHANGES)
        lines.append(row(record="status", number=str(chance.randint(1, MEASURES)), date=day.isoformat(), status=chance.choice(STATUSES),
                         explanation="Raison du changement en une phrase ou deux.", author="Une pilote"))
    return "\n".join(lines) + "\n"


class Server:
    """`catalyse serve` whose log is read: the time of each answer stands there."""

    def __init__(self, binary, config, log):
        self.log = log
        self.out = log.open("wb")
        self.process = subprocess.Popen([str(binary), "serve", "--listen", "127.0.0.1:0", "--config", str(config)], stdout=subprocess.PIPE, stderr=self.out)
        url = http_servers._ready(self.process)  # pylint: disable=protected-access
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def post(self, path, fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self.connection.request("POST", path, urllib.parse.urlencode(fields), headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.getheader("Location")

    def end(self):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.process.stdout.close()
        self.out.close()

    def times(self):
        """Milliseconds of each GET, in the order they were asked."""
        lines = (json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{"))
        return [line["micros"] / 1000 for line in lines if line.get("method") == "GET"]


def addresses(server):
    """Every page of the three rooms that a reader may come to."""
    found = list(FIXED)
    for name in ("mesures", "bibliotheque"):
        for address in re.findall(r"<loc>([^<]+)</loc>", server.get(f"/sitemap-{name}.xml").decode("utf-8")):
            path = urllib.parse.urlsplit(address).path
            if path not in found:
                found.append(path)
    found += [f"/mesures?date={day}" for day in PAST] + [f"/mesures/3?date={day}" for day in PAST]
    found += [f"{path}?territoire={place}" for path in found if path.startswith("/leviers/") for place in LEVER_PLACES]
    return [path for path in found if "/essai" not in path], [path for path in found if "/essai" in path] + [f"/mesures/programmes/essai?date={day}" for day in PAST]


def assessment(server):
    """One that two people answered, with weak answers: its dossier and its sheets."""
    dossier = server.post("/diagnostic", {"genre": "territoire", "territoire": "com:76540", "nom": "Rouen", "repondant": "Une agente"})
    key = urllib.parse.parse_qs(urllib.parse.urlsplit(dossier).query)["cle"][0]
    server.post("/diagnostic/dossier", {"cle": key, "geste": "ajouter", "nom": "Un élu"})
    sheets = list(dict.fromkeys(re.findall(r"/diagnostic/reponses\?cle=[A-Za-z0-9_-]+", server.get(dossier).decode("utf-8"))))
    for level, sheet in zip(("1", "4"), sheets):
        of_sheet = urllib.parse.parse_qs(urllib.parse.urlsplit(sheet).query)["cle"][0]
        for lever in "1234567":
            server.post("/diagnostic/reponses", {"cle": of_sheet, "levier": lever, **{f"n{place}": level for place in range(1, 3)}})
    return [dossier] + [f"{sheet}&levier={lever}" for sheet in sheets for lever in "1234567"] + sheets


def timed(server, paths):
    """(milliseconds of the server, bytes) of each page, in both languages: the median of the rounds."""
    asked = [prefix + path for path in paths for prefix in ("", "/en")]
    sizes = {path: len(server.get(path)) for path in asked}
    before = len(server.times())
    for _ in range(ROUNDS):
        for path in asked:
            server.get(path)
    times = server.times()[before:]
    if len(times) != ROUNDS * len(asked):
        raise RuntimeError(f"{len(times)} answers in the log, {ROUNDS * len(asked)} asked")
    return {path: (statistics.median(times[i::len(asked)]), sizes[path]) for i, path in enumerate(asked)}


def said(name, pages):
    slowest = max(pages, key=lambda path: pages[path][0])
    largest = max(pages, key=lambda path: pages[path][1])
    return [measure(f"{name}: {len(pages)} pages, the median page", statistics.median(time for time, _ in pages.values()), "ms"),
            measure(f"{name}: the slowest page ({slowest.split('cle=')[0]})", pages[slowest][0], "ms"),
            measure(f"{name}: the largest page, uncompressed ({largest.split('cle=')[0]})", pages[largest][1] / 1024, "kB")]


def run(binary, folder, config):
    file = pathlib.Path(folder) / "essai.csv"
    file.write_text(large_programme(), encoding="utf-8")
    subprocess.run([str(binary), "programme", "import", "--config", str(config), str(file)], check=True, capture_output=True)
    server = Server(binary, config, pathlib.Path(folder) / "pages.log")
    try:
        shipped, large = addresses(server)
        return said("measures, library, self-assessment", timed(server, shipped + assessment(server))) + \
            said("a programme of 10 000 changes", timed(server, large))
    finally:
        server.end()
