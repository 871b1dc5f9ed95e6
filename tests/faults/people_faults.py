"""What people write, killed at any moment (SIGKILL): no change that was acknowledged is lost, none is there by half, nobody is told twice."""
import contextlib
import http.client
import json
import re
import sys
import threading
import time

from fault_case import BINARY, SEED

import france
import people

KILLS, WRITERS, ITEMS = 6, 4, 24
CASE = [("resume", "Des habitants réparent."), ("niveau", "commune"), ("initiateur", "Ville"), ("lieux", "com:76540"),
        ("contexte", "Un quartier."), ("sources", "Ville | https://exemple.fr/")]
CUT = (OSError, http.client.HTTPException)


class Writer(threading.Thread):
    """Saves its draft again and again, as autosave does, until nobody answers; knows what was acknowledged and what was on its way."""

    def __init__(self, person, draft):
        super().__init__()
        self.person, self.draft = person, draft

    def run(self):
        with contextlib.suppress(*CUT):
            while True:
                self.draft["sent"] = self.draft["kept"] + 1
                fields = [("titre", f"essai {self.draft['sent']}"), ("_edition", self.draft["edition"]), ("_geste", "auto")]
                status, _, text = self.person.post(f"/contributions/{self.draft['id']}", fields)
                assert status == 200, text
                self.draft["edition"], self.draft["kept"] = json.loads(text)["edition"], self.draft["sent"]


class PeopleFaults:
    """Over either engine: `installation(name)` is one of its own, `column(place, query)` what its database holds, as texts."""

    def begin(self, person, fields):
        status, where, text = person.post("/proposer/cas", fields)
        self.assertEqual(status, 303, text)
        return re.match(r"/contributions/([0-9a-z]+)", where).group(1)

    def test_killed_while_drafts_are_saved_no_acknowledged_change_is_lost(self):
        place = self.installation("drafts")
        writers = [people.Person(BINARY, place, f"Plume{number}", "contributor") for number in range(WRITERS)]
        drafts, total = [], 0
        for turn in range(KILLS):
            server = france.Server(BINARY, place)
            for person in writers:
                person.url = server.url
            if not drafts:
                drafts = [{"id": self.begin(one.come_in(server.url), [("titre", "essai 0")]), "edition": 1, "kept": 0} for one in writers]
            threads = [Writer(person, draft) for person, draft in zip(writers, drafts, strict=True)]
            for thread in threads:
                thread.start()
            time.sleep(self.random.uniform(0.05, 1.0))
            self.wait_for_one_change_each(threads)
            server.kill()
            for thread in threads:
                thread.join()
            with france.serving(BINARY, place) as again:
                for person, draft in zip(writers, drafts, strict=True):
                    person.url = again.url
                    with self.subTest(turn=turn, seed=SEED):
                        status, text = person.get(f"/contributions/{draft['id']}")
                        self.assertEqual(status, 200, "the session stands too")
                        found = int(re.search(r'value="essai (\d+)"', text).group(1))
                        # What was on its way when the program died may have been written: its answer is all that is missing.
                        self.assertIn(found, (draft["kept"], draft["sent"]))
                        draft["edition"] = int(re.search(r'name="_edition" value="(\d+)"', text).group(1))
                        total += found - draft.get("seen", 0)
                        draft["kept"] = draft["seen"] = found
        print(f"{total} changes kept over {KILLS} kills", file=sys.stderr)
        self.assertGreater(total, KILLS)
        check = place.run(BINARY, "check")
        self.assertEqual(check.returncode, 0, check.stderr)

    @staticmethod
    def wait_for_one_change_each(threads):
        """However slow the machine, something was acknowledged before the kill."""
        while any(thread.is_alive() and thread.draft["kept"] == thread.draft.get("seen", 0) for thread in threads):
            time.sleep(0.01)

    def test_killed_while_publishing_each_publication_is_whole_and_told_once(self):
        place = self.installation("published")
        author, reviewer = people.Person(BINARY, place, "Aline", "contributor"), people.Person(BINARY, place, "Rene", "reviewer")
        with france.serving(BINARY, place) as server:
            author.come_in(server.url)
            reviewer.come_in(server.url)
            items = [self.begin(author, [("titre", f"Fiche {n}"), *CASE, ("_geste", "soumettre")]) for n in range(ITEMS)]
            # One is not disturbed: it tells how long a publication takes on this machine.
            began = time.monotonic()
            self.publish(reviewer, items[0])
            takes = time.monotonic() - began
        acknowledged, kills = {items[0]}, 0
        waiting = items[1:]
        while waiting and kills < KILLS:
            server = france.Server(BINARY, place)
            reviewer.url = server.url
            timer = threading.Timer(takes * self.random.uniform(0.1, 2 * ITEMS / KILLS), server.process.kill)
            timer.start()
            with contextlib.suppress(*CUT):
                for item in waiting:
                    self.publish(reviewer, item)
                    acknowledged.add(item)
            timer.join()
            server.kill()
            kills += 1
            published = self.assert_whole(place)
            self.assertLessEqual(acknowledged, published, f"seed {SEED}")
            waiting = [item for item in items if item not in published]
        published = self.assert_whole(place)
        with france.serving(BINARY, place) as again:
            reviewer.url = again.url
            for item in sorted(published):
                status, text = reviewer.get(f"/historique/{item}.json")
                self.assertEqual(status, 200)
                self.assertEqual(len(json.loads(text)["versions"]), 1)
            self.assert_told_once(place, published)
        print(f"{len(published)} of {ITEMS} published over {kills} kills", file=sys.stderr)
        check = place.run(BINARY, "check")
        self.assertEqual(check.returncode, 0, check.stderr)

    def publish(self, reviewer, item):
        status, _, text = reviewer.post(f"/moderation/{item}", [("_edition", "1"), ("_geste", "publier")])
        self.assertEqual(status, 303, text)

    def assert_whole(self, place):
        """Version, state, line of the log and notice of each publication stand or are missing together; the items that are public."""
        ours = "SELECT id FROM editorial_item WHERE owner <> ''"
        shown = self.column(place, "SELECT id FROM editorial_item WHERE owner <> '' AND shown = 'published'")
        self.assertCountEqual(self.column(place, f"SELECT item FROM editorial_version WHERE item IN ({ours})"), shown)
        logged = self.column(place, "SELECT object FROM audit_line WHERE action = 'contributions.act.publish'")
        self.assertCountEqual(logged, [f"cas:{item}" for item in shown])
        told = self.column(place, "SELECT path FROM notice WHERE kind = 'review.decision'")
        self.assertCountEqual(told, [f"/historique/{item}" for item in shown])
        return set(shown)

    def assert_told_once(self, place, published):
        """Every notice becomes one mail; without a mail server the mails wait in the queue."""
        deadline = time.monotonic() + 60
        while self.column(place, "SELECT count(*) FROM notice WHERE state = 'pending'") != ["0"] and time.monotonic() < deadline:
            time.sleep(0.2)
        states = self.column(place, "SELECT state FROM notice WHERE kind = 'review.decision'")
        self.assertEqual(set(states), {"queued"})
        mails = self.column(place, "SELECT count(*) FROM job WHERE kind = 'mail' AND payload LIKE '%/historique/%'")
        self.assertEqual(mails, [str(len(published))])
