// Long texts: how many characters are left, once few are. Nothing is cut off; the words change when it is too much.

function setUp(counter) {
  const area = document.getElementById(counter.id.replace(/_count$/, ""));
  const most = Number(counter.dataset.counter);
  if (!area) return;
  const show = () => {
    const left = most - [...area.value.replace(/\r?\n/g, "\n")].length;
    counter.classList.toggle("counter-over", left < 0);
    counter.classList.toggle("counter-far", left > most / 3);
    if (left < 0) counter.textContent = `${-left} tecken för mycket`;
    else counter.textContent = left > most / 2 ? `Högst ${most} tecken` : `${left} tecken kvar`;
  };
  area.addEventListener("input", show);
  show();
}
const setUpAll = (part) => part.querySelectorAll("[data-counter]").forEach(setUp);
document.addEventListener("lindra:added", ({ target }) => setUpAll(target));
setUpAll(document);
