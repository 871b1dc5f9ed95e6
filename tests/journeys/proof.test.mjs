// A new proof of identity before a sensitive change: asked for, given, and what was typed is done. Without script. Runs on a copy of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { clickThrough, launch, visit } from './lib/browser.mjs';
import { command, emailOf, strongPerson } from './lib/people.mjs';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

/** Every session was proved eleven minutes ago. */
const letTimePass = () => execFileSync('python3', ['-c', `
import re, sqlite3, sys
database = sqlite3.connect(re.search(r'db = "sqlite:(.*)"', open(sys.argv[1]).read()).group(1), timeout=30)
database.execute("UPDATE person_session SET proved_at = proved_at - 660")
database.commit()
`, process.env.CATALYSE_CONFIG]);

test('an administrator gives a role, proves that it is her, and nothing is typed twice', async () => {
  command('user', 'add', '--name', 'Basile', '--role', 'reader', emailOf('Basile'));
  const { page } = await strongPerson(browser, 'Ada', 'administrator', { javaScriptEnabled: false });
  const recovery = /[0-9a-z]{4}(-[0-9a-z]{4}){3}/.exec(await page.locator('main').innerText())[0];
  await visit(page, '/admin/personnes?q=basile');
  await clickThrough(page, page.getByRole('link', { name: emailOf('Basile') }));
  await page.waitForURL(/personnes\/[0-9a-z]{13}$/);
  const her = page.url();
  letTimePass();
  const grant = page.locator('form', { has: page.locator('select[name=role]') });
  await grant.locator('[name=role]').selectOption('reviewer');
  await grant.locator('[name=portee]').fill('reg:28');
  await Promise.all([page.waitForURL('**/compte/preuve?suite=**'), grant.locator('button').first().click()]);
  assert.equal(await page.locator('h1').innerText(), 'Confirmez que c’est bien vous');
  assert.match(await page.locator('main').innerText(), /Vous alliez changer les rôles/);
  await page.locator('[name=code]').fill('000000');
  await clickThrough(page, page.getByRole('button', { name: 'Confirmer et continuer' }));
  await page.locator('[role=alert], [aria-invalid=true]').first().waitFor();
  await page.locator('[name=code]').fill(recovery);
  await Promise.all([page.waitForURL('**fait=role'), page.getByRole('button', { name: 'Confirmer et continuer' }).click()]);
  assert.equal(page.url().split('?')[0], her);
  assert.match(await page.locator('main').innerText(), /reg:28/);
  await page.context().close();
});
