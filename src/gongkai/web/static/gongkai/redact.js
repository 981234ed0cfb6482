// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// The form works without this file: boxes are typed in millimetres. It lets them be drawn on the page instead.
(() => {
  "use strict";
  const form = document.querySelector("form[data-redact]");
  const paper = form && form.querySelector("svg.paper");
  const typed = form && form.querySelector("textarea[name=boxes]");
  const toggle = form && form.querySelector("[data-draw]");
  if (!paper || !typed || !toggle) return;

  const SVG = "http://www.w3.org/2000/svg";
  const page = paper.dataset.page;
  const { width, height } = paper.viewBox.baseVal;
  const LINE = /^\s*(\d+)\s*[:：]\s*([\d.]+)[,，、\s]+([\d.]+)[,，、\s]+([\d.]+)[,，、\s]+([\d.]+)\s*$/;

  const place = (rect, [left, top, right, bottom]) => {
    for (const [name, value] of [["x", left], ["y", top], ["width", right - left], ["height", bottom - top]]) rect.setAttribute(name, Math.max(0, value));
    return rect;
  };
  const added = (box) => {
    const rect = place(document.createElementNS(SVG, "rect"), box);
    rect.setAttribute("class", "box");
    paper.append(rect);
    return rect;
  };
  const show = () => {
    for (const rect of paper.querySelectorAll(".box")) rect.remove();
    for (const line of typed.value.split("\n")) {
      const found = LINE.exec(line);
      if (found && found[1] === page) added(found.slice(2).map(Number));
    }
  };
  const at = (event) => {
    const seen = paper.getBoundingClientRect();
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    return [within((event.clientX - seen.left) / seen.width * width, width), within((event.clientY - seen.top) / seen.height * height, height)];
  };

  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(on));
    paper.classList.toggle("drawing", on);
  });
  let start = null;
  let rect = null;
  const box = (event) => {
    const [x, y] = at(event);
    return [Math.min(x, start[0]), Math.min(y, start[1]), Math.max(x, start[0]), Math.max(y, start[1])];
  };
  paper.addEventListener("pointerdown", (event) => {
    if (!paper.classList.contains("drawing") || event.button !== 0) return;
    event.preventDefault();
    paper.setPointerCapture(event.pointerId);
    start = at(event);
    rect = added([...start, ...start]);
  });
  paper.addEventListener("pointermove", (event) => { if (start) place(rect, box(event)); });
  paper.addEventListener("pointercancel", () => { start = null; show(); });
  paper.addEventListener("pointerup", (event) => {
    if (!start) return;
    const drawn = box(event);
    start = null;
    if (drawn[2] - drawn[0] >= 1 && drawn[3] - drawn[1] >= 1) {
      const line = `${page}:${drawn.map((x) => x.toFixed(1)).join(",")}`;
      typed.value = [typed.value.trimEnd(), line].filter(Boolean).join("\n") + "\n";
    }
    show();
  });
  typed.addEventListener("input", show);
  show();
})();
