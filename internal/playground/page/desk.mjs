// GraphiQL as the rest of the page sees it: which prepared operation is open,
// and how to open, fill and run one.

import { titleOf } from "./guide.mjs";
import { mendEditors, mendLint, mendTabs } from "./reach.mjs";

const asItIs = (text) => text;

export class Desk extends EventTarget {
  active = null; // name of the prepared operation in the open tab; null for one of the user's own
  #operations; // Map of name -> operation
  #inside = null; // what the drawn component gives
  #pending = null; // { operation (to put in, or null), edit } for the tab that is being opened
  #runs = false; // whether to run the open operation once GraphiQL has read it

  constructor(operations) {
    super();
    this.#operations = operations;
  }

  // open shows an operation, in its tab or in a new one, and lets edit change
  // the text of its variables.
  open(name, edit = asItIs) {
    const { tabs, activeTabIndex, changeTab, addTab } = this.#inside;
    this.#runs = false;
    const index = tabs.findIndex(({ title }) => title === titleOf(name));
    if (index === activeTabIndex) return this.#inside.edit(edit);
    this.#pending = { operation: index < 0 ? this.#operations.get(name) : null, edit };
    if (index < 0) addTab();
    else changeTab(index);
  }

  // opening says whether a tab is on its way: until it is there, active is the one before.
  get opening() {
    return this.#pending !== null;
  }

  // run runs the open operation. GraphiQL reads a document a moment after it was
  // put in, and would until then send the name of the one before.
  run() {
    this.#runs = true;
    this.#runWhenRead();
  }

  #runWhenRead() {
    const { tabs, activeTabIndex, nameRead, run } = this.#inside;
    if (!this.#runs || (this.active && nameRead() !== tabs[activeTabIndex].title)) return;
    this.#runs = false;
    run();
  }

  // variables is the text of the open tab's.
  get variables() {
    return this.#inside?.variables() ?? "";
  }

  // showDocumentation presses GraphiQL's own button, which alone makes room for
  // what it shows. It has another name while that is open.
  showDocumentation() {
    document.querySelector('.graphiql-sidebar [aria-label="Show Documentation Explorer"]')?.click();
  }

  // attach is called by the component at each drawing.
  attach(inside) {
    this.#inside = inside;
    const title = inside.tabs[inside.activeTabIndex]?.title;
    this.active = [...this.#operations.keys()].find((name) => titleOf(name) === title) ?? null;
    this.#runWhenRead();
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  takePending() {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }
}

// Inside is drawn in GraphiQL to reach its editors; it shows nothing.
function Inside({ desk, notes }) {
  const editors = GraphiQL.React.useEditorContext({ nonNull: true });
  const { run } = GraphiQL.React.useExecutionContext({ nonNull: true });
  const { queryEditor, variableEditor, activeTabIndex, tabs, changeTab, addTab, updateActiveTabValues } = editors;

  // A tab that was just opened gets what was prepared for it and what the page has noted.
  React.useEffect(() => {
    if (!queryEditor || !variableEditor) return;
    const { operation = null, edit = asItIs } = desk.takePending() ?? {};
    if (operation) {
      setText(queryEditor, operation.query);
      // The editor tells GraphiQL a little later, and the tab would have no name until then.
      updateActiveTabValues({ query: operation.query });
    }
    setText(variableEditor, edit(notes.fill(operation ? operation.variables : variableEditor.getValue())));
  }, [queryEditor, variableEditor, activeTabIndex]);

  // A tab that does not fit beside the others would open out of sight. It has
  // its final width only with its name.
  React.useEffect(() => {
    document.querySelector(".graphiql-tab-active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeTabIndex, tabs[activeTabIndex]?.title]);

  // The prepared comments are longer than a narrow editor.
  React.useEffect(() => {
    queryEditor?.setOption("lineWrapping", true);
  }, [queryEditor]);

  React.useEffect(() => {
    mendEditors(editors);
    mendTabs(document);
  });

  React.useEffect(() => {
    if (!variableEditor) return undefined;
    mendLint(variableEditor);
    const changed = () => desk.changed();
    variableEditor.on("change", changed);
    return () => variableEditor.off("change", changed);
  }, [variableEditor, desk]);

  React.useEffect(() => {
    if (!queryEditor || !variableEditor) return;
    desk.attach({
      tabs,
      activeTabIndex,
      changeTab,
      addTab,
      run,
      nameRead: () => queryEditor.operationName,
      edit: (edit) => setText(variableEditor, edit(variableEditor.getValue())),
      variables: () => variableEditor.getValue(),
    });
  });
  return null;
}

function setText(editor, text) {
  if (editor.getValue() !== text) editor.setValue(text);
}

// inside returns the component, for GraphiQL's children.
export const inside = (props) => React.createElement(Inside, { key: "inside", ...props });
