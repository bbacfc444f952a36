import assert from "node:assert/strict";
import { test } from "node:test";
import { mendLint } from "../page/reach.mjs";

test("a credential is no mistake, and a mistake stays one", () => {
  const found = ['Expected value of type "WebAuthnJSON".', 'Expected value of type "OneTimeCode".', 'Type "X" does not have a field "y".'].map((message) => ({ message }));
  const options = { lint: { variableToType: "kept" } };
  const asked = [];
  mendLint({
    getHelper: () => (...given) => {
      asked.push(given);
      return found;
    },
    getOption: (name) => options[name],
    setOption: (name, value) => (options[name] = value),
  });
  assert.deepEqual(options.lint.getAnnotations("text", "options", "editor"), found.slice(1));
  assert.deepEqual([asked, options.lint.variableToType], [[["text", "options", "editor"]], "kept"]);
});

test("what GraphiQL cannot check breaks nothing", () => {
  const options = {};
  mendLint({
    getHelper: () => () => {
      throw new Error('Value "X" does not exist in "Factor" enum.');
    },
    getOption: () => ({}),
    setOption: (name, value) => (options[name] = value),
  });
  assert.deepEqual(options.lint.getAnnotations("text"), []);
});
