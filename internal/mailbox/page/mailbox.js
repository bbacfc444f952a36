// The mailbox page: asks for the messages every other second and shows them.
// A message is foreign text, so everything goes in through textContent.

const POLL_MS = 2000;
const COPIED_MS = 1800;
const MEDIA = { EMAIL: "email", SMS: "text message" };

const $ = (id) => document.getElementById(id);
const shown = new Map(); // message id -> { element, message }
let etag = "";
let loaded = false;
let polling = false;

async function poll() {
  if (polling || document.hidden) return;
  polling = true;
  try {
    const response = await fetch("/mailbox/messages", {
      headers: etag ? { "If-None-Match": etag } : {},
      cache: "no-store",
    });
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      show((await response.json()).messages);
      etag = response.headers.get("ETag") ?? "";
      loaded = true;
    }
    setStatus("Live", false);
  } catch {
    setStatus("No connection to the server", true);
  } finally {
    polling = false;
    tellTimes();
  }
}

// Elements are kept between polls, so that a selection, the focus and the
// scroll position survive new mail.
function show(messages) {
  const kept = new Set(messages.map((m) => m.id));
  for (const [id, entry] of shown) {
    if (!kept.has(id)) {
      entry.element.remove();
      shown.delete(id);
    }
  }
  const fresh = messages.filter((m) => !shown.has(m.id));
  for (const message of fresh.toReversed()) {
    const element = render(message);
    element.classList.toggle("fresh", loaded);
    shown.set(message.id, { element, message });
    $("messages").prepend(element);
  }
  if (loaded && fresh.length > 0) announce(fresh);
  applyFilter();
}

function render(message) {
  const element = $("message").content.cloneNode(true).firstElementChild;
  const part = (selector) => element.querySelector(selector);
  part(".to").textContent = message.to;
  part(".medium").textContent = MEDIA[message.medium] ?? message.medium;
  part(".subject").textContent = message.subject;
  part(".subject").hidden = !message.subject;
  part(".text").textContent = message.text;
  part(".purpose").textContent = words(message.purpose);
  part(".purpose").hidden = !message.purpose;
  part(".json").href = `/mailbox/messages/${encodeURIComponent(message.id)}`;
  part(".code-row").hidden = !message.code;
  part(".code").textContent = message.code;
  part(".copy").setAttribute("aria-label", `Copy code for ${message.to}`);
  part(".copy").addEventListener("click", (event) => copy(event.currentTarget, message.code, part(".code")));
  const time = part("time");
  time.dateTime = message.sentAt;
  time.title = new Date(message.sentAt).toLocaleString();
  return element;
}

async function copy(button, code, source) {
  const copied = await toClipboard(code, source);
  button.textContent = copied ? "Copied" : "Press Ctrl+C";
  button.classList.toggle("done", copied);
  $("announcer").textContent = copied ? `Code ${[...code].join(" ")} copied` : "The code is selected; copy it with the keyboard";
  setTimeout(() => {
    button.textContent = "Copy code";
    button.classList.remove("done");
  }, COPIED_MS);
}

// The clipboard API exists only on https and localhost; elsewhere the older
// command does it, and where that is refused the code is left selected.
async function toClipboard(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

function announce(fresh) {
  const newest = fresh[0];
  $("announcer").textContent =
    fresh.length === 1 ? `New message for ${newest.to}: ${newest.subject}` : `${fresh.length} new messages`;
  document.title = `Mailbox (${shown.size}) · Usher`;
}

function applyFilter() {
  const wanted = $("filter").value.trim().toLowerCase();
  let matching = 0;
  for (const { element, message } of shown.values()) {
    element.hidden = !message.to.toLowerCase().includes(wanted);
    if (!element.hidden) matching++;
  }
  $("count").textContent = wanted ? `${matching} of ${shown.size}` : `${shown.size} ${shown.size === 1 ? "message" : "messages"}`;
  $("filter-row").hidden = shown.size === 0;
  $("empty").hidden = matching > 0;
  $("empty-title").textContent = shown.size === 0 ? "No mail yet" : "Nobody by that address";
  $("empty-text").textContent = shown.size === 0 ? "" : "No message went to a recipient that contains what you typed.";
  $("empty-action").hidden = shown.size > 0;
}

// words turns a name such as ForgotPassword into words.
function words(name) {
  return name.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
}

function tellTimes() {
  for (const { element, message } of shown.values()) {
    element.querySelector("time").textContent = ago(new Date(message.sentAt));
  }
}

function ago(date) {
  const seconds = Math.round((Date.now() - date) / 1000);
  if (seconds < 10) return "just now";
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (seconds < 60) return words.format(-seconds, "second");
  if (seconds < 3600) return words.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86400) return words.format(-Math.floor(seconds / 3600), "hour");
  return words.format(-Math.floor(seconds / 86400), "day");
}

function setStatus(text, lost) {
  $("status").textContent = text;
  $("status").classList.toggle("lost", lost);
}

$("filter").value = new URLSearchParams(location.search).get("to") ?? "";
$("filter").addEventListener("input", applyFilter);
document.addEventListener("visibilitychange", poll);
setInterval(poll, POLL_MS);
poll();
