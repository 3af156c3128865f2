// What has been typed and not saved yet, kept on this device: it survives a reload, a crash and a browser that is closed.
// Kept by person, meeting and window, so that neither another person nor another window writes over it.

import { words } from "./minuting_words.js";

const WINDOW = windowName();
const KINDS = {
  minute: "minute", decide: "decision", act: "action", approve: "approval", interest: "interest", leave: "leaving", arrive: "arrival",
};

function windowName() {
  try {
    sessionStorage["minuting-window"] ??= Math.random().toString(36).slice(2);
    return sessionStorage["minuting-window"];
  } catch {
    return "only";
  }
}

export class Drafts {
  constructor(whose) {
    this.prefix = `minuting:${whose}:`;
  }

  // What is a part of the page ("minute-12", "decide-12"); values are its boxes by name. False where nothing can be kept.
  keep(part, draft) {
    try {
      localStorage.setItem(`${this.prefix}${part}:${WINDOW}`, JSON.stringify({ ...draft, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget(part, key = `${this.prefix}${part}:${WINDOW}`) {
    try {
      localStorage.removeItem(key);
    } catch { /* nothing was kept */ }
  }

  // All that is kept for this page: this window's own, and what other windows left.
  all() {
    let keys = [];
    try {
      keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch { /* nothing was kept */ }
    return keys.flatMap((key) => {
      const [part, owner] = key.slice(this.prefix.length).split(":");
      try {
        return [{ key, part, isMine: owner === WINDOW, ...JSON.parse(localStorage.getItem(key)) }];
      } catch {
        return []; // what cannot be read cannot be offered
      }
    });
  }
}

// Shows words that another window left, to be used or thrown away.
export function offer(form, drafts, draft, use) {
  const banner = form.querySelector("[data-drafts]");
  const line = words("draft").querySelector("li");
  const place = document.getElementById(draft.part) ?? form.querySelector(`[data-part="${draft.part}"], [data-open="${draft.part}"]`);
  const text = draft.values[draft.part] ?? Object.values(draft.values).find((value) => value) ?? "";
  const where = `${place.closest("[data-item]").querySelector("h2").textContent}, ${KINDS[draft.part.split("-")[0]]}`;
  line.querySelector("[data-where]").textContent = where;
  line.querySelector("[data-when]").textContent =
    new Date(draft.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  line.querySelector("[data-begin]").textContent = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  line.addEventListener("click", (event) => {
    const isUsed = event.target.matches("[data-use]");
    if (!isUsed && !event.target.matches("[data-discard]")) return;
    drafts.forget(draft.part, draft.key);
    line.remove();
    banner.hidden = !banner.querySelector("li");
    if (!isUsed) return;
    use(draft);
    const box = place.matches("textarea") ? place : form.querySelector(`[data-part="${draft.part}"]`);
    (box.matches("textarea") ? box : box.querySelector("textarea, input, select"))?.focus();
  });
  banner.querySelector("ul").append(line);
  banner.hidden = false;
}
