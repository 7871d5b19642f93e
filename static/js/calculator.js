// Arithmetic that the reader asks for, shown with its rule. Nothing is concluded, sent or kept.

const GRAMS_PER_GLASS = 12;

const number = (text) => (text.trim() ? Number(text.trim().replace(",", ".")) : NaN);
const words = (value) => String(Math.round(value * 10) / 10).replace(".", ",");
const minutes = (whole) => (whole === 1 ? "1 minut" : `${whole} minuter`);

const RULES = {
  start_level(numbers) {
    const tried = numbers.filter((value) => value >= 0);
    if (tried.length < 2) return "Skriv minst två försök.";
    const mean = tried.reduce((sum, value) => sum + value, 0) / tried.length;
    const level = Math.max(1, Math.floor(mean * 0.8 + 1e-9));
    return `Snittet är ${words(mean)}. En femtedel mindre är ${words(mean * 0.8)}. Din startnivå är ${minutes(level)}.`;
  },
  four_weeks([start], [more]) {
    if (!(start > 0) || !more) return "Skriv en startnivå och välj hur mycket mer.";
    const step = (week) => (more.endsWith("%") ? start * (1 + parseInt(more, 10) / 100) ** week : start + more * week);
    return [0, 1, 2, 3].map((week) => `Vecka ${week + 1}: ${minutes(Math.floor(step(week) + 1e-9))}.`).join(" ");
  },
  standard_glass([centilitres, percent]) {
    if (!(centilitres > 0) || !(percent > 0)) return "Skriv mängd och styrka.";
    const grams = centilitres * percent * 0.08;
    return `Ungefär ${words(grams)} gram alkohol. Det är ungefär ${words(grams / GRAMS_PER_GLASS)} standardglas.`;
  },
  day_battery(numbers, ticked, root) {
    const left = 100 - ticked.reduce((sum, value) => sum + Number(value), 0);
    root.querySelector("[data-calculator-bar]").value = Math.max(0, Math.min(100, left));
    return left < 0 ? `Det fattas ${-left}. Vad kan vänta, delas upp eller göras av någon annan?` : `${Math.min(left, 100)} av 100 kvar.`;
  },
};

for (const root of document.querySelectorAll("[data-calculator]")) {
  const says = root.querySelector("[data-calculator-says]");
  root.querySelector("[data-calculator-live]").hidden = false;
  root.addEventListener("input", () => {
    const numbers = [...root.querySelectorAll("[data-number]")].map((input) => number(input.value));
    const ticked = [...root.querySelectorAll(":checked")].map((input) => input.value);
    says.textContent = RULES[root.dataset.calculator](numbers, ticked, root);
  });
}
