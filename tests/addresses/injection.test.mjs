// What people write, and what stands in an address, stays text. Hostile texts are put in every parameter and part of every address, in every
// field of every form, and, through the forms themselves, in all that people write; then every page of the table of addresses, in each of its
// forms, is read by four people with the browser's own parsers, and so is every page that those lead to. Runs on a copy of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { base, launch } from '../journeys/lib/browser.mjs';
import { ask } from '../journeys/lib/http.mjs';
import { HOSTILE, HOSTILE_LINK, MARK, formsOf, injectedIn } from '../journeys/lib/injection.mjs';
import { cookieOf, ours } from '../journeys/lib/people.mjs';

const routes = execFileSync(process.env.CATALYSE_LIST_ROUTES, [process.env.CATALYSE_CONFIG], { encoding: 'utf8' }).trimEnd().split('\n').map(line => line.split('\t'))
  .map(([method, pattern, forms, , who, parameters, fields, example]) => ({ method, pattern, forms: forms.split(','), who,
    parameters: parameters.split(',').filter(Boolean), fields: fields.split(',').filter(Boolean), example }));
const IN_ADDRESSES = [HOSTILE[0], HOSTILE[1], HOSTILE[2], `javascript:${MARK}()`, `//${MARK}.exemple/`, `${MARK}\\..`];

let browser, close, page;
const people = { nobody: { cookie: '' } };
before(async () => {
  ({ browser, close } = await launch());
  page = await browser.newPage();
  const roles = { aline: 'contributor', rene: 'reviewer', edith: 'editor', ada: 'administrator', paule: 'pilot', jeanne: 'committee', karim: 'committee' };
  for (const [i, [who, role]] of Object.entries(roles).entries())
    people[who] = { cookie: await cookieOf(role, { name: HOSTILE[i], strong: ['administrator', 'pilot'].includes(role) }) };
});
after(async () => { await close(); });

const faults = new Map();
/** An answer, looked at; faults are gathered, so that one run tells them all. */
async function get(who, target, options = {}) {
  const answer = await ask(base, target, { ...options, headers: { ...options.headers, ...(people[who].cookie ? { cookie: people[who].cookie } : {}) } });
  const found = await injectedIn(page, answer);
  if (found.length) faults.set(`${who} ${options.method ?? 'GET'} ${target.slice(0, 200)} ${options.body?.slice(0, 200) ?? ''}`, found);
  return answer;
}
const post = (who, target, fields) => get(who, target, { method: 'POST', headers: ours, body: new URLSearchParams(fields).toString() });
function noneSince() {
  const all = Object.fromEntries(faults);
  faults.clear();
  assert.deepEqual(all, {});
}

async function tokenOf(who) {
  if (who !== 'nobody') people[who].token ??= /name="jeton" value="([^"]+)"/.exec((await get(who, '/compte')).body)[1];
  return people[who].token ?? '';
}

/**
 * Presses a button of a page's form: what can be typed is `text`, or of `values`; the first choice is taken, no box is ticked. Where it leads.
 */
async function write(who, path, button, text, values = {}) {
  const shown = await get(who, path);
  assert.equal(shown.status, 200, `${who} ${path}`);
  const form = (await formsOf(page, shown.body.toString())).find(({ buttons }) => buttons.some(one => one.text.startsWith(button)));
  assert.ok(form, `${path}: ${button}`);
  const pressed = form.buttons.find(one => one.text.startsWith(button));
  const entries = pressed.name ? [[pressed.name, pressed.value]] : [];
  const done = new Set();
  for (const { name, type, value, options } of form.fields) {
    if (name in values) {
      if (!done.has(name)) entries.push(...[values[name]].flat().map(one => [name, one]));
      done.add(name);
    } else if (type === 'hidden') entries.push([name, value]);
    else if (['text', 'textarea', 'search'].includes(type) && name !== 'site_web') entries.push([name, text]);
    else if (type.startsWith('select')) entries.push([name, options.find(Boolean) ?? '']);
  }
  const answer = await post(who, form.action.replace(base, ''), entries);
  assert.ok([200, 303].includes(answer.status), `${who} ${path} ${button}: ${answer.status} ${[...String(answer.body).matchAll(/class="(?:faults|error)"[^>]*>([^]*?)<\/(?:ul|p)>/g)].map(([, said]) => said).join('\n')}`);
  return answer.headers.location;
}

