// People at work on a copy of its own: somebody who writes, one who reviews, one who administers, and something at each point of its way.
import assert from 'node:assert/strict';
import { base } from './browser.mjs';
import { ask } from './http.mjs';
import { person, strongPerson } from './people.mjs';

const CASE = { titre: 'Un four à pain partagé au Havre', resume: 'Des voisins cuisent ensemble, une fois par semaine.', niveau: 'commune', initiateur: 'Ville du Havre',
  lieux: 'com:76351', contexte: 'Un quartier sans boulangerie depuis cinq ans.', sources: 'Ville du Havre | https://lehavre.fr/four' };

/** A form of ours, sent by somebody who is signed in; the status and where it leads. */
async function send(signedIn, path, fields) {
  const cookie = (await signedIn.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  signedIn.token ??= /name="jeton" value="([^"]+)"/.exec(await (await signedIn.page.request.get(`${base}/compte`)).text())[1];
  const body = new URLSearchParams([...Object.entries(fields), ['jeton', signedIn.token]]).toString();
  return ask(base, path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie }, body });
}

async function begun(author, fields) {
  const answer = await send(author, '/proposer/cas', fields);
  assert.equal(answer.status, 303, String(answer.body).slice(0, 500));
  return /\/contributions\/([0-9a-z]+)/.exec(answer.headers.location)[1];
}

const done = answer => assert.equal(answer.status, 303, String(answer.body).slice(0, 500));

/** `pages`: name, path and who may read it; `people`: those signed in, by name. */
export async function openWorkshop(browser) {
  const people = { aline: await person(browser, 'Aline', 'contributor'), rene: await person(browser, 'René', 'reviewer'),
    ada: await strongPerson(browser, 'Ada', 'administrator') };
  const { aline, rene } = people;
  const submitted = titre => begun(aline, { ...CASE, titre, _geste: 'soumettre' });
  const judge = async (item, edition, fields) => done(await send(rene, `/moderation/${item}`, { _edition: edition, ...fields }));
  const draft = await begun(aline, { titre: 'Une halle partagée' });
  const waiting = await submitted('Un marché de plein vent à Rouen');
  const asked = await submitted('Un atelier de réparation');
  await judge(asked, 1, { _champ: 'resume', _remarque: 'Dites combien de voisins, et depuis quand.', _geste: 'demander' });
  const shown = await submitted(CASE.titre);
  await judge(shown, 1, { _geste: 'publier' });
  done(await send(aline, `/contributions/${shown}`, { ...CASE, resume: 'Trente voisins cuisent ensemble, deux fois par semaine.', _edition: 0, _geste: 'soumettre' }));
  const [, stamp] = /name="heure" value="([^"]+)"/.exec(String((await ask(base, `/signaler/${shown}`)).body));
  await new Promise(resolve => { setTimeout(resolve, 4000); });  // a person takes her time to write
  const told = await ask(base, `/signaler/${shown}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ _motif: 'error', texte: 'Le four a fermé en 2024.', courriel: 'lectrice@exemple.fr', heure: stamp, site_web: '' }).toString() });
  done(told);
  const queue = await (await rene.page.request.get(`${base}/moderation`)).text();
  const report = /\/moderation\/signalements\/[0-9a-z]+/.exec(queue)[0];
  const list = await (await people.ada.page.request.get(`${base}/admin/personnes`)).text();
  const somebody = /\/admin\/personnes\/[0-9a-z]{13}/.exec(list)[0];
  const pages = [
    ['sign-in', '/connexion'], ['signed out', '/connexion?fait=deconnexion'], ['link to sign in', '/connexion/lien?secret=x'], ['register', '/donnees-personnelles'],
    ['report', `/signaler/${shown}`], ['history', `/historique/${shown}?version=1`], ['outbox', '/courriels'], ['link that erases', '/effacement?secret=x'],
    ['account', '/compte', 'aline'], ['security', '/compte/securite', 'aline'], ['application', '/compte/securite/application', 'aline'],
    ['proof of identity', '/compte/preuve?retour=/compte/donnees', 'aline'],
    ['own log', '/compte/journal', 'aline'], ['data', '/compte/donnees', 'aline'], ['notifications', '/compte/notifications', 'aline'],
    ['own contributions', '/contributions', 'aline'], ['proposal', '/proposer/cas?territoire=com:76540', 'aline'], ['draft', `/contributions/${draft}`, 'aline'],
    ['draft in review', `/contributions/${waiting}`, 'aline'], ['remarks', `/contributions/${asked}`, 'aline'],
    ['queue', '/moderation', 'rene'], ['queue of those followed', '/moderation?vue=suivies', 'rene'], ['review', `/moderation/${waiting}`, 'rene'],
    ['review of a revision', `/moderation/${shown}`, 'rene'], ['review of a report', report, 'rene'],
    ['administration', '/admin', 'ada'], ['people', '/admin/personnes', 'ada'], ['a person', somebody, 'ada'], ['data of a person', `${somebody}/donnees`, 'ada'],
    ['log of acts', '/admin/journal', 'ada'],
  ].map(([name, path, who]) => ({ name, path, who }));
  return { people, pages, draft, shown, send };
}
