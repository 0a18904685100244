/* 播放：点标记、点文字就到那一处；放到哪一句，哪一句亮。没有脚本时，链接重开本页、从那一秒开始放。 */
"use strict";

(() => {
  const player = document.getElementById("player");
  if (!player) return;
  const links = [...document.querySelectorAll("[data-seek]")];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      player.currentTime = Number(link.dataset.seek);
      player.play().catch(() => { /* 浏览器不让自动放，停在那里也行 */ });
      player.scrollIntoView({ block: "nearest" });
    });
  }
  player.addEventListener("timeupdate", () => {
    let now = null;
    for (const link of links) {
      const at = Number(link.dataset.seek);
      if (at <= player.currentTime && (now === null || at >= Number(now.dataset.seek))) now = link;
    }
    for (const link of links) {
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
})();
