import { useState } from "preact/hooks";
import { CopyAs } from "../../components/CopyAs.js";
import { Dialog } from "../../components/Dialog.js";
import { SchemaForm } from "../../components/form/SchemaForm.js";
import { Icon } from "../../components/Icon.js";
import { Loaded } from "../../components/Loaded.js";
import { Problem } from "../../components/Problem.js";
import { get, post } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { whyNot } from "../../lib/me.js";
import { useResource } from "../../lib/resource.js";
import { go, to } from "../../lib/route.js";
import { hasEnded } from "./useExecution.js";

/** What can be done with an execution. @param {{ execution: import("./useExecution.js").Execution }} props */
export function Actions({ execution: { result } }) {
  const [state, set] = useState(/** @type {{ busy: boolean, error: any, form: boolean }} */ ({ busy: false, error: null, form: false }));
  const path = `/executions/${encodeURIComponent(result.execution_id)}`;
  /** @param {() => Promise<void>} act */
  const act = async (act) => {
    set({ busy: true, error: null, form: false });
    try {
      await act();
      set({ busy: false, error: null, form: false });
    } catch (error) {
      set({ busy: false, error, form: false });
    }
  };
  /** @param {unknown} body */
  const again = async (body) => go(to(["executions", (await post(`${path}/rerun`, body, { async: true })).execution_id]));
  const why = whyNot("run");
  return html`
    ${!hasEnded(result) && html`<button type="button" class="button danger" disabled=${state.busy || why !== undefined} title=${why} onClick=${() => act(() => post(`${path}/cancel`, { reason: "cancelled in the console" }))}><${Icon} name="stop" />Cancel</button>`}
    <button type="button" class="button" disabled=${state.busy || why !== undefined} title=${why} onClick=${() => act(() => again({}))}><${Icon} name="again" />Run again</button>
    <button type="button" class="button" disabled=${state.busy || why !== undefined} title=${why} onClick=${() => set({ ...state, form: true })}>Run with other inputs</button>
    <${CopyAs} workflow=${result.workflow} inputs=${result.inputs} />
    ${state.error && html`<${Dialog} title="That did not work" onClose=${() => set({ ...state, error: null })}><${Problem} error=${state.error} /><//>`}
    ${state.form && html`<${Dialog} title=${`Run ${result.workflow} with other inputs`} onClose=${() => set({ ...state, form: false })}><${OtherInputs} result=${result} onSubmit=${(/** @type {any} */ inputs) => again({ inputs })} /><//>`}`;
}

/** @param {{ result: any, onSubmit: (inputs: any) => Promise<void> }} props */
function OtherInputs({ result, onSubmit }) {
  const workflow = useResource((abort) => get(`/workflows/${encodeURIComponent(result.workflow)}`, abort), [result.workflow]);
  return html`<${Loaded} of=${workflow} what="Form">${(/** @type {any} */ data) => html`<${SchemaForm} schema=${data.input_schema ?? {}} values=${result.inputs} action="Run" onSubmit=${onSubmit} empty="This workflow takes no inputs." />`}<//>`;
}
