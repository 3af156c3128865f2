// Talking to the server, and saying what is wrong when it does not answer.

import { words } from "./minuting_words.js";

const PATIENCE = 15_000; // for an answer
const HEARD = [200, 409, 422];
const KNOWN = { 400: "too-long", 401: "signed-out", 403: "token", 404: "forbidden", 413: "too-long" };

export class Connection {
  constructor(form, whenItChanges) {
    this.form = form;
    this.box = form.querySelector("[data-trouble]");
    this.whenItChanges = whenItChanges;
    this.trouble = "";
    this.lastTry = 0;
  }

  // The answer, or null when there was none that can be used; the trouble then says why.
  async ask(address, options = {}) {
    this.lastTry = Date.now();
    try {
      const answer = await fetch(address, {
        ...options,
        // By this name the server knows a page that goes on talking to it, and answers 401 instead of a sign-in page.
        headers: { "HX-Request": "true", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!HEARD.includes(answer.status)) {
        this.is(KNOWN[answer.status] ?? "server");
        return null;
      }
      const text = await answer.text();
      const holder = document.createElement("template");
      holder.innerHTML = text;
      this.is("");
      return { status: answer.status, text, fragment: holder.content };
    } catch {
      this.is("offline");
      return null;
    }
  }

  // Signing in again changes the token. A new one is fetched; if that is refused too, this person may not write.
  async renewToken() {
    const answer = await this.ask(this.form.dataset.tokenAddress);
    if (answer) this.form.elements.csrfmiddlewaretoken.value = answer.text;
    else if (this.trouble === "token") this.is("forbidden");
    return answer !== null;
  }

  is(trouble) {
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    // An old token is no trouble for a person: a new one is on its way.
    if (trouble !== "token") this.box.replaceChildren(...(trouble ? [words(trouble)] : []));
    this.whenItChanges();
  }
}
