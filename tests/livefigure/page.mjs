// As much of a page as `render` needs, for tests in Node: elements that know their attributes,
// children and listeners, a clock that stands still, and a model that counts its messages.

class Style {
  setProperty(name, value) { this[name] = String(value); }
}

/** `dataset.name` is the attribute `data-name`. */
const DATA = {
  get: (attributes, name) => attributes[`data-${name}`],
  set(attributes, name, value) { attributes[`data-${name}`] = String(value); return true; },
};

export class FakeElement {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], parent: null, listeners: {} });
    Object.assign(this, { style: new Style(), classes: new Set(), own: "" });
    Object.assign(this, { disabled: false, checked: false, value: "" });
    this.dataset = new Proxy(this.attributes, DATA);
    this.classList = {
      add: (name) => this.classes.add(name),
      toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
    };
  }
  get type() { return this.attributes.type; }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "class") this.classes = new Set(value.split(" "));
  }
  getAttribute(name) { return this.attributes[name] ?? null; }
  toggleAttribute(name, on) {
    if (!on) delete this.attributes[name];
    else this.attributes[name] ??= "";
  }
  get hidden() { return "hidden" in this.attributes; }
  set hidden(on) { this.toggleAttribute("hidden", on); }
  append(...children) { children.forEach((child) => this.appendChild(child)); }
  appendChild(child) {
    const made = typeof child === "string" ? Object.assign(new FakeElement("#text"), { own: child }) : child;
    if (made.parent) made.remove();
    made.parent = this;
    this.children.push(made);
    return made;
  }
  after(...others) {
    const rest = this.parent.children;
    rest.splice(rest.indexOf(this) + 1, 0, ...others);
    others.forEach((other) => { other.parent = this.parent; });
  }
  prepend(...children) {
    const rest = this.children.splice(0);
    this.append(...children, ...rest);
  }
  replaceChildren(...children) { this.textContent = ""; this.append(...children); }
  remove() { this.parent.children = this.parent.children.filter((child) => child !== this); }
  get textContent() { return this.own + this.children.map((child) => child.textContent).join(""); }
  set textContent(text) { this.children = []; this.own = text; }
  addEventListener(name, listener) { (this.listeners[name] ??= []).push(listener); }
  dispatch(name, event = {}) {
    const full = { target: this, preventDefault() {}, ...event };
    for (let at = this; at; at = at.parent) (at.listeners[name] ?? []).forEach((f) => f(full));
  }
  click() { if (!this.disabled) this.dispatch("click"); }
  /** What a learner does with a slider. */
  slide(index) { this.value = String(index); this.dispatch("input"); }
  *all() {
    for (const child of this.children) { yield child; yield* child.all(); }
  }
  find(test) { return [...this.all()].filter(test); }
  byTag(tag) { return this.find((element) => element.tag === tag); }
  byClass(name) { return this.find((element) => element.classes.has(name)); }
  button(text) { return this.byTag("button").find((button) => button.textContent === text); }
  querySelector(selector) {
    if (selector.startsWith(".")) return this.querySelectorAll(selector)[0] ?? null;
    if (selector.startsWith("#")) return this.find((e) => e.attributes.id === selector.slice(1))[0] ?? null;
    return this.find((element) => selector.split(", ").includes(element.tag))[0] ?? null;
  }
  querySelectorAll(selector) { return selector.split(", ").flatMap((one) => this.byClass(one.slice(1))); }
  get parentElement() { return this.parent; }
  /** What the page gives every element; 0: not laid out yet, and a pixel is a point. */
  get clientWidth() { return globalThis.room ?? 0; }
  get offsetHeight() { return 0; }
  after(element) { this.parent.appendChild(element); }
  closest(selector) {
    let at = this;
    while (at && !selector.split(", ").some((one) => at.classes.has(one.slice(1)))) at = at.parent;
    return at;
  }
  focus() { globalThis.document.activeElement = this; }
  blur() { globalThis.document.activeElement = null; }
  getBoundingClientRect() { return { left: 0, right: 0, top: 0 }; }
  get ownerSVGElement() { return this.tag === "svg" ? this : this.parent.ownerSVGElement; }
  setPointerCapture(id) { this.captured = id; }
  hasPointerCapture(id) { return this.captured === id; }
  attachShadow() {
    this.shadow = new FakeElement("#shadow");
    return this.shadow;
  }
  get shadowRoot() { return this.shadow; }
  /** Of the fixed picture only the root and the groups of its axes are kept. */
  set innerHTML(text) {
    const svg = this.appendChild(new FakeElement("svg"));
    for (const [, id] of text.matchAll(/<g id="(axes_\d+)">/g)) {
      const group = svg.appendChild(new FakeElement("g"));
      group.setAttribute("id", id);
      group.appendChild(new FakeElement("g"));
    }
  }
}

/** Blob URLs made and not yet freed. */
export const living = new Set();
let urls = 0;

export function setUp() {
  Object.assign(globalThis, {
    document: {
      activeElement: null,
      createElement: (tag) => new FakeElement(tag),
      createElementNS: (_, tag) => new FakeElement(tag),
    },
    HTMLElement: FakeElement,
    HTMLInputElement: FakeElement,
    ResizeObserver: class {
      constructor(told) { this.told = told; }
      observe(element) { if (element.clientWidth) this.told([{ contentRect: { width: element.clientWidth } }]); }
      disconnect() {}
    },
    matchMedia: () => ({ matches: false }),
    Image: class { decode() { return Promise.resolve(); } },
    frames: [],
    requestAnimationFrame: (f) => globalThis.frames.push(f),
    cancelAnimationFrame: () => { globalThis.frames = []; },
  });
  URL.createObjectURL = () => {
    const url = `blob:${(urls += 1)}`;
    living.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => living.delete(url);
}

/** A model with these traits; `saved` holds what each message would have told the kernel. */
export function model(traits) {
  const state = { _css: "", _position: [], _measured: [], _pinned: [], prediction: null, ...traits };
  const listeners = {};
  return {
    state,
    listeners,
    saved: [],
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      [...(listeners[`change:${name}`] ?? [])].forEach((f) => f());
    },
    on(event, f) { (listeners[event] ??= []).push(f); },
    send(content) { this.sent = [...(this.sent ?? []), content]; },
    off(event, f) { listeners[event] = listeners[event].filter((g) => g !== f); },
    save_changes() {
      this.saved.push(JSON.parse(JSON.stringify({
        position: state._position, measured: state._measured, pinned: state._pinned,
        prediction: state.prediction,
      })));
    },
  };
}

/** An object that lets only fields of the protocol be read, and notes which were.
 *
 *  schema: {table: {field: type}}; read: a Set of "Table.field". */
export function guarded(value, type, schema, read) {
  if (value === null || typeof value !== "object") return value;
  const named = [...type.matchAll(/[A-Z]\w+/g)].map(([name]) => name).filter((name) => name in schema);
  if (Array.isArray(value)) return value.map((item) => guarded(item, type, schema, read));
  const table = named.find((name) => Object.keys(value).every((field) => field in schema[name]));
  return new Proxy(value, {
    get(target, field) {
      if (typeof field !== "string") return target[field];
      if (!table || !(field in schema[table])) throw new Error(`${type}.${field} is read, and in no table`);
      read.add(`${table}.${field}`);
      return guarded(target[field], schema[table][field], schema, read);
    },
  });
}