test('no address puts what stands in it into a page', async () => {
  for (const { method, pattern, forms, parameters, example, who } of routes) {
    if (method !== 'GET') continue;
    const reader = ['anyone', 'loopback'].includes(who) ? ['nobody'] : /people|audit/.test(who) ? ['ada'] : /mesures/.test(who) ? ['paule'] : ['aline', 'rene'];
    const [path, query] = example.split('?');
    const suffixed = form => form === 'html' || path.endsWith(`.${form}`) ? path : `${path}.${form}`;
    const targets = [];
    for (const hostile of IN_ADDRESSES) {
      const word = encodeURIComponent(hostile);
      for (const form of forms) {
        for (const name of [...parameters, MARK]) {
          const asked = new URLSearchParams(query);
          asked.set(name, hostile);
          targets.push(`${suffixed(form)}?${asked}`);
        }
        pattern.split('/').forEach((part, i) => {
          if (part.startsWith('{')) targets.push(suffixed(form).split('/').with(i, word).join('/') + (form === 'html' ? '' : `.${form}`));
        });
      }
    }
    for (const target of targets) for (const one of reader) await get(one, target);
    for (const target of targets.slice(0, 4)) await get(reader[0], `/en${target}`);
  }
  for (const hostile of IN_ADDRESSES) for (const form of ['', '.json', '.csv']) await get('nobody', `/${encodeURIComponent(hostile)}${form}`);
  noneSince();
});

test('no form gives back what was sent but as text', async () => {
  const ends = /deconnexion|effacement|sessions|mot-de-passe|opposition|desinscription/;
  for (const { method, pattern, fields, example } of routes) {
    if (method !== 'POST' || ends.test(pattern)) continue;
    for (const who of ['nobody', 'aline', 'paule', 'ada']) {
      for (const hostile of HOSTILE) await post(who, example.split('?')[0], [...fields.map(name => [name, hostile]), ['jeton', await tokenOf(who)]]);
    }
  }
  const files = [['cases', `{"cases":[{"id":"${MARK}","content":{"titre":["x"],"niveau":[${JSON.stringify(HOSTILE[0])}],${JSON.stringify(HOSTILE[1])}:["x"]}}]}`],
    ['table', `id,titre,niveau,${MARK}<b>\n${MARK}<i>,"${HOSTILE[0].replaceAll('"', '""')}",<u>${MARK},x\n`]];
  for (const [, texte] of files) await post('aline', '/proposer/cas/fichier', [['texte', texte], ['_geste', ''], ['jeton', await tokenOf('aline')]]);
  await post('nobody', '/perimetres', [['nom', HOSTILE[0]], ['codes', HOSTILE.join('\n')]]);
  noneSince();
});

test('what reorders a text is refused, in an address and in a form', async () => {
  for (const mark of ['\u202e', '\u2066', '\u0000', '\u0085']) {
    assert.equal((await get('nobody', `/recherche?q=${encodeURIComponent(`${MARK}${mark}`)}`)).status, 400);
    assert.equal((await post('aline', '/proposer/cas', [['titre', `${MARK}${mark}`], ['jeton', await tokenOf('aline')]])).status, 400);
  }
  noneSince();
});

// Where an address has a field of its own, the hostile one is refused.
const LINK = `https://${MARK}.exemple/?a=b&c`;
const source = text => `${text} | ${HOSTILE_LINK}`;
const CONTENTS = {
  cas: text => ({ niveau: 'commune', lieux: 'com:76351', categorie: '', modele: '', cibles: '', partenaires: `${text} | citoyens | ${text}`, resultats: `innovation | ${text} | ${text}`,
    conditions: `${text} | ${text}`, dates: `2020 | ${text}`, sources: source(text) }),
  ressource: text => ({ leviers: '5', questions: '5-1', lien: LINK, date: '2020', sources: source(text) }),
  parcours: text => ({ etapes: `${text} | ${text}`, etapes_en: `${text} | ${text}`, liens: [`1 | ${text}`, `1 | /cas | ${text} | ${text}`].join('\n'), sources: source(text) }),
};
const items = [];

/** Written, sent back with remarks, sent again, published, and revised: something at each point of its way. */
async function publish(kind, text) {
  const values = CONTENTS[kind](text);
  const address = (await write('aline', `/proposer/${kind}`, 'Enregistrer et envoyer', text, values)).split('?')[0];
  const id = address.split('/').pop(), review = `/moderation/${id}`;
  const judge = (button, remarks = {}) => write('rene', review, button, text, remarks);
  await judge('Demander des changements');
  await get('aline', address);
  await write('aline', address, 'Enregistrer et envoyer', text, values);
  await judge('Publier', { _remarque: '' });
  await write('aline', address, 'Enregistrer et envoyer', text, { ...values, resume: `${text} ${text}` });
  items.push({ kind, id });
  return id;
}

test('what people write is published', async () => {
  for (const [i, text] of HOSTILE.entries()) {
    for (const kind of Object.keys(CONTENTS)) await publish(kind, text);
    await write('paule', `/mesures/programmes/alliances-strategiques/${i + 1}/statut`, 'Enregistrer', text, { statut: 'retard-explique', preuve: LINK });
    await write('paule', '/mesures/programmes/alliances-strategiques/revue', 'Enregistrer', text, { jour: `2021-02-${10 + i}`, preuve: LINK });
    const made = await post('aline', '/perimetres', [['nom', text], ['codes', '76540 14118'], ['jeton', await tokenOf('aline')]]);
    const [, perimeter] = /href="(\/perimetres\/c[^"?]+)"/.exec(made.body);
    await write('aline', `/compte${perimeter}`, 'Enregistrer', text);
    const dossier = await write('nobody', '/diagnostic', 'Commencer', text, { territoire: 'com:76540' });
    await write('nobody', dossier, 'Ajouter', text);
    await write('nobody', dossier, 'Changer le partage', text, { partage: 'public' });
    await write('ada', '/admin/personnes', 'Créer', text, { courriel: `invite${i}@exemple.fr`, portee: '' });
  }
  noneSince();
});

