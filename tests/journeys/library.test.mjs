// The library as people write it: an editor makes a guided path without code, a reader follows it and resumes.
// Runs on a copy of its own: it publishes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFaults } from './lib/axe.mjs';
import { clickThrough, launch, visit } from './lib/browser.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { command, person } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

const send = page => page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' });

test('an editor makes a path, another publishes it, and a reader follows it', async () => {
  const without = { javaScriptEnabled: false };
  const { page } = await person(browser, 'Édith', 'editor', without);
  await visit(page, '/parcours');
  await Promise.all([page.waitForURL('**/proposer/parcours'), page.getByRole('link', { name: 'Proposer un parcours' }).click()]);
  await page.getByLabel('Titre', { exact: true }).fill('Préparer une première rencontre');
  await page.getByLabel('Résumé', { exact: true }).fill('Deux étapes avant de réunir des partenaires.');
  await page.getByLabel('Étapes', { exact: true }).fill('Qui inviter ? | Faites la liste de ceux qui agissent déjà.\nQue leur demander ? | Écrivez une question.');
  await page.getByLabel('Liens des étapes').fill('1 | kit-odd-17\n3 | /cas | Les cas | Cases');
  await page.getByLabel('Sources').fill('Catalyse');
  await clickThrough(page, send(page));
  await page.getByText('Le brouillon est enregistré, mais pas encore envoyé').waitFor();
  assert.match(await page.locator('main').innerText(), /3 \| \/cas \| Les cas \| Cases/, 'a link of a step that is not there is refused');
  await page.getByLabel('Liens des étapes').fill('1 | kit-odd-17\n2 | /cas | Les cas | Cases');
  await Promise.all([page.waitForURL('**fait=soumis'), send(page).click()]);
  const address = new URL(page.url()).pathname;

  const rene = await person(browser, 'Renée', 'editor', without);
  await visit(rene.page, address.replace('contributions', 'moderation'));
  await Promise.all([rene.page.waitForURL('**fait=publie'), rene.page.getByRole('button', { name: 'Publier' }).click()]);

  const reader = await (await browser.newContext({ locale: 'fr-FR', ...without })).newPage();
  await visit(reader, '/parcours');
  await Promise.all([reader.waitForURL(`**${address.replace('contributions', 'parcours')}`),
    reader.getByRole('link', { name: 'Préparer une première rencontre' }).click()]);
  await clickThrough(reader, reader.getByRole('link', { name: 'Marquer l’étape 1 comme faite' }));
  const resumed = reader.url();
  const later = await (await browser.newContext({ locale: 'fr-FR', ...without })).newPage();
  await later.goto(resumed);
  assert.match(await later.locator('main').innerText(), /1 étape\(s\) sur 2/);
  await Promise.all([later.waitForURL('**/ressources/kit-odd-17'), later.locator('#etape-1').getByRole('link', { name: 'Kit « l’ODD 17' }).click()]);
});

test('a resource is suggested with its levers by name, and found once reviewed', async () => {
  const { page } = await person(browser, 'Aline', 'contributor');
  await visit(page, '/proposer/ressource');
  await page.getByLabel('Genre').selectOption('methode');
  await page.getByLabel('Titre', { exact: true }).fill('Une méthode de la place publique');
  await page.getByLabel('Résumé', { exact: true }).fill('Comment tenir une réunion ouverte à tous.');
  await page.getByLabel('5. Apprendre à faire alliance').check();
  await page.getByLabel('À quoi sert-elle ?').selectOption('agir');
  await page.getByLabel('Adresse', { exact: true }).fill('javascript:alert(1)');
  await page.getByLabel('Sources').fill('Une page | https://exemple.fr/methode');
  await clickThrough(page, send(page));
  await page.getByText('Le brouillon est enregistré, mais pas encore envoyé').waitFor();
  await page.getByLabel('Adresse', { exact: true }).fill('https://exemple.fr/methode');
  await Promise.all([page.waitForURL('**fait=soumis'), send(page).click()]);
  const address = new URL(page.url()).pathname;
  const rene = await person(browser, 'René', 'reviewer');
  await visit(rene.page, address.replace('contributions', 'moderation'));
  assert.match(await rene.page.locator('main').innerText(), /5\. Apprendre à faire alliance/);
  await Promise.all([rene.page.waitForURL('**fait=publie'), rene.page.getByRole('button', { name: 'Publier' }).click()]);
  const reader = await browser.newPage();
  await visit(reader, '/ressources?levier=5&mots=place+publique');
  await clickThrough(reader, reader.getByRole('link', { name: 'Une méthode de la place publique' }));
  assert.match(await reader.locator('main').innerText(), /non connu/, 'what nobody said is not known');
  await Promise.all([reader.waitForURL('**/historique/*'), reader.getByRole('link', { name: 'Historique de la fiche' }).click()]);
  assert.match(await reader.locator('main').innerText(), /Version 1/);
});

test('a reader says that a resource served them, without account; who reviews reads the list of links', async () => {
  const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false });
  const reader = await context.newPage();
  await visit(reader, '/ressources/base-impact');
  assert.match(await reader.locator('#usages').innerText(), /Aucun lecteur n’a encore dit/);
  assert.equal(await reader.getByRole('link', { name: 'Liens des ressources' }).count(), 0, 'not for a reader');
  await Promise.all([reader.waitForURL('**/ressources/base-impact?merci=1#usages'), reader.getByRole('button', { name: 'Je m’en suis servi' }).click()]);
  assert.match(await reader.locator('#usages').innerText(), /votre usage est compté[^]*1 usage déclaré depuis le/);
  assert.deepEqual(await context.cookies(), [], 'nothing follows the reader');

  const { page } = await person(browser, 'Lise', 'editor');
  await visit(page, '/ressources/base-impact');
  await Promise.all([page.waitForURL('**/ressources/liens'), page.getByRole('link', { name: 'Liens des ressources' }).click()]);
  assert.match(await page.locator('main').innerText(), /Aucun lien n’a encore été vérifié[^]*Jamais vérifié/);
  for (const path of ['/ressources/liens', '/en/ressources/liens', '/ressources/base-impact', '/compte/parcours/odd-17-en-pratique?fait=1']) {
    await visit(page, path);
    assert.deepEqual(await axeFaults(page), [], path);
    assert.deepEqual(await keyboardFaults(page), [], path);
  }
  await Promise.all([page.waitForURL('**/compte/parcours'), page.getByRole('button', { name: 'Garder cette progression' }).click()]);
  assert.deepEqual(await axeFaults(page), []);
  assert.match(await page.locator('main').innerText(), /1 étape\(s\) sur 4/);
  assert.throws(() => command('links', 'check'), /link_checks is false/, 'no other site is asked unless the administrator says so');
});
