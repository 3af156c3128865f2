// What can be logged under an item: a decision, an action, who leaves. Most parts stand on the page as a button only; one
// that is opened is made after the pattern of its kind. Parts go by names such as "decide-12": their kind and their item.

const boxesOf = (part) => [...part.querySelectorAll("input, select, textarea")];

export class Parts {
  constructor(form, drafts) {
    this.form = form;
    this.drafts = drafts;
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-open]");
      if (!button) return;
      event.preventDefault();
      this.open(button.dataset.open)?.querySelector("textarea, select, input")?.focus();
    });
  }

  drawn(name) { return this.form.querySelector(`[data-part="${name}"]`); }

  button(name) { return this.form.querySelector(`[data-open="${name}"]`); }

  canHold(name) { return Boolean(this.drawn(name) ?? this.button(name)); }

  // What the server gave back, with its reasons, is at least as new as what this device kept.
  isAnswered(name) { return "answered" in (this.drawn(name)?.dataset ?? {}); }

  open(name) {
    const part = this.drawn(name) ?? this.make(name);
    if (part) part.open = true;
    return part;
  }

  make(name) {
    const kind = name.split("-")[0];
    const pattern = document.querySelector(`template[data-pattern="${kind}"]`);
    const button = this.button(name);
    if (!pattern || !button) return null;
    const part = pattern.content.cloneNode(true).firstElementChild;
    const number = button.closest("[data-item]").id.replace("item-", "");
    for (const element of [part, ...part.querySelectorAll("*")]) {
      for (const { name: attribute, value } of [...element.attributes]) {
        if (value.startsWith(`${kind}-0`)) element.setAttribute(attribute, name + value.slice(`${kind}-0`.length));
      }
      if (element.matches(".govuk-visually-hidden")) {
        element.textContent = element.textContent.replace(/item 0$/, `item ${number}`);
      }
    }
    button.replaceWith(part);
    return part;
  }

  keep(part) {
    const boxes = boxesOf(part);
    const isBegun = boxes.some((box) => (box.type === "checkbox" ? box.checked : !box.matches("select") && box.value));
    const values = Object.fromEntries(boxes.map((box) => [box.name, box.type === "checkbox" ? box.checked : box.value]));
    if (isBegun) this.drafts.keep(part.dataset.part, { values });
    else this.drafts.forget(part.dataset.part);
  }

  // Words that this device kept go back into their boxes.
  giveBack(draft) {
    const part = this.open(draft.part);
    if (!part) return;
    for (const box of boxesOf(part)) {
      const value = draft.values[box.name];
      if (typeof value === "boolean") box.checked = value;
      else if (value !== undefined) box.value = value;
      const more = box.closest("details");
      if (more !== part && (value === true || (value && !box.matches("select")))) more.open = true;
    }
    this.keep(part);
  }
}
