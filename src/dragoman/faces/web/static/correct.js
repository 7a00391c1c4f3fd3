// A doubtful cell is settled where it stands: what was kept is said beside it, nothing moves, the keyboard stays there.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.correct[data-in-place]") || event.defaultPrevented) return;
  event.preventDefault();
  const said = form.querySelector(".correct-said");
  const before = form.getBoundingClientRect().top;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById(said.id)) throw new Error("another list");
    for (const old of document.querySelectorAll(".correct-said[id], #waitings")) {
      const now = page.getElementById(old.id);
      if (now && now.innerHTML !== old.innerHTML) old.replaceChildren(...document.importNode(now, true).childNodes);
    }
    scrollBy(0, form.getBoundingClientRect().top - before);
  } catch {
    form.submit();
  }
});

// A link to a field is a way to write in it.
document.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest?.('.correct-said a[href^="#right-"]')?.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
