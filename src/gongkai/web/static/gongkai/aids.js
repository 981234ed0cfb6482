// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 阅读辅助：字号、对比度、朗读。选择只记在这台设备的浏览器里。没有这个文件，页面照常，长者版照常。
(() => {
  "use strict";
  const SIZES = ["", "large", "larger"], SAID = { "": "标准", large: "大", larger: "特大" };
  const root = document.documentElement;
  const kept = name => { try { return localStorage.getItem(name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* 不让记的浏览器，只管这一页 */ } };
  const set = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name]; };
  set("size", SIZES.includes(kept("size")) ? kept("size") : "");
  set("contrast", kept("contrast") === "high" ? "high" : "");

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "linkish";
    made.textContent = label;
    made.addEventListener("click", () => act(made));
    return made;
  };
  const size = () => {
    const made = button("", () => {
      const next = SIZES[(SIZES.indexOf(root.dataset.size || "") + 1) % SIZES.length];
      set("size", next);
      keep("size", next);
      say();
    });
    const say = () => { made.textContent = `字号：${SAID[root.dataset.size || ""]}`; };
    say();
    return made;
  };
  const contrast = () => {
    const made = button("高对比度", () => {
      const next = root.dataset.contrast ? "" : "high";
      set("contrast", next);
      keep("contrast", next);
      made.setAttribute("aria-pressed", String(next !== ""));
    });
    made.setAttribute("aria-pressed", String(Boolean(root.dataset.contrast)));
    return made;
  };
  // 朗读正文：一段一段地念，再按一次停下。
  const aloud = text => {
    const voice = window.speechSynthesis;
    const made = button("朗读正文", () => {
      if (made.getAttribute("aria-pressed") === "true") return stop();
      made.setAttribute("aria-pressed", "true");
      made.textContent = "停止朗读";
      const heading = document.querySelector("main h1");
      const parts = [heading, ...text.querySelectorAll("p, li, h2, h3, h4, td, th, figcaption, img[alt]")].filter(Boolean);
      parts.forEach((part, n) => {
        const said = new SpeechSynthesisUtterance(part.alt || part.textContent.trim());
        said.lang = "zh-CN";
        if (n === parts.length - 1) said.addEventListener("end", stop);
        voice.speak(said);
      });
    });
    const stop = () => {
      voice.cancel();
      made.setAttribute("aria-pressed", "false");
      made.textContent = "朗读正文";
    };
    made.setAttribute("aria-pressed", "false");
    addEventListener("pagehide", () => voice.cancel());
    return made;
  };
  addEventListener("DOMContentLoaded", () => {
    const aids = document.querySelector(".aids");
    if (!aids) return;
    aids.prepend(size(), contrast());
    const text = document.querySelector("main .prose");
    if (text && "speechSynthesis" in window) {
      const place = document.createElement("p");
      place.className = "no-print";
      place.append(aloud(text));
      text.before(place);
    }
  });
})();
