// The map of an indicator made interactive, over vector tiles of our own: same classes, colours and words as the drawing of the server,
// which stays where there is no script, no WebGL, or an answer is missing. All texts come from the page.

import { Map as Plan, setWorkerUrl } from "maplibre-gl/dist/maplibre-gl-csp";
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, MapGeoJSONFeature } from "maplibre-gl";
import { texture } from "./carte-textures";
import { element } from "./elements";
import { Places, WORDS } from "./carte-lieux";
import { PerimeterChoice } from "./carte-perimetre";
import rules from "./carte.css";

interface Column {
  level: string;
  title: string;
  classes: { from: number; to: number; words: string; colour: string; base: number; step: number; figures: number; values: string }[];
  states: Record<string, string>;
  decimals: number;
  positive: [string, string];
  negative: [string, string];
  places: string;
}

type Words = Record<string, string>;

const PATTERNS = { s: "secret", m: "missing", n: "na" } as const;
type Spot = [code: string, longitude: number, latitude: number];

const INK = "#1b1f24", OWN = "#d0006f"; // the place whose comparables are shown
const LISTED = 300; // places of the view in the list; more would help nobody

async function read<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** The drawing of the server, where the page left it out for its weight. */
function drawing(figure: HTMLElement, box: HTMLElement): void {
  const source = box.dataset["image"];
  if (!source || figure.querySelector(":scope > .carte")) return;
  const image = element("img", "carte");
  image.alt = box.dataset["titre"] ?? "";
  image.src = source;
  box.after(image);
}

/** Codes of the level in order, from « 01001 2 4 »: each without what it has in common with the one before. */
function unfolded(text: string): string[] {
  let before = "";
  return text.split(" ").map((end) => (before = before.slice(0, Math.max(0, before.length - end.length)) + end));
}

/** The whole numbers of a class: figures of base 91, from `#` to `~` without the backslash, all first figures first. */
function unpacked({ base, step, figures, values }: Column["classes"][number]): number[] {
  const count = values.length / figures;
  return Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let at = index; at < values.length; at += count) {
      const code = values.charCodeAt(at) - 35;
      sum = sum * 91 + (code > 57 ? code - 1 : code);
    }
    return base + step * sum;
  });
}

/** `true` for the codes of the list, which is not empty. */
const among = (codes: string[]): ExpressionSpecification => ["match", ["get", "code"], codes, true, false] as unknown as ExpressionSpecification;

/** The same of a list that may be empty. */
const within = (codes: string[]): FilterSpecification => ["in", ["get", "code"], ["literal", codes]];

class Shown {
  readonly rank = new Map<string, number>();
  private readonly value = new Map<number, number>();
  private readonly format: Intl.NumberFormat;

  constructor(readonly column: Column, readonly codes: string[], private readonly words: Words) {
    this.format = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-GB" : "fr-FR",
      { minimumFractionDigits: column.decimals, maximumFractionDigits: column.decimals });
    const values = column.classes.map((one) => unpacked(one).values());
    codes.forEach((code, index) => {
      this.rank.set(code, index);
      if (!/[1-9a-i]/.test(column.places.charAt(index))) return;
      const letter = column.places.charCodeAt(index), rank = letter >= 97 ? letter - 97 : letter - 49;
      this.value.set(index, values[rank]?.next().value ?? NaN);
    });
  }

  letter(code: string): string {
    const index = this.rank.get(code);
    return index === undefined ? "." : this.column.places.charAt(index);
  }

  /** « 12,3 %, fiabilité faible », « secret statistique ». */
  said(code: string): string {
    const letter = this.letter(code), value = this.value.get(this.rank.get(code) ?? -1);
    if (value === undefined) return this.column.states[letter] ?? "";
    const [before, after] = value < 0 ? this.column.negative : this.column.positive;
    const text = before + this.format.format(Math.abs(value) / 10 ** this.column.decimals) + after;
    return letter >= "a" ? `${text}, ${this.words["low"] ?? ""}` : text;
  }

  order(code: string): number {
    return this.value.get(this.rank.get(code) ?? -1) ?? -Infinity;
  }

  fill(): ExpressionSpecification | string {
    const groups: unknown[] = [];
    this.column.classes.forEach(({ colour }, index) => {
      const codes = this.where(String(index + 1) + String.fromCharCode(97 + index));
      if (codes.length > 0) groups.push(codes, colour);
    });
    return groups.length === 0 ? "rgba(0,0,0,0)" : (["match", ["get", "code"], ...groups, "rgba(0,0,0,0)"] as unknown as ExpressionSpecification);
  }

  where(letters: string): string[] {
    return this.codes.filter((_, index) => letters.includes(this.column.places.charAt(index)));
  }
}

