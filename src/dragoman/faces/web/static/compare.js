// Ticked offers are kept while one turns pages, sliders move the fields they stand below, and a button prints.

const KEPT = "dragoman-picked";
const MOST = 8;

function picked() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

function showPicked() {
  const form = document.getElementById("compare-form");
  if (!form) return;
  const ids = picked();
  const here = new Set();
  for (const box of document.querySelectorAll("input[name=offer][form=compare-form]")) {
    here.add(box.value);
    box.checked = ids.includes(box.value);
    box.disabled = !box.checked && ids.length >= MOST;
  }
  for (const old of form.querySelectorAll("input[data-kept]")) old.remove();
  for (const id of ids.filter((one) => !here.has(one))) {
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "offer", value: id });
    kept.dataset.kept = "";
    form.append(kept);
  }
  form.classList.toggle("ready", ids.length >= 2);
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("input[name=offer][form=compare-form]")) return;
  const others = picked().filter((one) => one !== box.value);
  sessionStorage.setItem(KEPT, JSON.stringify(box.checked ? [...others, box.value].slice(0, MOST) : others));
  showPicked();
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "compare-form") sessionStorage.removeItem(KEPT);
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
