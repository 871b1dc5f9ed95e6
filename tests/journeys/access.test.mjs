// Every template, in light and in dark: axe finds nothing, the page reads in one language with one first heading, the keyboard reaches
// everything and shows where it is, nothing scrolls sideways at 320 pixels, with the reader's own spacing, or at 200 %.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { layout, sideways, space } from './lib/access.mjs';
import { axeFaults, COLOUR_RULES } from './lib/axe.mjs';
import { launch, visit, withPage } from './lib/browser.mjs';
import { keyboardFaults } from './lib/keyboard.mjs';
import { TEMPLATES } from './lib/templates.mjs';

/** The page of which axe found nothing in light: in dark only its colours are others, so only what axe says of colours is asked again. */
async function darkIsSound(page) {
  await page.evaluate(() => document.activeElement.blur());
  const light = await layout(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await layout(page), light);
  assert.deepEqual(await axeFaults(page, COLOUR_RULES), []);
  await page.emulateMedia({ colorScheme: 'light' });
}

let browser, close;
before(async () => { ({ browser, close } = await launch()); });
after(() => close());

for (const template of TEMPLATES) {
  test(`access to ${template.name}`, async t => {
    await withPage(browser, { reducedMotion: 'reduce' }, async page => {
      await visit(page, template.path, template.status);
      // A map to move in takes the place of its drawing when it is ready: what is walked through must stay.
      if (template.kind === 'map') await page.waitForSelector('.map.vif .toile canvas', { timeout: 60_000 });
      await t.test('one language, one first heading, one main landmark', async () => {
        assert.equal(await page.locator('html').getAttribute('lang'), template.path.startsWith('/en') ? 'en' : 'fr');
        assert.equal(await page.locator('h1').count(), 1);
        assert.equal(await page.getByRole('main').count(), 1);
        assert.ok((await page.title()).length > 10);
      });
      await t.test('no identifier stands twice', async () => {
        const ids = await page.locator('[id]').evaluateAll(all => all.map(e => e.id));
        assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
      });
      await t.test('axe finds nothing, in light', async () => assert.deepEqual(await axeFaults(page), []));
      await t.test('the keyboard reaches everything and shows where it is', async () => assert.deepEqual(await keyboardFaults(page), []));
      await t.test('axe finds nothing, in dark', () => darkIsSound(page));
      await page.setViewportSize({ width: 360, height: 740 });
      await t.test('axe finds nothing on a phone, in light', async () => assert.deepEqual(await axeFaults(page), []));
      await t.test('axe finds nothing on a phone, in dark', () => darkIsSound(page));
      // A window of 1 280 pixels at 200 % lays out 640.
      await page.setViewportSize({ width: 640, height: 400 });
      await t.test('nothing scrolls sideways at 200 %', async () => assert.equal(await sideways(page), null));
      await page.setViewportSize({ width: 320, height: 640 });
      await t.test('nothing scrolls sideways at 320 pixels', async () => assert.equal(await sideways(page), null));
      await space(page);
      await t.test('nothing scrolls sideways at 320 pixels with the spacing of WCAG 1.4.12', async () => assert.equal(await sideways(page), null));
    });
  });
}

// The page as it stands when its scripts do nothing (a poor connection, a blocker): what they would have filled must not be left behind.
for (const template of TEMPLATES) {
  test(`access to ${template.name} without its scripts`, async () => {
    await withPage(browser, {}, async page => {
      await page.route('**/*.js', route => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await visit(page, template.path, template.status);
      assert.deepEqual(await axeFaults(page), []);
      assert.deepEqual(await keyboardFaults(page), []);
    });
  });
}

test('the open suggestions pass axe too, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await withPage(browser, { colorScheme }, async page => {
      await visit(page, '/');
      await page.getByRole('combobox').fill('rouen');
      await page.getByRole('option').first().waitFor();
      await page.getByRole('combobox').press('ArrowDown');
      assert.deepEqual(await axeFaults(page), []);
    });
  }
});

test('the skip link is the first stop and leads to the content', async () => {
  await withPage(browser, {}, async page => {
    await visit(page, '/territoires/commune/76540-rouen');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#contenu');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'contenu');
  });
});
