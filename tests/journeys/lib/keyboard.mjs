// Walks through a page with the Tab key.

const FOCUSABLE = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]';

/** Remembers, in the page, what every stop looks like before it has the focus. */
function prepare(selector) {
  const looks = element => {
    const s = getComputedStyle(element);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth].join('|');
  };
  const stops = [...document.querySelectorAll(selector)].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
  const groups = new Map();
  const counted = stops.filter(e => {  // the buttons of a radio group are one stop
    if (e.type !== 'radio' || !e.name) return true;
    if (groups.has(e.name)) return false;
    groups.set(e.name, e);
    return true;
  });
  window.walk = { looks, before: new Map(stops.map(e => [e, looks(e)])), ids: new Map() };
  return counted.length;
}

/** Where the focus is now: null outside of the page. */
function look() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const { looks, before, ids } = window.walk;
  if (!ids.has(e)) ids.set(e, ids.size);
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const visible = e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 0 && box.height > 0 && box.right > 0 &&
    box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  // A link broken over two lines has its middle between them: its first line is what counts.
  const line = e.getClientRects()[0] ?? box;
  const at = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const top = visible ? document.elementFromPoint(at(line.x + line.width / 2, innerWidth), at(line.y + line.height / 2, innerHeight)) : null;
  // The middle of the box of a crescent lies in its neighbour: shapes of one drawing do not cover each other.
  const drawnTogether = e.ownerSVGElement && top?.ownerSVGElement === e.ownerSVGElement;
  const covered = top && top !== e && !drawnTogether && !e.contains(top) && !top.contains(e) && ![...(e.labels ?? [])].some(label => label.contains(top));
  const shown = before.get(e) !== looks(e) || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
  const name = (e.getAttribute('aria-label') || e.innerText || e.value || e.name || '').trim().slice(0, 40);
  return { id: ids.get(e), what: `${e.tagName.toLowerCase()} « ${name} »`, visible, covered: Boolean(covered), shown, inDate: e.type === 'date' };
}

/** Faults of WCAG 2.1.1, 2.1.2, 2.4.7 and 2.4.11 found by walking through at most `most` stops. */
export async function keyboardFaults(page, most = 150) {
  const total = await page.evaluate(prepare, FOCUSABLE);
  const faults = new Set(), seen = new Set();
  // A page that begins at its fault (autofocus) is walked round once more, from its top.
  let left = await page.evaluate(() => document.activeElement !== document.body) ? 2 : 1;
  let ended = false, last;
  for (let i = 0; i < Math.min(total + 20, most) && !ended; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(look);
    // Day, month, year and calendar of a date are stops of their own inside one field.
    if (stop?.inDate && stop.id === last) continue;
    last = stop?.id;
    if (!stop && --left > 0) continue;
    if (!stop || seen.has(stop.id)) { ended = i > 0; continue; }
    seen.add(stop.id);
    if (!stop.shown) faults.add(`the focus cannot be seen on ${stop.what}`);
    if (!stop.visible) faults.add(`the focus is on something that cannot be seen: ${stop.what}`);
    else if (stop.covered) faults.add(`covered while it has the focus: ${stop.what}`);
  }
  if (total < most) {
    if (!ended) faults.add('Tab never leaves the page');
    if (seen.size < total) faults.add(`${total - seen.size} of ${total} stops are never reached`);
  }
  return [...faults];
}
