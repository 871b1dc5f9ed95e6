// People with an account, for journeys that run on a copy of their own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { base, clickThrough } from './browser.mjs';
import { ask } from './http.mjs';

/** The address of one who is called this, in these tests. */
export const emailOf = name => `${name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase()}@exemple.fr`;

/** A command of the program over this installation; what it printed. */
export const command = (...words) => execFileSync(process.env.CATALYSE_BINARY, [...words, '--config', process.env.CATALYSE_CONFIG], { encoding: 'utf8' });

/** A person with this role, signed in by the link of the invitation; `options` are those of the browser context. */
export async function person(browser, name, role, options = {}) {
  const said = command('user', 'add', '--name', name, '--role', role, emailOf(name));
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${base}/connexion/lien?secret=${/secret=(\S+)/.exec(said)[1]}`);
  await Promise.all([page.waitForURL('**/compte**'), page.getByRole('button', { name: 'Me connecter' }).click()]);
  return { context, page };
}

/** The six digits of an authenticator application now (RFC 6238). */
export function code(key) {
  const bits = [...key].map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', secret).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The same with an authenticator application, which some roles need to be in force. */
export async function strongPerson(browser, name, role, options = {}) {
  const signedIn = await person(browser, name, role, options);
  const { page } = signedIn;
  await page.goto(`${base}/compte/securite/application`);
  await page.locator('[name=code]').fill(code(await page.locator('[name=cle]').inputValue()));
  await clickThrough(page, page.locator('form', { has: page.locator('[name=cle]') }).locator('button').first());
  return signedIn;
}

/** What a form of ours is sent with. */
export const ours = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

let number = 0;
/** The cookie of somebody new who signed in without a browser; `strong`: with an authenticator application. */
export async function cookieOf(role, { name, scope, strong = false } = {}) {
  const said = command('user', 'add', '--role', role, ...(scope ? ['--scope', scope] : []), ...(name ? ['--name', name] : []), `p${++number}@exemple.fr`);
  const answer = await ask(base, '/connexion/lien', { method: 'POST', headers: ours, body: `secret=${/secret=(\S+)/.exec(said)[1]}` });
  assert.equal(answer.status, 303);
  const cookie = answer.headers['set-cookie'][0].split(';')[0];
  if (!strong) return cookie;
  const page = String((await ask(base, '/compte/securite/application', { headers: { cookie } })).body);
  const [, key] = /name="cle" value="([^"]+)"/.exec(page), [, token] = /name="jeton" value="([^"]+)"/.exec(page);
  const enrolled = await ask(base, '/compte/securite/application', { method: 'POST', headers: { ...ours, cookie }, body: `cle=${key}&code=${code(key)}&jeton=${token}` });
  assert.equal(enrolled.status, 200);
  return enrolled.headers['set-cookie'][0].split(';')[0];
}
