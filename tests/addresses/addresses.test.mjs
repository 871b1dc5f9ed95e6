// The table of addresses (addresses.tsv) over HTTP: status, type, what may be kept, language, where a redirect leads, what an error says.
// Every route of the program, in each of its forms, has a line; every JSON answer keeps the published contract.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import Ajv from '../journeys/node_modules/ajv/dist/2020.js';
import { ask, askRaw } from '../journeys/lib/http.mjs';
import { Contract } from '../journeys/lib/contract.mjs';

const base = process.env.CATALYSE_URL;
const TYPES = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8', csv: /^text\/csv; charset=utf-8/, geojson: /^application\/geo\+json/,
  problem: /^application\/problem\+json/, schema: /^application\/schema\+json$/, xml: /^application\/xml; charset=utf-8$/, text: /^text\/plain;/, yaml: /^application\/yaml/,
  opensearch: /^application\/opensearchdescription\+xml/, css: /^text\/css/, svg: /^image\/svg\+xml/, script: /^text\/javascript/, gzip: /^application\/gzip/,
  package: /^application\/json/, atom: /^application\/atom\+xml/, calendar: /^text\/calendar/, jsonld: /^application\/ld\+json/, turtle: /^text\/turtle/, tile: /^application\/vnd\.mapbox-vector-tile$/, rdf: /^application\/rdf\+xml/ };
const FORMS = { json: ['json', 'package'], csv: ['csv'], geojson: ['geojson'], svg: ['svg'], atom: ['atom'], ics: ['calendar'], html: ['html', 'tile', 'schema', 'calendar', 'xml', 'text', 'yaml', 'opensearch', 'gzip', 'json', 'csv', 'jsonld', 'turtle', 'rdf', ''] };
// A message that was never translated shows its key: two or three words joined by points.
const KEY = /\b(web|http|dossier|cartography|territories|discover|catalogue|comparisons|tracker|cases|library|assessment|editorial|accounts|observatory|app|core|db|ingest)\.[a-z_]+(\.[a-z_]+)*\b/;

function readTable() {
  const [header, ...lines] = readFileSync(new URL('addresses.tsv', import.meta.url), 'utf8').split('\n').filter(line => line && !line.startsWith('#'));
  const names = header.split('\t');
  return lines.map(line => Object.fromEntries(line.split('\t').map((cell, i) => [names[i], cell])));
}
const table = readTable();
const expand = target => target.replace(/\{(.)×(\d+)\}/gu, (_, letter, times) => letter.repeat(Number(times)));

let contract;
before(async () => { contract = new Contract((await ask(base, '/api/openapi.yaml')).body.toString()); });

function checkKept(line, answer) {
  const { 'cache-control': control, etag } = answer.headers;
  if (line.kept === 'page') {
    assert.equal(control, 'public, no-cache');
    assert.match(etag ?? '', /^"[0-9a-f]{16}"$/);
  } else if (line.kept === 'framed') {
    assert.equal(control, 'public, no-cache');
    assert.equal(etag, undefined);
  } else if (line.kept === 'hour') {
    assert.equal(control, 'public, max-age=3600');
  } else {
    assert.equal(control, 'no-store');
    assert.equal(etag, undefined);
  }
}

// The headers that every answer carries, errors and redirects too (quality.md, S2).
// What is made to be embedded is all that another site may frame: a tally, a map, a case.
const EMBEDDED = /\/bilan(\?|$)|[?&]integration=1(&|$)/;

function checkSafety({ headers }, framed = false) {
  const policy = new Map(headers['content-security-policy'].split(';').map(part => part.trim().split(/ +/)).map(([name, ...values]) => [name, values]));
  for (const name of ['default-src', 'object-src', 'base-uri']) assert.deepEqual(policy.get(name) ?? policy.get('default-src'), ["'none'"], name);
  assert.deepEqual(policy.get('frame-ancestors'), framed ? ['*'] : ["'none'"], 'frame-ancestors');
  policy.delete('frame-ancestors');
  assert.doesNotMatch([...policy.values()].flat().join(' '), /unsafe|\*|https?:/, 'nothing inline, nothing of another host');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['referrer-policy'], /^(no-referrer|same-origin|strict-origin(-when-cross-origin)?)$/);
  assert.match(headers['cross-origin-resource-policy'], /^(same-origin|cross-origin)$/);
  assert.equal(headers['set-cookie'], undefined, 'no cookie');
  assert.equal(headers['access-control-allow-credentials'], undefined);
  for (const name of ['server', 'x-powered-by']) assert.doesNotMatch(headers[name] ?? '', /\d/, 'no version of the program');
}

