// Writing for oneself: the words appear after the prefix. Nothing is sent or kept.

for (const root of document.querySelectorAll("[data-write]")) {
  const said = root.querySelector("[data-write-prefix]");
  const area = root.querySelector("textarea");
  if (!said) continue;
  area.addEventListener("input", () => {
    said.textContent = `${said.dataset.writePrefix} ${area.value.trim() || "…"}`;
  });
}
