import { render } from "preact";
import { KeyGate } from "./components/KeyGate.js";
import { Shell } from "./components/Shell.js";
import { html } from "./lib/html.js";
import { keyNeeded } from "./lib/key.js";
import { follow, onChange } from "./lib/live.js";
import { introduce } from "./lib/me.js";
import { Pages } from "./pages/Pages.js";

const App = () => (keyNeeded.value === null ? html`<${Shell}><${Pages} /><//>` : html`<${KeyGate} />`);

follow();
// Another engine may be behind the same address after a restart.
onChange(["hello"], () => void introduce());
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
