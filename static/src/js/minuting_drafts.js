// What has been typed and not saved yet, kept on this device: it survives a reload, a crash and a browser that is closed.
// Kept by person, meeting and window, so that neither another person nor another window writes over it.

const WINDOW = windowName();

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
