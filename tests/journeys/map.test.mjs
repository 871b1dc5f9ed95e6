// The map: moved by mouse and keyboard, its view in the address and in the drawing of the server, the same without WebGL and without script.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axeFaults } from './lib/axe.mjs';
import { base, launch, visit, withPage } from './lib/browser.mjs';
import { ask } from './lib/http.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch(['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'])); });
after(() => close());

/** The page once its map stands; software rendering is slow. */
async function open(page, path) {
  await visit(page, path);
  await page.waitForSelector('.map.vif .toile canvas', { timeout: 60_000 });
}

test('the list of the map moves by keyboard and leads to the dossier', async () => {
  await withPage(browser, {}, async page => {
    await open(page, '/carte?niveau=departement&vue=interactive');
    const list = page.getByLabel('Territoires de la vue', { exact: false });
    await page.waitForFunction(() => document.querySelector('.outils select').options.length > 90);
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('.fiche a');
    const chosen = await list.evaluate(select => select.selectedOptions[0].text);
    const panel = await page.locator('.fiche').innerText();
    assert.ok(chosen.length > 8 && panel.startsWith(chosen), `${panel} / ${chosen}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/territoires\/departement\//);
    assert.equal(await page.locator('h1').count(), 1);
  });
});

test('a place that is searched is shown, said, and stays in the address', async () => {
  await withPage(browser, { reducedMotion: 'reduce' }, async page => {
    await open(page, '/carte?niveau=commune&zone=dep:76&vue=interactive');
    await page.getByLabel('Aller à un lieu').fill('rouen');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /Rouen : /.test(document.querySelector('.fiche').textContent));
    await page.waitForFunction(() => /centre=1\.\d+,49\.4\d*&zoom=1\d/.test(location.search));
    assert.match(await page.locator('.fiche a').getAttribute('href'), /^\/territoires\/commune\/76540-rouen$/);
    const copied = new URL(page.url());
    // Opened again, the map stands where it stood; without script the drawing shows the same part.
    await open(page, copied.pathname + copied.search);
    assert.equal(new URL(page.url()).search, copied.search);
    const unscripted = (await ask(base, copied.pathname + copied.search)).body.toString();
    const [, image] = /<noscript><img class="carte" src="([^"]+)"/.exec(unscripted);
    const drawing = (await ask(base, image.replaceAll('&amp;', '&'))).body.toString();
    const [, x, y, width] = /class="carte"[^>]* viewBox="(\d+) (\d+) (\d+) \d+"/.exec(drawing);
    assert.ok(Number(x) > 0 && Number(y) > 0 && Number(width) < 800, `${x} ${y} ${width}`);
  });
});

test('a place under the mouse says its name and its value as the table does', async () => {
  await withPage(browser, {}, async page => {
    await open(page, '/carte?niveau=departement&zone=reg:28&vue=interactive');
    const box = await page.locator('.plan').boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.waitForFunction(() => document.querySelector('.bulle').textContent.length > 5);
    const [name, value] = (await page.locator('.bulle').innerText()).split(' : ');
    const row = await page.locator('table.values tr', { hasText: name }).first().innerText();
    const plain = text => text.replaceAll(/[\u202f\u00a0]/g, ' ');
    assert.ok(plain(row).includes(plain(value.split(',fiabilité')[0])), `${row} / ${value}`);
  });
});

test('a perimeter is outlined, and the map stands on it', async () => {
  await withPage(browser, {}, async page => {
    await open(page, '/carte?perimetre=cHg1Sb3VlbiBldCBDYWVuAALuTEz1QMOfcA&niveau=commune&vue=interactive');
    await page.waitForFunction(() => /centre=0\.\d+,49\.\d+&zoom=[789]/.test(location.search));
    assert.deepEqual((await page.locator('table.values tbody a').allInnerTexts()).sort(), ['Caen', 'Rouen']);
    const shapes = (await ask(base, await page.locator('.plan').getAttribute('data-perimetre'))).body.toString();
    assert.match(shapes, /"type":"Feature"/);
  });
});

test('places chosen on the map, by keyboard and by pointer, at two levels, make a perimeter', async () => {
  await withPage(browser, { reducedMotion: 'reduce', viewport: { width: 360, height: 740 } }, async page => {
    const chosen = page.locator('.choisis li');
    const toggler = page.locator('.choisis p.boutons button');
    await visit(page, '/perimetres');
    await page.getByRole('link', { name: 'Choisir les territoires sur une carte interactive' }).click();
    await page.waitForSelector('.map.vif .toile canvas', { timeout: 60_000 });
    await page.getByLabel('Aller à un lieu').fill('rouen');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ajouter au périmètre : Rouen' }).press('Enter');
    assert.deepEqual(await chosen.allInnerTexts(), ['Rouen Retirer']);
    assert.equal(await toggler.innerText(), 'Retirer Rouen');
    // Another one of the list, by keyboard alone: list, link to the dossier, button.
    await page.waitForFunction(() => document.querySelector('.outils select').options.length > 3);
    await page.getByLabel('Territoires de la vue', { exact: false }).focus();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: /^Ajouter au périmètre : / }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelectorAll('.choisis li').length === 2);
    assert.deepEqual([await axeFaults(page), await keyboardFaults(page)], [[], []]);
    // One more by pointer, at another level: what was chosen is still there.
    await open(page, '/carte?niveau=departement&zone=reg:28&vue=interactive');
    assert.equal(await chosen.count(), 2);
    await page.locator('.plan').evaluate(plan => plan.scrollIntoView({ block: 'center' }));
    const box = await page.locator('.plan').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await toggler.waitFor();
    const name = (await toggler.innerText()).replace(/^Ajouter au périmètre\s:\s/, '');
    await toggler.click();
    assert.equal((await chosen.allInnerTexts()).at(-1), `${name} Retirer`);
    await Promise.all([page.waitForURL('**/perimetres?codes=com%3A76540*dep%3A*'), page.getByRole('button', { name: 'Voir ce périmètre' }).click()]);
    assert.match(await page.locator('main').innerText(), /\d{3} communes/);
    // Removed one by one, then all.
    await open(page, '/carte?niveau=departement&vue=interactive');
    await chosen.getByRole('button', { name: 'Retirer Rouen' }).click();
    assert.equal(await chosen.count(), 2);
    await page.getByRole('button', { name: 'Tout retirer' }).click();
    assert.equal(await chosen.count(), 0);
    assert.ok(!await page.getByRole('button', { name: 'Voir ce périmètre' }).isVisible());
  });
});

test('a place found by its name is the one that is added, whatever the level of the map', async () => {
  await withPage(browser, { reducedMotion: 'reduce' }, async page => {
    // The région of code 76 is Occitanie.
    await open(page, '/carte?niveau=region&vue=interactive');
    await page.getByLabel('Aller à un lieu').fill('seine-maritime');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ajouter au périmètre : Seine-Maritime' }).click();
    assert.equal(await page.locator('.fiche').innerText(), '');
    // A commune and a département: the map is of départements.
    await open(page, '/carte?niveau=departement&vue=interactive');
    await page.getByLabel('Aller à un lieu').fill('paris');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ajouter au périmètre : Paris' }).click();
    await Promise.all([page.waitForURL('**/perimetres?codes=dep%3A76+dep%3A75'), page.getByRole('button', { name: 'Voir ce périmètre' }).click()]);
  });
});

test('the drawing is taken away as an image of points', async () => {
  await withPage(browser, { acceptDownloads: true }, async page => {
    await visit(page, '/carte?niveau=departement&zone=reg:28');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Image (PNG)' }).click()]);
    assert.equal(file.suggestedFilename(), 'carte.png');
    const bytes = readFileSync(await file.path());
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    assert.ok(bytes.readUInt32BE(16) === 1600 && bytes.length > 20_000, `${bytes.readUInt32BE(16)} wide, ${bytes.length} bytes`);
  });
});

test('the list says the values of the data', async () => {
  const data = JSON.parse((await ask(base, '/carte.json?niveau=departement')).body.toString());
  await withPage(browser, {}, async page => {
    await open(page, '/carte?niveau=departement&vue=interactive');
    await page.waitForFunction(() => document.querySelector('.outils select').options.length > 90);
    const said = await page.evaluate(() => [...document.querySelectorAll('.outils option')].map(option => option.text));
    for (const text of said) {
      const [name, value] = text.split(' : ');
      const place = data.places.find(one => one.name === name);
      if (place.value === null) continue;
      assert.ok(Math.abs(Number.parseFloat(value.replace(',', '.')) - place.value) <= 0.0501, `${text} / ${place.value}`);
    }
  });
});

test('a copied address shows the same map point for point, without script', async () => {
  const picture = async (path, change) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, locale: 'fr-FR' });
    const page = await context.newPage();
    await visit(page, path);
    if (change) await change(page);
    const shown = { url: new URL(page.url()), map: await page.locator('figure.map').screenshot(), table: await page.locator('table.values').innerText() };
    await context.close();
    return shown;
  };
  const begun = await picture('/carte?niveau=departement');
  const changed = await picture('/carte?niveau=departement', async page => {
    await page.locator('form.chooser summary').click();
    await page.locator('#f-classes').selectOption('7');
    await page.locator('#f-methode').selectOption('ckmeans');
    await page.locator('#f-palette').selectOption('viridis');
    await Promise.all([page.waitForURL('**classes=7**'), page.locator('form.chooser button').click()]);
  });
  assert.notDeepEqual(changed.map, begun.map, 'other classes are another map');
  const again = await picture(changed.url.pathname + changed.url.search);
  assert.ok(again.map.equals(changed.map), 'the same map, point for point');
  assert.equal(again.table, changed.table);
  const own = await picture('/carte?niveau=departement&outre-mer=propre-echelle');
  assert.ok(!own.map.equals(begun.map) && own.map.equals((await picture(own.url.pathname + own.url.search)).map));
});

test('without WebGL the drawing of the server stays', async () => {
  const plain = await launch(['--disable-3d-apis']);
  try {
    await withPage(plain.browser, {}, async page => {
      await visit(page, '/carte?niveau=departement&vue=interactive');
      await page.waitForFunction(() => !document.querySelector('.plan'));
      assert.ok(await page.locator('svg.carte').isVisible());
    });
  } finally {
    await plain.close();
  }
});

test('a map in a frame of another site shows the drawing, its legend and its source, and nothing else may be framed', async () => {
  const framed = await ask(base, '/carte?niveau=departement&integration=1');
  assert.match(framed.headers['content-security-policy'], /frame-ancestors \*/);
  assert.doesNotMatch(framed.body.toString(), /<script|<form/);
  assert.match(framed.body.toString(), /class="legend"[\s\S]*Source/);
  const page = await ask(base, '/carte?niveau=departement');
  assert.match(page.headers['content-security-policy'], /frame-ancestors 'none'/);
  const [, address] = /<[^>]*(\/oembed\.json[^>]*)>/.exec(page.headers.link);
  const told = JSON.parse((await ask(base, address)).body.toString());
  assert.match(told.html, /^<iframe src="[^"]*integration=1"/);
});
