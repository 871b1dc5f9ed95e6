// A self-assessment: half answered, resumed from its private address on another machine, finished, compared with the round before; two
// respondents who do not see the same thing. Without script and without account. Runs on a copy of its own: it writes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFaults } from './lib/axe.mjs';
import { clickThrough, launch, visit } from './lib/browser.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { person } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

const spaces = text => text.replace(/[\u00a0\u202f]/g, ' ');
const main = async page => spaces(await page.locator('main').innerText());

/** A page of a browser that knows nothing of the others: another machine. */
async function machine() {
  const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false });
  context.setDefaultTimeout(60_000);
  return context.newPage();
}

async function begin(page, respondent) {
  await visit(page, '/diagnostic');
  await page.getByLabel('Territoire', { exact: true }).fill('com:76540');
  await page.getByLabel('Qui répond d’abord').fill(respondent);
  await Promise.all([page.waitForURL('**/diagnostic/dossier?cle=*'), page.getByRole('button', { name: 'Commencer l’autodiagnostic' }).click()]);
  return page.url();
}

/** Answers pages from the one shown, each question with this level; how many pages were sent. */
async function answer(page, level, pages) {
  for (let sent = 0; sent < pages; sent += 1) {
    const questions = page.locator('fieldset');
    if (await questions.count() === 0) return sent;
    for (let i = 0; i < await questions.count(); i += 1) await questions.nth(i).locator(`input[type=radio][value="${level}"]`).check();
    await clickThrough(page, page.locator('form.sent button'));
  }
  return pages;
}

test('a clerk answers half, comes back, finishes, and compares with the round before', async () => {
  const first = await machine();
  const kept = await begin(first, 'la secrétaire de mairie');
  await clickThrough(first, first.getByRole('link', { name: 'la secrétaire de mairie' }));
  const own = first.url();
  await clickThrough(first, first.getByRole('link', { name: 'Commencer' }));
  assert.equal(await answer(first, 2, 3), 3);

  const second = await machine();
  await second.goto(own);
  assert.doesNotMatch(await main(second), /Toutes les questions ont une réponse/);
  const resumed = second.locator('[role=status] a');
  assert.match(await resumed.innerText(), /Reprendre/);
  await clickThrough(second, resumed);
  assert.equal(await second.locator('fieldset input:checked').count(), 0, 'where it was left, not from the start');
  await answer(second, 2, 7);
  await second.goto(own);
  assert.match(await main(second), /Toutes les questions ont une réponse/);

  const page = await machine();
  await page.goto(kept);
  assert.match(await main(page), /2,0/);
  assert.equal(await page.locator('main svg').count(), 1, 'a radar, and the table beside it');
  assert.equal(await page.locator('table', { hasText: 'Niveau moyen par levier' }).locator('tbody tr').count(), 7);
  assert.match(await page.locator('section', { has: page.locator('#h-commencer') }).innerText(), /rangement de Catalyse/, 'each advice has its reason');

  await clickThrough(page, page.getByRole('button', { name: 'Ouvrir un nouveau tour' }));
  await clickThrough(page, page.getByRole('link', { name: 'la secrétaire de mairie' }));
  assert.notEqual(page.url(), own, 'a new round has addresses of its own');
  await clickThrough(page, page.getByRole('link', { name: 'Commencer' }));
  await answer(page, 3, 7);
  await page.goto(kept);
  assert.match(spaces(await page.locator('table', { hasText: 'Niveau moyen par levier' }).innerText()), /Évolution[^]*\+1,0/);
});

test('two respondents who diverge see where', async () => {
  const page = await machine();
  const kept = await begin(page, 'le maire');
  await page.getByLabel('Nom ou rôle').fill('l’association');
  await clickThrough(page, page.getByRole('button', { name: 'Ajouter un répondant' }));
  for (const [name, level] of [['le maire', 4], ['l’association', 1]]) {
    await page.goto(kept);
    await clickThrough(page, page.getByRole('link', { name }));
    await clickThrough(page, page.getByRole('link', { name: 'Commencer' }));
    await answer(page, level, 1);
  }
  await page.goto(kept);
  const where = page.locator('section', { has: page.locator('#h-ecarts') });
  assert.match(spaces(await where.innerText()), /le maire : 4/);
  assert.match(spaces(await where.innerText()), /l’association : 1/);
  const own = await machine();
  await own.goto(kept);
  const one = await own.getByRole('link', { name: 'l’association' }).getAttribute('href');
  await own.goto(new URL(one, kept).href);
  assert.doesNotMatch(await main(own), /le maire/, 'a respondent’s address opens their answers only');
});

test('with an account, one finds one’s assessments again, also on the pages of levers, and each page passes axe and the keyboard', async () => {
  const { page } = await person(browser, 'Agathe', 'contributor');
  const kept = await begin(page, 'Agathe');
  const sound = async () => {
    assert.deepEqual(await axeFaults(page), [], page.url());
    assert.deepEqual(await keyboardFaults(page), [], page.url());
  };
  await sound();
  await clickThrough(page, page.getByRole('link', { name: 'Agathe', exact: true }));
  await sound();
  await clickThrough(page, page.getByRole('link', { name: 'Commencer' }));
  await sound();
  await answer(page, 2, 7);
  await page.goto(kept);
  await sound();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await sound();
  await visit(page, '/diagnostic');
  await sound();
  await Promise.all([page.waitForURL('**/diagnostic/dossier?cle=*'), page.locator('main').getByRole('link', { name: 'Rouen' }).first().click()]);
  assert.equal(page.url(), kept);
  await visit(page, '/leviers/5-apprendre-a-faire-alliance');
  assert.match(spaces(await page.locator('section', { has: page.locator('#h-miens') }).innerText()), /Rouen[^]*2,0 sur 4/);
  await sound();
  const other = await machine();
  await visit(other, '/leviers/5-apprendre-a-faire-alliance');
  assert.equal(await other.locator('#h-miens').count(), 0, 'nobody else’s');
  await visit(other, '/diagnostic');
  assert.equal(await other.locator('a[href*="cle="]').count(), 0);
});
