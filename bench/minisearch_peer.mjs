// The peer of places_bench: minisearch over the same places and the same queries, timed one query at a time.
// usage: node minisearch_peer.mjs FILE    FILE: {"places":[[name, other names, codes]…], "queries":[[words, place]…]}
// Prints {"version", "times_ms":[…], "found":n}; found counts the queries whose place is among the ten first answers.
import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";

const { places, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { version } = JSON.parse(readFileSync(new URL("node_modules/minisearch/package.json", import.meta.url), "utf8"));

// The same folding as ours; « st » written out, since otherwise the peer would miss what it could easily have.
const written = { st: "saint", ste: "sainte", sts: "saints", stes: "saintes" };
const fold = (term) => {
  const plain = term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
  return written[plain] ?? plain;
};
const index = new MiniSearch({
  fields: ["name", "other", "codes"],
  processTerm: fold,
  // As its guide advises for autocompletion: every word, the last one a prefix, one edit in words long enough.
  searchOptions: {
    boost: { name: 2 },
    combineWith: "AND",
    prefix: (_term, i, terms) => i === terms.length - 1,
    fuzzy: (term) => (term.length > 3 ? 1 : false),
  },
});
index.addAll(places.map(([name, other, codes], id) => ({ id, name, other, codes })));

for (const [words] of queries.slice(0, 500)) index.search(words); // so that its code is compiled

const times = [];
let found = 0;
for (const [words, place] of queries) {
  const start = process.hrtime.bigint();
  const first = index.search(words).slice(0, 10);
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
  if (first.some((hit) => hit.id === place)) ++found;
}
console.log(JSON.stringify({ version, times_ms: times, found }));
