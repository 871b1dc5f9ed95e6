// Reading changes nothing: every address of the table, asked for by people of each role, leaves every table of the database as it was, but
// for the moment at which a session was last seen and the line of the log that says that a copy of somebody's data was taken. So a link in
// another site's page, which the session's cookie goes with (SameSite=Lax), does nothing (ADR 24). Runs on a copy of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { base } from '../journeys/lib/browser.mjs';
import { ask } from '../journeys/lib/http.mjs';
import { cookieOf } from '../journeys/lib/people.mjs';

/** A digest of what each table holds. */
const tables = () => JSON.parse(execFileSync('python3', ['-c', `
import hashlib, json, re, sqlite3, sys
database = sqlite3.connect(re.search(r'db = "sqlite:(.*)"', open(sys.argv[1]).read()).group(1))
database.execute("BEGIN")
found = {}
for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")') if (table, row[1]) != ("person_session", "seen_at")]
    digest = hashlib.sha256()
    where = " WHERE action <> 'people.exported'" if table == "audit_line" else ""
    for row in database.execute("SELECT " + ", ".join(f'"{name}"' for name in columns) + f' FROM "{table}"{where}'):
        digest.update(repr(row).encode())
    found[table] = digest.hexdigest()
del found["audit_head"]
# What the program does by itself, once a day.
daily = repr(database.execute("SELECT job_key, state FROM job WHERE kind NOT IN ('mail', 'notice') ORDER BY job_key").fetchall())
print(json.dumps({"found": found, "daily": daily}))
`, process.env.CATALYSE_CONFIG], { encoding: 'utf8', maxBuffer: 1 << 24 }));

test('no address changes anything by being read', async () => {
  const lines = readFileSync(new URL('addresses.tsv', import.meta.url), 'utf8').split('\n').filter(line => line.split('\t')[1] === 'GET').map(line => line.split('\t')[2]);
  const targets = [...new Set(lines)].filter(target => !target.includes('×'));
  assert.ok(targets.length > 500);
  const cookies = [];
  for (const [role, strong] of [['contributor'], ['reviewer'], ['editor'], ['pilot', true], ['administrator', true]]) cookies.push(await cookieOf(role, { strong }));
  let before, after;
  // An hour at which the program has its own work may fall into the reading: then all is read again.
  for (let i = 0; i < 3 && (i === 0 || before.daily !== after.daily); i += 1) {
    before = tables();
    for (const cookie of ['', ...cookies]) for (const target of targets) await ask(base, target, { headers: cookie ? { cookie } : {} });
    after = tables();
  }
  [before, after] = [before.found, after.found];
  assert.ok(before.person_session && before.person && Object.keys(before).length > 30, Object.keys(before).join(' '));
  assert.deepEqual(Object.keys(after).filter(table => after[table] !== before[table]), []);
});
