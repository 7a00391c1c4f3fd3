// Loading: files dropped anywhere on the form, their names shown, and how much has been sent.

let form = null;
start();
document.addEventListener("exchanged", start); // the same page in another language

function start() {
  form = document.querySelector("form.load");
  if (!form) return;
  const field = form.querySelector("#files");
  field.addEventListener("change", () => showChosen(field));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    send(event.submitter);
  });
  if (field.files.length) showChosen(field);
}

let depth = 0;
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    if (kind === "dragenter") depth += 1;
    form.querySelector("[data-drop]").classList.add("drop-over");
  });
}
document.addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (depth === 0) form?.querySelector("[data-drop]").classList.remove("drop-over");
});
document.addEventListener("drop", (event) => {
  if (!form || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  depth = 0;
  form.querySelector("[data-drop]").classList.remove("drop-over");
  if (event.target.closest?.("#mapping")) return;
  const field = form.querySelector("#files");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

function showChosen(field) {
  const list = form.querySelector("[data-chosen]");
  const files = [...field.files];
  list.replaceChildren(...files.slice(0, 20).map(nameOf));
  if (files.length > 20) list.append(`+ ${files.length - 20}`);
  list.hidden = files.length === 0;
  const megabytes = files.reduce((sum, file) => sum + file.size, 0) / 1024 / 1024;
  const tooLarge = megabytes > Number(form.dataset.maxMb);
  form.querySelector("[data-too-large]").hidden = !tooLarge;
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = tooLarge;
}

function nameOf(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.className = "cell";
  name.textContent = file.name;
  item.append(name);
  return item;
}

function send(submitter) {
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  const failed = form.querySelector("[data-failed]");
  const body = new FormData(form, submitter);
  const request = new XMLHttpRequest();
  const buttons = form.querySelectorAll("[type=submit]");

  const stop = (said) => {
    sending.hidden = true;
    failed.replaceChildren(...said);
    failed.hidden = false;
    for (const button of buttons) button.disabled = false;
  };
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    stop(page.querySelector(".failure")?.childNodes ?? [page.body.textContent]);
  });
  request.addEventListener("error", () => {
    document.getElementById("lost").hidden = false;
    stop([]);
    failed.hidden = true;
  });

  failed.hidden = true;
  sending.hidden = false;
  bar.removeAttribute("value");
  for (const button of buttons) button.disabled = true;
  request.open("POST", form.getAttribute("action")); // form.action is the buttons of that name
  request.send(body);
}

// A page that the browser brings back from its memory must not stay in the midst of sending.
addEventListener("pageshow", (event) => {
  if (!event.persisted || !form) return;
  form.querySelector("[data-sending]").hidden = true;
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = false;
});
