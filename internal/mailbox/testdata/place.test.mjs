import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, look, placeOf } from "../page/place.mjs";

test("a place and its address say the same", () => {
  const cases = [
    ["/mailbox", { to: "", message: "" }],
    ["/mailbox?to=ada%40example.com", { to: "ada@example.com", message: "" }],
    ["/mailbox?to=%2B49&message=a1", { to: "+49", message: "a1" }],
    ["/mailbox?message=a%26b", { to: "", message: "a&b" }],
  ];
  for (const [address, place] of cases) {
    assert.equal(addressOf(place), address);
    assert.deepEqual(placeOf(address.slice("/mailbox".length)), place);
  }
});

const newest = { id: "3", to: "Bob@example.com" };
const text = { id: "2", to: "+4915112345678" };
const oldest = { id: "1", to: "ada@example.com" };
const messages = [newest, text, oldest];

test("what a place shows", () => {
  const cases = [
    ["nothing asked for", { to: "", message: "" }, [newest, text, oldest], newest, false],
    ["part of an address, in other letters", { to: " BOB ", message: "" }, [newest], newest, false],
    ["a number", { to: "+49", message: "" }, [text], text, false],
    ["nobody", { to: "eve", message: "" }, [], undefined, false],
    ["a message", { to: "", message: "1" }, [newest, text, oldest], oldest, false],
    ["a message to another recipient stays open", { to: "bob", message: "1" }, [newest], oldest, false],
    ["a message that is gone", { to: "", message: "0" }, [newest, text, oldest], undefined, true],
  ];
  for (const [name, place, fitting, open, gone] of cases) assert.deepEqual(look(messages, place), { fitting, open, gone }, name);
  assert.deepEqual(look([], { to: "", message: "" }), { fitting: [], open: undefined, gone: false });
});
