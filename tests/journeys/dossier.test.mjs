// The main job: from the home to the dossier, a theme, the comparable places with other weights, and back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, clickThrough, launch, visit, withPage } from './lib/browser.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(() => close());

const ROUEN = '/territoires/commune/76540-rouen';
const path = page => new URL(page.url()).pathname;
const names = page => page.locator('table:has(#c-peers) tbody th a').allInnerTexts();

async function chooseWithKeyboard(page) {
  await page.getByRole('combobox').focus();
  await page.keyboard.type('rouen', { delay: 20 });
  const first = page.getByRole('option').first();
  await first.waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(await first.getAttribute('aria-selected'), 'true');
  const active = await page.getByRole('combobox').getAttribute('aria-activedescendant');
  assert.equal(active, await first.getAttribute('id'), 'the box names the chosen option');
  await Promise.all([page.waitForURL(`**${ROUEN}`), page.keyboard.press('Enter')]);
}

async function chooseWithoutScript(page) {
  await page.getByRole('searchbox').fill('rouen');
  await clickThrough(page, page.getByRole('button', { name: 'Chercher' }));
  assert.equal(path(page), '/recherche');
  await clickThrough(page, page.getByRole('link', { name: 'Rouen', exact: true }).first());
}

/** What follows is the same with and without script. */
async function readTheDossier(page) {
  assert.equal(path(page), ROUEN);
  assert.equal(await page.locator('h1').innerText(), 'Rouen');
  assert.equal(await page.locator('#themes tbody tr').count(), 9, 'nine themes');
  assert.ok(await page.locator('#ressort li').count() >= 1, 'something stands out in Rouen');
  await clickThrough(page, page.locator('#themes').getByRole('link', { name: /logement/i }));
  assert.equal(path(page), `${ROUEN}/theme/logement`);
  assert.match(await page.locator('h1').innerText(), /Logement/);
  assert.ok(await page.locator('main table tbody tr').count() >= 2, 'the figures stand in a table too');
  await page.goBack();
  assert.equal(path(page), ROUEN);
  await clickThrough(page, page.locator('#comparables').getByRole('link', { name: /critères/ }));
  assert.equal(path(page), `${ROUEN}/comparables`);
}

async function changeTheWeights(page) {
  const before = await names(page);
  assert.equal(before.length, 20, 'twenty comparable communes');
  await page.locator('input[name="poids-population"]').fill('10');
  await page.locator('input[name="poids-densite"]').fill('0');
  await page.locator('input[name="k"]').fill('8');
  await clickThrough(page, page.locator('form.criteria button'));
  assert.equal(path(page), `${ROUEN}/comparables`);
  const query = new URL(page.url()).search;
  const changed = await names(page);
  assert.equal(changed.length, 8);
  assert.notDeepEqual(changed, before.slice(0, 8), 'other weights, other places');
  for (const [name, value] of [['poids-population', '10'], ['poids-densite', '0'], ['k', '8']]) {
    assert.equal(await page.locator(`input[name="${name}"]`).inputValue(), value, `${name} is kept in the form`);
  }
  // The address alone gives the same answer to somebody else.
  await withPage(browser, { javaScriptEnabled: false }, async other => {
    await visit(other, `${ROUEN}/comparables${query}`);
    assert.deepEqual(await names(other), changed);
  });
  await page.goBack();
  assert.deepEqual(await names(page), before, 'back gives the default places again');
}

test('home, « rouen » picked with the keyboard, dossier, theme, comparables with other weights, back', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, '/');
    await chooseWithKeyboard(page);
    await readTheDossier(page);
    await changeTheWeights(page);
  });
});

test('the same without script', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/');
    await chooseWithoutScript(page);
    await readTheDossier(page);
    await changeTheWeights(page);
  });
});

test('the same in English', async () => {
  await withPage(browser, { locale: 'en-GB' }, async page => {
    await visit(page, '/en/');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByRole('combobox').focus();
    await page.keyboard.type('rouen', { delay: 20 });
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL(`**/en${ROUEN}`), page.keyboard.press('Enter')]);
    assert.equal(await page.locator('h1').innerText(), 'Rouen');
    await clickThrough(page, page.locator('#themes').getByRole('link', { name: /housing/i }));
    assert.equal(path(page), `/en${ROUEN}/theme/logement`);
    assert.match(await page.locator('h1').innerText(), /Housing/);
    const inside = await page.locator('main a[href^="/"]').evaluateAll(all => all.map(a => a.getAttribute('href')));
    const astray = inside.filter(href => !href.startsWith('/en') && !href.startsWith('/api'));
    assert.deepEqual(astray, [], 'an English page leads to English pages');
    await clickThrough(page, page.locator('footer a[hreflang=fr]'));
    assert.equal(path(page), `${ROUEN}/theme/logement`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  });
});

test('what is on the page is offered for download, and each download is there', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    for (const behind of ['', '/theme/logement', '/comparables?k=8', '/evolution']) {
      await visit(page, ROUEN + behind);
      const offers = await page.locator('.downloads a').evaluateAll(all => all.map(a => a.href));
      const files = offers.filter(href => /\.(csv|json|geojson)/.test(href));
      assert.ok(files.some(href => href.includes('.csv')) && files.some(href => href.includes('.json')), `downloads of ${behind || 'the summary'}`);
      for (const href of files) {
        const answer = await page.request.get(href);
        assert.equal(answer.status(), 200, href);
        assert.ok((await answer.body()).length > 100, href);
      }
      if (behind.includes('k=8')) {
        const json = files.find(href => href.includes('.json'));
        assert.equal((await (await page.request.get(json)).json()).peers.length, 8, 'the download follows the criteria');
      }
    }
  });
});

test('the dossier names its sources, its data version and each way on', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, ROUEN);
    assert.match(await page.locator('#sources').innerText(), /INSEE/);
    assert.match(await page.locator('footer').innerText(), /COG 2026/);
    const links = await page.locator('#liens a').allInnerTexts();
    for (const name of ['Métropole Rouen Normandie', 'Seine-Maritime', 'Normandie']) assert.ok(links.includes(name), `${name} in ${links}`);
    const dead = [];
    const inside = new Set(await page.locator('a[href^="/"]').evaluateAll(all => all.map(a => a.href.replace(/#.*/, ''))));
    for (const href of inside) if ((await page.request.get(href)).status() !== 200) dead.push(href.replace(base, ''));
    assert.deepEqual(dead, [], 'no dead link');
  });
});
