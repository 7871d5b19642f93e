// Reloads the page when a file of the programme has been saved. Only in `lindra programme preview`.
const savedAt = Number(document.querySelector('meta[name="saved-at"]')?.content);

const look = async () => {
  const answer = await fetch("/andrad/").catch(() => null);
  const newest = answer?.ok ? (await answer.json()).saved_at : savedAt;
  if (newest > savedAt + 0.001) window.location.reload();
};

setInterval(look, 1000);
