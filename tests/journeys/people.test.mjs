// The pages of those who have an account, as they meet them: axe finds nothing in either language, in light and in dark, on a phone; the
// keyboard alone is enough, and no script is needed. Runs on a copy of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sideways, space } from './lib/access.mjs';
import { axeFaults } from './lib/axe.mjs';
import { base, clickThrough, launch, visit } from './lib/browser.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { openWorkshop } from './lib/workshop.mjs';

const PASSWORD = 'quatre chevaux gris';
let browser, close, workshop;
before(async () => {
  ({ browser, close } = await launch());
  workshop = await openWorkshop(browser);
});
after(async () => { await close(); });

const contextOf = async (who, options = {}) => browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce',
  ...(who ? { storageState: await workshop.people[who].context.storageState() } : {}), ...options });

async function assertSound(page, name) {
  assert.equal(await page.locator('h1').count(), 1, name);
  assert.equal(await page.getByRole('main').count(), 1, name);
  assert.deepEqual(await axeFaults(page), [], `${name}, in light`);
  assert.deepEqual(await keyboardFaults(page), [], `${name}, by keyboard`);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await axeFaults(page), [], `${name}, in dark`);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.deepEqual(await axeFaults(page), [], `${name}, on a phone, in dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await sideways(page), null, `${name}, 320 pixels`);
  await space(page);
  assert.equal(await sideways(page), null, `${name}, 320 pixels with the spacing of WCAG 1.4.12`);
}

test('every page of people is accessible, in French and in English', async t => {
  for (const { name, path, who } of workshop.pages) {
    for (const [language, start] of [['fr', ''], ['en', '/en']]) {
      await t.test(`${name} (${language})`, async () => {
        const context = await contextOf(who);
        const page = await context.newPage();
        await visit(page, start + path);
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        // The same template with other words: longer ones may not fit.
        if (language === 'en') {
          assert.deepEqual(await axeFaults(page), []);
          await page.setViewportSize({ width: 320, height: 640 });
          assert.equal(await sideways(page), null);
        } else {
          await assertSound(page, name);
        }
        await context.close();
      });
    }
  }
});

/** Presses Tab until the focus is on what `selector` names. */
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(selector).evaluateAll(all => all.includes(document.activeElement))) return;
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

test('a password is chosen, one signs in, writes and signs out by keyboard alone, without script', async () => {
  const context = await contextOf('aline', { javaScriptEnabled: false });
  const page = await context.newPage();
  const enter = async (selector, url) => { await tabTo(page, selector); await Promise.all([page.waitForURL(url), page.keyboard.press('Enter')]); };
  const type = async (selector, words) => { await tabTo(page, selector); await page.keyboard.type(words); };
  await visit(page, '/compte/securite');
  await type('[name=nouveau]', PASSWORD);
  await enter('form:has([name=nouveau]) button', '**/compte/securite?fait=**');
  await visit(page, '/compte');
  await enter('form[action$="/deconnexion"] button', '**/connexion?fait=deconnexion');

  // A wrong password says so in the page and keeps the address; the right one leads back to where one wanted to go.
  await visit(page, '/contributions');
  assert.match(page.url(), /\/connexion\?retour=%2Fcontributions$/);
  await type('[name=courriel]', 'aline@exemple.fr');
  await type('[name=mot_de_passe]', 'quatre chevaux verts');
  await page.keyboard.press('Enter');
  await page.locator('[role=alert], .fault, [aria-invalid=true]').first().waitFor();
  assert.equal(await page.locator('form:has([name=mot_de_passe]) [name=courriel]').inputValue(), 'aline@exemple.fr');
  await type('[name=mot_de_passe]', PASSWORD);
  await Promise.all([page.waitForURL('**/contributions'), page.keyboard.press('Enter')]);
  await visit(page, '/proposer/cas');
  await type('[name=titre]', 'Un jardin partagé');
  await enter('button[value=enregistrer], form:has([name=titre]) button', '**fait=enregistre');
  assert.equal(await page.locator('[name=titre]').inputValue(), 'Un jardin partagé');
  workshop.people.aline.context.addCookies(await context.cookies());
  await context.close();
});

test('pages that answer a form are accessible too: a refusal, the second factor, two texts to be joined', async () => {
  const context = await contextOf();
  const page = await context.newPage();
  await visit(page, '/connexion');
  await page.locator('[name=mot_de_passe]').fill('pas le bon');
  await page.locator('form:has([name=mot_de_passe]) [name=courriel]').fill('personne@exemple.fr');
  await clickThrough(page, page.locator('form:has([name=mot_de_passe]) button').first());
  await assertSound(page, 'sign-in refused');
  await context.close();

  const writing = await contextOf('aline');
  const [one, two] = [await writing.newPage(), await writing.newPage()];
  await one.route('**/*.js', route => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await two.route('**/*.js', route => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await visit(one, `/contributions/${workshop.draft}`);
  await visit(two, `/contributions/${workshop.draft}`);
  await one.getByLabel('Titre').fill('Une halle pour tous');
  await Promise.all([one.waitForURL('**fait=enregistre'), one.getByRole('button', { name: 'Enregistrer le brouillon' }).click()]);
  await two.getByLabel('Titre').fill('La halle du marché');
  await clickThrough(two, two.getByRole('button', { name: 'Enregistrer le brouillon' }));
  await two.getByText('Deux textes ont changé les mêmes champs').waitFor();
  await assertSound(two, 'two texts to be joined');
  await writing.close();
});

test('what is personal is kept by no cache, and a public page names nobody', async () => {
  for (const { name, path, who } of workshop.pages) {
    const context = await contextOf(who);
    const answer = await context.request.get(base + path);
    const kept = answer.headers()['cache-control'];
    if (who) assert.equal(kept, 'private, no-store', name);
    if (!who && !/courriels|historique/.test(path)) assert.doesNotMatch(await answer.text(), /Aline|René|aline@/, name);
    assert.equal(answer.headers()['access-control-allow-origin'], undefined, name);
    await context.close();
  }
  // Three readers of one kept page: the same bytes, and only the one without a session may keep them.
  const bodies = new Set();
  for (const who of ['aline', 'rene', undefined, 'ada', 'aline']) {
    const context = await contextOf(who);
    const answer = await context.request.get(`${base}/methode`);
    bodies.add(await answer.text());
    assert.equal(answer.headers()['cache-control'], who ? 'private, no-store' : 'public, no-cache');
    assert.equal(Boolean(answer.headers().etag), !who);
    assert.equal(answer.headers()['set-cookie'], undefined);
    await context.close();
  }
  assert.equal(bodies.size, 1);
});
