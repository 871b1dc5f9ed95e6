// Follows what a reader can follow: from 200 pages taken at random over the whole of France, every address inside the site answers 200 in
// one step, and every fragment names something of the page it leads to. CATALYSE_LINK_SEED repeats a choice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../journeys/lib/http.mjs';

const base = process.env.CATALYSE_URL;
const PERSONAL = /^(\/en)?\/(compte$|contributions\/|proposer\/|exemples\/(proposer|jury))/;
const PAGES = 200, MOST_ADDRESSES = 7000, SECONDS = 90;
const seed = Number(process.env.CATALYSE_LINK_SEED ?? Date.now() % 1_000_000);

/** The same numbers for the same seed (mulberry32). */
function numbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const unescape = text => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

/** Addresses of this site written in a page: links, forms' targets, style sheets, scripts, pictures. */
function addressesOf(html, from) {
  const found = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, written]) => new URL(unescape(written), base + from));
  return found.filter(url => url.protocol.startsWith('http') && url.origin === new URL(base).origin);
}

async function places() {
  const index = (await ask(base, '/sitemap.xml')).body.toString();
  const maps = [...index.matchAll(/<loc>[^<]*?(\/(?:en\/)?sitemap-[^<]+)<\/loc>/g)].map(([, path]) => path);
  assert.ok(maps.length >= 2, index.slice(0, 500));
  const all = [];
  for (const path of maps) all.push(...(await ask(base, path)).body.toString().matchAll(/<loc>https?:\/\/[^/<]+(\/[^<]*)<\/loc>/g));
  return all.map(([, path]) => unescape(path));
}

/** Pages at random: a third of them dossiers' inner pages, where most links are. */
async function chosen() {
  const [all, next] = [await places(), numbers(seed)];
  const behind = ['', '', '', '', '/comparables', '/evolution', '/theme/logement', '/theme/emploi', '?vue=complete'];
  return Array.from({ length: PAGES }, () => {
    const path = all[Math.floor(next() * all.length)];
    return /\/territoires\/(commune|epci|departement|region)\//.test(path) ? path + behind[Math.floor(next() * behind.length)] : path;
  });
}

test(`no dead link on ${PAGES} pages taken at random (CATALYSE_LINK_SEED=${seed})`, async t => {
  const began = Date.now();
  const [asked, dead, pages] = [new Map(), [], await chosen()];
  let cut = 0;
  async function answerTo(path) {
    if (!asked.has(path)) {
      const { status, body, headers } = await ask(base, path);
      const ids = headers['content-type']?.startsWith('text/html') ? new Set([...body.toString().matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)) : null;
      asked.set(path, { status, ids });
    }
    return asked.get(path);
  }
  for (const page of pages) {
    const answer = await ask(base, page);
    // A commune of the COM has its identity on one page and nothing behind it.
    if (answer.status === 404 && /commune\/9[78]\d{3}/.test(page)) continue;
    assert.equal(answer.status, 200, page);
    for (const url of addressesOf(answer.body.toString(), page)) {
      const path = url.pathname + url.search;
      if (!asked.has(path) && (asked.size >= MOST_ADDRESSES || Date.now() - began > SECONDS * 1000)) {
        cut++;
        continue;
      }
      const { status, ids } = await answerTo(path);
      // A page of one's own leads those who are not signed in to the page to sign in.
      if (status === 303 && PERSONAL.test(path)) continue;
      if (status !== 200) dead.push(`${page}: ${path} gives ${status}`);
      else if (url.hash && ids && !ids.has(decodeURIComponent(url.hash.slice(1)))) dead.push(`${page}: nothing is called ${url.hash} in ${path}`);
    }
  }
  t.diagnostic(`${pages.length} pages, ${asked.size} addresses, ${cut} left out, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  assert.ok(asked.size > 500, 'the pages have links');
  assert.deepEqual(dead.slice(0, 20), [], `${dead.length} dead links`);
});
