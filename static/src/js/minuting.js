// The minuting page: texts are saved as they are typed, and no word is lost when that fails.
// Without this script every button of the page saves all of it. docs/decisions/minuting.md says how the parts fit.

import { Connection } from "./minuting_connection.js";
import { Drafts, offer } from "./minuting_drafts.js";
import { listenForKeys } from "./minuting_keys.js";
import { words } from "./minuting_words.js";

const PAUSE = 800; // after the last key
const LONGEST_WAIT = 4000; // for someone who types without a pause
const RETRY = 10_000;

const form = document.querySelector("form[data-minuting]");
const drafts = new Drafts(form.dataset.minuting);
const state = form.querySelector("[data-state]");
const connection = new Connection(form, () => show());
let isLeaving = false;

class Item {
  constructor(section) {
    this.section = section;
    this.id = section.dataset.item;
    this.box = section.querySelector(`#minute-${this.id}`);
    this.outcome = section.querySelector(`#outcome-${this.id}`);
    this.revision = section.querySelector(`[name="revision-${this.id}"]`);
    this.said = section.querySelector(`#saved-${this.id}`);
    this.mark = form.querySelector(`[data-mark="${this.id}"]`);
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
    show();
  }

  keep() {
    const part = `minute-${this.id}`;
    if (!this.isChanged && !this.unanswered) return drafts.forget(part);
    const values = { [part]: this.box.value, [`outcome-${this.id}`]: this.outcome.value };
    const kept = drafts.keep(part, { values, revision: this.revision.value, unanswered: this.unanswered?.text });
    if (!kept && !connection.trouble) connection.is("full");
  }

  async save() {
    clearTimeout(this.timer);
    if (this.sending || this.isHeld || !(this.isChanged || this.unanswered)) return;
    // A text that may have arrived is sent again as it was: the server then knows it for the same one.
    const sent = this.unanswered ?? { text: this.isTextChanged ? this.box.value : null, outcome: this.outcome.value };
    this.sending = sent;
    this.changedAt = 0;
    show();
    const body = new FormData();
    body.set(`revision-${this.id}`, this.revision.value);
    if (sent.text !== null) body.set(`minute-${this.id}`, sent.text);
    body.set(`outcome-${this.id}`, sent.outcome);
    const answer = await connection.ask(form.dataset.itemAddress.replace(/0\/$/, `${this.id}/`), { method: "POST", body });
    this.sending = null;
    if (answer && [200, 409, 422].includes(answer.status)) {
      this.unanswered = null;
      this.heard(answer, sent);
    } else {
      this.unanswered = sent;
      this.changedAt ||= Date.now();
    }
    this.keep();
    show();
    // Typed meanwhile.
    if (!connection.trouble && this.isChanged && !this.isHeld) this.timer = setTimeout(() => this.save(), PAUSE);
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
    this.said.replaceChildren(fragment);
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
      show();
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
    const open = items.filter((each) => each.savedOutcome === "");
    form.querySelector("[data-with-outcome]").textContent = items.length - open.length;
    const next = form.querySelector("[data-next]");
    if (!next) return;
    next.hidden = open.length === 0;
    if (next.hidden) return;
    const number = open[0].section.id.replace("item-", "");
    Object.assign(next.querySelector("a"), { href: `#item-${number}`, textContent: `item ${number}` });
  }
}

function show() {
  const sending = items.some((item) => item.sending);
  const changed = items.some((item) => item.isChanged || item.unanswered);
  const torn = items.find((item) => item.isTorn);
  const text = connection.trouble && changed ? "Not saved"
    : torn ? `${torn.section.id.replace("item-", "Item ")} has two texts: choose what stays`
    : sending ? "Saving …" : changed ? "Not saved yet" : "All saved";
  if (state.textContent !== text && (wasTouched || changed)) state.textContent = text;
}

// Until the browser does it by itself (field-sizing), a box grows with its text.
const growsByItself = CSS.supports("field-sizing", "content");
function grow(box) {
  if (growsByItself) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
}

async function saveAll() {
  await Promise.all(items.map((item) => item.save()));
}

