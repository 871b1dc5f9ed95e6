"""People who sign in and write, over plain requests: what a browser without script sends."""
import http.client
import re
import subprocess
import urllib.parse


class Person:
    """Somebody with a session; `url` may change when the program is started again, the session stays."""

    def __init__(self, binary, place, name, role):
        self.cookie, self.token, self.url = "", "", ""
        run = place.run(binary, "user", "add", f"{name.lower()}@exemple.fr", "--name", name, "--role", role)
        if run.returncode != 0:
            raise subprocess.SubprocessError(run.stderr[-500:])
        self.secret = urllib.parse.parse_qs(urllib.parse.urlsplit(run.stdout.strip().splitlines()[-1]).query)["secret"][0]

    def come_in(self, url):
        self.url = url
        status, _, _ = self.post("/connexion/lien", [("secret", self.secret)])
        assert status == 303, status
        self.token = re.search(r'name="jeton" value="([^"]+)"', self.get("/compte")[1]).group(1)
        return self

    def get(self, path):
        """Status and text."""
        connection = self._connect()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        found = answer.status, answer.read().decode("utf-8")
        connection.close()
        return found

    def post(self, path, fields):
        """Status, address it leads to, text. Raises OSError or HTTPException when no whole answer came."""
        connection = self._connect()
        body = urllib.parse.urlencode([*fields, *([("jeton", self.token)] if self.token else [])])
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
        finally:
            connection.close()
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return answer.status, answer.getheader("Location") or "", text

    def _connect(self):
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=60)
