// A timer on a page: counts down by the clock of the device, says when the time is out, and rings if
// that is ticked.

class Timer {
  constructor(root) {
    this.part = (name) => root.querySelector(`[data-timer-${name}]`);
    this.part("live").hidden = false;
    this.part("plain").hidden = true;
    root.addEventListener("change", ({ target }) => {
      if (target.type === "radio") this.choose(Number(target.value));
    });
    this.part("start").addEventListener("click", () => this.start());
    this.part("stop").addEventListener("click", () => this.stop("Stoppad"));
  }

  choose(minutes) {
    this.minutes = minutes;
    this.part("start").disabled = false;
    if (!this.ticking) this.show(minutes * 60);
  }

  start() {
    clearInterval(this.ticking);
    this.audio ??= "AudioContext" in window ? new AudioContext() : null;
    this.audio?.resume();
    this.end = Date.now() + this.minutes * 60_000;
    this.ticking = setInterval(() => this.tick(), 500);
    this.part("stop").hidden = false;
    this.part("status").textContent = `${this.minutes} minuter från nu`;
    this.tick();
  }

  tick() {
    const left = Math.ceil((this.end - Date.now()) / 1000);
    if (left > 0) { this.show(left); return; }
    this.stop("Tiden är ute");
    this.ring();
  }

  show(seconds) {
    this.part("left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  stop(words) {
    clearInterval(this.ticking);
    this.ticking = null;
    this.part("stop").hidden = true;
    this.part("left").textContent = this.part("status").textContent = words;
  }

  ring() {
    if (!this.audio || !this.part("sound").checked) return;
    const tone = this.audio.createOscillator();
    const volume = this.audio.createGain();
    tone.frequency.value = 528;
    volume.gain.setValueAtTime(0.15, this.audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, this.audio.currentTime + 3);
    tone.connect(volume).connect(this.audio.destination);
    tone.start();
    tone.stop(this.audio.currentTime + 3);
  }
}
document.querySelectorAll("[data-timer]").forEach((root) => new Timer(root));
