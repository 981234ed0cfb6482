// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 打印时在页脚写上打印日期：页面是发布好的文件，本身不带日期；地址里指着的一问一答展开。没有这个文件，页面照常。
(() => {
  "use strict";
  addEventListener("beforeprint", () => {
    const now = new Date();
    for (const place of document.querySelectorAll("[data-printed]")) {
      place.textContent = `　打印日期：${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
      place.hidden = false;
    }
  });
  const open = () => {
    const asked = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (asked && asked.localName === "details") {
      asked.open = true;
    }
  };
  addEventListener("hashchange", open);
  open();
})();
