import assert from "node:assert/strict";
import { test } from "node:test";
import { tabStorage } from "../page/storage.mjs";

// What a browser's storage is: its keys are the object's own.
class Shelf {
  getItem(key) {
    return this[key] ?? null;
  }
  setItem(key, value) {
    this[key] = String(value);
  }
  removeItem(key) {
    delete this[key];
  }
}

test("GraphiQL has its own part of the tab's storage and no more", () => {
  const shelf = new Shelf();
  shelf.setItem("usher:tokens", "kept");
  shelf.setItem("tabs", "another's");
  const storage = tabStorage(shelf);
  assert.deepEqual([storage.length, storage.getItem("tabs")], [0, null]);
  storage.setItem("tabs", "a");
  storage.setItem("theme", "b");
  assert.deepEqual([storage.length, storage.getItem("tabs"), shelf.getItem("tabs")], [2, "a", "another's"]);
  storage.removeItem("theme");
  assert.equal(storage.length, 1);
  storage.clear();
  assert.deepEqual([storage.length, shelf.getItem("usher:tokens"), shelf.getItem("tabs")], [0, "kept", "another's"]);
});
