// Signing in through a real OpenID Connect provider (oidc-provider) on the loopback: discovery, PKCE, nonce, state, consent, keys that
// are renewed; and the ways in which it must not work. Everything that a token may lie about is in src/platform/oidc/oidc_test.cpp.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';

const { CATALYSE_BINARY: binary, CATALYSE_CONFIG: config } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'catalyse-oidc-'));
const people = {
  anne: { sub: 'anne', email: 'anne@exemple.fr', email_verified: true, name: 'Anne Martin' },
  bob: { sub: 'bob', email: 'bob@exemple.fr', email_verified: true, name: 'Bob' },
  doubtful: { sub: 'doubtful', email: 'anne@exemple.fr', email_verified: false, name: 'Anne Martin' },
};
let issuer, listening, site, program;

function key(kid, curve) {
  const pair = curve ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: curve ? 'ES256' : 'RS256' };
}

// A provider with these keys behind the same address as before.
function provide(keys) {
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'catalyse', client_secret: 'a secret of the test', redirect_uris: [`${site}/connexion/retour`],
      token_endpoint_auth_method: 'client_secret_post', id_token_signed_response_alg: keys[0].alg,
    }],
    jwks: { keys },
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => people[id] },
    pkce: { required: () => true, methods: ['S256'] },
  });
  provider.on('server_error', (_, error) => console.error(error));
  listening.removeAllListeners('request');
  listening.on('request', provider.callback());
}

// What a browser does with addresses and cookies; scripts it has none.
class Browser {
  jars = new Map();

  async ask(address, form) {
    const url = new URL(address);
    const jar = this.jars.get(url.host) ?? new Map();
    this.jars.set(url.host, jar);
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    if (form) Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin });
    const answer = await fetch(url, { method: form ? 'POST' : 'GET', redirect: 'manual', headers, body: form && new URLSearchParams(form).toString() });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    return { status: answer.status, body: await answer.text(), location: location && new URL(location, url).href, address: url.href };
  }

  // Follows until nothing leads further, or to an address that begins like this one.
  async follow(page, until) {
    for (let i = 0; page.location && i < 12; i += 1) {
      if (until && page.location.startsWith(until)) return page.location;
      page = await this.ask(page.location);
    }
    return until ? undefined : page;
  }

  // From our page through the provider's two forms to the address it comes back to, which is not yet asked for.
  async signInAs(login) {
    const back = `${site}/connexion/retour`;
    let page = await this.follow(await this.ask(`${site}/connexion/externe?retour=/compte/securite`));
    for (const form of [{ prompt: 'login', login, password: 'x' }, { prompt: 'consent' }]) {
      const action = page.body.match(/action="([^"]+)"/);
      assert.ok(action, page.body.slice(0, 500));
      const answer = await this.ask(new URL(action[1], page.address).href, form);
      const end = await this.follow(answer, back);
      if (end) return end;
      page = await this.follow(answer);
    }
    throw new Error('the provider never came back');
  }
}

const writeSettings = (settings) =>
  writeFileSync(join(folder, 'catalyse.toml'), Object.entries(settings).map(([name, value]) => `${name} = "${value}"\n`).join(''));

// The provider has to know the program's port beforehand. False when the program ended: another test may have taken the port meanwhile.
async function serve(settings) {
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => { const found = probe.address().port; probe.close(() => resolve(found)); });
  });
  site = `http://127.0.0.1:${port}`;
  writeSettings({ ...settings, listen: `127.0.0.1:${port}` });
  provide([key('k1', false)]);
  program = spawn(binary, ['serve', '--config', join(folder, 'catalyse.toml')], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve) => {
    program.stdout.on('data', (said) => { if (String(said).includes('ready ')) resolve(true); });
    program.on('exit', () => resolve(false));
  });
}

