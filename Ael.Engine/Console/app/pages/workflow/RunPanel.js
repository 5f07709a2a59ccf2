import { useEffect, useRef } from "preact/hooks";
import { CopyAs } from "../../components/CopyAs.js";
import { SchemaForm } from "../../components/form/SchemaForm.js";
import { Panel } from "../../components/Page.js";
import { post } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { whyNot } from "../../lib/me.js";
import { go, route, to } from "../../lib/route.js";

/** The form that starts an execution, made from the inputs' schema; leads to the execution's page. @param {{ workflow: any }} props */
export function RunPanel({ workflow }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = route.value.query.run === "1";
  useEffect(() => {
    if (wanted) {
      /** @type {HTMLElement | null} */ (box.current?.querySelector("input, textarea, select, button.primary"))?.focus();
    }
  }, [wanted]);
  /** @param {any} inputs */
  const run = async (inputs) => {
    const started = await post(`/workflows/${encodeURIComponent(workflow.name)}/execute`, { inputs }, { async: true });
    go(to(["executions", started.execution_id]));
  };
  const defaults = Object.fromEntries(workflow.inputs.filter((/** @type {any} */ i) => i.default !== null).map((/** @type {any} */ i) => [i.name, i.default]));
  return html`
    <div ref=${box}>
      <${Panel} title="Run" beside=${html`<${CopyAs} workflow=${workflow.name} inputs=${defaults} />`}>
        <${SchemaForm} schema=${workflow.input_schema} action="Run" why=${whyNot("run")} onSubmit=${run} empty="This workflow takes no inputs." />
      <//>
    </div>`;
}
