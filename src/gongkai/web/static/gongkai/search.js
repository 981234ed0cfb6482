// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 边写边提示。没有这个文件，查找照常。
(() => {
  "use strict";
  const field = document.querySelector("[data-suggest]");
  const list = document.querySelector("#offers");
  if (!field || !list) return;
  let timer, asked = field.value.trim();
  const show = (items) => {
    list.replaceChildren();
    for (const item of items) {
      const row = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: item.url, textContent: item.title });
      row.append(link);
      if (item.number) row.append(Object.assign(document.createElement("span"), { className: "mu", textContent: `　${item.number}` }));
      list.append(row);
    }
    list.hidden = items.length === 0;
  };
  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (text.length < 2) return show([]);
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`);
      if (answer.ok && text === asked) show((await answer.json()).items);
    } catch { show([]); }
  };
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  field.addEventListener("compositionend", ask);
  const step = (event) => {
    if (event.key === "Escape") { show([]); field.focus(); return; }
    const links = [...list.querySelectorAll("a")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !links.length || event.isComposing) return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + by;
    (links[Math.min(next, links.length - 1)] || field).focus();
  };
  field.addEventListener("keydown", step);
  list.addEventListener("keydown", step);
})();
