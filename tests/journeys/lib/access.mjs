// What scrolls sideways, and the spacing under which nothing may.

export const sideways = page => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth - clientWidth <= 1) return null;
  const wide = [...document.querySelectorAll('main *, header *, footer *')].find(e => e.getBoundingClientRect().right > clientWidth + 1 && !e.closest('.scroll'));
  return `scrolls sideways by ${scrollWidth - clientWidth}px, e.g. ${wide?.tagName}.${wide?.className?.baseVal ?? wide?.className}`;
});

// WCAG 1.4.12: the spacing a reader may set.
export const space = page => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
});

/** Where everything stands, whether it can be seen, and what it says around itself: whatever axe looks at beside the document and its colours. */
export const layout = page => page.evaluate(() => [...document.querySelectorAll('*')].map(e => {
  const { x, y, width, height } = e.getBoundingClientRect();
  const { display, visibility, opacity, position, fontSize, fontWeight, overflow, zIndex, clipPath, textDecorationLine } = getComputedStyle(e);
  const around = ['::before', '::after'].map(part => getComputedStyle(e, part).content);
  return [e.tagName, x, y, width, height, display, visibility, opacity, position, fontSize, fontWeight, overflow, zIndex, clipPath, textDecorationLine, ...around].join(' ');
}));
