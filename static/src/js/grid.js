// A grid of amounts that is edited like a spreadsheet: arrows and Enter move, a block from a spreadsheet fills it from
// the focused box, the totals run along. The server reads every box again: what is worked out here is only shown.

const form = document.querySelector("form[data-grid]");
const rows = [...form.querySelectorAll("tr[data-row]")];
const boxAt = (row, column) => rows[row]?.querySelector(`td[data-column="${column}"] input`);
const boxes = [...form.querySelectorAll("td[data-column] input")];
const shown = new Map(boxes.map((box) => [box, box.defaultValue]));
let isSending = false;

// Pence as whole numbers, so that nothing is lost in rounding; null for what is no amount.
function pence(text) {
  const plain = text.replace(/[£,\s]/g, "");
  if (["", "-", "–", "—"].includes(plain)) return 0;
  const parts = plain.match(/^(\d{1,11})(?:\.(\d{1,2}))?$/);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0")) : null;
}

function pounds(amount) {
  const whole = amount % 100 === 0;
  const words = (Math.abs(amount) / 100).toLocaleString("en-GB", {
    minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: whole ? 0 : 2,
  });
  return `${amount < 0 ? "−" : ""}£${words}`;
}

const nowOf = (cell) => Math.round(Number(cell.dataset.now) * 100);
const wantedIn = (cell) => {
  const box = cell.querySelector("input");
  return box ? pence(box.value) ?? 0 : nowOf(cell);
};

function tellChange(cell) {
  const words = cell.querySelector("[data-change]");
  if (!words) return;
  const typed = pence(cell.querySelector("input").value);
  const change = (typed ?? 0) - nowOf(cell);
  words.textContent = typed === null ? "not an amount" : change ? `${pounds(Math.abs(change))} ${change > 0 ? "more" : "less"}` : "";
}

function workOut() {
  const columns = new Map();
  const streams = new Map();
  let total = 0;
  for (const row of rows) {
    let ofRow = 0;
    for (const cell of row.querySelectorAll("td[data-column]")) {
      const amount = wantedIn(cell);
      ofRow += amount;
      columns.set(cell.dataset.column, (columns.get(cell.dataset.column) ?? 0) + amount);
    }
    row.querySelector("[data-row-total]").textContent = pounds(ofRow);
    streams.set(row.dataset.stream, (streams.get(row.dataset.stream) ?? 0) + ofRow);
    total += ofRow;
  }
  for (const [column, amount] of columns) {
    form.querySelector(`[data-column-total="${column}"]`).textContent = pounds(amount);
  }
  form.querySelector("[data-total]").textContent = pounds(total);
  for (const line of form.querySelectorAll("[data-stream-total]")) {
    const wanted = (streams.get(line.dataset.streamTotal) ?? 0) + Math.round(Number(line.dataset.elsewhere) * 100);
    const left = Math.round(Number(line.dataset.has) * 100) - wanted;
    line.querySelector("[data-wanted]").textContent = pounds(wanted);
    const words = left < 0 ? `${pounds(left)}: more than it has` : left ? `${pounds(left)} not planned` : "all of it planned";
    if (line.querySelector("[data-left]").textContent !== words) line.querySelector("[data-left]").textContent = words;
  }
}

function placeOf(box) {
  const cell = box.closest("td[data-column]");
  return { row: Number(cell.closest("tr").dataset.row), column: Number(cell.dataset.column) };
}

// The next open box that way: closed periods have none.
function go(box, down, right) {
  let { row, column } = placeOf(box);
  const columns = rows[0].querySelectorAll("td[data-column]").length;
  for (;;) {
    row += down;
    column += right;
    if (row < 0 || column < 0 || row >= rows.length || column >= columns) return;
    const next = boxAt(row, column);
    if (next) {
      next.focus();
      next.select();
      return;
    }
  }
}

form.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!boxes.includes(box) || event.ctrlKey || event.altKey || event.metaKey) return;
  const atStart = box.selectionStart === 0;
  const atEnd = box.selectionEnd === box.value.length;
  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
    ArrowLeft: atStart ? [0, -1] : null, ArrowRight: atEnd ? [0, 1] : null,
  };
  const step = steps[event.key];
  if (!step || (event.shiftKey && event.key !== "Enter")) return;
  event.preventDefault();
  go(box, ...step);
});

form.addEventListener("input", (event) => {
  if (!boxes.includes(event.target)) return;
  tellChange(event.target.closest("td"));
  workOut();
});

form.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!boxes.includes(event.target) || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const { row, column } = placeOf(event.target);
  let leftOver = 0;
  text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((word, right) => {
      const isThere = rows[row + down]?.querySelector(`td[data-column="${column + right}"]`);
      if (!isThere) leftOver += 1;
      const box = boxAt(row + down, column + right);
      if (!box) return;
      box.value = word.trim().replace(/^"|"$/g, "") || "0";
      tellChange(box.closest("td"));
    });
  });
  workOut();
  const live = document.getElementById("house-live");
  if (live) live.textContent = leftOver ? `${leftOver} amounts of the block lie outside the grid and were left out.` : "The block is filled in. Nothing is saved yet.";
});

form.addEventListener("submit", () => { isSending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!isSending && boxes.some((box) => box.value !== shown.get(box))) event.preventDefault();
});
workOut();
