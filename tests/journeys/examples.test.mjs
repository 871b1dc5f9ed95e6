// An inspiring example from its nomination to the gallery, without script, by five people. Runs on a copy of its own: it publishes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clickThrough, launch, visit } from './lib/browser.mjs';
import { person } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

const without = { javaScriptEnabled: false };
const press = (page, name, done) => Promise.all([page.waitForURL(`**fait=${done}`), page.getByRole('button', { name }).click()]);

test('a case is nominated, shortlisted, judged with a tie declared, and published', async () => {
  const edith = (await person(browser, 'Édith', 'editor', without)).page;
  const aline = (await person(browser, 'Aline', 'contributor', without)).page;
  const rene = (await person(browser, 'René', 'reviewer', without)).page;
  const reader = await (await browser.newContext({ locale: 'fr-FR', ...without })).newPage();

  await visit(edith, '/exemples/jury');
  await edith.getByLabel('Année').fill('2026');
  await press(edith, 'Ouvrir', 'ouverte');

  // From the sheet of a case to its nomination.
  await visit(aline, '/cas/1002');
  await Promise.all([aline.waitForURL('**/exemples/proposer**'), aline.getByRole('link', { name: 'Proposer comme exemple inspirant' }).click()]);
  await aline.getByLabel('Catégorie').selectOption('territoires');
  await aline.getByLabel('Pourquoi ce cas').fill('Un fonds porté avec les acteurs du pôle.');
  await press(aline, 'Proposer', 'propose');
  const address = new URL(aline.url()).pathname;

  await visit(rene, address);
  await rene.getByLabel('Motif').fill('Des faits et des sources.');
  await press(rene, 'Présélectionner', 'trie');
  await visit(edith, '/exemples/jury');
  await press(edith, 'Clore les propositions', 'jury');

  for (const [name, voice] of [['Jeanne', 'yes'], ['Karim', 'yes'], ['Lucie', 'tied']]) {
    const { page } = await person(browser, name, 'committee', without);
    await visit(page, address);
    assert.match(await page.locator('main').innerText(), /se lisent après le vôtre/);
    await page.getByLabel('Votre lien avec ce cas').selectOption(voice);
    await page.getByLabel('Raison de votre voix').fill('Dit en quelques mots.');
    await press(page, 'Donner mon avis', 'avis');
    assert.equal(await page.getByRole('button', { name: 'Donner mon avis' }).count(), 0, 'once');
  }
  await visit(reader, '/exemples');
  assert.match(await reader.locator('main').innerText(), /Aucun exemple n’a encore été retenu/);
  await visit(edith, '/exemples/jury');
  await press(edith, 'Clore les avis', 'publiee');

  await visit(reader, '/exemples');
  const shown = await reader.locator('main').innerText();
  assert.match(shown, /Promotion 2026[\s\S]*Les Mureaux[\s\S]*Pour\s: 2 · contre\s: 0 · abstentions\s: 0 · déports\s: 1/);
  assert.doesNotMatch(shown, /Dit en quelques mots|Karim/, 'who said what stays with the jury');
  await clickThrough(reader, reader.getByRole('link', { name: /^Les Mureaux/ }));
  assert.match(new URL(reader.url()).pathname, /^\/cas\/1002-/);
});
