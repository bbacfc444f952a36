// The list of the prepared operations, in groups: which one is open, and which
// have been done. On a narrow screen it opens from the button in the head.

export class Rail {
  #buttons = new Map(); // name -> button
  #groups = []; // { element, names, count }

  constructor(document, groups, onChoose) {
    this.rail = document.getElementById("rail");
    this.menu = document.getElementById("menu");
    const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

    for (const { title, walk, operations } of groups) {
      const element = make("details", walk ? "group walk" : "group");
      const summary = make("summary", "");
      const count = make("span", "count");
      summary.append(make("span", "title", title), count);
      const list = document.createElement(walk ? "ol" : "ul");
      for (const { name, label } of operations) {
        const button = make("button", "operation");
        button.type = "button";
        button.append(make("span", "mark"), make("span", "label", label), make("code", "field", name));
        button.addEventListener("click", () => {
          this.toggle(false);
          onChoose(name);
        });
        const item = document.createElement("li");
        item.append(button);
        list.append(item);
        this.#buttons.set(name, button);
      }
      element.append(summary, list);
      element.open = walk;
      this.#groups.push({ element, count, names: operations.map(({ name }) => name) });
    }
    document.getElementById("groups").append(...this.#groups.map(({ element }) => element));

    this.menu.addEventListener("click", () => {
      this.toggle(!this.open);
      if (this.open) this.rail.querySelector("summary").focus();
    });
    this.rail.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open) return;
      this.toggle(false);
      this.menu.focus();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (this.open && !this.rail.contains(target) && !this.menu.contains(target)) this.toggle(false);
    });
  }

  get open() {
    return this.menu.getAttribute("aria-expanded") === "true";
  }

  // toggle has an effect on a narrow screen only: elsewhere the rail always shows.
  toggle(open) {
    this.menu.setAttribute("aria-expanded", String(open));
    this.rail.classList.toggle("open", open);
  }

  draw({ active, done }) {
    for (const [name, button] of this.#buttons) {
      const current = name === active;
      if (current && button.getAttribute("aria-current") !== "true") button.closest("details").open = true;
      if (current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      const mark = button.querySelector(".mark");
      mark.classList.toggle("done", done(name));
      // Read aloud before the label; drawn as a tick.
      mark.textContent = done(name) ? "Done: " : "";
    }
    for (const { count, names } of this.#groups) {
      const finished = names.filter(done).length;
      count.textContent = finished === 0 ? "" : `${finished} of ${names.length}`;
    }
  }
}
