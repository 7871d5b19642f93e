// Every page: moves to the list of what is missing, opens a <details> that an address points into,
// offers to print what is made for it, and registers the service worker that keeps "Hjälp nu" at hand without the network.

document.querySelector("[data-error-summary]")?.focus();

function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  const details = target && target.closest("details");
  if (!details) return;
  details.open = true;
  details.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
