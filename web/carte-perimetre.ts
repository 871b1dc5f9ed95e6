// Places of the map taken together into a perimeter: chosen here, whatever the level shown, then read and named at `/perimetres`. They are
// kept for the tab alone, so that another level or indicator does not lose them.

import { element } from "./elements";
import { WORDS } from "./carte-lieux";

type Words = Record<string, string>;
type Place = { item: string; name: string }; // « dep:76 », as a list of a perimeter has it

const KEPT = "catalyse-perimetre";
const MOST = 400; // beyond, the address would be too long for some programs on the way

function kept(): Place[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as Place[];
  } catch {
    return []; // no storage
  }
}

function keep(places: Place[]): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(places));
  } catch {
    // Without storage they last as long as the page.
  }
}

export class PerimeterChoice {
  readonly section = element("section", "choisis");
  private places: Place[] = [];
  private readonly prefix: string;
  private readonly toggler = element("button", "");
  private readonly said = element("p", "note");
  private readonly list = element("ul", "");
  private readonly form = element("form", "boutons");
  private readonly codes = element("input", "");
  private looked: Place | undefined;

  /** `show` is told the codes of the level of the map that are chosen, whenever they change. */
  constructor(level: string, private readonly words: Words, private readonly show: (codes: string[]) => void) {
    this.prefix = `${Object.keys(WORDS).find((prefix) => WORDS[prefix] === level) ?? ""}:`;
    const title = element("h3", "", words["perimeter"]);
    title.id = "carte-choisis";
    this.section.setAttribute("aria-labelledby", title.id);
    this.said.setAttribute("role", "status");
    this.form.action = words["perimeter_form"] ?? "";
    this.codes.type = "hidden";
    this.codes.name = "codes";
    this.form.append(this.codes, element("button", "", words["perimeter_read"]), this.button(words["perimeter_empty"] ?? "", () => this.change([])));
    const lead = element("p", "boutons");
    this.toggler.type = "button";
    this.toggler.addEventListener("click", () => { if (this.looked) this.toggle(this.looked); });
    lead.append(this.toggler);
    this.section.append(title, lead, this.said, this.list, this.form);
    this.change(kept());
  }

  /** The place that the reader looks at, of the level of the map unless its prefix is given. */
  offer(code: string, name: string, prefix?: string): void {
    this.looked = { item: prefix ? `${prefix}:${code}` : this.prefix + code, name };
    this.refresh();
  }

  private button(text: string, run: () => void): HTMLButtonElement {
    const made = element("button", "", text);
    made.type = "button";
    made.addEventListener("click", run);
    return made;
  }

  private has({ item }: Place): boolean {
    return this.places.some((place) => place.item === item);
  }

  private toggle(place: Place): void {
    this.change(this.has(place) ? this.places.filter(({ item }) => item !== place.item) : [...this.places, place].slice(0, MOST));
  }

  private change(places: Place[]): void {
    this.places = places;
    keep(places);
    this.show(places.filter(({ item }) => item.startsWith(this.prefix)).map(({ item }) => item.slice(this.prefix.length)));
    this.codes.value = places.map(({ item }) => item).join(" ");
    this.form.hidden = places.length === 0;
    this.list.replaceChildren(...places.map((place, index) => {
      const line = element("li", "", `${place.name} `);
      const remove = this.button(this.words["perimeter_remove"] ?? "", () => {
        this.toggle(place);
        // Whoever moves by keyboard stays in the list.
        const left = this.list.querySelectorAll("button");
        (left[Math.min(index, left.length - 1)] ?? this.toggler).focus();
      });
      remove.setAttribute("aria-label", `${this.words["perimeter_remove"] ?? ""} ${place.name}`);
      line.append(remove);
      return line;
    }));
    const count = places.length === 0 ? this.words["perimeter_none"] : `${this.words["perimeter_count"] ?? ""} ${places.length}`;
    this.said.textContent = `${count ?? ""}${places.length === MOST ? `. ${this.words["perimeter_most"] ?? ""}` : ""}`;
    this.refresh();
  }

  private refresh(): void {
    this.toggler.hidden = !this.looked;
    if (this.looked) this.toggler.textContent = `${this.words[this.has(this.looked) ? "perimeter_remove" : "perimeter_add"] ?? ""} ${this.looked.name}`;
  }
}
