// Every form of the program, from its own list of routes: another site's is refused, and so is one of a session that does not bring back
// the session's token; nobody's and an unsigned one never reach what is for people. Runs on a copy of its own: it makes an administrator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { base, launch } from '../journeys/lib/browser.mjs';
import { ask } from '../journeys/lib/http.mjs';
import { strongPerson } from '../journeys/lib/people.mjs';

const routes = execFileSync(process.env.CATALYSE_LIST_ROUTES, [process.env.CATALYSE_CONFIG], { encoding: 'utf8' }).trim().split('\n')
  .map(line => line.split('\t')).filter(([method]) => method === 'POST').map(([, pattern, , , who]) => ({ pattern, who, path: pattern.replace(/\{[^}]+\}/g, '0000000000000') }));
// RFC 8058: a mailbox ends a kind of mails by this one, from no page of ours and in nobody's name.
const ONE_CLICK = '/desinscription';

let browser, close, cookie;
before(async () => {
  ({ browser, close } = await launch());
  const { context } = await strongPerson(browser, 'Ada', 'administrator');
  cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
});
after(async () => { await close(); });

const send = (path, headers, body = 'a=1') => ask(base, path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });
const ours = { 'sec-fetch-site': 'same-origin' };

test('the program has forms', () => { assert.ok(routes.length > 30, `${routes.length}`); });

for (const { pattern, path, who } of routes) {
  test(`POST ${pattern}`, async () => {
    const signedIn = { cookie };
    if (pattern !== ONE_CLICK) {
      for (const foreign of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }, { origin: 'https://attaque.exemple' }, { origin: 'null' }, {}])
        assert.equal((await send(path, { ...signedIn, ...foreign })).status, 403, `another site's: ${JSON.stringify(foreign)}`);
      // What she may not do is not there, whatever she sends.
      const absent = !['anyone', 'loopback', 'person'].includes(who) && (await send(path, { ...signedIn, ...ours }, 'jeton=x')).status === 404;
      for (const body of ['a=1', 'jeton=', 'jeton=x', ''])
        assert.ok([absent ? 404 : 403, 400].includes((await send(path, { ...signedIn, ...ours }, body)).status), `without the session's token: ${body}`);
      if (!absent) assert.equal((await send(path, { ...signedIn, ...ours }, 'jeton=x')).status, 403);
    }
    if (!['anyone', 'loopback'].includes(who)) assert.equal((await send(path, ours)).status, 401, 'nobody is asked to sign in');
  });
}
