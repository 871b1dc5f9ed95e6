// A perimeter from a list to an account: made, searched in, kept under a name of one's own, renamed, removed.
// Runs on a copy of its own: it writes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFaults } from './lib/axe.mjs';
import { base, clickThrough, launch, visit, withPage } from './lib/browser.mjs';
import { ask } from './lib/http.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { person } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(() => close());

const text = async page => (await page.locator('main').innerText()).replaceAll(/[\u202f\u00a0]/g, ' ');
const follow = (page, name, url) => Promise.all([page.waitForURL(url), page.getByRole('link', { name }).click()]);
const press = (page, name, url) => Promise.all([page.waitForURL(url), page.getByRole('button', { name }).click()]);

test('territories are brought together by name, without script, and what is in them is found', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/');
    await follow(page, 'Faire un périmètre', '**/perimetres');
    await page.getByLabel('Nom du périmètre').fill('Deux rives');
    await page.getByLabel('Codes ou noms').fill('Métropole Rouen Normandie\nCaen\n20004');
    await clickThrough(page, page.getByRole('button', { name: 'Lire la liste' }));
    await page.getByText('73 communes').waitFor();
    assert.match(await text(page), /1 ancien code/, 'an old code is carried forward and said');
    await follow(page, /Ouvrir le dossier/, '**/perimetres/c*-deux-rives');
    await follow(page, 'Chercher dans ce périmètre', '**/recherche?perimetre=c*');
    assert.match(await text(page), /Dans « Deux rives », 73 communes/);
    await page.locator('#q2').fill('école');
    await Promise.all([page.waitForURL('**q=*'), page.locator('form.wide button').click()]);
    assert.match(page.url(), /perimetre=c/, 'other words keep the perimeter');
    const within = Number(/([\d ]+) résultat/.exec(await text(page))[1].replaceAll(' ', ''));
    await follow(page, /Dans le périmètre/, url => !url.search.includes('perimetre'));
    const anywhere = Number(/([\d ]+) résultat/.exec(await text(page))[1].replaceAll(' ', ''));
    assert.ok(within > 0 && within < anywhere, `${within} of ${anywhere}`);
  });
});

test('a perimeter is kept in an account, renamed and removed; its page stays the same for all', async () => {
  const { context, page } = await person(browser, 'Paule', 'reader');
  const perimeter = '/perimetres/cHg1Sb3VlbiBldCBDYWVuAALuTEz1QMOfcA-rouen-et-caen';
  await visit(page, perimeter);
  await follow(page, 'L’enregistrer dans mon compte', `**/compte${perimeter}`);
  assert.deepEqual([await axeFaults(page), await keyboardFaults(page)], [[], []]);
  await page.getByLabel('Nom dans votre compte').fill('Ma ligne de train');
  await press(page, 'Enregistrer dans mon compte', '**/compte/perimetres?fait=garde');
  assert.match(await text(page), /est enregistré dans votre compte[^]*Ma ligne de train[^]*2 communes[^]*partagé sous le nom « Rouen et Caen »/);
  assert.deepEqual([await axeFaults(page), await keyboardFaults(page)], [[], []]);
  await follow(page, /Renommer/, '**/compte/perimetres/c*');
  await page.getByLabel('Nom dans votre compte').fill('Mes deux villes');
  await press(page, 'Changer le nom', '**/compte/perimetres?fait=garde');
  await visit(page, '/compte');
  await follow(page, 'Mes périmètres', '**/compte/perimetres');
  await follow(page, /^Mes deux villes$/, `**${perimeter}`);
  const shown = (await ask(base, perimeter)).body.toString();
  assert.doesNotMatch(shown, /Mes deux villes/);
  const held = await (await page.request.get(`${base}/compte/donnees.json`)).text();
  assert.match(held, /Mes deux villes/, 'it is in the copy of what is held');
  await visit(page, '/en/compte/perimetres');
  await press(page, /Remove/, '**/en/compte/perimetres?fait=oublie');
  assert.match(await text(page), /removed from your account[^]*No perimeter is kept/);
  await context.close();
});

test('who is not signed in is led there and back, however long the perimeter', async () => {
  const long = (await ask(base, '/perimetres?nom=Un+grand+p%C3%A9rim%C3%A8tre&codes=dep:76+dep:14+dep:27+dep:50+dep:61+dep:62+dep:80+dep:60')).body.toString();
  const [, path] = /href="(\/compte\/perimetres\/c[^"]+)"/.exec(long);
  assert.ok(path.length > 500, `${path.length} letters`);
  const led = await ask(base, path);
  assert.equal(led.status, 303);
  const form = (await ask(base, led.headers.location)).body.toString();
  assert.ok(form.includes(`name="retour" value="${path}"`), 'the way back is whole');
});
