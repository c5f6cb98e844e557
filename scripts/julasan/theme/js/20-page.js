// What a page does beyond its text: copy its link, print, open its contents where there is room.
(() => {
  const status = document.querySelector(".jl-copied");
  const address = () => document.querySelector("link[rel=canonical]")?.href || location.href;
  for (const button of document.querySelectorAll("[data-jl-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(address()).then(
        () => (status.textContent = button.dataset.done),
        () => (status.textContent = button.dataset.failed),
      );
    });
  }
  for (const button of document.querySelectorAll("[data-jl-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const wide = matchMedia("(min-width: 60em)");
  const fold = () => {
    for (const details of document.querySelectorAll("[data-jl-wide]")) details.open = wide.matches;
  };
  fold();
  wide.addEventListener?.("change", fold);
})();
