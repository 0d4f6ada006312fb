/** What one writes to the other side, and the questions that an expert asked for again: saved like a form. */

import { watchConditions } from "./form_conditions.js";
import { watchItems } from "./form_items.js";
import { watchSaving } from "./saving.js";

const form = document.getElementById("asking");
// What has just come from another page is read before it leaves.
watchSaving(form, { mayLeave: () => false });
watchItems(form);
watchConditions(form);
