import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, mediumOf, purposeOf, spoken, subjectOf } from "../page/words.mjs";

test("how long ago", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const cases = [
    [0, "just now"],
    [9, "just now"],
    [-30, "just now"],
    [45, "45 sec. ago"],
    [60, "1 min. ago"],
    [3599, "59 min. ago"],
    [7200, "2 hr. ago"],
    [86400, "yesterday"],
    [3 * 86400, "3 days ago"],
  ];
  for (const [seconds, want] of cases) assert.equal(ago(new Date(now - seconds * 1000), now), want);
});

test("what a message is called", () => {
  assert.deepEqual([{ medium: "EMAIL" }, { medium: "SMS" }, { medium: "PIGEON" }].map(mediumOf), ["E-mail", "Text message", "PIGEON"]);
  assert.deepEqual([{ subject: "Your code", medium: "EMAIL" }, { subject: "", medium: "SMS" }, { subject: "", medium: "" }].map(subjectOf), ["Your code", "Text message", "Message"]);
  assert.deepEqual([{ purpose: "SignUp" }, { purpose: "Tomorrow" }, { purpose: "" }].map(purposeOf), ["for a sign-up", "for Tomorrow", ""]);
  assert.equal(spoken("12 a"), "1 2   a");
});
