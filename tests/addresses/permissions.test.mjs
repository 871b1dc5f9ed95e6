// Every route of the program that is not open to anyone × every role × scopes × forms and both languages, against permissions.tsv. The
// program lists its own routes, so that none can be added without its line. Nothing is changed: forms are sent with a wrong token, and
// reach no handler. What each room does with its own objects is in its own table (accounts, contributions: routes.tsv).
// Runs on a copy of its own. CATALYSE_PRINT=1 prints the table as it is, to be read before it is kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { base } from '../journeys/lib/browser.mjs';
import { ask } from '../journeys/lib/http.mjs';
import { cookieOf, ours } from '../journeys/lib/people.mjs';

const ROLES = ['reader', 'contributor', 'catalyst', 'reviewer', 'editor', 'analyst', 'pilot', 'instructor', 'committee', 'administrator'];
const STRONG = ['pilot', 'instructor', 'administrator'];  // in force with a second factor only
// role@scope: holds there and nowhere else; a « 0 » behind: without the second factor its role needs.
const PEOPLE = ['nobody', ...ROLES, 'pilot0', 'administrator0', 'reviewer@dep:76', 'reviewer@dep:14', 'contributor@dep:14', 'pilot@mesures:alliances-strategiques',
  'pilot@mesures:autre', 'administrator@dep:76'];

const routes = execFileSync(process.env.CATALYSE_LIST_ROUTES, [process.env.CATALYSE_CONFIG], { encoding: 'utf8' }).trim().split('\n')
  .map(line => line.split('\t')).map(([method, pattern, forms, , who]) => ({ method, pattern, forms: forms.split(','), who }))
  .filter(({ who }) => !['anyone', 'loopback'].includes(who));

const cookies = {}, captures = { sorte: 'cas', programme: 'alliances-strategiques', n: '3', parcours: 'odd-17-en-pratique', perimetre: 'cHg1Sb3VlbiBldCBDYWVuAALuTEz1QMOfcA' };

/** Something of somebody else's that waits for a review, in the département 76. */
async function waiting() {
  const cookie = await cookieOf('contributor');
  const [, token] = /name="jeton" value="([^"]+)"/.exec(String((await ask(base, '/compte', { headers: { cookie } })).body));
  const fields = { titre: 'Un four', resume: 'Cuire ensemble.', niveau: 'commune', initiateur: 'Ville', lieux: 'com:76351', contexte: 'Un quartier.',
    sources: 'Ville | https://lehavre.fr/', _geste: 'soumettre', jeton: token };
  const answer = await ask(base, '/proposer/cas', { method: 'POST', headers: { ...ours, cookie }, body: new URLSearchParams(fields).toString() });
  assert.equal(answer.status, 303, String(answer.body));
  return /\/contributions\/([0-9a-z]+)/.exec(answer.headers.location)[1];
}

before(async () => {
  captures.item = await waiting();
  for (const who of PEOPLE) {
    if (who === 'nobody') continue;
    const [, role, bare, scope] = /^([a-z]+)(0?)(?:@(.*))?$/.exec(who);
    cookies[who] = await cookieOf(role, { scope, strong: STRONG.includes(role) && !bare });
  }
  const list = String((await ask(base, '/admin/personnes?q=p1%40', { headers: { cookie: cookies.administrator } })).body);
  [, captures.person] = /\/admin\/personnes\/([0-9a-z]{13})/.exec(list);
});

const SIGN_IN = /^(\/en)?\/connexion\?retour=/;
/** - sign in first, . not there, x refused in words, y answered (a form: it reached the look at its token). */
function outcome(method, { status, headers }) {
  if (status === 401 || (status === 303 && SIGN_IN.test(headers.location ?? ''))) return '-';
  if (status === 404) return '.';
  if (status === 403) return method === 'POST' ? 'y' : 'x';
  return status < 400 ? 'y' : String(status);
}

async function found({ method, pattern, forms }, who) {
  const path = pattern.replace(/\{([^}]+)\}/g, (_, name) => captures[name] ?? '0000000000000');
  const seen = new Set();
  for (const form of forms) {
    for (const language of ['', '/en']) {
      const target = language + path + (form === 'html' ? '' : `.${form}`);
      const answer = await ask(base, target, { method, headers: { ...(method === 'POST' ? ours : {}), ...(cookies[who] ? { cookie: cookies[who] } : {}) },
        body: method === 'POST' ? 'jeton=x' : undefined });
      assert.ok(answer.status < 500, `${method} ${target}: ${answer.status}`);
      assert.ok(!/public/.test(answer.headers['cache-control']), `${target} may be kept`);
      if (answer.status === 200) assert.equal(answer.headers['access-control-allow-origin'], undefined, `${target} is readable from elsewhere`);
      seen.add(outcome(method, answer));
    }
  }
  return [...seen].join('');
}

test('every route answers whom it may and nobody else, in every form and language', async () => {
  const rows = routes.map(({ method, pattern }) => [method, pattern]);
  for (const [i, route] of routes.entries()) for (const who of PEOPLE) rows[i].push(await found(route, who));
  const table = [['method', 'pattern', ...PEOPLE], ...rows].map(row => row.join('\t'));
  if (process.env.CATALYSE_PRINT) { console.error(table.join('\n')); return; }
  const expected = readFileSync(new URL('permissions.tsv', import.meta.url), 'utf8').trim().split('\n').filter(line => !line.startsWith('#'));
  assert.deepEqual(table.toSorted(), expected.toSorted());
});
