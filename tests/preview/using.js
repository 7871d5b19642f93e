// Does everything that can be done in the exercises of a page, as a reader's clicks and typing would.
(() => {
  const MOST = 200; // clicks: a card can be put back again and again
  const shown = (el) => el.checkVisibility() && !el.disabled;

  function type(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function useAll(part) {
    for (const details of part.querySelectorAll("details")) details.open = true;
    for (const field of part.querySelectorAll("textarea, input[type=text]")) type(field, "12");
    for (const range of part.querySelectorAll("input[type=range]")) type(range, range.max);
    for (const choice of part.querySelectorAll("input[type=radio], input[type=checkbox]")) choice.click();
    const pressed = new Set();
    for (let clicks = 0; clicks < MOST; clicks += 1) {
      const button = [...part.querySelectorAll("button[type=button]")].find((each) => !pressed.has(each) && shown(each));
      if (!button) break;
      pressed.add(button);
      button.click();
    }
    return pressed.size + part.querySelectorAll("input, textarea, summary").length;
  }

  // How much there was to do.
  const use = () => [...document.querySelectorAll(".exercise")].reduce((sum, part) => sum + useAll(part), 0);
  const kept = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
  window.lindraUsing = { use, kept };
})();
