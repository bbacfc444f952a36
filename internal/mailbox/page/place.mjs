// Where one is in the mailbox, which the address says: ?to= is part of a
// recipient and ?message= the id of the message that is open.

export function placeOf(search) {
  const given = new URLSearchParams(search);
  return { to: given.get("to") ?? "", message: given.get("message") ?? "" };
}

export function addressOf({ to, message }) {
  const search = new URLSearchParams();
  if (to) search.set("to", to);
  if (message) search.set("message", message);
  return search.size > 0 ? `/mailbox?${search}` : "/mailbox";
}

// look returns what a place shows of the messages, newest first: those that fit,
// the open one, and whether one was named that is not there. Without a name the
// newest is open, so that who waits for a code sees it come.
export function look(messages, { to, message }) {
  const wanted = to.trim().toLowerCase();
  const fitting = messages.filter((one) => one.to.toLowerCase().includes(wanted));
  const named = messages.find(({ id }) => id === message);
  return { fitting, open: message ? named : fitting[0], gone: Boolean(message) && !named };
}
