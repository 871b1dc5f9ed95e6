// Finding a place the way people write it: in the suggestions, and on the page of results without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, clickThrough, launch, visit, withPage } from './lib/browser.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(() => close());

const FIRST = [
  ['rouen', 'Rouen', /^\/territoires\/commune\/76540-rouen$/],
  ['76000', 'Rouen', /^\/territoires\/commune\/76540-rouen$/],
  ['76540', 'Rouen', /^\/territoires\/commune\/76540-rouen$/],
  ['st etienne', 'Saint-Étienne', /^\/territoires\/commune\/42218-saint-etienne$/],
  ['SAINT ETIENNE', 'Saint-Étienne', /^\/territoires\/commune\/42218-saint-etienne$/],
  ['strasbuorg', 'Strasbourg', /^\/territoires\/commune\/67482-strasbourg$/],
  ['marseile', 'Marseille', /^\/territoires\/commune\/13055-marseille$/],
  ['chanzeaux', 'Chemillé-en-Anjou', /^\/territoires\/commune\/49092-chemille-en-anjou$/],
  ['annecy le vieux', 'Annecy', /^\/territoires\/commune\/74010-annecy$/],
  ["l'abergement-clémenciat", "L’Abergement-Clémenciat", /^\/territoires\/commune\/01001-/],
  ['200023414', 'Métropole Rouen Normandie', /^\/territoires\/epci\/200023414-/],
  ['seine-saint-denis', 'Seine-Saint-Denis', /^\/territoires\/departement\/93-seine-saint-denis$/],
];
const plain = text => text.replaceAll('’', "'");

for (const [words, name, address] of FIRST) {
  test(`« ${words} » leads to ${name} on the page of results, without script`, async () => {
    await withPage(browser, { javaScriptEnabled: false }, async page => {
      await visit(page, '/');
      await page.getByRole('searchbox').fill(words);
      await Promise.all([page.waitForURL('**/recherche?q=*'), page.keyboard.press('Enter')]);
      const first = page.locator('main ol.hits li a').first();
      assert.equal(plain(await first.innerText()), plain(name));
      await clickThrough(page, first);
      assert.match(new URL(page.url()).pathname, address);
      assert.ok(plain(await page.locator('h1').innerText()).includes(plain(name)));
    });
  });
}

test('the suggestions give the same place first', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, '/');
    for (const [words, name] of FIRST) {
      const box = page.getByRole('combobox');
      await box.fill(words);
      const first = page.getByRole('option').first();
      await first.filter({ hasText: new RegExp(plain(name).replaceAll("'", "['’]")) }).waitFor();
      await box.fill('');
      await page.getByRole('listbox').waitFor({ state: 'hidden' });
    }
  });
});

test('the suggestions go beyond places: a case by the beginning of a word, by keyboard', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, '/');
    await page.getByRole('combobox').fill('conseillers neut');
    const option = page.getByRole('option').filter({ hasText: 'Alençon' });
    await option.waitFor();
    assert.match(await option.innerText(), /Cas/);
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL('**/cas/1017-*'), page.keyboard.press('Enter')]);
    assert.match(await page.locator('h1').innerText(), /^Alençon/);
  });
});

test('an old name says by which words the place was found', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/territoires?q=chanzeaux');
    assert.match(await page.locator('main ol.hits li').first().innerText(), /Chanzeaux/);
  });
});

test('« Sainte-Marie » lists every commune of that name, each with its département', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/territoires?q=sainte-marie');
    const hits = await page.locator('main ol.hits li').allInnerTexts();
    const exact = hits.filter(hit => /^Sainte-Marie\s/.test(hit.replaceAll('\n', ' ')));
    for (const departement of ['Ardennes', 'Cantal', 'Doubs', 'Gers', 'Hautes-Pyrénées', 'Ille-et-Vilaine', 'La Réunion', 'Martinique', 'Nièvre']) {
      assert.ok(exact.some(hit => hit.includes(departement)), `${departement} among ${exact.join(' | ')}`);
    }
  });
});

test('words that name nothing get a sentence and keep the box filled', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/territoires?q=zzqxwv');
    assert.equal(await page.locator('main input[name=q]').inputValue(), 'zzqxwv');
    assert.match(await page.locator('main').innerText(), /Aucun territoire/);
  });
});

test('a mark-up in the words is shown as it was typed', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, `/territoires?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
    assert.equal(await page.locator('main img').count(), 0);
    assert.equal(await page.locator('main input[name=q]').inputValue(), '"><img src=x onerror=alert(1)>');
    assert.ok(page.url().startsWith(base));
  });
});

test('from words to a case in a comparable place, and its conditions in one’s own, without script', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    const go = async action => Promise.all([page.waitForNavigation(), action()]);
    await visit(page, '/');
    await page.getByRole('searchbox').fill('chaleur');
    await go(() => page.keyboard.press('Enter'));
    const facets = page.getByRole('navigation', { name: 'Affiner' });
    const cases = facets.getByRole('link', { name: 'Cas', exact: true });
    const counted = Number(await cases.locator('xpath=following-sibling::span').innerText());
    await go(() => cases.click());
    assert.equal(await page.locator('ol.found > li').count(), counted, 'the count of a facet is what its link gives');
    await page.getByLabel('Territoire : nom ou code').fill('La Flèche');
    await page.locator('select[name=perimetre]').selectOption('comparables');
    await go(() => page.getByRole('button', { name: 'Filtrer' }).click());
    assert.match(await page.locator('.chosen').innerText(), /Territoires comparables à La Flèche/);
    const left = await page.locator('ol.found > li').count();
    assert.ok(left >= 1 && left <= counted, `a filter never adds: ${left} of ${counted}`);
    await go(() => page.locator('ol.found').getByRole('link', { name: /^Vire Normandie/ }).click());
    await page.locator('main input[name=territoire]').fill('La Flèche');
    await go(() => page.keyboard.press('Enter'));
    assert.match(await page.locator('main').innerText(), /À La Flèche \(Sarthe\)/);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('header.masthead').isVisible(), false, 'on paper there is no navigation');
  });
});
