// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 折起的表单打开时才取来放在原处。没有这个文件，里面的链接打开同一页，表单在那里展开。
(() => {
  "use strict";
  // 导航里展开过的组，在这个窗口里一直展开；没有脚本时只展开现在的一组。
  const kept = "dnav";
  const open = new Set(JSON.parse(sessionStorage.getItem(kept) || "[]"));
  for (const group of document.querySelectorAll(".dnav [data-group]")) {
    group.open ||= open.has(group.dataset.group);
    group.querySelector("summary").addEventListener("click", () => {
      open[group.open ? "delete" : "add"](group.dataset.group); // 这时还没有展开或折起
      sessionStorage.setItem(kept, JSON.stringify([...open]));
    });
  }
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
// 交办的长任务办到哪里：每隔几秒取一次本页，换掉那一段；办完了整页重取。没有这个文件，那一段里的链接做同样的事。
(() => {
  "use strict";
  const later = () => {
    const shown = document.querySelector("[data-again]");
    if (shown) {
      setTimeout(again, Number(shown.dataset.again) * 1000);
    }
  };
  const again = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const shown = document.querySelector("[data-again]");
        const now = page.getElementById(shown.id);
        if (answer.ok && !answer.redirected && !(now && "again" in now.dataset)) {
          if ([...document.querySelectorAll("textarea")].some((field) => field.value)) {
            shown.remove(); // 正在写的不能丢
          } else {
            location.reload();
          }
          return;
        }
        if (answer.ok && now && !shown.contains(document.activeElement)) {
          shown.replaceWith(document.importNode(now, true));
        }
      } catch {
        // 连不上时下一次再取
      }
    }
    later();
  };
  later();
})();
// 同一张表单连点两次只送一次；送不出去的，过几秒可以再送。
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
})();
