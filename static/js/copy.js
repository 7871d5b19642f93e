// "Kopiera till journalen": puts the text on the clipboard. Without this file it is marked by hand.

for (const part of document.querySelectorAll("[data-copy]")) {
  const text = part.querySelector("textarea");
  const status = part.querySelector("[role=status]");
  const button = part.querySelector("button");
  status.textContent = "";
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = "Kopierat. Klistra in i journalen.";
    } catch {
      text.select();
      status.textContent = "Texten är markerad. Kopiera den med Ctrl+C.";
    }
  });
}
