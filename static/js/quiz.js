// Knowledge check: the explanation comes at once, nothing is sent and nothing is counted.
// Without this file "Visa svaret" opens it.

for (const item of document.querySelectorAll("[data-quiz-item]")) {
  const why = item.querySelector("[data-quiz-why]");
  const details = why.closest("details");
  const said = document.createElement("div");
  said.className = "quiz-why";
  said.setAttribute("role", "status");
  details.replaceWith(said);
  item.querySelector("[data-quiz-choices]").hidden = false;
  item.addEventListener("change", (event) => {
    const right = event.target.value === item.dataset.quizItem;
    const words = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = right ? "Ja, så är det. " : "Inte riktigt. ";
    words.append(strong, why.textContent);
    said.replaceChildren(words);
  });
}
