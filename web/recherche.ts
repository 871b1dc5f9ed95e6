// Suggestions under the search box, as an editable combobox with a listbox (WAI-ARIA Authoring Practices 1.2). The form works without
// this; texts come from its data attributes, so that they are translated where all others are. Nothing is ever parsed as HTML.

import "./curseurs"; // the only other scripts of our pages, too small for requests of their own
import "./image";
import { element } from "./elements";

interface Place {
  level: string;
  code: string;
  name: string;
  population: number | null;
  departement: string | null;
  region: string | null;
  matched: string;
  address: string;
}

// Something else than a place: a case, a resource, an indicator…
interface Title {
  title: string;
  kind: string;
  where: string;
  address: string;
}
// As it is shown.
interface Suggestion {
  name: string;
  about: string;
  address: string;
}

const LEVELS = ["com", "arm", "epci", "dep", "reg"];
const DEBOUNCE = 120;
const SHORTEST = 2;
const KEPT = 60;

const fold = (text: string): string => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

class SearchBox {
  private readonly list = element("ul", "suggestions");
  private readonly status = element("p", "unseen");
  private readonly known = new Map<string, Suggestion[]>();
  private readonly prefix: string;
  private shown: Suggestion[] = [];
  private active = -1;
  private timer = 0;
  private running: AbortController | undefined;

  constructor(private readonly form: HTMLFormElement, private readonly input: HTMLInputElement, id: string) {
    this.prefix = (form.getAttribute("action") ?? "").replace(/\/recherche$/, "");
    this.list.id = id;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset["list"] ?? "");
    this.status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", id);
    input.setAttribute("aria-expanded", "false");
    input.parentElement!.append(this.list, this.status);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // A press would take the focus away, and with it the list, before the click comes.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.go([...this.list.children].indexOf(option));
    });
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    const words = this.input.value.trim();
    if (words.length < SHORTEST) return this.close();
    this.timer = setTimeout(() => void this.ask(words), DEBOUNCE);
  }

  private async ask(words: string): Promise<void> {
    let found = this.known.get(words);
    if (!found) {
      const running = (this.running = new AbortController());
      const q = encodeURIComponent(words);
      const get = async <T>(path: string): Promise<T> => {
        const answer = await fetch(path, { signal: running.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        return (await answer.json()) as T;
      };
      try {
        const [places, titles] = await Promise.all([
          get<{ places: Place[] }>(`/api/v1/territoires?limite=8&q=${q}`),
          // Lines of subsidies are too many to be named here; the page of results has them.
          get<{ suggestions: Title[] }>(`${this.prefix}/api/v1/recherche/suggestions?sans=territoires&sans=projets&q=${q}`),
        ]);
        const others = titles.suggestions.map(({ title, kind, where, address }) => ({ name: title, about: [kind, where].filter(Boolean).join(", "), address }));
        found = [...places.places.slice(0, others.length > 0 ? 5 : 8).map((place) => this.named(place)), ...others];
      } catch {
        // Stopped by the next letter, or no network: the form still works.
        if (!running.signal.aborted) this.close();
        return;
      }
      if (this.known.size >= KEPT) this.known.clear();
      this.known.set(words, found);
    }
    // The reader may have gone elsewhere meanwhile.
    if (this.input === document.activeElement && this.input.value.trim() === words) this.show(found);
  }

  private show(found: Suggestion[]): void {
    const said = this.form.dataset;
    this.shown = found;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.map((one, index) => this.option(one, index)));
    this.open(found.length > 0);
    this.status.textContent = found.length === 0 ? (said["none"] ?? "") : `${found.length} ${(found.length === 1 ? said["one"] : said["other"]) ?? ""}`;
  }

  private named(place: Place): Suggestion {
    const level = (this.form.dataset["levels"] ?? "").split("|")[LEVELS.indexOf(place.level)] ?? "";
    const about = [level, place.departement === place.name ? null : place.departement].filter(Boolean).join(", ");
    const matched = place.matched && !fold(place.name).includes(fold(place.matched)) ? ` (${place.matched})` : "";
    return { name: place.name, about: about + matched, address: place.address };
  }

  private option(one: Suggestion, index: number): HTMLElement {
    const option = element("li", "", one.name);
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(" ", element("small", "", one.about));
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.shown.length > 0 && this.input.value.trim().length >= SHORTEST ? this.open(true) : this.typed();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.go(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  // From the box to the first or the last option, then round by the box itself.
  private move(by: number): void {
    const stops = this.shown.length + 1;
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = ((this.active + 1 + by + stops) % stops) - 1;
    const option = this.list.children[this.active];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private go(index: number): void {
    const address = this.shown[index]?.address ?? "";
    if (!/^\/[^/\\]/.test(address)) return;
    this.close();
    location.assign(this.prefix + address);
  }

  private open(open: boolean): void {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  private close(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.open(false);
    this.active = -1;
    for (const option of this.list.children) option.setAttribute("aria-selected", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}

document.querySelectorAll<HTMLFormElement>("form.search[data-levels]").forEach((form, index) => {
  const input = form.querySelector<HTMLInputElement>("input[name=q]");
  if (input) new SearchBox(form, input, `propositions${index}`);
});
