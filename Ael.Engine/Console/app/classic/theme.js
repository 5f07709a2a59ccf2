// Before anything is drawn, so that a page chosen dark never flashes light. No module: those run after the first drawing.
"use strict";
{
  const chosen = localStorage.getItem("ael.theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
}
