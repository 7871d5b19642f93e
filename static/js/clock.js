// Clock fields: −15 and +15 once a time stands there, and the hours between two of them.
// Understands the same spellings as the server (lindra/rules/diaries/times.py).

const DAY = 24 * 60;

function read(text) {
  const match = /^(?:kl\.?\s*)?(\d{1,2})(?:[:.,\s]?(\d{2}))?$/i.exec(text.trim());
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] || 0)];
  if (hours === 24 && minutes === 0) return 0;
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

function write(minutes) {
  const whole = ((minutes % DAY) + DAY) % DAY;
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

function setUp(input) {
  const buttons = input.closest(".clock").querySelectorAll("[data-clock-step]");
  const refresh = () => buttons.forEach((button) => { button.disabled = read(input.value) === null; });
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      input.value = write(read(input.value) + Number(button.dataset.clockStep));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  input.addEventListener("input", refresh);
  input.addEventListener("change", () => {
    const minutes = read(input.value);
    if (minutes !== null) input.value = write(minutes);
    refresh();
  });
  refresh();
}

function between(output) {
  const [from, to] = [output.dataset.from, output.dataset.to].map((id) => document.getElementById(id));
  if (!from || !to) return;
  const show = () => {
    const [start, end] = [read(from.value), read(to.value)];
    if (start === null || end === null) { output.textContent = ""; return; }
    const minutes = ((end - start) + DAY) % DAY;
    const parts = [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} tim`, minutes % 60 && `${minutes % 60} min`];
    output.textContent = `${output.dataset.label || ""} ${parts.filter(Boolean).join(" ") || "0 min"}`.trim();
  };
  for (const input of [from, to]) for (const kind of ["input", "change"]) input.addEventListener(kind, show);
  show();
}

function start(root) {
  root.querySelectorAll("input[data-clock]:not([data-ready])").forEach((input) => {
    input.dataset.ready = "";
    setUp(input);
  });
  root.querySelectorAll("[data-clock-span]:not([data-ready])").forEach((output) => {
    output.dataset.ready = "";
    between(output);
  });
}
start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
