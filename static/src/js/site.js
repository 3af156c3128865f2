// Small kindnesses on top of pages that work without them.

// After a form is refused, the list of what is wrong is read out first; its links go to the question, not just the box.
const summary = document.querySelector("[data-module='govuk-error-summary']");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    const question = input.closest("fieldset")?.querySelector("legend") ??
      document.querySelector(`label[for='${CSS.escape(input.id)}']`);
    (question ?? input).scrollIntoView();
    const target = input.matches("input, select, textarea, button, a, [tabindex]")
      ? input : input.querySelector("input, select, textarea");
    target?.focus({ preventScroll: true });
  });
}

// Otherwise, what just happened ("Minutes published.") is read out.
const told = document.querySelector("[data-module='govuk-notification-banner'][role='alert']");
if (told && !summary) {
  told.setAttribute("tabindex", "-1");
  told.addEventListener("blur", () => told.removeAttribute("tabindex"), { once: true });
  told.focus();
}

// How many characters are left, said quietly while typing.
for (const group of document.querySelectorAll("[data-module='govuk-character-count'][data-maxlength]")) {
  const box = group.querySelector("textarea, input");
  const message = group.querySelector(".govuk-character-count__message");
  if (!box || !message) continue;
  const most = Number(group.dataset.maxlength);
  const count = () => {
    const left = most - box.value.length;
    const amount = `${Math.abs(left).toLocaleString("en-GB")} character${Math.abs(left) === 1 ? "" : "s"}`;
    message.textContent = left < 0 ? `You have ${amount} too many` : `You have ${amount} remaining`;
    message.classList.toggle("govuk-error-message", left < 0);
  };
  box.addEventListener("input", count);
  count();
}

// A button pressed twice in a second sends once.
let lastSent = -Infinity;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.timeStamp - lastSent < 1000) event.preventDefault();
  else lastSent = event.timeStamp;
});

// An address to be copied with one press; without a script it is marked and copied as any words are.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const box = document.getElementById(button.dataset.copies);
  if (!box) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      button.textContent = "Copied";
    } catch { /* no clipboard here: the address is marked now */ }
  });
}

// Long work: its page asks how far it is, and stops asking when it is done. Without a script the page is asked for anew.
const EVERY = 2000;
async function ask() {
  const shown = document.querySelector("[data-asks-again]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.getElementById(shown.id);
    if (fresh) shown.replaceWith(document.adoptNode(fresh));
  } catch { /* the line is down for a moment: ask again */ }
  setTimeout(ask, EVERY);
}
setTimeout(ask, EVERY);

// What amounts come to while they are typed; the server says the same when the form is sent.
const sum = document.querySelector("[data-adds-up-to]");
if (sum) {
  const parts = [...document.querySelectorAll("[data-adds-up]")];
  const pence = (text) => Math.round(Number(text.replace(/[£,\s]/g, "")) * 100);
  const said = (amount) => `£${(amount / 100).toLocaleString("en-GB", { minimumFractionDigits: amount % 100 ? 2 : 0 })}`;
  const asked = pence(sum.dataset.addsUpTo);
  const add = () => {
    const total = parts.reduce((all, box) => all + (pence(box.value) || 0), 0);
    const left = asked - total;
    sum.textContent = `${said(total)} of ${said(asked)}: ` +
      (left > 0 ? `${said(left)} is still to be said.` : left < 0 ? `that is ${said(-left)} too much.` : "it adds up.");
    sum.hidden = false;
  };
  for (const box of parts) box.addEventListener("input", add);
  add();
}
