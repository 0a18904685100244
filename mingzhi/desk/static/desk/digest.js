/* 在另一个线程里算整份文件的 SHA-256（FIPS 180-4）：一段一段读，多大的文件都不占内存，没有加密传输的内网也算得了。
   收到 {file}，陆续答 {done}（算了多少字节），最后答 {digest}；读不了的答 {fault}。 */
"use strict";

const PIECE = 4 * 1024 * 1024;

/* 常数照标准的定义算：前 64 个素数立方根、前 8 个素数平方根的小数部分，各取 32 位。 */
const [K, START] = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((each) => n % each)) primes.push(n);
  const bits = (value) => ((value - Math.floor(value)) * 0x100000000) | 0;
  return [Int32Array.from(primes, (each) => bits(Math.cbrt(each))), primes.slice(0, 8).map((each) => bits(Math.sqrt(each)))];
})();

class Sha256 {
  constructor() {
    this.state = Int32Array.from(START);
    this.words = new Int32Array(64);
    this.kept = new Uint8Array(64);
    this.held = 0;
    this.size = 0;
  }

  update(bytes) {
    this.size += bytes.length;
    let at = 0;
    if (this.held) {
      at = Math.min(64 - this.held, bytes.length);
      this.kept.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return;
      this.block(this.kept, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.kept.set(bytes.subarray(at));
    this.held = bytes.length - at;
  }

  block(bytes, at) {
    const w = this.words;
    const state = this.state;
    for (let i = 0; i < 16; i += 1, at += 4) w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  hex() {
    const size = this.size;
    const tail = new Uint8Array(this.held < 56 ? 64 - this.held : 128 - this.held);
    tail[0] = 0x80;
    const length = new DataView(tail.buffer, tail.length - 8);
    length.setUint32(0, Math.floor(size / 0x20000000));
    length.setUint32(4, (size * 8) >>> 0);
    this.update(tail);
    return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

self.onmessage = ({ data: { file } }) => {
  try {
    const sha = new Sha256();
    const reader = new FileReaderSync();
    for (let at = 0; at < file.size; at += PIECE) {
      sha.update(new Uint8Array(reader.readAsArrayBuffer(file.slice(at, at + PIECE))));
      self.postMessage({ done: Math.min(at + PIECE, file.size) });
    }
    self.postMessage({ digest: sha.hex() });
  } catch (error) {
    self.postMessage({ fault: String(error) });
  }
};
