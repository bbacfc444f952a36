// GraphiQL stores tabs, variables and history. Variables hold passwords here, so
// they go to the tab's session storage instead of the local storage that
// GraphiQL would take.

const PREFIX = "usher:graphiql:";

export function tabStorage(storage) {
  const keys = () => Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  return {
    getItem: (key) => storage.getItem(PREFIX + key),
    setItem: (key, value) => storage.setItem(PREFIX + key, value),
    removeItem: (key) => storage.removeItem(PREFIX + key),
    clear: () => keys().forEach((key) => storage.removeItem(key)),
    get length() {
      return keys().length;
    },
  };
}
