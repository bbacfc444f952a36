// The mailbox page: asks for the messages every other second and shows them as
// a list beside the open one.

import { List } from "./list.mjs";
import { addressOf, look, placeOf } from "./place.mjs";
import { Reading } from "./reading.mjs";
import { spoken, subjectOf } from "./words.mjs";

const POLL_MS = 2000;
const TITLE = document.title;

const at = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 48rem)");
const list = new List(document, {
  onChoose: (message) => go({ ...place, message }),
  // On a narrow screen opening a message hides the list that the arrow keys walk through.
  onStep: (message) => narrow.matches || replace({ ...place, message }),
});
const reading = new Reading(document, { onBack: () => go({ ...place, message: "" }), announce });

let place = placeOf(location.search);
let messages = null; // newest first; null before the first answer
const news = new Set(); // ids of messages that came since and were not read
let etag = "";
let polling = false;

async function poll() {
  if (polling) return;
  polling = true;
  try {
    const response = await fetch("/mailbox/messages", { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      take((await response.json()).messages);
      etag = response.headers.get("ETag") ?? "";
    }
    tell("Live", false);
  } catch {
    tell("No connection to the server", true);
  } finally {
    polling = false;
    list.tellTimes(Date.now());
  }
}

function take(found) {
  const known = new Set(messages?.map(({ id }) => id));
  const came = messages === null ? [] : found.filter(({ id }) => !known.has(id));
  for (const { id } of came) news.add(id);
  // Messages that are shown already stay the same objects: the list knows them by that.
  messages = found.map((message) => messages?.find(({ id }) => id === message.id) ?? message);
  for (const id of news) if (!messages.some((message) => message.id === id)) news.delete(id);
  const options = [...new Set(messages.map(({ to }) => to))].map((to) => Object.assign(document.createElement("option"), { value: to }));
  at("recipients").replaceChildren(...options);
  draw();
  if (came.length === 0) return;
  const [{ to, code, ...newest }] = came;
  announce(came.length === 1 ? `New message for ${to}: ${code ? `code ${spoken(code)}` : subjectOf(newest)}` : `${came.length} new messages`);
}

function draw() {
  if (messages === null) return;
  const seen = look(messages, place);
  // On a narrow screen the newest message waits behind the list until it is chosen.
  if (narrow.matches && !place.message) seen.open = undefined;
  // In a tab that nobody sees it is not read yet: the title says that it came.
  if (seen.open && !document.hidden) news.delete(seen.open.id);
  const [empty, searched] = [messages.length === 0, place.to.trim() !== ""];
  list.draw(messages, seen, place, news);
  reading.draw(seen.open, place);
  at("box").classList.toggle("chosen", place.message !== "");
  at("filter-row").hidden = empty;
  at("count").textContent = searched ? `${seen.fitting.length} of ${messages.length}` : `${messages.length} ${messages.length === 1 ? "message" : "messages"}`;
  at("nobody").hidden = empty || seen.fitting.length > 0;
  at("empty").hidden = !empty || seen.gone;
  at("gone").hidden = !seen.gone;
  document.title = news.size > 0 ? `(${news.size}) ${TITLE}` : TITLE;
  list.tellTimes(Date.now());
}

// go changes the place and the address with it, so that the way back works.
function go(next) {
  const opened = next.message !== "" && next.message !== place.message;
  place = next;
  history.pushState(null, "", addressOf(place));
  draw();
  if (opened && narrow.matches) reading.focus();
}

function announce(text) {
  at("announcer").textContent = text;
}

function tell(text, lost) {
  if (at("status").textContent !== text) at("status").textContent = text;
  at("status").classList.toggle("lost", lost);
}

// replace changes the place without a step to go back to.
function replace(next) {
  place = next;
  history.replaceState(null, "", addressOf(place));
  draw();
}

at("filter").value = place.to;
at("filter").addEventListener("input", () => replace({ to: at("filter").value, message: "" }));
at("all").addEventListener("click", () => {
  at("filter").value = "";
  replace({ to: "", message: "" });
  at("filter").focus();
});
addEventListener("popstate", () => {
  place = placeOf(location.search);
  at("filter").value = place.to;
  draw();
});
narrow.addEventListener("change", draw);
document.addEventListener("visibilitychange", () => {
  draw();
  poll();
});
setInterval(poll, POLL_MS);
poll();
