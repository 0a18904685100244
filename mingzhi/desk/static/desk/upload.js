/* 上传：先在本机算摘要，再一块一块存，断了自己接着传。没有脚本时，文件随表单一起提交。 */
"use strict";

(() => {
  const CHUNK = 4 * 1024 * 1024;
  /* 不大的一次读进内存来算；更大的、没有加密传输的内网，由另一个线程一段一段算。 */
  const WHOLE = 64 * 1024 * 1024;
  const DIGESTING = new URL("digest.js", document.currentScript.src);
  const TRIES = 8;

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const secure = Boolean(window.crypto && window.crypto.subtle);

  const digested = (file, say) => new Promise((resolve) => {
    let worker;
    /* 算不了的（浏览器太旧、文件读不出）不耽误上传：整份由服务器算。 */
    try { worker = new Worker(DIGESTING); } catch { resolve(""); return; }
    const end = (digest) => { worker.terminate(); resolve(digest); };
    worker.onerror = () => end("");
    worker.onmessage = ({ data }) => {
      if (data.done !== undefined) say(`本机正在算摘要 ${Math.floor(100 * data.done / file.size)} %`);
      else end(data.digest || "");
    };
    worker.postMessage({ file });
  });

  const row = (list, file) => {
    const item = document.createElement("li");
    item.className = "shot shot-up";
    const name = document.createElement("b");
    name.textContent = file.name;
    const label = document.createElement("label");
    label.className = "small soft";
    const bar = document.createElement("progress");
    bar.max = 100; bar.value = 0; bar.id = `up-${Math.random().toString(36).slice(2)}`;
    label.htmlFor = bar.id;
    const hash = document.createElement("span");
    hash.className = "hash";
    item.append(name, label, bar, hash);
    list.append(item);
    return { item, bar, hash, say: (text) => { label.textContent = text; } };
  };

  const ask = async (url, options, token) => {
    const response = await fetch(url, { ...options, credentials: "same-origin", headers: { ...options.headers, "X-CSRFToken": token } });
    let said = {};
    try { said = await response.json(); } catch { /* 网关的错页不是 JSON */ }
    return { status: response.status, said };
  };

  const send = async (box, file) => {
    const token = box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
    const list = box.querySelector("[data-list]");
    const shown = row(list, file);
    let digest = "";
    shown.say("本机正在算摘要");
    if (secure && file.size <= WHOLE) digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    else digest = await digested(file, shown.say);
    if (digest) shown.hash.textContent = `SHA-256 ${digest.slice(0, 4)}…${digest.slice(-4)}`;
    const begun = await ask(box.dataset.upload, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: file.name, size: file.size, media_type: file.type, sha256: digest }),
    }, token);
    if (!begun.said.id) { shown.say(begun.said.error || "没有存入，请重试。"); return false; }
    let { id, offset } = begun.said;
    for (let tries = 0; tries < TRIES;) {
      const end = Math.min(offset + CHUNK, file.size);
      const part = await file.slice(offset, end).arrayBuffer();
      const headers = { "Content-Type": "application/octet-stream", "Content-Range": `bytes ${offset}-${end - 1}/${file.size}` };
      if (secure) headers["Content-Digest"] = `sha-256=:${base64(await crypto.subtle.digest("SHA-256", part))}:`;
      let answer;
      try {
        answer = await ask(`${box.dataset.upload}${id}/`, { method: "PUT", headers, body: part }, token);
      } catch {
        tries += 1;
        shown.say("断网了，接上后自动续传");
        await wait(Math.min(1000 * 2 ** tries, 30000));
        try { offset = (await ask(`${box.dataset.upload}${id}/`, { method: "GET", headers: {} }, token)).said.offset ?? offset; } catch { /* 还没有接上 */ }
        continue;
      }
      if (answer.said.stored) {
        if (digest && answer.said.sha256 !== digest) { shown.say("摘要不一致，请重传"); return false; }
        shown.bar.value = 100;
        shown.say(`已存入，随本项写入案卷${answer.said.known ? `。${answer.said.known}` : ""}`);
        const hidden = document.createElement("input");
        hidden.type = "hidden"; hidden.name = "exhibit"; hidden.value = answer.said.token;
        shown.item.append(hidden);
        return true;
      }
      if (answer.status === 409 && typeof answer.said.offset === "number" && answer.said.offset !== offset) { offset = answer.said.offset; tries += 1; continue; }
      if (answer.status >= 400) { shown.say(answer.said.error || "没有存入，请重试。"); return false; }
      offset = answer.said.offset;
      tries = 0;
      const done = Math.floor(100 * offset / file.size);
      shown.bar.value = done;
      shown.say(`${digest ? "本机已算摘要，" : ""}存入 ${done} %`);
    }
    shown.say("没有存入：断网太久。再选一次这个文件，会从断的地方接着传。");
    return false;
  };

  const watch = (box) => {
    const input = box.querySelector("input[type=file]");
    if (!input) return;
    input.addEventListener("change", async () => {
      const files = [...input.files];
      const form = input.form;
      /* 清空之后，提交表单时不会再传一遍。 */
      input.value = "";
      let all = true;
      for (const file of files) all = (await send(box, file)) && all;
      if (all && box.dataset.then === "submit") form.requestSubmit();
      else form.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  for (const box of document.querySelectorAll("[data-upload]")) watch(box);
})();
