// Run by test_drawing.py, which writes the script as browsers get it, and what Python makes of
// drawings.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = await import(process.env.PAD_SCRIPT);
const { pads, cases } = JSON.parse(readFileSync(process.env.PAD_CASES, "utf-8"));

test("every drawing is counted, answered and told as in Python", (t) => {
  for (const { model, strokes, typed, pixels, moved, p, says } of cases) {
    const found = script.prepared(strokes, typed);
    assert.deepEqual(found.pixels, pixels);
    assert.deepEqual(found.moved, moved);
    const answer = script.answer(pads[model].layers, found.pixels);
    const off = answer.map((one, k) => Math.abs(one - p[k]));
    assert.ok(Math.max(...off) < 1e-5, `${Math.max(...off)} off`);
    assert.equal(script.sentence(pads[model], p, found.pixels, found.moved), says);
  }
  t.diagnostic(`compared ${cases.length} drawings`);
});

test("without an answer it says so, or what went wrong", () => {
  const pixels = [1];
  assert.equal(script.sentence(pads[0], null, pixels, [0, 0]), pads[0].says.waiting);
  assert.equal(script.sentence(pads[0], "The model stopped.", pixels, [0, 0]), "The model stopped.");
});

test("a model answers what it is asked before it is closed", () => {
  const [asked, answers] = [{}, []];
  const model = { on: (name, f) => { asked[name] = f; }, send: (answer) => answers.push(answer) };
  script.default.initialize({ model });
  asked["msg:custom"]({});
  assert.equal(answers.length, 1);
});
