// Measures in the page how long a key or a move of the mouse waits for its picture, and slows the
// kernel's messages down.  Runs before anything else in the page.

window.latency = { delay: 0 }; // ms added to every kernel message, each way

// Every message of a slowed socket stands in line, so none overtakes another.
window.WebSocket = class extends WebSocket {
  constructor(url, ...rest) {
    super(url, ...rest);
    const line = () => {
      const waiting = [];
      let last = 0;
      return (act) => {
        const due = Math.max(last, performance.now() + latency.delay);
        last = due;
        waiting.push(act);
        setTimeout(() => waiting.shift()(), due - performance.now());
      };
    };
    this.kernel = String(url).includes("/channels");
    this.leave = line();
    const arrive = line();
    this.addEventListener("message", (event) => {
      if (!this.kernel || event.late) return;
      event.stopImmediatePropagation();
      const late = Object.assign(new MessageEvent("message", { data: event.data }), { late: true });
      arrive(() => this.dispatchEvent(late));
    });
  }
  send(data) {
    if (this.kernel) this.leave(() => super.send(data));
    else super.send(data);
  }
};

(() => {
  const GIVE_UP = 3000; // ms
  const TYPES = ["keydown", "pointermove", "input"];
  let now = null; // the measurement under way

  /** Names the picture that is in place: all that moves in it, or the image once it is there. */
  function signature(root) {
    const drawn = root.querySelector(".live-picture")?.shadowRoot;
    if (drawn) {
      const moving = drawn.querySelectorAll(".moving > *, .shades > *");
      return Array.from(moving, (part) => part.getAttribute("d") ?? part.textContent).join();
    }
    const image = root.querySelector("img");
    return image?.complete && image.naturalWidth ? image.src : null;
  }

  /** Run once the frame under way has been handed over to be shown. */
  function afterFrame(act) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { act(); port1.close(); };
    port2.postMessage(null);
  }

  function frame() {
    const { root, before, began, result, done } = now;
    const seen = signature(root);
    result.frames += 1;
    if (seen !== null && seen !== before) {
      afterFrame(() => done({ ...result, latency: performance.now() - began }));
    } else if (performance.now() - began > GIVE_UP) {
      done({ ...result, latency: null });
    } else requestAnimationFrame(frame);
  }

  /** Expect one key ("keydown") or move ("pointermove"); `latency.answer` is its measurement:
   *  frames until the picture changed, latency in ms (null: never), and ms of listeners at work. */
  latency.expect = (root, type) => {
    const result = { frames: 0, work: 0 };
    latency.answer = new Promise((done, failed) => {
      now = { root, type, before: signature(root), result, done };
      setTimeout(() => failed(new Error(`no ${type} came`)), 3 * GIVE_UP);
    });
  };

  for (const type of TYPES) {
    let start = 0;
    addEventListener(type, (event) => {
      if (now && !now.began && now.type === type) {
        now.began = event.timeStamp;
        requestAnimationFrame(frame);
      }
      start = performance.now();
    }, true);
    addEventListener(type, () => {
      if (now) now.result.work += performance.now() - start;
    });
  }
  addEventListener("pointerdown", () => { latency.down = performance.now(); }, true);
  addEventListener("pointerup", () => { latency.up = performance.now(); }, true);

  latency.signature = signature;

  /** Where on the page the middle of the first thing that can be dragged stands. */
  latency.grip = (root) => {
    const grip = root.querySelector(".live-picture").shadowRoot.querySelector(".grip.spot");
    const { left, top, width, height } = grip.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };

  /** Where on the page the thumb stands at each position from 0 to last. */
  latency.places = (slider, last) => {
    const native = slider.matches("input");
    const track = (native ? slider : slider.closest(".noUi-base")).getBoundingClientRect();
    const inset = native ? 8 : 0; // half a native thumb
    return Array.from({ length: last + 1 }, (_, i) => [
      track.left + inset + ((track.width - 2 * inset) * i) / last,
      track.top + track.height / 2,
    ]);
  };
})();
