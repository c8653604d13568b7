// Run by test_live_javascript.py, which writes the script as browsers get it, the figures, and
// what Python expects of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = await import(process.env.LIVE_SCRIPT);
const { caption, flat, pinnedPlace, read, shapes, unflat } = script;

const figures = JSON.parse(readFileSync(process.env.LIVE_FIGURES, "utf-8"));
const plain = (value) => JSON.parse(JSON.stringify(value)); // NaN becomes null, -0 becomes 0

function integers(base64) {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Int16Array(bytes.buffer);
}

for (const [name, figure] of Object.entries(figures)) {
  const { spec, cases } = figure;
  const data = integers(figure.data);

  test(`${name}: shapes, marks and captions at every position`, (t) => {
    for (const { position, measured, pinned, ...expected } of cases) {
      const where = `${name} at ${position}, measured ${measured}, pinned ${pinned}`;
      assert.deepEqual(plain(shapes(spec, data, position, measured)), expected.shapes, where);
      assert.equal(caption(spec, data, position, measured, pinned), expected.caption, where);
      assert.equal(caption(spec, data, position, measured, [], true), expected.seen, where);
      if (!pinned.length) continue;
      const place = pinnedPlace(spec, position, pinned);
      assert.deepEqual(plain(shapes(spec, data, place, measured)), expected.kept, where);
    }
    t.diagnostic(`compared ${cases.length} positions`);
  });

  test(`${name}: one number for a position, and back`, () => {
    for (const { position, flat: number } of cases) {
      assert.equal(flat(spec, position), number);
      assert.deepEqual(unflat(spec, number), position);
    }
  });
}

test("an array is read at its offset, with what is missing as NaN", () => {
  const data = new Int16Array([9, 9, 16, -32768, 32, 8]);
  assert.deepEqual(read(data, [2, [2, 0], 2], [0, 5]), [1, NaN]);
  assert.deepEqual(read(data, [2, [2, 0], 2], [1, 0]), [2, 0.5]);
});

test("the module gives anywidget its render function", () => {
  assert.equal(typeof script.default.render, "function");
});

test("a model answers what it is asked before it is closed", () => {
  const [asked, answers] = [{}, []];
  const model = { on: (name, f) => { asked[name] = f; }, send: (answer) => answers.push(answer) };
  script.default.initialize({ model });
  assert.deepEqual([Object.keys(asked), answers], [["msg:custom"], []]);
  asked["msg:custom"]({});
  assert.equal(answers.length, 1);
});
