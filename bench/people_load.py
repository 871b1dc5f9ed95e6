"""What people cost the readers: pages with a session beside the same without one, and readers while fifty sign in at once.

Over HTTP, with wrk for the pages and a paced reader for the waits; people are made by the command and come in by their links.
"""
import http.client
import json
import statistics
import subprocess
import threading
import time
import urllib.parse

import http_load
import http_servers
from measures import measure, paired

READERS = 20        # distinct sessions that the pages are asked with, in turn
AT_ONCE = 50
ROUNDS = 5
SECONDS = 2
PROBE_SECONDS = 4
PROBE_PAUSE = 0.02
PASSWORD = "quatre chevaux gris"
PAGES = ("/", "/territoires/commune/76540-rouen", "/methode", "/mesures")


class Person:
    """Somebody with an address of their own, so that no limit on one client is measured."""

    def __init__(self, url, number):
        self.place = urllib.parse.urlsplit(url).netloc
        self.address = f"198.51.{number // 250}.{1 + number % 250}"
        self.email = f"p{number}@exemple.fr"
        self.cookie = ""

    def post(self, path, fields, token=""):
        connection = http.client.HTTPConnection(self.place, timeout=120)
        body = urllib.parse.urlencode({**fields, **({"jeton": token} if token else {})})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": self.address}
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        set_cookie = answer.getheader("Set-Cookie")
        if set_cookie:
            self.cookie = set_cookie.split(";")[0]
        connection.close()
        return answer.status

    def page(self, path):
        connection = http.client.HTTPConnection(self.place, timeout=120)
        connection.request("GET", path, headers={"Cookie": self.cookie, "X-Forwarded-For": self.address})
        text = connection.getresponse().read().decode("utf-8")
        connection.close()
        return text

    def come_in(self, link):
        secret = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["secret"][0]
        if self.post("/connexion/lien", {"secret": secret}) != 303:
            raise RuntimeError(f"{self.email} could not come in")
        page = self.page("/compte/securite")
        token = page.split('name="jeton" value="', 1)[1].split('"', 1)[0]
        if self.post("/compte/securite/mot-de-passe", {"nouveau": PASSWORD}, token) != 303:
            raise RuntimeError(f"{self.email} could not choose a password")

    def sign_in(self):
        self.cookie = ""
        return self.post("/connexion", {"courriel": self.email, "mot_de_passe": PASSWORD, "retour": ""})


def make_people(binary, config, url, count):
    people = []
    for number in range(count):
        person = Person(url, number)
        run = subprocess.run([binary, "user", "add", person.email, "--config", config], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(f"user add failed: {run.stderr[-500:]}")
        person.come_in(run.stdout.strip().splitlines()[-1])
        people.append(person)
    return people


def asked(url, file, headers):
    """Requests a second of wrk over the pages in turn, each with one of the headers."""
    http_load.write_requests(file, [page for _ in headers for page in PAGES], [more for more in headers for _ in PAGES])
    run = subprocess.run(["wrk", "-t2", "-c32", f"-d{SECONDS}s", "-s", str(http_load.SCRIPT), url, "--", str(file)],
                         capture_output=True, text=True, check=True)
    said = json.loads(run.stdout.strip().splitlines()[-1])
    if said["errors"]:
        raise RuntimeError(f"{said['errors']} errors")
    return said["requests"] / said["seconds"]


def waits(url, seconds, stop=None):
    """Milliseconds that a reader waits for pages asked for one after the other, at an even pace."""
    client = http_load.Client(url)
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end and not (stop is not None and stop.is_set()):
        for page in PAGES:
            began = time.monotonic()
            status, _, _ = client.get(page, Accept_Encoding="gzip")
            times.append(1000 * (time.monotonic() - began))
            if status != 200:
                raise RuntimeError(f"{page}: {status}")
            time.sleep(PROBE_PAUSE)
    client.close()
    return times


def p99(times):
    return statistics.quantiles(times, n=100)[98]


def while_signing_in(url, people):
    """The reader's waits from the first sign-in to the last, and how long all of them took."""
    done, statuses = threading.Event(), []
    threads = [threading.Thread(target=lambda one=one: statuses.append(one.sign_in())) for one in people]
    times = []
    reader = threading.Thread(target=lambda: times.extend(waits(url, 120, done)))
    began = time.monotonic()
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    done.set()
    reader.join()
    if statuses.count(303) != len(people):
        raise RuntimeError(f"sign-ins answered {sorted(set(statuses))}")
    return times, took


def run(binary, folder, config):
    with http_servers.catalyse(binary, config) as (url, _, _):
        people = make_people(str(binary), str(config), url, AT_ONCE)
        anonymous = [{"Accept-Encoding": "gzip"}]
        signed_in = [{"Accept-Encoding": "gzip", "Cookie": one.cookie} for one in people[:READERS]]
        file = folder / "people-requests.txt"
        asked(url, file, anonymous)
        rounds = []
        for _ in range(ROUNDS):
            # Microseconds a page: how many times dearer with a session, as the ratio says.
            without = 1e6 / asked(url, file, anonymous)
            rounds.append((1e6 / asked(url, file, signed_in), without))
        idle, busy, took = [], [], []
        for _ in range(ROUNDS):
            idle.append(p99(waits(url, PROBE_SECONDS)))
            times, seconds = while_signing_in(url, people)
            busy.append(p99(times))
            took.append(seconds)
    return [paired("a page for somebody signed in (home, dossier, method, measures)", "µs", "the same without a session", rounds),
            paired(f"reader's p99 while {AT_ONCE} sign in at once", "ms", "the same reader, nobody signing in", list(zip(busy, idle))),
            measure(f"{AT_ONCE} sign-ins at once, the last one in", statistics.median(took), "s")]
