// What must stay text. Answers that hold the mark are read by the browser's own parsers, and whatever of ours became more than text is said.
export const MARK = 'k1t9z';

/** What people could write; each holds the mark. The first two open elements, from an attribute or from a text that ends a title or a form. */
export const HOSTILE = [
  `${MARK}"'><img src=${MARK} onerror=${MARK}()>`,
  `</title></textarea><script>${MARK}()</script>`,
  // Placeholders of ours, and what is written twice or read twice: it stays as it was typed.
  `]]>{n}{title}{{${MARK}-t}}&lt;${MARK}-e&gt;<!--${MARK}-->`,
  // What a spreadsheet takes for a formula.
  `=${MARK}("x",1)`, `+${MARK}`, `-${MARK}`, `@${MARK}`,
  `javascript:${MARK}()`];
export const HOSTILE_LINK = `https://${MARK}.exemple/"'><img src=${MARK} onerror=${MARK}()>`;

const PARSED = [[/^text\/html/, 'text/html'], [/^(image\/svg|application\/(atom|rdf|xml|opensearchdescription))/, 'application/xml']];

/** Runs in the browser: every place where the mark is more than text. */
function findInjected([text, type, mark]) {
  const ADDRESS = /^(xlink:)?href$|^(src|data|action|formaction|poster|cite|background|ping|manifest)$/i;
  const faults = [];
  const add = (what, words) => faults.push(`${what}: ${words.slice(0, 200)}`);
  const document = new DOMParser().parseFromString(text, type);
  const broken = document.querySelector('parsererror');
  if (broken) add('not well-formed', broken.textContent);
  const checkText = words => {
    // As it was typed, in an address, as an id, or with what is no word replaced.
    const typed = words.replace(/%(?:25)*([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    if (typed.includes(`${mark}-t`) && !new RegExp(`n\\W+title\\W+${mark}-t`).test(typed)) add('a placeholder was filled in', words);
    if (words.includes(`<${mark}-e`)) add('unescaped twice', words);
    if (words.includes(`&amp;lt;${mark}-e`)) add('escaped twice', words);
  };
  const checkCharacters = ({ data, parentElement: around }) => {
    if (!data.includes(mark)) return;
    if (around?.localName === 'style') add('in a style', data);
    else if (around?.localName === 'script' && !/^application\/(ld\+)?json$/.test(around.type)) add('in a script', data);
    else if (around?.localName === 'script') JSON.parse(data);
    else if (type !== 'text/html' && around?.getAttribute('type') === 'html') faults.push(...findInjected([data, 'text/html', mark]));
    else checkText(data);
  };
  const checkAttribute = (element, { name, value }) => {
    const where = `${name} of <${element.localName}>`;
    if (name.includes(mark) || /^on/i.test(name)) add('an attribute', where);
    if (!value.includes(mark)) return;
    if (/^(style|srcdoc|srcset|http-equiv)$/i.test(name)) add(where, value);
    if (!ADDRESS.test(name)) return checkText(value);
    const address = value.replace(/[\u0000-\u0020]/g, '');
    if (/^(javascript|data|vbscript):/i.test(address)) add(where, value);
    // People give links to follow; a page takes nothing from elsewhere and sends nothing there.
    const link = element.localName === 'a' || (type !== 'text/html' && element.localName === 'link');
    if (!link && new URL(address, 'https://ours.exemple/').host.includes(mark)) add(where, value);
  };
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if ([Node.TEXT_NODE, Node.CDATA_SECTION_NODE].includes(node.nodeType)) checkCharacters(node);
    else if (node.nodeType !== Node.ELEMENT_NODE) {
      if ((node.data ?? '').includes(mark)) add('in a comment', node.data);
    } else {
      if (node.localName.includes(mark)) add('an element', node.localName);
      for (const attribute of node.attributes) checkAttribute(node, attribute);
    }
  }
  return faults;
}

/** The cells of a table of either dialect, without the quotes around them. */
function cellsOf(text) {
  const separator = /^[^\n]*?([,;])/.exec(text)?.[1] ?? ',';
  return [...text.replace(/^\ufeff/, '').matchAll(new RegExp(`"((?:[^"]|"")*)"|([^${separator}\r\n"]+)`, 'g'))].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare);
}

/** The lines of a calendar, unfolded. */
const linesOf = text => text.replace(/\r\n[ \t]/g, '').split('\r\n').filter(Boolean);

function headerFaults({ headers }) {
  const faults = [];
  for (const [name, value] of Object.entries(headers)) {
    const text = [value].flat().join(' ');
    if (name.includes(MARK)) faults.push(`a header ${name}`);
    if (text.includes(MARK) && /["'<>]\s*(><|onerror)|<script|<img/.test(text)) faults.push(`header ${name}: ${text}`);
    if (name === 'location' && text.includes(MARK) && !/^\/(?![/\\])/.test(text)) faults.push(`leads to ${text}`);
  }
  return faults;
}

/**
 * What is wrong with answers, a line each; only those that hold the mark are read.
 * @param page of a browser, on no site
 */
export async function injectedIn(page, answer) {
  const faults = headerFaults(answer);
  if (answer.status >= 500) faults.push(`status ${answer.status}`);
  const text = answer.body.toString();
  if (!text.includes(MARK)) return faults;
  const type = answer.headers['content-type'] ?? '';
  const parser = PARSED.find(([pattern]) => pattern.test(type))?.[1];
  if (parser) faults.push(...await page.evaluate(findInjected, [text, parser, MARK]));
  else if (/json/.test(type)) JSON.parse(text);
  else if (/^text\/csv/.test(type)) faults.push(...cellsOf(text).filter(cell => cell.includes(MARK) && /^[=+\-@\t\r＝＋－＠]/.test(cell)).map(cell => `a formula: ${cell.slice(0, 100)}`));
  else if (/^text\/calendar/.test(type)) faults.push(...linesOf(text).filter(line => line.includes(MARK) && !/^[A-Z-]+[;:]/.test(line)).map(line => `a line of its own: ${line}`));
  else faults.push(`nothing reads ${type}`);
  return faults;
}

/** The forms of a page, as a browser understands it. */
export const formsOf = (page, html) => page.evaluate(html => {
  const document = new DOMParser().parseFromString(html, 'text/html');
  return [...document.forms].map(form => ({ action: form.getAttribute('action'), method: form.method,
    fields: [...form.elements].filter(one => one.name && one.localName !== 'button' && one.localName !== 'fieldset')
      .map(one => ({ name: one.name, type: one.type, value: one.value, options: [...one.options ?? []].map(option => option.value) })),
    buttons: [...form.querySelectorAll('button')].map(one => ({ name: one.name, value: one.value, text: one.textContent.trim() })) }));
}, html);
