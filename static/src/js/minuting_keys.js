// Minuting with the keyboard alone: from item to item, and to the parts of an item, without leaving the home row for long.

export function listenForKeys(form, { parts, saveAll, settle }) {
  const sections = [...form.querySelectorAll("[data-item]")];
  const marks = new Map(sections.map((each) => [each, form.querySelector(`[data-mark="${each.dataset.item}"]`)]));
  let current;

  const box = (section) => section.querySelector("textarea.house-write__box");
  const seen = new Set();
  const go = (section, target = box(section)) => {
    if (!section || !target) return;
    // One goes on where the text ends, and on the second visit where one was.
    if (target.matches("textarea") && !seen.has(target)) target.setSelectionRange(target.value.length, target.value.length);
    seen.add(target);
    target.focus({ preventScroll: true });
    (target === box(section) ? section : target.closest("details") ?? section).scrollIntoView({ block: "start" });
    // A part or a text may be taller than the window: what has the focus is always in sight.
    const { top, bottom } = target.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) target.scrollIntoView({ block: "nearest" });
  };
  const open = (kind) => {
    const part = current && parts.open(`${kind}-${current.dataset.item}`);
    if (part) go(current, part.querySelector("textarea, select, input"));
  };
  // To another page of the same record, once everything here is saved.
  const leaveBy = async (selector) => {
    const link = [...(current?.querySelectorAll(selector) ?? [])].at(-1);
    if (!link) return;
    await settle();
    // Not a click: with Alt held down that would save the page instead of opening it.
    location.assign(link.href);
  };
  const step = (by) => {
    const next = sections[current ? sections.indexOf(current) + by : 0];
    if (next) go(next);
  };

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    KeyM: () => current && go(current),
    KeyO: () => current && go(current, current.querySelector("select[name^='outcome-']")),
    KeyD: () => open("decide"),
    KeyA: () => open("act"),
    KeyI: () => open("interest"),
    KeyL: () => open("leave"),
    KeyJ: () => open("arrive"),
    KeyP: () => open("approve"),
    KeyE: () => leaveBy("[data-elect]"),
    KeyV: () => leaveBy("[data-votes]"),
    KeyC: () => form.querySelector("button[value='close']")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    const onlyAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (onlyAlt && keys[event.code]) {
      event.preventDefault();
      keys[event.code]();
    } else if (control && event.code === "KeyS") {
      event.preventDefault();
      saveAll();
    } else if (event.key === "Enter" && (control || event.target.matches("input:not([type='checkbox'])"))) {
      // Enter sends the part one is in, never another.
      const button = event.target.closest("[data-part]")?.querySelector("button[name='do']");
      if (!button && !event.target.matches("input")) return;
      event.preventDefault();
      if (button) form.requestSubmit(button);
    }
  });

  form.addEventListener("focusin", (event) => {
    const section = event.target.closest("[data-item]");
    if (!section || section === current) return;
    marks.get(current)?.removeAttribute("aria-current");
    current = section;
    marks.get(section).setAttribute("aria-current", "true");
  });

  // A link to an item leads to its box: one goes there to write.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#item-']");
    const section = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!section) return;
    event.preventDefault();
    go(section);
  });

  // The browser's own jump to the item, which happens when all is loaded, takes the focus from wherever it was.
  const first = sections.find((each) => location.hash === `#${each.id}`);
  if (!first || document.querySelector("[data-module='govuk-error-summary']")) return;
  if (document.readyState === "complete") go(first);
  else window.addEventListener("load", () => setTimeout(() => go(first)));
}
