// Messages: "Ångra" goes when its time is over, a name that is clicked on becomes a field, and in the
// window the newest is in view.

function endUndo(bar) {
  setTimeout(() => {
    const inside = bar.contains(document.activeElement);
    bar.remove();
    if (inside) document.querySelector("form[data-composer] textarea")?.focus();
  }, Number(bar.dataset.undoSeconds) * 1000);
}

function rename(details) {
  const field = details.querySelector("input[name=title]");
  const summary = details.querySelector("summary");
  summary.addEventListener("click", () => setTimeout(() => {
    if (details.open) { field.focus(); field.select(); }
  }));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
}

function setUp(part) {
  part.querySelectorAll("[data-undo-seconds]").forEach(endUndo);
  part.querySelectorAll("details[data-rename]").forEach(rename);
}
document.addEventListener("lindra:added", ({ target }) => setUp(target));
setUp(document);
