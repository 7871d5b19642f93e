// Cards to place in piles, one at a time: by button (mouse, finger, keyboard) or by dragging. Nothing is sent.
// Without this file every card shows where it belongs and why.

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-outline button-small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

class CardSort {
  constructor(root) {
    this.hand = root.querySelector("[data-sort-hand]");
    this.piles = [...root.querySelectorAll("[data-sort-pile]")];
    this.said = root.querySelector("[data-sort-status]");
    this.all = this.hand.children.length;
    this.count = document.createElement("p");
    this.count.className = "sort-count";
    this.hand.before(this.count);
    for (const card of this.hand.querySelectorAll("[data-sort-card]")) this.takeUp(card);
    for (const pile of this.piles) this.receive(pile);
    for (const pile of this.piles) pile.hidden = false;
    this.deal();
  }

  takeUp(card) {
    card.draggable = true;
    this.explain(card, false);
    for (const name of ["sort-note", "sort-moves"]) {
      const part = document.createElement("div");
      part.className = name;
      card.append(part);
    }
    this.offer(card);
    card.addEventListener("dragstart", (event) => {
      this.dragged = card;
      event.dataTransfer.setData("text/plain", "");
    });
  }

  // Show the first card that is left, and how many there are.
  deal() {
    const cards = [...this.hand.children];
    for (const card of cards) card.hidden = card !== cards[0];
    const at = this.all - cards.length + 1;
    this.count.textContent = cards.length ? `Kort ${at} av ${this.all}` : "Alla kort är lagda.";
    return cards[0];
  }

  offer(card) {
    const choices = this.piles.map((pile) => button(pile.dataset.sortPile, () => this.place(card, pile)));
    card.querySelector(".sort-moves").replaceChildren(...choices);
  }

  receive(pile) {
    pile.addEventListener("dragover", (event) => { event.preventDefault(); pile.classList.add("is-over"); });
    pile.addEventListener("dragleave", () => pile.classList.remove("is-over"));
    pile.addEventListener("drop", (event) => {
      event.preventDefault();
      pile.classList.remove("is-over");
      if (this.dragged) this.place(this.dragged, pile);
    });
  }

  place(card, pile) {
    pile.querySelector("[data-sort-list]").append(card);
    const next = this.deal();
    const why = this.explain(card, true);
    const fits = !card.dataset.belongs || card.dataset.belongs === pile.dataset.sortPile;
    const words = fits ? "" : `Hör snarare till ”${card.dataset.belongs}”. `;
    card.querySelector(".sort-note").textContent = words;
    this.said.textContent = `Lagt i ”${pile.dataset.sortPile}”. ${words}${why}`;
    card.querySelector(".sort-moves").replaceChildren(button("Lägg tillbaka", () => this.back(card)));
    (next?.querySelector("button") || pile.querySelector("h3, h4"))?.focus();
  }

  // Show or hide why; returns the words.
  explain(card, shown) {
    const why = card.querySelector("[data-sort-why]");
    if (why) why.hidden = !shown;
    return why?.textContent.trim() ?? "";
  }

  back(card) {
    this.explain(card, false);
    card.querySelector(".sort-note").textContent = this.said.textContent = "";
    this.hand.prepend(card);
    this.deal();
    this.offer(card);
    card.querySelector("button").focus();
  }
}
document.querySelectorAll("[data-card-sort]").forEach((root) => new CardSort(root));
