// The search page. htmx asks after a pause in typing and drops what an earlier request still had to say;
// here is what it cannot know: the Enter key, the choices outside the form, and what stays open.

const form = document.getElementById("search-form");
const question = document.getElementById("q");
if (form) start();

function start() {
  let composing = false;
  let opened = new Set();

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
    if (field.form === form && field !== question && field.checkValidity()) form.requestSubmit();
  });

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement !== form || ctx.sourceEvent?.type !== "input") return;
    if (composing) event.preventDefault();
    else ctx.request.headers["X-Typed"] = "1";
  });

  document.addEventListener("htmx:before:swap", () => {
    opened = new Set([...document.querySelectorAll("#answer details[id][open]:not(.chip-edit)")].map((one) => one.id));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    showWords(event.detail.ctx);
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".chip-edit[open]")) edit(event.target);
  }, true);
}

// Where a chip or an example changed the words, the field shows them; what is being typed is left alone.
function showWords(ctx) {
  const address = ctx?.hx?.pushurl ?? ctx?.hx?.replaceurl;
  if (!address) return;
  const words = new URL(address, location.href).searchParams.get("q") ?? "";
  if (ctx.sourceElement !== form) question.value = words;
  document.title = words ? `${words.slice(0, 60)} · Dragoman` : "Dragoman";
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
