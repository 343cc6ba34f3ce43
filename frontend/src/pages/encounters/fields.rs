//! The fields of a visit, each with what it is for.

use leptos::prelude::*;
use revrx_api::{EncounterClass, Sex};

use super::desk::Desk;
use crate::model::encounters::visit::{Field, FieldError, VisitForm};
use crate::parts::Glyph;

/// A field of one line or several.
struct Entry {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// `date` and `text` are fields of one line, `lines` and `codes` of several.
    kind: &'static str,
    of: fn(&VisitForm) -> &String,
    of_mut: fn(&mut VisitForm) -> &mut String,
    field: Option<Field>,
}

const REFERENCE: Entry = Entry {
    id: "visit-reference",
    label: "Your reference",
    hint: "A number or word of your own. The list shows it where there is no name.",
    kind: "text",
    of: |form| &form.reference,
    of_mut: |form| &mut form.reference,
    field: Some(Field::Reference),
};
const DATE: Entry = Entry {
    id: "visit-date",
    label: "Date of visit",
    hint: "The age of the patient is counted up to this day.",
    kind: "date",
    of: |form| &form.date,
    of_mut: |form| &mut form.date,
    field: Some(Field::Date),
};
const BILLED: Entry = Entry {
    id: "visit-billed",
    label: "Billed codes",
    hint: "ICD-10-CM, parted by spaces, commas or lines. The report compares them with the note.",
    kind: "codes",
    of: |form| &form.billed,
    of_mut: |form| &mut form.billed,
    field: Some(Field::Billed),
};
const NAMES: Entry = Entry {
    id: "visit-names",
    label: "Names of the patient",
    hint: "One a line. Serves to protect them: found and replaced in the note.",
    kind: "lines",
    of: |form| &form.patient_names,
    of_mut: |form| &mut form.patient_names,
    field: None,
};
const CLINICIANS: Entry = Entry {
    id: "visit-clinicians",
    label: "Names of clinicians",
    hint: "One a line. Serves to protect them: found and replaced in the note.",
    kind: "lines",
    of: |form| &form.clinicians,
    of_mut: |form| &mut form.clinicians,
    field: None,
};
const MRNS: Entry = Entry {
    id: "visit-mrns",
    label: "Record numbers (MRN)",
    hint: "Parted by commas. Serves to protect them: found and replaced in the note.",
    kind: "text",
    of: |form| &form.mrns,
    of_mut: |form| &mut form.mrns,
    field: None,
};
const BIRTH: Entry = Entry {
    id: "visit-birth",
    label: "Date of birth",
    hint: "Serves to protect it: replaced in the note. Only the age goes on.",
    kind: "date",
    of: |form| &form.date_of_birth,
    of_mut: |form| &mut form.date_of_birth,
    field: Some(Field::DateOfBirth),
};

/// All fields of a visit.
#[component]
pub(super) fn VisitFields(desk: Desk, wrong: RwSignal<Vec<FieldError>>) -> impl IntoView {
    view! {
        <div class="fields">
            {entry(desk, REFERENCE, wrong)}
            {entry(desk, DATE, wrong)}
            <ClassField desk/>
            <SexField desk/>
            <div class="field-wide field">
                {entry(desk, BILLED, wrong)}
                <p class="choices">
                    <label>
                        <input type="checkbox" prop:checked=move || desk.draft.read().visit.nothing_billed
                            on:change=move |event| {
                                let on = event_target_checked(&event);
                                desk.draft.update(|draft| draft.visit.nothing_billed = on);
                            }
                        />
                        "Nothing was billed"
                    </label>
                </p>
            </div>
            {entry(desk, NAMES, wrong)}
            {entry(desk, CLINICIANS, wrong)}
            {entry(desk, MRNS, wrong)}
            {entry(desk, BIRTH, wrong)}
        </div>
    }
}