class InteractiveMap {
  private readonly plan: Plan;
  private readonly bubble = element("p", "bulle");
  private readonly panel = element("div", "fiche");
  private readonly list = element("select", "");
  private readonly group: Spot[];
  private readonly perimeter: string;
  private choice: PerimeterChoice | undefined;
  private hovered = "";
  private chosen = "";
  private stale = false;
  private fillings = 0;

  constructor(private readonly figure: HTMLElement, private readonly box: HTMLElement, private readonly shown: Shown,
              private readonly names: Places, private readonly words: Words, private readonly zoned: string[], private readonly leads: boolean) {
    this.group = JSON.parse(box.dataset["groupe"] || "[]") as Spot[];
    this.perimeter = box.dataset["perimetre"] ? new URL(box.dataset["perimetre"], location.href).href : "";
    const canvas = element("div", "toile");
    this.box.append(canvas, this.bubble);
    this.bubble.hidden = true;
    const at = new URLSearchParams(location.search);
    const centre = (at.get("centre") ?? "").split(",").map(Number), zoom = Number(at.get("zoom"));
    const [west, south, east, north] = (box.dataset["etendue"] ?? "").split(",").map(Number) as [number, number, number, number];
    const placed = centre.length === 2 && centre.every(Number.isFinite) && zoom > 0;
    this.plan = new Plan({
      container: canvas, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
      minZoom: 2, maxZoom: 13, cooperativeGestures: false,
      canvasContextAttributes: { preserveDrawingBuffer: Boolean(this.box.dataset["image"]) }, // printed, where there is no drawing
      locale: { "Map.Title": this.words["canvas"] ?? "" },
      ...(placed ? { center: centre as [number, number], zoom } : { bounds: [west, south, east, north] as [number, number, number, number], fitBoundsOptions: { padding: 12 } }),
      style: { version: 8, sources: this.sources(), layers: this.layers() },
    });
    this.plan.touchZoomRotate.disableRotation();
    this.plan.keyboard.disableRotation();
    this.plan.scrollZoom.disable(); // the page scrolls; buttons, keys, double click and two fingers zoom
    this.plan.on("styleimagemissing", ({ id }) => { if (!this.plan.hasImage(id)) this.plan.addImage(id, texture(id), { pixelRatio: 2 }); });
    this.plan.once("idle", () => this.ready());
    this.plan.on("mousemove", "places", (event) => this.over(event.features?.[0], event.point));
    this.plan.on("mouseleave", "places", () => this.over(undefined, { x: 0, y: 0 }));
    this.plan.on("click", "places", (event) => void this.choose(String(event.features?.[0]?.properties["code"] ?? "")));
    this.plan.on("moveend", () => this.moved());
    this.plan.on("idle", () => { if (this.stale) void this.fillList(); });
  }

