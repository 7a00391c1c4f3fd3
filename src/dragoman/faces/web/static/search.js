// The search page. htmx asks after a pause in typing and drops what an earlier request still had to say;
// here is what it cannot know: the Enter key, the choices outside the form, and what stays open.

const form = document.getElementById("search-form");
const question = document.getElementById("q");
if (form) start();

function start() {
  let composing = false;
  let opened = new Set();
  let wrong = new Map();
  let held = null;

  // A wrong number is said beside its field and not sent; the browser's own way would take the keyboard to it in mid-word.
  form.noValidate = true;
  document.querySelector(".keys").hidden = false;

  question.addEventListener("compositionstart", () => { composing = true; });
  question.addEventListener("compositionend", () => { composing = false; });
  question.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form !== form || field === question) return;
    document.getElementById("wrong-heard").textContent = sayWrong(field);
    form.requestSubmit();
  });

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement !== form) return;
    for (const field of wrongFields()) ctx.request.body.delete(field.name);
    if (ctx.sourceEvent?.type !== "input") return;
    if (composing) event.preventDefault();
    else ctx.request.headers["X-Typed"] = "1";
  });

  document.addEventListener("htmx:before:swap", () => {
    opened = new Set([...document.querySelectorAll("#answer details[id][open]:not(.chip-edit)")].map((one) => one.id));
    wrong = new Map(wrongFields().map((field) => [field.id, field.value]));
    held = placeOf(document.activeElement);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    for (const [id, value] of wrong) writeAgain(document.getElementById(id), value);
    if (held && document.activeElement === document.body) focusNear(held);
    showWords(event.detail.ctx);
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".chip-edit[open]")) edit(event.target);
  }, true);

  // htmx listens since before this or from its event on; words typed before it did are typed to it now.
  form.addEventListener("htmx:after:init", typeAgain);
  typeAgain();
}

function typeAgain() {
  if (question.value !== question.defaultValue) question.dispatchEvent(new Event("input", { bubbles: true }));
}

// Where a chip or an example changed the words, the field shows them; what is being typed is left alone.
function showWords(ctx) {
  const address = ctx?.hx?.pushurl ?? ctx?.hx?.replaceurl;
  if (!address) return;
  const words = new URL(address, location.href).searchParams.get("q") ?? "";
  if (ctx.sourceElement !== form) question.value = words;
  document.title = words ? `${words.slice(0, 60)} · Dragoman` : "Dragoman";
}

function wrongFields() {
  return [...form.elements].filter((field) => field !== question && field.validity && !field.validity.valid);
}

// What is wrong stands beside the field as long as it is; "" where nothing is.
function sayWrong(field) {
  const said = document.getElementById(`${field.id}-wrong`);
  if (!said) return "";
  const isWrong = !field.validity.valid;
  said.hidden = !isWrong;
  for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", said.id]]) {
    if (isWrong) field.setAttribute(name, value);
    else field.removeAttribute(name);
  }
  return isWrong ? said.textContent : "";
}

// The answer comes without a number that was not sent.
function writeAgain(field, value) {
  if (!field || field.value) return;
  field.value = value;
  sayWrong(field);
}

// Of what the answer is about to take away while it has the focus: its list and its place there.
function placeOf(element) {
  if (!element?.closest("#answer")) return null;
  const item = element.closest(".chips > li, .active > li");
  return { list: item?.parentElement.className, at: item ? [...item.parentElement.children].indexOf(item) : 0 };
}

// The keyboard stays where it was: at the chip that is there now, else at the heading with the number of offers.
function focusNear({ list, at }) {
  const items = list ? document.querySelectorAll(`#answer .${list} > li`) : [];
  const next = (items[at] ?? items[items.length - 1])?.querySelector("summary, a");
  (next ?? document.getElementById("total") ?? question).focus({ preventScroll: true });
}

function edit(chip) {
  const said = chip.querySelector("[name=phrase]");
  const sheet = chip.querySelector(".chip-form");
  sheet.style.translate = "";
  const box = sheet.getBoundingClientRect();
  const margin = 12;
  const over = Math.max(0, box.right + margin - document.documentElement.clientWidth) || Math.min(0, box.left - margin);
  if (over) sheet.style.translate = `${-over}px`;
  said.focus();
  said.select();
}
