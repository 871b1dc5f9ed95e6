// A person contributes, takes her data with her and is erased: nothing of her is left in any table, any index or any file, and what she
// wrote stays readable without her. Looked for by this test itself, not only by the program. Runs on a copy of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { base, clickThrough, launch, visit } from './lib/browser.mjs';
import { command, emailOf, person } from './lib/people.mjs';

const NAME = 'Zélie Quernoamel';
const EMAIL = emailOf(NAME);
const PHONE = '06 98 76 54 32';
const TITLE = 'Un four à pain partagé au Havre';

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(async () => { await close(); });

/** Every file of this installation that holds something of hers, byte by byte. */
function filesThatTell() {
  const forms = [NAME.toLowerCase(), 'zelie quernoamel', 'quernoamel', EMAIL, PHONE, PHONE.replaceAll(' ', '')].map(text => Buffer.from(text));
  const lower = bytes => {
    for (let i = 0; i < bytes.length; i += 1) if (bytes[i] >= 65 && bytes[i] <= 90) bytes[i] += 32;
    return bytes;
  };
  return readdirSync(dirname(process.env.CATALYSE_CONFIG), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(path => { const bytes = lower(readFileSync(path)); return forms.some(form => bytes.includes(form)); });
}

/** Every column of every table that holds something of hers; accents and case do not hide it. */
function columnsThatTell() {
  return JSON.parse(execFileSync('python3', ['-c', `
import json, re, sqlite3, sys, unicodedata
database = sqlite3.connect(re.search(r'db = "sqlite:(.*)"', open(sys.argv[1]).read()).group(1))
def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
def tells(value):
    return any(needle in fold(value) for needle in sys.argv[2:4]) or sys.argv[4] in re.sub(r"[^0-9]", "", value)
found = []
for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
    for column in [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]:
        values = database.execute(f'SELECT DISTINCT CAST("{column}" AS TEXT) FROM "{table}" WHERE typeof("{column}") IN (\\'text\\', \\'blob\\')')
        if any(tells(value) for (value,) in values):
            found.append(f"{table}.{column}")
print(json.dumps(found))
`, process.env.CATALYSE_CONFIG, 'quernoamel', EMAIL, PHONE.replaceAll(' ', '')], { encoding: 'utf8' }));
}

async function write(page) {
  await visit(page, '/proposer/cas?territoire=com:76351');
  await page.getByLabel('Titre').fill(TITLE);
  await page.getByLabel('Initiateur').fill('Ville du Havre');
  await page.getByLabel('Résumé').fill(`Des voisins cuisent ensemble. Écrire à ${NAME.toUpperCase()}, ${EMAIL} ou ${PHONE}.`);
  await page.getByLabel('Niveau d’action').selectOption('commune');
  await page.getByLabel('Contexte').fill('Un quartier sans boulangerie.');
  await page.getByLabel('Sources').fill('Ville du Havre | https://lehavre.fr/four');
  await Promise.all([page.waitForURL('**fait=soumis'), page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }).click()]);
  return /\/contributions\/([0-9a-z]+)/.exec(page.url())?.[1] ??
    /\/contributions\/([0-9a-z]+)/.exec(await page.getByRole('link', { name: TITLE }).first().getAttribute('href'))[1];
}

const text = async (page, address) => { await visit(page, address); return page.locator('main').innerText(); };

