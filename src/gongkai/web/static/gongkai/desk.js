// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 折起的表单打开时才取来放在原处。没有这个文件，里面的链接打开同一页，表单在那里展开。
(() => {
  "use strict";
  const fill = async (fold) => {
    const from = fold.dataset.from;
    delete fold.dataset.from;
    fold.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(from, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.getElementById(fold.id)?.querySelector("form");
      if (!answer.ok || answer.redirected || !form) {
        throw new Error(answer.statusText);
      }
      fold.querySelector("summary").nextElementSibling.replaceWith(form);
    } catch {
      fold.dataset.from = from; // 链接还在，可以直接打开，再折起、展开一次也会重取
    }
    fold.removeAttribute("aria-busy");
  };
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.dataset.from) {
      fill(target);
    }
  }, true);
  const asked = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (asked && asked.dataset.from) {
    asked.open = true;
  }
})();
