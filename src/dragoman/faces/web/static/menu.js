// Language and colours: the colours change at once, the language keeps what is being looked at.

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
    const here = new URL(location.href);
    here.searchParams.set("lang", language.dataset.language);
    location.assign(here);
  }
});

function choose(theme) {
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  document.documentElement.dataset.theme = theme;
  for (const choice of document.querySelectorAll("[data-theme-choice]")) {
    if (choice.dataset.themeChoice === theme) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
  }
}
