// What a page costs: at most 100 kB, 10 requests and 60 KB of script everywhere; elements and EcoIndex by kind of page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, launch, visit, withPage } from './lib/browser.mjs';
import { ecoindex } from './lib/ecoindex.mjs';
import { ask } from './lib/http.mjs';
import { TEMPLATES } from './lib/templates.mjs';

// A map brings its own program, once for all maps; its tiles are counted apart.
const USUAL = { kilobytes: 100, requests: 10, script: 60 };
const BUDGETS = { map: { elements: 2000, kilobytes: 450, requests: 14, script: 1600 }, text: { elements: 250, score: 85 }, list: { elements: 600, score: 70 }, table: { elements: 2000, score: 50 }, whole: {} };

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(() => close());

async function weigh(page, template) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Set();
  let bytes = 0, requests = 0, scriptBytes = 0;
  const tiles = new Set();
  protocol.on('Network.requestWillBeSent', event => {
    if (/\.mvt$/.test(event.request.url)) tiles.add(event.requestId);
    else if (/^https?:/.test(event.request.url)) requests++;
  });
  protocol.on('Network.responseReceived', event => { if (event.type === 'Script') scripts.add(event.requestId); });
  protocol.on('Network.dataReceived', event => { if (scripts.has(event.requestId)) scriptBytes += event.dataLength; });
  protocol.on('Network.loadingFinished', event => { if (!tiles.has(event.requestId)) bytes += event.encodedDataLength; });
  await visit(page, template.path, template.status);
  await page.waitForLoadState('networkidle');
  // The formula leaves the inside of drawings out.
  const elements = await page.evaluate(() => document.querySelectorAll('*').length - document.querySelectorAll('svg *').length);
  return { elements, requests, kilobytes: bytes / 1000, scriptKilobytes: scriptBytes / 1024 };
}

for (const template of TEMPLATES) {
  test(`weight of ${template.name}`, async t => {
    await withPage(browser, {}, async page => {
      const found = await weigh(page, template);
      const score = ecoindex(found);
      t.diagnostic(`${found.kilobytes.toFixed(1)} kB, ${found.requests} requests, ${found.elements} elements, EcoIndex ${score.toFixed(1)}: ${template.path}`);
      const budget = { ...USUAL, ...BUDGETS[template.kind] };
      const over = [];
      if (template.kind !== 'whole' && found.kilobytes > budget.kilobytes) over.push(`${found.kilobytes.toFixed(1)} kB > ${budget.kilobytes}`);
      if (found.requests > budget.requests) over.push(`${found.requests} requests > ${budget.requests}`);
      if (found.scriptKilobytes > budget.script) over.push(`${found.scriptKilobytes.toFixed(1)} KB of script > ${budget.script}`);
      if (found.elements > (budget.elements ?? Infinity)) over.push(`${found.elements} elements > ${budget.elements}`);
      if (score < (budget.score ?? 0)) over.push(`EcoIndex ${score.toFixed(1)} < ${budget.score}`);
      assert.deepEqual(over, []);
    });
  });
}

/** Elements of a page without its drawings, from its text: what a browser would count, without one. */
function countElements(html) {
  const text = html.replace(/<svg[^>]*>[\s\S]*?<\/svg>/g, '<svg>').replace(/<!--[\s\S]*?-->|<!doctype[^>]*>/gi, '');
  return text.match(/<[a-z][^>]*>/gi).length;
}

test('no summary of a territory is over its budget: every région and département, one EPCI in 12, one commune in 150', async () => {
  const sitemap = (await ask(base, '/sitemap-territoires.xml')).body.toString();
  const paths = [...sitemap.matchAll(/<loc>[^<]*?(\/territoires\/[^<]+)<\/loc>/g)].map(([, path]) => path);
  const every = { commune: 150, epci: 12, departement: 1, region: 1 };
  const seen = {}, over = [];
  for (const path of paths) {
    const level = path.split('/')[2];
    seen[level] = (seen[level] ?? -1) + 1;
    if (seen[level] % every[level] !== 0) continue;
    const answer = await ask(base, path);
    assert.equal(answer.status, 200, path);
    const elements = countElements(answer.body.toString());
    if (elements > BUDGETS.list.elements) over.push(`${elements} elements: ${path}`);
  }
  assert.ok(seen.commune > 34_000 && seen.departement === 100, JSON.stringify(seen));
  assert.deepEqual(over, []);
});

test('the column of any indicator over all communes is at most 60 kB, whatever its classes', async t => {
  const { indicators } = JSON.parse((await ask(base, '/donnees/indicateurs.json')).body);
  const found = [];
  for (const { id } of indicators) {
    for (const classes of [5, 9]) {
      const path = `/carte/colonne?indicateur=${id}&niveau=commune&classes=${classes}`;
      const answer = await ask(base, path, { headers: { 'Accept-Encoding': 'br' } });
      if (answer.status === 404) continue; // an indicator that communes do not have
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers['content-encoding'], 'br', path);
      found.push({ kilobytes: answer.body.length / 1000, path });
    }
  }
  found.sort((a, b) => b.kilobytes - a.kilobytes);
  assert.ok(found.length > 60, `${found.length} columns`);
  t.diagnostic(found.slice(0, 3).map(one => `${one.kilobytes} kB: ${one.path}`).join('\n'));
  assert.deepEqual(found.filter(one => one.kilobytes > 60), []);
});
