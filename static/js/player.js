// The player of mindfulness exercises: shows the words, keeps the time, rings a bell at both ends.
// Never starts by itself. Works without sound. Keeps the place in this tab, and nothing else.
// Without this file the whole exercise stands as text.

const BELL_SECONDS = 4;

function clockWords(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// Cues {t, text, silence_s} in seconds; `factor` shortens the silences alone.
function timeline(cues, length, factor) {
  let at = 0;
  const parts = cues.map((cue, index) => {
    const ordinary = (cues[index + 1]?.t ?? length) - cue.t;
    const silence = Math.min(cue.silence_s || 0, ordinary);
    const lasts = ordinary - silence * (1 - factor);
    const part = { text: cue.text, start: at, quiet: at + lasts - silence * factor, end: at + lasts, silence };
    at += lasts;
    return part;
  });
  return { parts, length: at };
}

function ring(audio) {
  for (const [hertz, strength] of [[396, 0.16], [794, 0.06], [1188, 0.03]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(strength, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + BELL_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + BELL_SECONDS);
  }
}

class Player {
  constructor(root) {
    this.root = root;
    this.data = JSON.parse(document.getElementById(root.dataset.player).textContent);
    this.place = `player:${this.data.id}`;
    this.part = (name) => root.querySelector(`[data-player-${name}]`);
    this.range = this.part("range");
    this.position = Number(sessionStorage.getItem(this.place)) || 0;
    this.stretch(1);
    this.part("play").addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    this.part("back").addEventListener("click", () => this.seek(this.position - 15));
    this.part("stop").addEventListener("click", () => this.stop());
    this.range.addEventListener("input", () => this.seek(Number(this.range.value)));
    root.addEventListener("change", (event) => this.choose(event.target));
    addEventListener("pagehide", () => this.pause());
    document.addEventListener("visibilitychange", () => this.playing && this.tick());
    this.part("live").hidden = false;
    this.part("text-version").open = false;
    if (this.position > 0 && this.position < this.line.length) {
      this.show(`Du var vid ${clockWords(this.position)}. Tryck på Spela när du vill fortsätta.`);
    } else {
      this.position = 0;
      this.show(this.data.ready || "Tryck på Spela när du är redo.");
    }
  }

  // Change the length of the silences and stay at the same place in the same cue.
  stretch(factor) {
    const before = this.line?.parts.findIndex((part) => this.position < part.end) ?? -1;
    const share = before < 0 ? 0 : this.share(this.line.parts[before]);
    this.line = timeline(this.data.cues, this.data.length_s, factor);
    if (before >= 0) {
      const part = this.line.parts[before];
      this.position = part.start + share * (part.end - part.start);
    }
    this.range.max = Math.round(this.line.length);
  }

  share(part) {
    return (this.position - part.start) / (part.end - part.start);
  }

  choose(input) {
    const hint = this.root.querySelector(`[data-player-hint="${input.name}"]`);
    if (hint) hint.textContent = input.dataset.hint || "";
    if (input.name !== "player-silence") return;
    this.stretch(Number(input.value));
    this.anchor();
    this.draw();
  }

  anchor() {
    this.since = performance.now() - this.position * 1000;
  }

  play() {
    if (this.position >= this.line.length) this.position = 0;
    if (this.position === 0) this.bell();
    this.playing = true;
    this.anchor();
    this.timer = setInterval(() => this.tick(), 250);
    navigator.wakeLock?.request("screen").then((lock) => { this.lock = lock; }, () => {});
    this.tick();
  }

  pause() {
    this.playing = false;
    clearInterval(this.timer);
    this.lock?.release();
    this.lock = null;
    this.draw();
  }

  stop() {
    this.pause();
    this.position = 0;
    sessionStorage.removeItem(this.place);
    this.draw();
    this.show("Du slutade här. Det går bra att sluta när du vill.");
  }

  seek(seconds) {
    this.position = Math.min(Math.max(seconds, 0), this.line.length);
    this.anchor();
    this.draw();
  }

  tick() {
    this.position = (performance.now() - this.since) / 1000;
    document.dispatchEvent(new Event("lindra:active"));
    if (this.position < this.line.length) { this.draw(); return; }
    this.position = this.line.length;
    this.bell();
    this.pause();
    sessionStorage.removeItem(this.place);
    this.show(this.data.ending || "Övningen är slut. Ta en stund innan du går vidare.");
  }

  bell() {
    if (!this.part("bell").checked) return;
    try {
      this.audio ??= new AudioContext();
      this.audio.resume();
      ring(this.audio);
    } catch { /* no sound on this device: the words are enough */ }
  }

  show(text) {
    if (this.shown !== text) this.part("text").textContent = this.shown = text;
    this.buttons();
  }

  draw() {
    const part = this.line.parts.find((each) => this.position < each.end) ?? this.line.parts.at(-1);
    const quiet = this.playing && part.silence && this.position >= part.quiet;
    this.part("quiet").textContent = quiet ? "En stunds tystnad" : "";
    sessionStorage.setItem(this.place, Math.floor(this.position));
    this.show(part.text);
  }

  buttons() {
    const whole = clockWords(this.line.length);
    this.range.value = Math.round(this.position);
    this.range.setAttribute("aria-valuetext", `${clockWords(this.position)} av ${whole}`);
    this.part("elapsed").textContent = clockWords(this.position);
    this.part("total").textContent = whole;
    this.part("play-words").textContent = this.playing ? "Pausa" : "Spela";
    this.part("play").classList.toggle("is-playing", Boolean(this.playing));
  }
}
document.querySelectorAll("[data-player]").forEach((root) => new Player(root));
