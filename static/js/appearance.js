// Text size and theme: shows the choice at once and sends the same form in the background.
// Without this file the form's own button does the same.

for (const form of document.querySelectorAll("[data-appearance]")) {
  const status = form.querySelector("[data-appearance-status]");
  form.querySelector("[type=submit]").hidden = true;
  form.addEventListener("change", async () => {
    const chosen = new FormData(form);
    document.documentElement.dataset.text = chosen.get("text");
    document.documentElement.dataset.theme = chosen.get("theme");
    try {
      const answer = await fetch(form.action, { method: "POST", body: chosen, redirect: "manual" });
      status.textContent = answer.status < 400 ? "Sparat" : "Gäller bara den här sidan just nu";
    } catch {
      status.textContent = "Gäller bara den här sidan just nu";
    }
  });
}