/// What is wrong with a field, or nothing.
#[component]
pub(super) fn Wrong(id: &'static str, words: Signal<Option<String>>) -> impl IntoView {
    let shown = move |words: String| {
        view! { <span class="field-wrong" data-tone="bad"><Glyph name=Signal::stored("failed")/>{words}</span> }
    };
    view! { <p id=id aria-live="polite">{move || words.get().map(shown)}</p> }
}

fn entry(desk: Desk, entry: Entry, wrong: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let Entry { id, label, hint, kind, of, of_mut, field } = entry;
    let hint_id = format!("{id}-hint");
    let wrong_id: &'static str = wrong_id(field);
    let words = Signal::derive(move || {
        let wrong = wrong.read();
        wrong.iter().find(|(at, _)| Some(*at) == field).map(|(_, words)| words.clone())
    });
    let described = format!("{hint_id} {wrong_id}");
    let is_invalid = move || words.read().is_some().then_some("true");
    let is_off = move || field == Some(Field::Billed) && desk.draft.read().visit.nothing_billed;
    let value = move || desk.draft.with(|draft| of(&draft.visit).clone());
    let on_input = move |event| {
        let typed = event_target_value(&event);
        desk.draft.update(|draft| *of_mut(&mut draft.visit) = typed);
    };
    let control = match kind {
        "lines" | "codes" => view! {
            <textarea id=id rows="2" class:code-field=kind == "codes" prop:value=value spellcheck="false"
                autocomplete="off" autocapitalize=(kind == "codes").then_some("characters") disabled=is_off
                aria-invalid=is_invalid aria-describedby=described on:input=on_input
            ></textarea>
        }
        .into_any(),
        _ => view! {
            <input id=id type=kind prop:value=value spellcheck="false" autocomplete="off" aria-invalid=is_invalid
                aria-describedby=described on:input=on_input/>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {control}
            <p class="hint" id=hint_id>{hint}</p>
            {field.map(|_| view! { <Wrong id=wrong_id words/> })}
        </div>
    }
}

fn wrong_id(field: Option<Field>) -> &'static str {
    match field {
        None => "",
        Some(Field::Reference) => "visit-reference-wrong",
        Some(Field::Date) => "visit-date-wrong",
        Some(Field::Billed) => "visit-billed-wrong",
        Some(Field::DateOfBirth) => "visit-birth-wrong",
    }
}

#[component]
fn ClassField(desk: Desk) -> impl IntoView {
    let choice = move |class: EncounterClass, words: &'static str| {
        view! {
            <label>
                <input type="radio" name="visit-class" prop:checked=move || desk.draft.read().visit.class == class
                    on:change=move |_| desk.draft.update(|draft| draft.visit.class = class)/>
                {words}
            </label>
        }
    };
    view! {
        <fieldset class="field" aria-describedby="visit-class-hint">
            <legend>"Where"</legend>
            <div class="choices">
                {choice(EncounterClass::Outpatient, "Outpatient")}
                {choice(EncounterClass::Inpatient, "Inpatient")}
            </div>
            <p class="hint" id="visit-class-hint">"Decides whether a diagnosis that is not certain may be coded."</p>
        </fieldset>
    }
}

#[component]
fn SexField(desk: Desk) -> impl IntoView {
    let value = move || match desk.draft.read().visit.sex {
        None => "",
        Some(Sex::Female) => "female",
        Some(Sex::Male) => "male",
    };
    let on_change = move |event| {
        let sex = match &*event_target_value(&event) {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        };
        desk.draft.update(|draft| draft.visit.sex = sex);
    };
    view! {
        <div class="field">
            <label for="visit-sex">"Sex of the patient"</label>
            <select id="visit-sex" prop:value=value aria-describedby="visit-sex-hint" on:change=on_change>
                <option value="">"Not given"</option>
                <option value="female">"Female"</option>
                <option value="male">"Male"</option>
            </select>
            <p class="hint" id="visit-sex-hint">"Some codes hold for one sex only."</p>
        </div>
    }
}
