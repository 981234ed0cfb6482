// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// 打印时在页脚写上打印日期：页面是发布好的文件，本身不带日期。没有这个文件，页面照常。
(() => {
  "use strict";
  addEventListener("beforeprint", () => {
    const now = new Date();
    for (const place of document.querySelectorAll("[data-printed]")) {
      place.textContent = `　打印日期：${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
      place.hidden = false;
    }
  });
})();
