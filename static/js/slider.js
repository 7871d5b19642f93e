// A slider that shows one step of an explanation at a time, and the page's figure at that step.
// Without this file all the steps stand as a list.

for (const root of document.querySelectorAll("[data-slider]")) {
  const range = root.querySelector("input[type=range]");
  const steps = [...root.querySelectorAll("[data-slider-steps] > li")];
  const figure = document.querySelector(".f-step")?.closest(".figure");
  const show = () => {
    steps.forEach((step, index) => { step.hidden = index !== Number(range.value); });
    range.setAttribute("aria-valuetext", steps[range.value].querySelector("strong").textContent);
    if (figure) figure.dataset.level = range.value;
  };
  const list = root.querySelector("[data-slider-steps]");
  list.classList.add("slider-one");
  list.setAttribute("aria-live", "polite");
  root.querySelector("[data-slider-live]").hidden = false;
  range.addEventListener("input", show);
  show();
}
