// A pilot follows a programme: a status refused without its explanation, then accepted and seen at once everywhere; an evaluation at a
// horizon; and the day of a quoted tally, which nothing of this changes. Runs on a copy of its own: it writes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axeFaults } from './lib/axe.mjs';
import { base, clickThrough, launch, visit } from './lib/browser.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { command, strongPerson } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

const spaces = text => text.replace(/[\u00a0\u202f]/g, ' ');
const main = async page => spaces(await page.locator('main').innerText());

test('a pilot sets « Retard expliqué »: refused, then accepted, and all shows it at once', async () => {
  const { page } = await strongPerson(browser, 'Paule', 'pilot', { javaScriptEnabled: false });
  // She lets the public read her name under what she writes; without that it reads « un contributeur ».
  await visit(page, '/compte/donnees');
  await Promise.all([page.waitForURL('**fait=accord'), page.getByRole('button', { name: 'Autoriser' }).click()]);
  const reader = await (await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false })).newPage();
  await visit(reader, '/mesures');
  assert.match(spaces(await reader.locator('#decompte').innerText()), /Statut inconnu : 21/);
  await visit(page, '/mesures/3');
  await clickThrough(page, page.getByRole('link', { name: 'Changer le statut' }));
  await page.getByLabel('Statut').selectOption({ label: 'Retard expliqué' });
  await page.getByLabel('Risques').fill('Un an de retard');
  await clickThrough(page, page.getByRole('button', { name: 'Enregistrer le statut' }));
  await page.locator('#explication-erreur', { hasText: 'Ce statut demande une explication' }).waitFor();
  assert.equal(await page.getByLabel('Risques').inputValue(), 'Un an de retard', 'what was typed is kept');
  await visit(reader, '/mesures');
  assert.match(spaces(await reader.locator('#decompte').innerText()), /Statut inconnu : 21/, 'nothing was written');

  await page.getByLabel('Statut').selectOption({ label: 'Retard expliqué' });
  await page.getByLabel('Explication').fill('Le texte attend son décret');
  await Promise.all([page.waitForURL('**/mesures/3#changement-1'), page.getByRole('button', { name: 'Enregistrer le statut' }).click()]);
  await visit(reader, '/mesures');
  assert.match(spaces(await reader.locator('#decompte').innerText()), /Retard expliqué : 1.*Statut inconnu : 20/s);
  await visit(reader, '/mesures/3');
  assert.match(await main(reader), /Le texte attend son décret/);
  assert.match(await main(reader), /Paule/);
  assert.match(await (await fetch(`${base}/mesures.atom`)).text(), /Le texte attend son décret/);
  assert.match(await (await fetch(`${base}/mesures.csv`)).text(), /retard-explique.*Le texte attend son décret/);

  // What was published that day is quoted, and no measure of that day is guessed from today.
  await visit(reader, '/mesures?date=2020-10-17');
  assert.match(spaces(await reader.locator('.quoted').innerText()), /Satisfaisant : 9, Retard expliqué : 6/);
  assert.equal(await reader.locator('#mesures td', { hasText: 'Statut inconnu' }).count(), 21);
});

test('a pilot evaluates a measure at a horizon, and says why', async () => {
  const { page } = await strongPerson(browser, 'Paola', 'pilot', { javaScriptEnabled: false });
  await visit(page, '/mesures/2');
  await clickThrough(page, page.getByRole('link', { name: 'Évaluer à 9 mois' }));
  await page.getByLabel('Statut').selectOption({ label: 'Satisfaisant', exact: true });
  await clickThrough(page, page.getByRole('button', { name: 'Enregistrer l’évaluation' }));
  await page.locator('#explication-erreur', { hasText: 'Une évaluation dit ce qui est fait' }).waitFor();
  await page.getByLabel('Explication').fill('Sept territoires sur dix sont engagés');
  await Promise.all([page.waitForURL('**/mesures/2#changement-*'), page.getByRole('button', { name: 'Enregistrer l’évaluation' }).click()]);
  const reader = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await visit(reader, '/mesures/2');
  const rows = reader.locator('table', { hasText: 'Évaluation de la mesure' }).locator('tbody tr');
  assert.match(spaces(await rows.nth(0).innerText()), /3 mois.*Évaluation en retard/s);
  assert.match(spaces(await rows.nth(1).innerText()), /9 mois.*Satisfaisant.*Faite le.*Par un contributeur/s);
  assert.equal(await reader.getByRole('link', { name: 'Évaluer à 9 mois' }).count(), 0, 'not for a reader');
  assert.match(await main(reader), /Évaluation à 9 mois/);
});

