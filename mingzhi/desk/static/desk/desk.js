/* 明执：工作台的少量脚本。页面没有它也完整；它只让常做的事快一点。
   快捷键可以在「键盘操作」页关掉（WCAG 2.1.4）。 */
"use strict";

(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

  const remembered = (name) => {
    try { return window.localStorage.getItem(name); } catch { return null; }
  };
  const remember = (name, value) => {
    try { window.localStorage.setItem(name, value); } catch { /* 浏览器不许保存，就只在这一页有效 */ }
  };
  let lettersOff = remembered("mingzhi-keys") === "off";

  /* 列表里上下走：j 下一件，k 上一件，停在每一行要做的事上。 */
  const step = (by) => {
    const links = [...document.querySelectorAll("main table.data tbody th[scope=row] a, main [data-step] a.step")];
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof HTMLTextAreaElement) {
      const form = event.target.form;
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (lettersOff || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-key='/']");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?") {
      const keys = document.querySelector("[data-key='?']");
      if (keys) keys.click();
    } else if (event.key === "j") { step(1); } else if (event.key === "k") { step(-1); }
  });

  /* 关掉快捷键的开关。 */
  const toggle = document.querySelector("[data-letters]");
  if (toggle) {
    toggle.hidden = false;
    const box = toggle.querySelector("input");
    box.checked = !lettersOff;
    box.addEventListener("change", () => {
      lettersOff = !box.checked;
      remember("mingzhi-keys", lettersOff ? "off" : "on");
    });
  }

  /* 没有 popover 的浏览器：样式表已让菜单一直显示，按钮不出现；这里只管有的。
     打印按钮只在有脚本时出现。 */
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* 选了就筛，不用再点；没有脚本时有按钮。 */
  for (const select of document.querySelectorAll("form[data-quick] select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }

  /* 随一栏的选择才用得上的几栏：选到的打开，没有选到又没有填的不显示。没有脚本时可以自己点开。 */
  for (const part of document.querySelectorAll("details[data-by]")) {
    const form = part.closest("form");
    const filled = () => [...part.querySelectorAll("input, textarea, select")].some((each) => (each.type === "checkbox" ? each.checked : each.value));
    const follow = () => {
      const now = new FormData(form).get(part.dataset.by) || "";
      const chosen = part.dataset.of.split(" ").includes(now);
      part.open = chosen || filled();
      part.hidden = !part.open;
    };
    form.addEventListener("change", (event) => { if (event.target.name === part.dataset.by) follow(); });
    follow();
  }

  /* 在列出的几样里找：写着就筛，收起来的也打开；按回车照常提交，服务器找得更全。 */
  for (const box of document.querySelectorAll("input[data-narrows]")) {
    const list = document.getElementById(box.dataset.narrows);
    if (!list) continue;
    const folds = [...list.querySelectorAll("details")];
    const before = folds.map((fold) => fold.open);
    box.addEventListener("input", () => {
      const words = box.value.trim().split(/\s+/).filter(Boolean);
      for (const item of list.querySelectorAll("[data-terms]")) {
        const text = item.textContent + item.dataset.terms;
        item.hidden = !words.every((word) => text.includes(word));
      }
      for (const group of list.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-terms]:not([hidden])");
      folds.forEach((fold, index) => {
        fold.open = words.length ? true : before[index];
        fold.hidden = !fold.querySelector("[data-terms]:not([hidden])");
      });
    });
  }

  /* 从别处来看某一条「为什么」的，打开它。 */
  const opened = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (const details of target.matches("details") ? [target] : target.querySelectorAll("details.why")) details.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", opened);
  opened();

  /* 被拒绝以后，焦点到理由上；局部刷新以后，焦点到新的标题上。 */
  const refusal = document.querySelector(".refusal[tabindex]");
  if (refusal) refusal.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const heading = event.target.querySelector("[data-focus]");
    if (heading) { heading.tabIndex = -1; heading.focus(); }
  });
})();
