// What axe finds on a page: every rule of WCAG 2.2 AA and the best practices.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const EVERY_RULE = { type: 'tag', values: TAGS };
/** Of those, the rules whose answer hangs on a colour; all else that axe looks at is the document and where it is laid out. */
export const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** The rules that the page breaks, a line each. */
export async function axeFaults(page, rules = EVERY_RULE) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  // Of what axe would fetch beforehand, its rule about sounds needs the media; the style sheets are for a rule that is not among ours.
  const options = { runOnly: rules, resultTypes: ['violations'], preload: { assets: ['media'] } };
  const { violations } = await page.evaluate(options => axe.run(document, options), options);
  return violations.map(({ id, help, nodes }) => `${id} ×${nodes.length}: ${help} [${nodes[0].target.join(' ')}] ${nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
}