test('an erased contributor is in no table, no index and no file, and what she wrote stays', async () => {
  const zelie = await person(browser, NAME, 'contributor');
  const rene = await person(browser, 'René', 'reviewer');
  const reader = await browser.newPage();

  // She writes, with her own name, address and phone in the text; it is published, found by her name, and signed by consent.
  const page = zelie.page;
  const id = await write(page);
  const review = rene.page;
  await visit(review, `/moderation/${id}`);
  await review.getByLabel('Remarque : Résumé').fill(`Merci ${NAME}. Dites combien de voisins.`);
  await Promise.all([review.waitForURL('**fait=demande'), review.getByRole('button', { name: 'Demander des changements' }).click()]);
  await visit(page, `/contributions/${id}`);
  await page.getByLabel('Contexte').fill('Un quartier sans boulangerie, trente voisins.');
  await Promise.all([page.waitForURL('**fait=soumis'), page.getByRole('button', { name: 'Enregistrer et envoyer en relecture' }).click()]);
  await visit(review, `/moderation/${id}`);
  await Promise.all([review.waitForURL('**fait=publie'), review.getByRole('button', { name: 'Publier' }).click()]);
  assert.match(await text(reader, `/historique/${id}`), /un contributeur/);

  // Both decisions reach her by mail, once each, and she chooses how often.
  await visit(page, '/compte/notifications');
  const told = (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');
  assert.match(told, new RegExp(`Des changements vous sont demandés sur « ${TITLE} »`));
  assert.match(told, new RegExp(`« ${TITLE} » est publié`));
  const mails = async () => [...(await text(reader, '/courriels')).matchAll(new RegExp(`À\\s*:\\s*${EMAIL}`, 'g'))].length;
  for (let i = 0; i < 300 && await mails() < 2; i += 1) await new Promise(done => { setTimeout(done, 200); });
  assert.equal(await mails(), 2);
  await page.getByLabel('Décisions sur ce que vous écrivez').selectOption({ label: 'une fois par semaine, le lundi' });
  await Promise.all([page.waitForURL('**fait=notifications'),
    page.locator('form', { hasText: 'Décisions sur ce que vous écrivez' }).getByRole('button', { name: 'Enregistrer' }).click()]);
  await visit(page, '/compte/donnees');
  await Promise.all([page.waitForURL('**fait=accord'), page.getByRole('button', { name: 'Autoriser' }).click()]);
  assert.match(await text(reader, `/historique/${id}`), new RegExp(NAME));
  assert.match(await text(reader, '/recherche?q=quernoamel'), new RegExp(TITLE));
  assert.ok(filesThatTell().length > 0, 'the search sees what is there');
  assert.ok(columnsThatTell().includes('editorial_version.content'), 'and so does the look into the tables');

  // She takes everything with her, secrets excepted.
  const copy = await (await page.request.get(`${base}/compte/donnees.json`)).text();
  for (const words of [EMAIL, NAME, TITLE, 'editorial_version', 'person_consent', 'audit_line', 'person_session'])
    assert.ok(copy.includes(words), words);
  assert.ok(!copy.includes('"digest":"') || !/"totp"|"password"/.test(copy));
  const table = await (await page.request.get(`${base}/compte/donnees.csv`)).text();
  assert.ok(table.includes(TITLE));

  // She came by a link and has no password: a link by mail confirms, then one button does it.
  await visit(page, '/compte/donnees');
  await clickThrough(page, page.getByRole('button', { name: 'Recevoir le lien d’effacement' }));
  await page.getByRole('heading', { name: 'Consultez vos courriels' }).waitFor();
  const link = /https?:\/\/\S+\/effacement\?secret=\S+/.exec(await text(reader, '/courriels'))[0];
  await page.goto(base + new URL(link).pathname + new URL(link).search);
  await page.getByLabel('Téléphone à chercher aussi (facultatif)').fill(PHONE);
  await page.getByRole('button', { name: 'Effacer définitivement mon compte' }).click({ timeout: 300_000 });
  await page.getByRole('heading', { name: 'Le compte est effacé' }).waitFor({ timeout: 300_000 });
  assert.match(await page.locator('main').innerText(), /ni le nom, ni l’adresse, ni le téléphone n’y figurent plus/);

  // Nothing of her, wherever one looks; her session is over.
  assert.deepEqual(columnsThatTell(), []);
  assert.deepEqual(filesThatTell(), []);
  await page.goto(`${base}/compte`);
  assert.match(page.url(), /\/connexion/);
  assert.doesNotMatch(await text(reader, '/recherche?q=quernoamel'), new RegExp(TITLE));
  assert.match(await text(reader, '/recherche?q=four+à+pain+partagé'), new RegExp(TITLE), 'what she wrote is still found');

  // What she wrote stays readable, and its history with it.
  const shown = await text(reader, `/cas/${id}`);
  assert.match(shown, /Des voisins cuisent ensemble\. Écrire à \[…\], \[…\] ou \[…\]\./);
  const history = await text(reader, `/historique/${id}`);
  assert.match(history, /Version 1/);
  assert.match(history, /une personne dont le compte est effacé/);
  for (const words of [shown, history]) assert.doesNotMatch(words, /quernoamel/i);
  const others = await (await reader.request.get(`${base}/historique/${id}.json`)).text();
  assert.doesNotMatch(others, /quernoamel/i);
  command('check');
});
