// Saves what is being written, and keeps a copy in this browser until the server has it. The form works without this: its buttons save.
// Texts come from the data attributes of the status line, so that they are translated where all others are.

interface Copy {
  edition: string;
  fields: [string, string][];
}

interface Answer {
  edition?: number;
  address?: string;
  taken?: Record<string, string[]>;
  message?: string;
}

const PAUSE = 2000; // after the last key
const AGAIN = 10_000; // after a failure
const SENT = "brouillon-envoye";

class Draft {
  private timer = 0;
  private changed = 0; // counts changes, so that a save knows whether another came while it was under way
  private saved = 0;
  private running = false;

  constructor(private readonly form: HTMLFormElement, private readonly status: HTMLElement) {
    this.offerCopy();
    form.addEventListener("input", () => {
      this.changed++;
      this.keep();
      this.later(PAUSE);
    });
    form.addEventListener("submit", () => {
      window.clearTimeout(this.timer);
      this.saved = this.changed;
      sessionStorage.setItem(SENT, this.key());
    });
    window.addEventListener("online", () => this.later(0));
    window.addEventListener("beforeunload", (event) => {
      if (this.saved !== this.changed) event.preventDefault();
    });
  }

  // Not `form.action`: a control of that name would stand before it.
  private address(): string {
    return this.form.getAttribute("action") ?? "";
  }

  private key(): string {
    return "brouillon:" + this.address();
  }

  private fields(): [string, string][] {
    const own = (name: string): boolean => name === "jeton" || name.startsWith("_");
    return [...new FormData(this.form)].filter(([name]) => !own(name)).map(([name, value]) => [name, String(value)]);
  }

  private edition(): HTMLInputElement {
    return this.form.elements.namedItem("_edition") as HTMLInputElement;
  }

  private keep(): void {
    const copy: Copy = { edition: this.edition().value, fields: this.fields() };
    try {
      localStorage.setItem(this.key(), JSON.stringify(copy));
    } catch {
      // A browser that keeps nothing: the server still has the last save.
    }
  }

  private offerCopy(): void {
    const text = localStorage.getItem(this.key());
    if (!text) return;
    const copy = JSON.parse(text) as Copy;
    if (JSON.stringify(copy.fields) === JSON.stringify(this.fields())) {
      localStorage.removeItem(this.key());
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = this.status.dataset["take"] ?? "";
    button.addEventListener("click", () => {
      const values = new Map<string, string[]>();
      for (const [name, value] of copy.fields) values.set(name, [...(values.get(name) ?? []), value]);
      for (const [name] of this.fields()) if (!values.has(name)) values.set(name, []);
      this.fill(values);
      this.edition().value = copy.edition;
      this.changed++;
      this.later(0);
    });
    this.status.replaceChildren(this.status.dataset["found"] ?? "", " ", button);
  }

  private fill(values: Map<string, string[]>): void {
    for (const control of this.form.elements) {
      const wanted = values.get((control as HTMLInputElement).name);
      if (!wanted) continue;
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = wanted.includes(control.value);
      else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)
        control.value = wanted.join("\n");
    }
  }

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    if (this.saved !== this.changed) this.timer = window.setTimeout(() => void this.save(), wait);
  }

  private async save(): Promise<void> {
    if (this.running) return this.later(PAUSE);
    this.running = true;
    const at = this.changed;
    const body = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    body.append("_geste", "auto");
    try {
      const answer = await fetch(this.address(), { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      const said = (await answer.json()) as Answer;
      if (answer.ok) this.take(said, at);
      else this.say(said.message ?? this.status.dataset["failed"] ?? "");
    } catch {
      this.say(this.status.dataset["failed"] ?? "");
      this.later(AGAIN);
    } finally {
      this.running = false;
    }
  }

  private take(said: Answer, at: number): void {
    const before = this.key();
    this.edition().value = String(said.edition);
    if (said.address) {
      this.form.setAttribute("action", said.address);
      history.replaceState(null, "", said.address);
    }
    this.saved = at;
    localStorage.removeItem(before);
    if (at === this.changed) this.fill(new Map(Object.entries(said.taken ?? {})));
    else this.keep();
    const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say((this.status.dataset["saved"] ?? "").replace("{time}", now));
  }

  private say(text: string): void {
    this.status.textContent = text;
  }
}

// What was sent with a button and led to a page that says so is on the server.
const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
if (sent && new URLSearchParams(location.search).has("fait")) localStorage.removeItem(sent);

const form = document.querySelector<HTMLFormElement>("form#brouillon");
const status = document.getElementById("brouillon-etat");
if (form && status) new Draft(form, status);
export {};
