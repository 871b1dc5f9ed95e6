// Following a programme: the day of a quoted tally, the groupings, one measure, a sheet of paper; without script.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { clickThrough, launch, visit, withPage } from './lib/browser.mjs';

let browser, close, folder;
before(async () => { ({ browser, close } = await launch()); folder = mkdtempSync(join(tmpdir(), 'catalyse-measures-')); });
after(async () => { await close(); rmSync(folder, { recursive: true, force: true }); });

const spaces = text => text.replace(/[\u00a0\u202f]/g, ' ');

test('17 October 2020 shows the tally published, and each measure unknown', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/mesures');
    await page.getByLabel('Voir l’état d’un autre jour').fill('2020-10-17');
    await Promise.all([page.waitForURL('**/mesures?date=2020-10-17'), page.getByRole('button', { name: 'Voir ce jour' }).click()]);
    const quoted = spaces(await page.locator('.quoted').innerText());
    assert.match(quoted, /Décompte publié le 17 octobre 2020/);
    assert.match(quoted, /Très satisfaisant : 6, Satisfaisant : 9, Retard expliqué : 6 et Remis en cause : 0/);
    assert.equal(await page.locator('#mesures tbody tr').count(), 21);
    assert.equal(await page.locator('#mesures td', { hasText: 'Statut inconnu' }).count(), 21);
    assert.match(spaces(await page.locator('#decompte').innerText()), /Statut inconnu : 21/);
    await clickThrough(page, page.locator('#mesures tbody a').nth(2));
    assert.match(new URL(page.url()).pathname + new URL(page.url()).search, /^\/mesures\/3\?date=2020-10-17$/, 'the day is kept');
    assert.match(spaces(await page.locator('main').innerText()), /Statut inconnu/);
  });
});

test('the same measures stand under every grouping, and ours is called ours', async () => {
  await withPage(browser, { javaScriptEnabled: false }, async page => {
    await visit(page, '/mesures');
    const measures = async () => (await page.locator('#mesures tbody th').allInnerTexts()).map(text => text.trim()).sort();
    const first = await measures();
    assert.equal(first.length, 21);
    for (const name of ['Par temporalité', 'Par chantier']) {
      await clickThrough(page, page.locator('.switch').getByRole('link', { name }));
      assert.deepEqual(await measures(), first, name);
    }
    assert.match(await page.locator('#mesures').innerText(), /proposé par Catalyse/);
  });
});

test('the board prints on one A4 page', async () => {
  await withPage(browser, {}, async page => {
    for (const path of ['/mesures', '/en/mesures', '/mesures?date=2020-10-17']) {
      await visit(page, path);
      const file = join(folder, 'board.pdf');
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
      const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      assert.equal(/^Pages:\s+(\d+)$/m.exec(about)[1], '1', path);
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      assert.match(text, /21\. /, 'the last measure');
      assert.doesNotMatch(text, /Aller au contenu|Télécharger|Voir ce jour/, 'no furniture of the screen');
    }
  });
});
