// Language and colours: the colours change at once, the language keeps what is being looked at and what was filled in.

const YEAR_SECONDS = 365 * 24 * 3600;

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) {
    event.preventDefault();
    choose(theme.dataset.themeChoice);
    return;
  }
  const language = event.target.closest("[data-language]");
  if (language) {
    event.preventDefault();
    speak(language.dataset.language);
  }
});

// Words that are being written go along. Files that were chosen cannot go along to another page: the page's own words
// are changed around them.
async function speak(language) {
  const here = new URL(location.href);
  const question = document.getElementById("q");
  if (question?.value.trim()) here.searchParams.set("q", question.value.trim());
  here.searchParams.set("lang", language);
  if (!document.querySelector(KEPT)) {
    location.assign(here);
    return;
  }
  try {
    const answer = await fetch(here, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(history.state, "", here);
  } catch {
    location.assign(here);
  }
}

const KEPT = "form.load, form.again";

function exchange(page) {
  const { title } = page;
  const { lang, dir } = page.documentElement;
  const body = document.adoptNode(page.body);
  const old = [...document.querySelectorAll(KEPT)];
  for (const [at, form] of [...body.querySelectorAll(KEPT)].entries()) {
    if (old[at]) fillIn(form, old[at]);
  }
  Object.assign(document.documentElement, { lang, dir });
  document.title = title;
  document.body.replaceWith(body);
  document.dispatchEvent(new Event("exchanged"));
  document.querySelector(".menu summary").focus();
}

function fillIn(form, old) {
  for (const field of [...form.elements]) {
    if (!field.name || field.type === "submit" || field.type === "hidden") continue;
    const before = [...old.elements].find((one) => one.name === field.name && one.type === field.type);
    if (!before) continue;
    if (field.type === "file") keepFiles(field, before);
    else field.value = before.value;
  }
  const opened = old.querySelectorAll("details");
  for (const [at, detail] of form.querySelectorAll("details").entries()) detail.open = opened[at]?.open ?? detail.open;
}

// The old field takes the new one's place, with the new one's words.
function keepFiles(field, before) {
  for (const { name, value } of [...field.attributes]) before.setAttribute(name, value);
  field.replaceWith(before);
}

function choose(theme) {
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  document.documentElement.dataset.theme = theme;
  for (const choice of document.querySelectorAll("[data-theme-choice]")) {
    if (choice.dataset.themeChoice === theme) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
  }
}