test('what people answer to each other is kept', async () => {
  const cases = items.filter(({ kind }) => kind === 'cas');
  // Who reads for a few seconds is a person: all read first, then send.
  const stamps = [];
  for (const { id } of cases) stamps.push(/name="heure" value="([^"]+)"/.exec((await get('nobody', `/signaler/${id}`)).body)[1]);
  await new Promise(resolve => { setTimeout(resolve, 4000); });
  for (const [i, { id }] of cases.entries())
    assert.equal((await post('nobody', `/signaler/${id}`, { _motif: 'error', texte: HOSTILE[i], courriel: '', heure: stamps[i], site_web: '' })).status, 303);
  const reports = () => get('rene', '/moderation').then(({ body }) => [...new Set(String(body).match(/\/moderation\/signalements\/[0-9a-z]+/g))]);
  assert.equal((await reports()).length, cases.length);
  for (const [i, report] of (await reports()).slice(1).entries()) await write('rene', report, i % 2 ? 'Donner raison' : 'Classer', HOSTILE[i]);
  for (const [i, who] of ['aline', 'rene', 'edith', 'ada', 'paule'].entries()) {
    await write(who, '/compte', 'Enregistrer', HOSTILE[i]);
    await write(who, '/compte/donnees', 'Autoriser', '');
  }
  await write('edith', '/exemples/jury', 'Ouvrir', '', { promotion: '2026' });
  const nominations = [];
  for (const { id } of cases) nominations.push((await write('aline', `/exemples/proposer?cas=${id}`, 'Proposer', HOSTILE[nominations.length], { cas: id })).split('?')[0]);
  for (const [i, one] of nominations.entries()) await write('rene', one, 'Présélectionner', HOSTILE[i]);
  await write('edith', '/exemples/jury', 'Clore les propositions', '');
  for (const who of ['jeanne', 'karim']) for (const [i, one] of nominations.entries()) await write(who, one, 'Donner mon avis', HOSTILE[i], { avis: 'yes' });
  await write('edith', '/exemples/jury', 'Clore les avis', '');
  // One is withdrawn with a reason, and shown again.
  for (const button of ['Retirer', 'Remettre en public']) await write('edith', `/moderation/${cases[0].id}`, button, HOSTILE[0]);
  noneSince();
});

test('no page, in any of its forms, takes what people wrote for more than text', async () => {
  const lines = readFileSync(new URL('addresses.tsv', import.meta.url), 'utf8').split('\n').filter(line => /\t(GET)\t[^\t]+\t(200|303|401)\t/.test(line));
  const first = [...new Set([...lines.map(line => line.split('\t')[2]), '/courriels', '/moderation', '/admin/personnes', '/admin/journal.csv',
    ...items.flatMap(({ kind, id }) => [`/historique/${id}`, `/historique/${id}?version=1`, `/historique/${id}.json`, `/signaler/${id}`, `/contributions/${id}`, `/moderation/${id}`]
      .concat({ cas: [`/cas/${id}`], ressource: [`/ressources/${id}`], parcours: [`/parcours/${id}`] }[kind])),
    ...[MARK, ...HOSTILE].map(words => `/recherche?q=${encodeURIComponent(words)}`)])];
  const marked = { nobody: 0, aline: 0, rene: 0, ada: 0 };
  for (const who of Object.keys(marked)) {
    const [waiting, seen] = [[...first], new Set(first)];
    // From a page that says what somebody wrote, on to all that it leads to.
    for (let target; (target = waiting.shift());) {
      const { status, headers, body } = await get(who, target);
      const lead = status === 301 || status === 303 ? [headers.location] : [];
      const text = String(body);
      if (text.includes(MARK)) {
        marked[who] += 1;
        lead.push(...[...text.matchAll(/\s(?:href|src)="(\/[^"#]*)/g)].map(([, address]) => address.replaceAll('&amp;', '&')));
      }
      for (const address of lead.map(one => one.replace(base, '').split('#')[0])) {
        // Filters lead to filters without end: one is enough, and the first test looks at those that hold the mark.
        const [path, query = ''] = address.split('?');
        if (!path.startsWith('/') || path.startsWith('/statique/') || query.includes('&') || query.includes(MARK) || seen.has(address)) continue;
        seen.add(address);
        waiting.push(address);
      }
    }
  }
  for (const [who, n] of Object.entries(marked)) assert.ok(n > 100, `${who} met what was written on ${n} pages`);
  noneSince();
});
