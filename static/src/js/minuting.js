// The minuting page: texts are saved as they are typed, and no word is lost when that fails.
// Without this script every button of the page saves all of it. docs/decisions/minuting.md says how the parts fit.

import { Connection } from "./minuting_connection.js";
import { Drafts, offer } from "./minuting_drafts.js";
import { Item, grow } from "./minuting_item.js";
import { listenForKeys } from "./minuting_keys.js";
import { Parts } from "./minuting_parts.js";
import { words } from "./minuting_words.js";

const LONGEST_WAIT = 4000; // for someone who types without a pause
const RETRY = 10_000;

const form = document.querySelector("form[data-minuting]");
const drafts = new Drafts(form.dataset.minuting);
const state = form.querySelector("[data-state]");
const connection = new Connection(form, () => show());
const parts = new Parts(form, drafts);
const items = [];
let isLeaving = false;
let wasTouched = false;

const page = { form, connection, drafts, items, show };
items.push(...[...form.querySelectorAll("[data-item]")].map((section) => new Item(section, page)));
const itemOf = (element) => items.find((item) => item.section.contains(element));

function show() {
  const sending = items.some((item) => item.sending);
  const changed = items.some((item) => item.isChanged || item.unanswered);
  const torn = items.find((item) => item.isTorn);
  const text = connection.trouble && changed ? "Not saved"
    : torn ? `${torn.section.id.replace("item-", "Item ")} has two texts: choose what stays`
    : sending ? "Saving …" : changed ? "Not saved yet" : "All saved";
  if (state.textContent !== text && (wasTouched || changed)) state.textContent = text;
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

form.addEventListener("input", (event) => {
  wasTouched = true;
  const item = itemOf(event.target);
  const part = event.target.closest("[data-part]");
  if (part) {
    parts.keep(part);
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
  parts.giveBack(draft);
}

function giveBack() {
  if (form.dataset.done) {
    drafts.forget(form.dataset.done);
    history.replaceState(history.state, "", location.pathname + location.hash);
  }
  for (const draft of drafts.all()) {
    const item = items.find((each) => draft.part === `minute-${each.id}`);
    if (!item && !parts.canHold(draft.part)) continue;
    const isSaved = item && draft.values[draft.part] === item.savedText
      && (draft.values[`outcome-${item.id}`] ?? item.savedOutcome) === item.savedOutcome;
    if (isSaved) drafts.forget(draft.part, draft.key);
    else if (!draft.isMine) offer(form, drafts, draft, useDraft);
    // What the server gave back, with its reasons, is at least as new.
    else if (item ? item.savedText !== null : !parts.isAnswered(draft.part)) useDraft(draft);
  }
}

form.classList.add("house-write--live");
form.autocomplete = "off";
form.querySelector("[data-keys]").hidden = false;
items.forEach((item) => grow(item.box));
giveBack();
items.filter((item) => item.savedText === null).forEach((item) => item.keep());
listenForKeys(form, { parts, saveAll, settle });
