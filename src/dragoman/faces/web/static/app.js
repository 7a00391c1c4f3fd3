// What every page shares. The page works without this; it only makes it quicker.

import "./compare.js";
import "./correct.js";
import "./menu.js";
import "./search.js";
import "./upload.js";

// "/" goes to the question, Escape leaves what is open.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !isTyping(event.target)) {
    event.preventDefault();
    const question = document.getElementById("q");
    if (question) {
      question.focus();
      question.select();
    } else {
      location.assign("/");
    }
  } else if (event.key === "Escape") {
    closeOpened(event.target);
  }
});

document.addEventListener("click", (event) => {
  for (const opened of document.querySelectorAll(".menu[open], .chip-edit[open]")) {
    if (!opened.contains(event.target)) opened.open = false;
  }
});

// A choice that sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// A request that got no answer says so; the next one that gets one takes it back.
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) document.getElementById("lost").hidden = false;
});
document.addEventListener("htmx:before:response", () => {
  document.getElementById("lost").hidden = true;
});

// What a load is at is heard when it changes, not twice a second.
document.addEventListener("htmx:after:swap", () => {
  const job = document.getElementById("job");
  const heard = document.getElementById("job-heard");
  if (!job || !heard || heard.dataset.state === job.dataset.state) return;
  heard.dataset.state = job.dataset.state;
  heard.textContent = job.querySelector("h2, .job-said")?.textContent.trim() ?? "";
});

function isTyping(element) {
  return element.isContentEditable || element.matches("input:not([type=checkbox]), textarea, select");
}

function closeOpened(element) {
  const opened = element.closest(".menu[open], .chip-edit[open]") ?? document.querySelector(".menu[open], .chip-edit[open]");
  if (!opened) return;
  opened.open = false;
  opened.querySelector("summary").focus();
}
