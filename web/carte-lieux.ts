// Names, addresses and extents of places: fetched by level, or for communes by département, when first asked for.

type Extent = [number, number, number, number];
type Entry = [name: string, slug: string, ...extent: number[]];

/** Levels by their prefix, as in « dep:76 ». A code alone says no level: 76 is a département and a région. */
export const WORDS: Record<string, string> = { com: "commune", epci: "epci", dep: "departement", reg: "region" };

export class Places {
  private readonly lists = new Map<string, Promise<Record<string, Entry>>>();

  constructor(private readonly template: string, private readonly level: string) {}

  async name(code: string): Promise<string> {
    const entry = (await this.list(this.level, code))[code];
    this.slugs.set(code, entry?.[1] ?? "");
    return entry?.[0] ?? code;
  }

  private readonly slugs = new Map<string, string>();

  /** Of a place whose name was asked for. */
  address(code: string): string {
    const english = document.documentElement.lang === "en" ? "/en" : "";
    return `${english}/territoires/${this.level}/${code}-${this.slugs.get(code) ?? ""}`;
  }

  async extent(level: string, code: string): Promise<Extent | undefined> {
    const word = WORDS[level];
    if (!word) return undefined;
    const entry = (await this.list(word, code))[code];
    return entry && entry.length === 6 ? (entry.slice(2) as Extent) : undefined;
  }

  private list(level: string, code: string): Promise<Record<string, Entry>> {
    const group = level === "commune" ? code.slice(0, code.startsWith("97") ? 3 : 2) : level;
    let list = this.lists.get(group);
    if (!list) {
      list = fetch(this.template.replace("{groupe}", group)).then((answer) => (answer.ok ? (answer.json() as Promise<Record<string, Entry>>) : {}), () => ({}));
      this.lists.set(group, list);
    }
    return list;
  }
}
