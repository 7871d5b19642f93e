// Questions that belong to an answer show when it is given. Without this file they all show, and the
// server leaves out what was not asked.

function chosen(name) {
  const inputs = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const given = inputs.filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked);
  return given.map((input) => (input.type === "checkbox" && input.value === "on" ? "ja" : input.value));
}

function refresh() {
  for (const question of document.querySelectorAll("[data-shown-when]")) {
    const wanted = question.dataset.shownValues.split(" ");
    question.hidden = !chosen(question.dataset.shownWhen).some((value) => wanted.includes(value));
  }
}
document.addEventListener("change", refresh);
refresh();
