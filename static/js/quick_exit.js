// "Lämna sidan snabbt": goes to a neutral page and takes this one out of the tab's history. Escape does it too.
const exit = document.querySelector("[data-quick-exit]");

const leave = (event) => {
  event?.preventDefault();
  document.body.hidden = true;
  window.location.replace(exit.href);
};

if (exit) {
  exit.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave(event);
  });
}