test('a pilot records a review that was held, with its minutes, and every page of hers passes axe and the keyboard', async () => {
  const { page } = await strongPerson(browser, 'Pauline', 'pilot');
  const sound = async () => {
    assert.deepEqual(await axeFaults(page), [], page.url());
    assert.deepEqual(await keyboardFaults(page), [], page.url());
  };
  await visit(page, '/mesures');
  await sound();
  await clickThrough(page, page.getByRole('link', { name: 'Enregistrer la revue à 9 mois' }));
  await page.getByRole('heading', { name: 'Revue tenue à 9 mois' }).waitFor();
  await sound();
  await page.getByLabel('Jour où elle s’est tenue').fill('2021-02-15');
  await page.getByLabel('Titre').fill('Bilan de neuf mois');
  await clickThrough(page, page.getByRole('button', { name: 'Enregistrer la revue' }));
  await page.locator('#compte_rendu-erreur', { hasText: 'Écrivez le compte rendu, ou dites où le lire' }).waitFor();
  await sound();
  assert.equal(await page.getByLabel('Jour où elle s’est tenue').inputValue(), '2021-02-15', 'what was typed is kept');
  await page.getByLabel('Compte rendu').fill('Sept mesures avancent,\ndeux attendent leur décret.');
  await page.getByLabel('Document').fill('https://exemple.fr/compte-rendu.pdf');
  await Promise.all([page.waitForURL('**/mesures#revue-2021-02-15-9'), page.getByRole('button', { name: 'Enregistrer la revue' }).click()]);
  for (const path of ['/mesures', '/mesures/programmes/alliances-strategiques/3/statut', '/mesures/programmes/alliances-strategiques/3/statut?echeance=3', '/mesures/3', '/mesures/historique', '/compte/parcours',
    '/compte/parcours/odd-17-en-pratique?fait=1.2']) {
    await visit(page, path);
    await sound();
  }
  const reader = await (await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false })).newPage();
  await visit(reader, '/mesures');
  const held = spaces(await reader.locator('#revue-2021-02-15-9').innerText());
  assert.match(held, /Bilan de neuf mois.*Tenue le 15 février 2021.*Sept mesures avancent, deux attendent leur décret/s);
  assert.equal(await reader.getByRole('link', { name: 'Enregistrer la revue' }).count(), 0, 'not for a reader');
  assert.match(await (await fetch(`${base}/mesures.csv`)).text(), /review,,,,2021-02-15,9,,Bilan de neuf mois/);
});

test('the board prints on one A4 page when every measure has its status, and so it does for the pilot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalyse-board-'));
  try {
    const file = join(folder, 'programme.csv');
    command('programme', 'export', 'alliances-strategiques', file);
    const today = new Date().toISOString().slice(0, 10);
    const rows = Array.from({ length: 21 }, (_, i) => `status,,,${i + 1},${today},,retard-explique,,,,,Le texte attend son décret,,,,Une pilote,,,\n`);
    writeFileSync(file, readFileSync(file, 'utf8') + rows.join(''));
    command('programme', 'import', file);
    const { page } = await strongPerson(browser, 'Prune', 'pilot');
    const reader = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
    for (const [who, path] of [[reader, '/mesures'], [reader, '/en/mesures'], [page, '/mesures']]) {
      await visit(who, path);
      assert.match(spaces(await who.locator('#decompte').innerText()), /: 21/);
      const print = join(folder, 'board.pdf');
      writeFileSync(print, await who.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
      assert.equal(/^Pages:\s+(\d+)$/m.exec(execFileSync('pdfinfo', [print], { encoding: 'utf8' }))[1], '1', path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
