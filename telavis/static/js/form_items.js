/** Items that are more than a field: a number with its unit, a slider, parts of a whole, the figure of the body. */

import { watchBody } from "./form_body.js";
import { watchParts } from "./form_parts.js";
import { watchUnits } from "./form_units.js";

/** Before whoever reads the fields: a slider writes its number first. */
export function watchItems(form) {
  watchParts(form);
  watchUnits(form);
  watchBody(form);
}
