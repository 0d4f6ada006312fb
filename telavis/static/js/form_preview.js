/** A form shown to those who write it: conditions, units and figures answer at once, and nothing is saved. */

import { watchConditions } from "./form_conditions.js";
import { watchItems } from "./form_items.js";

const form = document.querySelector("[data-preview]");
watchItems(form);
watchConditions(form);
