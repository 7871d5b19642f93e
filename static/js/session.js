// The session: a warning five minutes before the log-out, in every tab at once. Typing and listening
// count as being there and are told to the server at most once in five minutes; polling never is.

const FIVE_MINUTES = 5 * 60_000;
const CHECK_MS = 10_000;

const dialog = document.getElementById("session-warning");
const whole = Number(dialog.dataset.seconds) * 1000;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("lindra-session") : null;
let deadline = Date.now() + whole;
let told = Date.now();
const timer = setInterval(check, CHECK_MS);

function extendTo(moment) {
  deadline = moment;
  if (dialog.open) dialog.close();
}

function extend(milliseconds) {
  extendTo(Date.now() + milliseconds);
  channel?.postMessage({ deadline });
}

// Ask the server how long is left; unless passive, asking extends it. Undefined when there is no answer.
async function ask(headers = {}) {
  const body = new FormData(dialog.querySelector("form"));
  try {
    const answer = await fetch(dialog.dataset.url, { method: "POST", body, headers });
    return answer.ok ? (await answer.json()).seconds_left * 1000 : 0;
  } catch {
    return undefined;
  }
}

async function stay() {
  told = Date.now();
  const left = await ask();
  if (left === undefined) told = 0;
  else if (left === 0) over();
  else extend(left);
}

// Time is out here, but another tab may have extended it while this one slept.
async function isItOver() {
  const left = await ask({ "X-Lindra-Passive": "1" });
  if (left > 0) extendTo(Date.now() + left); else over();
}

function active() {
  if (Date.now() - told >= FIVE_MINUTES && !dialog.open) stay();
}

function over() {
  clearInterval(timer);
  if (dialog.open) dialog.close();
  document.querySelector(".site").hidden = true;
  document.title = "Utloggad";
  const curtain = document.getElementById("session-over");
  curtain.hidden = false;
  curtain.querySelector("h2").focus();
}

function leave() {
  channel?.postMessage({ over: true });
  const form = document.querySelector("form[data-logout]");
  if (form) form.submit(); else over();
}

function check() {
  const left = deadline - Date.now();
  if (left <= 0) { isItOver(); return; }
  if (left > FIVE_MINUTES) return;
  const minutes = Math.ceil(left / 60_000);
  dialog.querySelector("[data-minutes]").textContent = minutes === 1 ? "en minut" : `${minutes} minuter`;
  if (!dialog.open) dialog.showModal();
}

channel?.addEventListener("message", ({ data }) => {
  if (data.over) over(); else extendTo(data.deadline);
});
channel?.postMessage({ deadline });
document.addEventListener("input", active);
document.addEventListener("lindra:active", active);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const passive = detail.requestConfig?.headers["X-Lindra-Passive"];
  if (detail.successful && !passive) { told = Date.now(); extend(whole); }
});
dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
dialog.querySelector("[data-session-leave]").addEventListener("click", leave);
dialog.addEventListener("cancel", stay);
document.addEventListener("visibilitychange", check);
check();