function checkError(answer) {
  const text = answer.body.toString();
  if (answer.headers['content-type'].startsWith('text/html')) {
    assert.doesNotMatch(text, KEY, 'a sentence, not the key of one');
    assert.equal(text.match(/<h1[ >]/g)?.length, 1, 'one first heading');
    assert.match(text, /<form [^>]*role="search"/, 'a way on: the search box');
  } else {
    const problem = JSON.parse(text);
    assert.equal(problem.status, answer.status);
    assert.ok(problem.title.length > 5 && problem.detail.length > 15, text);
    assert.doesNotMatch(problem.title + problem.detail, KEY, 'a sentence, not the key of one');
  }
}

function checkContent(line, answer) {
  const text = answer.body.toString();
  if (line.method === 'HEAD') return assert.equal(text, '');
  assert.ok(text.length > 10, 'never empty');
  if (line.type === 'json' && answer.status === 200) assert.deepEqual(contract.faults(new URL(base + line.path).pathname, 200, 'application/json', JSON.parse(text)), []);
  if (line.type === 'geojson') assert.match(JSON.parse(text).type, /^Feature(Collection)?$/);
  for (const word of (line.says ?? '').split('|').filter(Boolean)) {
    assert.ok(plain(text).includes(plain(word)), `says « ${word} »: ${plain(text.replace(/<[^>]+>/g, ' ')).slice(0, 1500)}`);
  }
}
const plain = text => text.replaceAll(/&#39;|&apos;/g, "'").replaceAll('’', "'").replaceAll('&amp;', '&').replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

for (const line of table) {
  const [path, wanted] = [expand(line.target), Number(line.status)];
  const headers = line.accept ? { accept: line.accept } : {};
  test(`${line.method} ${line.target.length > 100 ? line.target.slice(0, 100) + '…' : line.target}${line.accept ? ` (Accept: ${line.accept})` : ''} gives ${line.status}`, async () => {
    const answer = await ask(base, path, { method: line.method, headers, body: line.method === 'POST' ? 'a=1' : undefined });
    assert.equal(answer.status, wanted, answer.body.toString().slice(0, 500));
    checkSafety(answer, EMBEDDED.test(path));
    if (line.type) assert.match(answer.headers['content-type'], TYPES[line.type] instanceof RegExp ? TYPES[line.type] : new RegExp(`^${TYPES[line.type]}$`));
    checkKept(line, answer);
    if (line.language) {
      assert.equal(answer.headers['content-language'], line.language);
      if (line.method !== 'HEAD') assert.match(answer.body.toString(), new RegExp(`<html lang="${line.language}"`));
    }
    if ([301, 303].includes(wanted)) assert.equal(answer.headers.location, line.says);
    else if (wanted === 204) assert.equal(answer.body.length, 0);
    else checkContent({ ...line, path }, answer);
    if (wanted >= 400 && line.method !== 'HEAD') checkError(answer);
  });
}

test('every redirect leads to a page in one step', async () => {
  for (const line of table.filter(({ status }) => status === '301')) {
    assert.equal((await ask(base, line.says)).status, 200, `${line.target} → ${line.says}`);
  }
});

test('a page asked again with its ETag is not sent again', async () => {
  for (const line of table.filter(({ kept, status, method }) => kept === 'page' && status === '200' && method === 'GET')) {
    const path = expand(line.target);
    const { etag } = (await ask(base, path)).headers;
    const again = await ask(base, path, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304, path);
    assert.equal(again.body.length, 0, path);
  }
});

test('compressed or not, the same page', async () => {
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
  for (const path of ['/', '/territoires/commune/76540-rouen', '/territoires/commune/76540-rouen.json']) {
    const plainly = (await ask(base, path)).body;
    for (const [coding, unpack] of [['br', brotliDecompressSync], ['gzip', gunzipSync]]) {
      const answer = await ask(base, path, { headers: { 'accept-encoding': coding } });
      assert.equal(answer.headers['content-encoding'], coding);
      assert.deepEqual(unpack(answer.body), plainly, `${path} ${coding}`);
    }
  }
});

test('every route has a line in each of its forms', () => {
  const listed = execFileSync(process.env.CATALYSE_LIST_ROUTES, [process.env.CATALYSE_CONFIG], { encoding: 'utf8' }).trim().split('\n').map(line => line.split('\t'));
  assert.ok(listed.length > 20, 'the program has routes');
  const missing = [];
  for (const [method, pattern, forms, , who] of listed) {
    // Who is not signed in is led to sign in or told so, and a POST without an origin is refused: their lines say that. The one POST that
    // needs no origin (RFC 8058) is refused for not being a form.
    const restricted = method === 'POST' || !['anyone', 'loopback'].includes(who);
    const lines = table.filter(line => line.route === pattern && (method === 'POST' ? line.method === 'POST' : line.method === 'GET') && (restricted ? /^(2|303|401|403|415)/ : /^(2|303)/).test(line.status));
    for (const form of forms.split(',')) {
      if (!lines.some(line => (restricted && ['', 'html', 'problem'].includes(line.type) ? [line.type] : FORMS[form]).includes(line.type) && (form === 'html' || new URL(base + expand(line.target)).pathname.endsWith('.' + form) || pattern.startsWith('/api/')))) missing.push(`${method} ${pattern} (${form})`);
    }
  }
  assert.deepEqual(missing, [], 'routes without an address that answers 200 in addresses.tsv');
  const patterns = new Set(listed.map(([, pattern]) => pattern));
  assert.deepEqual([...new Set(table.map(line => line.route))].filter(route => route !== '-' && !patterns.has(route)), [], 'lines whose route is gone');
});

test('every address of the contract exists', async () => {
  for (const { path, item } of contract.paths) {
    const values = new Map([...(item.parameters ?? []), ...(item.get?.parameters ?? [])].map(one => contract.resolve(one)).filter(one => one.in === 'path')
      .map(one => [one.name, one.example ?? one.schema?.example ?? one.schema?.enum?.[0]]));
    const target = path.replace(/\{([^}]+)\}/g, (_, name) => values.get(name) ?? `{${name}}`);
    assert.doesNotMatch(target, /\{/, `${path} gives an example of each part`);
    const asked = new URLSearchParams((item.get?.parameters ?? []).map(one => contract.resolve(one)).filter(one => one.in === 'query' && one.required)
      .flatMap(one => [one.example].flat().map(value => [one.name, value])));
    const answer = await ask(base, `${asked}` === '' ? target : `${target}?${asked}`);
    assert.ok([200, 301].includes(answer.status), `${target} ${answer.status}`);
  }
});

test('what /cas gives keeps the JSON Schema that is published with it', async () => {
  const json = async path => JSON.parse((await ask(base, path)).body.toString());
  const keeps = new Ajv({ strict: true, allErrors: true, formats: { date: true } }).compile(await json('/api/v1/cas/schema'));
  const all = await json('/cas.json');
  assert.ok(keeps(all), JSON.stringify(keeps.errors?.slice(0, 3)));
  for (const one of all.cases) assert.ok(keeps(await json(`${one.address}.json`)), one.address);
  const spoiled = change => { const copy = structuredClone(all.cases[0]); change(copy); return keeps(copy); };
  assert.ok(!spoiled(one => { delete one.content.titre; }), 'a title is needed');
  assert.ok(!spoiled(one => { one.content.niveau = ['planete']; }), 'a choice is of its list');
  assert.ok(!spoiled(one => { one.content.titre = 'seul'; }), 'each field is a list');
  assert.ok(!spoiled(one => { one.content.couleur = ['vert']; }), 'no other field');
  assert.ok(!spoiled(one => { one.id = 'Été'; }), 'an id is plain');
});

test('the pages of /cas together are its export', async () => {
  for (const query of ['', 'fragilite=environnement', 'territoire=reg:28']) {
    const read = [];
    for (let path = `/cas?${query}`; path;) {
      const page = (await ask(base, path)).body.toString();
      read.push(...[...page.matchAll(/<li><a href="(\/cas\/\d[^"]*)">/g)].map(([, address]) => address));
      path = /<a[^>]*rel="next"[^>]*href="([^"]+)"/.exec(page)?.[1].replaceAll('&amp;', '&') ?? /<a[^>]*href="([^"]+)"[^>]*rel="next"/.exec(page)?.[1].replaceAll('&amp;', '&');
      assert.ok(read.length < 10_000, 'the pages go round');
    }
    const all = JSON.parse((await ask(base, `/cas.json?${query}`)).body.toString()).cases.map(one => one.address);
    assert.ok(all.length > 0, query);
    assert.deepEqual(read, all, query);
  }
});

const RAW = [
  ['bytes that are no UTF-8 in the address', Buffer.from('GET /territoires?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 'latin1'), /^HTTP\/1\.1 400 /],
  ['a zero byte in the address', Buffer.from('GET /territoires?q=a\0b HTTP/1.1\r\nHost: localhost\r\n\r\n', 'latin1'), /^HTTP\/1\.1 400 /],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['the Host of somebody else', 'GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 421 /],
  ['both lengths (request smuggling)', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a header of 20 000 bytes', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['an address of 20 000 bytes', `GET /territoires?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /^HTTP\/1\.1 (414|431) /],
  ['a version that does not exist', 'GET / HTTP/3.7\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 (400|505) /],
  ['something that is no request', 'BONJOUR\r\n\r\n', /^HTTP\/1\.1 400 /],
];
for (const [what, bytes, status] of RAW) {
  test(`${what} is refused with a page in words`, async () => {
    const answer = await askRaw(base, bytes);
    assert.match(answer, status);
    assert.match(answer, /<h1[ >]|application\/problem\+json/);
    assert.doesNotMatch(answer, KEY);
  });
}
