// What axe finds on a page: every rule of WCAG 2.2 AA and the best practices.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that the page breaks, a line each. */
export async function axeFaults(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const { violations } = await page.evaluate(tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), TAGS);
  return violations.map(({ id, help, nodes }) => `${id} ×${nodes.length}: ${help} [${nodes[0].target.join(' ')}] ${nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
}
