// A dossier on paper: two A4 pages for the meeting, with the place and the data version, without the furniture of the screen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, visit, withPage } from './lib/browser.mjs';

let browser, close, folder;
before(async () => { ({ browser, close } = await launch()); folder = mkdtempSync(join(tmpdir(), 'catalyse-print-')); });
after(async () => { await close(); rmSync(folder, { recursive: true, force: true }); });

const PLACES = [['Rouen', 'commune/76540-rouen'], ['Mende', 'commune/48095-mende'], ['Paris', 'commune/75056-paris'], ['Paris 12e Arrondissement', 'commune/75112-paris-12e-arrondissement'],
  ['Saint-Denis', 'commune/97411-saint-denis'], ['Chemillé-en-Anjou', 'commune/49092-chemille-en-anjou'], ['Hures-la-Parade', 'commune/48074-hures-la-parade'],
  ['Métropole Rouen Normandie', 'epci/200023414-metropole-rouen-normandie'], ['Seine-Saint-Denis', 'departement/93-seine-saint-denis'],
  ['Saint-Dié-des-Vosges', 'commune/88413-saint-die-des-vosges'], ['La Réunion', 'departement/974-la-reunion'], ['CC Sauldre et Sologne', 'epci/200000933-cc-sauldre-et-sologne'],
  ['Normandie', 'region/28-normandie']];

for (const [name, path] of PLACES) {
  test(`the summary of ${name} prints on two A4 pages`, async () => {
    await withPage(browser, {}, async page => {
      await visit(page, `/territoires/${path}`);
      const file = join(folder, `${path.replaceAll('/', '-')}.pdf`);
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
      const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      assert.equal(/^Pages:\s+(\d+)$/m.exec(about)[1], '2');
      assert.match(about, /^Page size:.*A4/m, about);
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      assert.ok(text.includes(name), 'the place');
      assert.equal(text.split('\f').filter(sheet => /COG 2026/.test(sheet)).length, 2, 'the data version at the foot of each page');
      assert.doesNotMatch(text, /Aller au contenu|Fil d’Ariane|Télécharger/, 'no furniture of the screen');
    });
  });
}

// A case for a meeting: one or two pages, with what it takes to do it elsewhere and where it comes from.
test('every case prints on one or two A4 pages, with its conditions judged on a place', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, '/cas');
    const cases = await page.locator('ol.hits > li > a').evaluateAll(links => links.map(link => [link.textContent, link.getAttribute('href')]));
    assert.ok(cases.length >= 20, `${cases.length} cases`);
    for (const [title, href] of cases) {
      await visit(page, `${href}?territoire=com:76540`);
      const file = join(folder, 'case.pdf');
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
      const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      assert.match(about, /^Pages:\s+[12]$/m, `${title}: ${/^Pages:.*$/m.exec(about)[0]}`);
      const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
      assert.ok(text.includes(title.slice(0, 30)), title);
      assert.match(text, /Dates et sources/, title);
      assert.equal(text.includes('À Rouen'), await page.locator('#transfert').count() > 0, `${title}: conditions`);
      assert.doesNotMatch(text, /Aller au contenu|Fil d’Ariane|Télécharger|Signaler un problème|Vérifier les conditions/, title);
    }
  });
});

// A path and an assessment for a meeting: what is read and filled in, without what is clicked.
test('a guided path prints on one or two A4 pages, with its steps and how far one is', async () => {
  await withPage(browser, {}, async page => {
    for (const path of ['/parcours/odd-17-en-pratique?fait=1.2', '/en/parcours/sortie-de-crise']) {
      await visit(page, path);
      const steps = await page.locator('main section.entry h2').evaluateAll(all => all.map(one => one.firstChild.textContent.trim()));
      assert.ok(steps.length >= 3, path);
      const file = join(folder, 'path.pdf');
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
      assert.match(execFileSync('pdfinfo', [file], { encoding: 'utf8' }), /^Pages:\s+[12]$/m, path);
      const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
      for (const step of steps) assert.ok(text.includes(step.slice(0, 25)), step);
      assert.doesNotMatch(text, /Aller au contenu|Marquer l’étape|Mark step|Télécharger/, path);
    }
  });
});
