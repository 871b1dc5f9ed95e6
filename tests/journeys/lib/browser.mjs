// Debian's Chromium without its windows (chromium-headless-shell: the same engine for three fifths of the CPU), and pages that are watched:
// whatever a page says on the console, whatever its policy refuses, whatever it asks of another host and every exception is kept, and makes
// the test fail.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const base = process.env.CATALYSE_URL;
if (!base) throw new Error('CATALYSE_URL is missing: run the tests through tests/harness/with_server.py');

// Without these Chromium tries to call home at every start.
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars'];

/** A browser with an empty home; `close` leaves nothing behind. `flags`: more of Chromium's. */
export async function launch(flags = []) {
  const home = mkdtempSync(join(tmpdir(), 'catalyse-chromium-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: [...FLAGS, ...flags], env: { ...process.env, HOME: home } });
  return { browser, close: async () => { await browser.close(); rmSync(home, { recursive: true, force: true }); } };
}

/** The sentence Chromium logs for the page itself when its status is an error is no defect of the page. */
const isOwnStatus = (message, page) => /^Failed to load resource: the server responded with a status of/.test(message.text()) &&
  message.location().url === page.url();

function watch(page, complaints) {
  page.on('console', message => {
    // What the software renderer of the test browser says of its own speed is no word of the page.
    if (message.text().includes('GL Driver Message')) return;
    if (['error', 'warning'].includes(message.type()) && !isOwnStatus(message, page)) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => complaints.push(`exception: ${error.message}`));
  page.on('request', request => {
    if (/^(https?|wss?):/.test(request.url()) && !request.url().startsWith(base + '/')) complaints.push(`third party: ${request.url()}`);
  });
  page.on('requestfailed', request => {
    // A suggestion that the next letter made useless is stopped on purpose.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
}

const report = () => addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));

/**
 * Gives `work` a page of an empty profile, then asserts that the page had nothing to complain about.
 * @param options Playwright's context options, e.g. { javaScriptEnabled: false }
 */
export async function withPage(browser, options, work) {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(report);
  const complaints = [];
  try {
    const page = await context.newPage();
    watch(page, complaints);
    await work(page);
    assert.deepEqual(complaints, [], `${page.url()} has something to complain about`);
  } finally {
    await context.close();
  }
}

/** Opens a path of the site and asserts its status. */
export async function visit(page, path, status = 200) {
  const answer = await page.goto(base + path, { waitUntil: 'load' });
  assert.equal(answer.status(), status, path);
  return answer;
}

/** Presses what leads to another page and waits until that page is whole: what counts or lists its parts does not wait for them. */
export const clickThrough = (page, what) => Promise.all([page.waitForEvent('load'), what.click()]);
