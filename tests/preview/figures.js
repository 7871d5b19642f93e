// Whether a page's drawings can be read: on the screen, no label cut off, over another or out of its box.
(() => {
  const SLACK = 0.75; // pixels
  const words = (text) => `"${text.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;

  // The lines of every label, without the air above and below the letters.
  function lines(svg) {
    const texts = [...svg.querySelectorAll("text")].flatMap((text) => {
      const parts = [...text.querySelectorAll("tspan[x], tspan[dy]")];
      return parts.length ? parts : [text];
    });
    return texts.map((text) => {
      const { left, right, top, height } = text.getBoundingClientRect();
      return { text, left, right, top: top + 0.2 * height, bottom: top + 0.85 * height };
    });
  }

  const within = (inner, outer, slack) =>
    inner.left >= outer.left - slack && inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack;

  const crosses = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK;

  // The smallest box that the middle of the label stands in.
  function box(line, boxes) {
    const x = (line.left + line.right) / 2, y = (line.top + line.bottom) / 2;
    return boxes
      .filter((each) => x > each.left && x < each.right && y > each.top && y < each.bottom)
      .sort((one, other) => one.width * one.height - other.width * other.height)[0];
  }

  function faultsOf(svg) {
    const frame = svg.getBoundingClientRect();
    const all = lines(svg);
    const boxes = [...svg.querySelectorAll("rect")].map((each) => each.getBoundingClientRect());
    const faults = [];
    if (frame.left < 0 || frame.right > document.documentElement.clientWidth) faults.push("outside the screen");
    if (frame.width < 200) faults.push(`only ${Math.round(frame.width)} px wide`);
    for (const line of all) {
      const around = box(line, boxes);
      if (line.right - line.left < 1) faults.push(`${words(line.text)} is not drawn`);
      if (!within(line, frame, SLACK)) faults.push(`${words(line.text)} is cut off`);
      if (around && (line.left < around.left || line.right > around.right)) faults.push(`${words(line.text)} is wider than its box`);
    }
    all.forEach((one, index) => {
      for (const other of all.slice(index + 1)) {
        if (crosses(one, other)) faults.push(`${words(one.text)} lies over ${words(other.text)}`);
      }
    });
    return faults;
  }

  const faults = () => [...document.querySelectorAll("svg.f")].flatMap((svg) => faultsOf(svg).map((fault) => `figure: ${fault}`));
  window.lindraFigures = { faults };
})();
