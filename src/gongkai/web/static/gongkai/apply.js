// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// The forms work without this file. It looks up what is public while a title is typed, counts characters, keeps a draft in
// this browser, and moves the focus to what has to be mended.
(() => {
  "use strict";
  const el = (name, text, props = {}) => Object.assign(document.createElement(name), { textContent: text || "" }, props);

  // 错误摘要、提醒：读屏和键盘先到这里
  const first = document.querySelector("#errors") || document.querySelector("#advice");
  if (first) first.focus();

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // 已写几字
  for (const field of document.querySelectorAll("[data-count]")) {
    const said = el("p", "", { className: "hint mt2" });
    field.after(said);
    const count = () => { said.textContent = `已写${[...field.value].length}字，最多${field.dataset.count}字`; };
    field.addEventListener("input", count);
    count();
  }

  // 可能已经公开：停笔半秒后查
  const form = document.querySelector("form[data-similar-at]");
  const wish = form && form.querySelector("[data-similar]");
  const list = document.querySelector("#similar");
  if (wish && list) {
    let timer, asked = wish.value;
    const said = document.querySelector("#similar-said"); // 手机上结果在下面，在名称旁边说一声
    const guess = document.querySelector("#organ-guess");
    const channel = document.querySelector("#channel-guess");
    const elsewhere = (found) => [
      el("p", `您写到“${found.word}”，看起来是${found.name}。`), el("p", found.advice), el("p", `渠道：${found.ways.join("；")}。`),
    ];
    const show = (found) => {
      list.replaceChildren();
      if (said) {
        said.replaceChildren(...(found.items.length
          ? [el("a", `查到${found.items.length}条可能已经公开的，去看`, { href: "#similar" })]
          : found.channel ? [el("a", `这看起来是${found.channel.name}，去看该找谁`, { href: "#channel-guess" })] : []));
      }
      if (found.items.length) {
        list.append(el("p", "按您写的内容查到，打开就能看，不用等。", { className: "mu" }));
        const items = el("ul", "", { className: "ls flush n mt2" });
        for (const item of found.items) {
          const row = el("li");
          const facts = el("div", "", { className: "me" });
          facts.append(el("span", `${item.date}公开`));
          row.append(el("a", item.title, { className: "ti", href: item.url }), facts);
          items.append(row);
        }
        list.append(items);
      } else {
        list.append(el("p", "没有查到相近的公开信息。", { className: "mu" }));
      }
      if (guess) {
        guess.hidden = !found.organ;
        guess.textContent = found.organ ? `${found.organ.why}。可以向${found.organ.name}申请。` : "";
      }
      if (channel) {
        channel.hidden = !found.channel;
        channel.replaceChildren(...(found.channel ? elsewhere(found.channel) : []));
      }
    };
    const ask = async () => {
      const text = wish.value.trim();
      if (text.length < 2 || text === asked) return;
      asked = text;
      const body = new FormData();
      body.append("text", text);
      body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      try {
        const answer = await fetch(form.dataset.similarAt, { method: "POST", body });
        if (answer.ok && text === wish.value.trim()) show(await answer.json());
      } catch { /* 查不到不影响填写 */ }
    };
    wish.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
  }

  // 草稿：只在本机，7日内有效；姓名、证件、联系方式只在要求时才存
  const KEY = "gongkai-apply", WEEK = 7 * 24 * 3600 * 1000;
  const store = {
    get() {
      try {
        const draft = JSON.parse(localStorage.getItem(KEY));
        if (draft && Date.now() - draft.at < WEEK) return draft;
        localStorage.removeItem(KEY);
      } catch { /* 本机不让存 */ }
      return null;
    },
    set(draft) { try { localStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* 本机不让存 */ } },
    drop() { try { localStorage.removeItem(KEY); } catch { /* 本机不让存 */ } },
  };
  if (document.querySelector("[data-draft-done]")) store.drop();
  const page = document.querySelector("form[data-draft]");
  const box = document.querySelector("#draft");
  if (!page || !box) return;
  const fields = [...page.querySelectorAll("input:not([type=hidden]):not([type=file]), textarea, select")].filter((f) => f.name);
  const draft = store.get();
  const said = el("p", "", { className: "mu", role: "status" });
  const all = el("input", "", { type: "checkbox", id: "draft-all", checked: Boolean(draft && draft.all) });
  const label = el("label", "", { htmlFor: "draft-all" });
  label.append(all, " 姓名、证件和联系方式也存在本机（公用的电脑不要勾选）");
  const drop = el("button", "删掉草稿", { type: "button", className: "linkish" });
  const choice = el("div"), line = el("div", "", { className: "f" });
  choice.append(label);
  line.append(choice);
  box.append(said, line, drop);
  box.hidden = false;
  const keep = () => {
    const saved = store.get() || { values: {} };
    for (const field of fields) {
      if (field.type === "radio" && !field.checked) continue;
      const own = "own" in field.dataset;
      if (own && !all.checked) delete saved.values[field.name];
      else saved.values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    if (!all.checked) for (const name of saved.own || []) delete saved.values[name];
    saved.own = [...new Set([...(saved.own || []), ...fields.filter((f) => "own" in f.dataset).map((f) => f.name)])];
    store.set({ ...saved, at: Date.now(), all: all.checked });
    said.textContent = "草稿已存在本机，7日内有效。";
  };
  const restore = (values) => {
    for (const field of fields) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") field.checked = field.value === values[field.name];
      else if (field.type === "checkbox") field.checked = field.checked || values[field.name] === true;
      else if (!field.value) field.value = values[field.name];
    }
  };
  const blank = fields.every((f) => (["radio", "checkbox"].includes(f.type) ? !f.checked : f.tagName === "SELECT" || !f.value));
  if (draft && blank && !first && Object.keys(draft.values).some((n) => fields.some((f) => f.name === n) && draft.values[n])) {
    const day = new Date(draft.at);
    const offer = el("div", "", { className: "note mb3 row mid" });
    const take = el("button", "接着填", { type: "button", className: "btn q" });
    offer.append(el("span", `本机存有${day.getMonth() + 1}月${day.getDate()}日的草稿。`), take);
    page.querySelector("h1").after(offer);
    take.addEventListener("click", () => { restore(draft.values); offer.remove(); fields[0].focus(); });
  }
  page.addEventListener("input", keep);
  all.addEventListener("change", keep);
  drop.addEventListener("click", () => { store.drop(); all.checked = false; said.textContent = "草稿已删掉。"; });
})();
