// The shell: light or dark by the reader's choice, and menus that close when one leaves them.
(() => {
  const root = document.documentElement;
  const button = document.querySelector("[data-jl-scheme]");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => {
    const chosen = root.getAttribute("data-md-color-scheme");
    return chosen ? chosen === "slate" : system.matches;
  };
  const label = () => {
    const text = dark() ? button.dataset.light : button.dataset.dark;
    button.setAttribute("aria-label", text);
    button.title = text;
  };
  if (button) {
    button.hidden = false;
    label();
    system.addEventListener?.("change", label);
    button.addEventListener("click", () => {
      const scheme = dark() ? "default" : "slate";
      root.setAttribute("data-md-color-scheme", scheme);
      try {
        localStorage.setItem("julasan.scheme", scheme);
      } catch {
        // A browser that keeps nothing still shows the choice on this page.
      }
      label();
    });
  }

  const menus = [...document.querySelectorAll("[data-jl-menu]")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
