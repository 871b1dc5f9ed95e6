"""Requests over plain sockets, and a load that tells an answer that came whole from one that was cut."""
import collections
import http.client
import threading
import time
import urllib.parse

Answer = collections.namedtuple("Answer", "status headers body")


def get(url, path, **headers):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


class Load:
    """Clients that ask again and again, over kept connections, until told to stop or until nobody listens any more."""

    def __init__(self, url, clients, paths):
        self.address = urllib.parse.urlsplit(url)
        self.paths = paths
        self.threads = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]
        self.over = threading.Event()
        self.answered, self.cut, self.unanswered = 0, [], []
        self.lock = threading.Lock()

    def start(self):
        for thread in self.threads:
            thread.start()

    def wait_for(self, answers, seconds):
        deadline = time.monotonic() + seconds
        while self.answered < answers and time.monotonic() < deadline:
            time.sleep(0.05)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _client(self, number):
        while not self.over.is_set():
            connection = http.client.HTTPConnection(self.address.netloc, timeout=20)
            try:
                connection.connect()
            except OSError:
                return  # nobody listens: the stop is over
            while not self.over.is_set() and self._ask(connection, self.paths[number % len(self.paths)]):
                pass
            connection.close()

    def _ask(self, connection, path):
        """One request; false when the connection is not to be used again."""
        try:
            connection.request("GET", path)
        except OSError:
            return False  # closed while idle: the request never left
        sent = time.monotonic()
        try:
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            with self.lock:
                self.unanswered.append(sent)
            return False
        try:
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            with self.lock:
                self.cut.append(f"{path}: {error!r}")
            return False
        with self.lock:
            self.answered += 1
            if answer.status != 200 or not body:
                self.cut.append(f"{path}: {answer.status}, {len(body)} bytes")
        return not answer.will_close
