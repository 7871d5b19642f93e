// The message window: stands beside the page, docked by buttons, through tab changes and reloads. What is
// kept in the browser is whether it is open, at which side, and the treatment's id. Never a text or a name:
// what is half-written is a draft on the server. Links and forms in it are fetched into it; without scripts
// the same addresses are pages.

const KEY = "lindra-window";
const dialog = document.getElementById("message-window");
const body = document.getElementById("message-window-body");
const other = dialog.querySelector("[data-other]");
const trouble = dialog.querySelector("[data-trouble]");
const ownWindow = dialog.querySelector("[data-own-window]");
const NOWHERE = "00000000-0000-0000-0000-000000000000";
const WORDS = {
  0: "Ingen kontakt just nu. Det du skrivit finns kvar här.",
  401: "Du är utloggad. Det du skrivit finns kvar här. Logga in i en ny flik.",
  other: "Det gick inte just nu. Det du skrivit finns kvar här.",
};
const GONE = [403, 404];

let kept = { open: false, side: "right", treatment: "" };
let opener = null;

function load() {
  try {
    kept = { ...kept, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };
  } catch { /* what cannot be read is as nothing */ }
}

function keep(changes) {
  kept = { ...kept, ...changes };
  const { open, side, treatment } = kept;
  sessionStorage.setItem(KEY, JSON.stringify({ open, side, treatment }));
  if (open) document.documentElement.dataset.messageWindow = side;
  else delete document.documentElement.dataset.messageWindow;
  for (const button of dialog.querySelectorAll("[data-dock]")) {
    button.setAttribute("aria-pressed", String(button.dataset.dock === side));
  }
}

const entry = (treatment) => dialog.dataset.messageWindowAt.replace(NOWHERE, treatment);

// Whatever is half-written in a part that is to go is saved first.
async function settled() {
  const wait = [];
  document.dispatchEvent(new CustomEvent("lindra:leaving", { detail: { wait } }));
  await Promise.all(wait);
}

async function show(url, options = {}, form = null) {
  let answer;
  try {
    answer = await fetch(url, { ...options, headers: { "HX-Request": "true" } });
  } catch {
    return fail(0, form);
  }
  if (!answer.ok && ![409, 422].includes(answer.status)) return fail(answer.status, form);
  const text = await answer.text();
  trouble.textContent = "";
  body.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  window.htmx.process(body);
  body.dispatchEvent(new CustomEvent("lindra:added", { bubbles: true }));
  keep({ treatment: shown() ?? kept.treatment });
  ownWindow.href = answer.url;
  const scroll = body.querySelector(".window-scroll");
  if (scroll?.querySelector(".thread")) toNewest(scroll);
  compare();
  return true;
}

function toNewest(scroll) {
  const newest = scroll.querySelector(".thread > .message:last-of-type");
  const alert = scroll.querySelector("[role=alert]");
  (alert ?? newest)?.scrollIntoView({ block: "nearest" });
}

function fail(status, form) {
  trouble.textContent = WORDS[status] ?? WORDS.other;
  form?.dispatchEvent(new CustomEvent("lindra:failed", { detail: { status } }));
  return status;
}

// Whose the thread is that stands in the window; undefined before there is any.
const shown = () => body.querySelector("[data-window-treatment]")?.dataset.windowTreatment;

// Another patient's page behind: the window stays with its own, and says so.
function compare() {
  const page = dialog.dataset.treatment;
  other.hidden = !page || page === kept.treatment;
  const writing = body.querySelector("[data-composer] [name=draft]")?.value;
  for (const form of document.querySelectorAll("main [data-composer]")) {
    const same = dialog.open && form.elements.draft.value === writing;
    if (form.hidden && !same) takeBack(form);
    if (!form.hidden && same) form.before(note());
    form.hidden = same;
  }
}

// The opener was pressed while another patient's thread stands here: whoever pressed it chooses.
function ask() {
  other.hidden = false;
  other.querySelector("[data-switch]").focus();
}

function note() {
  const words = document.createElement("p");
  words.className = "callout callout-info composer-elsewhere";
  words.textContent = "Du skriver i fönstret bredvid.";
  return words;
}

function takeBack(form) {
  form.parentElement.querySelector(".composer-elsewhere")?.remove();
  const there = body.querySelector("[data-composer]");
  if (there?.elements.draft.value !== form.elements.draft.value) return;
  form.elements.text.value = there.elements.text.value;
  form.elements.revision.value = there.elements.revision.value;
}

async function open(treatment, url) {
  await settled();
  keep({ open: true, treatment: shown() ?? treatment });
  if (!dialog.open) dialog.show();
  if (await show(url) === true) focusInside();
}

// To write at once where there is room; on a small screen the keyboard would hide what was said.
function focusInside() {
  const box = matchMedia("(min-width: 64rem)").matches && body.querySelector("textarea");
  (box || body.querySelector("h2"))?.focus({ preventScroll: true });
}

async function close() {
  await settled();
  dialog.close();
  keep({ open: false });
  compare();
  (opener ?? document.querySelector("[data-opens-window]"))?.focus();
}

async function restore() {
  load();
  if (!kept.open || !kept.treatment) return;
  const before = document.activeElement;
  keep({});
  dialog.show();
  document.activeElement?.blur();
  if (before !== document.body) before?.focus();
  const status = await show(entry(kept.treatment));
  if (GONE.includes(status)) { dialog.close(); keep({ open: false, treatment: "" }); }
}

const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens-window]");
  if (!link || !plain(event)) return;
  event.preventDefault();
  opener = link;
  if (dialog.open && kept.treatment !== dialog.dataset.treatment) return ask();
  open(dialog.dataset.treatment, link.href);
});

body.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || !plain(event) || !link.search.includes("fonster")) return;
  event.preventDefault();
  await settled();
  if (await show(link.href) === true) focusInside();
});

body.addEventListener("submit", async (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const form = event.target;
  const data = new FormData(form, event.submitter);
  if (!form.matches("[data-composer]")) await settled();
  if (await show(form.action, { method: "POST", body: data }, form) === true) focusInside();
});

dialog.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.dock) keep({ side: button.dataset.dock });
  if ("close" in button.dataset) close();
  if ("keep" in button.dataset) other.hidden = true;
  if ("switch" in button.dataset) {
    open(dialog.dataset.treatment, opener?.href ?? entry(dialog.dataset.treatment));
  }
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) { event.preventDefault(); close(); }
});

// One own window for each patient: what stands in it is never exchanged for another's.
ownWindow.addEventListener("click", async (event) => {
  event.preventDefault();
  const address = ownWindow.href;
  const own = window.open("", `meddelanden-${kept.treatment}`, "popup,width=460,height=720");
  await settled();
  if (own) { own.location.href = address; close(); } else location.assign(address);
});

restore();
