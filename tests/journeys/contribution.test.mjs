// Writing and reviewing in a browser: saved while typing, two tabs, a lost connection, a change asked for, a publication, its history.
// Runs on a copy of its own: it publishes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, clickThrough, launch, visit } from './lib/browser.mjs';
import { person } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

/** What was published is in the search at the next request: the router was made again in the act (ADR 18). */
async function found(page, words, marked) {
  await visit(page, `/recherche?type=cas&q=${encodeURIComponent(words)}`);
  const first = page.locator('ol.found > li').first();
  assert.match(await first.innerText(), /Un atelier de réparation à Rouen/);
  assert.ok((await first.locator('mark').allInnerTexts()).includes(marked), 'the words of this version');
}

const saved = page => page.locator('#brouillon-etat', { hasText: 'Enregistré à' }).waitFor();

test('a case is written, corrected, published and revised', async () => {
  const aline = await person(browser, 'Aline', 'contributor');
  const rene = await person(browser, 'René', 'reviewer');
  const page = aline.page;

  // What is typed is saved without a button, and is there in another tab.
  await visit(page, '/proposer/cas?territoire=com:76540');
  await page.getByLabel('Titre').fill('Un atelier de réparation à Rouen');
  await saved(page);
  const address = new URL(page.url()).pathname;
  assert.match(address, /^\/contributions\/[0-9a-z]+$/);
  const other = await aline.context.newPage();
  await visit(other, address);
  assert.equal(await other.getByLabel('Titre').inputValue(), 'Un atelier de réparation à Rouen');

  // The other tab changes another field: both hold.
  await other.getByLabel('Initiateur').fill('Ville de Rouen');
  await Promise.all([other.waitForURL('**fait=enregistre'), other.getByRole('button', { name: 'Enregistrer le brouillon' }).click()]);
  await page.getByLabel('Résumé').fill('Des habitants réparent ensemble.');
  await page.waitForFunction(() => document.querySelector('[name=initiateur]').value === 'Ville de Rouen');

  // Without a connection the text stays in the browser, and comes back.
  await page.getByLabel('Niveau d’action').selectOption('commune');
  await saved(page);
  await aline.context.setOffline(true);
  await page.getByLabel('Contexte').fill('Un quartier.');
  await page.locator('#brouillon-etat', { hasText: 'Une copie reste dans ce navigateur' }).waitFor();
  await aline.context.setOffline(false);
  await page.evaluate(() => { window.onbeforeunload = null; });
  page.once('dialog', dialog => dialog.accept());
  await visit(page, address);
  const take = page.getByRole('button', { name: 'La reprendre' });
  if (await take.count()) await take.click();
  await page.waitForFunction(() => document.querySelector('[name=contexte]').value === 'Un quartier.');

  // Sent too early it says what is missing, and keeps all.
  await clickThrough(page, page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }));
  await page.getByText('Le brouillon est enregistré, mais pas encore envoyé').waitFor();
  assert.equal(await page.getByLabel('Contexte').inputValue(), 'Un quartier.');
  await page.getByLabel('Sources').fill('Ville de Rouen | https://rouen.fr/atelier');
  await Promise.all([page.waitForURL('**fait=soumis'), page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }).click()]);

  // The reviewer asks, the author corrects, it is published.
  const review = rene.page;
  await visit(review, '/moderation');
  await clickThrough(review, review.getByRole('link', { name: 'Un atelier de réparation à Rouen' }));
  await review.getByLabel('Remarque : Résumé').fill('Dites combien.');
  await Promise.all([review.waitForURL('**fait=demande'), review.getByRole('button', { name: 'Demander des changements' }).click()]);
  await visit(page, address);
  assert.match(await page.locator('main').innerText(), /Dites combien\./);
  await page.getByLabel('Résumé').fill('Dix habitants réparent ensemble.');
  await Promise.all([page.waitForURL('**fait=soumis'), page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }).click()]);
  await visit(review, address.replace('contributions', 'moderation'));
  await Promise.all([review.waitForURL('**fait=publie'), review.getByRole('button', { name: 'Publier' }).click()]);

  // It is there at once, in the list and at its address, for somebody without an account.
  const reader = await browser.newPage();
  await visit(reader, '/cas?territoire=com:76540');
  await clickThrough(reader, reader.getByRole('link', { name: 'Un atelier de réparation à Rouen' }));
  assert.match(await reader.locator('main').innerText(), /Dix habitants réparent ensemble\./);
  await found(reader, 'atelier réparation dix habitants', 'Dix');
  await visit(reader, address.replace('contributions', 'cas'));

  // A revision waits beside what is public; the history then holds both versions.
  await clickThrough(reader, reader.getByRole('link', { name: 'Historique de la fiche' }));
  assert.match(await reader.locator('main').innerText(), /Version 1/);
  await visit(page, address);
  await page.getByLabel('Résumé').fill('Vingt habitants réparent ensemble.');
  await Promise.all([page.waitForURL('**fait=soumis'), page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }).click()]);
  await visit(reader, address.replace('contributions', 'cas'));
  assert.match(await reader.locator('main').innerText(), /Dix habitants/);
  await visit(review, address.replace('contributions', 'moderation'));
  assert.match(await review.locator('del').innerText(), /Dix habitants/);
  await Promise.all([review.waitForURL('**fait=publie'), review.getByRole('button', { name: 'Publier' }).click()]);
  await visit(reader, address.replace('contributions', 'historique'));
  await found(reader, 'atelier réparation vingt habitants', 'Vingt');
  await visit(reader, address.replace('contributions', 'historique'));
  assert.match(await reader.locator('ins').innerText(), /Vingt habitants/);
  assert.match(await reader.locator('del').innerText(), /Dix habitants/);
});

