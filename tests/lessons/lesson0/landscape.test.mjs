// Run by test_landscape.py, which writes the script as browsers get it, what Python tells it of the
// land, and the balls that Python has followed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = await import(process.env.LAND_SCRIPT);
const { land, balls } = JSON.parse(readFileSync(process.env.LAND_BALLS, "utf-8"));

test("every ball takes the way it takes in Python, ends as there, and is told as there", (t) => {
  for (const { start, lr, path, end, says } of balls) {
    const where = `from ${start} at ${lr}`;
    const found = script.follow(land, ...start, lr);
    assert.equal(found.end, end, where);
    assert.equal(found.path.length, path.length, where);
    const off = found.path.flatMap((place, n) => place.map((v, k) => Math.abs(v - path[n][k])));
    assert.ok(Math.max(...off) < 1e-9, `${where}: ${Math.max(...off)} off`);
    assert.deepEqual(script.sentences(land, found, lr).slice(0, 2), says, where);
  }
  t.diagnostic(`compared ${balls.length} balls`);
});

test("a model answers what it is asked before it is closed", () => {
  const [asked, answers] = [{}, []];
  const model = { on: (name, f) => { asked[name] = f; }, send: (answer) => answers.push(answer) };
  script.default.initialize({ model });
  asked["msg:custom"]({});
  assert.equal(answers.length, 1);
});
