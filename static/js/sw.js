// The service worker: keeps the page "Hjälp nu", and the files that it needs, for when there is no
// network. Nothing else is ever kept: pages about a person go to the network alone, and the help page
// is fetched without cookies, so that nobody's name is in it. Served from the root (/sw.js).

const CACHE = "lindra-help-1";
const HELP = "/hjalp-nu/";
const DAY_MS = 24 * 3600_000;

// The addresses of our own files that a page or a style sheet names.
function filesIn(text, base) {
  const found = text.matchAll(/(?:href|src)="([^"#]+\.(?:css|js|svg|woff2))[^"]*"|url\("([^"]+\.woff2)"\)/g);
  return [...found].map(([, inPage, inSheet]) => new URL(inPage ?? inSheet, base).href);
}

async function keep(cache, address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (answer.ok) await cache.put(address, answer.clone());
  return answer;
}

async function keepHelp() {
  const cache = await caches.open(CACHE);
  const page = await keep(cache, new URL(HELP, location.origin).href);
  if (!page.ok) return;
  const files = new Set(filesIn(await page.text(), page.url));
  for (const file of [...files].filter((address) => address.endsWith(".css"))) {
    for (const font of filesIn(await (await keep(cache, file)).text(), file)) files.add(font);
  }
  await Promise.all([...files].filter((address) => !address.endsWith(".css")).map((address) => keep(cache, address)));
  for (const { url } of await cache.keys()) {
    if (url !== page.url && !files.has(url)) await cache.delete(url);
  }
}

async function keepHelpFresh(asked) {
  const kept = await caches.match(HELP);
  const age = kept ? Date.now() - Date.parse(kept.headers.get("Date")) : Infinity;
  if (asked || !(age < DAY_MS)) await keepHelp();
}

async function forgetOld() {
  const keys = await caches.keys();
  await Promise.all(keys.filter((key) => key.startsWith("lindra-") && key !== CACHE).map((key) => caches.delete(key)));
  await clients.claim();
}

// The help page's own head, so that the styles are there, and a few words instead of its body.
async function noNetwork() {
  const help = await (await caches.match(HELP))?.text() ?? "";
  const head = help.slice(0, help.indexOf("</head>") + 7)
    .replace(/<title>.*?<\/title>/s, "<title>Ingen kontakt just nu</title>").replace(/<script.*?<\/script>/gs, "");
  const words = `<body class="patient reading"><main class="wrap stack"><h1>Ingen kontakt just nu</h1>
    <p>Det går inte att nå sidan. Det kan bero på nätet där du är. Det du redan har sparat finns kvar.</p>
    <p><a class="button" href="">Försök igen</a></p>
    <p>Sidan <a href="${HELP}">Hjälp nu</a> går att läsa även utan nät.</p></main></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" };
  return new Response((head || '<!doctype html><html lang="sv"><meta charset="utf-8">') + words, { status: 503, headers });
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    const isHelp = new URL(request.url).pathname === HELP;
    return (isHelp && (await caches.match(HELP))) || noNetwork();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (trouble) {
    const kept = await caches.match(request.url);
    if (kept) return kept;
    throw trouble;
  }
}

addEventListener("install", (event) => { skipWaiting(); event.waitUntil(keepHelp()); });
addEventListener("activate", (event) => event.waitUntil(forgetOld()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
    event.waitUntil(keepHelpFresh(pathname === HELP).catch(() => {}));
  } else if (["style", "script", "font", "image"].includes(request.destination)) {
    event.respondWith(file(request));
  }
});