async function settle() {
  const isBusy = () => items.some((item) => item.sending || item.unanswered || (item.isChanged && !item.isHeld));
  for (let tries = 0; isBusy() && !connection.trouble && tries < 100; tries += 1) {
    await saveAll();
    if (items.some((item) => item.sending)) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let wasTouched = false;
const items = [...form.querySelectorAll("[data-item]")].map((section) => new Item(section));
const itemOf = (element) => items.find((item) => item.section.contains(element));
const parts = [...form.querySelectorAll("[data-part]")];
const boxesOf = (part) => [...part.querySelectorAll("input, select, textarea")];

form.addEventListener("input", (event) => {
  wasTouched = true;
  const item = itemOf(event.target);
  const part = event.target.closest("[data-part]");
  if (part) {
    keepPart(part);
  } else if (item) {
    // A refused text is tried again once it is changed; a conflict waits for its choice.
    if (item.isHeld && item.said.querySelector(".govuk-error-message")) item.isHeld = false;
    if (item.isHeld && item.box.getAttribute("aria-invalid") === "true") item.isHeld = false;
    item.typed();
  }
});
form.addEventListener("focusout", (event) => {
  const item = itemOf(event.target);
  if (item && !connection.trouble && [item.box, item.outcome].includes(event.target)) item.save();
});

function keepPart(part) {
  const boxes = boxesOf(part);
  const isBegun = boxes.some((box) => (box.type === "checkbox" ? box.checked : !box.matches("select") && box.value));
  const values = Object.fromEntries(boxes.map((box) => [box.name, box.type === "checkbox" ? box.checked : box.value]));
  if (isBegun) drafts.keep(part.dataset.part, { values });
  else drafts.forget(part.dataset.part);
}

// Leaving by a button: first everything is saved and the way is tried, so that nobody lands on an error page.
form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const button = event.submitter;
  wasTouched = true;
  await settle();
  if (!(await connection.renewToken())) {
    show();
    return;
  }
  // What is kept is what is sent, so that the next page can tell that it has arrived.
  items.forEach((item) => item.keep());
  isLeaving = true;
  form.requestSubmit(button);
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && items.some((item) => item.isChanged)) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// When saving has failed, it is tried again: at once when the connection is back, otherwise every ten seconds.
async function retry() {
  if (["signed-out", "token", "forbidden"].includes(connection.trouble) && !(await connection.renewToken())) return;
  if (items.some((item) => (item.isChanged || item.unanswered) && !item.isHeld)) await saveAll();
  else if (connection.trouble && connection.trouble !== "full") await connection.renewToken();
}
window.addEventListener("online", retry);
// Back from signing in, in another tab.
window.addEventListener("focus", () => connection.trouble && retry());
setInterval(() => {
  const now = Date.now();
  if (connection.trouble === "token" || (connection.trouble && connection.trouble !== "full" && now - connection.lastTry >= RETRY)) retry();
  else if (!connection.trouble) items.filter((item) => item.changedAt && now - item.changedAt >= LONGEST_WAIT).forEach((item) => item.save());
}, 1000);

// What this device kept. This window's own words go back into their boxes; others are offered.
function useDraft(draft) {
  const item = items.find((each) => draft.part === `minute-${each.id}`);
  if (item) {
    item.put(draft.values[draft.part]);
    const outcome = draft.values[`outcome-${item.id}`];
    if (outcome !== undefined) item.outcome.value = outcome;
    // Words written on an older text keep that text's mark, and the server tells of the conflict. Unless it was
    // only their own earlier saving, whose answer never came, that made the text newer.
    if (draft.unanswered !== item.savedText) item.revision.value = draft.revision;
    item.isHeld = false;
    item.said.replaceChildren(words("restored"));
    wasTouched = true;
    item.typed();
    return;
  }
  const part = parts.find((each) => each.dataset.part === draft.part);
  if (!part) return;
  part.open = true;
  for (const box of boxesOf(part)) {
    const value = draft.values[box.name];
    if (typeof value === "boolean") box.checked = value;
    else if (value !== undefined) box.value = value;
    const more = box.closest("details");
    if (more !== part && (value === true || (value && !box.matches("select")))) more.open = true;
  }
  keepPart(part);
}

function giveBack() {
  if (form.dataset.done) {
    drafts.forget(form.dataset.done);
    history.replaceState(history.state, "", location.pathname + location.hash);
  }
  for (const draft of drafts.all()) {
    const item = items.find((each) => draft.part === `minute-${each.id}`);
    const part = parts.find((each) => each.dataset.part === draft.part);
    if (!item && !part) continue;
    const isSaved = item && draft.values[draft.part] === item.savedText
      && (draft.values[`outcome-${item.id}`] ?? item.savedOutcome) === item.savedOutcome;
    if (isSaved) drafts.forget(draft.part, draft.key);
    else if (!draft.isMine) offer(form, drafts, draft, useDraft);
    // What the server gave back, with its reasons, is at least as new.
    else if (item ? item.savedText !== null : !("answered" in part.dataset)) useDraft(draft);
  }
}

form.classList.add("house-write--live");
form.autocomplete = "off";
form.querySelector("[data-keys]").hidden = false;
items.forEach((item) => grow(item.box));
giveBack();
items.filter((item) => item.savedText === null).forEach((item) => item.keep());
listenForKeys(form, saveAll);
