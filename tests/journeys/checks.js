// What a page must hold to, measured in the page itself. Each function returns its faults in words.
(() => {
  // A button that nobody sees, reaches or hears of is only what Enter in a field presses.
  const BUTTON = "button:not([tabindex='-1'][aria-hidden=true].visually-hidden)";
  const FOCUSABLE = `a[href], ${BUTTON}:not([disabled]), ` + "input:not([disabled]):not([type=hidden]), " +
    "select:not([disabled]), textarea:not([disabled]), summary, [tabindex]:not([tabindex^='-'])";
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const words = (el) => (el.getAttribute("aria-label") || el.innerText || el.value || "").trim().replace(/\s+/g, " ").slice(0, 50);
  const name = (el) => `<${el.tagName.toLowerCase()}${el.id ? "#" + el.id : ""}${
    typeof el.className === "string" && el.className ? "." + el.className.trim().split(/\s+/).join(".") : ""}> "${words(el.closest("label") || el)}"`;

  function basics() {
    const faults = [];
    const heads = [...document.querySelectorAll("h1")].filter(shown);
    if (heads.length !== 1) faults.push(`${heads.length} visible h1`);
    if (document.documentElement.lang !== "sv") faults.push(`lang is "${document.documentElement.lang}"`);
    if (!document.title.trim()) faults.push("no title");
    if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
    const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
    for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) faults.push(`two ids "${id}"`);
    return faults;
  }

  function scrolls(el) {
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  }

  function hidden(el) {
    const { clip, clipPath, position } = getComputedStyle(el);
    return position === "absolute" && (clip !== "auto" || clipPath !== "none");
  }

  function overflow(what) {
    const wide = document.documentElement.clientWidth;
    const faults = [];
    const over = document.documentElement.scrollWidth - wide;
    if (over > 0) faults.push(`${what}: the page is ${over} px too wide`);
    const out = [...document.body.querySelectorAll("*")].filter((el) => {
      if (el.closest("svg") !== null && el.tagName !== "svg") return false;
      const box = el.getBoundingClientRect();
      return shown(el) && box.width > 0 && box.right > wide + 1 && !hidden(el) && !scrolls(el);
    });
    faults.push(...heads(what), ...cut(what));
    const inner = out.filter((el) => !out.some((other) => other !== el && el.contains(other)));
    for (const el of inner.slice(0, 5)) {
      faults.push(`${what}: ${name(el)} ends ${Math.round(el.getBoundingClientRect().right - wide)} px outside`);
    }
    return faults;
  }

  // A control may not be cut off by a box round it that hides what runs over.
  function cut(what) {
    return [...document.querySelectorAll(FOCUSABLE)].map(targetOf).filter(shown).flatMap((el) => {
      const box = (up) => up.getBoundingClientRect();
      for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up);
        if (/auto|scroll/.test(overflowX) || hidden(up)) return [];
        const over = Math.round(box(el).right - box(up).right);
        if (/hidden|clip/.test(overflowX) && over > 1) return [`${what}: ${name(el)} is cut off by ${over} px`];
      }
      return [];
    });
  }

  // What stands in the page's head may not lie over each other, however large the text is.
  function heads(what) {
    const inside = (el) => {
      const range = document.createRange();
      range.selectNodeContents(el);
      const unseen = [...el.querySelectorAll("*")].find(hidden);
      if (unseen) range.setEndBefore(unseen);
      return range.getBoundingClientRect();
    };
    const found = [...document.querySelectorAll(".site > header :is(a, button)")].filter(shown);
    const boxes = found.map((el) => [el, inside(el)]);
    return boxes.flatMap(([el, box], at) => boxes.slice(at + 1).filter(([, other]) =>
      Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
      Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 1,
    ).map(([other]) => `${what}: ${name(el)} lies over ${name(other)}`));
  }

  function inText(el) {
    if (getComputedStyle(el).display !== "inline") return false;
    let block = el.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.innerText.trim().length > el.innerText.trim().length;
  }

  function targetOf(el) {
    const label = el.matches("input[type=radio], input[type=checkbox]") ? el.closest("label") : null;
    return label || el;
  }

  function targets(minimum) {
    const seen = new Set();
    const faults = [];
    for (const el of document.querySelectorAll(`a[href], ${BUTTON}, input:not([type=hidden]), select, textarea, summary`)) {
      const target = targetOf(el);
      if (seen.has(target) || !shown(target) || inText(el)) continue;
      seen.add(target);
      const { width, height, bottom, right } = target.getBoundingClientRect();
      if (bottom + scrollY <= 0 || right + scrollX <= 0) continue;
      if (Math.min(width, height) < minimum - 0.1) {
        faults.push(`target ${name(el)} is ${width.toFixed(1)} × ${height.toFixed(1)}, not ${minimum}`);
      }
    }
    return faults;
  }

  const group = (el) => (el.type === "radio" ? `${el.name} in ${[...document.forms].indexOf(el.form)}` : el);

  // Note every control that gets the focus, and how it looks there once the page has scrolled to it.
  function watch() {
    window.lindraControls = new Map();
    window.lindraStops = new Map();
    window.lindraEnd = false;
    const within = document.querySelector("dialog:modal") || document;
    for (const el of within.querySelectorAll(FOCUSABLE)) {
      if (shown(el) && !el.closest("[inert]")) lindraControls.set(group(el), el);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    if (!window.lindraWatched) document.addEventListener("focusin", note);
    window.lindraWatched = true;
    return lindraControls.size;
  }

  function ring(el) {
    const near = [el, targetOf(el), el.nextElementSibling, ...(targetOf(el) === el ? [] : targetOf(el).querySelectorAll("*"))];
    return near.some((each) => {
      if (!each) return false;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)|transparent/.test(outlineColor);
    });
  }

  function covered(el) {
    const target = targetOf(el);
    const box = target.getClientRects()[0];
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right <= left || bottom <= top) return "outside the window";
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return target.contains(hit) || (hit && targetOf(hit) === target) ? "" : `under ${hit ? name(hit) : "nothing"}`;
  }

  const note = ({ target }) => setTimeout(() => {
    if (lindraStops.has(group(target))) lindraEnd = true;
    else lindraStops.set(group(target), look(target));
  });
  const seen = () => new Promise((done) => setTimeout(() => done(lindraEnd)));

  function look(el) {
    if (document.activeElement !== el) return [`focus leaves ${name(el)} at once`];
    const over = covered(el);
    return [...(ring(el) ? [] : [`no focus ring on ${name(el)}`]), ...(over ? [`focus on ${name(el)} is ${over}`] : [])];
  }

  function focus() {
    const missed = [...lindraControls].filter(([key]) => !lindraStops.has(key));
    return [...[...lindraStops.values()].flat(), ...missed.map(([, el]) => `Tab never reaches ${name(el)}`)];
  }

  // The same by script, where the keyboard has taken the first step: every control in turn.
  async function walk() {
    for (const el of lindraControls.values()) {
      el.focus();
      await seen();
    }
  }

  // Every pair of text and ground on the page, and whether the text is large.
  function colours() {
    const found = new Set();
    const words_ = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = words_.nextNode(); text; text = words_.nextNode()) {
      if (text.data.trim() && shown(text.parentElement)) found.add(pair(text.parentElement));
    }
    for (const field of document.querySelectorAll("input, textarea, select")) found.add(pair(field));
    return [...found];
  }

  function pair(el) {
    const { color, fill, fontSize, fontWeight } = getComputedStyle(el);
    const drawing = el.closest("svg");
    const ground = drawing ? [drawing.getAttribute("aria-labelledby"), fill] : [];
    for (let up = el; up; up = up.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(up);
      if (opacity !== "1" || backgroundImage !== "none") ground.push(opacity, backgroundImage);
      if (!/, 0\)$/.test(backgroundColor)) ground.push(backgroundColor);
      if (/^rgb\(/.test(backgroundColor)) break;
    }
    const size = parseFloat(fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    return [color, large, ...ground].join(" on ");
  }

  function openAll() {
    const closed = [...document.querySelectorAll("details:not([open])")].filter(shown);
    for (const el of closed) el.open = el.lindraOpened = true;
    return closed.length;
  }

  function closeAgain() {
    for (const el of document.querySelectorAll("details[open]")) if (el.lindraOpened) el.open = el.lindraOpened = false;
    document.activeElement.blur();
    scrollTo(0, 0);
  }

  window.lindraChecks = { basics, overflow, targets, watch, seen, walk, focus, colours, openAll, closeAgain };
})();
