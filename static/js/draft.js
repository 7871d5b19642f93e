// Drafts: says in words whether what is written is kept. htmx does the saving; this file answers for
// what htmx cannot: no network, logged out, another tab with a newer draft, and a page that is left.
// A part that comes later says lindra:added; one that is to go says lindra:leaving and waits for the save.

const WORDS = {
  offline: "Ingen kontakt just nu. Det du skrivit finns kvar här så länge sidan är öppen.",
  loggedOut: "Du är utloggad. Det du skrivit finns kvar här så länge sidan är öppen. ",
  failed: "Det gick inte att spara just nu. Det du skrivit finns kvar här så länge sidan är öppen.",
  saving: "Sparar …",
};
const RETRY_MS = 15_000;
const GO_ANYWAY_MS = 2_000; // longer than this a link never waits for what was written
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

class Draft {
  constructor(form) {
    this.form = form;
    this.status = document.querySelector(form.getAttribute("hx-target"));
    this.written = this.sent = this.kept = 0;
    this.sending = this.leaving = false;
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => this.note(event));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("htmx:beforeRequest", (event) => this.begin(event));
    form.addEventListener("htmx:beforeSwap", (event) => this.conflict(event));
    form.addEventListener("htmx:afterRequest", (event) => this.end(event.detail));
    form.addEventListener("lindra:failed", ({ detail }) => this.failed(detail.status));
    document.addEventListener("lindra:leaving", ({ detail }) => detail.wait.push(this.settle()));
    addEventListener("online", () => this.retry());
    addEventListener("pageshow", () => { this.submitting = false; });
    document.addEventListener("click", (event) => this.follow(event));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.leave(); else this.retry();
    });
    addEventListener("beforeunload", (event) => {
      const lost = this.trouble && this.written > this.kept && !this.submitting;
      if (lost && this.here) event.preventDefault();
    });
  }

  // Whether the form still stands on the page: a part may have been exchanged.
  get here() {
    return this.form.isConnected;
  }

  // Sent by a script, and it did not arrive: the text is still here.
  failed(status) {
    this.submitting = false;
    this.end({ xhr: { status }, successful: false });
  }

  // A save that is on its way is awaited, so that the form is sent with the revision it gives.
  submit(event) {
    if (this.sending && !this.submitting) {
      event.preventDefault();
      this.waiting = event.submitter;
    }
    this.submitting = true;
  }

  note(event) {
    if (event.target.name) this.written += 1;
  }

  begin(event) {
    const chosen = event.target !== this.form; // a button in the status line: what stands here is to be kept
    const done = this.written === this.kept || this.written === this.refused;
    if (this.leaving || this.submitting || (done && !chosen)) { event.preventDefault(); return; }
    this.sent = this.written;
    this.sending = true;
    if (!this.trouble && !chosen) this.status.textContent = WORDS.saving;
  }

  conflict({ detail }) {
    if (detail.xhr.status !== 409) return;
    this.refused = this.sent;
    detail.shouldSwap = true;
    detail.isError = false;
  }

  end({ xhr, successful }) {
    this.sending = false;
    clearTimeout(this.timer);
    if (this.waiting) {
      const button = this.waiting;
      this.waiting = null;
      setTimeout(() => this.form.requestSubmit(button));
    }
    if (successful && xhr.status !== 409) {
      this.kept = this.sent;
      this.say(null);
    } else if (xhr.status === 0) {
      this.say(WORDS.offline);
      this.timer = setTimeout(() => this.retry(), RETRY_MS);
    } else if (xhr.status === 401) {
      this.say(WORDS.loggedOut);
      this.status.append(logInLink());
    } else if (xhr.status !== 409) {
      this.say(WORDS.failed);
    }
  }

  // A link away waits until what was written is kept: a request made while the page goes may be lost.
  async follow(event) {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || link.target || !plain || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.pathname === location.pathname) return;
    if (!this.here || this.submitting || this.written === this.kept) return;
    event.preventDefault();
    await Promise.race([this.settle(), pause(GO_ANYWAY_MS)]);
    location.assign(link.href);
  }

  async settle() {
    while (this.sending) await pause(20);
    await this.leave();
  }

  say(words) {
    this.trouble = words !== null;
    this.status.classList.toggle("status-trouble", this.trouble);
    if (words) this.status.textContent = words;
  }

  retry() {
    if (this.here && this.written > this.kept && !this.sending && !this.leaving && !this.submitting) {
      this.form.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // The page is being left or hidden: the last words go with a request that outlives it.
  async leave() {
    if (!this.here || this.leaving || this.submitting || this.written === this.kept) return;
    const written = this.written;
    this.leaving = true;
    try {
      const answer = await fetch(this.form.getAttribute("hx-post"), {
        method: "POST",
        body: new FormData(this.form),
        keepalive: true,
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = part.querySelector("[name=revision]");
      if (newer) this.form.elements.revision.value = newer.value;
      newer?.remove();
      this.kept = Math.max(this.kept, written);
      this.status.textContent = part.body.textContent.trim();
      this.say(null);
    } catch {
      this.say(WORDS.offline);
    } finally {
      this.leaving = false;
      if (!document.hidden) this.retry();
    }
  }
}

function logInLink() {
  const link = document.createElement("a");
  link.href = "/";
  link.target = "_blank";
  link.textContent = "Logga in i en ny flik";
  return link;
}

const known = new WeakSet();
function setUp(part) {
  for (const form of part.querySelectorAll("form[data-draft]")) {
    if (!known.has(form)) new Draft(form);
    known.add(form);
  }
}
document.addEventListener("lindra:added", ({ target }) => setUp(target));
setUp(document);
