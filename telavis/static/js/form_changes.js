/** Which questions the server does not know yet: only those leave, and only those can meet those of another page. */

/** Nothing of it stays in the browser: what the server has acknowledged is remembered as long as the page lives. */
export function watchChanges(form) {
  const known = read(form, initialValue);
  // Sent, and nobody has said whether it arrived.
  const doubtful = new Set();

  /** `but`: questions that need not be counted. */
  const pending = (but = []) => {
    const now = read(form, presentValue);
    const isNew = (question) => doubtful.has(question) || now.get(question) !== known.get(question);
    return [...now.keys()].filter((question) => !but.includes(question) && isNew(question));
  };

  return {
    pending,

    /** The fields of these questions and what every save says of itself. A question that leaves is in doubt. */
    pack(questions) {
      const leaving = new Set(questions);
      const whole = new FormData(form);
      const belongs = owners(form);
      for (const name of new Set(whole.keys())) {
        if (belongs.has(name) && !leaving.has(belongs.get(name))) whole.delete(name);
      }
      // Files leave when somebody sends them, not at every pause.
      for (const [name, value] of [...whole]) if (value instanceof File) whole.delete(name);
      if (!leaving.size) whole.delete("turn");
      const sent = read(form, presentValue);
      leaving.forEach((question) => doubtful.add(question));
      return { body: whole, sent: new Map(questions.map((question) => [question, sent.get(question)])) };
    },

    /** What was refused stands on this page alone, and is still to be kept. */
    acknowledge(sent, refused) {
      for (const [question, text] of sent) {
        doubtful.delete(question);
        if (!refused.includes(question)) known.set(question, text);
      }
    },

    isStill(sent) {
      const now = read(form, presentValue);
      return pending().every((question) => sent.get(question) === now.get(question));
    },

    /** Drawn again by the server: what stands there now is what it knows. */
    adopt(question) {
      known.set(question, read(form, presentValue).get(question));
      doubtful.delete(question);
    },
  };
}

/** The question that a field belongs to; a list is one question with all its rows. */
export function questionOf(field) {
  return (field.closest("[data-rows]") ?? field).closest("[data-item]")?.dataset.item;
}

function owners(form) {
  return new Map(fieldsOf(form).map((field) => [field.name, questionOf(field)]));
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.type !== "submit" && questionOf(field));
}

function read(form, valueOf) {
  const found = new Map();
  for (const field of fieldsOf(form)) {
    const value = valueOf(field);
    const question = questionOf(field);
    const said = value === null ? "" : JSON.stringify([field.name, value]);
    found.set(question, (found.get(question) ?? "") + said);
  }
  return found;
}

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

function presentValue(field) {
  return isTicked(field) && !field.checked ? null : field.value;
}

/** As the server drew it, whatever has been typed before this script came. */
function initialValue(field) {
  if (isTicked(field)) return field.defaultChecked ? field.value : null;
  if (field.options) return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value;
  return field.defaultValue;
}
