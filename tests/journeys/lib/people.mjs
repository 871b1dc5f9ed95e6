// People with an account, for journeys that run on a copy of their own.
import { execFileSync } from 'node:child_process';
import { base } from './browser.mjs';

/** A person with this role, signed in by the link of the invitation; `options` are those of the browser context. */
export async function person(browser, name, role, options = {}) {
  const said = execFileSync(process.env.CATALYSE_BINARY, ['user', 'add', '--config', process.env.CATALYSE_CONFIG, '--name', name, '--role', role,
    `${name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase()}@exemple.fr`], { encoding: 'utf8' });
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${base}/connexion/lien?secret=${/secret=(\S+)/.exec(said)[1]}`);
  await Promise.all([page.waitForURL('**/compte**'), page.getByRole('button', { name: 'Me connecter' }).click()]);
  return { context, page };
}
