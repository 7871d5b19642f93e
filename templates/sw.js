{% load static %}// The service worker: keeps static files and the page "Hjälp nu" for when there is no network.
// Nothing else is ever kept: pages about a person go to the network alone, and the help page is
// fetched without cookies, so that nobody's name is in it.

const HELP = "/hjalp-nu/";
const FILES = [
  "{% static 'css/tokens.css' %}", "{% static 'css/reset.css' %}", "{% static 'css/base.css' %}",
  "{% static 'css/layout.css' %}", "{% static 'css/components.css' %}", "{% static 'css/forms.css' %}",
  "{% static 'css/learning.css' %}", "{% static 'css/charts.css' %}", "{% static 'css/patient.css' %}",
  "{% static 'icons/icons.svg' %}", "{% static 'icons/lindra.svg' %}",
  "{% static 'vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2' %}",
  "{% static 'vendor/fonts/lindra-digits-wght-normal.woff2' %}",
];
const NO_NETWORK = "{% filter escapejs %}{% include 'offline.html' %}{% endfilter %}";
const CACHE = `lindra-${hash(FILES.join() + NO_NETWORK)}`;

function hash(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return sum.toString(36);
}

async function keepHelp() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(HELP, { credentials: "omit", cache: "no-store" });
  if (answer.ok && !answer.redirected) await cache.put(HELP, answer);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await keepHelp();
}

async function forgetOld() {
  const keys = await caches.keys();
  await Promise.all(keys.filter((key) => key.startsWith("lindra-") && key !== CACHE).map((key) => caches.delete(key)));
  await clients.claim();
}

async function fromCacheFirst(request) {
  const kept = await caches.match(request);
  return kept ?? fetch(request);
}

async function networkOrHelp(request) {
  try {
    return await fetch(request);
  } catch {
    const kept = new URL(request.url).pathname === HELP && (await caches.match(HELP));
    return kept || new Response(NO_NETWORK, {
      status: 503,
      headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" },
    });
  }
}

addEventListener("install", (event) => { skipWaiting(); event.waitUntil(keepAll()); });
addEventListener("activate", (event) => event.waitUntil(forgetOld()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(networkOrHelp(request));
    if (pathname === HELP) event.waitUntil(keepHelp().catch(() => {}));
  } else if (FILES.includes(pathname)) {
    event.respondWith(fromCacheFirst(request));
  }
});
