// Puts what the page has noted into the variables of the tab that is opened.

import { asksForCode, fillCode } from "./notes.mjs";

// Carrier is drawn inside GraphiQL to reach its editors; it shows nothing.
// register receives a function that puts a code into the variables of the open
// tab, or of the next one that asks for a code, and says whether it found one.
function Carrier({ notes, register }) {
  const { variableEditor, activeTabIndex, tabs, changeTab } = GraphiQL.React.useEditorContext({ nonNull: true });
  const waiting = React.useRef(null);

  React.useEffect(() => {
    if (!variableEditor) return;
    let text = notes.fill(variableEditor.getValue());
    if (waiting.current !== null) text = fillCode(text, waiting.current);
    waiting.current = null;
    setText(variableEditor, text);
  }, [variableEditor, activeTabIndex, notes]);

  React.useEffect(() => {
    register((code) => {
      if (asksForCode(variableEditor?.getValue())) {
        setText(variableEditor, fillCode(variableEditor.getValue(), code));
        return true;
      }
      const next = tabs.findIndex((tab, index) => index > activeTabIndex && asksForCode(tab.variables));
      if (next < 0) return false;
      waiting.current = code;
      changeTab(next);
      return true;
    });
  }, [variableEditor, activeTabIndex, tabs, changeTab, notes, register]);
  return null;
}

function setText(editor, text) {
  if (editor.getValue() !== text) editor.setValue(text);
}

export const carrier = (props) => React.createElement(Carrier, { key: "carrier", ...props });
