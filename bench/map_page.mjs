// How long a reader on a poor connection (1.6 Mbit/s, 150 ms) waits for the map of all communes, with nothing kept from before: until the
// drawing is there, and, moved in, until every tile in sight is. Prints a JSON object of lists of seconds, and the kilobytes. CATALYSE_URL
// names the server.
import { base, launch, withPage } from '../tests/journeys/lib/browser.mjs';

const ROUNDS = 3;
const SLOW = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const PAGES = {
  drawn: { path: '/carte?niveau=commune', usable: page => page.waitForLoadState('load') },
  moved: {
    path: '/carte?niveau=commune&vue=interactive',
    // Set once every tile in sight is drawn and the map answers.
    usable: page => page.waitForSelector('.map.vif .toile canvas', { timeout: 60_000 }),
  },
};

const { browser, close } = await launch(['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']);
const found = {};
for (const [name, { path, usable }] of Object.entries(PAGES)) {
  found[name] = { seconds: [], kilobytes: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    await withPage(browser, {}, async page => {
      const protocol = await page.context().newCDPSession(page);
      await protocol.send('Network.enable');
      await protocol.send('Network.emulateNetworkConditions', SLOW);
      let bytes = 0;
      protocol.on('Network.loadingFinished', event => { bytes += event.encodedDataLength; });
      const began = performance.now();
      await page.goto(base + path, { waitUntil: 'commit', timeout: 60_000 });
      await usable(page);
      found[name].seconds.push((performance.now() - began) / 1000);
      found[name].kilobytes = bytes / 1000;
    });
  }
}
await close();
console.log(JSON.stringify(found));
