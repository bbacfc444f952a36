// Mends what GraphiQL 4 withholds from keyboards and screen readers: names for
// its editors, a way to scroll them, and tabs that are no boxes around buttons.
// And what it holds against right values.

// GraphiQL knows no custom scalar whose value is an object, as a credential is.
const MISTAKEN = 'Expected value of type "WebAuthnJSON".';

const NAMES = { queryEditor: "Operation", variableEditor: "Variables", headerEditor: "Headers", responseEditor: "Answer" };

// mendEditors takes GraphiQL's editor context; an editor that is not drawn yet
// is null there.
export function mendEditors(context) {
  for (const [key, name] of Object.entries(NAMES)) {
    const editor = context[key];
    if (!editor) continue;
    editor.getInputField().setAttribute("aria-label", name);
    const scroller = editor.getScrollerElement();
    scroller.setAttribute("tabindex", "0");
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", `${name}, text`);
  }
}

// mendLint keeps credentials from being underlined as mistakes, and the page
// from an error where GraphiQL meets a value that an enum does not have: it
// throws there, and the server names the mistake.
export function mendLint(variableEditor) {
  const check = variableEditor.getHelper({ line: 0, ch: 0 }, "lint");
  const getAnnotations = (...given) => {
    try {
      return check(...given).filter(({ message }) => message !== MISTAKEN);
    } catch {
      return [];
    }
  };
  variableEditor.setOption("lint", { ...variableEditor.getOption("lint"), getAnnotations });
}

// mendTabs makes a list of buttons of them: a tab must not contain a button, and
// each of these contains two. To be called at each drawing, which sets the roles anew.
export function mendTabs(document) {
  const list = document.querySelector(".graphiql-tabs");
  if (!list) return;
  list.setAttribute("aria-label", "Open operations");
  list.removeAttribute("role");
  for (const item of list.querySelectorAll(".graphiql-tab")) {
    item.removeAttribute("role");
    item.removeAttribute("aria-selected");
    const [open, close] = item.querySelectorAll("button");
    if (item.classList.contains("graphiql-tab-active")) open.setAttribute("aria-current", "true");
    else open.removeAttribute("aria-current");
    close?.setAttribute("aria-label", `Close ${open.textContent}`);
  }
}
