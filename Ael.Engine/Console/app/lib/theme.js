import { signal } from "@preact/signals";

const root = document.documentElement;
const system = window.matchMedia("(prefers-color-scheme: dark)");

/** Whether dark colours are shown, by the system's setting or by choice. */
export const dark = signal(isDark());

system.addEventListener("change", () => { dark.value = isDark(); });

/** Chooses the other colours; choosing what the system has means following it again. */
export function switchTheme() {
  const chosen = dark.value ? "light" : "dark";
  if ((chosen === "dark") === system.matches) {
    delete root.dataset.theme;
    localStorage.removeItem("ael.theme");
  } else {
    root.dataset.theme = chosen;
    localStorage.setItem("ael.theme", chosen);
  }
  dark.value = isDark();
}

function isDark() {
  return root.dataset.theme === undefined ? system.matches : root.dataset.theme === "dark";
}
