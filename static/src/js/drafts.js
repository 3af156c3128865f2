// What is typed into a long form and not saved yet, kept on this device: it survives a reload, a crash and a browser
// that is closed. A form says with data-keeps-drafts whose words these are, and with data-just-saved that all is saved.

const form = document.querySelector("form[data-keeps-drafts]");
const boxes = [...form.querySelectorAll("textarea")];
const key = `drafts:${form.dataset.keepsDrafts}`;
// Boxes of one name stand in a row: the place in the row tells them apart.
const nameOf = (box) => `${box.name}:${boxes.filter((each) => each.name === box.name).indexOf(box)}`;
const shown = new Map(boxes.map((box) => [box, box.value]));
let isLeaving = false;

function read() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function changed() {
  return boxes.filter((box) => box.value !== shown.get(box));
}

function keep() {
  const words = Object.fromEntries(changed().map((box) => [nameOf(box), { was: shown.get(box), is: box.value }]));
  try {
    if (Object.keys(words).length) localStorage.setItem(key, JSON.stringify(words));
    else localStorage.removeItem(key);
  } catch { /* a device that keeps nothing still warns before leaving */ }
}

// Words come back into their box by themselves where the box shows what they were typed upon; others are offered.
function bringBack() {
  const waiting = [];
  for (const [name, words] of Object.entries(read())) {
    const box = boxes.find((each) => nameOf(each) === name);
    if (box && box.value === words.was) box.value = words.is;
    else if (!boxes.some((each) => each.value === words.is)) waiting.push(words.is);
  }
  if (waiting.length) offer(waiting);
}

function offer(texts) {
  const place = document.createElement("div");
  place.className = "house-write__drafts";
  const heading = Object.assign(document.createElement("h2"), {
    className: "govuk-heading-m", textContent: "This device has words that were not saved",
  });
  const told = Object.assign(document.createElement("p"), {
    className: "govuk-body", textContent: "They were typed on an older text. Copy from here what you still need.",
  });
  place.append(heading, told, ...texts.map((text) => Object.assign(document.createElement("div"), {
    className: "house-kept govuk-!-margin-bottom-4", textContent: text,
  })));
  form.before(place);
}

if ("justSaved" in form.dataset) {
  try {
    localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}
bringBack();
form.addEventListener("input", keep);
form.addEventListener("submit", () => { isLeaving = true; });
addEventListener("beforeunload", (event) => {
  if (!isLeaving && changed().length) event.preventDefault();
});