test('two tabs that change one field are both shown, and nothing is lost', async () => {
  const { context, page } = await person(browser, 'Camille', 'contributor');
  await visit(page, '/proposer/cas');
  await page.getByLabel('Titre').fill('Une halle partagée');
  await saved(page);
  const address = new URL(page.url()).pathname;
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const [one, two] = [await plain.newPage(), await plain.newPage()];
  await visit(one, address);
  await visit(two, address);
  await one.getByLabel('Titre').fill('Une halle pour tous');
  await Promise.all([one.waitForURL('**fait=enregistre'), one.getByRole('button', { name: 'Enregistrer le brouillon' }).click()]);
  await two.getByLabel('Titre').fill('La halle du marché');
  await clickThrough(two, two.getByRole('button', { name: 'Enregistrer le brouillon' }));
  await two.getByText('Deux textes ont changé les mêmes champs').waitFor();
  assert.equal(await two.getByLabel('Titre').inputValue(), 'La halle du marché');
  assert.match(await two.locator('main').innerText(), /Une halle pour tous/);
  await Promise.all([two.waitForURL('**fait=enregistre'), two.getByRole('button', { name: 'Enregistrer le brouillon' }).click()]);
});

test('what the export gives is taken back by the page; a changed sheet becomes a revision', async () => {
  const iris = await person(browser, 'Iris', 'contributor');
  const page = iris.page;
  await visit(page, '/cas');
  await Promise.all([page.waitForURL('**/proposer/cas/fichier'), page.getByRole('link', { name: 'Proposer depuis un fichier' }).click()]);
  const sent = async (text, button) => {
    await page.getByLabel('Fichier JSON ou CSV').setInputFiles({ name: 'cas', mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
    await Promise.all([page.waitForResponse(answer => answer.request().method() === 'POST'), page.getByRole('button', { name: button }).click()]);
    await page.waitForLoadState('load');
    return (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
  };
  const exported = async path => (await page.request.get(base + path)).text();
  const json = await exported('/cas.json');
  const all = JSON.parse(json);
  for (const file of [json, await exported('/cas.csv'), await exported('/cas.csv?dialecte=excel-fr')]) {
    const said = await sent(file, 'Garder comme brouillons');
    assert.match(said, new RegExp(`${all.total} fiches lues, ${all.total} sans faute. Aucun brouillon n’a été fait.`));
    assert.equal(said.match(/déjà publiée à l’identique/g).length, all.total);
  }
  const [first, second] = all.cases;
  first.content.moyens = ['Un atelier.'];
  second.content.niveau = ['planete'];
  const said = await sent(JSON.stringify({ cases: [first, second] }), 'Vérifier sans rien garder');
  assert.match(said, /2 fiches lues, 1 sans faute. Rien n’a été gardé./);
  assert.match(said, /cases\[1\]\.content\.niveau/);
  assert.match(said, /« planete » n’est pas dans la liste/);
  // What was checked is still there, to be kept with one more press.
  await Promise.all([page.waitForResponse(answer => answer.request().method() === 'POST'), page.getByRole('button', { name: 'Garder comme brouillons' }).click()]);
  await page.getByText('1 brouillon est dans vos contributions').waitFor();
  await Promise.all([page.waitForURL('**/contributions/*'), page.locator('#fiches-lues').locator('xpath=..').getByRole('link').first().click()]);
  assert.equal(await page.getByLabel('Moyens').inputValue(), 'Un atelier.');
});