  private sources() {
    const source = (tiles: string) => ({ type: "vector" as const, tiles: [new URL(tiles, location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}")], minzoom: 4, maxzoom: 10, promoteId: "code" });
    const over = this.box.dataset["audessus"];
    const communes = this.zoned.length > 0 ? this.box.dataset["communes"] : undefined;
    const spots = { type: "geojson" as const, data: { type: "FeatureCollection" as const, features: this.group.map(([code, ...at]) =>
      ({ type: "Feature" as const, properties: { code }, geometry: { type: "Point" as const, coordinates: at } })) } };
    return { places: source(this.box.dataset["tuiles"] ?? ""), ...(over ? { over: source(over) } : {}), ...(communes ? { communes: source(communes) } : {}),
      ...(this.group.length > 0 ? { spots } : {}), ...(this.perimeter ? { perimeter: { type: "geojson" as const, data: this.perimeter } } : {}) };
  }

  private layers(): LayerSpecification[] {
    const level = this.shown.column.level, inZone = among(this.shown.where("123456789abcdefghismn")) as unknown as FilterSpecification;
    const layer = { source: "places", "source-layer": level } as const;
    const layers: LayerSpecification[] = [
      { id: "ground", type: "background", paint: { "background-color": this.tone("--paper") } },
      { id: "places", type: "fill", ...layer, filter: inZone, paint: { "fill-color": this.shown.fill(), "fill-antialias": true } },
    ];
    for (const [letter, name] of Object.entries(PATTERNS)) {
      const codes = this.shown.where(letter);
      if (codes.length > 0) layers.push({ id: name, type: "fill", ...layer, filter: among(codes) as unknown as FilterSpecification, paint: { "fill-pattern": name } });
    }
    const low = this.shown.where("abcdefghi");
    if (low.length > 0) layers.push({ id: "low", type: "fill", ...layer, filter: among(low) as unknown as FilterSpecification, paint: { "fill-pattern": "low" } });
    const fine = level === "commune" || level === "epci";
    layers.push({ id: "lines", type: "line", ...layer, filter: inZone, paint: { "line-color": "#ffffff", "line-width": fine ? ["interpolate", ["linear"], ["zoom"], 6, 0.1, 10, 1] : 1, "line-opacity": fine ? ["interpolate", ["linear"], ["zoom"], 5, 0, 8, 0.8] : 0.9 } });
    if (this.box.dataset["audessus"]) layers.push({ id: "over", type: "line", source: "over", "source-layer": this.box.dataset["niveauAudessus"] ?? "", paint: { "line-color": "#ffffff", "line-width": 1.25 } });
    if (this.zoned.length > 0) {
      const zone = { source: "communes", "source-layer": "commune", filter: among(this.zoned) as unknown as FilterSpecification } as const;
      layers.push({ id: "zoning", type: "fill", ...zone, paint: { "fill-pattern": "zoning" } });
    }
    if (this.group[0]) {
      const own = ["==", ["get", "code"], this.group[0][0]] as unknown as FilterSpecification, tone: ExpressionSpecification = ["case", own as unknown as ExpressionSpecification, OWN, INK];
      layers.push({ id: "group", type: "line", ...layer, filter: among(this.group.map(([code]) => code)) as unknown as FilterSpecification, paint: { "line-color": tone, "line-width": 2.5 } });
      layers.push({ id: "spots", type: "circle", source: "spots", maxzoom: level === "commune" ? 9 : 5, paint: { "circle-radius": 4.5, "circle-color": ["case", own as unknown as ExpressionSpecification, OWN, "#ffffff"], "circle-stroke-color": INK, "circle-stroke-width": 1.5 } });
    }
    if (this.perimeter) {
      layers.push({ id: "perimeter-edge", type: "line", source: "perimeter", paint: { "line-color": "#ffffff", "line-width": 6 } });
      layers.push({ id: "perimeter", type: "line", source: "perimeter", paint: { "line-color": OWN, "line-width": 3 } });
    }
    layers.push({ id: "taken", type: "fill", ...layer, filter: within([]), paint: { "fill-color": OWN, "fill-opacity": 0.55 } });
    layers.push({ id: "mark", type: "line", ...layer, filter: inZone, paint: { "line-color": INK,
      "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 4, ["boolean", ["feature-state", "over"], false], 2.5, 0] } });
    return layers;
  }

  private tone(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  private ready(): void {
    if (this.box.dataset["pret"]) return;
    this.box.dataset["pret"] = "oui";
    this.figure.classList.add("vif");
    if (this.leads) this.box.after(this.tools());
    this.plan.resize();
    this.moved();
  }

  /** The list to move through, the search, zoom, the overseas départements, and the way back to the drawing. */
  private tools(): HTMLElement {
    const tools = element("div", "outils");
    const buttons = element("p", "boutons");
    const button = (text: string, run: () => void, label = ""): void => {
      const made = element("button", "", text);
      made.type = "button";
      if (label) made.setAttribute("aria-label", label);
      made.addEventListener("click", run);
      buttons.append(made);
    };
    button("+", () => this.plan.zoomIn(), this.words["closer"]);
    button("−", () => this.plan.zoomOut(), this.words["farther"]);
    for (const [name, extent] of JSON.parse(this.box.dataset["vues"] ?? "[]") as [string, [number, number, number, number]][])
      button(name, () => this.show(extent));
    button(this.words["still"] ?? "", () => {
      drawing(this.figure, this.box);
      this.figure.classList.toggle("vif");
    });
    const search = element("form", "chercher");
    const typed = element("input", "");
    typed.id = "carte-chercher";
    typed.type = "search";
    typed.autocomplete = "off";
    const searchLabel = element("label", "", this.words["search"]);
    searchLabel.htmlFor = typed.id;
    const go = element("button", "", this.words["go"]);
    const found = element("p", "note");
    found.setAttribute("role", "status");
    search.append(searchLabel, typed, go, found);
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.find(typed.value.trim(), found);
    });
    const listLabel = element("label", "", this.words["list"]);
    this.list.id = "carte-liste";
    this.list.size = 8;
    listLabel.htmlFor = this.list.id;
    this.list.addEventListener("change", () => void this.choose(this.list.value));
    this.list.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.panel.querySelector("a")?.click();
    });
    this.panel.setAttribute("role", "status");
    this.choice = new PerimeterChoice(this.shown.column.level, this.words,
      (codes) => this.plan.setFilter("taken", within(codes)));
    tools.append(buttons, search, listLabel, this.list, this.panel, this.choice.section);
    return tools;
  }

  private over(feature: MapGeoJSONFeature | undefined, at: { x: number; y: number }): void {
    const code = String(feature?.properties["code"] ?? "");
    if (code !== this.hovered) {
      this.mark(this.hovered, { over: false });
      this.mark((this.hovered = code), { over: true });
      this.plan.getCanvas().style.cursor = code ? "pointer" : "";
      this.bubble.textContent = "";
      if (code) void this.names.name(code).then((name) => { if (this.hovered === code) this.bubble.textContent = `${name} : ${this.shown.said(code)}`; });
    }
    this.bubble.hidden = !code;
    this.bubble.style.transform = `translate(${Math.round(Math.min(at.x + 12, this.box.clientWidth - this.bubble.offsetWidth - 4))}px, ${Math.round(at.y + 16)}px)`;
  }

  private mark(code: string, state: Record<string, boolean>): void {
    if (code) this.plan.setFeatureState({ source: "places", sourceLayer: this.shown.column.level, id: code }, state);
  }

  private async choose(code: string): Promise<void> {
    if (!code) return;
    this.mark(this.chosen, { chosen: false });
    this.mark((this.chosen = code), { chosen: true });
    const name = await this.names.name(code);
    if (this.chosen !== code) return;
    const link = element("a", "", `${this.words["dossier"] ?? ""} ${name}`);
    link.href = this.names.address(code);
    const title = element("strong", "", name);
    this.panel.replaceChildren(title, ` : ${this.shown.said(code)}. `, link);
    if (this.list.value !== code) this.list.value = code;
    this.choice?.offer(code, name);
  }

  private async find(words: string, said: HTMLElement): Promise<void> {
    said.textContent = "";
    if (!words) return;
    const found = (await read<{ places: { level: string; code: string; name: string }[] }>(`/api/v1/territoires?limite=5&q=${encodeURIComponent(words)}`)).places;
    const own = found.find(({ name, level }) => name === found[0]?.name && WORDS[level] === this.shown.column.level); // Paris is two
    for (const place of own ? [own, ...found] : found) {
      const extent = await this.names.extent(place.level, place.code);
      if (!extent) continue;
      this.show(extent);
      said.textContent = place.name;
      if (WORDS[place.level] === this.shown.column.level && this.shown.rank.has(place.code)) return this.choose(place.code);
      this.mark(this.chosen, { chosen: false });
      this.chosen = this.list.value = "";
      this.panel.textContent = "";
      this.choice?.offer(place.code, place.name, place.level);
      return;
    }
    said.textContent = this.words["none"] ?? "";
  }

  private show(extent: [number, number, number, number]): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.plan.fitBounds(extent, { padding: 24, maxZoom: 11, animate: !still, duration: 600 });
  }

  private moved(): void {
    const centre = this.plan.getCenter(), at = new URL(location.href);
    if (this.leads && this.box.dataset["pret"]) {
      at.searchParams.delete("centre");
      at.searchParams.delete("zoom");
      const place = `centre=${centre.lng.toFixed(4)},${centre.lat.toFixed(4)}&zoom=${this.plan.getZoom().toFixed(2)}`;
      history.replaceState(null, "", `${at.pathname}${at.search}${at.search ? "&" : "?"}${place}${at.hash}`);
      void this.fillList();
      this.stale = true; // some tiles of the view may be on their way
    }
  }

  /** Two maps show the same part, whichever is moved. */
  follow(other: InteractiveMap): void {
    for (const [one, two] of [[this, other], [other, this]] as const)
      one.plan.on("move", (event) => {
        if (!("following" in event)) two.plan.jumpTo({ center: one.plan.getCenter(), zoom: one.plan.getZoom() }, { following: true });
      });
  }

  private async fillList(): Promise<void> {
    const filling = ++this.fillings;
    this.stale = false;
    const codes = [...new Set(this.plan.queryRenderedFeatures({ layers: ["places"] }).map((feature) => String(feature.properties["code"])))];
    codes.sort((a, b) => this.shown.order(b) - this.shown.order(a) || (a < b ? -1 : 1));
    if (codes.length > LISTED) {
      this.list.replaceChildren(new Option(this.words["nearer"] ?? "", ""));
      return;
    }
    const names = await Promise.all(codes.map((code) => this.names.name(code)));
    if (filling !== this.fillings) return;
    this.list.replaceChildren(...codes.map((code, index) => new Option(`${names[index] ?? code} : ${this.shown.said(code)}`, code)));
    if (this.chosen) this.list.value = this.chosen;
  }
}

/** The rules of the map that moves, on the pages that have one. */
function adopt(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

function declareWorker(address: string): void {
  const worker = new URL(address, location.href).href;
  // The only address a worker is ever made from: the policy asks for script addresses that were declared.
  (window as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): unknown } }).trustedTypes?.createPolicy("default", {
    createScriptURL: (asked: string) => {
      if (new URL(asked, location.href).href !== worker) throw new TypeError(asked);
      return asked;
    },
  });
  setWorkerUrl(worker);
}

async function start(figure: HTMLElement, box: HTMLElement, leads: boolean): Promise<InteractiveMap> {
  const words = JSON.parse(box.dataset["mots"] ?? "{}") as Words;
  const list = async (address: string | undefined) => (address ? unfolded((await read<{ codes: string }>(address)).codes) : []);
  const [column, codes, zoned] = await Promise.all(
    [read<Column>(box.dataset["colonne"] ?? ""), list(box.dataset["codes"]), list(box.dataset["zonage"])] as const);
  box.hidden = false;
  return new InteractiveMap(figure, box, new Shown(column, codes, words), new Places(box.dataset["noms"] ?? "", column.level), words, zoned, leads);
}

const boxes = [...document.querySelectorAll<HTMLElement>(".plan")];
if (boxes[0]) {
  adopt();
  declareWorker(boxes[0].dataset["ouvrier"] ?? "");
  const started = boxes.map((box, index) => start(box.closest("figure") ?? box, box, index === 0).catch((problem: unknown) => {
    drawing(box.closest("figure") ?? box, box);
    box.remove();
    console.info(problem);
    return undefined;
  }));
  void Promise.all(started).then(([one, two]) => { if (one && two) one.follow(two); });
}