before(async () => {
  listening = createServer();
  await new Promise((resolve) => { listening.listen(0, '127.0.0.1', resolve); });
  issuer = `http://127.0.0.1:${listening.address().port}`;
  execFileSync(binary, ['backup', '--config', config, join(folder, 'catalyse.db')]);
  const settings = Object.fromEntries([...readFileSync(config, 'utf8').matchAll(/^(\w+) = "(.*)"$/gm)].map(([, name, value]) => [name, value]));
  writeFileSync(join(folder, 'secret'), 'a secret of the test\n');
  Object.assign(settings, {
    db: `sqlite:${join(folder, 'catalyse.db')}`, key: join(folder, 'catalyse.key'), oidc_issuer: issuer,
    oidc_client: 'catalyse', oidc_secret: join(folder, 'secret'), oidc_name: 'Le fournisseur',
  });
  writeSettings(settings);
  execFileSync(binary, ['user', 'add', 'anne@exemple.fr', '--name', 'Anne Martin', '--config', join(folder, 'catalyse.toml')]);
  let serves = false;
  for (let i = 0; i < 5 && !serves; i += 1) serves = await serve(settings);
  assert.ok(serves, 'the program ended');
}, { timeout: 120_000 });

after(() => {
  program?.removeAllListeners('exit');
  program?.kill('SIGTERM');
  listening?.close();
  listening?.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

test('an invited person comes in by the provider, and the same return opens nothing twice', async () => {
  const browser = new Browser();
  assert.match((await browser.ask(`${site}/connexion`)).body, /Se connecter avec Le fournisseur/);
  const back = await browser.signInAs('anne');
  assert.match(back, /[?&]code=.+/);
  const thief = new Browser();
  const stolen = await thief.ask(back);
  assert.equal(stolen.status, 400, 'another browser cannot come back in her stead');
  const opened = await browser.ask(back);
  assert.equal(opened.status, 303);
  assert.match(opened.location, /\/compte\/securite$/);
  assert.match((await browser.ask(`${site}/compte`)).body, /Anne Martin \(anne@exemple\.fr\)/);
  const again = new Browser();
  again.jars = new Map([[new URL(site).host, new Map(browser.jars.get(new URL(site).host))]]);
  assert.equal((await again.ask(back)).status, 400, 'a state serves once');
});

test('an altered state, a refusal and a code of nobody open nothing', async () => {
  for (const change of [(url) => url.searchParams.set('state', 'x'), (url) => url.searchParams.set('code', 'x'),
    (url) => url.searchParams.set('iss', 'https://attaque.exemple'), (url) => url.searchParams.set('error', 'access_denied')]) {
    const browser = new Browser();
    const url = new URL(await browser.signInAs('anne'));
    change(url);
    const answer = await browser.ask(url.href);
    assert.equal(answer.status, 400);
    assert.match(answer.body, /n’a pas abouti/);
    assert.equal((await browser.ask(`${site}/compte`)).status, 303);
  }
});

test('who was not invited, or whose address is not verified, stays outside', async () => {
  const bob = new Browser();
  const refused = await bob.ask(await bob.signInAs('bob'));
  assert.equal(refused.status, 400);
  assert.match(refused.body, /Aucun compte n’a été ouvert/);
  const doubtful = new Browser();
  assert.match((await doubtful.ask(await doubtful.signInAs('doubtful'))).body, /n’a pas confirmé/);
});

test('a provider that renews its keys, and goes over to another algorithm, is still understood', async () => {
  provide([key('k2', true)]);
  await new Promise((resolve) => { setTimeout(resolve, 10_500); });
  const browser = new Browser();
  const opened = await browser.ask(await browser.signInAs('anne'));
  assert.equal(opened.status, 303);
  assert.match((await browser.ask(`${site}/compte`)).body, /Anne Martin/);
});

test('a provider that does not answer is said so', async () => {
  listening.removeAllListeners('request');
  listening.on('request', (_, response) => { response.statusCode = 503; response.end(); });
  const browser = new Browser();
  const left = await browser.ask(`${site}/connexion/externe`);
  // Its configuration is known for an hour; what it was asked at the return is not.
  assert.equal(left.status, 303);
  const back = new URL(`${site}/connexion/retour`);
  back.searchParams.set('state', new URL(left.location).searchParams.get('state'));
  back.searchParams.set('code', 'x');
  back.searchParams.set('iss', issuer);
  const answer = await browser.ask(back.href);
  assert.equal(answer.status, 503);
  assert.match(answer.body, /ne répond pas/);
});
