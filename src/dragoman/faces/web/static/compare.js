// Ticked offers are kept while one turns pages, sliders move the fields they stand below, and a button prints.

const KEPT = "dragoman-picked";
const LEAST = 2;
const MOST = 8;
const BOXES = "input[name=offer][form=compare-form]";

// [{id, title}], in the order they were ticked.
function picked() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return kept.filter((one) => typeof one?.id === "string");
  } catch {
    return [];
  }
}

function keep(chosen) {
  sessionStorage.setItem(KEPT, JSON.stringify(chosen.slice(0, MOST)));
  showPicked();
}

function drop(id) {
  keep(picked().filter((one) => one.id !== id));
}

function showPicked() {
  const form = document.getElementById("compare-form");
  if (!form) return;
  const chosen = picked();
  const ids = new Set(chosen.map((one) => one.id));
  const here = new Set();
  for (const box of document.querySelectorAll(BOXES)) {
    here.add(box.value);
    box.checked = ids.has(box.value);
    box.disabled = !box.checked && ids.size >= MOST;
  }
  const elsewhere = chosen.filter((one) => !here.has(one.id));
  for (const old of form.querySelectorAll("input[data-kept]")) old.remove();
  for (const { id } of elsewhere) {
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "offer", value: id });
    kept.dataset.kept = "";
    form.append(kept);
  }
  form.classList.toggle("ready", ids.size > 0);
  form.querySelector("[type=submit]").disabled = ids.size < LEAST;
  showChosen(form, ids.size);
  showElsewhere(form.querySelector(".chosen-elsewhere"), elsewhere);
}

// How many there are, and why one cannot compare yet or tick another.
function showChosen(form, many) {
  const said = form.querySelector("[data-chosen]");
  said.hidden = many === 0;
  fill(said.querySelector("[data-words]"), many);
  const hint = form.querySelector(".hint");
  hint.dataset.few ??= hint.textContent;
  hint.textContent = many >= MOST ? hint.dataset.most : hint.dataset.few;
  hint.hidden = many >= LEAST && many < MOST;
}

// Those of other pages and searches, by name, each with a button that takes it out.
function showElsewhere(part, elsewhere) {
  part.hidden = elsewhere.length === 0;
  fill(part.querySelector("summary"), elsewhere.length);
  const list = part.querySelector("ul");
  list.replaceChildren(...elsewhere.map(({ id, title }) => {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("bdi"), { textContent: title });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "take-out", textContent: "×" });
    button.setAttribute("aria-label", list.dataset.words.replace("{}", () => title));
    button.addEventListener("click", () => {
      drop(id);
      (list.querySelector("button") ?? document.querySelector("[data-choose-none]")).focus();
    });
    item.append(name, " ", button);
    return item;
  }));
}

function fill(element, number) {
  const text = element.dataset.words.replace("{}", number);
  if (element.textContent !== text) element.textContent = text;
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches(BOXES)) return;
  const others = picked().filter((one) => one.id !== box.value);
  const title = box.closest(".card").querySelector(".card-title").textContent.trim().slice(0, 200);
  keep(box.checked ? [...others, { id: box.value, title }] : others);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-choose-none]")) return;
  keep([]);
  document.getElementById("total")?.focus({ preventScroll: true });
});
document.addEventListener("htmx:after:swap", () => { showPicked(); showPrint(); });
addEventListener("pageshow", showPicked);
showPicked();

// A slider that has a field: quantities by their logarithm, days from today on.
const DAY = 86_400_000;
const read = {
  quantity: (field) => Math.round(100 * Math.log10(Math.max(1, Number(field.value) || 1))),
  on: (field) => (field.value ? Math.round((Date.parse(field.value) - today()) / DAY) : 0),
};
const write = {
  quantity: (at) => String(rounded(10 ** (at / 100))),
  on: (at) => new Date(today() + at * DAY).toISOString().slice(0, 10),
};

function today() {
  return Date.parse(new Date().toISOString().slice(0, 10));
}

function rounded(number) {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return Math.max(1, Math.round(number / step) * step);
}

for (const slider of document.querySelectorAll("input[data-slides]")) {
  const field = document.getElementById(slider.dataset.slides);
  slider.hidden = false;
  slider.value = read[slider.dataset.slides](field);
  slider.addEventListener("input", () => { field.value = write[slider.dataset.slides](Number(slider.value)); });
  field.addEventListener("input", () => { slider.value = read[slider.dataset.slides](field); });
}
document.addEventListener("input", (event) => {
  const said = document.querySelector(`output[data-slid="${event.target.name}"]`);
  if (said) said.value = event.target.value;
});

function showPrint() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}
showPrint();
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-print]")) return;
  for (const one of document.querySelectorAll("#compared details")) one.open = true;
  print();
});
