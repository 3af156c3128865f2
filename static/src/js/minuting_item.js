// One item of the minuting page: its text and its outcome are saved as they are typed, and no word is lost when that fails.

const PAUSE = 800; // after the last key

// Until the browser does it by itself (field-sizing), a box grows with its text.
const growsByItself = CSS.supports("field-sizing", "content");
export function grow(box) {
  if (growsByItself) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
}

export class Item {
  // `page` is what the items have in common: its form, its connection, its drafts, all its items, and `show`.
  constructor(section, page) {
    this.page = page;
    this.section = section;
    this.id = section.dataset.item;
    this.box = section.querySelector(`#minute-${this.id}`);
    this.outcome = section.querySelector(`#outcome-${this.id}`);
    this.revision = section.querySelector(`[name="revision-${this.id}"]`);
    this.said = section.querySelector(`#saved-${this.id}`);
    this.mark = page.form.querySelector(`[data-mark="${this.id}"]`);
    this.savedText = "unsaved" in this.box.dataset ? null : this.box.value;
    this.savedOutcome = this.outcome.dataset.saved;
    // A conflict or a refusal waits for its writer: nothing is sent until they have dealt with it.
    this.isTorn = "conflict" in this.box.dataset;
    this.isHeld = this.isTorn || this.box.getAttribute("aria-invalid") === "true";
    this.sending = null;
    this.unanswered = null; // sent, and nobody knows whether it arrived
    this.changedAt = 0;
  }

  get isTextChanged() { return this.box.value !== this.savedText; }
  get isChanged() { return this.isTextChanged || this.outcome.value !== this.savedOutcome; }

  typed() {
    grow(this.box);
    this.keep();
    if (!this.isChanged) return;
    this.changedAt ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
    this.page.show();
  }

  keep() {
    const part = `minute-${this.id}`;
    if (!this.isChanged && !this.unanswered) return this.page.drafts.forget(part);
    const values = { [part]: this.box.value, [`outcome-${this.id}`]: this.outcome.value };
    const kept = this.page.drafts.keep(part, { values, revision: this.revision.value, unanswered: this.unanswered?.text });
    if (!kept && !this.page.connection.trouble) this.page.connection.is("full");
  }

  async save() {
    clearTimeout(this.timer);
    if (this.sending || this.isHeld || !(this.isChanged || this.unanswered)) return;
    // A text that may have arrived is sent again as it was: the server then knows it for the same one.
    const sent = this.unanswered ?? { text: this.isTextChanged ? this.box.value : null, outcome: this.outcome.value };
    this.sending = sent;
    this.changedAt = 0;
    this.page.show();
    const body = new FormData();
    body.set(`revision-${this.id}`, this.revision.value);
    if (sent.text !== null) body.set(`minute-${this.id}`, sent.text);
    body.set(`outcome-${this.id}`, sent.outcome);
    const answer = await this.page.connection.ask(this.page.form.dataset.itemAddress.replace(/0\/$/, `${this.id}/`), { method: "POST", body });
    this.sending = null;
    if (answer && [200, 409, 422].includes(answer.status)) {
      this.unanswered = null;
      this.heard(answer, sent);
    } else {
      this.unanswered = sent;
      this.changedAt ||= Date.now();
    }
    this.keep();
    this.page.show();
    // Typed meanwhile.
    if (!this.page.connection.trouble && this.isChanged && !this.isHeld) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  heard(answer, sent) {
    const fragment = answer.fragment.firstElementChild;
    if (answer.status === 422) {
      this.isHeld = true;
      this.said.replaceChildren(fragment);
      return;
    }
    this.savedOutcome = fragment.dataset.outcome;
    this.showMark();
    if (answer.status === 409) {
      this.isHeld = this.isTorn = true;
      this.savedText = null;
      this.said.replaceChildren(fragment);
      this.offerChoice(fragment);
      return;
    }
    const news = fragment.querySelector("[data-news]");
    if (news && this.isTextChanged) return; // both have written now: the next save tells them
    if (news) this.put(news.value);
    else if (sent.text !== null) this.savedText = sent.text;
    if (news) this.savedText = this.box.value;
    this.revision.value = fragment.dataset.revision;
    this.hearOfTheRoom(fragment);
    this.said.replaceChildren(fragment);
  }

  // Somebody may have come or gone meanwhile, in another window.
  hearOfTheRoom(fragment) {
    const room = fragment.querySelector("[data-room]");
    const place = this.section.querySelector("[data-room]");
    if (room && place && room.textContent.trim() !== place.textContent.trim()) place.replaceWith(room);
    else room?.remove();
  }

  // Both texts are shown beside the box, which keeps what its writer typed until they have chosen.
  offerChoice(fragment) {
    const theirs = fragment.querySelector("[data-theirs]").textContent;
    const choices = { mine: () => this.box.value, theirs: () => theirs, both: () => this.bothTexts(fragment, theirs) };
    fragment.addEventListener("click", (event) => {
      const choice = event.target.dataset.choice;
      if (!choice) return;
      this.put(choices[choice]());
      this.savedText = theirs;
      this.revision.value = fragment.dataset.revision;
      this.isHeld = this.isTorn = false;
      this.said.replaceChildren();
      this.box.focus();
      this.keep();
      this.save();
      this.page.show();
    });
  }

  bothTexts(fragment, theirs) {
    const mine = fragment.querySelector("[data-mine]").textContent;
    const merged = fragment.querySelector("[data-merged]").value;
    return this.box.value === mine ? merged : `${theirs}\n\n${this.box.value}`;
  }

  put(text) {
    this.box.value = text;
    grow(this.box);
  }

  showMark() {
    const done = this.savedOutcome !== "";
    this.mark.classList.toggle("house-write__mark--done", done);
    this.mark.classList.toggle("house-write__mark--begun", !done && this.box.value.trim() !== "");
    const option = [...this.outcome.options].find((each) => each.value === this.savedOutcome);
    this.mark.querySelector("[data-mark-words]").textContent = option.text.toLowerCase();
    const open = this.page.items.filter((each) => each.savedOutcome === "");
    this.page.form.querySelector("[data-with-outcome]").textContent = this.page.items.length - open.length;
    const next = this.page.form.querySelector("[data-next]");
    if (!next) return;
    next.hidden = open.length === 0;
    if (next.hidden) return;
    const number = open[0].section.id.replace("item-", "");
    Object.assign(next.querySelector("a"), { href: `#item-${number}`, textContent: `item ${number}` });
  }
}
