// Run by test_live_javascript.py, which writes the figures and what Python expects of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import live, { caption, flat, read, shapes, unflat } from "../../course_utils/live/live.mjs";

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
    for (const { position, measured, ...expected } of cases) {
      const where = `${name} at ${position}, measured ${measured}`;
      assert.deepEqual(plain(shapes(spec, data, position, measured)), plain(expected.shapes), where);
      assert.equal(caption(spec, data, position, measured), expected.caption, where);
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
  const data = new Int16Array([9, 9, 32, -32768, 64, 16]);
  assert.deepEqual(read(data, [2, [2, 0], 2], [0, 5]), [1, NaN]);
  assert.deepEqual(read(data, [2, [2, 0], 2], [1, 0]), [2, 0.5]);
});

test("the module gives anywidget its render function", () => {
  assert.equal(typeof live.render, "function");
});
